"""What an answer to an article request is: a page, or none, and why. Pure."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from archive.entries import Task
from archive.urls import clean_url, is_front_page, same_site
from crawler import signs
from crawler.challenges import wall
from crawler.failures import OffScope, OptedOut, outcome_of
from crawler.found_pages import PAGE
from crawler.headers import header, header_pairs
from crawler.items import NoPage, Page
from crawler.opt_out import opt_outs
from crawler.scopes import Scopes


def answered(response: Response, fetched_at: str) -> Page | NoPage:
    """What an answer is, by its status; a page is judged by its reader. ``fetched_at``: UTC ISO-8601."""
    task: Task = response.meta["task"]
    capture_id: int | None = response.meta.get("capture_id")
    if response.status in PAGE and capture_id is not None:
        signals = opt_outs(header_pairs(response), response.body)
        content_type = header(response, "Content-Type")
        return Page(task, capture_id, response.url, response.body, content_type, fetched_at, signals)
    if response.status == 304 and task.article_id is not None:
        return NoPage(task, None, "unchanged")
    if wall(response.body, header(response, "cf-mitigated")) == "challenge":
        return NoPage(task, capture_id, "rejected:challenge")
    if response.status in signs.GONE and task.article_id is not None:
        return NoPage(task, capture_id, f"missing:http-{response.status}")
    return NoPage(task, capture_id, f"failed:http-{response.status}")


def failed(request: Request, error: BaseException, scopes: Scopes) -> NoPage:
    """What a request is that ended in an exception. Raises NotKept again.

    A front page may lie outside of its edition's scope; that of another outlet is evidence of nothing.
    """
    task: Task = request.meta["task"]
    outcome = outcome_of(error)
    led_to = clean_url(request.url) if isinstance(error, OffScope) and task.article_id is not None else None
    if led_to and is_front_page(led_to, scopes.source(task.source)) and same_site(task.url, led_to):
        outcome = "missing:front-page"
    signals = error.signals if isinstance(error, OptedOut) else ()
    return NoPage(task, request.meta.get("capture_id"), outcome, signals)


def departure(request: Request, scopes: Scopes) -> signs.Hint | None:
    """What an article off scope says of its source; None where it did not lead to a host of no scope."""
    task: Task = request.meta["task"]
    led_to = clean_url(request.url)
    if not led_to or not scopes.is_elsewhere(led_to, task.url):
        return None
    return signs.of_departure(task.url, led_to, request.meta.get("redirect_reasons", ()))
