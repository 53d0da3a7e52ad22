from __future__ import annotations

import json
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import DiscoveryError
from archive.records import Entry
from crawler.discovery.feeds import MOST_ENTRIES, parse_feed
from tests.discovery_samples import NOW, SOURCE, damaged, source

URL = "https://vodi.example/en/feed/"

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Vodi News</title><link>https://vodi.example/en/</link>
<item><title>Bridge over the Varzob reopens</title><link>https://vodi.example/en/2026/11/bridge/</link>
<guid isPermaLink="false">https://vodi.example/?p=12</guid><pubDate>Mon, 02 Nov 2026 11:00:00 +0500</pubDate>
<dc:creator><![CDATA[Dilshod]]></dc:creator><description><![CDATA[<p>It <a href="/x">reopened</a>.</p>]]></description>
<content:encoded><![CDATA[<item><link>https://vodi.example/quoted</link></item>]]></content:encoded></item>
<item><title><![CDATA[Pupils &amp; teachers get a <b>library</b>]]></title><link>/en/2026/11/library/</link>
<pubDate>Tue, 03 Nov 2026 10:00:00</pubDate></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Хабари водӣ</title><link href="https://vodi.example/tg/"/><link rel="self" href="https://vodi.example/tg/atom"/>
<entry><title type="html">&lt;i&gt;Китобхона&lt;/i&gt; кушода шуд</title><id>tag:vodi.example,2026:3</id>
<link rel="replies" href="https://vodi.example/tg/3/comments"/>
<link rel="alternate" type="text/html" href="https://vodi.example/tg/3"/>
<link rel="enclosure" type="image/jpeg" href="https://vodi.example/3.jpg"/>
<published>2026-11-03T10:00:00+05:00</published><updated>2026-11-04T09:30:00.250Z</updated></entry>
<entry><title>Роҳ</title><id>https://vodi.example/tg/4</id><updated>2026-11-05T00:00:00Z</updated></entry>
</feed>"""

RDF = """<?xml version="1.0" encoding="windows-1251"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://vodi.example/ru/"><title>Вести долины</title>
<link>https://vodi.example/ru/</link></channel>
<item rdf:about="https://vodi.example/ru/7"><title>Мост через Варзоб открыт после ремонта</title>
<link>https://vodi.example/ru/7</link><dc:date>2026-11-02T11:10:00+05:00</dc:date></item></rdf:RDF>"""


def entries(text: str | bytes, url: str = URL, **changes: object) -> tuple[Entry, ...]:
    return parse_feed(text.encode() if isinstance(text, str) else text, url, source(**changes), NOW)


def urls(text: str | bytes, url: str = URL) -> list[str]:
    return [entry.url for entry in entries(text, url)]


def rss(items: str, head: str = "<link>https://vodi.example/en/</link>") -> str:
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'


def test_rss_gives_its_entries_with_title_and_date() -> None:
    bridge, library = entries(RSS)
    assert bridge == Entry(
        url="https://vodi.example/en/2026/11/bridge/",
        source="vodi-en",
        found_in="feed",
        title="Bridge over the Varzob reopens",
        published="2026-11-02T06:00:00Z",
        published_raw="Mon, 02 Nov 2026 11:00:00 +0500",
    )
    assert library.url == "https://vodi.example/en/2026/11/library/"
    assert library.title == "Pupils & teachers get a library"


def test_date_without_zone_is_read_in_the_sources_zone() -> None:
    assert entries(RSS)[1].published == "2026-11-03T05:00:00Z"
    assert entries(RSS, timezone="Europe/Moscow")[1].published == "2026-11-03T07:00:00Z"


def test_atom_takes_the_alternate_link_and_both_dates() -> None:
    library, road = entries(ATOM, "https://vodi.example/tg/atom")
    assert (library.url, library.title) == ("https://vodi.example/tg/3", "Китобхона кушода шуд")
    assert (library.published, library.modified) == ("2026-11-03T05:00:00Z", "2026-11-04T09:30:00Z")
    assert (road.url, road.published, road.modified) == ("https://vodi.example/tg/4", None, "2026-11-05T00:00:00Z")


def test_rdf_in_its_declared_charset_dates_by_dc() -> None:
    (bridge,) = entries(RDF.encode("windows-1251"), "https://vodi.example/ru/rss")
    assert bridge.title == "Мост через Варзоб открыт после ремонта"
    assert (bridge.url, bridge.published) == ("https://vodi.example/ru/7", "2026-11-02T06:10:00Z")
    assert bridge.modified is None


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "windows-1251", "koi8-r", "utf-16"])
def test_wrong_charset_declaration_does_no_harm(charset: str) -> None:
    assert entries(RDF.encode(charset))[0].title == "Мост через Варзоб открыт после ремонта"


def test_relative_links_are_read_against_the_channels_link() -> None:
    feed = rss("<item><link>news/1</link></item>", "<link>https://vodi.example/en/</link>")
    assert urls(feed, "https://feeds.example/vodi/") == ["https://vodi.example/en/news/1"]


@pytest.mark.parametrize("site", ["http://x/", "http://localhost/wordpress/", "https://cms.example/"])
def test_channels_link_to_a_host_of_no_scope_is_not_what_relative_links_are_read_against(site: str) -> None:
    feed = RSS.replace("https://vodi.example/en/</link>", f"{site}</link>")
    assert [entry.url for entry in entries(feed)][1] == "https://vodi.example/en/2026/11/library/"


@pytest.mark.parametrize("deep", [1_000, 100_000, 400_000])
def test_elements_in_one_another_by_the_hundred_thousand_cost_no_entry_and_a_second(deep: int) -> None:
    begun = time.process_time()
    assert entries(RSS.replace("<item>", "<a>" * deep + "</a>" * deep + "<item>", 1)) == entries(RSS)
    assert time.process_time() - begun < 3


def test_tags_that_take_turns_by_the_million_are_refused_within_seconds() -> None:
    begun = time.process_time()
    with pytest.raises(DiscoveryError, match="too damaged to read"):
        entries(RSS.replace("<item>", ("<a>" * 9 + "<b>") * 300_000 + "<item>", 1))
    assert time.process_time() - begun < 5


def test_relative_links_without_a_channel_link_are_read_against_the_feed() -> None:
    assert urls(rss("<item><link>/en/1</link></item>", "")) == ["https://vodi.example/en/1"]


def test_xml_base_comes_first() -> None:
    feed = ATOM.replace("<feed ", '<feed xml:base="https://vodi.example/base/" ').replace(
        'href="https://vodi.example/tg/3"', 'href="3.html"'
    )
    assert urls(feed)[0] == "https://vodi.example/base/3.html"


def test_relative_atom_links_are_read_against_the_feed() -> None:
    feed = ATOM.replace('href="https://vodi.example/tg/3"', 'href="3.html"')
    assert urls(feed, "https://mirror.example/tg/atom")[0] == "https://mirror.example/tg/3.html"


@pytest.mark.parametrize("link", ["", "<link/>", "<link></link>", "<link>javascript:alert(1)</link>"])
def test_guid_stands_in_for_a_missing_link(link: str) -> None:
    assert urls(rss(f"<item>{link}<guid>https://vodi.example/en/5</guid></item>")) == ["https://vodi.example/en/5"]


def test_entries_without_any_http_link_are_left_out() -> None:
    nameless = "<item><title>x</title></item><item><guid>17</guid></item><item><link/><guid>18</guid></item>"
    assert urls(rss(nameless + "<item><link>mailto:a@vodi.example</link></item>")) == []


def test_original_link_of_feedburner_comes_first() -> None:
    item = "<item><link>https://proxy.example/~1</link><feedburner:origLink>https://vodi.example/en/1</feedburner:origLink></item>"
    feed = rss(item).replace("<rss ", '<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" ')
    assert urls(feed) == ["https://vodi.example/en/1"]


def test_one_url_is_one_entry_the_first_one() -> None:
    items = "".join(f"<item><link>https://vodi.example/en/{n % 2}</link><title>{n}</title></item>" for n in range(6))
    assert [entry.title for entry in entries(rss(items))] == ["0", "1"]


def test_order_of_the_feed_is_kept() -> None:
    items = "".join(f"<item><link>https://vodi.example/en/{n}</link></item>" for n in (3, 1, 2))
    assert urls(rss(items)) == [f"https://vodi.example/en/{n}" for n in (3, 1, 2)]


@pytest.mark.parametrize("wrap", [rss, lambda items: f'<feed xmlns="http://www.w3.org/2005/Atom">{items}</feed>'])
def test_only_the_first_thousand_entries_are_read(wrap: object) -> None:
    tag = "item" if wrap is rss else "entry"
    items = "".join(f"<{tag}><id>https://vodi.example/en/{n}</id></{tag}>" for n in range(MOST_ENTRIES + 50))
    assert callable(wrap)
    found = urls(wrap(items))
    assert len(found) == MOST_ENTRIES
    assert found[-1] == f"https://vodi.example/en/{MOST_ENTRIES - 1}"


def test_query_of_several_parameters_survives() -> None:
    items = "<item><link>https://vodi.example/?a=1&amp;copy=2</link></item><item><link>https://vodi.example/?a=1&copy=3</link></item>"
    assert urls(rss(items)) == ["https://vodi.example/?a=1&copy=2", "https://vodi.example/?a=1&copy=3"]


def test_impossible_date_is_unknown_but_kept_as_printed() -> None:
    item = "<item><link>https://vodi.example/1</link><pubDate>{}</pubDate></item>"
    for raw in ("Fri, 01 Jan 2027 10:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "some day"):
        (entry,) = entries(rss(item.format(raw)))
        assert (entry.published, entry.published_raw) == (None, raw)


def test_day_alone_stays_a_day() -> None:
    (entry,) = entries(rss("<item><link>https://vodi.example/1</link><pubDate>2026-11-03</pubDate></item>"))
    assert entry.published == "2026-11-03"


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("</item>", "", 1),
        lambda text: text[: text.index("</channel>")],
        lambda text: text.replace("Bridge over", "Bridge & over <"),
        lambda text: text.replace("Bridge", "Bri\x03dge\x00"),
        lambda text: text.replace("Bridge", "Bridge&nbsp;&#99999999999;&#xD800;"),
        lambda text: "\n\n <br />\n<b>Warning</b>: include() failed<br />\n" + text,
        lambda text: text.replace('<?xml version="1.0" encoding="UTF-8"?>', "\n \n<?xml version='1.1'?>"),
        lambda text: text.replace(' xmlns:dc="http://purl.org/dc/elements/1.1/"', ""),
    ],
)
def test_ill_formed_feed_gives_its_entries(damage: object) -> None:
    assert callable(damage)
    assert "https://vodi.example/en/2026/11/bridge/" in urls(damage(RSS))


@pytest.mark.parametrize("odd", ["<gml:pos>1</gml:pos>", "<psc:chapter/>", "<width>wide</width>", "<media:player/>"])
def test_odd_value_in_an_element_that_is_not_needed_does_not_cost_the_feed(odd: str) -> None:
    assert urls(rss(f"<item>{odd}<link>https://vodi.example/en/1</link></item>")) == ["https://vodi.example/en/1"]


def test_feed_over_which_the_parser_breaks_is_refused() -> None:
    feed = rss('<item xmlns:g="http://www.opengis.net/gml"><g:pos>1</g:pos></item>')
    with pytest.raises(DiscoveryError, match="is too damaged to read, not a feed"):
        entries(feed)


def test_feed_too_long_to_read_gives_its_first_thousand() -> None:
    item = "<item><link>https://vodi.example/en/{}</link>" + "<category/>" * 150 + "</item>"
    assert len(urls(rss("".join(map(item.format, range(1500)))))) == MOST_ENTRIES


@pytest.mark.parametrize("empty", [rss(""), '<feed xmlns="http://www.w3.org/2005/Atom"/>', '<rss version="2.0"/>'])
def test_feed_without_entries_is_a_feed(empty: str) -> None:
    assert entries(empty) == ()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!DOCTYPE html><html><head><title>404</title></head><body><p>Not found</p></body></html>", "an HTML page"),
        (b"<html><body><item><link>https://vodi.example/1</link></item></body></html>", "an HTML page"),
        (b"<html><item><link>https://vodi.example/1</link></item></html>", "an HTML page"),
        (b"<p>Access denied</p>", "an HTML page"),
        (json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": []}).encode(), "JSON"),
        (b"https://vodi.example/feed.xml", "plain text"),
        (b"pyproject.toml", "plain text"),
        (b"<urlset><url><loc>https://vodi.example/1</loc></url></urlset>", "a sitemap"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a binary file"),
    ],
)
def test_anything_else_is_refused_with_what_it_is(body: bytes, kind: str) -> None:
    with pytest.raises(DiscoveryError) as refused:
        entries(body)
    assert str(refused.value) == (
        f"{URL} is {kind}, not a feed. Open it in a browser and correct feeds in the source file of vodi-en."
    )


def test_no_file_is_opened_and_no_connection_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_text(RSS, encoding="utf-8")
    monkeypatch.setattr(socket, "socket", None)
    for body in (str(secret), f"file://{secret}", "http://127.0.0.1:9/feed.xml"):
        with pytest.raises(DiscoveryError):
            entries(body)
    monkeypatch.chdir(tmp_path)
    Path("<a").write_text(RSS, encoding="utf-8")
    with pytest.raises(DiscoveryError):
        entries("<a")
    outside = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY % y SYSTEM "http://127.0.0.1:9/"> %y;]>'
    (entry,) = entries(outside + rss("<item><link>https://vodi.example/1</link><title>a &x; b</title></item>"))
    assert entry.title == "a &x; b"


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    (entry,) = entries(bomb + rss("<item><link>https://vodi.example/1</link><title>x &a;&b; y</title></item>"))
    assert entry.title == "x &a;&b; y"


@pytest.mark.parametrize(
    "hostile",
    [
        rss(f"<item><link>https://vodi.example/1</link><author>{'a.' * 200_000}</author></item>"),
        rss(f"<item><link>https://vodi.example/1</link><dc:creator>{'a.' * 200_000}</dc:creator></item>"),
        rss("<a>" * 2_000_000),
        rss("<item>" * 1_000_000),
        rss("&" * 9_000_000),
    ],
    ids=["author", "creator", "deep", "items", "ampersands"],
)
def test_hostile_feed_costs_seconds_and_not_minutes(hostile: str) -> None:
    started = time.process_time()
    with suppress(DiscoveryError):
        entries(hostile)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("feed", [RSS.encode(), ATOM.encode(), RDF.encode("windows-1251")], ids=["rss", "atom", "rdf"])
def test_damaged_feeds_give_entries_or_a_refusal(feed: bytes) -> None:
    read = 0
    for body in damaged(feed, 200):
        with suppress(DiscoveryError):
            read += bool(parse_feed(body, URL, SOURCE, NOW))
    assert read > 50


PIECES = st.text("<>/itemlnkrsabc&;# ", max_size=80).map(lambda text: rss(f"<item>{text}").encode())
LINKS = st.text("htps:/lnkabc&;#?.@ ", max_size=80).map(lambda text: rss(f"<item><link>{text}</link></item>").encode())


@given(st.binary(max_size=300) | PIECES | LINKS)
def test_any_bytes_are_entries_with_an_address_or_refused(body: bytes) -> None:
    found: tuple[Entry, ...] = ()
    with suppress(DiscoveryError):
        found = parse_feed(body, URL, SOURCE, NOW)
    assert all(entry.url.startswith(("http://", "https://")) for entry in found)


def test_element_of_100000_attributes_costs_no_minute() -> None:
    """Python's reader of XML takes 100 s for it, and the whole run would wait."""
    crowd = " ".join(f'a{number}="1"' for number in range(100_000))
    item = "<item><title>Bridge</title><link>https://vodi.example/bridge</link></item>"
    begun = time.process_time()
    assert urls(rss(f"{item}<x {crowd}/>")) == ["https://vodi.example/bridge"]
    assert urls(rss(f"<x {crowd}>{item}</x>")) == ["https://vodi.example/bridge"]
    assert time.process_time() - begun < 5
