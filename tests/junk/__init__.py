"""Own-written pages that are no article, each with its right reasons, and articles that look like junk."""

from __future__ import annotations

from tests.junk.articles import ARTICLES
from tests.junk.broken import BROKEN
from tests.junk.lists import LISTS
from tests.junk.missing import MISSING
from tests.junk.walls import WALLS
from tests.junk.wordings import WORDINGS

JUNK = {**MISSING, **WALLS, **BROKEN, **LISTS, **WORDINGS}

__all__ = ["ARTICLES", "JUNK"]
