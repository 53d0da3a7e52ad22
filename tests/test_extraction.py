"""From a page's bytes to an Article or a Rejection."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from dataclasses import fields, replace
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.fingerprints import headline_key
from archive.memory import Memory, Observations
from archive.records import Article, Entry, ExtractRules, Rejection, Source
from crawler.extraction.extract import extract

SOURCE = Source(
    slug="vodi-en",
    name="Vodi News (English)",
    country="TJ",
    languages=("en",),
    timezone="Asia/Dushanbe",
    scope=("vodi.example/",),
    homepage="https://vodi.example/en/",
)
URL = "https://vodi.example/en/news/life/20261102/bridge"
TITLE = "Bridge over the Varzob reopens after a year of repairs"
BODY = [
    "The bridge over the Varzob river reopened on Monday after a year of repairs, the city said in a statement.",
    "Engineer Dilshod Rahmonov told reporters that it would carry two lanes of traffic in both directions.",
    "«The old piers were kept, and everything above them is new,» — he said at the opening.",
    "A toll is not planned.",
    "Drivers had used a detour through the old town, which added half an hour to their way to work.",
]
HEADLINES = [
    "School in Khorog gets a library with four thousand books",
    "What awaits beekeepers in 2027: new rules and limits introduced",
    "Two mountain guides honoured in Murghab district",
    "Happy Navruz, friends!",
    "RIVER WEEK. Dushanbe to host the Third Int’l Meeting on Small Rivers",
    "Tajik — Kyrgyz talks on mountain roads were held in Batken",
    "Khujand hosts Day of Silk",
    "Power company promises light without breaks during winter holidays",
    "Statement of the Press Service of the Committee of Mountain Rescue",
    "From apricots to markets: how a family of Isfara opened a shop in every town",
]
TAIL = [*HEADLINES, "All news", "Авторизуйтесь, пожалуйста"]
MEMORY = Memory("vodi-en", frozenset(map(headline_key, [*HEADLINES, TITLE])))


def read(body, *, url=URL, memory=MEMORY, source=SOURCE, head=f"<title>{TITLE} | Vodi News</title>", **more):
    html = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return extract(html.encode(), url, source, memory, fetched_at="2026-11-22T10:00:00Z", **more)


def paragraphs(lines, tag="p"):
    return "".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines)


def linked(lines):
    return "".join(f'<li><a href="/en/news/{n}">{escape(line)}</a></li>' for n, line in enumerate(lines))


HEADING = f"<h1>{TITLE}</h1>"
LAYOUTS = {
    "paragraphs after the text": f"<div>{paragraphs(BODY + TAIL)}</div>",
    "paragraphs before the text": f"<div>{paragraphs(TAIL + BODY)}</div>",
    "paragraphs in the middle": f"<div>{paragraphs(BODY[:2] + TAIL + BODY[2:])}</div>",
    "empty lines between": f"<div>{paragraphs(BODY)}{'<p></p>' * 9}{paragraphs(TAIL)}{'<p>&nbsp;</p>' * 5}</div>",
    "divisions": f"<div>{paragraphs(BODY)}{paragraphs(TAIL, 'div')}</div>",
    "headings": f"<div>{paragraphs(BODY)}{paragraphs(TAIL, 'h4')}</div>",
    "list": f"<article>{paragraphs(BODY)}<ul>{paragraphs(TAIL, 'li')}</ul></article>",
    "linked list": f"<article>{paragraphs(BODY)}<ul>{linked(TAIL)}</ul></article>",
    "line breaks": f"<div>{'<br>'.join(map(escape, BODY + TAIL))}</div>",
    "double line breaks": f"<div>{'<br><br>'.join(map(escape, BODY + TAIL))}</div>",
    "table cell": f"<table><tr><td>{paragraphs(BODY)}</td><td>{paragraphs(TAIL)}</td></tr></table>",
    "line breaks in a table cell": f"<table><tr><td>{'<br>'.join(map(escape, BODY + TAIL))}</td></tr></table>",
    "table rows": f"<div>{paragraphs(BODY)}</div><table>{paragraphs(TAIL, 'td').replace('<td>', '<tr><td>')}</table>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tail_of_headlines_is_never_stored_and_no_line_of_the_text_is_lost(layout):
    article, _ = read(HEADING + LAYOUTS[layout])
    assert isinstance(article, Article)
    assert article.text.split("\n") == BODY


def test_without_memory_plain_headlines_stay_but_known_phrases_go():
    article, _ = read(HEADING + LAYOUTS["paragraphs after the text"], memory=Memory("vodi-en"))
    assert article.text.split("\n") == BODY + HEADLINES


def test_article_has_what_the_page_says():
    info = "<div class='article-info'><span>14:34, november 2</span> <span class='author'>Zarina Hakimova</span></div>"
    head = f"<title>{TITLE} | Vodi News</title><meta property='article:section' content='Life'>"
    article, observations = read(HEADING + info + paragraphs(BODY), head=head)
    assert article == Article(
        url=URL,
        title=TITLE,
        text="\n".join(BODY),
        language="en",
        published="2026-11-02T09:34:00Z",
        published_raw="14:34, november 2",
        published_precision="minute",
        published_zone="+05:00",
        authors=("Zarina Hakimova",),
        section="Life",
    )
    assert observations.headline == TITLE
    assert {name for _, name, _ in observations.kinds} == {
        "h1 < body < html", "p < body < html", "div.article-info < body < html",
    }  # fmt: skip
    assert {key for key, _ in observations.blocks} >= set(map(headline_key, BODY))
    assert observations.lesson is not None


def test_same_page_gives_the_same_article_again():
    page = HEADING + LAYOUTS["linked list"]
    assert read(page) == read(page)


def test_today_on_the_page_is_the_day_of_the_fetch_in_the_sources_zone():
    url = "https://vodi.example/en/news/bridge"
    html = f"<html><body>{HEADING}<p>00:30, today</p>{paragraphs(BODY)}</body></html>".encode()
    article, _ = extract(html, url, SOURCE, MEMORY, fetched_at="2026-11-22T20:00:00Z")
    assert article.published == "2026-11-22T19:30:00Z"
    assert extract(html, url, SOURCE, MEMORY)[0].published is None


def test_what_the_feed_said_fills_what_the_page_lacks():
    entry = Entry(url=URL, source="vodi-en", found_in="feed", title=HEADLINES[0], published="2026-11-01T06:00:00Z")
    article, _ = read(paragraphs(BODY), head="", url="https://vodi.example/en/x", entry=entry)
    assert (article.title, article.published) == (HEADLINES[0], "2026-11-01T06:00:00Z")


def test_text_begins_the_title_of_a_page_without_one():
    assert read(paragraphs(BODY), head="")[0].title == BODY[0]


def test_rules_of_the_source_are_kept():
    source = replace(SOURCE, extract=ExtractRules(body=".story", drop=(".ad",)))
    body = f"<div>{paragraphs(BODY)}</div><div class=story><p class=ad>Buy!</p>{paragraphs(BODY[:3])}</div>"
    assert read(HEADING + body, source=source)[0].text.split("\n") == BODY[:3]


def test_link_to_the_article_itself_does_not_make_its_line_a_headline():
    quoted = "A sentence of the article that its own teaser repeats"
    teaser = f"<aside><a href='{URL}?utm_source=side#top'>{quoted}</a></aside><p>{quoted}</p>"
    assert quoted in read(HEADING + teaser + f"<article>{paragraphs([*BODY, quoted])}</article>")[0].text


@pytest.mark.parametrize(
    "url", ["https://vodi.example/", "https://vodi.example/en/", "https://vodi.example/en?utm_source=x"]
)
def test_front_page_is_rejected_by_its_url(url):
    assert read(HEADING + paragraphs(BODY), url=url)[0].reason == "front-page"


LISTING = (
    "<ul>"
    + "".join(f"<li>{linked([line])} <span>12:0{n}, 8.Янв 2026</span></li>" for n, line in enumerate(HEADLINES * 2))
    + "</ul>"
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (LISTING, "listing"),
        ("<h1>Politics</h1>" + LISTING + "<p>Page 1 of 3924</p>", "listing"),
        ("<h1>Photo of the day</h1><img src='a.jpg'>", "no-text"),
        ("<h1>Photo</h1><p>A bridge at dawn.</p>", "too-short"),
        ("<h1>Page not found</h1><p>The page that you look for is not here. Try the search.</p>", "soft-404"),
        ("<h1>Страница не найдена</h1><p>Такой страницы нет, попробуйте найти её через поиск.</p>", "soft-404"),
        ("<h1>Just a moment...</h1><p>Checking that your connection is secure, please wait.</p>", "challenge"),
        ("<h1>Вход</h1><p>Введите имя пользователя и пароль, чтобы читать дальше.</p>", "login"),
        ("<h1>Under maintenance</h1><p>We will be back in a few hours, thank you for waiting.</p>", "maintenance"),
    ],
)  # fmt: skip
def test_page_that_is_no_article_is_rejected_with_its_reason(body, reason):
    rejected, observations = read(body, head="")
    assert isinstance(rejected, Rejection)
    assert rejected.reason == reason
    assert rejected.detail
    assert observations == Observations()


def test_short_news_is_an_article_even_beside_a_long_sidebar():
    news = "<p>The pass is closed to lorries until Friday morning.</p>"
    assert isinstance(read(HEADING + news)[0], Article)
    assert isinstance(read(HEADING + news + f"<aside>{LISTING}</aside>")[0], Article)


def test_text_without_full_stops_is_an_article_among_many_links():
    poem = " ".join(["rivers and mountains and the road between them"] * 4)
    assert read(HEADING + f"<article><p>{poem}</p></article>" + LISTING)[0].text == poem


def test_article_among_many_links_is_an_article():
    assert read(LISTING + HEADING + paragraphs(BODY) + LISTING)[0].text.split("\n") == BODY


def test_article_about_a_missing_page_is_an_article():
    html = f"<html><body><h1>Page not found</h1>{paragraphs(BODY * 2)}</body></html>"
    assert isinstance(extract(html.encode(), URL, SOURCE, MEMORY)[0], Article)


@pytest.mark.parametrize("errors", ["?", "\ufffd"])
def test_text_that_was_lost_before_it_came_is_rejected(errors):
    lost = "".join(errors if char.isalpha() else char for char in " ".join(BODY))
    result, observations = read(f"<h1>{TITLE}</h1>{paragraphs([lost] * 3)}")
    assert (result.reason, observations) == ("charset", Observations())


WALLS = {
    "incapsula": "<iframe src='/_Incapsula_Resource?CWU=9'>Request unsuccessful. Incapsula incident ID: 1-2</iframe>",
    "sucuri": "<h1>Access Denied - Sucuri Website Firewall</h1><p>If you are the site owner (or you manage this site),"
    " please whitelist your IP or open a support ticket.</p>",
    "anubis": "<script id='anubis_challenge' type='application/json'>{}</script><h1>Making sure you're not a bot!</h1>"
    "<p>You are seeing this because the administrator of this website has set up Anubis to protect the server.</p>",
}


@pytest.mark.parametrize("wall", WALLS)
def test_challenge_with_status_200_is_rejected_as_one(wall):
    result, _ = read(WALLS[wall], head="<title>Sucuri WebSite Firewall - Access Denied</title>" * (wall == "sucuri"))
    assert result.reason == "challenge"


def test_article_on_a_site_that_has_a_wall_is_an_article():
    result, _ = read(f"<script src='/_Incapsula_Resource?SWJ=1'></script><h1>{TITLE}</h1>{paragraphs(BODY)}")
    assert isinstance(result, Article)


def test_every_string_passed_the_gate():
    dirty = "Br\u00adidge\u202e over the Varzob cafe\u0301 "
    head = f"<title>{dirty}</title><meta name=description content='{dirty}'><meta name=author content='{dirty}'>"
    article, _ = read(f"<h1>{dirty}</h1>{paragraphs([dirty + line for line in BODY])}", head=head)
    text = repr([getattr(article, field.name) for field in fields(Article)])
    assert "\u00ad" not in text
    assert "\u202e" not in text
    assert "Bridge over the Varzob café" in article.title
    assert article.description == "Bridge over the Varzob café"


HOSTILE = {
    "empty": b"",
    "NUL bytes": b"\x00" * 500,
    "5,000 elements deep": b"<html><body>" + b"<div>" * 5000 + b"text" + b"</div>" * 5000,
    "20,000 bold elements deep": b"<html><body><p>text</p>" + b"<b>" * 20_000 + b"text",
    "2,000 attributes": b"<html><body><div " + b" ".join(b"a%d=1" % n for n in range(2000)) + b"><p>text</p>",
    "attribute of a megabyte": b"<html><body><div class='" + b"a" * 1_000_000 + b"'><p>text</p>",
    "100,000 brackets of JSON": b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script><p>text</p>",
    "lone surrogates": b"<html><body><p>&#xD800; \xed\xa0\x80 text of the page</p>",
    "entity bomb": b"<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><html><body><p>&b;</p>",
    "unclosed comment": b"<html><body><p>text</p><!--" + b"-" * 100_000,
    "100,000 brackets": b"<html><body>" + b"<" * 100_000,
    "frames": b"<html><frameset><frame src='javascript:x'></frameset></html>",
    "title of a megabyte": b"<html><title>" + b"- " * 500_000 + b"</title><body><p>text</p>",
    "5,000 dates": b"<html><head>" + b"<meta name=date content='1 may 2'>" * 5000 + b"</head><body><p>text</p>",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_page_ends_in_an_article_or_a_rejection(kind):
    result, _ = extract(HOSTILE[kind], URL, SOURCE, MEMORY, content_type="text/html")
    assert isinstance(result, Article | Rejection)


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "<table><td>", "<a href='/x'>", "</a>", "<h1>", "<br>", "<li>", "<meta content='"]
    )
    | st.text(max_size=30),
    max_size=25,
).map("".join)


@settings(deadline=None, max_examples=60)
@given(MARKUP)
def test_any_markup_ends_in_an_article_or_a_rejection(markup):
    result, _ = read(markup, head="")
    assert isinstance(result, Article | Rejection)
    if isinstance(result, Article):
        assert result.title
        assert all(line.strip() == line != "" for line in result.text.split("\n"))


def test_result_comes_back_from_a_spawned_worker():
    html = f"<html><body>{HEADING}{paragraphs(BODY)}</body></html>".encode()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        article, observations = pool.apply(extract, (html, URL, SOURCE, MEMORY))
    assert article.text.split("\n") == BODY
    assert observations.headline == TITLE


def test_worker_needs_neither_scrapy_nor_twisted_and_starts_no_threads():
    code = (
        "import sys, os, crawler.extraction.extract as e\n"
        "assert not {'scrapy', 'twisted'} & set(sys.modules)\n"
        "assert not os.path.isdir('/proc/self/task') or len(os.listdir('/proc/self/task')) == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("path", "is_listing"),
    [
        ("/eng/category/society/", True),
        ("/tag/water", True),
        ("/rubrics/economy/page/3/", True),
        ("/rubrics/12345", False),
        ("/category/society/bridge-reopens-2026", False),
        ("/category/society/2026/11/bridge-reopens/", False),
    ],
)
def test_teasers_under_a_section_path_are_a_listing(path: str, is_listing: bool) -> None:
    teasers = "".join(f"<p>{sentence} Its second sentence is cut off after a few…</p>" for sentence in BODY)
    page = f"<html><body><h1>Society</h1>{teasers}</body></html>"
    result, _ = extract(page.encode(), f"https://vodi.example{path}", SOURCE, MEMORY)
    assert (isinstance(result, Rejection) and result.reason == "listing") is is_listing
