"""The page's text: which of its blocks belong to the article, and what they teach about the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from lxml.html import HtmlElement

from archive.fingerprints import headline_key, kind_key, letters, letters_key
from archive.lessons import ROW, SCALE, Lesson
from archive.memory import KEEP, Memory, Observations
from archive.records import ExtractRules
from crawler.extraction.blocks import PLACES, PageBlock, read_blocks
from crawler.extraction.boilerplate import Block
from crawler.extraction.classifier import LogOdds, Scores, score, score_votes
from crawler.extraction.element_names import NAMES
from crawler.extraction.features import numbered
from crawler.extraction.link_blocks import drop_link_blocks
from crawler.extraction.page import Page
from crawler.extraction.reasons import why_not

LONGEST = 65_535
HOPELESS = -5.0
"""Log-odds; nothing that a memory can know makes text of such a block."""

DOUBTFUL = -3.0
"""Log-odds from which a block is counted among those that may repeat."""

MOST_KINDS = 80
"""Kinds that one page teaches, those with most letters first."""

BEGINNING = 80
"""Characters of a block that are remembered, for people."""

LEAST_LETTERS = 12

BARRED = PLACES["nav"] | PLACES["footer"]
BARRED_ROLES = sum(1 << NAMES.index(name) for name in ("nav", "foot"))


@dataclass(frozen=True, slots=True)
class PageText:
    """The blocks of a page and what was measured of them."""

    page_blocks: Sequence[PageBlock]
    keys: Sequence[str]
    """Their letters and digits."""

    blocks: Sequence[Block]
    """The same blocks judged, in order."""

    scores: Scores | None = None
    """None where the source's own rules chose the text."""

    lesson: Lesson | None = None
    is_familiar: bool = False
    """Whether a learned source's memory judged it, and found nothing odd."""


def read_text(
    page: Page,
    rules: ExtractRules,
    memory: Memory,
    title: str,
    *,
    is_sample: bool = False,
    explain: bool = False,
    lesson: Lesson | None = None,
) -> PageText:
    """Judge the blocks of a page by the source's rules, or else by the page, trafilatura's votes and the memory.

    ``title`` are the letters of the headline; ``explain`` asks for a reason at every block that is not text; ``lesson``
    is what the page left when it was read before: nothing is measured, and nobody asked, a second time. The page's tree
    is changed.
    """
    for selector in rules.drop:
        for element in page.tree.cssselect(selector):
            if element.getparent() is not None:
                element.drop_tree()
    page_blocks = read_blocks(page.tree)
    keys = [letters(block.text) for block in page_blocks]
    if rules.body and (bodies := page.tree.cssselect(rules.body)):
        return PageText(page_blocks, keys, _by_rules(bodies))
    scores: Scores | None = None
    if lesson is None or not _is_of(lesson, keys):
        scores, lesson = _measure(page, page_blocks, keys, title, memory, is_sample)
    elif lesson.voted:
        drop_link_blocks(page.tree)  # as the voters left it then
    kept = lesson.judge(memory)
    text = {place for place, is_text in zip(lesson.places, kept, strict=True) if is_text}
    blocks = [
        Block(block.text)
        if place in text
        else _removed(block, scores.best[place], memory)
        if explain and scores
        else Block(block.text, False, "page")
        for place, block in enumerate(page_blocks)
    ]
    is_familiar = memory.learned and not lesson.voted
    lesson = replace(lesson, kept=[int(is_text) for is_text in kept])
    return PageText(page_blocks, keys, blocks, scores, lesson, is_familiar)


def _measure(
    page: Page, page_blocks: Sequence[PageBlock], keys: Sequence[str], title: str, memory: Memory, is_sample: bool
) -> tuple[Scores, Lesson]:
    """The blocks' scores, with votes where they are wanted, and the lesson in them; nothing is judged yet."""
    scores, table = score(page_blocks, keys, title)
    kinds = [kind_key(block.box.kind) for block in page_blocks]
    lesson = _lesson(page_blocks, keys, kinds, scores, is_sample)
    if page_blocks and lesson.wants_votes(memory):
        from crawler.extraction.votes import ask_voters, measure_votes

        votes = ask_voters(page.tree, page.url, keys)
        scores = score_votes(page_blocks, scores, table, measure_votes(page_blocks, votes))
        lesson = _lesson(page_blocks, keys, kinds, scores, is_sample)
    return scores, lesson


def _is_of(lesson: Lesson, keys: Sequence[str]) -> bool:
    """Whether a lesson was drawn from this page: its blocks stand where they stood."""
    places = zip(lesson.places, lesson.keys, strict=True)
    return bool(keys) and all(place < len(keys) and letters_key(keys[place]) == key for place, key in places)


def observe(text: PageText, memory: Memory) -> Observations:
    """What a page taught about its site; its headline is not among it."""
    if text.scores is None:
        return Observations()
    odds = text.scores.plain if memory.learned else text.scores.best
    return Observations(
        kinds=_kinds(text.page_blocks, odds),
        blocks=tuple({
            key: (letters_key(key), block.text[:BEGINNING])
            for block, key, value in zip(text.page_blocks, text.keys, odds, strict=True)
            if value > DOUBTFUL and len(key) >= LEAST_LETTERS
        }.values()),
    )  # fmt: skip


def _by_rules(bodies: list[HtmlElement]) -> list[Block]:
    chosen = set(bodies)
    outermost = [element for element in bodies if chosen.isdisjoint(element.iterancestors())]
    return [Block(block.text) for element in outermost for block in read_blocks(element)]


def _removed(block: PageBlock, odds: float, memory: Memory) -> Block:
    key = headline_key(block.text) if memory.repeated else 0
    if key in memory.repeated:
        pages, of = memory.repeated[key]
        return Block(block.text, False, "memory", f"stands on {pages} of {of} pages of {memory.source} of one day")
    if odds >= KEEP:
        known = memory.kinds[kind_key(block.box.kind)]
        reason = f"blocks of its kind were text for {known.share:.0%} on {known.pages} pages of {memory.source}"
        return Block(block.text, False, "memory", reason)
    return Block(block.text, False, "page", why_not(block, odds))


def _lesson(
    page_blocks: Sequence[PageBlock], keys: Sequence[str], kinds: Sequence[int], scores: Scores, is_sample: bool
) -> Lesson:
    places = [place for place in range(len(page_blocks)) if max(scores.plain[place], scores.best[place]) > HOPELESS]
    return Lesson(
        keys=[letters_key(keys[place]) for place in places],
        kinds=[kinds[place] for place in places],
        letters=[min(len(page_blocks[place].text), LONGEST) for place in places],
        places=places,
        barred=[ROW if page_blocks[place].is_row else int(is_barred(page_blocks[place])) for place in places],
        plain=_thousandths(scores.plain, places),
        voted=_thousandths(scores.voted, places) if scores.voted is not None else (),
        is_sample=is_sample,
    )


def is_barred(block: PageBlock) -> bool:
    """Whether nothing but its own odds can make text of a block."""
    return block.linked > block.plain or bool(block.box.places & BARRED or block.box.all_roles & BARRED_ROLES)


def _thousandths(odds: LogOdds, places: list[int]) -> list[int]:
    return [round(float(odds[place]) * SCALE) for place in places]


def _kinds(page_blocks: Sequence[PageBlock], odds: LogOdds) -> tuple[tuple[int, str, int], ...]:
    names = [block.box.kind for block in page_blocks]
    numbers = numbered(names)
    length = np.array([len(block.text) for block in page_blocks], float)
    size = np.bincount(numbers, length)
    share = np.rint(1000 * np.bincount(numbers, length / (1 + np.exp(-odds))) / size)
    by_name = zip(dict.fromkeys(names), size, share, strict=True)
    chosen = sorted(by_name, key=lambda one: (-one[1], one[0]))[:MOST_KINDS]
    return tuple((kind_key(kind), kind, int(score)) for kind, _, score in chosen)
