"""How articles, revisions, diffs, hits and sources read in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from archive.zones import zone

if TYPE_CHECKING:
    from archive.search.hits import Hit

MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
"""As ``git diff --word-diff`` marks them, where there is no colour."""

COLOURS = {"removed": "red", "added": "green"}


def moment(value: str | None, zone_name: str = "UTC") -> str:
    """``2026-11-02 11:00+05:00``, in the zone, or ``06:00 UTC``; a day stays a day; ``no date`` for None."""
    if value is None:
        return "no date"
    if "T" not in value:
        return value
    local = datetime.fromisoformat(value).astimezone(zone(zone_name))
    return local.isoformat(" ", "minutes").replace("+00:00", " UTC")


def width() -> int | None:
    """Columns to write in: at most 80; None where stdout is no terminal."""
    import shutil

    return min(shutil.get_terminal_size().columns, 80) if sys.stdout.isatty() else None


def article_text(article: Mapping[str, Any], zone_name: str, *, colour: bool, columns: int | None) -> str:
    """A ``news_article`` to be read: headline, byline, text, what else is known.

    ``columns``: where lines break; None leaves each paragraph one line.
    """
    published = moment(article["datePublished"], zone_name)
    lines = [
        _bold(article["headline"], colour),
        " · ".join([article["publisher"] or article["source"], published, *article["author"]]),
        article["url"],
    ]
    for paragraph in article["articleBody"].split("\n"):
        lines += ["", _wrapped(paragraph, columns)]
    return "\n".join([*lines, "", " · ".join(_facts(article)), *_others(article), *_events(article)])


def _bold(text: str, colour: bool) -> str:
    return click.style(text, bold=True) if colour else text


def _wrapped(paragraph: str, columns: int | None) -> str:
    import textwrap

    return textwrap.fill(paragraph, columns, break_long_words=False) if columns else paragraph


def _facts(article: Mapping[str, Any]) -> Iterator[str]:
    yield f"article {article['id']}"
    yield from filter(None, (article["inLanguage"], article["articleSection"], article["license"]))
    yield f"words: {article['wordCount']}"
    if article["revisions"] > 1:
        yield f"revisions: {article['revisions']}"
    if article["duplicateOf"] is not None:
        yield f"same text as article {article['duplicateOf']}"
    if article.get("story") is not None:
        yield f"story {article['story']}"
    if article.get("optOut"):
        yield f"opts out: {', '.join(article['optOut'])}"
    yield f"first seen {moment(article['dateFirstSeen'])}"
    yield f"last seen {moment(article['dateLastSeen'])}"
    if article["removed"]:
        yield f"removed, found out {moment(article['removed'])}"


def _others(article: Mapping[str, Any]) -> Iterator[str]:
    """One line for each article that is related to this one; what only ``archive.related`` knows may be left out."""
    for other in article.get("duplicates", ()):
        yield f"same text: {_other(other)}"
    for other in article.get("nearDuplicates", ()):
        kind = (
            f"{other['kind']} of"
            if other["isFirst"]
            else {"copy": "near-copy:"}.get(other["kind"], f"{other['kind']}:")
        )
        yield f"{kind} {_other(other)} ({other['similarity']:.0%} of the shorter text)"
    for other in article.get("storyArticles", ()):
        why = f" ({other['score']:.2f}: {other['reason']})" if other["reason"] else ""
        yield f"same story: {_other(other)}{why}"


def _other(other: Mapping[str, Any]) -> str:
    return f"article {other['id']}, {other['source']}, {other['headline']}"


def _events(article: Mapping[str, Any]) -> Iterator[str]:
    """One line for each other URL and each removal; what only ``archive.happenings`` knows may be left out."""
    for other in article.get("otherUrls", ()):
        yield f"{other['kind']}: {other['url']}"
    for removal in article.get("removals", ()):
        back = f", returned, found out {moment(removal['returned'])}" if removal["returned"] else ""
        yield f"missing since {moment(removal['missingSince'])}, removed {moment(removal['removed'])}{back}"
        if removal["checks"]:
            first, last = removal["firstEvidence"], removal["lastEvidence"]
            yield (
                f"  checks: {removal['checks']}, first {moment(first['checked'])} {first['evidence']}, "
                f"last {moment(last['checked'])} {last['evidence']}"
            )
    for check in article.get("missing", ()):
        yield f"missing {moment(check['checked'])}: {check['evidence']}"


def revisions_text(revisions: Iterable[Mapping[str, Any]]) -> str:
    """One line a revision: number, when it was first seen, kind, words, headline; and one for each that flickers."""
    lines, flickers = [], []
    for revision in revisions:
        lines.append(
            f"{revision['number']:>3}  {moment(revision['seen'])}  {revision['kind']:<10}  "
            f"{len(revision['articleBody'].split()):>5} words  {revision['headline']}"
        )
        if returns := revision["returns"]:
            flickers.append(
                f"Flickers: came back to {revision['number']} without a revision, {returns['count']} times "
                f"from {moment(returns['since'])} to {moment(returns['last'])}."
            )
    return "\n".join((*lines, *flickers))


def diff_text(spans: Iterable[Mapping[str, str]], *, colour: bool) -> str:
    """The newer text with what went and what came: in colour, or as ``[-removed-]{+added+}``."""
    return "".join(_marked(span["kind"], span["text"], colour) for span in spans)


def _marked(kind: str, text: str, colour: bool) -> str:
    words = text.strip()
    if kind == "same" or not words:
        return "" if kind == "removed" else text
    before, after = MARKS[kind]
    if colour:
        before, after = click.style("\0", fg=COLOURS[kind], strikethrough=kind == "removed" or None).split("\0")
    return text.replace(words, f"{before}{words}{after}", 1)


def hits_text(hits: Iterable[Hit], sources: Mapping[str, tuple[str, str]], *, colour: bool) -> str:
    """A numbered list; what matched is marked in colour only. ``sources`` has name and zone of each slug."""
    return "\n\n".join(_hit(number, hit, *sources[hit.source], colour) for number, hit in enumerate(hits, 1))


def _hit(number: int, hit: Hit, name: str, zone_name: str, colour: bool) -> str:
    from archive.search.hits import marked

    before, after = click.style("\0", fg="yellow", bold=True).split("\0") if colour else ("", "")
    gone = " · removed" if hit.removed else ""
    lines = (
        _bold(hit.title, colour),
        f"{moment(hit.published, zone_name)} · {name} · article {hit.id}{gone}",
        marked(" ".join(hit.snippet.split()), before, after),
        hit.url,
    )
    return f"{number:>3}  " + "\n     ".join(lines)


def sources_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """A table: slug, name, languages, status, health, articles, newest article (its day), last crawl (UTC); below it
    what is wrong with them."""
    heads = ("source", "name", "languages", "status", "health", "articles", "newest", "last crawl")
    cells = [heads]
    for row in rows:
        articles = "" if row["articles"] is None else str(row["articles"])
        newest = (row["newest"] or "")[:10]
        crawled = moment(row["lastCrawl"])[:16] if row["lastCrawl"] else ""
        spoken = " ".join(row["languages"])
        cells.append((row["source"], row["name"], spoken, row["status"], row["health"], articles, newest, crawled))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    return "\n".join((*lines, *(f"! {row['source']}: {sentence}" for row in rows for sentence in row["told"])))


def fields_text(known: Mapping[str, Any]) -> str:
    """One line for each thing that is known: its name, and its values separated by commas."""
    width = max(map(len, known)) + 2
    said = {name: _value(value) for name, value in known.items() if value is not None}
    return "\n".join(f"{name:<{width}}{text}" for name, text in said.items() if text)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(each)}" for key, each in value.items() if each not in (None, (), []))
    if isinstance(value, list | tuple):
        return ", ".join(map(_value, value))
    return str(value)
