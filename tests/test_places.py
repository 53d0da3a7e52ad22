"""What two texts of one form have in each other's places."""

from __future__ import annotations

import pytest

from archive.places import are_two_reports, places

FORM = "The service counted {} fires in the city on {} night and sent {} engines, {} of the brigade told us later."


def two(*fillings: tuple[str, ...]) -> bool:
    one, other = (places(FORM.format(*filling)) for filling in fillings)
    return are_two_reports(one, other)


FIRST = ("12", "Monday", "30", "Karim")


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (FIRST, False),
        (("14", "Monday", "30", "Karim"), True),
        (("12", "Friday", "30", "Karim"), True),
        (("twelve", "Monday", "30", "Karim"), True),
        (("12", "Monday", "30", "Rustam"), False),
        (("12", "that", "30", "Karim"), False),
    ],
)
def test_figures_days_and_names_tell_two_reports_apart(second: tuple[str, ...], expected: bool) -> None:
    assert two(FIRST, second) is expected


def test_two_other_names_make_two_reports() -> None:
    form = "President met {} of the old city yesterday and then {} of the new one for an hour"
    one, other, partly = (
        places(form.format(*names)) for names in (("Karim", "Lola"), ("Rustam", "Zebo"), ("Karim", "Zebo"))
    )
    assert are_two_reports(one, other)
    assert not are_two_reports(one, partly)


def test_spelling_of_a_number_or_a_name_is_no_difference() -> None:
    form = "They counted {} sheep in all and {} told us of it, and so did {} from the farm"
    one, other = (
        places(form.format(*filling)) for filling in (("10,613", "Rahmon", "Hakim"), ("10.613", "Rakhmon", "Khakim"))
    )
    assert not are_two_reports(one, other)


def test_place_that_comes_twice_says_nothing() -> None:
    twice = "it is 5 degrees in the north and it is 7 degrees in the south"
    assert ("it", "is", "degrees", "in") not in places(twice)


def test_words_of_a_desk_may_be_swapped() -> None:
    assert not are_two_reports(
        places("the ministry said that the road would open in a week or so"),
        places("the ministry noted that the road will open in a month or so"),
    )
