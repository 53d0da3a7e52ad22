"""Which lines of the text are the site's and not the article's; nothing goes without a layer and a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from archive.fingerprints import headline_key, letters
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


class Surroundings:
    """What the page and the archive say about lines; a line is known by its letters and digits."""

    def __init__(
        self,
        lines: Iterable[PageLine],
        *,
        base: str,
        is_other: Callable[[str], bool],
        memory: Memory,
        own: Iterable[str],
    ) -> None:
        """``is_other`` tells whether an absolute URL is another page of the host, ``own`` are the article's headlines.

        Most links of a page are never asked about, so each is looked at only when it is.
        """
        headlines = tuple(own)
        self._base = base
        self._is_other = is_other
        self._own = frozenset(map(letters, headlines))
        self._headlines = memory.headlines - frozenset(map(headline_key, headlines))
        self._hrefs: dict[str, list[str]] = {}
        self._link_lines: list[tuple[tuple[str, str], ...]] = []
        self.longest = 0
        """Characters of the page's longest line that is not wholly link text."""

        linked: set[str] = set()
        plain: set[str] = set()
        for line in lines:
            text = letters(line.text)
            if line.is_linked:
                linked.add(text)
                self._link_lines.append(line.links)
            else:
                plain.add(text)
                self.longest = max(self.longest, len(line.text))
            for href, words in line.links:
                self._hrefs.setdefault(text if words == line.text else letters(words), []).append(href)
        self._linked = linked - plain - self._own

    def is_own(self, line: str) -> bool:
        """Whether it is the article's own headline: by the page, or by the feed."""
        return letters(line) in self._own

    def is_linked(self, line: str) -> bool:
        """Whether the page has the line as link text alone, and nowhere plain."""
        return letters(line) in self._linked

    def is_headline(self, line: str) -> bool:
        """Whether it is a headline of another article of the source."""
        return headline_key(line) in self._headlines

    def leads_elsewhere(self, line: str) -> bool:
        """Whether it is the text of a link to another page of the host."""
        text = letters(line)
        return text not in self._own and any(map(self._leads_elsewhere, self._hrefs.get(text, ())))

    @cached_property
    def links(self) -> int:
        """How many links to other pages of the host, long enough for a headline, are lines of their own."""
        found = (pair for links in self._link_lines for pair in links)
        return sum(is_telling(words) and self._leads_elsewhere(href) for href, words in found)

    def _leads_elsewhere(self, href: str) -> bool:
        url = absolute(self._base, href)
        return url is not None and self._is_other(url)


def judge_lines(lines: Iterable[str], around: Surroundings) -> list[Block]:
    """A block for every line, in order."""
    blocks: list[Block] = []
    begun = False
    for line in lines:
        if not begun and around.is_own(line):
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
    if around.is_linked(line):
        return "linked", "wholly link text on the page"
    for text in _without_dates(line):
        if around.is_headline(text):
            return "headline", "headline of another article of the source"
        if around.leads_elsewhere(text):
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
