"""Why a block is not text, in words: the plainest of what was seen of it."""

from __future__ import annotations

import math

from crawler.extraction.blocks import PLACES, PageBlock
from crawler.extraction.element_names import NAMES

LINKED = 0.5
SAYING = ("comment", "related", "share", "nav", "foot", "head", "ad", "side", "form", "hidden", "image", "meta", "list")
"""Roles that speak against text, the clearest first."""

_PLACES = {bit: name for name, bit in reversed(PLACES.items()) if name in ("nav", "footer", "aside", "form", "header")}


def why_not(block: PageBlock, log_odds: float) -> str:
    """One line: how likely the block is text, and what speaks against it."""
    return f"{1 / (1 + math.exp(-log_odds)):.0%} likely to be text: {', '.join(_seen(block)) or 'by its place'}"


def _seen(block: PageBlock) -> list[str]:
    seen = []
    letters = block.plain + block.linked
    if block.is_linked:
        seen.append("wholly a link")
    elif letters and block.linked / letters > LINKED:
        seen.append("mostly links")
    if block.hidden:
        seen.append("hidden")
    seen += [f"in a {name}" for bit, name in _PLACES.items() if block.box.places & bit][:1]
    roles = [name for name in SAYING if block.box.all_roles >> NAMES.index(name) & 1]
    if roles:
        seen.append(f"in an element named for {roles[0]}")
    if not block.box.paragraphs and (block.box.parent is None or not block.box.parent.paragraphs):
        seen.append("no paragraph beside it")
    return seen
