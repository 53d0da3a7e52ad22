"""Which languages a word may be of, and where its forms begin."""

from __future__ import annotations

import pytest

from archive.search.endings import PLAIN
from archive.search.stems import LANGUAGES, languages_of


def test_a_word_may_be_of_each_language_with_such_letters() -> None:
    assert [sorted(language.tags) for language in languages_of("китоб")] == [["ru"], ["tg"], ["kk", "ky", "uz"]]
    assert [sorted(language.tags) for language in languages_of("китобҳо")] == [["tg"], ["kk", "ky", "uz"]]
    assert [sorted(language.tags) for language in languages_of("kitob")] == [["en"], ["uz"]]
    assert languages_of("китоб", {"fa"}) == []
    assert languages_of("кит9") == []


@pytest.mark.parametrize(
    ("word", "form"),
    [
        *(("қишлоқ", "қишлоғи"), ("мектебі", "мектеп"), ("халық", "халқы"), ("халқының", "халық"), ("шаҳри", "шаҳар")),
        *(("qishlogʻi", "qishloq"), ("shahri", "shahar"), ("хоҷагӣ", "хоҷагиҳо"), ("хоҷагиҳо", "хоҷагӣ")),
        *(("рынка", "рынок"), ("рынок", "рынка"), ("китая", "китай"), ("снизить", "снижен"), ("статья", "статей")),
        *(("city", "cities"), ("mine", "mining"), ("life", "lives"), ("нависандагон", "нависанда")),
    ],
)
def test_a_form_is_among_what_is_looked_up(word: str, form: str) -> None:
    plain = word.translate(PLAIN)
    spoken = [language for language in LANGUAGES if language.letters.issuperset(word)]
    whole = {other for language in spoken for other in language.whole(word, plain)}
    begun = {beginning for language in spoken for beginning in language.beginnings(word, plain, ())}
    assert form in whole or any(form.startswith(beginning) for beginning in begun)
