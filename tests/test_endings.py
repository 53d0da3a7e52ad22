"""Light stemmers: the forms of a noun share a stem, and words that only look alike do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.search.endings import PLAIN, persian, tajik, turkic, uzbek

FORMS: list[tuple[Callable[[str], str], str]] = [
    (tajik, "китоб китоби китобе китобҳо китобҳои китобҳоро китобро китобаш китобамон китобҳоямонро"),
    (tajik, "тоҷик тоҷикӣ тоҷикон тоҷиконро тоҷикии"),
    (tajik, "хона хонаи хонаҳо хонаҳои хонаро хонаҳоямон"),
    (tajik, "ҷумҳурӣ ҷумҳурии"),
    (tajik, "об оби обҳо обҳои обро"),
    (tajik, "меҳмон меҳмонон меҳмонони меҳмонро"),
    (tajik, "бача бачагон бачаҳо"),
    (tajik, "донишҷӯ донишҷӯён донишҷӯёни"),
    (tajik, "Раҳмон Раҳмони Раҳмонро"),
    (tajik, "Тоҷикистон Тоҷикистони Тоҷикистонро"),
    (turkic, "мактаб мактабни мактабнинг мактабда мактабдан мактаблар мактаблари мактабларимизда"),
    (turkic, "қишлоқ қишлоғи қишлоқлар қишлоқда"),
    (turkic, "мектеп мектептер мектептің мектепке мектепте мектебі мектебінде"),
    (turkic, "өкмөт өкмөттүн өкмөткө өкмөттө өкмөтү өкмөттөр"),
    (turkic, "қала қаланың қалада қаладан қалалар қалаға"),
    (turkic, "шаар шаардын шаарда шаарга шаарлар шаары"),
    (uzbek, "maktab maktabni maktabning maktabda maktabdan maktablar maktablari maktablarimizda maktabga"),
    (uzbek, "qishloq qishlogʻi qishloqlar qishloqqa"),
    (persian, "کتاب کتابی کتابها کتابهای کتابهایی کتابهایش"),
    (persian, "کارگر کارگران کارگرانی کارگرها"),
]

STRANGERS: list[tuple[Callable[[str], str], str, str]] = [
    (tajik, "кор", "корд"),
    (tajik, "раҳм", "Раҳмон"),
    (tajik, "Тоҷикистон", "тоҷик"),
    (turkic, "банк", "банка"),
    (turkic, "кар", "карта"),
    (turkic, "дол", "доллар"),
    (uzbek, "war", "warning"),
    (uzbek, "eve", "evening"),
    (persian, "دانشگاه", "دانش"),
    (persian, "تاجیکستان", "تاجیک"),
]


@pytest.mark.parametrize(("stem", "forms"), FORMS, ids=lambda value: value.split()[0] if isinstance(value, str) else "")
def test_forms_share_a_stem(stem: Callable[[str], str], forms: str) -> None:
    assert len({stem(form.lower().translate(PLAIN)) for form in forms.split()}) == 1


@pytest.mark.parametrize(("stem", "one", "other"), STRANGERS)
def test_strangers_do_not(stem: Callable[[str], str], one: str, other: str) -> None:
    assert stem(one.lower().translate(PLAIN)) != stem(other.lower().translate(PLAIN))


def test_a_stem_is_never_empty() -> None:
    for stem in (tajik, turkic, uzbek, persian):
        assert all(stem(word) for word in ("и", "хо", "да", "лар", "ni", "ها", "a", "ro"))
