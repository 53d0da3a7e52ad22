"""Stems and the endings that follow one another: what may be taken from a word, and what may not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.search.paradigms import LONGEST_ENDING, Paradigm

PLURAL = {"лар": (2, ""), "он": (3, "рт")}
CASE = {"да": (3, ""), "и": (3, "")}
NOUN = Paradigm(PLURAL, CASE, whole="бардор", tails=("истон",), no_form="ӣ")


def stems(paradigm: Paradigm, word: str) -> list[str]:
    return list(paradigm.stems(word, word.replace("ӣ", "и")))


def test_endings_are_taken_from_the_last_slot_on() -> None:
    assert stems(NOUN, "китларда") == ["китларда", "китлар", "кит"]
    assert stems(NOUN, "китдалар") == ["китдалар", "китда"], "a case stands behind the plural"


def test_an_ending_wants_so_many_letters_and_a_last_one() -> None:
    assert stems(NOUN, "карон") == ["карон", "кар"]
    assert stems(NOUN, "каон") == ["каон"]
    assert stems(NOUN, "кабон") == ["кабон"]


def test_nothing_whole_loses_letters() -> None:
    assert stems(NOUN, "гуристон") == ["гуристон"]
    assert stems(Paradigm({"дор": (3, "")}, whole="бардор"), "бардор") == ["бардор"]


def test_an_ending_written_with_another_letter_is_none() -> None:
    assert stems(NOUN, "беморӣ") == ["бемори"]
    assert stems(NOUN, "бемори") == ["бемори", "бемор"]


def test_a_slot_that_must_be_filled_is() -> None:
    verb = Paradigm({"ма": (3, "")}, {"ди": (3, "")}, {"м": (3, "")}, bare=False, must=1)
    assert stems(verb, "келмадим") == ["келма", "кел"]
    assert stems(verb, "келм") == stems(verb, "кел") == []


def test_a_start_is_asked_for_where_one_is_named() -> None:
    now = Paradigm({"ад": (3, "")}, bare=False, starts=("ме",))
    assert stems(now, "мебарад") == ["мебар"]
    assert stems(now, "барад") == []


def test_vowels_that_do_not_agree_are_no_endings() -> None:
    turkic = Paradigm({"ди": (3, ""), "лор": (2, "")}, discord={"о": ("ди",)}, rounded="о")
    assert stems(turkic, "корди") == ["корди"]
    assert stems(turkic, "тоолор") == ["тоолор", "тоо"]
    assert stems(turkic, "балалор") == ["балалор"]


def test_an_unsure_ending_is_only_taken_where_more_than_three_letters_are_left() -> None:
    paradigm = Paradigm({"ун": (3, "")}, unsure="ун")
    assert stems(paradigm, "конун") == ["конун"]
    assert stems(paradigm, "кошконун") == ["кошконун", "кошкон"]


@given(st.text(alphabet="китабр", min_size=3, max_size=8), st.sampled_from(["", "лар"]), st.sampled_from(["", "да"]))
def test_what_is_put_on_can_be_taken_off(stem: str, plural: str, case: str) -> None:
    word = stem + plural + case
    assert stem in stems(NOUN, word)
    assert NOUN.goes_on(len(stem), word, word)


@given(st.text(max_size=60))
def test_a_stem_is_a_beginning_of_its_word(word: str) -> None:
    found = list(NOUN.stems(word, word))
    assert all(word.startswith(stem) and len(word) - len(stem) <= LONGEST_ENDING for stem in found)
    assert found[:1] == ([word] if len(word) > 1 else [])
