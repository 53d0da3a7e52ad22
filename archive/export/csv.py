"""CSV as RFC 4180 has it, described by a Frictionless data package."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from archive.export.manifest import Manifest
from archive.export.snapshot import Query
from archive.export.stream import Sink
from archive.newsarticle import FIELDS, Field, NewsArticle

SUFFIX = ".csv"

PACKAGE = "datapackage.json"

BETWEEN = "; "
"""Between the members of a list: authors, keywords."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet compute a cell instead of showing it, the full-width forms too (OWASP, CSV Injection)."""


def write(articles: Iterator[NewsArticle], stream: Sink, query: Query) -> None:
    """A header, then one record an article, in UTF-8 with ``\\r\\n``; what is unknown is an empty cell.

    A cell keeps its newlines, in quotes. For Excel the file begins with a byte order mark, and text that would be
    computed gets a leading ``'``. With revisions their column holds JSON.
    """
    if query.excel:
        stream.write(codecs.BOM_UTF8)
    writer = csv.writer(_Utf8(stream), lineterminator="\r\n")
    writer.writerow(field.name for field in FIELDS)
    for article in articles:
        cells = (_cell(article[field.name], field) for field in FIELDS)
        writer.writerow(map(_defused, cells) if query.excel else cells)


class _Utf8:
    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, text: str) -> int:
        return self._sink.write(text.encode())


def _cell(value: object, field: Field) -> object:
    if not isinstance(value, list):
        return value
    return BETWEEN.join(value) if field.kind == "texts" else json.dumps(value, ensure_ascii=False)


def _defused(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


EXCEL = (
    "One record an article, ordered by id. Text that begins with = + - @, narrow or wide, a tab or a line break has "
    "a ' before it."
)

DAY_OR_TIME = r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?"


def companions(exports: Sequence[Manifest]) -> Mapping[str, bytes]:
    """``datapackage.json`` with one resource a file."""
    package = {"profile": "tabular-data-package", "name": "backissue", "resources": list(map(_resource, exports))}
    return {PACKAGE: json.dumps(package, ensure_ascii=False, indent=2).encode() + b"\n"}


def _resource(export: Manifest) -> dict[str, object]:
    facts = export.files[export.file]
    versions = bool(export.query["revisions"])
    return {
        "profile": "tabular-data-resource",
        "name": _resource_name(export.file),
        "path": export.file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": facts.bytes,
        "hash": f"sha256:{facts.sha256}",
        "description": EXCEL if export.query["excel"] else "One record an article, ordered by id.",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {
            "fields": [_schema(field, versions) for field in FIELDS],
            "primaryKey": "id",
            "missingValues": [""],
        },
    }


def _resource_name(file: str) -> str:
    """What the specification allows in a name: lower-case Latin letters, digits, ``-._``; the rest as Punycode."""
    return re.sub(r"[^-a-z0-9._]+", "-", file.lower().encode("punycode").decode().removesuffix("-"))


def _schema(field: Field, versions: bool) -> dict[str, object]:
    """The field in Table Schema's words, whose types know no date that may go without its time."""
    schema: dict[str, object] = {"name": field.name, "type": "string", "description": field.meaning}
    if field.name == "revisions" and versions:
        return schema | {"type": "array", "description": VERSIONS}
    if field.name == "id":
        return schema | {"type": "integer", "constraints": {"required": True, "unique": True}}
    if field.kind == "integer":
        return schema | {"type": "integer"}
    if field.kind == "time":
        return schema | {"type": "datetime"}
    if field.kind == "day or time":
        return schema | {"constraints": {"pattern": DAY_OR_TIME}}
    if field.kind == "texts":
        return schema | {"description": f'{field.meaning} Several are joined by "{BETWEEN}".'}
    return schema


VERSIONS = "Every text of the article, oldest first: number, seen (UTC), kind, headline, articleBody, sha256."
