"""The pages of an archive in Datasette, asked for through its own ASGI client."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from lxml import html

from archive.export.snapshot import Query, open_snapshot
from archive.readonly import SCHEMA_VERSION
from tests.browsing import PUBLIC, ask, change, copied, datasette_on, page, words
from tests.samples import sample_archive

if TYPE_CHECKING:
    import httpx

ATOM = "{http://www.w3.org/2005/Atom}"
PAGES = (
    "/", "/search", "/search?q=library", "/article/1", "/article/1/diff/1..2", "/source/vodi-en", "/day/2026-11-03",
    "/saved",
)  # fmt: skip
HOSTILE = (
    '"', '""', '"""', "'", "''", "`", "\\", "%", "%%", "%00", "\x00", "a\x00b", "\x01\x02\x03", "\x1b[31m", "\x7f",
    "*", "**", "a*", "*a", "^a", "a AND", "AND", "OR", "NOT", "a OR", "OR a", "NOT a", "a NOT", "NEAR", "NEAR(",
    "NEAR(a b, 3)", "(", ")", "()", "(((", "a)", "{a}", "[a]", ":", "title:", "title:a", "nope:a", "source:",
    "source:nowhere", "lang:", "lang:xx", "before:", "before:yesterday", "after:9999-99-99", "-", "--", "-a", "- -",
    "a -a", '-"', "c++", "c#", ".net", "AT&T", "a;b", "a&b=c", "?", "#", "/", "../../etc/passwd", "<script>",
    "</script><script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "${7}", "'; DROP TABLE article; --", "1=1",
    "article_fts MATCH 'a'", "rank", "bm25(article_fts)", "+", "a+b", "~", "=", ",", ".", "...", "…", "—", "«»",
    "„“", "🙂", "👨‍👩‍👧‍👦", "\u202eabc", "\u200b", "\u200d", "\ufeff", "\ufffe", "e\u0301" * 50, "\u0301", "ӣӯқғҳҷ",
    "ʼ", "ه‌ی", "א", "字", "a" * 10_000, "a " * 5_000, '"a" ' * 500, "(" * 2_000, "a OR " * 500, "-a " * 500,
)  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_archive(tmp_path_factory.mktemp("archive") / "vodi.db")


@pytest.fixture
def own(sample: Path, tmp_path: Path) -> Path:
    return copied(sample, tmp_path)


# What every page keeps to


@pytest.mark.parametrize("url", PAGES)
def test_page_is_served_with_a_policy_that_forbids_scripts(sample: Path, url: str) -> None:
    response = ask(sample, url)[0]
    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'")
    assert "frame-ancestors 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("url", PAGES)
def test_page_obeys_its_own_policy(sample: Path, url: str) -> None:
    root = page(sample, url)
    assert root.xpath("//script[not(@type='application/ld+json')]") == []
    assert root.xpath("//*[@style] | //style | //iframe | //img | //object | //embed") == []
    assert root.xpath("//@*[starts-with(name(), 'on')]") == []
    assert [urlsplit(link).netloc for link in root.xpath("//link[@rel='stylesheet']/@href")] == [""]


@pytest.mark.parametrize("url", PAGES)
def test_page_has_landmarks_one_headline_and_unique_ids(sample: Path, url: str) -> None:
    root = page(sample, url)
    assert [len(root.xpath(f"//{name}")) for name in ("main", "h1")] == [1, 1]
    assert root.xpath("//body/header | //body/footer") != []
    assert root.xpath("//a[@class='skip']/@href") == ["#text"]
    assert root.xpath("//main/@id") == ["text"]
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = set(" ".join(root.xpath("//@aria-labelledby")).split())
    assert named <= set(ids)
    assert root.xpath("/html/@lang") == ["en"]


def test_every_link_of_our_pages_leads_somewhere(sample: Path) -> None:
    async def follow() -> dict[str, int]:
        datasette = datasette_on(sample)
        await datasette.invoke_startup()
        seen: dict[str, int] = {}
        waiting = ["/"]
        while waiting:
            url = waiting.pop()
            response = await datasette.client.get(url, follow_redirects=True)
            seen[url] = response.status_code
            ours = "default-src 'none'" in response.headers.get("content-security-policy", "")
            if not ours or "html" not in response.headers["content-type"]:
                continue
            for link in html.fromstring(response.text).xpath("//a/@href | //link/@href"):
                target = urljoin(f"http://localhost{url}", link).partition("#")[0]
                if target.startswith("http://localhost/") and target[16:] not in (*seen, *waiting):
                    waiting.append(target[16:])
        return seen

    seen = asyncio.run(follow())
    assert set(seen.values()) == {200}, [url for url in seen if seen[url] != 200]
    assert len(seen) > 40


def test_stylesheet_is_served_for_ever_under_an_address_that_changes_with_it(sample: Path) -> None:
    address = page(sample, "/").xpath("//link[@rel='stylesheet']/@href")[0]
    response = ask(sample, address)[0]
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/css")
    assert "immutable" in response.headers["cache-control"]
    assert "prefers-color-scheme: dark" in response.text
    assert "@media print" in response.text
    assert "url(" not in response.text
    assert "@import" not in response.text


def test_pages_work_under_a_base_url(sample: Path) -> None:
    async def answers() -> list[httpx.Response]:
        datasette = datasette_on(sample, settings={"base_url": "/press/"})
        await datasette.invoke_startup()
        return [await datasette.client.get(url) for url in ("/", "/article/1")]

    for response in asyncio.run(answers()):
        assert response.status_code == 200
        links = html.fromstring(response.text).xpath("//a/@href | //link/@href | //form/@action")
        ours = [link for link in links if link.startswith("/")]
        assert ours
        assert all(link.startswith("/press/") for link in ours)


# The front page


def test_front_counts_what_is_kept(sample: Path) -> None:
    tally = [words(item) for item in page(sample, "/").xpath("//ul[@class='tally']/li")]
    assert tally == ["10 articles", "3 sources", "1 earlier version kept", "1 duplicate linked", "1 removed"]


def test_front_leads_with_the_newest_articles_and_leaves_out_copies(sample: Path) -> None:
    headlines = [words(title) for title in page(sample, "/").xpath("//section[@class='latest']//h3")]
    assert headlines[0] == "Дар Хоруғ китобхона кушода шуд"  # undated: counts from when it was first seen
    assert headlines[1] == "Қарори нав дар бораи об"
    assert "Library opens in Khorog school" not in headlines
    assert len(headlines) == 9


def test_front_says_when_a_date_is_unknown(sample: Path) -> None:
    lead = page(sample, "/").xpath("//article[@class='lead']")[0]
    assert "Date unknown, first seen 7 November 2026" in words(lead)


def test_front_tells_what_changed(sample: Path) -> None:
    changes = [words(item) for item in page(sample, "/").xpath("//section[@aria-labelledby='changed']//li")]
    assert [change.split()[0] for change in changes] == ["Removed", "Edited", "Copy"]
    assert "Rates of the somoni on Tuesday" in changes[0]
    assert "Bridge over the Varzob reopens" in changes[1]


def test_front_draws_articles_per_day_with_a_text_alternative(sample: Path) -> None:
    root = page(sample, "/")
    drawing = root.xpath("//figure//svg[@role='img']")[0]
    assert words(drawing.xpath("./desc")[0]) == ("9 articles in 30 days. The busiest day was 3 November 2026 with 3.")
    assert len(drawing.xpath(".//rect")) == 8  # a bar for every source on every day that has one
    rows = [words(row) for row in root.xpath("//figure//tbody/tr")]
    assert rows[0].startswith("6 November 2026")
    assert len(rows) == 5


def test_chart_puts_an_article_on_its_day_in_the_zone_of_its_source(own: Path) -> None:
    change(own, "UPDATE article SET published = '2026-11-06T21:30:00Z' WHERE id = 8")  # 02:30 on the 7th in Dushanbe
    days = [words(day) for day in page(own, "/").xpath("//figure//tbody/tr/th")]
    assert days[0] == "7 November 2026"
    assert "6 November 2026" not in days


def test_article_dated_in_the_far_future_does_not_take_the_front_page(own: Path) -> None:
    change(own, "UPDATE article SET published = '2099-01-01T00:00:00Z' WHERE id = 1")
    root = page(own, "/")
    assert words(root.xpath("//section[@class='latest']//h3")[0]) == "Дар Хоруғ китобхона кушода шуд"
    assert words(root.xpath("//figure//tbody/tr/th")[0]) == "6 November 2026"


def test_front_says_how_every_source_fares(own: Path) -> None:
    change(own, "INSERT INTO crawl VALUES (1, '2026-11-08T00:00:00Z', NULL, 'backissue crawl', 3)")
    change(own, "INSERT INTO crawl_source VALUES (1, 'vodi-en', 9, 0, 0, 1.0, '{}', NULL, 1, 0, '{}')")
    change(
        own, "INSERT INTO crawl_source VALUES (1, 'vodi-ru', 9, 0, 0, 1.0, '{}', 'the feed answers 403', 0, 0, '{}')"
    )
    health = [words(item) for item in page(own, "/").xpath("//ul[@class='health']/li")]
    assert health == [
        "Vodi News (English) ok 4 articles · newest 4 November 2026",
        "Вести долины failing 3 articles · newest 5 November 2026 the feed answers 403",
        "Хабари водӣ quiet 3 articles · newest 6 November 2026",
    ]


def test_languages_are_named_in_themselves(sample: Path) -> None:
    items = page(sample, "/").xpath("//section[@aria-labelledby='languages']//li")
    assert [words(item) for item in items] == ["English 4", "Русский 3", "Тоҷикӣ 3"]
    assert [item.xpath("./a/@lang")[0] for item in items] == ["en", "ru", "tg"]


def test_empty_archive_has_a_front_page(own: Path) -> None:
    for table in ("revision", "article", "source"):
        change(own, f"DELETE FROM {table}")
    assert "Nothing has been archived yet" in words(page(own, "/").xpath("//main")[0])


# An article


def test_opt_out_of_an_article_is_said_in_the_reader_s_language(own: Path) -> None:
    signals = '["noarchive", "tdm-reservation", "later-signal"]'
    change(own, "UPDATE article SET opt_out = ? WHERE id = 1", signals)
    change(own, "UPDATE article SET opt_out = '[]' WHERE id = 2")
    assert words(page(own, "/article/1").xpath("//p[@class='notice']")[0]) == (
        "Opt-out. The page asks not to be archived (noarchive). "
        "The page reserves the right to mine its text and data (tdm-reservation). later-signal"
    )
    assert "просит не хранить" in words(page(own, "/article/1?ui=ru").xpath("//p[@class='notice']")[0])
    for quiet in (2, 3):
        assert "Opt-out" not in ask(own, f"/article/{quiet}")[0].text


def test_article_reads_like_a_newspaper_page(sample: Path) -> None:
    root = page(sample, "/article/1")
    assert words(root.xpath("//h1")[0]) == "Bridge over the Varzob reopens"
    assert words(root.xpath("//p[@class='kicker']")[0]) == "Vodi News (English) Society"
    assert words(root.xpath("//p[@class='authors']")[0]) == "By Зарина Ҳакимова"
    assert [words(paragraph) for paragraph in root.xpath("//div[@class='body']/p")] == [
        "The bridge over the Varzob river reopened on Monday after a year of repairs.",
        "Engineer Dilshod Rahmonov said it would carry two lanes of traffic.",
    ]
    assert root.xpath("//p[@class='original']/a/@href") == ["https://vodi-en.example/news/1"]


def test_article_is_dated_in_the_zone_of_its_source(sample: Path) -> None:
    time = page(sample, "/article/1").xpath("//div[@class='byline']//time")[0]
    assert words(time) == "2 November 2026, 11:00 (Dushanbe)"
    assert time.get("datetime") == "2026-11-02T06:00:00Z"


def test_article_whose_day_alone_is_known_has_no_invented_hour(sample: Path) -> None:
    assert words(page(sample, "/article/3").xpath("//div[@class='byline']//time")[0]) == "3 November 2026"


def test_article_without_a_date_says_so(sample: Path) -> None:
    assert words(page(sample, "/article/9").xpath("//div[@class='byline']")[0]) == "Date unknown"


def test_title_and_text_name_their_language_and_leave_their_direction_to_the_letters(sample: Path) -> None:
    root = page(sample, "/article/7")
    for element in (root.xpath("//h1")[0], root.xpath("//div[@class='body']")[0]):
        assert (element.get("lang"), element.get("dir")) == ("tg", "auto")
    hits = page(sample, "/search").xpath("//article[@class='hit']/h2")
    assert {hit.get("lang") for hit in hits} == {"en", "ru", "tg"}
    assert {hit.get("dir") for hit in hits} == {"auto"}


def test_removed_article_stays_readable_under_a_notice(sample: Path) -> None:
    root = page(sample, "/article/3")
    notice = words(root.xpath("//p[@class='notice gone']")[0])
    assert "Last seen there 7 November 2026, 05:00, found gone 8 November 2026, 05:00." in notice
    assert "10.61 somoni" in words(root.xpath("//div[@class='body']")[0])


def test_duplicate_names_the_article_that_came_first_and_is_named_by_it(sample: Path) -> None:
    copy = page(sample, "/article/10")
    assert "The same text was first published as School in Khorog gets a library" in words(
        copy.xpath("//p[@class='notice']")[0]
    )
    first = page(sample, "/article/2")
    assert first.xpath("//section[@aria-labelledby='same']//a/@href") == ["/article/10"]
    assert page(sample, "/article/1").xpath("//section[@aria-labelledby='same']") == []


def test_evidence_lists_every_capture(own: Path) -> None:
    change(
        own,
        "INSERT INTO capture (url, source, fetched_at, status, headers, digest, size, file, offset, length, article_id,"
        " outcome) VALUES ('https://vodi-en.example/news/1', 'vodi-en', '2026-11-07T00:00:00Z', 200, '[]', ?, 20480,"
        " 'a.warc.gz', 0, 9, 1, 'new')",
        "sha256:" + "ab" * 32,
    )
    capture = page(own, "/article/1").xpath("//ul[@class='captures']/li")[0]
    assert words(capture) == "7 November 2026, 05:00 HTTP 200 · 20.5 kB · new sha256:abababababababab…"
    assert capture.xpath("./code/@title") == ["sha256:" + "ab" * 32]


def test_head_describes_the_article_for_machines(sample: Path) -> None:
    root = page(sample, "/article/1")
    head = {tag.get("property"): tag.get("content") for tag in root.xpath("//meta[@property]")}
    assert head["og:title"] == "Bridge over the Varzob reopens"
    assert head["og:url"] == "http://localhost/article/1"
    assert head["article:published_time"] == "2026-11-02T06:00:00Z"
    data = json.loads(root.xpath("//script[@type='application/ld+json']/text()")[0])
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Bridge over the Varzob reopens"
    assert data["author"] == [{"@type": "Person", "name": "Зарина Ҳакимова"}]


def test_article_json_is_the_object_of_the_command_line_with_its_versions(sample: Path) -> None:
    found, absent = ask(sample, "/article/1.json", "/article/99.json")
    article = found.json()
    assert article["headline"] == "Bridge over the Varzob reopens"
    with open_snapshot(sample, Query(revisions=True)) as snapshot:
        assert article == next(snapshot.articles())
    assert [version["kind"] for version in article["revisions"]] == ["first", "correction"]
    assert absent.status_code == 404
    assert absent.json()["ok"] is False


def test_diff_shows_the_changed_words_and_only_those(sample: Path) -> None:
    root = page(sample, "/article/1/diff/1..2")
    assert [words(change) for change in root.xpath("//div[@class='body']//del")] == ["one lane"]
    assert [words(change) for change in root.xpath("//div[@class='body']//ins")] == ["two lanes"]
    assert words(root.xpath("//div[@class='body']/p[2]")[0]).endswith("carry one lane two lanes of traffic.")


def test_diff_shows_a_changed_headline(own: Path) -> None:
    change(own, "UPDATE revision SET title = 'Bridge over the Vakhsh reopens' WHERE article_id = 1 AND number = 1")
    root = page(own, "/article/1/diff/1..2")
    assert words(root.xpath("//h1/del")[0]) == "Vakhsh"
    assert words(root.xpath("//h1/ins")[0]) == "Varzob"


def test_diff_of_a_version_with_itself_says_that_nothing_differs(sample: Path) -> None:
    root = page(sample, "/article/1/diff/2..2")
    assert "is the same" in words(root.xpath("//p[@class='notice']")[0])
    assert root.xpath("//ins | //del") == []


@pytest.mark.parametrize(
    "url", ["/article/99", "/article/0", "/article/999999999999999999", "/article/1/diff/1..9", "/article/99/diff/1..2"]
)
def test_what_is_not_there_is_a_page_that_says_so(sample: Path, url: str) -> None:
    response = ask(sample, url)[0]
    assert response.status_code == 404
    assert html.fromstring(response.text).xpath("//section[@class='problem']/p")


@pytest.mark.parametrize(
    "url", ["/article/9999999999999999999999", "/article/x", "/article/-1", "/article/1/diff/a..b"]
)
def test_address_that_means_nothing_is_not_found(sample: Path, url: str) -> None:
    assert ask(sample, url)[0].status_code == 404


# Search


def test_search_finds_a_name_in_another_script_and_marks_it(sample: Path) -> None:
    root = page(sample, "/search?q=Rahmonov")
    titles = [words(hit) for hit in root.xpath("//article[@class='hit']/h2")]
    assert set(titles) == {"Bridge over the Varzob reopens", "Мост через Варзоб открыт после ремонта"}
    assert {words(mark) for mark in root.xpath("//mark")} == {"Rahmonov", "Рахмонов"}


def test_search_says_how_many_and_how_they_divide(sample: Path) -> None:
    root = page(sample, "/search?q=%22%D1%85%D0%BE%D1%80%D0%BE%D0%B3%D0%B5%22")  # "Хороге"
    assert words(root.xpath("//p[@class='hits-count']//strong")[0]) == "1 article found"
    facets = [words(item) for item in root.xpath("//ul[@class='choice']/li")]
    assert facets == ["Вести долины 1", "Русский 1"]
    month = root.xpath("//ol[@class='months']//a")[0]
    assert month.get("aria-label") == "November 2026: 1 article"
    assert "from=2026-11-01&to=2026-11-30" in month.get("href")


@pytest.mark.parametrize(
    ("narrowing", "expected"),
    [
        ("source=vodi-tg", 3),
        ("language=ru", 3),
        ("from=2026-11-05", 4),  # two of the 5th, one of the 6th, and the undated one, first seen on the 7th
        ("to=2026-11-02", 2),
        ("from=2026-11-03&to=2026-11-03", 3),
        ("source=nowhere", 0),
        ("source=vodi-en&language=ru", 0),
    ],
)
def test_search_is_narrowed_by_source_language_and_days(sample: Path, narrowing: str, expected: int) -> None:
    root = page(sample, f"/search?{narrowing}")
    assert len(root.xpath("//article[@class='hit']")) == expected
    assert words(root.xpath("//p[@class='hits-count']//strong")[0]).startswith(f"{expected} ")
    assert root.xpath("//ul[@class='chips']")


def test_form_keeps_what_was_asked_for(sample: Path) -> None:
    root = page(sample, "/search?q=library&source=vodi-en&language=en&from=2026-11-01&to=2026-11-30")
    assert root.xpath("//input[@name='q']/@value") == ["library"]
    assert root.xpath("//select[@name='source']/option[@selected]/@value") == ["vodi-en"]
    assert root.xpath("//select[@name='language']/option[@selected]/@value") == ["en"]
    assert root.xpath("//input[@type='date']/@value") == ["2026-11-01", "2026-11-30"]


def test_what_is_no_date_is_left_out_and_named(sample: Path) -> None:
    root = page(sample, "/search?from=yesterday&to=2026-02-30")
    notices = [words(notice) for notice in root.xpath("//p[@role='alert']")]
    assert "“yesterday” is not a date" in notices[0]
    assert "“2026-02-30” is not a date" in notices[1]
    assert len(root.xpath("//article[@class='hit']")) == 9


def test_many_hits_are_turned_page_by_page(own: Path) -> None:
    connection = sqlite3.connect(own)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(article)") if row[1] != "id"]
    values = ", ".join({"url_key": "'k' || value", "change": "100 + value"}.get(name, name) for name in columns)
    with connection:
        connection.execute(
            f"WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 40) "
            f"INSERT INTO article ({', '.join(columns)}) SELECT {values} FROM article, n WHERE article.id = 1"
        )
    connection.close()
    first, third = page(own, "/search?q=varzob"), page(own, "/search?q=varzob&page=3")
    assert len(first.xpath("//article[@class='hit']")) == 20
    assert words(first.xpath("//nav[@class='pages']")[0]) == "Page 1 of 3 Next"
    assert len(third.xpath("//article[@class='hit']")) == 2
    assert third.xpath("//a[@rel='next']") == []
    seen = [set(root.xpath("//article[@class='hit']//a/@href")) for root in (first, third)]
    assert not seen[0] & seen[1]


def test_nothing_found_is_said_with_advice(sample: Path) -> None:
    root = page(sample, "/search?q=zzzzqq")
    assert "0 articles found" in words(root.xpath("//p[@class='hits-count']")[0])
    assert root.xpath("//p[@class='advice']")


def test_search_pages_are_not_for_indexes(sample: Path) -> None:
    assert page(sample, "/search", configuration=PUBLIC).xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page(sample, "/article/1", configuration=PUBLIC).xpath("//meta[@name='robots']") == []
    assert page(sample, "/article/1").xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_hostile_queries_are_answered(sample: Path) -> None:
    assert len(HOSTILE) >= 60
    urls = [f"{path}?q={quote(query)}" for query in HOSTILE for path in ("/search", "/feed.atom", "/feed.json")]
    for url, response in zip(urls, ask(sample, *urls), strict=True):
        assert response.status_code == 200, url
        if url.startswith("/feed.atom"):
            ET.fromstring(response.content)
        elif url.startswith("/feed"):
            json.loads(response.content)


@pytest.mark.parametrize(
    "query",
    [
        "q=%ff%fe", "q=%ed%a0%80", "q=%", "q=%zz", "&&&", "=", "q", "q=a&q=b", "q[]=a", "page=0", "page=-1",
        "page=1e9", "page=" + "9" * 5000, "page=%D9%A3", "page=x", "from=0000-00-00", "to=%00", "from=2026-11-0%D9%A3",
        "source=%00", "from=9999-12-31", "from=2026-12-01&to=2026-01-01", "source=%27%22", "language=%3Cscript%3E",
        "order=%00", "&".join(f"a{number}=1" for number in range(3000)), "_shape=array",
        "sql=select+1", "_extra=x", "_trace=1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/search", "/feed.json", "/article/1", "/source/vodi-en", "/day/2026-11-03"])
def test_no_query_string_breaks_a_page(sample: Path, path: str, query: str) -> None:
    assert ask(sample, f"{path}?{query}")[0].status_code == 200


def test_query_is_shown_as_text(sample: Path) -> None:
    root = page(sample, "/search?q=" + quote('"><script>alert(1)</script>'))
    assert root.xpath("//script") == []
    assert '"><script>alert(1)</script>' in words(root.xpath("//h1")[0])


# Feeds


def test_feed_of_the_newest_is_atom(sample: Path) -> None:
    response = ask(sample, "/feed.atom")[0]
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 9
    assert entries[0].findtext(f"{ATOM}title") == "Дар Хоруғ китобхона кушода шуд"
    assert entries[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "tg"
    for entry in entries:
        assert entry.findtext(f"{ATOM}id", "").startswith("https://")
        assert entry.findtext(f"{ATOM}updated")
        assert entry.findtext(f"{ATOM}author/{ATOM}name")


def test_feed_of_a_search_holds_its_hits_and_says_when_they_were_edited(sample: Path) -> None:
    feed = ET.fromstring(ask(sample, "/feed.atom?q=varzob")[0].content)
    assert feed.findtext(f"{ATOM}title") == "Backissue: varzob"
    updated = {entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}updated") for entry in feed.iter(f"{ATOM}entry")}
    assert updated["https://vodi-en.example/news/1"] == "2026-11-08T00:00:00Z"
    assert updated["https://vodi-ru.example/news/4"] == "2026-11-07T00:00:00Z"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://localhost/feed.atom?q=varzob",
        "alternate": "http://localhost/search?q=varzob",
    }


def test_feed_gives_no_hour_that_is_not_known(sample: Path) -> None:
    feed = ET.fromstring(ask(sample, "/feed.atom?q=somoni")[0].content)
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.find(f"{ATOM}published") is None


def test_json_feed_says_what_the_atom_feed_says(sample: Path) -> None:
    response = ask(sample, "/feed.json?q=varzob")[0]
    assert response.headers["content-type"] == "application/feed+json; charset=utf-8"
    feed = response.json()
    assert (feed["version"], feed["title"]) == ("https://jsonfeed.org/version/1.1", "Backissue: varzob")
    assert feed["home_page_url"] == "http://localhost/search?q=varzob"
    assert feed["feed_url"] == "http://localhost/feed.json?q=varzob"
    bridge = next(item for item in feed["items"] if item["id"] == "https://vodi-en.example/news/1")
    assert bridge["url"] == "http://localhost/article/1"
    assert bridge["external_url"] == bridge["id"]
    assert bridge["date_published"] == "2026-11-02T06:00:00Z"
    assert bridge["date_modified"] == "2026-11-08T00:00:00Z"
    assert bridge["language"] == "en"
    assert bridge["authors"] == [{"name": "Vodi News (English)"}]
    assert ask(sample, "/feed.json?q=somoni")[0].json()["items"][0].get("date_published") is None


# What was archived is hostile until proved otherwise


@pytest.fixture
def poisoned(own: Path) -> Path:
    evil = "</title></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'"
    change(
        own,
        "UPDATE article SET title = ?1, text = ?1 || char(10) || ?1 || ' {{ 7 * 7 }}', section = ?1, description = ?1,"
        " url = 'javascript:alert(1)', canonical_url = 'javascript:alert(1)', image = 'javascript:alert(1)',"
        " authors = json_array(?1), keywords = json_array(?1), language = ?1, published = 'yesterday',"
        " published_raw = ?1, modified = ?1, license = ?1 WHERE id = 1",
        evil,
    )
    change(own, "UPDATE revision SET title = ?1, text = ?1 || number WHERE article_id = 1", evil)
    change(own, "UPDATE source SET name = ?1, timezone = 'Mars/Base', homepage = 'javascript:alert(1)'", evil)
    return own


@pytest.mark.parametrize("url", [*PAGES, "/search?q=alert", "/article/2", "/article/99", "/day/2026-11-02?ui=tg"])
def test_hostile_articles_stay_inert(poisoned: Path, url: str) -> None:
    root = html.fromstring(ask(poisoned, url)[0].text)
    assert root.xpath("//script[not(@type='application/ld+json')]") == []
    assert root.xpath("//img | //@onerror") == []
    assert [link for link in root.xpath("//@href | //@src | //@action") if "javascript:" in link.lower()] == []
    for block in root.xpath("//script[@type='application/ld+json']/text()"):
        json.loads(block)


def test_hostile_headline_is_shown_as_it_was_written(poisoned: Path) -> None:
    root = page(poisoned, "/article/1")
    assert words(root.xpath("//h1")[0]).startswith("</title></script><script>alert(1)</script>")
    assert "{{ 7 * 7 }}" in words(root.xpath("//div[@class='body']")[0])
    assert root.xpath("//p[@class='original']") == []


def test_feed_and_json_survive_hostile_articles(poisoned: Path) -> None:
    change(poisoned, "UPDATE article SET title = title || char(8) || char(65534) WHERE id = 1")
    feed, data, article = ask(poisoned, "/feed.atom?q=alert", "/feed.json?q=alert", "/article/1.json")
    assert len(ET.fromstring(feed.content).findall(f"{ATOM}entry")) == 1
    assert ET.fromstring(feed.content).find(f"{ATOM}entry/{ATOM}link[@rel='via']") is None
    assert "external_url" not in data.json()["items"][0]
    assert article.headers["content-type"].startswith("application/json")
    assert article.headers["x-content-type-options"] == "nosniff"


# Beside Datasette


def test_datasettes_own_pages_stay(sample: Path) -> None:
    database, table, row, plugins = ask(
        sample, "/vodi", "/vodi/article?_search=library", "/vodi/article/1", "/-/plugins"
    )
    assert [answer.status_code for answer in (database, table, row, plugins)] == [200] * 4
    assert "School in Khorog gets a library" in table.text


@pytest.mark.parametrize("typed", ['"', '""', '" "', " ", "'", "((((", "*", "^", "-", "NEAR(", "a:b", 'x"y', "\x00"])
def test_search_in_datasettes_own_table_is_never_an_error(sample: Path, typed: str) -> None:
    (found,) = ask(sample, f"/vodi/article.json?_shape=array&_search={quote(typed)}")
    assert found.status_code == 200, found.text


def test_archive_is_found_whatever_its_name_and_place(sample: Path, tmp_path: Path) -> None:
    other = tmp_path / "aaa.db"
    sqlite3.connect(other).execute("CREATE TABLE t (x)").connection.close()
    renamed = Path(shutil.copy(sample, tmp_path / "печать 2026.db"))
    front, article = ask([other, renamed], "/", "/article/1")
    assert front.status_code == article.status_code == 200
    assert "Bridge over the Varzob" in article.text


def test_address_that_nothing_has_leads_back_to_the_front_page(sample: Path) -> None:
    lost, of_no_table, data = ask(sample, "/nowhere?ui=ru", f"/{sample.stem}/nowhere", "/nowhere.json")
    assert [answer.status_code for answer in (lost, of_no_table, data)] == [404, 404, 404]
    assert "По этому адресу ничего нет." in lost.text
    assert '<p><a href="/?ui=ru">Главная</a></p>' in lost.text
    assert "There is nothing at this address." in of_no_table.text
    assert data.json()["ok"] is False


def test_database_that_is_no_archive_keeps_its_front_page(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("CREATE TABLE t (x)").connection.close()
    front, search, article, feed = ask(other, "/", "/search", "/article/1", "/feed.atom")
    assert front.status_code == 200
    assert "other" in front.text
    assert [answer.status_code for answer in (search, article, feed)] == [404, 404, 404]
    assert "no Backissue archive among the open databases" in search.text
    assert "nothing at this address" not in ask(other, "/nowhere")[0].text


def test_database_called_search_keeps_its_page_where_there_is_no_archive(tmp_path: Path) -> None:
    other = tmp_path / "search.db"
    sqlite3.connect(other).execute("CREATE TABLE t (x)").connection.close()
    assert ask(other, "/search")[0].status_code == 200


def test_archive_of_a_newer_backissue_is_left_to_datasette(own: Path) -> None:
    change(own, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    front, article = ask(own, "/", "/article/1")
    assert front.status_code == 200
    assert article.status_code == 404


def test_archive_of_an_older_backissue_says_what_brings_it_up_to_date(own: Path) -> None:
    change(own, f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
    for answer in ask(own, "/", "/article/1", "/feed.atom"):
        assert answer.status_code == 503
        assert "Run backissue crawl once" in answer.text
    assert ask(own, "/own/article")[0].status_code == 200


def test_pages_obey_datasettes_permissions(sample: Path) -> None:
    closed = {"databases": {"vodi": {"allow": {"id": "root"}}}}
    urls = ("/", "/search", "/article/1", "/article/1.json", "/article/1/diff/1..2", "/feed.atom")
    urls += ("/feed.json", "/source/vodi-en", "/day/2026-11-03", "/capture/1", "/saved", "/saved/x.atom")
    assert [answer.status_code for answer in ask(sample, *urls, configuration=closed)] == [403] * len(urls)


def test_query_that_takes_too_long_is_answered_with_advice(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    monkeypatch.setattr("archive.browse.front.COUNTS", endless)
    response = ask(sample, "/")[0]
    assert response.status_code == 400
    assert "took too long" in response.text


# In public


def test_public_pages_show_an_excerpt_and_no_captures(own: Path) -> None:
    change(own, "UPDATE article SET text = text || char(10) || ? || ' THE END' WHERE id = 1", "word " * 300)
    article, data, diff, front = ask(
        own, "/article/1", "/article/1.json", "/article/1/diff/1..2", "/", configuration=PUBLIC
    )
    assert "THE END" not in article.text
    assert "Captures are not listed" in article.text
    assert "THE END" not in data.text
    assert data.json()["revisions"] == 2
    assert diff.status_code == 403
    assert "/diff/" not in article.text + front.text
    assert "THE END" in ask(own, "/article/1")[0].text


def test_robots_are_kept_out_of_private_archives_and_of_searches(sample: Path) -> None:
    assert ask(sample, "/robots.txt")[0].text == "User-agent: *\nDisallow: /\n"
    assert "Disallow: /search\n" in ask(sample, "/robots.txt", configuration=PUBLIC)[0].text


def test_archive_bears_the_name_its_owner_gave_it(sample: Path) -> None:
    named = {"plugins": {"backissue": {"title": "Газетный архив"}}}
    root = page(sample, "/", configuration=named)
    assert words(root.xpath("//p[@class='nameplate']")[0]) == "Газетный архив"
    assert words(root.xpath("//title")[0]) == "Газетный архив"
