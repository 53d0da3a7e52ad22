"""The sample newsroom, asked over real HTTP."""

from __future__ import annotations

import gzip
import re
import socket
import struct
import threading
import tomllib
from collections.abc import Iterator
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from click.testing import CliRunner
from parsel import Selector

from archive.errors import UsageProblem
from archive.sources import check_catalogue, load_catalogue
from crawler.newsroom.__main__ import main
from crawler.newsroom.editions import Edition, SampleArticle, articles, editions
from crawler.newsroom.server import Newsroom, accepts_gzip

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CONTRACT_KEYS = {"name", "country", "languages", "timezone", "scope", "homepage"}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def ask(url: str, method: str = "GET", **headers: str) -> Answer:
    """One request over a connection of its own; header names with ``_`` for ``-``."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=5)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    finally:
        connection.close()


def page_of(url: str) -> Selector:
    return Selector(ask(url).body.decode("utf-8"))


def texts(page: Selector, xpath: str) -> list[str]:
    """The text of each element, as a browser would copy it."""
    return [element.xpath("string()").get("") for element in page.xpath(xpath)]


def links(url: str) -> list[str]:
    """Absolute URLs of everything that the page links or embeds, in order."""
    return [urljoin(url, link.partition("#")[0]) for link in page_of(url).xpath("//@href | //@src").getall()]


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom((0, 0)) as running:
        yield running


@pytest.fixture
def vodi(newsroom: Newsroom) -> str:
    return newsroom.origins[0]


@pytest.fixture
def kuhiston(newsroom: Newsroom) -> str:
    return newsroom.origins[1]


def edition_articles(newsroom: Newsroom, slug: str) -> list[str]:
    """The URLs of a source's articles that stand today, newest first."""
    expected = newsroom.expected
    return [url for url in expected.articles if expected.sources[url] == slug]


# The texts


def test_at_least_24_articles_in_three_languages_stand_on_either_day() -> None:
    for day in (1, 2):
        assert len(articles(day)) >= 24
        languages = [article.edition.language for article in articles(day)]
        assert all(languages.count(language) >= 8 for language in ("en", "ru", "tg"))


@pytest.mark.parametrize("article", articles(2), ids=lambda article: article.key)
def test_every_text_has_three_to_seven_paragraphs_and_a_date_in_its_weeks(article: SampleArticle) -> None:
    assert 3 <= len(article.paragraphs) <= 7
    assert 90 <= len(article.text.split()) <= 250
    assert "2026-10-20" <= article.published.isoformat() <= "2026-11-21"
    assert article.published.isoformat().endswith("+05:00")


def test_tajik_texts_use_tajik_letters() -> None:
    for article in articles(1):
        letters = set(article.text.lower())
        assert (len(letters & set("ӣӯқғҳҷ")) >= 5) == (article.edition.language == "tg"), article.key


def test_all_articles_but_the_copy_are_written_separately() -> None:
    seen: dict[str, str] = {}
    for article in articles(2):
        for paragraph in article.paragraphs:
            assert article.copy_of or paragraph not in seen, (article.key, seen.get(paragraph))
            if not article.copy_of:
                seen[paragraph] = article.key


# Pages


def test_every_article_page_shows_its_headline_and_whole_text(newsroom: Newsroom) -> None:
    for url, article in newsroom.expected.articles.items():
        page = page_of(url)
        assert texts(page, "//h1") == [article.title]
        paragraphs = texts(page, "//p")
        start = paragraphs.index(article.text.split("\n")[0])
        assert "\n".join(paragraphs[start:]).startswith(article.text)
        assert page.xpath("//link[@rel='canonical']/@href").get() == url
        assert page.xpath("/html/@lang").get() == article.language


def test_authors_and_section_are_printed(newsroom: Newsroom) -> None:
    for url, article in newsroom.expected.articles.items():
        words = page_of(url).xpath("string(//body)").get("")
        assert all(author in words for author in article.authors)
        assert article.section is not None
        assert article.section.casefold() in words.casefold()


def test_dates_are_printed_in_each_outlets_manner(newsroom: Newsroom, vodi: str, kuhiston: str) -> None:
    assert "November 3, 2026 15:46" in ask(f"{vodi}/eng/2026/11/cotton-harvest-jilikul/").body.decode()
    assert "Ноябрь 3, 2026 16:05" in ask(f"{vodi}/2026/11/pakhtakoroni-iliku-l/").body.decode()
    yearless = ask(f"{kuhiston}/en/news/economy/20261021/isfara-solar-dryers").body.decode()
    assert '<span class="newsdate-row">14:34, october 21</span>' in yearless
    assert "10:17, 22 октября" in ask(f"{kuhiston}/ru/news/society/20261022/aini-vosstanovili-kanal").body.decode()
    assert "13:40, 23 октябр<" in ask(f"{kuhiston}/tj/news/life/20261023/dukhtaroni-vanj-football").body.decode()


def test_some_pages_state_a_date_in_their_head_and_some_do_not(newsroom: Newsroom) -> None:
    pages = [ask(url).body for url in newsroom.expected.articles]
    for mark in (b"article:published_time", b"application/ld+json", b"og:title"):
        assert 3 <= sum(mark in page for page in pages) < len(pages)


def test_plain_layout_lets_unlinked_headlines_follow_the_body(newsroom: Newsroom, kuhiston: str) -> None:
    url = f"{kuhiston}/en/news/life/20261106/yamchun-lullabies"
    article = newsroom.expected.articles[url]
    column = texts(page_of(url), "//div[@class='text-column']/p[not(a)]")
    tail = column[len(article.text.split("\n")) :]
    titles = {newsroom.expected.articles[other].title for other in edition_articles(newsroom, "kuhiston-en")}
    assert "\n".join(column).startswith(article.text)
    assert len(tail) == 5
    assert set(tail[:3]) <= titles - {article.title}
    assert tail[3:] == ["All news", "Авторизуйтесь, пожалуйста"]


def test_pictures_are_served_by_the_outlet_itself(newsroom: Newsroom) -> None:
    pictures = [article.image for article in newsroom.expected.articles.values() if article.image]
    assert len(pictures) >= 8
    for picture in pictures:
        answer = ask(picture)
        assert answer.headers["content-type"].startswith("image/svg+xml")
        ElementTree.fromstring(answer.body)


def test_all_links_of_all_pages_lead_somewhere_on_the_two_outlets(newsroom: Newsroom) -> None:
    pending = {f"{origin}/" for origin in newsroom.origins}
    seen: set[str] = set()
    while pending:
        url = pending.pop()
        seen.add(url)
        answer = ask(url)
        if answer.status == 301:
            pending |= {urljoin(url, answer.headers["location"])} - seen
            continue
        assert answer.status == 200, url
        if answer.headers["content-type"].startswith("text/html"):
            pending |= {link for link in links(url) if not link.startswith("javascript:")} - seen
    assert {f"http://{urlsplit(url).netloc}" for url in seen} == set(newsroom.origins)
    assert set(newsroom.expected.private) <= seen
    assert set(newsroom.expected.articles) <= seen


# Discovery


def test_rss_is_well_formed_and_lists_the_newest_articles_first(newsroom: Newsroom, vodi: str) -> None:
    answer = ask(f"{vodi}/eng/feed/")
    feed = feedparser.parse(answer.body)
    assert not feed.bozo
    assert feed.version == "rss20"
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert [entry.link for entry in feed.entries] == edition_articles(newsroom, "vodi-en")[:4]
    newest = newsroom.expected.articles[feed.entries[0].link]
    assert feed.entries[0].title == newest.title
    assert feed.entries[0].published == "Fri, 13 Nov 2026 12:15:00 +0500"


def test_atom_lists_all_articles_newest_first(newsroom: Newsroom, kuhiston: str) -> None:
    for slug, path in (("kuhiston-en", "/en"), ("kuhiston-ru", "/ru"), ("kuhiston-tg", "/tj")):
        feed = feedparser.parse(ask(f"{kuhiston}{path}/atom.xml").body)
        assert not feed.bozo
        assert feed.version == "atom10"
        assert [entry.link for entry in feed.entries] == edition_articles(newsroom, slug)


def test_robots_names_the_sitemap_index_and_that_leads_to_every_article(newsroom: Newsroom, vodi: str) -> None:
    robots = ask(f"{vodi}/robots.txt").body.decode()
    assert "Disallow: /private/" in robots
    index = re.findall(r"^Sitemap: (.+)$", robots, re.MULTILINE)
    assert index == [f"{vodi}/sitemap_index.xml"]
    sitemaps = [loc.text or "" for loc in ElementTree.fromstring(ask(index[0]).body).iter(f"{SITEMAP}loc")]
    found: dict[str | None, str | None] = {}
    for sitemap in sitemaps:
        for row in ElementTree.fromstring(ask(sitemap).body):
            found[row.findtext(f"{SITEMAP}loc")] = row.findtext(f"{SITEMAP}lastmod")
    listed = [url for slug in ("vodi-en", "vodi-ru", "vodi-tg") for url in edition_articles(newsroom, slug)]
    assert set(found) == {*listed, *newsroom.expected.no_articles}
    assert found[f"{vodi}/eng/2026/10/varzob-bridge-reopens/"] == "2026-10-20T15:46:00+05:00"


def test_kuhistons_robots_names_no_sitemap(kuhiston: str) -> None:
    assert ask(f"{kuhiston}/robots.txt").body == b"User-agent: *\nDisallow: /private/\n"


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.slug)
@pytest.mark.parametrize("day", [1, 2])
def test_pagination_reaches_all_articles_in_order(newsroom: Newsroom, edition: Edition, day: int) -> None:
    newsroom.day = day
    origin = newsroom.origins[edition.outlet == "kuhiston"]
    url = f"{origin}{edition.path}{edition.listing}"
    found: list[str] = []
    wanted = edition_articles(newsroom, edition.slug)
    for _ in range(9):
        found += [link for link in dict.fromkeys(links(url)) if link in wanted]
        older = page_of(url).xpath("//a[@rel='next']/@href").get()
        assert older == page_of(url).xpath("//head/link[@rel='next']/@href").get()
        if older is None:
            break
        url = urljoin(url, older)
    assert found == wanted


def test_the_listings_of_the_source_files_reach_all_articles(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.write_sources(tmp_path)
    for source in load_catalogue(tmp_path).sources:
        urls = [x.url.replace("{page}", str(n + 1)) for x in source.listings for n in range(x.pages)]
        for day in (1, 2) if urls else ():
            newsroom.day = day
            assert {ask(url).status for url in urls} == {200}
            assert set(edition_articles(newsroom, source.slug)) <= {link for url in urls for link in links(url)}


# HTTP


def test_head_has_the_headers_of_get(vodi: str) -> None:
    get, head = ask(f"{vodi}/eng/"), ask(f"{vodi}/eng/", "HEAD")
    assert head.headers["content-length"] == str(len(get.body))
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}


def test_head_and_304_have_no_body_on_the_wire(newsroom: Newsroom, vodi: str) -> None:
    tag = ask(f"{vodi}/eng/").headers["etag"]
    for request in ("HEAD /eng/ HTTP/1.1", f"GET /eng/ HTTP/1.1\r\nIf-None-Match: {tag}"):
        with socket.create_connection(("127.0.0.1", newsroom.ports[0]), timeout=5) as client:
            client.sendall(f"{request}\r\nConnection: close\r\n\r\n".encode())
            wire = client.makefile("rb").read()
        assert wire.partition(b"\r\n\r\n")[2] == b""


def test_answer_is_gzipped_for_a_client_that_accepts_it(vodi: str) -> None:
    plain, zipped = ask(f"{vodi}/rus/"), ask(f"{vodi}/rus/", Accept_Encoding="br, gzip")
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.headers["content-length"] == str(len(zipped.body))
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("header", "accepted"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("gzip; q=0", False), ("identity", False), ("", False)],
)
def test_accept_encoding_is_read_with_its_weights(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted


@pytest.mark.parametrize("coding", ["gzip", "identity"])
@pytest.mark.parametrize("path", ["/eng/feed/", "/sitemap_index.xml", "/lenta/", "/robots.txt"])
def test_known_etag_is_answered_with_304(vodi: str, path: str, coding: str) -> None:
    first = ask(f"{vodi}{path}", Accept_Encoding=coding)
    again = ask(f"{vodi}{path}", If_None_Match=first.headers["etag"], Accept_Encoding=coding)
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_etag_goes_before_the_date(vodi: str) -> None:
    date = ask(f"{vodi}/eng/feed/").headers["last-modified"]
    assert ask(f"{vodi}/eng/feed/", If_Modified_Since=date).status == 304
    assert ask(f"{vodi}/eng/feed/", If_Modified_Since="Sun, 01 Nov 2026 00:00:00 GMT").status == 200
    assert ask(f"{vodi}/eng/feed/", If_Modified_Since="yesterday").status == 200
    assert ask(f"{vodi}/eng/feed/", If_Modified_Since=date, If_None_Match='"another"').status == 200


def test_what_is_not_there_is_404(vodi: str, kuhiston: str) -> None:
    for url in (f"{vodi}/eng/2026/11/nothing/", f"{kuhiston}/en/news/all?page=9", f"{vodi}/eng/newsline/page/9/"):
        assert ask(url).status == 404


def test_path_without_its_last_slash_is_redirected(vodi: str, kuhiston: str) -> None:
    answer = ask(f"{vodi}/eng/2026/11/cotton-harvest-jilikul")
    assert (answer.status, answer.headers["location"]) == (301, "/eng/2026/11/cotton-harvest-jilikul/")
    assert ask(f"{kuhiston}/").headers["location"] == "/en/"


def test_unknown_parameters_change_nothing(vodi: str) -> None:
    url = f"{vodi}/eng/2026/11/cotton-harvest-jilikul/"
    assert ask(f"{url}?utm_source=feed").headers["etag"] == ask(url).headers["etag"]


def test_every_request_is_logged(newsroom: Newsroom, vodi: str) -> None:
    tag = ask(f"{vodi}/eng/feed/").headers["etag"]
    ask(f"{vodi}/eng/feed/", If_None_Match=tag)
    ask(f"{vodi}/nothing", "HEAD")
    peer = vodi.removeprefix("http://")
    assert [entry[1:] for entry in newsroom.log] == [
        (peer, "GET", "/eng/feed/", 200, False),
        (peer, "GET", "/eng/feed/", 304, True),
        (peer, "HEAD", "/nothing", 404, False),
    ]
    assert newsroom.log[0].moment <= newsroom.log[2].moment


# The second day


def test_between_the_days_one_article_is_edited_one_removed_and_one_copied(newsroom: Newsroom) -> None:
    before = newsroom.expected
    newsroom.day = 2
    after = newsroom.expected
    kept = before.articles.keys() & after.articles.keys()
    assert {url for url in kept if before.articles[url] != after.articles[url]} == {after.edited}
    assert before.articles.keys() - after.articles.keys() == {after.removed}
    assert after.articles.keys() - before.articles.keys() == set(after.added)
    assert 3 <= len(after.added) <= 4
    assert after.copy in after.added


def test_edited_article_keeps_its_headline_and_changes_one_paragraph(newsroom: Newsroom) -> None:
    url = newsroom.expected.edited
    old, before = newsroom.expected.articles[url], unescape(ask(url).body.decode())
    newsroom.day = 2
    new, after = newsroom.expected.articles[url], unescape(ask(url).body.decode())
    assert old.title == new.title
    pairs = zip(old.text.split("\n"), new.text.split("\n"), strict=True)
    ((was, now),) = [pair for pair in pairs if pair[0] != pair[1]]
    assert ("18,400" in was, "14,800" in now) == (True, True)
    assert (was in before, now in before) == (True, False)
    assert (was in after, now in after) == (False, True)
    assert new.modified == "2026-11-20T06:05:00Z"


def test_removed_article_is_gone_from_everywhere(newsroom: Newsroom, kuhiston: str) -> None:
    url = newsroom.expected.removed
    places = [f"{kuhiston}/ru/{path}" for path in ("atom.xml", "sitemap.xml", "news/all", "rubrics/economy")]
    path = urlsplit(url).path.encode()
    assert ask(url).status == 200
    assert all(path in ask(place).body for place in places)
    newsroom.day = 2
    assert ask(url).status == 404
    assert not any(path in ask(place).body for place in [*places, f"{kuhiston}/ru/news/all?page=1"])


def test_copy_has_the_text_of_the_other_outlets_article_under_another_headline(newsroom: Newsroom) -> None:
    copy = newsroom.expected.copy
    assert ask(copy).status == 404
    newsroom.day = 2
    expected = newsroom.expected
    assert expected.articles[copy].text == expected.articles[expected.copied].text
    assert expected.articles[copy].title != expected.articles[expected.copied].title
    assert urlsplit(copy).netloc != urlsplit(expected.copied).netloc
    assert ask(copy).status == 200


def test_every_page_carries_another_sidebar_on_the_second_day(newsroom: Newsroom) -> None:
    titles = {article.title for article in [*articles(1), *articles(2)]}

    def sidebar(url: str) -> list[str]:
        page = page_of(url)
        own = newsroom.expected.articles[url].title
        lines = texts(page, "//div[contains(@class, 'widget')]//a | //p | //h4")
        return [line for line in lines if line in titles and line != own]

    kept = newsroom.expected.articles.keys() - {newsroom.expected.removed}
    first = {url: (sidebar(url), ask(url).headers["etag"]) for url in kept}
    newsroom.day = 2
    for url, (headlines, tag) in first.items():
        assert len(headlines) >= 3
        assert sidebar(url) != headlines
        assert ask(url, If_None_Match=tag).status == 200


def test_sidebars_name_only_articles_that_stand_in_the_same_edition(newsroom: Newsroom) -> None:
    newsroom.day = 2
    expected = newsroom.expected
    for url, source in expected.sources.items():
        if url in expected.articles:
            assert set(links(url)) & expected.sources.keys() <= set(edition_articles(newsroom, source))


def test_feed_without_a_change_stays_as_it_was(newsroom: Newsroom, vodi: str) -> None:
    feeds = (f"{vodi}/feed/", f"{vodi}/eng/feed/")
    before = [ask(url) for url in feeds]
    newsroom.day = 2
    after = [ask(url, If_None_Match=old.headers["etag"]) for url, old in zip(feeds, before, strict=True)]
    assert [answer.status for answer in after] == [304, 200]
    assert after[0].headers["last-modified"] == before[0].headers["last-modified"]
    assert after[1].headers["last-modified"] == "Fri, 20 Nov 2026 14:00:00 GMT"


# Source files


def test_source_files_are_a_sound_catalogue(newsroom: Newsroom, tmp_path: Path) -> None:
    written = newsroom.write_sources(tmp_path)
    assert sorted(tmp_path.glob("tj/*.toml")) == sorted(written)
    assert check_catalogue(tmp_path) == []
    assert len(written) == len(editions()) == 6
    for path in written:
        keys = tomllib.loads(path.read_text("utf-8"))
        assert keys.keys() >= CONTRACT_KEYS
        assert "extract" not in keys
        assert keys["status"] == "ok"
        assert keys["crawl"] == {"delay": 0.02, "removed_checks": 1, "removed_days": 0}


def test_scopes_tell_the_editions_of_one_host_apart(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.write_sources(tmp_path)
    catalogue = load_catalogue(tmp_path)
    for url, slug in newsroom.expected.sources.items():
        source = catalogue.source_of(url)
        assert source is not None
        assert source.slug == slug
        assert source.article_url is None or re.search(source.article_url, urlsplit(url).path)


def test_editions_are_found_in_different_ways(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.write_sources(tmp_path)
    ways = {
        source.slug: (bool(source.feeds), bool(source.sitemaps), bool(source.listings))
        for source in load_catalogue(tmp_path).sources
    }
    assert set(ways.values()) == {
        (True, False, False),
        (False, True, False),
        (False, False, True),
        (False, False, False),  # what robots.txt names
    }


# Starting and stopping


def test_taken_port_is_told_in_one_sentence_and_frees_the_other() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, socket.create_server(("127.0.0.1", 0)) as other:
        port, free = taken.getsockname()[1], other.getsockname()[1]
        other.close()
        with pytest.raises(UsageProblem) as problem, Newsroom((free, port)):
            pass
        assert str(problem.value) == (
            f"127.0.0.1:{port} is in use by another program. Stop it, or choose other ports with --port."
        )
        with Newsroom((free, 0)) as newsroom:
            assert newsroom.ports[0] == free


def test_newsroom_can_be_started_again_on_its_ports() -> None:
    with Newsroom((0, 0)) as newsroom:
        assert ask(f"{newsroom.origins[0]}/eng/").status == 200
    with newsroom:
        assert ask(f"{newsroom.origins[0]}/eng/").status == 200


def test_stopped_newsroom_answers_no_more() -> None:
    with Newsroom((0, 0)) as newsroom:
        url = f"{newsroom.origins[1]}/en/"
    with pytest.raises(ConnectionRefusedError):
        ask(url)


def test_there_is_no_third_day(newsroom: Newsroom) -> None:
    with pytest.raises(UsageProblem, match="days 1 and 2"):
        newsroom.day = 3


def test_many_clients_are_answered_at_once(newsroom: Newsroom) -> None:
    urls = list(newsroom.expected.articles)
    statuses: list[int] = []

    def visit(url: str) -> None:
        statuses.append(ask(url).status)

    clients = [threading.Thread(target=visit, args=[url]) for url in urls]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert statuses == [200] * len(urls)


def test_client_that_hangs_up_is_no_error(newsroom: Newsroom, vodi: str, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_connection(("127.0.0.1", newsroom.ports[0])) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sendall(b"GET /eng/ HTTP/1.1\r\n\r\n" * 50)
        client.recv(1)
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(5)
    assert ask(f"{vodi}/eng/").status == 200
    assert capfd.readouterr().err == ""


def test_module_by_itself_tells_a_taken_port_and_ends_with_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["--port", str(port)])
    assert result.exit_code == 2
    assert f"127.0.0.1:{port} is in use" in result.output
