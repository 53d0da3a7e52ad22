"""The endings of the region's languages: each form of a word finds the others, and not what only looks alike."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search import endings
from archive.search.endings import PLAIN
from archive.search.paradigms import Paradigm
from archive.search.stems import LANGUAGES, Language

# Forms of one word | other words. Each line is asked for with each of its forms.
WORDS = """
tg китоб китоби китобе китобҳо китобҳои китобҳоро китобро китобаш китобамон китобҳоямонро китобу | китобдор китобхона
tg муаллим муаллимон муаллимони муаллимро муаллимонро | муаллиф
tg зан занон занони занҳо зане | занг занбӯр занҷир
tg бемор беморон беморони беморонро | беморӣ бемориҳо беморхона
tg беморӣ бемориҳо бемории | бемор
tg хоҷагӣ хоҷагиҳо хоҷагии | хоҷа
tg бача бачагон бачаҳо бачаи | бачагӣ
tg ҳамсоя ҳамсоягон ҳамсояи
tg донишҷӯ донишҷӯён донишҷӯёни донишҷӯро | донишгоҳ дониш
tg шаҳр шаҳри шаҳрҳо шаҳрҳои шаҳру | шаҳрванд
tg дарё дарёи дарёҳо дарёҳои
tg об оби обҳо обро | обод
tg кушод кушоданд кушодан кушода | кушодадилӣ
tg мебофад мебофанд
tg баланд баландтар баландтарин | баландӣ
tg Раҳмон Раҳмони Раҳмонро | раҳм
tg забон забони забонҳо | заб
tg даста дастаи дастаҳо | даст
tg Тоҷикистон Тоҷикистони Тоҷикистонро | тоҷик
tg кор кори корҳо | корд корхона
kk мектеп мектептер мектебі мектепте мектептің мектебінде мектептегі | мекен
kk мұғалім мұғалімдер мұғалімге мұғалімнің
kk қала қалалар қаланың қалада қалаға қаласында қаладағы | қалам қалдық
kk халық халқы халықтың халқының
kk орын орны орындар
kk ашылды ашылған ашылады ашылуы
kk министр министрі министрлер министрдің | министрлік
ky мугалим мугалимдер мугалимге мугалими
ky тоо тоолор тоодо тоосу тоонун | тоок
ky көчө көчөлөр көчөдө көчөсү көчөнүн | көчмөн
ky өкмөт өкмөттүн өкмөткө өкмөтү өкмөттөр | өкүл
ky конок коногу коноктор
ky келди келген келет келип келишти
uz мактаб мактабда мактаблар мактабнинг мактабларимизда мактабдаги | мактуб
uz ўқувчи ўқувчилар ўқувчига ўқувчиси | ўқитувчи
uz қишлоқ қишлоғи қишлоқлар қишлоғида | қиш
uz шаҳар шаҳри шаҳарда шаҳрида
uz қонун қонуни қонунлар | конунг
uz maktab maktabda maktabni maktablar maktabning maktablarimizda maktabdagi | maktub
uz yoʻl yoʻllar yoʻlda yoʻli yoʻlga | yoʻldosh yoʻlovchi
uz qishloq qishlogʻi qishloqlar qishlogʻida | qish
uz shahar shahri shaharda shahrida | shahrizoda
uz keldi keldilar kelgan kelmoqda keladi kelib kelishdi | kelin
uz qurildi qurilgan quriladi qurilmoqda
fa کتاب کتابی کتابها کتابهای کتابهایی کتابهایش کتابش | کتابخانه
fa زن زنان زنی زنها | زندان زنگ
fa کارگر کارگران کارگرانی کارگرها | کارخانه
fa نماینده نمایندگان نمایندگانی | نمایش
fa دانشجو دانشجویان | دانش دانشگاه
fa گشود گشودند گشودن گشوده
fa بزرگ بزرگتر بزرگترین | بز
fa زبان زبانی زبانها | زب
fa تاجیکستان تاجیکستانی | تاجیک
"""
CASES = [line.partition(" ")[::2] for line in WORDS.strip().splitlines()]


def spoken(tag: str, word: str) -> list[Language]:
    return [language for language in LANGUAGES if tag in language.tags and language.letters.issuperset(word)]


def forms(tag: str, word: str, words: list[str]) -> set[str]:
    """Those of the words that are forms of the first in the language."""
    known = {other: other.translate(PLAIN) for other in words}
    return {form for language in spoken(tag, word) for form in language.forms(word, word.translate(PLAIN), known)}


@pytest.mark.parametrize(("tag", "line"), CASES, ids=lambda part: part.split()[0])
def test_forms_of_a_word_find_one_another_and_no_other_word(tag: str, line: str) -> None:
    ours, others = (part.lower().split() for part in re.split(r"\|", line + "|")[:2])
    for word in ours:
        assert forms(tag, word, ours + others) == set(ours), word


@pytest.mark.parametrize(
    ("tag", "one", "other"),
    [
        ("uz", "банк", "банка"),
        ("uz", "кар", "карта"),
        ("uz", "дол", "доллар"),
        ("kk", "кор", "корди"),
        ("uz", "war", "warning"),
        ("uz", "eve", "evening"),
    ],
)
def test_words_of_other_languages_are_not_taken_apart(tag: str, one: str, other: str) -> None:
    assert forms(tag, one, [other]) == forms(tag, other, [one]) == set()


def paradigms() -> list[Paradigm]:
    return [paradigm for paradigm in vars(endings).values() if isinstance(paradigm, Paradigm)]


def test_endings_are_written_in_plain_letters() -> None:
    written = {ending for paradigm in paradigms() for slot in paradigm.slots for ending in slot}
    assert {ending for ending in written if ending.translate(PLAIN) != ending} == {"ён"}, "ён is typed ен, too"
    assert all(word == word.translate(PLAIN) for paradigm in paradigms() for word in paradigm.whole)


@given(st.sampled_from([tag for tag, _ in CASES]), st.text(alphabet="авиклмнрсуўқғҳйت\u06ccنaeiklmnrsdʻ", min_size=2))
def test_a_word_is_a_form_of_itself(tag: str, word: str) -> None:
    for language in spoken(tag, word):
        foreign = any(letters in word for letters in getattr(language, "foreign", ()))
        assert list(language.forms(word, word.translate(PLAIN), {word: word.translate(PLAIN)})) == [word] * (
            not foreign
        )
