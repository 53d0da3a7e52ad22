"""Parsers of what a user types, writes, or was handed: searches, source files, imports, capture files, log lines."""

from __future__ import annotations

import io
import random
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

from archive.captures import can_be_read, cut_torn_tails, read_payload
from archive.clock import is_day
from archive.errors import DamagedArchive, UsageProblem
from archive.exported import ExportedArticle, NotExported, read_line
from archive.gate import clean
from archive.readonly import open_readonly
from archive.search.hits import search
from archive.search.query import MOST_TERMS, Term, parse
from archive.search.saved import saved_searches
from archive.source_files import read_source_file
from archive.urls import url_key
from crawler.folder_pages import MANIFEST, folder_pages
from crawler.found_pages import Flaw, Found, FoundPage, NoPage
from crawler.import_inputs import inputs
from crawler.logs import escaped, masked
from crawler.unpacking import TooLarge, Truncated, body_of
from crawler.warc_pages import warc_pages
from tests.archives import response
from tests.bad_inputs import seeds
from tests.bad_inputs.parser import Parser, text_of
from tests.bad_inputs.shapes import check_key, check_url
from tests.discovery_samples import NOW, SOURCE
from tests.samples import sample_archive

ENDINGS = (".warc", ".warc.gz", ".wacz", ".jsonl", "")


def from_users(folder: Path) -> tuple[Parser, ...]:
    """Those that need an archive or files get them in the folder."""
    connection = open_readonly(sample_archive(folder / "archive.db"))
    pages = folder / "pages"
    pages.mkdir()
    (pages / "a.html").write_bytes(seeds.PAGES[0])
    (pages / "a.html.gz").write_bytes(seeds.PACKED[0])
    return (
        Parser(name="searches", seeds=seeds.QUERIES, read=partial(read_query, connection), quick=400, many=4_000),
        Parser(  # tomllib takes a second over a key of 5,000 parts, and the file is the user's own
            name="source files", seeds=seeds.SOURCE_FILES, read=partial(read_source, folder), quick=300, many=4_000,
            seconds=3,
        ),
        Parser(
            name="saved searches", seeds=seeds.SOURCE_FILES[1:], read=partial(read_saved, folder),
            refusals=(UsageProblem,), quick=150, many=2_000,
        ),
        Parser(name="WARC", seeds=seeds.WARCS, read=read_warc, quick=350, many=5_500),
        Parser(
            name="files to import", seeds=(*seeds.WACZS, *seeds.WARCS, *seeds.EXPORTS),
            read=partial(read_import, folder), refusals=(UsageProblem,), quick=350, many=5_500,
        ),
        Parser(name="manifests", seeds=seeds.MANIFESTS, read=partial(read_manifest, pages), quick=250, many=3_500),
        Parser(
            name="exported lines", seeds=seeds.EXPORTS, read=read_export, refusals=(NotExported,), quick=300, many=4_000
        ),
        Parser(
            name="capture files", seeds=seeds.WARCS[2:], read=partial(read_capture, folder), refusals=(DamagedArchive,),
            quick=250, many=3_500,
        ),
        Parser(name="log lines", seeds=seeds.LOG_LINES, read=read_log, quick=250, many=3_500),
    )  # fmt: skip


def read_query(connection: sqlite3.Connection, body: bytes, chance: random.Random) -> str:
    text = text_of(body)
    query = parse(text)
    terms = [*chain.from_iterable(query.groups), *query.excluded]
    assert len(terms) <= MOST_TERMS
    assert all(isinstance(term, Term) and any(map(str.isalnum, term.text)) for term in terms), terms
    parse(str(query))
    hits = list(search(connection, text, newest=chance.random() < 0.5, everything=chance.random() < 0.5))
    return "hits" if hits else "no hit"


def read_source(folder: Path, body: bytes, chance: random.Random) -> str:
    path = folder / "vodi-en.toml"
    path.write_bytes(body)
    source, problems = read_source_file(path, "tj/vodi-en.toml")
    assert (source is None) == bool(problems)
    assert all(problem.startswith("tj/vodi-en.toml: ") and "\n" not in problem for problem in problems), problems
    return "source" if source else "problems"


def read_saved(folder: Path, body: bytes, chance: random.Random) -> str:
    path = folder / "searches.toml"
    path.write_bytes(body)
    return "searches" if saved_searches(path) else "none"


def read_warc(body: bytes, chance: random.Random) -> str:
    return _kinds(warc_pages(io.BytesIO(body), "a.warc", NOW))


def read_import(folder: Path, body: bytes, chance: random.Random) -> str:
    path = folder / f"input{chance.choice(ENDINGS)}"
    path.write_bytes(body)
    return _kinds(found for one in inputs([path]) for found in one.read(NOW))


def read_manifest(folder: Path, body: bytes, chance: random.Random) -> str:
    (folder / MANIFEST).write_bytes(body)
    return _kinds(folder_pages(folder, NOW))


def read_export(body: bytes, chance: random.Random) -> str:
    _check_exported(read_line(body))
    return "article"


def read_capture(folder: Path, body: bytes, chance: random.Random) -> str:
    path = folder / "captures" / "vodi-en" / "2026-11.warc.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    name, end = "vodi-en/2026-11.warc.gz", chance.choice((0, len(seeds.WARCS[2]) // 2))
    cut_torn_tails(path.parents[1], {name: end})
    assert path.read_bytes() == body[: path.stat().st_size]
    place = name, chance.choice((0, end)), chance.choice((len(body), len(body) // 2))
    can_be_read(path.parents[1], *place)
    return "payload" if read_payload(path.parents[1], *place) else "empty"


def read_log(body: bytes, chance: random.Random) -> str:
    line = escaped(masked(text_of(body)))
    assert len(line.splitlines()) <= 1, ascii(line)
    assert not any(sign in line for sign in "\x1b\u202e\u2028\r\x85\x00"), ascii(line)
    assert "://user:secret@" not in line, ascii(line)
    return "as it was" if line == text_of(body) else "mended"


def _kinds(found: Iterable[Found]) -> str:
    """What came out, checked, as a word."""
    words = {_checked(one) for one in found}
    return " and ".join(sorted(words)) or "nothing"


def _checked(one: Found) -> str:
    if isinstance(one, FoundPage):
        check_url(one.url, SOURCE)
        assert _moment(one.fetched_at) <= "2026-11-23", one.fetched_at
        assert (one.payload is None) == (one.unusable in ("too-large", "truncated")), one
        if one.payload is not None:
            _unpacked(one)
        return "pages"
    if isinstance(one, NoPage):
        return "others"
    if isinstance(one, Flaw):
        assert one.sentence.strip()
        return "flaws"
    _check_exported(one)
    return "articles"


def _unpacked(page: FoundPage) -> None:
    assert page.payload is not None
    with suppress(TooLarge, Truncated):
        body_of(response(page.url, page.payload, headers=page.headers))


def _check_exported(exported: ExportedArticle) -> None:
    article = exported.article
    check_key(url_key(clean(article.url), SOURCE))
    for text in (
        article.title,
        article.text,
        article.url,
        exported.source,
        *(version.text for version in exported.versions),
    ):
        assert text.encode()
    for moment in (exported.first_seen, exported.last_seen, *filter(None, [exported.removed])):
        _moment(moment)
    for day in filter(None, (article.published, article.modified)):
        assert is_day(day) or _moment(day), ascii(day)
    assert exported.counted >= len(exported.versions) >= 1


def _moment(text: str) -> str:
    """It is UTC as we write it."""
    assert len(text) == 20, ascii(text)
    assert text.endswith("Z"), ascii(text)
    datetime.fromisoformat(text)
    return text
