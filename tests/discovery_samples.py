"""A source, a moment and a way to damage bytes, for the tests of discovery."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from archive.records import Source

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

SOURCE = Source(
    slug="vodi-en",
    name="Vodi News (English)",
    country="TJ",
    languages=("en", "tg", "ru"),
    timezone="Asia/Dushanbe",
    scope=("vodi.example/",),
    homepage="https://vodi.example/en/",
)


def source(**changes: object) -> Source:
    return replace(SOURCE, **changes)  # type: ignore[arg-type]


def damaged(body: bytes, rounds: int, seed: int = 20261122) -> Iterator[bytes]:
    """The body cut, with flipped bytes, with a piece doubled, left out or moved: one damage a round, in turn."""
    chance = random.Random(seed)
    for number in range(rounds):
        start, end = sorted(chance.sample(range(len(body)), 2))
        flipped = bytearray(body)
        for _ in range(chance.randint(1, 20)):
            flipped[chance.randrange(len(body))] = chance.randrange(256)
        doubled, without = body[:end] + body[start:], body[:start] + body[end:]
        yield (body[:end], bytes(flipped), doubled, without, body[start:])[number % 5]
