"""A made-up news wire of any length: articles of about 2 kB in English, Russian and Tajik, the same at every run.

Words are invented, their frequencies are those of a language (Zipf). Of a hundred articles three are copies, five are
copies with small changes, five are bulletins of one template with other numbers, and five tell an event again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np

from archive.clock import iso
from archive.exported import ExportedArticle, Version
from archive.records import Article, Source

SYLLABLES = {
    "en": ("ba", "re", "ti", "on", "al", "mer", "sto", "nd", "ver", "ing", "cal", "pro", "den", "sh", "ou", "le"),
    "ru": ("ба", "ре", "ти", "ов", "ал", "мер", "сто", "на", "вер", "ени", "кал", "про", "ден", "ше", "ком", "ли"),
    "tg": ("ба", "ра", "ти", "он", "ал", "мар", "ҷум", "на", "ҳо", "ӣ", "қар", "пай", "дӯ", "ша", "ғам", "ли"),
}
WORDS = {"en": 240, "ru": 125, "tg": 135}
"""Of an article; with them it has about 2 kB in UTF-8."""

VOCABULARY, NAMES = 40_000, 4_000
"""Words and names of a language."""

OUTLETS = 4
"""Of each language."""

FIRST = datetime(2021, 1, 1, tzinfo=UTC)
APART = timedelta(seconds=180)
"""Between two articles: some 480 a day, a million in 5.7 years."""

SOURCES = tuple(
    Source(
        slug=f"outlet{number}-{language}",
        name=f"Outlet {number} ({language})",
        country="TJ",
        languages=(language,),
        timezone="Asia/Dushanbe",
        scope=(f"outlet{number}.example/{language}/",),
        homepage=f"https://outlet{number}.example/{language}/",
    )
    for language in WORDS
    for number in range(OUTLETS)
)


@dataclass(frozen=True, slots=True)
class Language:
    """Words by rank, and the share of all words that those up to a rank make up."""

    words: Sequence[str]
    names: Sequence[str]
    shares: np.ndarray


def article(number: int) -> tuple[ExportedArticle, Source]:
    """The article of a number from 0 on, and its source."""
    kind, source = number % 100, SOURCES[number % len(SOURCES)]
    if number >= 100 and kind < 8:
        return _copy(number, source, changed=kind >= 3)
    if 10 <= kind < 15:
        title, text = _bulletin(number, source.languages[0])
    elif number >= 100 and 20 <= kind < 25:
        title, text = _told_again(number, source.languages[0])
    else:
        title, text = _told(number, source.languages[0])
    return _exported(number, source, title, text), source


def articles(numbers: Iterable[int]) -> list[tuple[ExportedArticle, Source]]:
    """Those of the numbers."""
    return list(map(article, numbers))


def _copy(number: int, source: Source, *, changed: bool) -> tuple[ExportedArticle, Source]:
    """Another outlet's article of some hours before, under an address of this one's."""
    original, _ = article(number - number % 100 - 12 * (1 + number % 3) - (2 if number % 2 else 4))
    text = original.article.text
    if changed:
        words = text.split(" ")
        for place in np.random.default_rng(number).integers(0, len(words), 4):
            words[place] = words[place - 1]
        text = " ".join(words)
    return _exported(number, source, original.article.title, text), source


def _told(number: int, tag: str) -> tuple[str, str]:
    random, language = np.random.default_rng(number), _language(tag)
    ranks = np.searchsorted(language.shares, random.random(WORDS[tag]))
    words = [language.words[rank] for rank in ranks]
    named = random.integers(0, len(words), 12).tolist()
    for place, name in zip(named, random.integers(0, NAMES, 12).tolist(), strict=True):
        words[place] = language.names[name]
    for place, count in zip(random.integers(0, len(words), 5).tolist(), random.integers(2, 2_000, 5), strict=True):
        words[place] = str(count)
    ends = np.cumsum(random.integers(8, 17, len(words) // 8 + 1)).tolist()
    spans = zip([0, *ends], ends, strict=False)
    sentences = [_sentence(words[start:end]) for start, end in spans if start < len(words)]
    paragraphs = [" ".join(sentences[place : place + 3]) for place in range(0, len(sentences), 3)]
    title = " ".join([language.names[int(random.integers(NAMES))], *words[3:9]])
    return title, "\n".join(paragraphs)


def _sentence(words: Sequence[str]) -> str:
    line = " ".join(words)
    return f"{line[0].upper()}{line[1:]}."


def _told_again(number: int, tag: str) -> tuple[str, str]:
    """The headline and the names of an article of some hours before, in other words."""
    title, _ = _told(number - 60, tag)
    own_title, text = _told(number, tag)
    return f"{title} {own_title.split()[1]}", f"{title}. {text}"


def _bulletin(number: int, tag: str) -> tuple[str, str]:
    """One template for each language and kind of bulletin; the numbers are its news."""
    title, text = _told(7 + number % 5, tag)
    random = np.random.default_rng(number)
    words = [str(random.integers(2, 9_000)) if place % 7 == 3 else word for place, word in enumerate(text.split(" "))]
    return f"{title} {number % 28 + 1}.{number % 12 + 1}", " ".join(words)


def _exported(number: int, source: Source, title: str, text: str) -> ExportedArticle:
    published = iso(FIRST + number * APART)
    seen = iso(FIRST + number * APART + timedelta(minutes=20))
    written = Article(
        url=f"{source.homepage}news/{number}",
        title=title,
        text=text,
        language=source.languages[0],
        published=published,
        published_precision="minute",
        section="news",
    )
    version = Version(seen=seen, title=title, text=text)
    return ExportedArticle(
        article=written,
        source=source.slug,
        publisher=source.name,
        versions=(version,),
        counted=1,
        first_seen=seen,
        last_seen=seen,
        removed=None,
    )


@cache
def _language(tag: str) -> Language:
    random, syllables = np.random.default_rng(len(tag) + ord(tag[0])), SYLLABLES[tag]
    words: dict[str, None] = {}
    while len(words) < VOCABULARY + NAMES:
        length = int(random.integers(1, 3)) if len(words) < 200 else int(random.integers(2, 5))
        words["".join(syllables[int(place)] for place in random.integers(0, len(syllables), length))] = None
    listed = list(words)
    weights = 1 / (np.arange(VOCABULARY) + 2.7)
    names = [word.capitalize() for word in listed[VOCABULARY:]]
    return Language(listed[:VOCABULARY], names, np.cumsum(weights / weights.sum()))
