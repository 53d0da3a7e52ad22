from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.aliases import MOST, Kind, aliases_of, article_at, keep, kind_of
from archive.records import IdentityRules
from archive.store import Archive
from tests.archives import KUH, LIBRARY, VODI, SetClock, arrives, column, open_archive, page, row, seen_again

URL = "https://vodi.example/en/1"
OTHER = "https://vodi.example/en/2"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def archive(tmp_path: Path, clock: SetClock) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", clock) as archive:
        yield archive


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://amp.vodi.example/en/1", "amp"),
        ("https://vodi.example/en/1/amp/", "amp"),
        ("https://vodi.example/en/1?amp=1", "amp"),
        ("https://vodi.example/amp/en/1", "amp"),
        ("https://vodi.example/en/1?print", "print"),
        ("https://vodi.example/print/1", "print"),
        ("https://m.vodi.example/en/1", "mobile"),
        ("https://old.example/en/1", "host"),
        ("https://www.vodi.example/en/one", "redirect"),
        ("https://vodi.example/en/champion", "redirect"),
    ],
)
def test_kind_is_told_by_how_a_url_is_written(url: str, kind: Kind) -> None:
    assert kind_of(url, URL) == kind


def test_what_a_page_calls_itself_is_that_however_it_is_written() -> None:
    assert kind_of("https://amp.vodi.example/en/1", URL, canonical=True) == "canonical"


def test_every_url_that_led_to_an_article_leads_to_it_again(archive: Archive) -> None:
    canonical = "https://vodi.example/en/one"
    arrives(archive, page(URL, canonical_url=canonical), at="https://vodi.example/en/short")
    assert aliases_of(archive.db.conn, 1) == [
        (canonical, "canonical", archive.now()),
        ("https://vodi.example/en/short", "redirect", archive.now()),
    ]
    for url in (URL, canonical, "https://vodi.example/en/short", f"{URL}/amp", f"{canonical}?utm_source=feed"):
        assert archive.requested(VODI, url).article_id == 1, url


def test_url_that_answers_with_the_edited_article_is_known_by_where_it_led_before(archive: Archive) -> None:
    arrives(archive, page(URL))
    arrives(archive, page(OTHER), at=URL + "?again")
    assert column(archive, "SELECT count(*) FROM article") == [2], "a page of its own, although a copy"
    arrives(archive, page("https://vodi.example/en/3", canonical_url="https://vodi.example/en/4"))
    edited = page("https://vodi.example/en/3", "All is new", LIBRARY)
    assert arrives(archive, edited, at="https://vodi.example/en/3?again").id == 3


def test_what_a_page_only_called_its_canonical_url_stays_free_for_the_page_that_stands_there(archive: Archive) -> None:
    arrives(archive, page(URL))
    seen_again(archive, page(URL, canonical_url=OTHER), 1)
    assert archive.requested(VODI, OTHER).article_id == 1
    assert arrives(archive, page(OTHER, "School in Khorog gets a library", LIBRARY), at=f"{OTHER}?x").id == 2
    assert archive.requested(VODI, OTHER).article_id == 2


def test_url_that_leads_elsewhere_is_no_name_of_the_article(archive: Archive) -> None:
    arrives(archive, page(URL))
    seen_again(archive, page(OTHER, "School in Khorog gets a library", LIBRARY), 1)
    assert column(archive, "SELECT url FROM alias") == []
    assert row(archive, 1)["url"] == URL


def test_url_of_another_article_is_no_alias(archive: Archive) -> None:
    arrives(archive, page(URL))
    arrives(archive, page(OTHER))
    seen_again(archive, page(OTHER), 1)
    assert aliases_of(archive.db.conn, 1) == []
    assert (row(archive, 1)["url"], row(archive, 2)["url"]) == (URL, OTHER)


def test_article_that_moved_has_a_new_url_the_old_key_and_is_exported_again(archive: Archive) -> None:
    arrives(archive, page(URL))
    before = row(archive, 1)
    assert seen_again(archive, page("https://vodi.example/en/new/1"), 1).outcome == "unchanged"
    after = row(archive, 1)
    assert (after["url"], after["url_key"]) == ("https://vodi.example/en/new/1", before["url_key"])
    assert after["change"] > before["change"]
    assert aliases_of(archive.db.conn, 1) == [(URL, "redirect", archive.now())]
    assert archive.requested(VODI, "https://vodi.example/en/new/1").article_id == 1
    assert arrives(archive, page("https://vodi.example/en/new/1", "All is new", LIBRARY)).id == 1


def test_article_is_known_by_a_bounded_number_of_urls(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page(URL))
    with archive.db.atomic():
        for number in range(MOST + 5):
            keep(archive.db.conn, 1, f"https://vodi.example/en/x{number}", VODI, archive.now())
    assert len(aliases_of(archive.db.conn, 1)) == MOST


def test_articles_from_before_a_source_file_knew_its_old_host_are_found(archive: Archive) -> None:
    arrives(archive, page("https://vodi.example/en/1"))
    moved = replace(
        VODI,
        scope=("vodi.example/en/", "new.example/en/"),
        homepage="https://new.example/en/",
        aliases=(("vodi.example/en/", "new.example/en/"),),
    )
    archive.register([moved])
    assert arrives(archive, page("https://new.example/en/1", text=LIBRARY), moved).id == 1
    assert archive.requested(moved, "https://new.example/en/1?utm_source=x").article_id == 1


def test_articles_from_before_a_source_file_had_an_id_pattern_are_found(archive: Archive) -> None:
    plain = replace(KUH, scope=("kuh.example/",))
    arrives(archive, page("https://kuh.example/news/17.html"), plain)
    numbered = replace(plain, identity=IdentityRules(id=r"/(\d+)\.html$"))
    archive.register([numbered])
    again = arrives(archive, page("https://kuh.example/news/17.html", "All is new", LIBRARY), numbered)
    assert (again.outcome, again.id) == ("revised", 1)


def test_no_key_leads_nowhere(archive: Archive) -> None:
    assert article_at(archive.db.conn, ("vodi.example/en/404", "")) is None
