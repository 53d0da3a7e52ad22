"""The rule: which articles tell of one event."""

from __future__ import annotations

from archive.sketches import day_number
from archive.stories import A_DAY, LIKE_BY_NAMES, WINDOW, shared_terms, story_score
from archive.story_terms import KEYS, MOST, spellings, terms
from tests.relations.pairs import Pair, story_pairs

BRIDGE = (
    "Bridge over the Varzob reopens after a year",
    "The bridge over the Varzob river reopened on Monday. Engineer Dilshod Rahmonov said the repairs cost 14 million "
    "and that 320 people had worked on them.",
)
BRIDGE_RU = (
    "В Варзобе открыли мост",
    "Мост через Варзоб открыли в понедельник. Инженер Дилшод Рахмонов сообщил, что на ремонте работали 320 человек.",
)
SCHOOL = (
    "School in Khorog gets a library",
    "A new library with 4,000 books opened in Khorog on Monday, teacher Zarina Hakimova said.",
)


def score(one: tuple[str, str], other: tuple[str, str], days: int = 0) -> float | None:
    return story_score(terms(*one), terms(*other), days)


def test_two_languages_tell_of_one_event() -> None:
    assert (score(BRIDGE, BRIDGE_RU) or 0) >= 0.3
    assert score(BRIDGE, BRIDGE_RU) == score(BRIDGE_RU, BRIDGE)


def test_another_event_is_another_story() -> None:
    assert score(BRIDGE, SCHOOL) is None


def test_story_is_told_within_three_days() -> None:
    assert score(BRIDGE, BRIDGE_RU, WINDOW) is not None
    assert score(BRIDGE, BRIDGE_RU, WINDOW + 1) is None


QUAKE = (
    "Заминларза дар водии Рашт",
    "Субҳи душанбе дар водии Рашт заминларза ба қайд гирифта шуд. Шаш хона зарар дид, захмӣ нест.",
)
QUAKE_EN = (
    "Quake damages six houses",
    "Six houses in the Rasht valley were damaged by an earthquake on Monday morning. Nobody was injured.",
)
FIRE = (
    "Сӯхтор дар водии Рашт",
    "Субҳи душанбе дар водии Рашт мағоза сӯхт. Чаҳор сӯхторнишон оташро хомӯш карданд.",
)


def test_words_of_two_languages_and_numbers_in_words_are_one_term() -> None:
    ours, spelled = terms(*QUAKE), spellings(*QUAKE)
    shared = {spelled[term].lower() for term in ours.weights.keys() & terms(*QUAKE_EN).weights.keys()}
    assert shared >= {"заминларза", "шаш", "хона", "зарар", "рашт"}
    assert score(QUAKE, QUAKE_EN) is not None
    assert score(FIRE, QUAKE_EN) is None


def test_name_is_one_with_the_vowels_of_the_other_language() -> None:
    assert terms("Фахробод", "").keys == terms("Фахрабад", "").keys


def test_president_is_no_name_that_makes_a_story() -> None:
    assert terms("Садыр Жапаров", "").telling == frozenset()
    assert len(terms("Карим Жабборов", "").telling) == 2


def test_more_is_asked_of_articles_of_two_days() -> None:
    first = (
        "Hikers found near Iskanderkul lake",
        "Rescuers found two hikers near the lake, three days after they had left the camp of Saidov in Sarvoda.",
    )
    second = (
        "Night on the glacier",
        "Two hikers who had been lost near Iskanderkul told Karimova how they kept warm with a lamp and a sheepskin.",
    )
    assert LIKE_BY_NAMES <= (score(first, second) or 0) < LIKE_BY_NAMES + WINDOW * A_DAY
    assert score(first, second, WINDOW) is None


def test_one_wording_is_an_update_on_one_day_and_a_bulletin_on_two() -> None:
    later = (BRIDGE[0], BRIDGE[1].replace("320", "340"))
    assert score(BRIDGE, later, 0) is not None
    assert score(BRIDGE, later, 1) is None


def test_names_and_numbers_are_what_an_article_is_found_by_first() -> None:
    of, spelled = terms(*BRIDGE), spellings(*BRIDGE)
    assert [spelled[term] for term in of.weights if term in of.telling][:1] == ["Varzob"]
    assert {spelled[term] for term in of.figures} == {"320"}
    assert len(of.keys) <= KEYS
    assert of.telling <= of.keys or of.keys <= of.telling
    assert (
        len(terms("", " ".join(f"word{letter}{other}" for letter in "abcdefgh" for other in "bcdfghjk")).weights)
        <= MOST
    )


def test_reason_names_what_both_have() -> None:
    spelled = spellings(*BRIDGE)
    reason = [spelled[term] for term in shared_terms(terms(*BRIDGE), terms(*BRIDGE_RU))]
    assert set(reason[:4]) == {"Varzob", "Dilshod", "Rahmonov", "320"}


def linked(pair: Pair) -> bool:
    first, second = pair.first, pair.second
    days = abs(day_number(first.published) - day_number(second.published))
    return score((first.title, first.text), (second.title, second.text), days) is not None


def test_figures_of_the_judged_half_do_not_sink() -> None:
    pairs = story_pairs("judge")
    found = [pair for pair in pairs if linked(pair)]
    right = sum(pair.is_one for pair in found)
    assert right / len(found) >= 0.95
    assert right / sum(pair.is_one for pair in pairs) >= 0.6
