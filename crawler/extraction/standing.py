"""How a text stands on its page: in one stretch as an article, or in cards beside linked headlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from archive.fingerprints import letters
from archive.memory import is_telling
from crawler.extraction.blocks import PageBlock
from crawler.extraction.error_pages import says
from crawler.extraction.page import Page, absolute

PARAGRAPH = 40
"""Letters; a line with fewer is a caption, a name, a date."""

LONGEST_TEASER = 500
"""Letters beside a headline; WordPress cuts its excerpts at 55 words, others earlier."""

MOST_PARAGRAPHS = 3
"""Paragraphs of a teaser."""

LONGEST_HEADLINE = 120
"""Characters; a longer link has the teaser in it."""

NEAR = 4
"""Links; in a card stand a picture, a section, an author and "read more"."""

SENTENCE_END = re.compile(r"[.!?…؟۔։।॥。！？።][»\"”’)\]]*$")


@dataclass(slots=True)
class Stretch:
    """Lines between two linked headlines."""

    href: str = ""
    """Where the headline before them leads; empty at the beginning, and under the page's own headline."""

    is_lead: bool = False
    """Whether the page's own headline stands before them."""

    text: int = 0
    """Letters of paragraphs that belong to the text."""

    paragraphs: int = 0
    sentences: list[str] = field(default_factory=list)

    def add(self, line: str, told: str) -> None:
        """Count a line; ``told`` is the text's letters."""
        size = len(spelled := letters(line))
        if size < PARAGRAPH:
            return
        if spelled in told:
            self.text += size
            self.paragraphs += 1
        if SENTENCE_END.search(line):
            self.sentences.append(line)

    @property
    def is_card(self) -> bool:
        """Whether it is a teaser beside a linked headline."""
        return bool(self.href) and 0 < self.text <= LONGEST_TEASER and self.paragraphs <= MOST_PARAGRAPHS

    @property
    def own(self) -> int:
        """Letters of its sentences, but for what error pages say."""
        return sum(len(letters(line)) for line in self.sentences if not says(line))


class Standing:
    """The lines of a page, as linked headlines part them."""

    def __init__(self, page: Page, blocks: Sequence[PageBlock], title: str | None, kept: Sequence[str] = ()) -> None:
        """``blocks`` are all the page's, ``kept`` the lines of its text, ``title`` is its headline."""
        self._page = page
        self._lines = blocks
        told = "\n".join(map(letters, kept))
        self._stretches = list(_stretches(self._lines, page, letters(title or ""), told))
        self.cards = [stretch for stretch in self._stretches if stretch.is_card]

    @property
    def own(self) -> int:
        """Letters of sentences in the longest stretch, but for what error pages say."""
        return max(stretch.own for stretch in self._stretches)

    @property
    def lead(self) -> str:
        """The sentences under the page's own headline, up to the next linked one."""
        return " ".join(line for stretch in self._stretches if stretch.is_lead for line in stretch.sentences)

    @property
    def said(self) -> str | None:
        """The first reason that a plain line of the page gives."""
        plain = (line.text for line in self._lines if not line.is_linked)
        return next((reason for line in plain if (reason := says(line))), None)

    @property
    def share(self) -> float:
        """Of the letters of the text, how much stands in cards."""
        text = sum(stretch.text for stretch in self._stretches)
        return sum(card.text for card in self.cards) / text if text else 0

    @property
    def repeated(self) -> int:
        """Cards whose headline's address is linked once more beside it: by a picture, or by "read more"."""
        hrefs = list(map(_bare, self._page.tree.xpath("//a/@href")))
        near = (pair for gap in range(1, NEAR + 1) for pair in zip(hrefs, hrefs[gap:], strict=False))
        twice = {one for one, other in near if one == other}
        return sum(_bare(card.href) in twice for card in self.cards)


def _stretches(lines: Iterable[PageBlock], page: Page, title: str, told: str) -> Iterator[Stretch]:
    stretch = Stretch()
    for line in lines:
        href = _headline(line, page)
        if href or (title and letters(line.text) == title):
            yield stretch
            stretch = Stretch(href or "", is_lead=not href)
        if not href or len(line.text) > LONGEST_HEADLINE:
            stretch.add(line.text, told)
    yield stretch


def _headline(line: PageBlock, page: Page) -> str | None:
    """Where a line leads that is a linked headline; the page's own address does not count."""
    if not line.is_linked or not is_telling(line.text):
        return None
    href = line.links[0][0] if line.links else ""
    url = absolute(page.base, href)
    return href if url and _bare(url) != _bare(page.url) else None


def _bare(href: str) -> str:
    return href.partition("#")[0].rstrip("/")
