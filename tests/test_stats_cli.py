"""The verb `stats`: what it prints, as a table, a chart, JSON, CSV and SVG."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import chart_svg
from archive.browse.site import STYLE
from archive.chart import stacked
from archive.stats import Count
from archive.stats_svg import stats_svg
from archive.stats_text import bar, stats_text
from archive.stats_window import Window
from tests.test_cli import Say, archive, say

__all__ = ["archive", "say"]

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = Window((Count("2026-10", {"vodi-en": 1}), Count("2026-11", {"vodi-en": 3, "kuh": 4})), before=2)
NAMES = {"vodi-en": "Vodi <News>", "kuh": "Кӯҳистон"}


def test_table_is_plain_where_stdout_is_no_terminal(say: Say) -> None:
    said = say("stats", "--by", "language")
    assert (said.code, said.err) == (0, "")
    assert re.fullmatch(r"Articles by language\n\n(?:[a-z]{2} +\d+\n)+", said.out)


def test_rest_of_a_longer_list_is_told(say: Say) -> None:
    assert re.search(r"\n\nNot shown: \d+ of smaller sources\.\n$", say("stats", "--by", "source", "-n", "1").out)


def test_json_is_one_line_a_day_with_all_days(say: Say) -> None:
    rows = say("stats", "--json", "-n", "1").objects
    assert len(rows) > 1
    assert all(row["articles"] == sum(row["sources"].values()) for row in rows)
    assert [list(row) for row in rows] == [["day", "articles", "sources"]] * len(rows)


def test_csv_has_a_column_for_each_source(say: Say) -> None:
    header, *rows = csv.reader(io.StringIO(say("stats", "--by", "month", "--csv").out))
    assert header == ["month", "articles", "vodi-en", "vodi-ru", "vodi-tg"]
    assert all(int(row[1]) == sum(map(int, row[2:])) for row in rows)
    assert next(csv.reader(io.StringIO(say("stats", "--by", "source", "--csv").out))) == ["source", "articles"]


def test_nothing_found_is_no_failure(say: Say) -> None:
    for option in ((), ("--json",)):
        said = say("stats", "--from", "2030", *option)
        assert (said.code, said.out, said.err) == (0, "", "No article.\n")


def test_svg_goes_to_a_file_or_to_stdout(say: Say, tmp_path: Path) -> None:
    output = tmp_path / "days.svg"
    said = say("stats", "--svg", str(output))
    assert (said.code, said.out, said.err) == (0, "", f"Not shown: 1 without a date.\n{output}: written.\n")
    assert say("stats", "--svg", "-").out == output.read_text()


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (("--source", "khovar"), 2, 'holds no source "khovar". backissue sources list names them.'),
        (("--from", "soon"), 2, "'soon' is not a date."),
        (("--csv", "--json"), 2, "--json, --csv and --svg exclude each other."),
        (("--by", "mood"), 2, "'mood' is not one of 'day', 'month', 'source', 'language'."),
    ],
)
def test_slip_is_told_in_a_sentence(options: tuple[str, ...], code: int, sentence: str, say: Say) -> None:
    said = say("stats", *options)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err


def test_svg_never_takes_the_place_of_the_archive(say: Say, archive: Path, tmp_path: Path) -> None:
    before = archive.read_bytes()
    assert say("stats", "--svg", str(archive)).err.endswith("the archive itself. Name a file with --svg.\n")
    assert say("stats", "--svg", str(tmp_path)).code == 2
    assert archive.read_bytes() == before


def test_chart_fits_the_terminal_and_is_longest_where_there_is_most() -> None:
    lines = stats_text(MONTHS, "month", columns=60, colour=False).splitlines()
    assert lines[2:] == [f"2026-10  1  {bar(1, 7, 48)}", f"2026-11  7  {'█' * 48}", "", "Not shown: 2 earlier."]
    assert max(map(len, lines[2:4])) <= 60
    assert "█" not in stats_text(MONTHS, "month", columns=20, colour=False)


def test_colour_is_around_the_bar_only() -> None:
    assert stats_text(MONTHS, "month", columns=60, colour=True).count("\x1b[36m█") == 2


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(10, 200))
def test_bar_is_as_long_as_its_share_and_never_nothing_for_something(number: int, most: int, columns: int) -> None:
    drawn = bar(min(number, most), most, columns)
    assert bool(drawn) == bool(min(number, most))
    assert abs(len(drawn) - min(number, most) / most * columns) <= 1


def test_svg_has_its_words_as_text_and_a_bar_for_each_part() -> None:
    drawing = ET.fromstring(stats_svg(MONTHS, "month", NAMES))
    words = [element.text for element in drawing.iter(f"{SVG}text")]
    assert words == ["Articles per month", "8", "4", "0", "2026-10", "2026-11", "Кӯҳистон", "Vodi <News>"]
    assert drawing.find(f"{SVG}desc").text == "8 articles. Most on 2026-11: 7."  # type: ignore[union-attr]
    assert [title.text for title in drawing.iterfind(f"{SVG}g/{SVG}title")] == ["2026-10: 1", "2026-11: 7"]
    parts = [bar.get("class") for bar in drawing.iterfind(f"{SVG}g/{SVG}rect")]
    assert parts == ["s1", "s0", "s1"]


def test_ranked_svg_has_the_names_and_bars_by_number() -> None:
    shown = Window((Count("kuh", {"kuh": 8}), Count("vodi-en", {"vodi-en": 2})))
    drawing = ET.fromstring(stats_svg(shown, "source", NAMES))
    assert [element.text for element in drawing.iter(f"{SVG}text")] == [
        "Articles by source", "Кӯҳистон", "8", "Vodi <News>", "2",
    ]  # fmt: skip
    long, short = (float(one.get("width", 0)) for one in drawing.iter(f"{SVG}rect") if one.get("class") == "s0")
    assert long == 4 * short


def test_axis_of_many_columns_names_the_first_the_middle_and_the_last() -> None:
    keys = [f"2026-11-{day:02}" for day in range(1, 31)]
    chart = stacked([("kuh", "2026-11-30", 1)], keys)
    assert chart is not None
    drawing = ET.fromstring(chart_svg.columns_svg(chart, "Days", str))
    assert [one.text for one in drawing.iter(f"{SVG}text")][4:7] == [keys[0], keys[14], keys[29]]


def test_colours_are_those_of_the_pages() -> None:
    style = STYLE.decode()
    found = re.findall(r"--s\d: (#\w+)", style)
    assert tuple(found[:8]) == chart_svg.LIGHT
    assert tuple(found[8:16]) == chart_svg.DARK
