"""Labelled pairs of articles, made from own-written texts: which are near-duplicates, which tell of one event.

Two halves that share no text, form or filling: ``tune`` to fit a rule on, ``judge`` to judge it by. Everything is drawn
with a seed, so both are the same at every run; ``tests/test_relation_pairs.py`` pins them by digest.

The labels follow from how a pair is made. A near-duplicate is the other text with edits of a desk: words swapped,
sentences dropped or moved, another headline, a head or a tail put on, the end cut off. None is the same form with
another filling, the report with other figures, the event in other words, or two reports on one site's tail.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import combinations, pairwise, product
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).parent
HALVES = ("tune", "judge")
FILLINGS = 4
"""Pairs of every form."""

_SENTENCE = re.compile(r"""(?<=[.!?»”"])\s+(?=[«“"A-ZА-ЯЁҲҚҒӢӮҶ])""")
_FIELD = re.compile(r"\{(\w+)(?::(\d+)-(\d+))?\}")
_ENDS = {"en": "Details follow.", "ru": "Подробности позже.", "tg": "Тафсилот баъдтар."}
DAYS = {"en": "12 November", "ru": "12 ноября", "tg": "12 ноябр"}


@dataclass(frozen=True, slots=True)
class Told:
    """One article of a pair."""

    title: str
    text: str
    language: str
    published: str
    """UTC ISO-8601."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles and what they are to each other."""

    kind: str
    """How the pair was made."""

    is_one: bool
    """Whether they are near-duplicates, or tell of one event."""

    first: Told
    second: Told
    """Published later."""


def near_pairs(half: str) -> list[Pair]:
    """Near-duplicates and what looks like them."""
    return [pair for make in (_edited, _cut, _tailed, _forms, _updates, _retold, _on_one_tail) for pair in make(half)]


def story_pairs(half: str) -> list[Pair]:
    """Articles on one event, and on two that are alike."""
    events = _events(half)
    pairs = [Pair("event", True, *by_date(*pair)) for event in events for pair in combinations(event["told"], 2)]
    for one, other in zip(events[::2], events[1::2], strict=True):
        pairs += [Pair("sibling", False, *by_date(*pair)) for pair in product(one["told"], other["told"])]
    for one, other in zip(events[1:-1:2], events[2::2], strict=True):
        pairs += [Pair("other", False, *by_date(*pair)) for pair in zip(one["told"], other["told"], strict=True)]
    return pairs + [Pair("form", False, pair.first, pair.second) for pair in list(_forms(half))[::FILLINGS]]


def digest(pairs: Iterable[Pair]) -> str:
    """Of all pairs of a part, so that nobody changes them unnoticed."""
    content = json.dumps([asdict(pair) for pair in pairs], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _events(half: str) -> list[dict[str, Any]]:
    events = tomllib.loads((FOLDER / f"events_{half}.toml").read_text("utf-8"))["event"]
    for event in events:
        event["told"] = [Told(**{**each, "text": each["text"].strip()}) for each in event["article"]]
    return events


def _edges() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "edges.toml").read_text("utf-8"))


def by_date(one: Told, other: Told) -> tuple[Told, Told]:
    return (one, other) if one.published <= other.published else (other, one)


def _later(told: Told, title: str, text: str, hours: int = 3) -> Told:
    hour = int(told.published[11:13]) + hours
    return Told(title, text, told.language, f"{told.published[:11]}{min(hour, 23):02}{told.published[13:]}")


def _other_title(event: dict[str, Any]) -> str:
    """The headline of another report in the language of the full one, where there is one."""
    full, *others = event["told"]
    return next((told.title for told in others if told.language == full.language), full.title)


def _edited(half: str) -> Iterator[Pair]:
    """Light: a head, two words. Heavy: every word that can be swapped, a sentence less, two sentences moved."""
    for number, event in enumerate(_events(half)):
        full, random = event["told"][0], Random(f"{half} edited {number}")
        light = _swapped(full.text, full.language, random, 2)
        title = full.title if number % 3 else _other_title(event)
        yield Pair("light edit", True, full, _later(full, title, _headed(light, full.language, random)))
        paragraphs = _swapped(full.text, full.language, random, 20).split("\n")
        place = random.randrange(len(paragraphs))
        sentences = _SENTENCE.split(paragraphs[place])
        if len(sentences) > 2:
            del sentences[random.randrange(1, len(sentences))]
        paragraphs[place] = " ".join(sentences)
        last = _SENTENCE.split(paragraphs[-1])
        paragraphs[-1] = " ".join([*last[1:], last[0]])
        heavy = _attributed("\n".join(paragraphs), full.language)
        if number % 2:
            heavy = _headed(heavy, full.language, random)
        yield Pair("heavy edit", True, full, _later(full, _other_title(event), heavy, 5))


def _cut(half: str) -> Iterator[Pair]:
    """The first lines, the first half, a flash that came before the full report, a copy both cut and tailed."""
    edges = _edges()
    for number, event in enumerate(_events(half)):
        full, random = event["told"][0], Random(f"{half} cut {number}")
        sentences = _SENTENCE.split(full.text.replace("\n", " "))
        lead = " ".join(sentences[: 1 + (len(sentences[0].split()) < 26)])
        yield Pair("first lines", True, full, _later(full, full.title, f"{lead} …" if number % 2 else lead))
        words = full.text.split(" ")
        middle = " ".join(words[: random.randrange(len(words) * 4 // 10, len(words) * 7 // 10)])
        yield Pair("first half", True, full, _later(full, _other_title(event), f"{middle}…", 2))
        if number % 2:
            flash = Told(full.title, f"{lead} {_ENDS[full.language]}", full.language, full.published)
            yield Pair("flash", True, flash, _later(full, _other_title(event), full.text, 2))
        elif number % 4 == 0:
            tail = random.choice(edges[full.language]["tail"])
            yield Pair("cut and tailed", True, full, _later(full, full.title, f"{middle}…\n{tail}", 4))


def _tailed(half: str) -> Iterator[Pair]:
    """With a site's tail; edited too; with a paragraph that was added later."""
    edges = _edges()
    for number, event in enumerate(_events(half)):
        full, random = event["told"][0], Random(f"{half} tailed {number}")
        tails = random.sample(edges[full.language]["tail"], 1 + number % 2)
        longer = "\n".join([full.text, *tails])
        yield Pair("tail", True, full, _later(full, full.title, longer))
        if number % 2:
            edited = _swapped(longer, full.language, random, 6)
            yield Pair("edit and tail", True, full, _later(full, _other_title(event), edited, 6))
        for told in event["told"][1:]:
            if told.language == full.language:
                yield Pair("developed", True, full, _later(full, told.title, f"{full.text}\n{told.text}", 7))


def _forms(half: str) -> Iterator[Pair]:
    """Bulletins and other forms, filled in twice."""
    content = tomllib.loads((FOLDER / "forms.toml").read_text("utf-8"))
    for number, form in enumerate(content["form"]):
        if form["half"] != half:
            continue
        lists, kind = content["lists"][form["language"]], form["kind"]
        for filling in range(FILLINGS):
            random = Random(f"{half} form {number} {filling}")
            first, second = _filled(form, lists, random, form.get("kept", 0.0))
            day = 1 + 5 * filling
            told = [
                Told(title, text, form["language"], f"2026-11-{date:02}T06:00:00Z")
                for (title, text), date in zip((first, second), (day, day + 1), strict=True)
            ]
            yield Pair(kind if kind == "names" else "bulletin", False, told[0], told[1])


def _filled(form: dict[str, Any], lists: dict[str, list[str]], random: Random, kept: float) -> list[tuple[str, str]]:
    """Two fillings of a form: its text has the draws of its title. ``kept`` is the share of numbers that stay."""
    drawn: dict[str, tuple[str, str]] = {}

    def draw(match: re.Match[str]) -> str:
        name, low, high = match.groups()
        is_shared = low is None or match[0] in form["title"]
        key = match[0] if is_shared else f"{match[0]} {match.start()}"
        if key not in drawn:
            one, other = _values(name, low, high, lists, random)
            drawn[key] = (one, one if low is not None and drawn and random.random() < kept else other)
        return f"\0{key}\0"

    whole = _FIELD.sub(draw, f"{form['title']}\1{form['text']}")
    fillings = [re.sub(r"\0(.*?)\0", lambda match, side=side: drawn[match[1]][side], whole) for side in (0, 1)]  # type: ignore[misc]
    return [(one.split("\1")[0], one.split("\1")[1]) for one in fillings]


def _values(name: str, low: str, high: str, lists: dict[str, list[str]], random: Random) -> tuple[str, str]:
    if low is None:
        one, other = random.sample(lists[name], 2)
        return one, other
    if name == "f":
        return tuple(f"{random.uniform(int(low), int(high)):.2f}" for _ in range(2))  # type: ignore[return-value]
    one, other = (random.randint(int(low), int(high)) for _ in range(2))
    return str(one), str(other)


def _updates(half: str) -> Iterator[Pair]:
    """The same report hours later with other figures."""
    for event in _events(half):
        full = event["told"][0]
        text, title = full.text, full.title
        for old, new in event.get("update", ()):
            text, title = text.replace(old, new), title.replace(old, new)
        if text != full.text:
            yield Pair("update", False, full, _later(full, title, text, 8))


def _retold(half: str) -> Iterator[Pair]:
    """The event in other words."""
    for event in _events(half):
        full, *others = event["told"]
        for told in others:
            if told.language == full.language:
                yield Pair("retold", False, full, told)


def _on_one_tail(half: str) -> Iterator[Pair]:
    """Two reports that the extraction left their site's tail on."""
    edges = _edges()
    told = [told for event in _events(half) for told in event["told"][1:]]
    for language in edges:
        own = [each for each in told if each.language == language]
        tail = "\n".join(edges[language]["tail"][:2])
        for one, other in list(pairwise(own))[:3]:
            first, second = by_date(one, other)
            pair = [Told(each.title, f"{each.text}\n{tail}", language, each.published) for each in (first, second)]
            yield Pair("one tail", False, pair[0], pair[1])


def _swapped(text: str, language: str, random: Random, most: int) -> str:
    """At most so many of the language's swaps made, each where it comes first."""
    swaps = _edges()[language]["swaps"]
    made = 0
    for old, new in random.sample(swaps, len(swaps)):
        if old in text and made < most:
            text, made = text.replace(old, new, 1), made + 1
    return text


def _headed(text: str, language: str, random: Random) -> str:
    return random.choice(_edges()[language]["head"]).format(day=DAYS[language]) + text


def _attributed(text: str, language: str) -> str:
    for old, new in _edges()[language]["attribution"]:
        text = text.replace(old, new, 1)
    return text
