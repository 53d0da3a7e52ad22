"""What a page says of its article, and which of its statements wins."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Entry, Source
from crawler.extraction.linked_data import read_linked_data
from crawler.extraction.metadata import read_metadata, tidy
from crawler.extraction.page import open_page

URL = "https://vodi.example/news/bridge"
SOURCE = Source(
    slug="vodi-en",
    name="Vodi News (English)",
    country="TJ",
    languages=("en",),
    timezone="Asia/Dushanbe",
    scope=("vodi.example/",),
    homepage="https://vodi.example/",
)
TITLE = "Bridge over the Varzob reopens"


def facts(head="", body="<p>Text</p>", *, linked=None, url=URL, entry=None):
    script = linked and f'<script type="application/ld+json">{json.dumps(linked)}</script>'
    html = f"<html><head>{head}{script or ''}</head><body>{body}</body></html>"
    page = open_page(html.encode(), url)
    return read_metadata(page, SOURCE, entry=entry, today=date(2026, 11, 22))


def news(**fields):
    return {"@context": "https://schema.org", "@type": "NewsArticle", **fields}


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


def test_linked_data_then_meta_then_heading_then_feed_give_the_title():
    head, body = meta("og:title", "From OpenGraph"), "<h1>From the heading</h1>"
    entry = Entry(url=URL, source="vodi-en", found_in="feed", title="From the feed")
    assert facts(head, body, linked=news(headline="From JSON-LD"), entry=entry).title == "From JSON-LD"
    assert facts(head, body, entry=entry).title == "From OpenGraph"
    assert facts("", body, entry=entry).title == "From the heading"
    assert facts(entry=entry).title == "From the feed"
    assert facts().title is None


@pytest.mark.parametrize(
    "window",
    [
        f"{TITLE} | Vodi News",
        f"{TITLE} – vodi.example",
        f"Vodi News (English): {TITLE}",
        f"{TITLE} - News - Vodi News",
        f"Vodi News » {TITLE}",
        f"\n{TITLE} | Vodi\n  ",
    ],
)
def test_name_of_the_site_is_no_part_of_the_title(window):
    body = f"<h1>{TITLE}</h1>" if " - News - " in window else ""
    assert facts(f"<title>{window}</title>", body).title == TITLE
    assert facts(meta("og:title", window), body).title == TITLE


def test_dash_inside_a_title_stays():
    assert facts("<title>Dushanbe – Khujand: road opens</title>").title == "Dushanbe – Khujand: road opens"


def test_heading_that_the_window_repeats_wins_over_the_logo():
    body = f"<h1>Vodi News</h1><h1>Valley and mountains</h1><h1>{TITLE}</h1>"
    assert facts(f"<title>{TITLE} | Valley</title>", body).title == TITLE
    assert facts("", "<h1>Vodi News</h1><h1>Valley and mountains</h1>").title == "Valley and mountains"


def test_time_of_linked_data_wins_and_keeps_its_zone():
    head = meta("article:published_time", "2026-11-01T08:00:00Z")
    published = facts(head, linked=news(datePublished="2026-11-02T11:00:00+05:00")).published
    assert (published.published, published.zone) == ("2026-11-02T06:00:00Z", "+05:00")
    assert facts(head).published.published == "2026-11-01T08:00:00Z"


def test_day_is_sharpened_by_a_time_of_the_same_day():
    body = "<h1>T</h1><span>2 ноября 2026, 11:00</span>"
    published = facts(body=body, linked=news(datePublished="2026-11-02")).published
    assert (published.published, published.raw) == ("2026-11-02T06:00:00Z", "2 ноября 2026, 11:00")
    assert facts(body=body, linked=news(datePublished="2026-11-03")).published.published == "2026-11-03"


def test_date_is_printed_beside_the_headline_not_in_the_sidebar():
    story = "<p>" + "The bridge reopened on Monday after repairs. " * 20 + "</p>"
    side = "<div class='date'>12:00, 8.Янв 2026</div>"
    beside = "<div class='info'>By <b>vodi</b> <span class='meta'>Май 1, 2023 15:46</span></div>"
    assert facts(body=f"<h1>T</h1>{beside}{story}{side}").published.published == "2023-05-01T10:46:00Z"
    assert facts(body=f"<time>1 мая 2023</time><h1>T</h1>{story}{side}").published.published == "2023-05-01"
    assert facts(body=f"<h1>T</h1>{story}{side}").published is None


def test_raw_form_is_the_innermost():
    body = "<h1>T</h1><div>By vodi <span>Май 1, 2023 15:46</span></div>"
    assert facts(body=body).published.raw == "Май 1, 2023 15:46"


def test_missing_year_comes_from_the_url():
    url = "https://vodi.example/en/news/20221021/bridge"
    assert facts(body="<h1>T</h1><i>14:34, october 21</i>", url=url).published.published == "2022-10-21T09:34:00Z"


def test_feed_and_then_url_give_the_date_that_the_page_lacks():
    url = "https://vodi.example/2026/11/02/bridge"
    entry = Entry(url=url, source="vodi-en", found_in="feed", published="2026-11-02T06:00:00Z")
    assert facts(url=url, entry=entry).published.published == "2026-11-02T06:00:00Z"
    assert (facts(url=url).published.published, facts(url=url).published.precision) == ("2026-11-02", "day")
    assert facts().published is None


def test_date_in_the_future_is_passed_over_for_the_next():
    head = meta("article:published_time", "2027-01-01T00:00:00Z") + meta("date", "2026-11-02")
    assert facts(head).published.published == "2026-11-02"


def test_modified_is_what_the_page_states():
    assert (
        facts(meta("article:modified_time", "2026-11-03T10:00:00+05:00")).modified.published == "2026-11-03T05:00:00Z"
    )
    assert facts(linked=news(datePublished="2026-11-02")).modified is None


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Zarina Hakimova"}, ("Zarina Hakimova",)),
        ([{"name": "Zarina Hakimova"}, {"name": "Dilshod Rahmonov"}], ("Zarina Hakimova", "Dilshod Rahmonov")),
        ("By Zarina Hakimova and Dilshod Rahmonov", ("Zarina Hakimova", "Dilshod Rahmonov")),
        ("Автор: Зарина Ҳакимова, Дилшод Раҳмонов", ("Зарина Ҳакимова", "Дилшод Раҳмонов")),
        (["Zarina Hakimova", "Zarina Hakimova"], ("Zarina Hakimova",)),
        ({"name": ["Zarina Hakimova"]}, ("Zarina Hakimova",)),
        ("Vodi News", ("Vodi News",)),
        ("admin", ()),
        ("https://facebook.example/zarina", ()),
        ("zarina@vodi.example", ()),
        ([None, 5, {"name": {"x": 1}}], ()),
    ],
)
def test_authors_are_names_of_people(author, names):
    assert facts(linked=news(author=author)).authors == names


def test_byline_on_the_page_is_the_last_resort():
    body = "<span class='article-author'>By Zarina Hakimova</span>"
    assert facts(body=body).authors == ("Zarina Hakimova",)
    assert facts(meta("author", "Dilshod Rahmonov"), body).authors == ("Dilshod Rahmonov",)
    assert facts(body="<div class='author'><b>By vodi</b> Май 1, 2023</div>").authors == ()


def test_section_keywords_description_image_and_licence():
    head = (
        meta("article:section", "Society")
        + meta("article:tag", "Varzob")
        + meta("article:tag", "bridges, roads; Varzob")
        + meta("og:description", "A bridge &amp; a river")
        + meta("og:image", "/img/bridge.jpg")
        + '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">'
    )
    found = facts(head)
    assert found.section == "Society"
    assert found.keywords == ("Varzob", "bridges", "roads")
    assert found.description == "A bridge & a river"
    assert found.image == "https://vodi.example/img/bridge.jpg"
    assert found.license == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("image", ["javascript:alert(1)", "data:image/png;base64,AA", "http://[::1"])
def test_image_is_a_web_address_or_nothing(image):
    assert facts(meta("og:image", image)).image is None


def test_canonical_url_is_believed_only_on_the_same_site():
    def canonical(href):
        return facts(f'<link rel="canonical" href="{href}">').canonical_url

    assert canonical("/news/the-bridge") == "https://vodi.example/news/the-bridge"
    assert canonical("https://elsewhere.example/a") is None
    assert canonical("https://vodi.example/") is None
    assert facts(meta("og:url", "https://vodi.example/b")).canonical_url == "https://vodi.example/b"


def test_articles_in_a_graph_are_found_and_related_ones_are_not():
    graph = {"@graph": [{"@type": "WebSite"}, news(headline="Own", hasPart=news(headline="Related"))]}
    page = open_page(f'<html><script type="application/ld+json">{json.dumps(graph)}</script>'.encode(), URL)
    assert [node["headline"] for node in page.linked_data] == ["Own"]


@pytest.mark.parametrize("script", ["{", "[" * 50_000, '{"@type": 5}', '"text"', "null", "NaN", '{"@type": [null]}'])
def test_broken_linked_data_is_passed_over(script):
    page = open_page(f'<html><script type="application/ld+json">{script}</script><p>Text'.encode(), URL)
    assert page.linked_data == ()


def test_control_characters_in_linked_data_do_no_harm():
    html = '<html><script type="application/ld+json">{"@type": "Article", "headline": "One\n\ttwo"}</script><p>Text'
    page = open_page(html.encode(), URL)
    assert tidy(page.linked_data[0]["headline"]) == "One two"


def test_page_that_calls_itself_an_article_is_marked():
    assert facts(linked=news()).is_marked
    assert facts(meta("og:type", "article")).is_marked
    assert not facts(meta("og:type", "website")).is_marked


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.text("ab \n&<>:/", max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "url", "@type"]), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(["headline", "author", "datePublished", "image", "keywords", "publisher", "license"])


@given(st.dictionaries(KEYS, VALUES))
def test_linked_data_of_any_shape_gives_lines_of_text_or_nothing(fields):
    told = facts(linked=news(**fields))
    texts = [told.title, told.section, told.description, told.license, *told.authors, *told.keywords]
    assert all(text is None or text == " ".join(text.split()) != "" for text in texts)
    assert told.image is None or told.image.startswith(("http://", "https://"))


@given(st.text(max_size=100))
def test_tidy_text_is_one_line_and_stays_tidy(text):
    once = tidy(text)
    assert "\n" not in once
    assert once == once.strip()


def test_linked_data_reader_stops_at_its_limits():
    scripts = '<script type="application/ld+json">{"@type": "Article"}</script>' * 100
    huge = '<script type="application/ld+json">{"@type": "Article", "a": "' + "x" * 400_000 + '"}</script>'
    tree = open_page(b"<html><p>Text", URL).tree
    assert read_linked_data(tree) == []
    assert len(open_page(f"<html>{scripts}<p>Text".encode(), URL).linked_data) == 30
    assert open_page(f"<html>{huge}<p>Text".encode(), URL).linked_data == ()


def test_date_of_the_feed_keeps_the_form_it_was_printed_in():
    entry = Entry(
        url="https://vodi.example/a/b",
        source="vodi-en",
        found_in="feed",
        published="2026-11-02T06:00:00Z",
        published_raw="Mon, 02 Nov 2026 11:00:00 +0500",
    )
    published = facts(url=entry.url, entry=entry).published
    assert (published.published, published.raw) == ("2026-11-02T06:00:00Z", "Mon, 02 Nov 2026 11:00:00 +0500")
