"""What the spider hands to the pipeline: every URL that was taken up arrives there exactly once."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.entries import Task


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with status 200."""

    task: Task
    capture_id: int
    url: str
    """Of the answer, after redirects."""

    body: bytes = field(repr=False)
    """With its Content-Encoding removed."""

    content_type: str | None
    fetched_at: str
    """UTC ISO-8601."""

    opt_out: tuple[str, ...] = ()
    """As ``opt_outs`` gives it."""


@dataclass(frozen=True, slots=True)
class NoPage:
    """Anything else: an error, a refusal, a 304, a page that is gone."""

    task: Task
    capture_id: int | None
    outcome: str
    """``failed:<reason>``, ``rejected:<reason>``, ``unchanged`` or ``missing:<evidence>``."""

    opt_out: tuple[str, ...] = ()
    """Why it is ``rejected:opt-out``."""
