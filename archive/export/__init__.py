"""Exports: what the archive holds, or what changed in it, as files for others; streamed, sorted, reproducible.

A format is a module of this package that satisfies `Format`, named in ``FORMATS``.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, Protocol

from archive.errors import UsageProblem
from archive.export import csv, jsonl
from archive.export.folder import data_file, publish, refuse_foreign, staged, sync
from archive.export.manifest import Manifest, this_version
from archive.export.snapshot import Query, Snapshot, open_snapshot
from archive.export.stream import Digesting, Sink
from archive.newsarticle import NewsArticle


class Format(Protocol):
    """What a module must have to be a format."""

    SUFFIX: str
    """With the dot: the file's name is ``articles`` and this, unless the user gives one."""

    def write(self, articles: Iterator[NewsArticle], stream: Sink, query: Query) -> None:
        """Write the articles one after the other; keep none of them."""

    def companions(self, exports: Sequence[Manifest]) -> Mapping[str, bytes]:
        """Further files, by name, that describe the exports of this format in one folder."""


FORMATS: dict[str, Format] = {"jsonl": jsonl, "csv": csv}


def export_archive(
    db_path: Path,
    format: str,
    output: str | Path | None,
    *,
    source: Sequence[str] = (),
    language: Sequence[str] = (),
    since: int | None = None,
    revisions: bool = False,
    excel: bool = False,
    stream: BinaryIO | None = None,
) -> Manifest:
    """Write the articles of an archive, ordered by id, and say in the manifest what was written.

    `output` is a file, compressed if its name ends in ``.gz``, or a folder (one that exists, or a string that ends
    in ``/``); ``manifest.json``, ``SHA256SUMS`` and the format's companions stand beside the data. None or ``-``
    writes the rows alone to `stream` (standard output), and the manifest is the caller's to show.

    `source` are slugs and `language` BCP 47 ranges (``uz`` takes ``uz-Cyrl`` too); empty means all. With `since`,
    the cursor of an earlier manifest, only what changed after it is written, with what was removed or withheld. Ids are
    the order because they never change: two exports of one archive differ in the lines that changed and nowhere else.

    Raises UsageProblem, UnknownSource and what `open_readonly` raises; BackissueError when the files cannot be written.
    """
    if format not in FORMATS:
        raise UsageProblem(f"{format}: no such format. Choose one of {', '.join(FORMATS)}.")
    if excel and format != "csv":
        raise UsageProblem(f"--excel changes csv only, not {format}. Leave it out, or export csv.")
    query = Query(
        source=tuple(sorted(set(source))),
        language=tuple(sorted(set(language))),
        since=since,
        revisions=revisions,
        excel=excel,
    )
    with open_snapshot(db_path, query) as snapshot:
        if output is None or str(output) == "-":
            return _to_stream(snapshot, format, stream or sys.stdout.buffer)
        writer = FORMATS[format]
        return _to_folder(snapshot, format, data_file(output, writer.SUFFIX, db_path, writer.companions(())))


def _to_stream(snapshot: Snapshot, format: str, stream: BinaryIO) -> Manifest:
    counted = Digesting(stream)
    FORMATS[format].write(snapshot.articles(), counted, snapshot.query)
    stream.flush()
    return _manifest(snapshot, format, "-", counted)


def _to_folder(snapshot: Snapshot, format: str, path: Path) -> Manifest:
    writer = FORMATS[format]
    with staged(path) as part:
        refuse_foreign(path.parent, writer.companions(()))
        with part.open("wb") as file:
            counted = Digesting(file)
            with _compressed(counted, path) as sink:
                writer.write(snapshot.articles(), sink, snapshot.query)
            sync(file)
        return publish(part, path, _manifest(snapshot, format, path.name, counted), writer.companions)


@contextmanager
def _compressed(stream: Digesting, path: Path) -> Iterator[Sink]:
    if path.suffix != ".gz":
        yield stream
        return
    with gzip.GzipFile("", "wb", 6, stream, mtime=0) as compressed:  # no name, no time: the same bytes each time
        yield compressed


def _manifest(snapshot: Snapshot, format: str, name: str, written: Digesting) -> Manifest:
    return Manifest(
        version=this_version(),
        schema=snapshot.schema,
        format=format,
        file=name,
        query=asdict(snapshot.query),
        rows=snapshot.rows,
        tombstones=snapshot.tombstones,
        cursor=snapshot.cursor,
        files={name: written.facts()},
        withheld=snapshot.withheld(),
    )
