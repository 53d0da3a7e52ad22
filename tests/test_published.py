"""Which of a page's dates is the article's, and on which day it fell where it was printed."""

from __future__ import annotations

from datetime import date

import pytest

from archive.records import Entry
from archive.sources import imported_source
from crawler.extraction.metadata import read_metadata
from crawler.extraction.page import open_page
from tests.test_metadata import TITLE, URL, facts, meta, news


def elsewhere(head="", body="", *, linked="", url="https://far.example/news/bridge"):
    """The metadata of a page of a source whose zone nobody knows."""
    html = f"<html><head>{head}{linked}</head><body>{body}</body></html>"
    return read_metadata(open_page(html.encode(), url), imported_source(url), today=date(2026, 11, 22))


def found(metadata):
    published = metadata.published
    return (published.published, metadata.origins["published"]) if published else None


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ({"linked": news(datePublished="2026-11-02T11:00:00+05:00")}, ("2026-11-02T06:00:00Z", "json-ld")),
        ({"head": meta("article:published_time", "2026-11-02T06:00:00Z")}, ("2026-11-02T06:00:00Z", "opengraph")),
        ({"head": '<meta name="pubdate" content="1793599200">'}, ("2026-11-02T06:00:00Z", "meta")),
        ({"head": '<meta name="DC:date" content="2026-11-02">'}, ("2026-11-02", "meta")),
        ({"body": "<abbr itemprop='datePublished' title='2026-11-02'>x</abbr>"}, ("2026-11-02", "microdata")),
        ({"body": "<h1>T</h1><time datetime='2026-11-02'>2 Nov</time>"}, ("2026-11-02", "page")),
        ({"body": "<h1>T</h1><p>ДУШАНБЕ, 02.11.2026 /НИАТ/. " + "Пул кушода шуд. " * 20}, ("2026-11-02", "page")),
        ({"body": "<h1>T</h1><p>(2 ноября 2026) " + "Мост снова открыт. " * 20}, ("2026-11-02", "page")),
        ({"url": "https://vodi.example/2026/11/02/bridge"}, ("2026-11-02", "url")),
        ({"url": "https://vodi.example/bridge-02-11-2026.html"}, ("2026-11-02", "url")),
        ({"head": f"<title>{TITLE} | Vodi News | 02.11.2026</title>"}, ("2026-11-02", "page")),
        ({"body": "<h1>T</h1><p>On 2 November 2026 the bridge " + "reopened after repairs. " * 20}, None),
        ({"body": "<footer class='footer'><span class='date'>2 November 2026</span></footer>"}, None),
        ({"body": "<p>© 2026 Vodi</p>"}, None),
    ],
)
def test_date_and_where_it_comes_from(page, expected):
    assert found(facts(**page)) == expected


def test_date_of_the_feed_says_so():
    entry = Entry(url=URL, source="vodi-en", found_in="feed", published="2026-11-02T06:00:00Z")
    assert found(facts(entry=entry)) == ("2026-11-02T06:00:00Z", "feed")


def test_page_object_of_json_ld_dates_the_article_but_does_not_make_it_one():
    page = {"@graph": [{"@type": "WebPage", "datePublished": "2026-11-02T06:00:00+00:00"}]}
    assert found(facts(linked=page)) == ("2026-11-02T06:00:00Z", "json-ld")
    assert not facts(linked=page).is_marked
    assert found(facts(meta("pubdate", "2026-11-03"), linked=page)) == ("2026-11-03", "meta")


def test_plain_fields_of_broken_json_ld_are_read():
    broken = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge \\"open\\"", "image": ,'
        ' "datePublished": "2026-11-02T06:00:00Z", "author": {"name": "Zarina"},}</script>'
    )
    read = facts(broken)
    assert (read.title, found(read)) == ('Bridge "open"', ("2026-11-02T06:00:00Z", "json-ld"))
    assert (
        facts(
            '<script type="application/ld+json">{"@type": "Offer", "datePublished": "2026-11-02",}</script>'
        ).published
        is None
    )


@pytest.mark.parametrize("label", ["Updated", "Обновлено:", "Навсозӣ шуд", "Aktualisiert am", "Last modified"])
def test_date_of_an_update_counts_only_where_there_is_no_other(label):
    line = f"<h1>T</h1><div><span>{label} 5 ноября 2026</span></div>"
    assert found(facts(body=line)) == ("2026-11-05", "page")
    assert found(facts(body=f"{line}<div>2 ноября 2026</div>")) == ("2026-11-02", "page")


def test_published_comes_out_of_a_line_that_begins_with_the_update():
    line = "<h1>T</h1><p>Updated 5 November 2026, published 2 November 2026</p>"
    assert found(facts(body=line)) == ("2026-11-02", "page")


def test_marked_date_wins_over_a_caption():
    body = f"<h1>{TITLE}</h1><figcaption>Relay, 19.05.2007</figcaption><span class='published'>20 May 2007</span>"
    assert found(facts(body=body)) == ("2007-05-20", "page")


def test_unknown_meta_element_is_no_date_beside_the_headline():
    assert facts(meta("nothing", "2026-11-02T06:00:00Z"), "<h1>T</h1>").published is None


def test_dates_of_a_list_are_not_the_article_s():
    teasers = "".join(f"<li class='item'><span class='date'>{day} November 2026</span></li>" for day in range(1, 6))
    assert (
        facts(
            body=f"<div><h1>T</h1>{'<p>Words of the story, told at length.</p>' * 30}<ul>{teasers}</ul></div>"
        ).published
        is None
    )


def test_printed_time_tells_the_zone_of_a_moment_in_utc():
    head = meta("article:published_time", "2026-11-02T02:54:29Z")
    read = elsewhere(head, "<h1>T</h1><span>November 1, 2026 10:54 PM</span>").published
    assert (read.published, read.day, read.zone) == ("2026-11-02T02:54:29Z", date(2026, 11, 1), "-04:00")
    same = facts(
        meta("article:published_time", "2026-11-02T06:00:29Z"), "<h1>T</h1><i>2 ноября 2026, 11:00</i>"
    ).published
    assert (same.published, same.zone) == ("2026-11-02T06:00:29Z", "+05:00")


def test_printed_day_is_believed_where_some_zone_has_it():
    body = "<h1>T</h1><span>1 November 2026</span>"
    early, late = (meta("article:published_time", f"2026-11-02T{hour}:54:29Z") for hour in ("02", "14"))
    assert elsewhere(early, body).published.day == date(2026, 11, 1)
    assert elsewhere(late, body).published.day == date(2026, 11, 2)
    assert elsewhere(early, url="https://far.example/2026/11/01/bridge").published.day == date(2026, 11, 1)


def test_moment_with_a_zone_of_its_own_stays_on_its_day():
    head = meta("article:published_time", "2026-11-02T02:54:29+03:00")
    assert elsewhere(head, "<h1>T</h1><span>1 November 2026</span>").published.day == date(2026, 11, 2)


def test_day_in_the_url_wins_over_the_stamp_of_a_moved_site():
    head = meta("article:published_time", "2026-09-30T10:00:00+05:00")
    assert found(facts(head, url="https://vodi.example/2017/07/12/bridge")) == ("2017-07-12", "url")
    assert found(facts(head, url="https://vodi.example/2026/09/12/bridge")) == ("2026-09-30T05:00:00Z", "opengraph")


def test_every_value_says_where_it_comes_from():
    head = (
        meta("og:title", TITLE)
        + meta("article:modified_time", "2026-11-03")
        + '<meta name="keywords" content="bridge"><meta name="description" content="D">'
        + '<meta name="author" content="Zarina">'
        + '<link rel="license" href="https://l.example/"><link rel="canonical" href="/news/the-bridge">'
    )
    linked = news(articleSection="Society", image="https://vodi.example/i.jpg")
    assert facts(head, linked=linked).origins == {
        "title": "opengraph",
        "canonical_url": "page",
        "modified": "opengraph",
        "authors": "meta",
        "section": "json-ld",
        "keywords": "meta",
        "description": "meta",
        "image": "json-ld",
        "license": "page",
    }
    assert facts().origins == {}


STATE = '<script id="state" type="application/json">{{"article": {{{}}}}}</script>'


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (STATE.format('"datePublished": "2026-11-02T09:30:00+05:00"'), "2026-11-02T04:30:00Z"),
        (STATE.format('"first_publish_date": "2026-11-02"'), "2026-11-02"),
        ("<script>dataLayer.push({'publishedAt': '2026-11-02'})</script>", "2026-11-02"),
        ('<script>push("{\\"publicationDate\\":\\"2026-11-02\\"}")</script>', "2026-11-02"),
        (STATE.format('"publishedAt": "2026-11-02"') + STATE.format('"publishedAt": "2026-11-02"'), "2026-11-02"),
        (STATE.format('"publishedAt": "2026-11-02", "x": {"publishedAt": "2026-10-30"}'), None),
        (STATE.format('"createdAt": "2026-11-02"'), None),
        (STATE.format('"lastPublishedDate": "2026-11-02"'), None),
        (STATE.format('"unpublishedAt": "2026-11-02"'), None),
    ],
)
def test_date_that_only_a_script_states(script, expected):
    published = elsewhere(body=f"<h1>T</h1><p>A story.</p>{script}").published
    assert (published.published if published else None) == expected


def test_script_s_date_yields_to_what_the_page_prints():
    script = STATE.format('"publishedAt": "2026-10-30"')
    assert elsewhere(body=f"<h1>T</h1><p>2 November 2026</p>{script}").published.published == "2026-11-02"
