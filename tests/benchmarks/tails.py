"""Pages with other articles' headlines as plain paragraphs in the column of the text, made from pages without.

It is the failure Backissue began with, and too rare in recorded pages for a fit to learn it from them. trafilatura
keeps such lines (in 12 of 12 pages tried, for precision too), so both voters vote for them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from random import Random

from archive.records import Rejection
from crawler.extraction.blocks import Box, PageBlock
from crawler.extraction.metadata import read_metadata
from crawler.extraction.page import open_page
from tests.benchmarks.references import PACK, Reference, newsites_pages, source_of_page

LEAST_BODY = 4
"""Blocks of text that a page must have."""

CALLS = ("All news", "Latest news", "Read also", "Все новости", "Читайте также", "Новости дня", "Ҳамаи хабарҳо")
EVERY = 3


@lru_cache(maxsize=1)
def headlines() -> tuple[tuple[str, str], ...]:
    """(site, headline) of recorded pages."""
    rows = json.loads((PACK / "public" / "truth.json").read_text("utf-8"))
    found = [(row["site"], row["title"]) for row in rows if row.get("title")]
    for number, reference in enumerate(newsites_pages()):
        page = open_page(reference.payload(), reference.url) if number % EVERY == 0 else None
        if page is not None and not isinstance(page, Rejection):
            title = read_metadata(page, source_of_page(reference.url)).title
            found += [(reference.site, title)] if title else []
    return tuple((site, " ".join(title.split())) for site, title in found if 20 < len(title) < 160)


def with_tail(
    reference: Reference, blocks: Sequence[PageBlock], body: Sequence[int]
) -> tuple[list[PageBlock], list[int]]:
    """The page's blocks with a run of headlines among them, and the places of these; ``body`` are those of the text."""
    random = Random(reference.id)
    own_script = _is_cyrillic(blocks[body[0]].text)
    others = [text for site, text in headlines() if site != reference.site and _is_cyrillic(text) == own_script]
    chosen = random.sample(others, min(len(others), random.randint(2, 12)))
    lines = [line for text in chosen for line in _lines(text, random)]
    if random.random() < 0.4:
        lines.insert(random.choice((0, len(lines))), random.choice(CALLS))
    anchor = random.choices((body[-1], body[0] - 1, random.choice(body)), (6, 2, 2))[0]
    beside = blocks[body[-1] if anchor == body[-1] else body[0]]
    added = [_block(line, beside, as_lines=beside.after_break) for line in lines]
    found = [*blocks[: anchor + 1], *added, *blocks[anchor + 1 :]]
    return found, list(range(anchor + 1, anchor + 1 + len(added)))


def _lines(headline: str, random: Random) -> list[str]:
    stamp = f"{random.randint(0, 23):02}:{random.randint(0, 59):02}"
    shape = random.random()
    if shape < 0.15:
        return [stamp, headline]
    return [f"{stamp} {headline}"] if shape < 0.25 else [headline]


def _block(text: str, beside: PageBlock, as_lines: bool) -> PageBlock:
    box = beside.box
    if not as_lines and box.parent is not None:
        box = Box(box.parent, box.tag, "", "")
        box.name, box.roles, box.all_roles, box.places = (
            beside.box.name, beside.box.roles, beside.box.all_roles, beside.box.places,
        )  # fmt: skip
    outer: Box | None = box
    is_paragraph = len(text) > 80
    while outer is not None:
        outer.add(len(text), 0, len(text) if is_paragraph else 0, int(is_paragraph), 1)
        outer = outer.parent
    return PageBlock(text, box, (), len(text), 0, 0, is_linked=False, after_break=as_lines, hidden=False)


def _is_cyrillic(text: str) -> bool:
    return sum("а" <= letter.lower() <= "я" for letter in text) > len(text) / 3
