"""The whole way from a page's bytes to an Article or a Rejection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zlib import crc32
from zoneinfo import ZoneInfo

from archive.fingerprints import letters
from archive.lessons import Lesson, pack
from archive.memory import Memory, Observations
from archive.records import Article, Entry, Rejection, Source
from archive.urls import in_scope, is_front_page, url_key
from crawler.challenges import has_test, wall
from crawler.extraction.boilerplate import Block, Surroundings, headline_keys, judge_lines
from crawler.extraction.face import read_face
from crawler.extraction.languages import detect_language, foreign_paragraphs
from crawler.extraction.metadata import Metadata, read_metadata, tidy
from crawler.extraction.page import Page, open_page
from crawler.extraction.text import PageText, observe, read_text
from crawler.extraction.verdict import page_rejection, rejection

NOTHING = Observations()

SAMPLE = 20
"""At a learned source trafilatura is asked about one page in so many."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page."""

    result: Article | Rejection
    observations: Observations = NOTHING
    blocks: tuple[Block, ...] = ()
    """The page's blocks in order, kept and removed; none where the page was refused unread."""


def extract(
    payload: bytes,
    url: str,
    source: Source,
    memory: Memory,
    *,
    content_type: str | None = None,
    fetched_at: str | None = None,
    entry: Entry | None = None,
    lesson: Lesson | None = None,
) -> tuple[Article | Rejection, Observations]:
    """What a page says, and what it taught about its site; arguments as for ``read_page``."""
    reading = read_page(
        payload, url, source, memory, content_type=content_type, fetched_at=fetched_at, entry=entry, lesson=lesson
    )
    return reading.result, reading.observations


def read_page(
    payload: bytes,
    url: str,
    source: Source,
    memory: Memory,
    *,
    content_type: str | None = None,
    fetched_at: str | None = None,
    entry: Entry | None = None,
    explain: bool = False,
    lesson: Lesson | None = None,
) -> Reading:
    """Read a page.

    ``payload`` is the body with its Content-Encoding removed, ``content_type`` the header of that name,
    ``fetched_at`` UTC ISO-8601: what "today" on the page means, and the bound for dates in the future. ``explain`` asks
    for a reason at every removed block. ``lesson`` is what the page left when it was read before, as ``settle`` gives
    it: where its blocks still are the page's, they are not measured again.
    """
    if is_front_page(url, source):
        return Reading(Rejection(reason="front-page", detail=url))
    page = open_page(payload, url, content_type)
    if isinstance(page, Rejection):
        return Reading(page)
    facts = read_metadata(page, source, entry=entry, today=day_of(fetched_at, source.timezone))
    face = read_face(page, facts)
    if face.error == "challenge" and not face.is_marked and has_test(payload):
        return Reading(Rejection(reason="challenge", detail="named so, with the script of its test"))
    if refused := page_rejection(face, page, facts):
        return Reading(_named_wall(refused, payload))
    sample = is_sample(url_key(url, source))
    title = letters(facts.title or "")
    text = read_text(page, source.extract, memory, title, is_sample=sample, explain=explain, lesson=lesson)
    blocks = tuple(judge_lines(text.blocks, _surroundings(text, page, facts, source, memory, entry)))
    kept = [block.text for block in blocks if block.kept]
    if refused := rejection(face, page, text.page_blocks, kept, facts, text.is_familiar):
        return Reading(_named_wall(refused, payload), blocks=blocks)
    article = _article(url, kept, facts, source)
    return Reading(article, _observations(article.title, text, kept, memory), blocks)


def _named_wall(refused: Rejection, payload: bytes) -> Rejection:
    """The rejection of a page; a challenge is told as one, whatever else its few words say.

    Asked of no article: sites have the scripts of their walls in articles, too.
    """
    if refused.reason in ("no-text", "too-short", "maintenance", "login") and wall(payload) == "challenge":
        return Rejection(reason="challenge", detail="the script or the name of a wall")
    return refused


def is_sample(key: str) -> bool:
    """Whether a page's votes are asked for at a learned source too: one url_key in 20."""
    return crc32(key.encode()) % SAMPLE == 0


def _surroundings(
    text: PageText, page: Page, facts: Metadata, source: Source, memory: Memory, entry: Entry | None
) -> Surroundings:
    fed = tidy(entry.title) if entry and entry.title else None
    mine = {url_key(address, source) for address in (page.url, facts.canonical_url) if address}
    return Surroundings(
        text.page_blocks,
        text.keys,
        base=page.base,
        is_other=lambda address: in_scope(address, source) and url_key(address, source) not in mine,
        memory=memory,
        own=[title for title in (facts.title, fed) if title],
    )


def _observations(title: str, text: PageText, kept: list[str], memory: Memory) -> Observations:
    if text.lesson is None:
        return Observations(headline=title)
    headlines = sorted({key for line in kept for key in headline_keys(line)})
    return replace(observe(text, memory), headline=title, lesson=pack(replace(text.lesson, headlines=headlines)))


def day_of(moment: str | None, timezone: str) -> date | None:
    """The day of a UTC ISO-8601 moment in a zone."""
    if moment is None:
        return None
    parsed = datetime.fromisoformat(moment)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(ZoneInfo(timezone)).date()


def _article(url: str, lines: list[str], facts: Metadata, source: Source) -> Article:
    text = "\n".join(lines)
    title = facts.title or lines[0]
    published, modified = facts.published, facts.modified
    language = detect_language(f"{title}\n{text}", source.languages)
    return Article(
        url=url,
        title=title,
        text=text,
        canonical_url=facts.canonical_url,
        language=language,
        foreign=foreign_paragraphs(lines, language, source.languages),
        published=published.published if published else None,
        published_raw=published.raw if published else None,
        published_precision=published.precision if published else None,
        published_zone=published.zone if published else None,
        modified=modified.published if modified else None,
        authors=facts.authors,
        section=facts.section,
        keywords=facts.keywords,
        description=facts.description,
        image=facts.image,
        license=facts.license,
        origins=facts.origins,
    )
