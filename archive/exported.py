"""A line of ``export jsonl`` read back: what it says of an article, and every text that it had."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.clock import is_day, iso
from archive.fingerprints import sha256
from archive.records import Article, Precision
from archive.urls import url_key

_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,120}")
_LONE = re.compile("[\ud800-\udfff]")


class NotExported(ValueError):
    """The line is not an article of an export; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text of an exported article."""

    seen: str
    """UTC ISO-8601, when it was first fetched."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedArticle:
    """What one line says. Its captures, the zone of its date and the numbers of rows are not in an export."""

    article: Article
    """With the newest headline and text."""

    source: str
    """Slug."""

    publisher: str | None
    versions: tuple[Version, ...]
    """Oldest first, at least one."""

    counted: int
    """How many texts the archive had; more than ``versions`` where they were not exported."""

    first_seen: str
    last_seen: str
    removed: str | None


def read_line(line: bytes | str) -> ExportedArticle:
    """Raises NotExported."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotExported("no JSON") from error
    if not isinstance(row, dict):
        raise NotExported("no JSON object")
    if row.get("withheld") is not None:
        raise NotExported("the archive that wrote it withholds the article")
    source = _text(row, "source")
    if not _SLUG.fullmatch(source):
        raise NotExported(f'source "{source[:60]}" is no slug')
    versions, counted = _versions(row)
    newest = versions[-1]
    return ExportedArticle(
        article=_article(row, newest.title, newest.text),
        source=source,
        publisher=_text_or_none(row, "publisher"),
        versions=versions,
        counted=counted,
        first_seen=_moment(row, "dateFirstSeen"),
        last_seen=_moment(row, "dateLastSeen"),
        removed=None if row.get("removed") is None else _moment(row, "removed"),
    )


def _article(row: dict[str, Any], title: str, text: str) -> Article:
    published = _date_or_none(row, "datePublished")
    return Article(
        url=_url(row, "url"),
        title=title,
        text=text,
        canonical_url=_url_or_none(row, "canonicalUrl"),
        language=_text_or_none(row, "inLanguage"),
        published=published,
        published_raw=_text_or_none(row, "datePublishedRaw"),
        published_precision=_precision(published),
        modified=_date_or_none(row, "dateModified"),
        authors=_texts(row, "author"),
        section=_text_or_none(row, "articleSection"),
        keywords=_texts(row, "keywords"),
        description=_text_or_none(row, "description"),
        image=_url_or_none(row, "image"),
        license=_text_or_none(row, "license"),
        opt_out=None if row.get("optOut") is None else _texts(row, "optOut"),
    )


def _versions(row: dict[str, Any]) -> tuple[tuple[Version, ...], int]:
    """The texts, oldest first, and how many there were."""
    _check_digest(row)
    newest = Version(seen=_moment(row, "dateFirstSeen"), title=_text(row, "headline"), text=_text(row, "articleBody"))
    listed = row.get("revisions")
    if not isinstance(listed, list):
        return (newest,), max(1, listed) if isinstance(listed, int) else 1
    if not listed or not all(isinstance(each, dict) for each in listed):
        raise NotExported("revisions holds no texts")
    for each in listed:
        _check_digest(each)
    versions = tuple(
        Version(seen=_moment(each, "seen"), title=_text(each, "headline"), text=_text(each, "articleBody"))
        for each in listed
    )
    return versions, len(versions)


def _check_digest(row: dict[str, Any]) -> None:
    expected = _text_or_none(row, "sha256")
    if expected is not None and expected != sha256(_text(row, "articleBody")):
        raise NotExported("articleBody is not the text that sha256 was taken of")


def _precision(published: str | None) -> Precision | None:
    """What the form of the date still says of it."""
    if published is None:
        return None
    if is_day(published):
        return "day"
    return "minute" if published.endswith(":00Z") else "second"


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None or value == "":
        raise NotExported(f"{name} is missing")
    return _checked(value, name)


def _url(row: dict[str, Any], name: str) -> str:
    """As it stands, for it was fetched as such; it must have an identity."""
    url = _text(row, name)
    try:
        url_key(url)
    except ValueError as error:
        raise NotExported(f'{name} "{url[:80]}" is no http(s) URL') from error
    return url


def _url_or_none(row: dict[str, Any], name: str) -> str | None:
    return None if row.get(name) is None else _url(row, name)


def _checked(value: object, name: str) -> str:
    """A text that can be written as UTF-8: JSON can name half a character."""
    if not isinstance(value, str) or _LONE.search(value):
        raise NotExported(f"{name} is no text")
    return value


def _text_or_none(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    return None if value is None else _checked(value, name)


def _texts(row: dict[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name) or []
    if not isinstance(value, list):
        raise NotExported(f"{name} is no list of texts")
    return tuple(_checked(each, name) for each in value)


def _moment(row: dict[str, Any], name: str) -> str:
    text = _text(row, name)
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise NotExported(f'{name} "{text[:40]}" has no time zone')
        return iso(moment)
    except (ValueError, OverflowError) as error:
        if isinstance(error, NotExported):
            raise
        raise NotExported(f'{name} "{text[:40]}" is no moment') from error


def _date_or_none(row: dict[str, Any], name: str) -> str | None:
    text = _text_or_none(row, name)
    return text if text is None or is_day(text) else _moment(row, name)
