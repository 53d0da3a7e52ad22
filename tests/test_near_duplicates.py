"""The rule: what is a copy with small changes, and what is only written on the same form."""

from __future__ import annotations

import pytest

from archive.near_duplicates import Text, likeness, numbers
from tests.relations.pairs import near_pairs

BRIDGE = """The bridge over the Varzob river reopened on Monday after a year of repairs that cost 14 million somoni.
Engineer Dilshod Rahmonov said that it would carry two lanes of traffic and a path for those who walk, and that lorries
of more than 20 tonnes would have to go round by the old road until the approach on the left bank is finished."""
TAIL = """Read also what our correspondent saw in the valley last week, and subscribe to the morning letter so that you
miss nothing. Photographs were taken by the press service. Any use of the materials wants a link to the site, please."""
WEATHER = """On {day} November it will be partly cloudy in Dushanbe, without rain, the wind north-easterly at {wind}
metres a second. The temperature is {low} to {high} degrees in the valleys, and in the mountains {peak} below zero at
night. Fog is possible on the passes, and the road service asks drivers to take chains along. The air pressure is
{pressure} millimetres of mercury, the humidity {humid} per cent."""
AMBASSADOR = """President Emomali Rahmon received the letters of credence of the new ambassador of {country}, {name}, in
the Palace of the Nation. They spoke of trade, of energy and of the training of young specialists, and wished that the
exchange of delegations would go on as before. The ambassador thanked for the warm welcome and promised to do the best
that can be done for the friendship of the two peoples."""


def told(title: str, text: str, other_title: str, other_text: str) -> tuple[float, str] | None:
    found = likeness(Text(title, text), Text(other_title, other_text))
    return None if found is None else (found.similarity, found.kind)


def test_edited_copy_is_one() -> None:
    edited = BRIDGE.replace("Engineer", "The engineer").replace("finished", "done")
    similarity, kind = told("Bridge open again", edited, "Bridge over the Varzob reopens", BRIDGE) or (0, "")
    assert 0.6 <= similarity < 1
    assert kind == "copy"


def test_kind_is_that_of_the_later_text() -> None:
    title, longer = "Bridge over the Varzob reopens", f"{BRIDGE}\n{TAIL}"
    assert told(title, longer, title, BRIDGE) == (1.0, "extended")
    assert told(title, BRIDGE, title, longer) == (1.0, "truncated")


def test_bulletin_with_other_numbers_is_another_report() -> None:
    one, other = (
        WEATHER.format(
            day=day, wind=day % 5, low=day + 1, high=day + 9, peak=day + 2, pressure=690 + day, humid=50 + day
        )
        for day in (11, 17)
    )
    assert told("Weather", one, "Weather", other) is None
    assert told("Weather", one, "Weather", one + " Have a good day.") == (1.0, "copy")


def test_template_with_other_names_in_the_headline_is_another_report() -> None:
    one, other = (
        (f"Rahmon receives ambassador of {country}", AMBASSADOR.format(country=country, name=name))
        for country, name in (("Estonia", "Kadri Tamm"), ("Portugal", "Rui Sequeira"))
    )
    assert told(*one, *other) is None


def test_names_in_a_rewritten_headline_do_no_harm() -> None:
    edited = BRIDGE.replace("Engineer", "The engineer")
    assert told("Rahmonov: Varzob is crossed again", edited, "Lorries must wait for the Left Bank", BRIDGE) is not None


def test_first_lines_are_a_copy_whatever_their_headline() -> None:
    lines = BRIDGE[: BRIDGE.index(" and that lorries")] + "."
    title, other_title = "Lorries go round by the Left Bank", "Traffic in Tajikistan"
    assert told(other_title, lines, title, BRIDGE) == (1.0, "truncated")
    assert told(other_title, "In Khujand they told us: " + TAIL, title, BRIDGE) is None


def test_reports_that_share_the_tail_of_their_site_are_two() -> None:
    one, other = (f"{text}\n{TAIL}" for text in (BRIDGE, AMBASSADOR[: len(BRIDGE) // 2]))
    assert told("Evening news", one, "Evening news", other) is None
    assert told("Evening news", one, "Evening news", f"{BRIDGE[: len(BRIDGE) // 2]}\n{TAIL}") is not None


def test_short_texts_are_never_near() -> None:
    text = "The bridge over the Varzob river reopened on Monday."
    assert told("Bridge", text, "Bridge", text + " It is open.") is None


@pytest.mark.parametrize(
    ("one", "other"), [("10,613 people", "10613 people"), ("10 613 people", "10.613"), ("rate 10.61", "rate 10,61")]
)
def test_marks_between_digits_do_not_count(one: str, other: str) -> None:
    assert numbers(one) == numbers(other) != frozenset()


def test_twin_in_the_other_script_is_a_copy() -> None:
    cyrillic = (
        "Тошкент шаҳрида янги метро бекати очилди. Бекат орқали кунига ўн минг йўловчи ўтади, деди шаҳар ҳокими. "
        "Қурилиш икки йил давом этди ва унда уч юз ишчи қатнашди. Келаси йил яна бир бекат очилади."
    )
    latin = (
        "Toshkent shahrida yangi metro bekati ochildi. Bekat orqali kuniga oʻn ming yoʻlovchi oʻtadi, dedi shahar "
        "hokimi. Qurilish ikki yil davom etdi va unda uch yuz ishchi qatnashdi. Kelasi yil yana bir bekat ochiladi."
    )
    similarity, kind = told("Янги бекат", cyrillic, "Yangi bekat", latin) or (0, "")
    assert similarity >= 0.9
    assert kind == "copy"


def test_figures_of_the_judged_half_do_not_sink() -> None:
    pairs = near_pairs("judge")
    merged = [pair for pair in pairs if told(pair.second.title, pair.second.text, pair.first.title, pair.first.text)]
    right = sum(pair.is_one for pair in merged)
    assert right / len(merged) >= 0.98
    assert right / sum(pair.is_one for pair in pairs) >= 0.97
    assert [pair for pair in merged if pair.kind in ("bulletin", "names", "update")] == []
