"""An archive of made-up news in seven languages, as large as one likes, for measuring searches.

Words are syllables, drawn by Zipf's law and inflected with endings of the language; one word in thirty is a name.
The same number gives the same archive, wherever it is made.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import numpy as np
from sqlite_utils import Database

from archive import full_text
from archive.migrations import migrations
from archive.search.fold import search_keys

ARTICLES = 500_000
BATCH = 5_000
SOURCES = 40
STEMS = 30_000
NAMES = 20_000
WORDS = (60, 220)
"""Fewest and most words of an article: 0.5 to 2 kB."""

FIRST_DAY = datetime(2014, 1, 1, tzinfo=UTC)
DAYS = 4_300
LATE = 0.2
"""Of the articles came by a backfill: they are older than their ids say."""

COPIES = 0.05
"""Of the articles are copies of one of the 500 before them."""

# fmt: off
LANGUAGES: tuple[tuple[str, float, str, str, tuple[str, ...]], ...] = (
    ("tg", 0.30, "бвгдзклмнпрстфхчшғқҳҷ", "аиоуеӣӯ", ("", "и", "ҳо", "ҳои", "ро", "он", "ҳоро", "аш")),
    ("ru", 0.30, "бвгдзклмнпрстфхцчшж", "аиоуеыя", ("", "а", "у", "ом", "е", "ы", "ов", "ами", "ах", "ный", "ного")),
    ("en", 0.15, "bcdfghklmnprstvw", "aeiou", ("", "s", "ed", "ing", "er", "ly", "ation")),
    ("uz-Latn", 0.10, "bdfghjklmnpqrstvxyz", "aiou", ("", "lar", "ni", "ning", "da", "ga", "dan", "lari", "larni")),
    ("ky", 0.05, "бгджзклмнпрстчш", "аиоуеүөы", ("", "лар", "нын", "да", "га", "дан", "лары")),
    ("kk", 0.05, "бғджзкқлмнпрстш", "аәеиоұүы", ("", "лар", "ның", "да", "ға", "дан", "лары")),
    ("fa", 0.05, "بپتجدرزسشفکگلمن", "اوی", ("", "ها", "های", "ی", "را", "ان")),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language, commonest first: ``forms[stem, ending]``."""

    forms: Any
    names: Any
    odds: Any
    """Cumulated, of the stems."""


def made_archive(folder: Path | None = None, articles: int = ARTICLES) -> Path:
    """The archive of so many articles, built at the first call and kept in the folder (default: the temporary one)."""
    folder = folder or Path(os.environ.get("BACKISSUE_BENCH") or gettempdir()) / "backissue-bench"
    path = folder / f"search-{articles}.db"
    if path.exists():
        db = Database(path)
        migrations.apply(db)
        db.close()
        return path
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    db = Database(unfinished)
    migrations.apply(db)
    db.close()
    connection = sqlite3.connect(unfinished)
    connection.execute("PRAGMA synchronous = OFF")
    fill(connection, articles)
    tidy(connection)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return unfinished.rename(path)


def tidy(connection: sqlite3.Connection) -> None:
    """As Archive.tidy does bit by bit after each of the runs that bring so many articles."""
    while full_text.merge(connection):
        connection.commit()
    with connection:
        full_text.count_common_words(connection)


def fill(connection: sqlite3.Connection, articles: int) -> None:
    """Sources and articles, through the triggers of the full text."""
    rng = np.random.default_rng(5)
    words = [vocabulary(rng, consonants, vowels, endings) for _, _, consonants, vowels, endings in LANGUAGES]
    with connection:
        connection.executemany(
            "INSERT INTO source VALUES (?, ?, 'TJ', '[]', 'Asia/Dushanbe', ?, 'unknown', 'ok')",
            [(f"source-{n}", f"Source {n}", f"https://source-{n}.example/") for n in range(SOURCES)],
        )
    for first in range(1, articles + 1, BATCH):
        numbers = range(first, min(first + BATCH, articles + 1))
        with connection:
            connection.executemany(INSERT, rows(rng, words, numbers, articles))
            connection.execute("UPDATE sequence SET value = ? WHERE name = 'change'", [numbers[-1]])


INSERT = """INSERT INTO article (id, url_key, url, source, title, text, search_keys, language, published, word_count,
        sha256, fingerprint, duplicate_of, first_seen, last_seen, checked_at, settled, change)
    VALUES (:id, :url, :url, :source, :title, :text, :keys, :language, :published, :words,
        :digest, :digest, :first, :published, :published, :published, 1, :id)"""


def rows(rng: Any, words: list[Vocabulary], numbers: range, articles: int) -> Iterator[dict[str, object]]:
    """One article a number; its day follows its number unless it came late; a copy's first is in the same batch."""
    written: dict[int, tuple[str, str, int, int]] = {}
    chosen = rng.choice(len(LANGUAGES), len(numbers), p=[share for _, share, *_ in LANGUAGES])
    lengths = rng.integers(*WORDS, len(numbers))
    late = rng.random(len(numbers)) < LATE
    copies = rng.random(len(numbers)) < COPIES
    spread = rng.random(len(numbers))
    for place, number in enumerate(numbers):
        language = int(chosen[place])
        title, text = prose(rng, words[language], int(lengths[place]))
        first = number - 1 - int(500 * spread[place]) if copies[place] else 0
        first = first if first in written else 0
        if first:
            title, text, language, first = written[first]  # the first of its copies, if that was one
        written[number] = title, text, language, first or number
        written.pop(number - 600, None)
        day = number / articles * (spread[place] if late[place] else 1)
        yield {
            "id": number,
            "url": f"https://source-{number % SOURCES}.example/{number}",
            "source": f"source-{number % SOURCES}",
            "title": title,
            "text": text,
            "keys": search_keys(title, text),
            "language": LANGUAGES[language][0],
            "first": first or None,
            "published": f"{FIRST_DAY + timedelta(days=DAYS * float(day)):%Y-%m-%dT%H:%M:00Z}",
            "words": int(lengths[place]),
            "digest": sha256(str(number).encode()).hexdigest(),
        }


def prose(rng: Any, words: Vocabulary, length: int) -> tuple[str, str]:
    """A title of eight words and a text of so many, in sentences of twelve."""
    total = length + 8
    stems = np.searchsorted(words.odds, rng.random(total))
    endings = np.minimum(rng.geometric(0.4, total) - 1, words.forms.shape[1] - 1)
    chosen = words.forms[stems, endings]
    named = rng.random(total) < 1 / 30
    chosen[named] = words.names[np.minimum(rng.zipf(1.3, int(named.sum())), len(words.names)) - 1]
    spelled: list[str] = chosen.tolist()
    for place in (0, *range(8, total, 12)):
        spelled[place] = spelled[place].capitalize()
    sentences = [" ".join(spelled[place : place + 12]) + "." for place in range(8, total, 12)]
    return " ".join(spelled[:8]), "\n".join(sentences)


def vocabulary(
    rng: Any, consonants: str, vowels: str, endings: tuple[str, ...], stems: int = STEMS, names: int = NAMES
) -> Vocabulary:
    """Short words are the common ones, as they are in every language."""
    syllables = np.array([c + v for c in consonants for v in vowels])
    closing = np.array(["", *consonants])
    count = stems + names
    length = np.clip(1 + np.log10(np.arange(1, count + 1)).astype(int) // 2 + rng.integers(0, 2, count), 1, 4)
    drawn = rng.integers(0, len(syllables), (count, 4))
    closed = rng.integers(0, len(closing), count)
    made = ["".join(syllables[drawn[n, : length[n]]]) + str(closing[closed[n]]) for n in range(count)]
    forms = np.array([[stem + ending for ending in endings] for stem in made[:stems]], dtype=object)
    called = np.array([name.capitalize() for name in made[stems:]], dtype=object)
    weights = 1 / (np.arange(stems) + 2.7)
    return Vocabulary(forms, called, np.cumsum(weights) / weights.sum())


if __name__ == "__main__":
    made_archive()
