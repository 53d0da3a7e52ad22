"""Which lines of the text are the site's and not the article's; nothing goes without a layer and a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive.fingerprints import headline_key
from archive.memory import Memory, is_telling
from crawler.extraction.dates import LATEST, parse_date
from crawler.extraction.layout import PageLine
from crawler.extraction.page import absolute
from crawler.extraction.phrases import is_site_phrase

PARAGRAPH = 200
"""Characters; a longer line is a paragraph, even where it is wholly a link."""

DATE_WORDS = 5
LONGEST_DATE = 40
"""Characters of a line that is nothing but a date."""

ANY_YEAR = "/2000/01/01/"
_TIME = re.compile(r"\d{1,2}:\d{2}")


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the extracted text, and what became of it."""

    text: str
    kept: bool = True
    layer: str | None = None
    """``linked``, ``headline`` or ``tail``; None for a kept line."""

    reason: str | None = None
    """What was seen, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the page and the archive say about lines, by ``headline_key``."""

    own: frozenset[int]
    """The article's own headlines: by the page, by the feed."""

    linked: frozenset[int]
    """Lines of the page that are wholly link text, and nowhere plain."""

    others: frozenset[int]
    """Texts of the page's links to other pages of the host."""

    headlines: frozenset[int]
    """Headlines of the source's other articles."""

    links: int
    """How many lines of the page are links to other pages of the host, and long enough for a headline."""

    longest: int
    """Characters of the page's longest line that is not wholly link text."""


def surroundings(
    lines: Iterable[PageLine],
    *,
    base: str,
    is_other: Callable[[str], bool],
    memory: Memory,
    own: Iterable[str],
) -> Surroundings:
    """Gather what ``judge_lines`` needs.

    ``is_other`` tells whether an absolute URL is another page of the host, ``own`` are the article's headlines.
    """
    mine = frozenset(map(headline_key, own))
    linked: set[int] = set()
    plain: set[int] = set()
    others: set[int] = set()
    links = longest = 0
    for line in lines:
        key = headline_key(line.text)
        if line.is_linked:
            linked.add(key)
        else:
            plain.add(key)
            longest = max(longest, len(line.text))
        for href, words in line.links:
            if is_telling(words) and (url := absolute(base, href)) and is_other(url):
                others.add(headline_key(words))
                links += line.is_linked
    return Surroundings(
        own=mine,
        linked=frozenset(linked - plain - mine),
        others=frozenset(others - mine),
        headlines=memory.headlines - mine,
        links=links,
        longest=longest,
    )


def judge_lines(lines: Iterable[str], around: Surroundings) -> list[Block]:
    """A block for every line, in order."""
    blocks: list[Block] = []
    begun = False
    for line in lines:
        if not begun and headline_key(line) in around.own:
            block = Block(line, False, "headline", "the article's own headline")
        else:
            block = _judge(line, around)
        begun = begun or block.kept
        blocks.append(block)
    return [
        Block(block.text, False, "tail", "a date beside a removed line")
        if block.kept and _beside_removed(blocks, place) and _is_date(block.text)
        else block
        for place, block in enumerate(blocks)
    ]


def _judge(line: str, around: Surroundings) -> Block:
    if is_site_phrase(line):
        return Block(line, False, "tail", "a phrase of sites")
    if len(line) > PARAGRAPH:
        return Block(line)
    reasons = [_reason(part, around) for part in line.split(" | ")]
    if all(reasons) and reasons[0]:
        return Block(line, False, *reasons[0])
    return Block(line)


def _reason(line: str, around: Surroundings) -> tuple[str, str] | None:
    if headline_key(line) in around.linked:
        return "linked", "wholly link text on the page"
    for text in _without_dates(line):
        key = headline_key(text)
        if key in around.headlines:
            return "headline", "headline of another article of the source"
        if key in around.others:
            return "headline", "text of a link to another page of the host"
    return None


def _without_dates(line: str) -> Iterator[str]:
    """The line if it is long enough for a headline, and what remains of it without a date before or after."""
    if is_telling(line):
        yield line
    words = line.split()
    for count in range(1, min(DATE_WORDS, len(words)) + 1):
        for stamp, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            text = " ".join(rest)
            if is_telling(text) and _is_date(" ".join(stamp)):
                yield text


def _beside_removed(blocks: list[Block], place: int) -> bool:
    return any(not block.kept for block in blocks[max(0, place - 1) : place + 2])


def _is_date(text: str) -> bool:
    """Whether a short text is a date or a time; which one does not matter, nor does a missing year."""
    if len(text) > LONGEST_DATE or not any(map(str.isdigit, text)):
        return False
    return bool(_TIME.fullmatch(text)) or parse_date(text, timezone="UTC", today=LATEST, url=ANY_YEAR) is not None
