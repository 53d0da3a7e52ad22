"""What an answer to a step is worth: what it names, or why it is of no use and what that says of its source. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from scrapy.http import Response

from archive.errors import DiscoveryError
from archive.records import Entry, Source
from crawler import signs
from crawler.challenges import wall
from crawler.discovery.steps import Step, read
from crawler.found_pages import PAGE
from crawler.headers import header
from crawler.scopes import Scopes
from crawler.signs import GONE, Hint

BUSY = (408, 425, 429)
"""Like 5xx: the same request may do better later."""


class Departed(DiscoveryError):
    """A feed, sitemap or listing whose articles lie on hosts of no scope."""

    def __init__(self, url: str, to: str) -> None:
        super().__init__(
            f"{url} leads to {to}, which lies in no scope. Open it in a browser and correct the source file."
        )
        self.to = to


class ParserBroke(DiscoveryError):
    """A document for which a parser raised what none of them should; that is the cause."""


def is_past_the_end(step: Step, response: Response) -> bool:
    """Whether a listing has no page of that number: no fault, and nothing to keep."""
    return response.status in GONE and step.kind == "listing" and step.number > 1


def read_answer(
    step: Step, response: Response, source: Source, scopes: Scopes
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """As ``steps.read``, for an answer of any kind but 304. Raises DiscoveryError where it is of no use.

    What names only pages on hosts of no scope is of none: they would all end as off-scope, and stay so when the user
    has corrected the source file.
    """
    _check_status(step, response.status, source)
    entries, leads = _parsed(step, response, source)
    if (to := _led_away(step, response, source, scopes, entries, leads)) is not None:
        raise Departed(step.url, to)
    if step.kind == "listing" and not entries and wall(response.body):
        raise DiscoveryError(f"{step.url} is a wall, not a list of articles. Open it in a browser.")
    if step.kind == "robots" and not (leads or source.feeds or source.listings):
        raise DiscoveryError(
            f"{step.url} names no sitemap, and {source.slug} has neither feeds nor listings. Add one to its source "
            "file."
        )
    return entries, leads


def hint(step: Step, response: Response, error: DiscoveryError, source: Source, scopes: Scopes) -> Hint:
    """What an answer of no use says of its source; ``error`` is what ``read_answer`` raised."""
    if scopes.is_elsewhere(response.url, step.url):
        statuses = response.meta.get("redirect_reasons", ())
        return signs.of_departure(step.url, response.url, statuses, response.body)
    if isinstance(error, Departed):
        return signs.of_strays(source, error.to)
    told = (header(response, name) for name in ("cf-mitigated", "Retry-After"))
    return signs.of_answer(step.url, response.status, response.body, *told)


def _check_status(step: Step, status: int, source: Source) -> None:
    if status in PAGE:
        return
    is_late = status >= 500 or status in BUSY
    mend = "Try again later" if is_late else f"Open it in a browser and correct the source file of {source.slug}"
    raise DiscoveryError(f"{step.url} answers HTTP {status}. {mend}.")


def _parsed(step: Step, response: Response, source: Source) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """A document that breaks its parser costs its source this one answer, not the run."""
    try:
        return read(step, response.body, response.url, source)
    except DiscoveryError:
        raise
    except Exception as error:  # whatever a hostile document makes a parser raise
        name = type(error).__name__
        raise ParserBroke(f"{step.url} broke the {step.kind} parser ({name}). Please report it.") from error


def _led_away(
    step: Step, response: Response, source: Source, scopes: Scopes, entries: Sequence[Entry], leads: Sequence[str]
) -> str | None:
    """Where an answer led that came from a host of no scope, or names pages on such hosts alone; None for any other."""
    stray = [entry.url for entry in entries if scopes.is_elsewhere(entry.url, source.homepage)]
    if len(stray) < len(entries):
        return None
    if not leads and scopes.is_elsewhere(response.url, step.url):
        return response.url
    return stray[0] if stray else None
