"""Documents of our own in the manner of the two seed documents: a body, and below it headlines of other articles.

Whole crawls of small sites, in every layout of ``tests/benchmarks/seed_layouts.py``.
"""

from __future__ import annotations

import pytest

from tests.benchmarks.seed_layouts import ARRIVALS, ENGLISH, LAYOUTS, Judged, crawl_site, make_site, read_document

NOTHING = Judged([], [], [])
OTHERS = 5
"""Articles beside the document, so many as it has headlines in its tail."""

ENGLISH_DOCUMENT = read_document(
    """The chairman of the mountain district arrived in the capital on Tuesday, his office says.
At the station he was met by the head of the railways, Firuz Davlatov, and by a choir of pupils.
Talks on the new road are to be held in the town hall today. The programme names three agreements, a visit to the \
printing works and an evening of poetry.
The town hall adds that both sides want to speak about snow clearing, about teachers for the upper villages, and about \
who is to pay for the tunnel.
His last visit was in the spring of 2024, when the roof of the market was opened.



Beekeepers of the valley send their first honey abroad
What hikers have to know in 2027: new paths and new rules
Old cinema on the square burns for a second time
Happy Mehrgon, dear readers!
SNOW WEEK. District to host the Third Int’l Meeting on Avalanches “Snow for All”
All news
Авторизуйтесь, пожалуйста
"""
)
TAJIK_DOCUMENT = read_document(
    """Раиси ноҳияи кӯҳӣ рӯзи сешанбе ба пойтахт омад, хабар медиҳад дафтари ӯ.
Дар истгоҳи роҳи оҳан ӯро сардори истгоҳ Фирӯз Давлатов ва гурӯҳи хонандагони мактаб пешвоз гирифтанд.
Имрӯз дар бинои шаҳрдорӣ гуфтушунид дар бораи роҳи нав баргузор мешавад. Дар барнома се созишнома, боздид аз чопхона \
ва шоми шеър пешбинӣ шудааст.
Шаҳрдорӣ илова мекунад, ки ҳарду ҷониб мехоҳанд дар бораи тоза кардани барф ва омӯзгорони деҳаҳои болоӣ сӯҳбат кунанд.



Занбӯрпарварони водӣ асали навро ба хориҷ фиристоданд
Чиро бояд сайёҳони кӯҳ дар соли 2027 донанд: роҳҳо ва қоидаҳои нав
Кинотеатри кӯҳнаи майдон бори дуюм сӯхт
Выставка ковров открылась в старой мельнице
Ҳамаи хабарҳо
Авторизуйтесь, пожалуйста
"""
)
TAJIK = (
    "шӯрои деҳа|гурӯҳи заминшиносон|китобхонаи вилоятӣ|боғбони калонсол|вазорати об|донишҷӯёни ҷавон|беморхонаи ноҳия",
    "пас аз зимистони дароз|бо маблағи худ|пеш аз ҷамъоварии ҳосил|бори аввал дар даҳ сол|дар арафаи ид|бе таъхир",
    "дар назди кӯл|дар ноҳияҳои болоӣ|дар паси бозор|дар ҳарду соҳили дарё|дар роҳи сарҳад|берун аз пойтахт",
    "чил километр каналро|мактаби хонандагони хурдро|пули кӯҳнаро|осорхонаи қолинро|чоҳҳои қадимаро|нархномаи навро",
    "таъмир кард|шумурд|нишон дод|аз нав месозад|чен кард|ба мардум дод|кушод|тасвир намуд",
)
SITES = {
    "english": ((ENGLISH_DOCUMENT, ENGLISH), {"languages": ["en"]}),
    "tajik": ((TAJIK_DOCUMENT, TAJIK), {"languages": ["tg", "ru"]}),
}


def test_document_is_split_at_its_empty_lines():
    read = read_document("A headline\nIt begins.\n\nIt ends.\n\n\n\nFive words of another article\nAll news\n")
    assert (read.headline, read.body) == ("A headline", ["It begins.", "It ends."])
    assert (read.headlines, read.words) == (["Five words of another article"], ["All news"])
    assert (len(ENGLISH_DOCUMENT.body), len(ENGLISH_DOCUMENT.tail), len(TAJIK_DOCUMENT.tail)) == (5, 7, 6)


def crawled(layout: str, language: str, sidebar: bool, arrival: str, **keys: object) -> Judged:
    (document, words), facts = SITES[language]
    return crawl_site(LAYOUTS[layout], make_site(document, sidebar, words, OTHERS), arrival, **facts, **keys)[0]


@pytest.mark.parametrize("language", SITES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_line_of_the_tail_is_stored_and_none_of_the_body_lost(layout: str, language: str) -> None:
    """The page comes first in one layout, last in the next: what the others teach is known late, or early."""
    arrival = ARRIVALS[list(LAYOUTS).index(layout) % len(ARRIVALS)]
    assert crawled(layout, language, language == "tajik", arrival) == NOTHING


@pytest.mark.parametrize("arrival", ARRIVALS)
@pytest.mark.parametrize("sidebar", [True, False])
def test_it_makes_no_difference_when_the_page_comes(arrival: str, sidebar: bool) -> None:
    assert crawled("tables, lines after", "english", sidebar, arrival) == NOTHING


@pytest.mark.parametrize(
    "layout",
    [
        "wordpress, paragraphs after",
        "drupal, lines in one division",
        "tables, lines after",
    ],
)
def test_tail_goes_where_the_catalogue_calls_the_outlet_by_another_name(layout: str) -> None:
    assert crawled(layout, "english", False, "first", name="Valley Media") == NOTHING
