"""Pages of a folder with ``manifest.jsonl``: one line a page, with its ``url``, ``file`` and ``fetched_at``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.urls import clean_url
from crawler.found_pages import LARGEST_PAGE, Flaw, Found, FoundPage, Headers, NoPage, header, kind_of, moment
from crawler.unpacking import TooLarge, Truncated, unpack

MANIFEST = "manifest.jsonl"
LONGEST_LINE = 1 << 20
"""Bytes; what is longer is no line about one file."""

_GZIP = b"\x1f\x8b"


class _BadLine(Exception):
    """The end of a sentence that begins with the line."""


def folder_pages(folder: Path, now: datetime) -> Iterator[Found]:
    """What the lines of the manifest name, in their order; nothing outside the folder is opened."""
    name, home = folder / MANIFEST, folder.resolve()
    with name.open("rb") as manifest:
        number = 0
        while line := manifest.readline(LONGEST_LINE):
            number += 1
            if not line.endswith(b"\n") and len(line) == LONGEST_LINE:
                yield Flaw(f"{name}: line {number} is longer than {LONGEST_LINE} bytes. What comes after it was left.")
                return
            if not line.strip():
                continue
            try:
                yield _found(line, home, now)
            except _BadLine as error:
                yield Flaw(f"{name}: line {number}: {error}. It was left out.")


def _found(line: bytes, home: Path, now: datetime) -> Found:
    row = _row(line)
    url, fetched_at = clean_url(_text(row, "url")), moment(_text(row, "fetched_at"), now)
    if url is None:
        raise _BadLine(f'url "{_short(row["url"])}" is no URL')
    if fetched_at is None:
        raise _BadLine(f'fetched_at "{_short(row["fetched_at"])}" is no past moment (write 2026-11-22T09:53:50Z)')
    headers, status = _headers(row), row.get("status", 200)
    if not isinstance(status, int) or not 100 <= status <= 999:
        raise _BadLine(f'status "{_short(status)}" is no HTTP status')
    payload = _payload(_file(_text(row, "file"), home))
    if no_page := kind_of(status, header(headers, "content-type") or "text/html", payload or b""):
        return NoPage(no_page)
    return FoundPage(
        url=url,
        fetched_at=fetched_at,
        headers=headers,
        payload=payload,
        unusable="too-large" if payload is None else None,
    )


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _BadLine("no JSON") from error
    if not isinstance(row, dict):
        raise _BadLine("no JSON object")
    return row


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value:
        raise _BadLine(f"{name} is missing")
    return value


def _headers(row: dict[str, Any]) -> Headers:
    """Those of the answer; its Content-Encoding is gone, for a file holds the page as it was unpacked."""
    given = row.get("headers") or {}
    if isinstance(given, dict):
        given = list(given.items())
    pairs = [tuple(one) for one in given if isinstance(one, list | tuple)] if isinstance(given, list) else []
    if len(pairs) != len(given) or not all(len(pair) == 2 and all(isinstance(x, str) for x in pair) for pair in pairs):
        raise _BadLine("headers is neither an object nor a list of pairs")
    headers = tuple(pair for pair in pairs if pair[0].lower() != "content-encoding")
    content_type = row.get("content_type")
    if isinstance(content_type, str) and header(headers, "content-type") is None:
        headers = (("Content-Type", content_type), *headers)
    return headers


def _file(text: str, home: Path) -> Path:
    try:
        path = (home / text).resolve()
        inside, there = path.is_relative_to(home), path.is_file()
    except (OSError, ValueError, RuntimeError) as error:  # a NUL in the name, a circle of links
        raise _BadLine(f'file "{_short(text)}" is no file name') from error
    if not inside:
        raise _BadLine(f'file "{_short(text)}" leads out of the folder')
    if not there:
        raise _BadLine(f'there is no file "{_short(text)}"')
    return path


def _payload(path: Path) -> bytes | None:
    """The file's content, unpacked if it is packed with gzip; None if it is larger than a page may be."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_PAGE + 1)
    except OSError as error:
        raise _BadLine(f'file "{path.name}" cannot be read ({error.strerror})') from error
    if content.startswith(_GZIP) and len(content) <= LARGEST_PAGE:
        return _unpacked(content, path.name)
    return content if len(content) <= LARGEST_PAGE else None


def _unpacked(content: bytes, name: str) -> bytes | None:
    try:
        return unpack(content, ["gzip"], LARGEST_PAGE)
    except TooLarge:
        return None
    except Truncated as error:
        raise _BadLine(f'file "{name}" is damaged gzip ({error})') from error


def _short(value: object) -> str:
    return str(value)[:80]
