"""Pages on their way into the archive, and their texts, which do not depend on the order in which the pages came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler import reader
from crawler.extraction.extract import extract
from crawler.wishes import Wishes
from tests.sites import Answer, Outlet, article, headline, sitemap, text

CHANNEL = "Subscribe to the channel of the valley and have the news before your breakfast, every day of the week."


@pytest.fixture
def outlet(tmp_path: Path) -> Iterator[Outlet]:
    with Outlet(tmp_path) as running:
        running.write_source(running.seeds, feeds=[], sitemaps=[running.url("/sitemap.xml")])
        yield running


def publish(outlet: Outlet, *numbers: int, line: str = CHANNEL) -> None:
    """Articles with a line of the site behind their text; the sitemap gives no headlines away."""
    outlet.routes |= {f"/news/{n}": article(n, f"{text(n)}\n{line}") for n in numbers}
    there = [path for path in outlet.routes if path.startswith("/news/")]
    outlet.routes["/sitemap.xml"] = Answer(sitemap(map(outlet.url, there)))


def texts(outlet: Outlet) -> dict[str, str]:
    return {url.removeprefix(outlet.url("")): body for url, body in outlet.rows("SELECT url, text FROM article")}


def changes(outlet: Outlet) -> int:
    ((value,),) = outlet.rows("SELECT value FROM sequence WHERE name = 'change'")
    return int(value)


def test_line_that_repeats_is_taken_out_when_the_run_ends(outlet: Outlet) -> None:
    publish(outlet, 1, 2, 3)
    assert Counter(word for _, word in outlet.crawl().words) == {"new": 3}
    assert texts(outlet) == {f"/news/{n}": text(n) for n in (1, 2, 3)}


def test_mended_text_is_no_revision_and_moves_the_change_once(outlet: Outlet) -> None:
    publish(outlet, 1, 2, 3)
    outlet.crawl()
    assert outlet.rows("SELECT revisions, settled FROM article") == [(1, 1)] * 3
    assert {body for (body,) in outlet.rows("SELECT text FROM revision")} == set(texts(outlet).values())
    assert changes(outlet) == 3 + 3
    assert outlet.rows("SELECT count(*) FROM lesson") == [(0,)]


def test_page_whose_text_stands_as_it_was_moves_no_change(outlet: Outlet) -> None:
    publish(outlet, 1, 2)
    outlet.crawl()
    assert texts(outlet) == {f"/news/{n}": f"{text(n)}\n{CHANNEL}" for n in (1, 2)}
    assert changes(outlet) == 2


def test_texts_do_not_depend_on_the_order_of_the_pages(tmp_path: Path) -> None:
    found = []
    for order in ((1, 2, 3, 4, 5), (5, 3, 1, 4, 2)):
        with Outlet(tmp_path / str(order[0])) as outlet:
            outlet.write_source(outlet.seeds, feeds=[], sitemaps=[outlet.url("/sitemap.xml")])
            publish(outlet, *order[:4])
            publish(outlet, order[4], line=headline(order[1]))
            publish(outlet, order[0], line=headline(order[4]))
            outlet.crawl()
            found.append(texts(outlet))
    assert found[0] == found[1] == {f"/news/{n}": text(n) for n in range(1, 6)}


def test_what_the_site_taught_in_between_is_no_revision_but_an_edit_is_one(outlet: Outlet) -> None:
    publish(outlet, 1)
    outlet.crawl()
    publish(outlet, 2, 3, 4)
    outlet.crawl()
    assert texts(outlet)["/news/1"] == f"{text(1)}\n{CHANNEL}", "it was settled before the line repeated"
    assert set(outlet.crawl(Wishes(recheck=True)).words) == {(f"/news/{n}", "unchanged") for n in (1, 2, 3, 4)}
    edited = text(1).replace("bread and tea", "soup and melons")
    outlet.routes["/news/1"] = article(1, f"{edited}\n{CHANNEL}")
    assert ("/news/1", "revised") in outlet.crawl(Wishes(recheck=True)).words
    assert texts(outlet)["/news/1"] == edited
    assert outlet.rows("SELECT text FROM revision WHERE article_id = 1 ORDER BY number") == [
        (f"{text(1)}\n{CHANNEL}",),
        (edited,),
    ]


def test_sidebar_that_turned_to_the_headline_of_a_new_page_is_no_revision(outlet: Outlet) -> None:
    publish(outlet, 1, line="")
    outlet.crawl()
    publish(outlet, 2, line="")
    publish(outlet, 1, line=headline(2))
    assert outlet.crawl(Wishes(recheck=True)).words == [("/news/2", "new"), ("/news/1", "unchanged")]
    assert texts(outlet)["/news/1"] == text(1)


def test_long_run_learns_in_its_midst(outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that come after the site was learned are read once."""
    monkeypatch.setattr(reader, "SETTLED_AT_ONCE", 3)
    publish(outlet, *range(1, 8))
    outlet.crawl(CONCURRENT_REQUESTS=1, CONCURRENT_ITEMS=1)
    assert texts(outlet) == {f"/news/{n}": text(n) for n in range(1, 8)}
    assert changes(outlet) == 7 + 3


def test_page_that_cannot_be_read_again_keeps_its_text(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reads: Counter[str] = Counter()

    def once(payload: bytes, url: str, *rest: Any, **more: Any) -> object:
        reads[url] += 1
        if reads[url] > 1 and url.endswith("/2"):
            raise RecursionError("too deep")
        return extract(payload, url, *rest, **more)

    publish(outlet, 1, 2, 3)
    monkeypatch.setattr(reader, "extract", once)
    run = outlet.crawl().run
    assert (run.fault, run.exit_code()) == (None, 0)
    assert texts(outlet) == {"/news/1": text(1), "/news/2": f"{text(2)}\n{CHANNEL}", "/news/3": text(3)}
    assert f"{outlet.url('/news/2')} could not be read again" in caplog.text
    assert outlet.rows("SELECT settled FROM article") == [(1,)] * 3


def test_page_whose_earlier_capture_is_gone_is_compared_with_its_stored_text(outlet: Outlet) -> None:
    publish(outlet, 1)
    outlet.crawl()
    (file,) = outlet.db.with_suffix(".captures").rglob("*.warc.gz")
    file.unlink()
    assert outlet.crawl(Wishes(recheck=True)).words == [("/news/1", "unchanged")]
    publish(outlet, 1, line="")
    assert outlet.crawl(Wishes(recheck=True)).words == [("/news/1", "revised")]


def test_site_that_is_built_anew_is_told(outlet: Outlet) -> None:
    publish(outlet, *range(1, 13), line="")
    assert outlet.crawl().problems == []
    for number in range(13, 19):
        page = article(number)
        assert isinstance(page.body, str)
        body = page.body.replace("<article>", "<main class=fresh><div class=leaf>").replace(
            "</article>", "</div></main>"
        )
        outlet.routes[f"/news/{number}"] = page._replace(body=body)
    publish(outlet)
    crawled = outlet.crawl()
    (problem,) = crawled.problems
    assert problem.startswith("built anew? ")
    assert problem.endswith("It is learned again: backissue sources show valley-en --memory")
    assert texts(outlet)["/news/15"] == text(15)


def test_loading_before_the_first_page_reads_a_page() -> None:
    result, _ = reader.warm_up()
    assert type(result).__name__ == "Article"
