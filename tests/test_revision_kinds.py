from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Revision
from archive.revision_kinds import MOST_FACTS, kind_of_change, with_kinds

TITLE = "Bridge over the Varzob reopens"
BODY = (
    "The bridge over the Varzob river reopened on Monday after a year of repairs, the city said.\n"
    "Engineer Dilshod Rahmonov said it would carry two lanes of traffic and 10.61 tonnes a day.\n"
    "Drivers had gone round by the old road, which took them half an hour more."
)
RU = (
    "Мост через реку Варзоб открыли в понедельник после года ремонта, сообщили в мэрии.\n"
    "Инженер Дилшод Рахмонов сообщил, что движение идёт по двум полосам, ремонт стоил 14 800 сомони.\n"
    "Водители ездили в объезд, по старой дороге."
)
TG = (
    "Пули дарёи Варзоб рӯзи душанбе баъди як соли таъмир кушода шуд, хабар дод шаҳрдорӣ.\n"
    "Муҳандис Дилшод Раҳмонов гуфт, ки ҳаракат дар ду хат сурат мегирад.\n"
    "Ронандагон бо роҳи кӯҳна мерафтанд."
)


def kind(old: str, new: str) -> str:
    return kind_of_change(TITLE, old, TITLE, new)


@pytest.mark.parametrize(
    ("body", "was", "now"),
    [
        (BODY, "repairs, the city said", "repairs — the city said"),
        (BODY, "reopened on Monday", "reopened  on Monday"),
        (BODY, ".\nEngineer", ". Engineer"),
        (BODY, "The bridge over", "THE BRIDGE over"),
        (BODY, "Engineer Dilshod", "Engineer “Dilshod”"),
        (RU, "14 800", "14\u202f800"),
        (RU, "14 800", "14800"),
        (RU, "реку Варзоб", "реку «Варзоб»"),
        (TG, "шуд, хабар", "шуд – хабар"),
        (BODY, "traffic", "traﬃc"),
    ],
)
def test_typography_is_cosmetic(body: str, was: str, now: str) -> None:
    assert was in body
    assert kind(body, body.replace(was, now)) == "cosmetic"


@pytest.mark.parametrize(
    ("was", "now"), [("10.61", "106.1"), ("10.61", "-10.61"), ("10.61 tonnes", "10.61 tons"), ("would", "will")]
)
def test_what_can_change_the_sense_is_not_cosmetic(was: str, now: str) -> None:
    assert kind(BODY, BODY.replace(was, now)) != "cosmetic"


@pytest.mark.parametrize(
    ("body", "was", "now"),
    [
        (BODY, "two lanes", "three lanes"),
        (BODY, "10.61", "10.65"),
        (BODY, "10.61", "106.1"),
        (BODY, "on Monday", "on Tuesday"),
        (BODY, "Dilshod Rahmonov", "Farhod Rahimov"),
        (BODY, "Drivers had", "Drivres had"),
        (RU, "14 800", "18 400"),
        (RU, "понедельник", "вторник"),
        (RU, "двум полосам", "трём полосам"),
        (RU, "Дилшод Рахмонов", "Фарход Рахимов"),
        (TG, "душанбе баъди", "сешанбе баъди"),
        (TG, "ду хат", "се хат"),
        (TG, "Дилшод Раҳмонов", "Фарҳод Раҳимов"),
    ],
)
def test_single_facts_set_right_are_a_correction(body: str, was: str, now: str) -> None:
    assert was in body
    assert kind(body, body.replace(was, now)) == "correction"


@pytest.mark.parametrize(
    ("body", "note"),
    [
        (BODY, "Correction: the bridge was closed for eleven months, not for a year."),
        (BODY, "An earlier version of this article gave another name of the engineer."),
        (BODY, "This story has been corrected to say who paid for the repairs."),
        (BODY, "EDITOR’S NOTE – the length of the bridge was given wrongly."),
        (RU, "Исправление: мост был закрыт одиннадцать месяцев."),
        (RU, "В предыдущей версии текста имя инженера было указано неверно."),
        (RU, "Редакция приносит извинения за неточность."),
        (TG, "Ислоҳ: пул ёздаҳ моҳ баста буд."),
        (TG, "Дар нусхаи пештара номи муҳандис нодуруст буд."),
    ],
)
def test_a_note_of_the_outlets_own_is_a_correction_whatever_else_changed(body: str, note: str) -> None:
    rewritten = body.replace(body.split("\n")[2], "")
    assert kind(body, f"{body}\n{note}") == "correction"
    assert kind(body, f"{note}\n{rewritten}") == "correction"


def test_a_note_that_was_there_before_says_nothing_of_the_next_change() -> None:
    noted = f"{BODY}\nCorrection: the bridge was closed for eleven months."
    assert kind(noted, f"{noted}\nThe mayor cut the ribbon himself, and a band played.") == "body"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("the city said.", "the city said. The mayor cut the ribbon."),
        ("Drivers had gone round by the old road, which took them half an hour more.", ""),
        ("after a year of repairs", "although the repairs go on"),
        ("Engineer Dilshod Rahmonov said", "Police said"),
        ("the city said", "the city said, and the police corrected the number of the wounded"),
        ("reopened on Monday", "reopened"),
        ("repairs, the city said", "repairs, said the city"),
        ("carry", "bear"),
    ],
)
def test_anything_else_is_a_change_of_the_body(was: str, now: str) -> None:
    assert was in BODY
    assert kind(BODY, BODY.replace(was, now)) == "body"


def test_a_capital_that_begins_a_sentence_is_no_name() -> None:
    assert kind(BODY, BODY.replace("Drivers had", "Farmers had")) == "body"


def test_many_facts_at_once_are_a_rewritten_text() -> None:
    lines = [f"The canal of village {number} is 10 kilometres long." for number in range(MOST_FACTS + 1)]
    few, all_ = (
        "\n".join(line.replace("10", "12") if n < count else line for n, line in enumerate(lines))
        for count in (MOST_FACTS, MOST_FACTS + 1)
    )
    assert kind("\n".join(lines), few) == "correction"
    assert kind("\n".join(lines), all_) == "body"


def test_headline_counts_only_where_the_body_says_the_same() -> None:
    other = "Varzob bridge is open again"
    assert kind_of_change(TITLE, BODY, other, BODY) == "headline"
    assert kind_of_change(TITLE, BODY, other, BODY.replace(",", " –")) == "headline"
    assert kind_of_change(TITLE, BODY, f"«{TITLE}»", BODY) == "cosmetic"
    assert kind_of_change(TITLE, BODY, other, BODY.replace("two lanes", "three lanes")) == "correction"
    assert kind_of_change(TITLE, BODY, other, BODY.split("\n")[0]) == "body"


@given(st.text(), st.text(), st.text(), st.text())
def test_every_change_has_a_kind_and_none_is_cosmetic(title: str, text: str, new_title: str, new_text: str) -> None:
    assert kind_of_change(title, text, title, text) == "cosmetic"
    assert kind_of_change(title, text, new_title, new_text) in ("headline", "body", "correction", "cosmetic")


def test_revisions_without_a_kind_are_told_from_their_texts() -> None:
    first = Revision(
        article_id=1, number=1, seen_at="2026-11-07T00:00:00Z", title=TITLE, text=BODY, sha256="", capture_id=None
    )
    second = replace(first, number=2, text=BODY.replace("two lanes", "three lanes"))
    third = replace(second, number=3, title="Another headline", kind="body")
    assert [one.kind for one in with_kinds([first, second, third])] == ["first", "correction", "body"]
    assert with_kinds([]) == []
