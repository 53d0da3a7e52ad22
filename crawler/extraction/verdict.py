"""A page is an article, or it is not; in doubt it is.

Two looks: ``page_rejection`` at what the page is called, before its text is looked for, and ``rejection`` at the text.
A name or a phrase never suffices: an article may be about a missing page, a login or maintenance works. It takes a page
without a stretch of sentences of its own, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.records import Rejection
from crawler.extraction.blocks import PLACES, PageBlock, read_blocks
from crawler.extraction.error_pages import closest, says, share_a_word
from crawler.extraction.face import Face
from crawler.extraction.metadata import Metadata
from crawler.extraction.mojibake import is_lost
from crawler.extraction.page import Page
from crawler.extraction.standing import SENTENCE_END, Standing

SHORTEST = 40
"""Letters. Below it lie captions and error messages; the shortest of 228 real articles had more."""

BRIEF = 400
"""Letters under which a page must look like an article: an error page says little."""

OWN = 200
"""Letters of sentences in a row that make an article of a page named like an error."""

LONG = 700
"""Characters; no teaser is as long."""

LEAST_LINKS = 10
TEASER = 120
"""A listing: so many headlines that are links, and no line of its own longer than so many characters."""

LEAST_WORDS = 6
"""Of a sentence; a page that has kept one is no list of headlines."""

LEAST_CARDS = 4
IN_CARDS = 0.75
"""A listing of teasers: so many of them, which are so much of its text."""

UNDATED, DATED = 250, 120
"""Letters under which a page that is not marked must speak of its headline. Of 1,131 real pages 21 are so short."""

HALF = 0.5
"""Of a text: it says what an error page says, and the rest names the site; or it stands in cards."""

LEAD = 50
"""Characters of sentences under the page's own headline: the shortest news has them, a list has not."""

MOST_OF = 0.6
"""Share of the cards whose address is linked once more, where the page is marked as an article all the same."""


def page_rejection(face: Face, page: Page, facts: Metadata) -> Rejection | None:
    """Why a page is no article, by what it and its system call it; None when its text must be looked at."""
    if face.kind == "soft-404":
        return Rejection(reason="soft-404", detail="the classes of its body are a missing page's")
    if face.error and not face.has_article and (own := Standing(page, read_blocks(page.tree), facts.title).own) < OWN:
        return Rejection(reason=face.error, detail=f"named so, {own} letters of its own in a row")
    if face.kind == "listing":
        return Rejection(reason="listing", detail="the classes of its body are a list's")
    return None


def rejection(
    face: Face,
    page: Page,
    blocks: Sequence[PageBlock],
    kept: Sequence[str],
    facts: Metadata,
    is_familiar: bool = False,
) -> Rejection | None:
    """Why a page with this text is no article; None when it is one, or might be.

    ``is_familiar`` tells that its blocks are of the kinds that a learned source's articles have.
    """
    if is_lost(" ".join(kept)):
        return Rejection(reason="charset", detail="its letters are question marks or replacement characters")
    size = _letters(kept)
    if _speaks_for_itself(kept, size, face, is_familiar):
        return None
    standing = Standing(page, blocks, facts.title, kept)
    if refused := _error(kept, size, face, standing, facts.title) or _listing(kept, face, standing, facts.title):
        return refused
    if not size or (not face.is_marked and _is_all_footer(kept, blocks)):
        return Rejection(reason="no-text", detail="no line of the page is the article's own")
    if size < SHORTEST:
        return Rejection(reason="too-short", detail=f"{size} letters")
    return None


def _speaks_for_itself(kept: Sequence[str], size: int, face: Face, is_familiar: bool) -> bool:
    """Whether the lines need no look: the page declares one article, is like its source's others, or has a paragraph as
    long as no teaser is."""
    if size < BRIEF or face.error:
        return False
    return face.has_article or is_familiar or max(map(len, kept)) > LONG


def _error(kept: Sequence[str], size: int, face: Face, standing: Standing, title: str | None) -> Rejection | None:
    if face.error and standing.own < OWN and (not face.has_article or size < BRIEF):
        return Rejection(reason=face.error, detail="named so")
    if size >= BRIEF or _speaks_of_title(kept, title, face):
        return None
    telling = [(line, reason) for line in kept if (reason := says(line))]
    if telling and _letters([line for line, _ in telling]) >= size * (1 if face.is_marked else HALF):
        return Rejection(reason=telling[0][1], detail=f"it says {telling[0][0]!r}")
    if size < SHORTEST and standing.said and standing.own < SHORTEST:
        return Rejection(reason=standing.said, detail="a line beside the text says so")
    is_open = not face.is_marked and SHORTEST <= size < (DATED if face.is_dated else UNDATED)
    if is_open and (reason := closest(" ".join((title or "", *kept)))):
        return Rejection(reason=reason, detail=f"its words are those of such pages, and none is of {title!r}")
    return None


def _speaks_of_title(kept: Sequence[str], title: str | None, face: Face) -> bool:
    """Whether the text says what its headline says: an error page or a wall does not, but for the name of the site.

    An article's page has links to others, or a mark; the bare page of a site that is closed has none.
    """
    if not title or not (face.links or face.is_marked):
        return False
    return share_a_word(title, " ".join(kept))


def _listing(kept: Sequence[str], face: Face, standing: Standing, title: str | None) -> Rejection | None:
    is_named_shortly = not (face.has_headline or face.is_dated)
    if face.is_section and not face.is_marked and (is_named_shortly or standing.share >= HALF):
        return Rejection(reason="listing", detail="its path is a section's, and it does not call itself an article")
    if not face.is_marked and face.links >= LEAST_LINKS and not _has_sentence(kept) and standing.own < BRIEF:
        reason = standing.said if standing.said in ("soft-404", "maintenance") else "listing"
        return Rejection(reason=reason, detail=f"{face.links} headlines that are links, no sentence")
    if len(standing.cards) >= LEAST_CARDS and standing.share >= IN_CARDS and _is_list_like(face, standing, title):
        reason = "soft-404" if standing.said == "soft-404" and not face.is_marked else "listing"
        return Rejection(reason=reason, detail=f"{len(standing.cards)} teasers beside linked headlines")
    return None


def _is_list_like(face: Face, standing: Standing, title: str | None) -> bool:
    if face.is_list_address or face.is_front_copy:
        return True
    lead = standing.lead
    if face.has_headline and len(lead) >= (LEAD if share_a_word(title or "", lead) else OWN):
        return False
    return not face.is_marked or standing.repeated >= MOST_OF * len(standing.cards)


def _has_sentence(kept: Sequence[str]) -> bool:
    if max(map(len, kept), default=0) > TEASER:
        return True
    return any(SENTENCE_END.search(line) and len(line.split()) >= LEAST_WORDS for line in kept)


def _is_all_footer(kept: Sequence[str], blocks: Sequence[PageBlock]) -> bool:
    footer = {block.text for block in blocks if block.box.places & PLACES["footer"]}
    return footer.issuperset(kept)


def _letters(lines: Sequence[str]) -> int:
    """Letters and digits; a line that comes again says nothing new."""
    return sum(map(str.isalnum, "".join(set(lines))))
