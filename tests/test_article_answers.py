"""What becomes of an article request, by its answer or its error; on whole sites in test_news.py."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from archive.entries import Task
from archive.sources import Catalogue
from crawler.article_answers import answered, departure, failed
from crawler.failures import NotKept, OffScope, OptedOut
from crawler.items import NoPage, Page
from crawler.scopes import Scopes
from tests.archives import VODI

SOURCE = replace(VODI, slug="valley-en", scope=("valley.example/eng/",), homepage="https://valley.example/eng/")
SCOPES = Scopes(Catalogue((SOURCE,)))
URL = "https://valley.example/eng/1"
NEW = Task(URL, "valley-en", entry_id=7, article_id=None)
KNOWN = Task(URL, "valley-en", entry_id=None, article_id=5)
FETCHED = "2026-11-22T09:53:50Z"


def answer(task: Task, status: int, capture_id: int | None = 3, body: bytes = b"", **headers: str) -> Response:
    request = Request(URL, meta={"task": task, "capture_id": capture_id})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(URL, status, headers=named, body=body, request=request)


def test_answer_with_200_is_a_page_with_what_it_says_against_being_archived() -> None:
    response = answer(NEW, 200, body=b"<p>Dry", Content_Type="text/html", X_Robots_Tag="noarchive")
    item = answered(response, FETCHED)
    assert isinstance(item, Page)
    assert (item.capture_id, item.url, item.body, item.content_type) == (3, URL, b"<p>Dry", "text/html")
    assert (item.fetched_at, item.opt_out) == (FETCHED, ("noarchive",))


@pytest.mark.parametrize(
    ("task", "status", "outcome"),
    [
        (KNOWN, 304, "unchanged"),
        (NEW, 304, "failed:http-304"),
        (KNOWN, 404, "missing:http-404"),
        (KNOWN, 410, "missing:http-410"),
        (NEW, 404, "failed:http-404"),
        (KNOWN, 500, "failed:http-500"),
    ],
)
def test_any_other_status_is_an_outcome_and_only_what_is_known_can_be_missing(
    task: Task, status: int, outcome: str
) -> None:
    item = answered(answer(task, status), FETCHED)
    assert isinstance(item, NoPage)
    assert item.outcome == outcome


def test_challenge_is_no_evidence_of_a_removal() -> None:
    assert answered(answer(KNOWN, 404, cf_mitigated="challenge"), FETCHED) == NoPage(KNOWN, 3, "rejected:challenge")


def off_scope(task: Task, to: str) -> Request:
    return Request(to, meta={"task": task, "redirect_reasons": [301]})


@pytest.mark.parametrize(
    ("task", "to", "outcome"),
    [
        (KNOWN, "https://valley.example/", "missing:front-page"),
        (NEW, "https://valley.example/", "rejected:off-scope"),
        (KNOWN, "https://valley.example/sport/9", "rejected:off-scope"),
        (KNOWN, "https://sold.example/", "rejected:off-scope"),
    ],
)
def test_known_article_that_leads_to_the_front_page_of_its_site_is_missing(task: Task, to: str, outcome: str) -> None:
    assert failed(off_scope(task, to), OffScope(to), SCOPES).outcome == outcome


def test_error_is_an_outcome_with_the_capture_that_was_kept_before() -> None:
    request = Request(URL, meta={"task": NEW, "capture_id": 3})
    assert failed(request, DownloadTimeoutError(), SCOPES) == NoPage(NEW, 3, "failed:timeout")


def test_page_that_opted_out_keeps_why() -> None:
    error = OptedOut("it says noarchive", ("noarchive",))
    assert failed(Request(URL, meta={"task": NEW}), error, SCOPES) == NoPage(
        NEW, None, "rejected:opt-out", ("noarchive",)
    )


def test_answer_that_could_not_be_kept_ends_the_run() -> None:
    with pytest.raises(NotKept):
        failed(Request(URL, meta={"task": NEW}), NotKept("the disk is full"), SCOPES)


def test_article_that_leads_to_a_host_of_no_scope_departed_for_good() -> None:
    told = departure(off_scope(NEW, "https://sold.example/eng/1"), SCOPES)
    assert told is not None
    assert (told.kind, told.url, told.to, told.is_permanent) == ("moved", URL, "https://sold.example/eng/1", True)
    assert departure(off_scope(NEW, "https://valley.example/sport/9"), SCOPES) is None
