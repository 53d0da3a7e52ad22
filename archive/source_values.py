"""The checks of a source file's values: each takes a text and says what is wrong with it and how to mend it.

The answer is the end of a sentence that begins with file, key and value; None means that the value is good.
"""

from __future__ import annotations

import json
import re
import zoneinfo
from collections.abc import Callable, Collection
from difflib import get_close_matches

from archive.urls import clean_url, scope_prefix

Check = Callable[[str], str | None]


def did_you_mean(word: str, known: Collection[str], otherwise: str) -> str:
    """A question with the nearest known word, or the other advice when none is near."""
    near = get_close_matches(word, known, n=1)
    return f'Did you mean "{near[0]}"?' if near else otherwise


def quoted(value: object) -> str:
    """A value as the file has it, cut where it is long."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except ValueError:  # Python writes no number of more than 4,300 digits
        text = "with a number of thousands of digits"
    return text if len(text) <= 120 else text[:117] + "…" + text[-1]


def one_of(words: Collection[str]) -> Check:
    def check(value: str) -> str | None:
        listed = f"is not one of {', '.join(words)}."
        return None if value in words else f"{listed} {did_you_mean(value, words, 'Write one of them.')}"

    return check


def matching(pattern: re.Pattern[str], advice: str) -> Check:
    return lambda value: None if pattern.fullmatch(value) else advice


def wrong_url(value: str) -> str | None:
    if clean_url(value):
        return None
    if "://" not in value and clean_url(f"https://{value}"):
        return "is not a URL. Add https://."
    return "is not a URL. Write an absolute http:// or https:// URL."


def wrong_listing_url(value: str) -> str | None:
    filled = value.replace("{page}", "1")
    if "{" in filled or "}" in filled:
        return "has a placeholder that is not {page}. Write {page} where the page's number stands."
    return wrong_url(filled)


def wrong_prefix(value: str) -> str | None:
    if "://" in value:
        return f'has a scheme. Write "{value.split("://", 1)[1]}".'
    return None if scope_prefix(value) else 'is not host[:port]/path. Write it like "khovar.tj/eng/".'


def wrong_timezone(value: str) -> str | None:
    try:
        zoneinfo.ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        advice = did_you_mean(value, zoneinfo.available_timezones(), 'Write a name such as "Asia/Dushanbe".')
        return f"is not an IANA time zone. {advice}"
    return None


def wrong_pattern(value: str) -> str | None:
    try:
        re.compile(value)
    except (re.error, OverflowError, ValueError) as error:
        return f"is not a regular expression ({error}). Mend it there."
    except RecursionError:
        return "is not a regular expression (its brackets lie too deep in one another). Mend it there."
    return None


def wrong_id_pattern(value: str) -> str | None:
    if problem := wrong_pattern(value):
        return problem
    return None if re.compile(value).groups else r"has no group. Put the number in brackets, such as (\d+)."


def wrong_selector(value: str) -> str | None:
    from cssselect import HTMLTranslator, SelectorError  # most source files have no selector

    try:
        HTMLTranslator().css_to_xpath(value)
    except SelectorError as error:
        return f"is not a CSS selector ({error}). Mend it there."
    return None
