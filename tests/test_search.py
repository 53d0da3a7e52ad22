"""Searching an archive: what is found, in which order, how it is shown, and by which index."""

from __future__ import annotations

import html
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageProblem
from archive.readonly import open_readonly
from archive.search.conditions import COMMON
from archive.search.counts import Counts, counts, counts_query
from archive.search.fold import search_keys
from archive.search.forms import with_forms
from archive.search.hits import cursor, marked, names_marked, search
from archive.search.query import Query, parse
from archive.search.statements import FEW, MARK, RANKED, UNMARK, Statement, search_query
from tests.samples import sample_archive

DUPLICATE, FIRST, REMOVED, UNDATED = 10, 2, 3, 9


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = open_readonly(sample_archive(tmp_path_factory.mktemp("search") / "archive.db"))
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The samples and some 6,000 articles on "хабар", more than FEW; ids run against the order of publication."""
    path = sample_archive(tmp_path_factory.mktemp("crowd") / "archive.db")
    writer = sqlite3.connect(path)
    with writer:
        writer.executemany(
            """INSERT INTO article (id, url_key, url, source, title, text, search_keys, language, published,
                word_count, sha256, fingerprint, duplicate_of, first_seen, last_seen, checked_at, change)
            VALUES (:id, :id, :id, :source, :title, :text, :keys, :language, :published,
                3, :id, :id, :first, '2026-01-01T00:00:00Z', '', '', :id)""",
            (generated(number) for number in range(100, 100 + FEW + 1_000)),
        )
    writer.execute("ANALYZE")
    writer.close()
    connection = open_readonly(path)
    yield connection
    connection.close()


def generated(number: int) -> dict[str, object]:
    days = 100 + FEW + 1_000 - number
    title, text = f"Хабари {number}", "хабар ва боз хабар" if number == 150 else f"хабар дар бораи чизи {number}"
    if number % 20 == 0:
        text += ". Меҳмон аз шаҳр."
    return {
        "id": number,
        "source": ("vodi-en", "vodi-ru", "vodi-tg")[number % 3],
        "title": title,
        "text": text,
        "keys": search_keys(title, text),
        "language": ("en", "ru", "tg")[number % 3],
        "published": f"{2000 + days // 336}-{days // 28 % 12 + 1:02}-{days % 28 + 1:02}T08:00:00Z",
        "first": 150 if number % 500 == 0 else None,
    }


def run(connection: sqlite3.Connection, statement: Statement) -> list[sqlite3.Row]:
    return connection.execute(statement.sql, statement.parameters).fetchall()


def counted(connection: sqlite3.Connection, text: str, **options: Any) -> Counts:
    return counts(run(connection, counts_query(text, **options)))


def ids(connection: sqlite3.Connection, text: str, **options: object) -> list[int]:
    return [hit.id for hit in search(connection, text, **options)]  # type: ignore[arg-type]


def test_a_name_is_found_in_whatever_script_it_was_written(samples: sqlite3.Connection) -> None:
    for spelling in ("Rahmon", "rahmon", "Рахмон", "Раҳмон", "РАХМОН", "Rakhmon", "rakhm* -Rakhmonov -Rahmonov"):
        assert set(ids(samples, spelling)) == {6, 7}, spelling


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bridge varzob", {1}),
        ("bridge мост", set()),
        ("bridge OR мост", {1, 4}),
        ("Варзоб", {1, 4}),
        ("Хоруғ", {2, 5, 9}),
        ("Khorug", {2, 5, 9}),
        ("елок", {6}),
        ('"сто игрушек"', {6}),
        ('"игрушек сто"', set()),
        ("китобхон*", {9}),
        ("кабул", {8}),
        ("истифодаи -қарори", set()),
        ("Дилшод -Rahmonov", set()),
        ("library title:gets", {2}),
        ("title:carry", set()),
        ("c++", set()),
        ("нестьтакогослова", set()),
    ],
)
def test_the_query_language_finds(samples: sqlite3.Connection, text: str, found: set[int]) -> None:
    assert set(ids(samples, text)) == found


def test_an_empty_query_is_answered_by_the_newest(samples: sqlite3.Connection) -> None:
    assert ids(samples, "") == [9, 8, 7, 6, 5, 2, 3, 4, 1]


def test_only_excluded_words_leave_the_newest_of_the_rest(samples: sqlite3.Connection) -> None:
    assert ids(samples, "-library -bridge -source:vodi-ru") == [9, 8, 7, 3]


def test_removed_articles_are_found_and_marked(samples: sqlite3.Connection) -> None:
    (hit,) = search(samples, "somoni")
    assert (hit.id, hit.removed) == (REMOVED, "2026-11-08T00:00:00Z")


def test_a_duplicate_is_hidden_behind_its_first(samples: sqlite3.Connection) -> None:
    assert ids(samples, "pupils") == [FIRST]
    assert counted(samples, "pupils").hits == 1


def test_a_duplicate_shows_when_asked_for(samples: sqlite3.Connection) -> None:
    assert set(ids(samples, "pupils", duplicates=True)) == {FIRST, DUPLICATE}


def test_a_duplicate_shows_when_its_first_is_not_found(samples: sqlite3.Connection) -> None:
    assert ids(samples, "title:opens") == [DUPLICATE]
    assert ids(samples, "pupils -gets") == [DUPLICATE]


@pytest.mark.parametrize(
    "options",
    [{"source": ["vodi-en"]}, {"language": ["en"]}, {"since": "2026-11-04"}],
    ids=lambda options: next(iter(options)),
)
def test_whoever_narrows_the_search_sees_the_duplicate(samples: sqlite3.Connection, options: dict[str, object]) -> None:
    assert DUPLICATE in ids(samples, "pupils", **options)
    assert DUPLICATE in ids(samples, "", **options)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"since": "2026-11-05"}, {6, 7, 8, 9}),
        ({"until": "2026-11-02"}, {1, 4}),
        ({"since": "2026-11-03", "until": "2026-11-03"}, {2, 3, 5}),
        ({"since": "2026-11", "until": "2026-11"}, set(range(1, 11))),
        ({"since": "2026", "until": "2026"}, set(range(1, 11))),
        ({"since": "2026-12"}, set()),
        ({"until": "2025"}, set()),
        ({"source": ["vodi-tg", "vodi-ru"], "until": "2026-11-05"}, {4, 5, 6, 7}),
        ({"source": ["VODI-TG "]}, {7, 8, 9}),
        ({"source": ["", " "], "language": [""], "since": "", "until": " "}, set(range(1, 10))),
        ({"source": ["\ud800"]}, set()),
        ({"language": ["tg"]}, {7, 8, 9}),
        ({"language": ["t"]}, set()),
    ],
)
def test_options_narrow_the_search(samples: sqlite3.Connection, options: dict[str, object], found: set[int]) -> None:
    assert set(ids(samples, "", **options)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("after:2026-11-05", {6, 7, 8, 9}),
        ("before:2026-11-03", {1, 4}),
        ("after:2026-11-03 before:2026-11-04", {2, 3, 5}),
        ("before:2026-11", set()),
        ("lang:tg", {7, 8, 9}),
        ("-lang:tg -lang:en", {4, 5, 6}),
        ("source:vodi-ru мост", {4}),
        ("source:vodi-tg source:vodi-ru китоб*", {9}),
    ],
)
def test_filters_in_the_text_narrow_the_search(samples: sqlite3.Connection, text: str, found: set[int]) -> None:
    assert set(ids(samples, text)) == found


def test_filters_and_options_must_both_hold(samples: sqlite3.Connection) -> None:
    assert ids(samples, "source:vodi-ru", source=["vodi-en"]) == []
    assert ids(samples, "after:2026-11-03", since="2026-11-06") == [9, 8]


def test_a_language_includes_its_scripts(tmp_path: Path) -> None:
    path = sample_archive(tmp_path / "archive.db")
    writer = sqlite3.connect(path)
    with writer:
        writer.execute("UPDATE article SET language = 'uz-Latn' WHERE id = 1")
        writer.execute("UPDATE article SET language = NULL WHERE id = 2")
    writer.close()
    connection = open_readonly(path)
    assert ids(connection, "lang:uz") == ids(connection, "lang:uz-latn") == [1]
    assert ids(connection, "-lang:en -lang:ru -lang:tg") == [2, 1]
    assert counted(connection, "library").languages[0] == (None, 1)
    connection.close()


@pytest.mark.parametrize("options", [{"since": "5.11.2026"}, {"until": "2026-02-30"}, {"limit": 0}, {"offset": -1}])
def test_an_option_that_makes_no_sense_is_a_usage_problem(
    samples: sqlite3.Connection, options: dict[str, object]
) -> None:
    with pytest.raises(UsageProblem, match=r"is not a date\. Write|ask for at least"):
        search(samples, "", **options)  # type: ignore[arg-type]


def test_titles_weigh_more_than_text(tmp_path: Path) -> None:
    path = sample_archive(tmp_path / "archive.db")
    writer = sqlite3.connect(path)
    change = "UPDATE article SET title = ?, text = ?, search_keys = '', published = '2026-11-02' WHERE id = ?"
    with writer:
        writer.execute(change, ["радуга над рекой", "вечером прошёл дождь", 4])
        writer.execute(change, ["над рекой", "вечером прошёл дождь радуга и радуга", 5])
    writer.close()
    connection = open_readonly(path)
    assert ids(connection, "радуга") == [4, 5]
    connection.close()


def test_of_equal_texts_the_newer_ranks_first(crowd: sqlite3.Connection) -> None:
    newest_five = ids(crowd, "хабар -боз -меҳмон", limit=5)
    assert newest_five == [101, 102, 103, 104, 105]


def test_a_far_better_match_beats_a_newer_one(crowd: sqlite3.Connection) -> None:
    assert ids(crowd, "хабар боз")[0] == 150


def test_only_the_newest_matches_are_ranked_unless_everything_is(crowd: sqlite3.Connection) -> None:
    assert len(ids(crowd, "хабар", limit=10_000)) == RANKED
    everything = ids(crowd, "хабар", limit=10_000, everything=True)
    assert len(everything) == counted(crowd, "хабар").hits > FEW
    assert len(set(everything)) == len(everything)


@pytest.mark.parametrize("text", ["хабар", "Меҳмон", "Mehmon", "хабар source:vodi-ru", "source:vodi-ru", "-боз", ""])
def test_newest_first_is_by_publication_also_after_a_backfill(crowd: sqlite3.Connection, text: str) -> None:
    hits = list(search(crowd, text, newest=True, limit=300))
    assert len(hits) == 300 or text in ("Меҳмон", "Mehmon")
    days = [hit.published or hit.first_seen for hit in hits]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("newest", [True, False])
@pytest.mark.parametrize("text", ["хабар", "Меҳмон", ""])
def test_pages_follow_each_other_without_gap_or_repetition(crowd: sqlite3.Connection, text: str, newest: bool) -> None:
    whole = ids(crowd, text, newest=newest, limit=60)
    pages = [ids(crowd, text, newest=newest, limit=20, offset=offset) for offset in (0, 20, 40)]
    assert [number for page in pages for number in page] == whole


def test_few_and_many_matches_hide_the_same_copies(crowd: sqlite3.Connection) -> None:
    many = ids(crowd, "хабар", newest=True, limit=10_000)
    few = ids(crowd, "хабар Меҳмон", newest=True, limit=10_000)
    assert 500 not in many
    assert 500 in ids(crowd, "хабар source:vodi-tg", newest=True, limit=10_000)
    assert 500 in few, "its first is on no guest: it is not among these hits"


@pytest.mark.parametrize(
    "text",
    [
        *("", "хабар", "Меҳмон", "source:vodi-ru", "хабар after:2010", "-боз", "library", "lang:tg -source:vodi-ru"),
        *("хабар lang:ru", "after:2010-03 before:2012", "Меҳмон source:vodi-tg", "нестьтакогослова"),
    ],
)
@pytest.mark.parametrize("duplicates", [True, False])
def test_counts_agree_with_the_hits(crowd: sqlite3.Connection, text: str, duplicates: bool) -> None:
    hits = list(search(crowd, text, limit=100_000, everything=True, duplicates=duplicates))
    found = counted(crowd, text, duplicates=duplicates)
    assert found.hits == len(hits)
    assert dict(found.sources) == Counter(hit.source for hit in hits)
    assert dict(found.languages) == Counter(hit.language for hit in hits)
    assert dict(found.months) == Counter((hit.published or hit.first_seen)[:7] for hit in hits)


def test_months_come_newest_first_and_sources_by_hits(samples: sqlite3.Connection) -> None:
    assert counted(samples, "").months == [("2026-11", 9)]
    assert counted(samples, "").sources == [("vodi-en", 3), ("vodi-ru", 3), ("vodi-tg", 3)]
    assert counted(samples, "Rahmon OR Dilshod").sources == [("vodi-ru", 2), ("vodi-en", 1), ("vodi-tg", 1)]


def plan(connection: sqlite3.Connection, statement: Statement) -> str:
    rows = connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.parameters)
    return "\n".join(row["detail"] for row in rows)


def articles_read(connection: sqlite3.Connection, statement: Statement) -> list[str]:
    """The steps that are not the list of what is withheld."""
    return [step for step in plan(connection, statement).splitlines() if not step.startswith(("LIST", "SCAN with"))]


def test_newest_first_reads_its_index_and_sorts_nothing(crowd: sqlite3.Connection) -> None:
    assert articles_read(crowd, search_query("")) == ["SCAN article USING INDEX article_newest"]
    assert "TEMP B-TREE" not in plan(crowd, search_query("lang:tg after:2010"))


def test_the_newest_of_one_source_come_from_its_index(crowd: sqlite3.Connection) -> None:
    steps = articles_read(crowd, search_query("", source=["vodi-tg"]))
    assert steps == ["SEARCH article USING INDEX article_source_newest (source=?)"]


def test_the_newest_of_many_matches_are_read_off_the_index(crowd: sqlite3.Connection) -> None:
    for statement in (search_query("хабар"), search_query("хабар", newest=True)):
        steps = plan(crowd, statement)
        assert "SCAN article USING INDEX article_newest" in steps
        assert "SCAN article\n" not in steps


@pytest.mark.parametrize("newest", [True, False])
@pytest.mark.parametrize("duplicates", [True, False])
@pytest.mark.parametrize(
    "text", ["хабар", "хабар -боз", "хабар source:vodi-ru", "хабар lang:tg before:2004", "хабар меҳмон"]
)
def test_a_common_word_finds_the_same_by_the_short_way(
    crowd: sqlite3.Connection, text: str, newest: bool, duplicates: bool
) -> None:
    def found(query: Query) -> list[tuple[object, ...]]:
        statement = search_query(query, newest=newest, duplicates=duplicates, limit=100, offset=30)
        return [tuple(row) for row in run(crowd, statement)]

    query = with_forms(crowd, text)
    common = query._replace(groups=tuple((word._replace(articles=COMMON),) for (word,) in query.groups))
    assert "recent(id, day)" in search_query(common).sql
    assert "recent(id, day)" not in search_query(query).sql
    assert found(common) == found(query)


def test_what_is_new_since_a_cursor_is_what_changed_after_it(tmp_path: Path) -> None:
    path = sample_archive(tmp_path / "archive.db")
    reader = open_readonly(path)
    last = cursor(reader)
    assert last == 12
    assert ids(reader, "library OR bridge", new_since=last) == []
    assert set(ids(reader, "library OR bridge", new_since=8)) == {1, DUPLICATE}
    writer = sqlite3.connect(path)
    with writer:
        writer.execute("UPDATE article SET change = 13 WHERE id = 6")
        writer.execute("UPDATE sequence SET value = 13 WHERE name = 'change'")
    writer.close()
    assert ids(reader, "", new_since=last) == ids(reader, "Рахмон", new_since=last) == [6]
    assert cursor(reader) == 13
    reader.close()


def test_snippets_mark_what_matched_in_the_original_text(samples: sqlite3.Connection) -> None:
    (hit,) = search(samples, "елок")
    assert f"новогодних {MARK}ёлок{UNMARK} в Душанбе" in hit.snippet


def test_snippets_mark_a_name_found_in_another_script(samples: sqlite3.Connection) -> None:
    snippets = {hit.id: marked(hit.snippet, "[", "]") for hit in search(samples, "Rahmon")}
    assert "Эмомалӣ [Раҳмон] аз" in snippets[7]
    assert "Эмомали [Рахмон] посетил" in snippets[6]


def test_names_are_marked_once_and_only_as_names() -> None:
    query = parse("Most rakhm* -Bridge")
    snippet = f"{MARK}Рахмон{UNMARK} и Раҳмонов: мост, Мост, Бридж"
    assert marked(names_marked(snippet, query), "[", "]") == "[Рахмон] и [Раҳмонов]: мост, [Мост], Бридж"


def test_without_words_the_snippet_is_the_opening_of_the_text(tmp_path: Path) -> None:
    path = sample_archive(tmp_path / "archive.db")
    writer = sqlite3.connect(path)
    long = "слово\n" + "слово " * 100
    with writer:
        writer.execute("UPDATE article SET text = ? WHERE id = 9", [long])
        writer.execute("UPDATE article SET text = ? WHERE id = 8", ["字" * 1_000])
    writer.close()
    connection = open_readonly(path)
    openings = {hit.id: hit.snippet for hit in search(connection, "")}
    connection.close()
    assert openings[9].endswith("слово…")
    assert 200 < len(openings[9]) < 250
    assert openings[8] == "字" * 240 + "…"
    assert openings[REMOVED].endswith("0.12.")


def test_marks_become_tags_after_escaping() -> None:
    snippet = f"a < b {MARK}<i>{UNMARK} & c"
    assert marked(html.escape(snippet), "<mark>", "</mark>") == "a &lt; b <mark>&lt;i&gt;</mark> &amp; c"


@given(st.text(st.sampled_from(f"ab{MARK}{UNMARK}")))
def test_marks_come_out_paired_whatever_the_text_holds(snippet: str) -> None:
    text = marked(snippet, "<", ">")
    assert text.replace("<", "").replace(">", "") == snippet.replace(MARK, "").replace(UNMARK, "")
    depth = 0
    for sign in text:
        depth += (sign == "<") - (sign == ">")
        assert depth in (0, 1)
    assert depth == 0


def test_a_hit_as_json_has_the_agreed_fields_and_plain_text(samples: sqlite3.Connection) -> None:
    (hit,) = search(samples, "карори")
    assert json.loads(json.dumps(hit.json())) == {
        "id": 8,
        "url": "https://vodi-tg.example/news/8",
        "headline": "Қарори нав дар бораи об",
        "source": "vodi-tg",
        "inLanguage": "tg",
        "datePublished": "2026-11-06T05:00:00Z",
        "snippet": "Ҳукумат дар бораи истифодаи об қарори нав қабул кард.\nОн аз аввали сол эътибор пайдо мекунад.",
        "score": hit.score,
    }
    assert hit.score > 0
    assert next(search(samples, "")).id == UNDATED
    assert next(search(samples, "")).json()["datePublished"] is None


def test_searching_loads_no_heavy_module() -> None:
    heavy = "{'sqlite_utils', 'click', 'scrapy', 'datasette', 'trafilatura', 'snowballstemmer', 'asyncio', 'logging'}"
    code = f"import sys, archive.search; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
