"""The labelled pairs that were written after the rules by somebody who had not read them, then scored once.

``held-out`` came first; the rules were mended in sight of it. ``blind`` was written meanwhile.

Every text is written by hand. ``events_PART.toml`` has two or three reports of each event, and every two events in a
row are alike: their first reports are a pair that tells of two events, and so are their second and third ones. An
article "beside" an event is on its topic and from its days, a pair with each of its first two reports.
``near_PART.toml`` has texts and what other desks made of each.
"""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from itertools import combinations, product
from typing import Any

from tests.relations.pairs import FOLDER, Pair, Told, by_date

PARTS = ("held-out", "blind")
COPIES = {
    *("light edit", "heavy edit", "reordered", "first lines", "first half", "flash"),
    *("tail", "edit and tail", "cut and tailed", "developed"),
}
"""Kinds that are near-duplicates; bulletin, names, update, retold (also anew, as a flash) and one tail are none."""


def story_pairs(part: str) -> list[Pair]:
    """Articles on one event, on two that are alike, and on one topic."""
    pairs: list[Pair] = []
    events = _read("events", part)["event"]
    for alike in zip(events[::2], events[1::2], strict=True):
        told = [[_told(article) for article in event["article"]] for event in alike]
        for event, reports in zip(alike, told, strict=True):
            pairs += [Pair(_kind(event, both), True, *by_date(*both)) for both in combinations(reports, 2)]
            beside = map(_told, event.get("beside", ()))
            pairs += [Pair("one topic", False, *by_date(*both)) for both in product(beside, reports[:2])]
        pairs += [Pair("alike", False, *by_date(*both)) for both in zip(*told, strict=False)]
    return pairs


def _kind(event: dict[str, Any], both: tuple[Told, Told]) -> str:
    return str(event["kind"]) if both[0].language == both[1].language else "other language"


def near_pairs(part: str) -> list[Pair]:
    """Near-duplicates and what looks like them."""
    return [
        Pair(other["kind"], other["kind"] in COPIES, *by_date(_told(text), _made(text, other)))
        for text in _read("near", part)["text"]
        for other in text["other"]
    ]


def _read(what: str, part: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{what}_{part}.toml").read_text("utf-8"))


def _told(article: dict[str, Any]) -> Told:
    return Told(article["title"], article["text"].strip(), article["language"], article["published"])


def _made(first: dict[str, Any], other: dict[str, Any]) -> Told:
    """What another desk made of the first; ValueError when that lacks the words to be edited or to end with."""
    text = other.get("text", first["text"]).strip()
    for old, new in other.get("edits", ()):
        text = text.replace(_needed(old, text), new)
    if "order" in other:
        paragraphs = text.split("\n")
        text = "\n".join(paragraphs[number - 1] for number in other["order"])
    if "until" in other:
        text = text[: text.index(_needed(other["until"], text))] + other["until"]
    text = other.get("head", "") + text + other.get("end", "")
    if "tail" in other:
        text = f"{text}\n{other['tail'].strip()}"
    published = datetime.fromisoformat(first["published"]) + timedelta(hours=other["hours"])
    at = published.isoformat().replace("+00:00", "Z")
    return Told(other.get("title", first["title"]), text, first["language"], at)


def _needed(words: str, text: str) -> str:
    if words not in text:
        raise ValueError(f"near-duplicates: {words!r} is not in the text. Write words that it has: {text}")
    return words
