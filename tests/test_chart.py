from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.chart import COLOURS, HEIGHT, STEP, round_up, stacked

MONTHS = ["2026-09", "2026-10", "2026-11"]
ROWS = st.lists(st.tuples(st.sampled_from("abcdefghijkl"), st.sampled_from([*MONTHS, "2025-01"]), st.integers(1, 9999)))


def test_columns_stand_in_the_order_of_the_keys_and_the_largest_source_at_the_bottom() -> None:
    chart = stacked([("vodi", "2026-11", 2), ("kuh", "2026-11", 6), ("kuh", "2026-09", 1)], MONTHS)
    assert chart is not None
    assert (chart.series, chart.top, chart.total, chart.width) == (("kuh", "vodi"), 8, 9, 30)
    assert [(column.key, column.total, column.counts) for column in chart.columns] == [
        ("2026-09", 1, (1, 0)),
        ("2026-10", 0, (0, 0)),
        ("2026-11", 8, (6, 2)),
    ]
    bottom, above = chart.columns[2].bars
    assert (bottom.series, bottom.x, bottom.y, bottom.height) == (0, 2 * STEP + 1, 25, 75)
    assert (above.series, above.y + above.height, above.y) == (1, bottom.y, 0)
    assert chart.busiest.key == "2026-11"


@given(ROWS)
def test_every_row_of_a_key_is_in_its_column_and_no_bar_leaves_the_drawing(rows: list[tuple[str, str, int]]) -> None:
    chart = stacked(rows, MONTHS)
    for key in MONTHS:
        expected = sum(number for _, month, number in rows if month == key)
        assert expected == (0 if chart is None else next(one.total for one in chart.columns if one.key == key))
    for column in chart.columns if chart else ():
        assert sum(bar.height for bar in column.bars) == pytest.approx(HEIGHT * column.total / chart.top, abs=0.05)
        assert all(-0.1 <= bar.y <= HEIGHT for bar in column.bars)
    assert chart is None or len(chart.series) <= COLOURS


@given(st.integers(1, 10**9))
def test_scale_holds_the_number_and_is_at_most_twice_as_high(number: int) -> None:
    assert number <= round_up(number) <= max(2, 2 * number)
    assert round_up(number) % 2 == 0
