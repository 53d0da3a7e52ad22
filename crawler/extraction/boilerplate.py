"""Which blocks of the text are the site's and not the article's; nothing goes without a layer and a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from archive.fingerprints import headline_key, letters, letters_key
from archive.memory import Memory, headline_parts, is_telling
from crawler.extraction.blocks import PageBlock
from crawler.extraction.counts import is_count, is_labelled_count
from crawler.extraction.dates import LATEST, parse_date
from crawler.extraction.page import absolute
from crawler.extraction.phrases import is_site_phrase, without_site_phrase

PARAGRAPH = 200
"""Characters; a longer line is a paragraph, even where it is wholly a link."""

DATE_WORDS = 5
LONGEST_DATE = 40
"""Characters of a line that is nothing but a date."""

LINE_LAYERS = ("linked", "headline", "tail")
OWN_HEADLINE = "the article's own headline"

LONGEST_HEADLINE = 160
LEAST_KNOWN = 2
KNOWN_SHARE = 0.3
"""A list of headlines: so many of its lines are known to be such, and this share of them."""

ANY_YEAR = "/2000/01/01/"
_STOP = re.compile(r"[.…;:,][»”\"’)\]]*$")
_TIME = re.compile(r"\d{1,2}:\d{2}")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the page, and what became of it."""

    text: str
    kept: bool = True
    layer: str | None = None
    """``rules``, ``page``, ``memory``, ``linked``, ``headline`` or ``tail``; None for a kept block."""

    reason: str | None = None
    """What was seen, for people."""


class Surroundings:
    """What the page and the archive say about lines; a line is known by its letters and digits."""

    def __init__(
        self,
        blocks: Sequence[PageBlock],
        keys: Sequence[str],
        *,
        base: str,
        is_other: Callable[[str], bool],
        memory: Memory,
        own: Iterable[str],
    ) -> None:
        """``keys`` are the letters of the page's blocks, ``is_other`` tells whether an absolute URL is another page of
        the host, ``own`` are the article's headlines.

        Most links of a page are never asked about, so each is looked at only when it is.
        """
        headlines = [part for title in own for part in (title, *headline_parts(title))]
        self._base = base
        self._is_other = is_other
        self._own = frozenset(map(letters, headlines))
        self._headlines = memory.headlines - frozenset(map(headline_key, headlines))
        self._letters = {block.text: key for block, key in zip(blocks, keys, strict=True)}
        self._hrefs: dict[str, list[str]] = {}
        linked: set[str] = set()
        plain: set[str] = set()
        for block, key in zip(blocks, keys, strict=True):
            (linked if block.is_linked else plain).add(key)
            for href, words in block.links:
                self._hrefs.setdefault(key if words == block.text else letters(words), []).append(href)
        self._linked = linked - plain - self._own

    def is_own(self, line: str) -> bool:
        """Whether it is the article's own headline: by the page, or by the feed."""
        return self._told(line) in self._own

    def is_linked(self, line: str) -> bool:
        """Whether the page has the line as link text alone, and nowhere plain."""
        return self._told(line) in self._linked

    def is_headline(self, line: str) -> bool:
        """Whether it is a headline of another article of the source."""
        return letters_key(self._told(line)) in self._headlines

    def leads_elsewhere(self, line: str) -> bool:
        """Whether it is the text of a link to another page of the host."""
        text = self._told(line)
        return text not in self._own and any(map(self._leads_elsewhere, self._hrefs.get(text, ())))

    def _told(self, line: str) -> str:
        """The line's letters and digits: known of the page's blocks."""
        return self._letters.get(line) or letters(line)

    def _leads_elsewhere(self, href: str) -> bool:
        url = absolute(self._base, href)
        return url is not None and self._is_other(url)


def judge_lines(blocks: Iterable[Block], around: Surroundings) -> list[Block]:
    """The blocks in order; of those that were kept, what is the site's is kept no more."""
    judged: list[Block] = []
    begun = False
    for block in blocks:
        if block.kept:
            if not begun and around.is_own(block.text):
                block = Block(block.text, False, "headline", OWN_HEADLINE)
            else:
                block = _judge(block.text, around)
            begun = begun or block.kept
        judged.append(block)
    shown = [
        place
        for place, block in enumerate(judged)
        if block.kept or block.layer in LINE_LAYERS or around.is_own(block.text)
    ]
    found = (*_dates_beside(judged, shown), *_counters_beside(judged, shown), *_among_headlines(judged, shown))
    for place, reason in found:
        judged[place] = Block(judged[place].text, False, "tail", reason)
    return judged


def _dates_beside(blocks: Sequence[Block], shown: Sequence[int]) -> list[tuple[int, str]]:
    """Dates before or after a removed line, of the lines that looked like text."""
    return [
        (place, "a date beside a removed line")
        for number, place in enumerate(shown)
        if blocks[place].kept
        and _is_date(blocks[place].text)
        and any(not blocks[other].kept for other in shown[max(0, number - 1) : number + 2])
    ]


def _counters_beside(blocks: Sequence[Block], shown: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Runs of counters that say of what, and of dates, next to a removed line; a bare number may be the article's."""
    runs = groupby(range(len(shown)), key=lambda number: _is_small(blocks[shown[number]]))
    for is_small, numbers in runs:
        run = list(numbers)
        beside = [blocks[shown[number]] for number in (run[0] - 1, run[-1] + 1) if 0 <= number < len(shown)]
        if is_small and any(not block.kept and not _is_own(block) for block in beside):
            yield from ((shown[number], "a counter or a date beside a removed line") for number in run)


def _is_small(block: Block) -> bool:
    return block.kept and (is_labelled_count(block.text) or _is_date(block.text))


def _among_headlines(blocks: Sequence[Block], shown: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Lines that look like headlines in a run of lines of which others are known to be other articles' headlines."""
    runs = groupby(shown, key=lambda place: _is_like_headline(blocks[place]))
    for is_like, places in runs:
        run = list(places)
        known = sum(blocks[place].layer in ("linked", "headline") and not _is_own(blocks[place]) for place in run)
        if is_like and known >= LEAST_KNOWN and known >= KNOWN_SHARE * len(run):
            reason = f"in a run of {len(run)} lines, {known} of them other articles' headlines"
            yield from ((place, reason) for place in run if blocks[place].kept)


def _is_like_headline(block: Block) -> bool:
    """Whether a line could be one of a list of headlines: a removed one, a date, or short and without a full stop."""
    if not block.kept:
        return not _is_own(block)
    line = block.text
    return len(line) <= LONGEST_HEADLINE and is_telling(line) and not (" | " in line or _STOP.search(line))


def _is_own(block: Block) -> bool:
    return block.reason == OWN_HEADLINE


def headline_keys(line: str) -> Iterator[int]:
    """The keys under which a line could be the headline of an article: as it stands, and without a date."""
    if len(line) <= PARAGRAPH:
        for part in line.split(" | "):
            yield from map(headline_key, headlines_in(part))


def _judge(line: str, around: Surroundings) -> Block:
    if is_site_phrase(line):
        return Block(line, False, "tail", "a phrase of sites")
    if len(line) > PARAGRAPH:
        return Block(line)
    reasons = [_reason(part, around) for part in line.split(" | ") if not _is_bare(part)]
    if reasons and all(reasons) and reasons[0]:
        return Block(line, False, *reasons[0])
    return Block(line)


def _is_bare(part: str) -> bool:
    """Whether a part of a line says nothing of its own: empty, a counter, a date, a phrase of sites."""
    return not part.strip() or is_count(part) or _is_date(part) or is_site_phrase(part)


def _reason(line: str, around: Surroundings) -> tuple[str, str] | None:
    if around.is_linked(line):
        return "linked", "wholly link text on the page"
    for text in headlines_in(line):
        if around.is_headline(text):
            return "headline", "headline of another article of the source"
        if around.leads_elsewhere(text):
            return "headline", "text of a link to another page of the host"
    return None


def headlines_in(line: str) -> Iterator[str]:
    """What in a line is long enough for a headline: the line, and what remains without a date or a counter before or
    after it, or without a phrase such as ``Read also:``."""
    if is_telling(line):
        yield line
    told = without_site_phrase(line)
    if told != line and is_telling(told):
        yield told
    if not any(map(str.isdigit, line)):
        return
    words = line.split()
    for count in range(1, min(DATE_WORDS, len(words)) + 1):
        for stamp, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            text = " ".join(rest)
            if not is_telling(text):
                continue
            said = " ".join(stamp)
            if is_count(said) or _is_date(said):
                yield text


@lru_cache(maxsize=512)
def _is_date(text: str) -> bool:
    """Whether a short text is a date or a time; which one does not matter, nor does a missing year."""
    if len(text) > LONGEST_DATE or not any(map(str.isdigit, text)):
        return False
    return bool(_TIME.fullmatch(text)) or parse_date(text, timezone="UTC", today=LATEST, url=ANY_YEAR) is not None
