"""A page is an article, or it is not."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.memory import Memory, Observations
from archive.records import Article, Rejection, Source
from archive.sources import imported_source
from crawler.extraction.error_names import NAMES
from crawler.extraction.error_pages import named, says, segments, share_a_word
from crawler.extraction.extract import extract
from tests.junk import ARTICLES, JUNK
from tests.junk.chrome import HOST, Junk, cards, document, junk, site

REASONS = {
    "front-page", "listing", "too-short", "no-text", "soft-404", "login", "challenge", "maintenance",
    "charset", "off-scope", "robots", "opt-out", "not-html",
}  # fmt: skip


def read(page: Junk) -> tuple[Article | Rejection, Observations]:
    source: Source = imported_source(page.url)
    return extract(page.html.encode(), page.url, source, Memory(source.slug), fetched_at="2026-11-22T10:00:00Z")


@pytest.mark.parametrize("name", JUNK)
def test_junk_is_rejected_with_its_reason(name: str) -> None:
    rejected, observations = read(JUNK[name])
    assert isinstance(rejected, Rejection), rejected.text
    assert rejected.reason in JUNK[name].reasons, rejected.detail
    assert rejected.detail
    assert observations == Observations()


@pytest.mark.parametrize("name", ARTICLES)
def test_article_that_looks_like_junk_is_kept(name: str) -> None:
    article, _ = read(ARTICLES[name])
    assert isinstance(article, Article), article
    assert article.text


def test_junk_is_of_every_kind_and_language_that_counts() -> None:
    assert len(JUNK) >= 150
    assert {reason for page in JUNK.values() for reason in page.reasons} <= REASONS
    for reason in ("soft-404", "challenge", "login", "maintenance", "listing", "no-text", "too-short"):
        pages = [page.html for page in JUNK.values() if reason in page.reasons]
        assert {lang for lang in ("en", "ru", "tg") if any(f"lang='{lang}'" in html for html in pages)} == {
            "en",
            "ru",
            "tg",
        }


def test_junk_with_status_200_needs_no_mark_of_its_maker() -> None:
    """No rule looks for the name of a firm in the page."""
    for name, page in JUNK.items():
        plain = page.html
        for firm in ("Cloudflare", "DDoS-Guard", "Akamai", "Sucuri", "nginx", "Apache", "WordPress"):
            plain = plain.replace(f" | {firm}", "").replace(f"{firm}/", "server/")
        if plain != page.html:
            assert isinstance(read(replace(page, html=plain))[0], Rejection), name


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("404", "soft-404"),
        ("Мавод нест карда шуд", "soft-404"),
        ("Домен фурӯхта мешавад", "maintenance"),
        ("phpinfo()", "maintenance"),
        ("OperationalError at /news/1", "maintenance"),
        ("Making sure you're not a bot!", "challenge"),
        ("Sucuri WebSite Firewall - Access Denied", "challenge"),
        ("Error 404: Page not found", "soft-404"),
        ("Oops! That page can’t be found.", "soft-404"),
        ("Страница не найдена (404)", "soft-404"),
        ("САҲИФА ЁФТ НАШУД", "soft-404"),
        ("Just a moment...", "challenge"),
        ("Доступ запрещён", "challenge"),
        ("Вход на сайт", "login"),
        ("Воридшавӣ", "login"),
        ("Технические работы", "maintenance"),
        ("Корҳои техникӣ идома доранд", "maintenance"),
        ("502 Bad Gateway", "maintenance"),
        ("Search results for: water", "listing"),
        ("404 schools get new roofs", None),
        ("Search for survivors goes on", None),
        ("Поиск пропавших в горах продолжается", None),
        ("Работы на сайте дамбы", None),
        ("Page not found: how an error became folklore", None),
        ("Технические работы на сайте госуслуг пройдут ночью", None),
        ("Вход в парк стал платным", None),
        ("Access to water is a right", None),
        ("", None),
        ("…", None),
        ("404 " * 100, None),
    ],
)
def test_name_of_an_error_page_is_the_whole_title(text: str, reason: str | None) -> None:
    assert named(text) == reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Sorry, but the page you are looking for doesn't exist.", "soft-404"),
        ("Внимание! Запрашиваемая вами страница не существует.", "soft-404"),
        ("Checking your browser before you go on.", "challenge"),
        ("Пожалуйста, войдите на сайт.", "login"),
        ("На сайте ведутся технические работы.", "maintenance"),
        ("На сайте Госуслуг в пятницу начнут технические работы.", None),
        ("He found that the page he looked for does not exist.", None),
        ("Министр сказал, что доступ к воде ограничен.", None),
        ("The pass is closed to lorries until Friday.", None),
        ("", None),
    ],
)
def test_line_of_an_error_page_is_known_by_the_beginning_of_a_sentence(line: str, reason: str | None) -> None:
    assert says(line) == reason


@pytest.mark.parametrize("look", [named, says])
def test_no_text_keeps_the_patterns_busy(look: Callable[[str], str | None]) -> None:
    """A title of repeated words must not be tried in all the ways that it can be parted."""
    words = re.findall(r"[^\W\d_]+", " ".join(pattern for table in NAMES.values() for pattern in table))
    started = time.process_time()
    for word in sorted(set(words)):
        look(f"{word} " * 40 + "#")
        look(f"{word}. " * 40 + "#")
    assert time.process_time() - started < 5


def test_window_title_is_read_in_its_parts() -> None:
    assert segments("Page not found – Paygom News") == ["Page not found", "Paygom News"]
    assert segments("Вести » Страница не найдена") == ["Вести", "Страница не найдена"]
    assert segments("War-time letters") == ["War-time letters"]


def test_words_of_error_pages_are_nothing_in_common() -> None:
    assert share_a_word("Доступ в шахту ограничен: затопление", "Доступ закрыт, шахта затоплена")
    assert not share_a_word("Доступ на сайт ограничен", "Доступ к странице ограничен")


def test_heading_that_goes_on_is_no_name_of_an_error() -> None:
    body = "<p>The youth theatre showed a play about the net on Saturday, and nobody left before the end.</p>"
    page = site(f"<h1>404 — a play about the net</h1>{body}", title="404 — a play about the net — Paygom News")
    assert isinstance(read(junk(page))[0], Article)
    page = site(f"<h1>404</h1>{body}", title="404 — a play about the net — Paygom News")
    assert isinstance(read(junk(page))[0], Rejection)


def test_linked_data_of_one_article_outweighs_the_name() -> None:
    head = "<script type='application/ld+json'>{'@type': 'NewsArticle', 'headline': '404'}</script>".replace("'", '"')
    text = "<p>" + "The heroine looks for a letter that was deleted before she was born. " * 8 + "</p>"
    listed = "".join(f"<p><a href='/n/{n}'>Another book of the season {n}</a></p>{text[:150]}" for n in range(3))
    page = document(f"<h1>404</h1>{listed}{text}", title="404", head=head)
    assert isinstance(read(junk(page))[0], Article)


@pytest.mark.parametrize(
    ("cls", "reason"),
    [
        ("error404", "soft-404"),
        ("archive category category-7", "listing"),
        ("site com_content view-category", "listing"),
        ("home blog", "listing"),
        ("search search-results", "listing"),
        ("single single-post postid-7 category-7 archive category", None),
        ("archive", None),
        ("blog", None),
        ("tag", None),
    ],
)
def test_what_the_system_says_in_the_classes_of_the_body_is_believed(cls: str, reason: str | None) -> None:
    text = "<p>The ferry across the reservoir runs again after eleven weeks. It carries forty people and four cars.</p>"
    found, _ = read(junk(site(f"<h1>Ferry across the reservoir runs again</h1>{text}", title="Ferry", cls=cls)))
    assert (found.reason if isinstance(found, Rejection) else None) == reason


def test_teasers_are_a_listing_only_without_a_text_under_the_headline() -> None:
    lead = "<h1>Pass over the ridge closed to lorries</h1>"
    lead += "<p>The pass over the ridge is closed to lorries until Friday.</p>"
    assert isinstance(read(junk(site(lead + cards("en"), title="Pass over the ridge closed to lorries")))[0], Article)
    found, _ = read(
        junk(site("<h1>Roads and passes of the region</h1>" + cards("en"), title="Roads and passes of the region"))
    )
    assert isinstance(found, Rejection)
    assert found.reason == "listing"


def test_list_address_outweighs_a_text_under_the_headline() -> None:
    lead = (
        "<h1>Roads and passes of the region</h1><p>What we know of roads and passes, told by those who walk them.</p>"
    )
    page = site(lead + cards("en"), title="Roads and passes of the region")
    assert isinstance(read(junk(page, url=f"{HOST}/roads/page/2/"))[0], Rejection)
