"""Language of a text among the catalogue's."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.languages import CATALOGUE, detect_language, foreign_paragraphs
from tests.language_texts import ARTICLES, BARE_TAJIK, FLASHES, HEADLINES, NAMES, SECOND

TEXTS = [
    ("tg", "Президент аз намоишгоҳи ҳунарҳои мардумӣ дидан кард ва бо ҳунармандон суҳбат намуд."),
    ("tg", "Дар Хоруғ китобхонаи нави мактабӣ бо чор ҳазор китоб кушода шуд."),
    ("ru", "Президент посетил выставку народных ремёсел и поговорил с мастерами."),
    ("ru", "В Хороге открылась школьная библиотека на четыре тысячи книг."),
    ("en", "The president visited an exhibition of folk crafts and spoke with the makers."),
    ("uz", "Toshkentda yangi maktab kutubxonasi ochildi, unda to‘rt ming kitob bor."),
    ("uz", "Тошкентда янги мактаб кутубхонаси очилди, унда тўрт минг китоб бор."),
    ("ky", "Бишкекте жаңы мектеп китепканасы ачылды, анда төрт миң китеп бар."),
    ("kk", "Алматыда жаңа мектеп кітапханасы ашылды, онда төрт мың кітап бар."),
    ("tk", "Aşgabatda täze mekdep kitaphanasy açyldy, onda dört müň kitap bar."),
    ("fa", "کتابخانه جدید مدرسه در شهر با چهار هزار کتاب گشایش یافت."),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_language_of_the_region_is_recognised(language, text):
    assert detect_language(text) == language


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_declared_language_is_not_the_last_word(language, text):
    assert detect_language(text, ("az",)) == language


def test_declared_language_is_preferred_where_the_text_leaves_it_open():
    assert detect_language("Рахмон", ("tg",)) == "tg"
    assert detect_language("Рахмон", ("ru",)) == "ru"


def test_source_may_add_a_language_that_the_catalogue_lacks():
    text = "Президент відвідав виставку народних ремесел і поговорив з майстрами про їхню працю."
    assert detect_language(text, ("uk",)) == "uk"
    assert detect_language(text) in CATALOGUE


def test_unknown_and_regional_tags_do_no_harm():
    assert detect_language("The bridge reopened on Monday.", ("en-GB", "xx-nonsense", "")) == "en"


def primary(language):
    return language.partition("-")[0]


def sentences(language):
    return re.split(r"(?<=\.)\s", f"{ARTICLES[language]} {SECOND[language]}")


@pytest.mark.parametrize("language", ARTICLES)
def test_articles_sentences_flashes_and_headlines_are_recognised(language):
    texts = [ARTICLES[language], SECOND[language], *sentences(language), FLASHES[language], HEADLINES[language]]
    for text in (*texts, *(text.upper() for text in texts)):
        assert detect_language(text) == primary(language)


@pytest.mark.parametrize("language", NAMES)
def test_sentence_of_names_is_recognised(language):
    assert detect_language(NAMES[language]) == language


@pytest.mark.parametrize("language", ARTICLES)
def test_thirty_letters_are_enough(language):
    text = ARTICLES[language]
    for start in range(0, len(text) - 30, 30):
        assert detect_language(text[start : start + 30]) == primary(language)


@pytest.mark.parametrize("text", BARE_TAJIK)
def test_tajik_without_its_letters_is_recognised_at_a_tajik_source(text):
    assert detect_language(text, ("tg", "ru")) == "tg"
    assert detect_language(text.upper(), ("tg",)) == "tg"


def test_tajik_in_letters_of_an_old_font_is_recognised():
    assert detect_language(ARTICLES["tg"].translate(str.maketrans("ҳҷқғӯӣ", "њљќѓўї"))) == "tg"


@pytest.mark.parametrize("tag", ["uz", "uz-Cyrl", "uz-Latn-UZ", "UZ"])
def test_script_is_no_part_of_the_tag(tag):
    assert detect_language(ARTICLES["uz"], (tag,)) == detect_language(ARTICLES["uz-Cyrl"], (tag,)) == "uz"


def test_long_quotation_at_the_beginning_does_not_decide():
    text = "\n".join([SECOND["ru"] * 3, *[ARTICLES["tg"]] * 12])
    assert detect_language(text) == "tg"


@pytest.mark.parametrize("text", ["", "  ", "2026", "— 10:30 —"])
def test_text_without_letters_has_no_language(text):
    assert detect_language(text) is None


@given(st.text(max_size=200))
def test_any_text_has_a_language_of_the_catalogue_or_none(text):
    assert detect_language(text) in {None, *CATALOGUE}


ENGLISH = sentences("en")


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Авторизуйтесь, пожалуйста", "ru"),
        ("Подпишитесь на наш канал в Telegram", "ru"),
        ("Ба мо дар Телеграм ҳамроҳ шавед", "tg"),
        (FLASHES["fa"], "fa"),
    ],
)
def test_line_in_other_letters_is_noted_on_an_english_page(line, language):
    assert foreign_paragraphs([*ENGLISH, line], "en", ("en",)) == ((len(ENGLISH), language),)


def test_quotation_in_the_same_letters_is_noted_in_its_place():
    russian = sentences("ru")
    lines = [russian[0], sentences("tg")[1], *russian[1:], sentences("kk")[1]]
    assert foreign_paragraphs(lines, "ru", ("ru", "tg")) == ((1, "tg"), (len(lines) - 1, "kk"))


@pytest.mark.parametrize("article", ARTICLES)
@pytest.mark.parametrize("quoted", ARTICLES)
def test_paragraph_is_noted_exactly_where_its_language_differs(article, quoted):
    lines = [*sentences(article), SECOND[quoted]]
    differs = primary(article) != primary(quoted)
    expected = ((len(lines) - 1, primary(quoted)),) if differs else ()
    assert foreign_paragraphs(lines, primary(article)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "***",
        "10:30",
        "ДУШАНБЕ, 8 ноября 2026 года.",
        "Душанбе, Хуҷанд, Бохтар",
        "Эмомалӣ Раҳмон",
        "Рустам Назаров, Фируз Саидов, Зарина Каримова, Бахром Юсуфов, Джамшед Одинаев",
        "да",
        "Фото автора",
        "Обуна шавед",
    ],
)
def test_names_datelines_and_short_lines_are_not_noted(line):
    for language in ("ru", "tg", "ky"):
        assert foreign_paragraphs([*sentences(language), line], language) == ()


@pytest.mark.parametrize(
    "line",
    [
        "Human Rights Watch",
        "Apple iPhone 15",
        "https://vodi.example/en/some-long-article-about-the-bridge",
        "press-service@ministry.vodi.example",
        "#tajikistan #central_asia #waterforpeace",
        "Asian Development Bank, World Bank, UNICEF",
        "компания Asian Hydro Power Development Group",
        "Владелец компании Asian Hydro Power Development Group сообщил об этом",
    ],
)
def test_names_and_addresses_in_latin_letters_are_not_noted(line):
    assert foreign_paragraphs([*sentences("ru"), line], "ru") == ()


def test_uzbek_in_its_other_script_is_not_foreign():
    assert foreign_paragraphs([*sentences("uz"), *sentences("uz-Cyrl")], "uz") == ()


def test_language_that_the_catalogue_lacks_is_named_where_it_is_certain():
    french = "Le ministre a déclaré que les travaux du pont seraient terminés avant la fin de l’année prochaine."
    assert foreign_paragraphs([*sentences("ru"), french], "ru") == ((len(sentences("ru")), "fr"),)


def test_text_without_language_has_no_foreign_paragraphs():
    assert foreign_paragraphs(["123", SECOND["ru"]], None) == ()
    assert foreign_paragraphs([], "ru") == ()


@given(st.lists(st.text(max_size=80), max_size=5), st.sampled_from(CATALOGUE))
def test_any_paragraphs_can_be_looked_at(paragraphs, language):
    for place, tag in foreign_paragraphs(paragraphs, language, ("en-GB", "xx", "")):
        assert 0 <= place < len(paragraphs)
        assert tag != language


def test_paragraph_without_a_blank_is_read_at_once():
    started = process_time()
    assert foreign_paragraphs([ARTICLES["ru"], "xn--" * 10_000, ARTICLES["ru"]], "ru") == ()
    assert process_time() - started < 2


def test_address_is_in_no_language():
    tag = "https://vodi.example/the-bridge-over-the-river-was-opened-on-monday-morning-by-the-minister-of-transport"
    assert foreign_paragraphs([ARTICLES["ru"], f"«{tag}», {tag}"], "ru") == ()
