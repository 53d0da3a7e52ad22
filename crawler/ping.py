"""A sign of life: a run that did its work asks for a URL of the user's, so that somebody hears when it stops coming."""

from __future__ import annotations

import os
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

import click

SECONDS = 10
WORKED = (0, 3)
"""Exit codes of a run that did its work, for some of the sources at least."""


def ping(exit_code: int) -> None:
    """Ask for the URL in BACKISSUE_PING; where it cannot be asked, say so and go on, without naming it."""
    url = os.environ.get("BACKISSUE_PING", "")
    if not url or exit_code not in WORKED:
        return
    try:
        if urlsplit(url).scheme not in ("http", "https"):
            raise ValueError
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:
            answer.read(1)
    except (OSError, HTTPException, ValueError) as error:
        no_url = isinstance(error, ValueError)
        reason = "no http:// or https:// URL" if no_url else getattr(error, "reason", None) or type(error).__name__
        click.echo(f"BACKISSUE_PING could not be asked ({reason}). See that its URL is right.", err=True)
