"""One source file: every key read and checked, every problem told with file, key, value and mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Any, get_args

from archive.records import CrawlRules, ExtractRules, IdentityRules, Listing, Source, Status
from archive.source_values import (
    Check,
    did_you_mean,
    matching,
    one_of,
    quoted,
    wrong_id_pattern,
    wrong_listing_url,
    wrong_pattern,
    wrong_prefix,
    wrong_selector,
    wrong_timezone,
    wrong_url,
)
from archive.toml import NotToml, read_toml
from archive.urls import alias_prefixes, in_scope

Report = Callable[[str, object, str], None]
"""Takes a key, its value, and the end of the sentence."""

Reader = Callable[[str, Any, Report], Any]
"""Takes a key, the value that TOML gave and where to report parts of it; returns the value for the record.

Raises WrongValueError when the value as a whole is unusable.
"""


class WrongValueError(ValueError):
    """What is wrong with a value and how to mend it, as the end of a sentence."""


LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
INTERVAL = re.compile(r"auto|[1-9]\d*[mhd]")

LARGEST = 1_000_000
"""No count of pages, seconds or days in a source file can mean more."""

REQUIRED = {
    "name": 'name = "Khovar (English)"',
    "country": 'country = "TJ"',
    "languages": 'languages = ["en"]',
    "timezone": 'timezone = "Asia/Dushanbe"',
    "scope": 'scope = ["khovar.tj/eng/"]',
    "homepage": 'homepage = "https://khovar.tj/eng/"',
}
"""Keys that a source file cannot do without, each with the line that an error proposes."""


def read_source_file(path: Path, label: str) -> tuple[Source | None, list[str]]:
    """The source that the file describes, or None and the problems; ``label`` names the file in them."""
    problems: list[str] = []

    def report(key: str, value: object, text: str) -> None:
        problems.append(f"{label}: {key} {quoted(value)} {text}")

    if not SLUG.fullmatch(path.stem):
        mended = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "my-source"
        report("slug", path.stem, f"has more than a-z, 0-9 and hyphens. Rename the file to {mended}.toml.")
    try:
        values = read_toml(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        return None, [f"{label}: cannot be read ({error.strerror}). Make it a readable file."]
    except UnicodeDecodeError:
        return None, [f"{label}: is not UTF-8. Save it as UTF-8."]
    except NotToml as error:
        return None, [f"{label}: is not TOML: {error}. Mend it there."]
    given = _read_keys(values, SOURCE_KEYS, "", report)
    problems += [f"{label}: {key} is missing. Add {line}." for key, line in REQUIRED.items() if key not in values]
    if problems:
        return None, problems
    source = Source(slug=path.stem, **given)
    _check_whole(source, report)
    return (None, problems) if problems else (source, [])


def _check_whole(source: Source, report: Report) -> None:
    """What no key can tell alone."""
    if not in_scope(source.homepage, source):
        report("homepage", source.homepage, "is outside the scope. Mend it, or add its prefix to scope.")
    for index, listing in enumerate(source.listings):
        if listing.pages > 1 and "{page}" not in listing.url:
            text = "says the same for every page. Put {page} where the number stands, or take pages out."
            report(f"listings[{index}].url", listing.url, text)
    prefixes = [pair for pair in alias_prefixes(source.aliases) if pair[0] != pair[1]]
    for (left, right), (other, _) in product(prefixes, repeat=2):
        if right.startswith(other):
            text = f"leads from {quoted(left)} into {quoted(other)}, itself an alias. Name the last of them."
            report("aliases", right, text)


def _read_keys(values: Mapping[str, Any], readers: Mapping[str, Reader], place: str, report: Report) -> Any:
    for key in values:
        if key not in readers:
            advice = did_you_mean(key, readers, f"Take it out, or write one of {', '.join(readers)}.")
            report("key", place + key, f"is not known. {advice}")
    read = {key: _read(readers[key], place + key, values[key], report) for key in readers if key in values}
    return {key: value for key, value in read.items() if value is not None}


def _read(reader: Reader, key: str, value: Any, report: Report) -> Any:
    """The value for the record, or None and a report."""
    try:
        return reader(key, value, report)
    except WrongValueError as wrong:
        report(key, value, str(wrong))
        return None


def _text(check: Check = lambda value: None) -> Reader:
    def read(key: str, value: Any, report: Report) -> str:
        if not isinstance(value, str):
            raise WrongValueError("is not a string. Put it in quotes.")
        text = value.strip()
        problem = check(text) if text else "is empty. Fill it in, or take the key out."
        if problem:
            raise WrongValueError(problem)
        return text

    return read


def _texts(check: Check = lambda value: None, *, at_least: int = 0) -> Reader:
    read_one = _text(check)

    def read(key: str, value: Any, report: Report) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise WrongValueError(f"is not a list. Write {key} = [{quoted(value)}].")
        if len(value) < at_least:
            raise WrongValueError("is empty. Name at least one.")
        return tuple(_read(read_one, f"{key}[{index}]", item, report) for index, item in enumerate(value))

    return read


def _number(minimum: int, kind: type[int] | type[float], example: str) -> Reader:
    def read(key: str, value: Any, report: Report) -> float:
        allowed = (int,) if kind is int else (int, float)
        if isinstance(value, bool) or not isinstance(value, allowed):
            noun = "whole number" if kind is int else "number"
            raise WrongValueError(f"is not a {noun}. Write {example}.")
        if not minimum <= value <= LARGEST:
            raise WrongValueError(f"is not between {minimum} and {LARGEST}. Write {example}.")
        return kind(value)

    return read


def _table(build: Callable[..., Any], readers: Mapping[str, Reader], required: str | None = None) -> Reader:
    def read(key: str, value: Any, report: Report) -> Any:
        if not isinstance(value, dict):
            heading = f"[[{key.partition('[')[0]}]]" if "[" in key else f"[{key}]"
            raise WrongValueError(f"is not a table. Write it under {heading}.")
        given = _read_keys(value, readers, f"{key}.", report)
        if required and required not in value:
            raise WrongValueError(f"has no {required}. Add it.")
        return build(**given) if required is None or required in given else None

    return read


def _tables(build: Callable[..., Any], readers: Mapping[str, Reader], required: str) -> Reader:
    read_one = _table(build, readers, required)

    def read(key: str, value: Any, report: Report) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise WrongValueError(f"is not a list of tables. Write each under [[{key}]].")
        return tuple(_read(read_one, f"{key}[{index}]", item, report) for index, item in enumerate(value))

    return read


def _aliases(key: str, value: Any, report: Report) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise WrongValueError('is not a table. Write lines such as "old.tj/" = "new.tj/" under [aliases].')
    for left, right in value.items():
        for side in (left, right):
            problem = "is not a string. Put it in quotes." if not isinstance(side, str) else wrong_prefix(side)
            if problem:
                report(key, side, problem)
    return tuple(value.items())


SOURCE_KEYS: Mapping[str, Reader] = {
    "name": _text(),
    "country": _text(matching(re.compile("[A-Z]{2}"), 'is not a country code. Write two capitals such as "TJ".')),
    "languages": _texts(matching(LANGUAGE, 'is not a BCP 47 tag. Write one such as "tg" or "uz-Cyrl".')),
    "timezone": _text(wrong_timezone),
    "scope": _texts(wrong_prefix, at_least=1),
    "homepage": _text(wrong_url),
    "feeds": _texts(wrong_url),
    "sitemaps": _texts(wrong_url),
    "listings": _tables(
        Listing, {"url": _text(wrong_listing_url), "pages": _number(1, int, "pages = 3")}, required="url"
    ),
    "article_url": _text(wrong_pattern),
    "license": _text(),
    "status": _text(one_of(get_args(Status))),
    "evidence": _text(),
    "aliases": _aliases,
    "extract": _table(ExtractRules, {"body": _text(wrong_selector), "drop": _texts(wrong_selector)}),
    "identity": _table(IdentityRules, {"keep_params": _texts(), "id": _text(wrong_id_pattern)}),
    "crawl": _table(
        CrawlRules,
        {
            "delay": _number(0, float, "seconds, such as 1.0"),
            "interval": _text(
                matching(INTERVAL, 'is not an interval. Write "auto", or a time such as "10m", "2h" or "1d".')
            ),
            "removed_checks": _number(1, int, "removed_checks = 3"),
            "removed_days": _number(0, float, "days, such as 2"),
            "rechecks": _number(0, int, "rechecks = 200"),
            "tls": _text(one_of(("strict", "lenient"))),
            "opt_out": _text(one_of(("obey", "record"))),
        },
    ),
}
"""Every key of a source file and how it is read; the keys are the fields of the records."""
