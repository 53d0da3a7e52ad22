from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import full_text
from archive.gate import clean, clean_or_none
from archive.memory import Observations
from archive.pace import Visit
from archive.records import SourceReport
from archive.store import Archive
from archive.trouble import Sign
from tests.archives import BRIDGE, LIBRARY, VODI, arrives, entry, open_archive, page, response, seen_again

ANY_TEXT = st.text(st.characters() | st.sampled_from("\r\n\t\x00\x85\u00ad\u200c\u202e\ufeff\ud800\udfff\u0301и\u0306"))


@given(ANY_TEXT)
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_clean_text_is_composed(text: str) -> None:
    assert unicodedata.is_normalized("NFC", clean(text))


@given(ANY_TEXT)
def test_clean_text_holds_no_control_surrogate_or_bidi_mark(text: str) -> None:
    for character in clean(text):
        assert unicodedata.category(character) not in ("Cc", "Cs") or character in "\t\n"
        assert unicodedata.bidirectional(character) not in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )


@given(ANY_TEXT)
def test_clean_text_can_be_written_as_utf8(text: str) -> None:
    assert clean(text).encode().decode() == clean(text)


@given(ANY_TEXT, st.sampled_from(["NFC", "NFD"]))
def test_decomposed_text_becomes_the_same_as_composed(text: str, form: str) -> None:
    assert clean(unicodedata.normalize(form, clean(text))) == clean(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("a\tb", "a\tb"),
        ("га\u00adзета", "газета"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Тоҷикистони\u0306", "Тоҷикистонй"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("и\u00ad\u0306", "й"),
        ("\ufeffstart", "start"),
        ("half \ud83d emoji", "half  emoji"),
        ("whole 😀 emoji", "whole 😀 emoji"),
        ("", ""),
    ],
)
def test_what_is_kept_of_a_text(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_unknown_stays_unknown() -> None:
    assert clean_or_none(None) is None
    assert clean_or_none("a\x00b") == "ab"


EVIL = "a\x00\x85\u202e\u00adи\u0306"


def test_nothing_reaches_the_database_around_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that writes is given what no text may hold; every text of every table is looked at."""
    with open_archive(tmp_path / "archive.db") as archive:
        archive.register([replace(VODI, name=f"Vodi {EVIL}", homepage=f"{VODI.homepage}{EVIL}", license=EVIL)])
        crawl_id = archive.start_crawl(f"import {EVIL}")
        named = entry(f"https://vodi.example/en/{EVIL}", title=EVIL, published_raw=EVIL)
        feed = f"{VODI.homepage}{EVIL}"
        archive.discovered(VODI, "feed", feed, [named], [feed], etag=EVIL, last_modified=EVIL)
        task = archive.next_entry(VODI, [])
        assert task is not None
        fetched = response(f"https://vodi.example/en/{EVIL}", headers=((EVIL, EVIL),))
        capture_id = archive.record(fetched, task)
        facts = dict.fromkeys(("section", "description", "image", "license", "published_raw", "language"), EVIL)
        facts["canonical_url"] = f"https://vodi.example/en/other{EVIL}"
        article = page(
            task.url, f"Bridge over the Varzob {EVIL}", f"{LIBRARY} {EVIL}", authors=(EVIL,), keywords=(EVIL,), **facts
        )
        taught = Observations(headline=EVIL, kinds=((1, EVIL, 1000),), blocks=((2, EVIL),))
        article_id = archive.add(article, VODI, capture_id, task, taught).id or 0
        seen_again(archive, replace(article, url=f"{task.url}?{EVIL}", text=f"{BRIDGE} {EVIL}"), article_id)
        archive.mend_text(article_id, replace(article, title=f"Bridge {EVIL}", text=f"{BRIDGE} mended {EVIL}"))
        archive.withhold([article_id], EVIL)
        report = SourceReport(
            source=VODI.slug, requests=1, not_modified=0, bytes=1, seconds=1, outcomes={}, problem=EVIL
        )
        asked = datetime.fromisoformat(archive.now())
        sign = Sign("moved", f"https://vodi.example/{EVIL}", mend=EVIL)
        report = replace(report, visit=Visit(asked, news=0, sign=sign), not_before=asked)
        archive.keep_robots(f"https://vodi.example{EVIL}", 200, b"", 3600)
        archive.finish_crawl(crawl_id, 3, [report])
        monkeypatch.setattr(full_text, "COUNTED", 0)
        archive.tidy()
        columns = text_columns(archive)
        filled = set()
        for table, column in columns:
            for (value,) in archive.db.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'):
                filled.add((table, column))
                assert clean(value) == value, f"{table}.{column}"
                assert "\\u00" not in value, f"{table}.{column}: lists are JSON, a control stands escaped there"
    assert columns - filled == NOT_GIVEN


AS_SENT = {("discovery", "etag"), ("discovery", "last_modified"), ("capture", "headers")}
"""What goes back to the server, or is evidence of what it said: no text that anybody searches."""

NOT_GIVEN = {
    *(("article", name) for name in ("modified", "published", "published_precision", "published_zone")),
    *(("article", name) for name in ("missing_since", "opt_out", "removed")),
    *(("entry", name) for name in ("modified", "published")),
    *(("flicker", name) for name in ("last", "since")),
    *(("removal", name) for name in ("missing_since", "removed_at", "returned_at")),
    *(("removal_check", name) for name in ("checked_at", "evidence")),
    *(("replaced_text", name) for name in ("replaced_at", "text", "title")),
    ("memory_source", "changed_at"),
    ("near_duplicate", "kind"),
    ("story_link", "reason"),
    ("withholding", "undone_at"),
}
"""Moments, words of our own, and what is copied from other columns."""


def text_columns(archive: Archive) -> set[tuple[str, str]]:
    """Every column that the schema declares to be text, with its table."""
    rows = archive.db.execute(
        """SELECT made.name, columns.name FROM sqlite_master AS made, pragma_table_info(made.name) AS columns
        WHERE made.type = 'table' AND made.rootpage > 0 AND made.name NOT LIKE '\\_%' ESCAPE '\\'
        AND columns.type = 'TEXT'"""
    )
    return set(rows) - AS_SENT


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("O'zbekiston, o‘zbek, bo’ldi", "Oʻzbekiston, oʻzbek, boʻldi"),
        ("tog` va bog'da", "togʻ va bogʻda"),
        ("ma'no, sanʼat", "ma'no, sanʼat"),
        ("‘Xalqning’ ‘Euro’", "‘Xalqning’ ‘Euro’"),
    ],
)
def test_letters_of_uzbek_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert clean(typed, "uz-Latn") == clean(clean(typed, "uz"), "uz") == kept
    assert clean(typed, "en") == clean(typed) == typed


def test_uzbek_article_is_kept_with_its_letters(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db") as archive:
        arrives(archive, page("https://vodi.example/en/1", "O'zbekiston", "Bo’ldi, dedi u.", language="uz"))
        assert archive.db.execute("SELECT title, text FROM article").fetchone() == ("Oʻzbekiston", "Boʻldi, dedi u.")
