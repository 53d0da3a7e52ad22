"""The whole way from a page's bytes to an Article or a Rejection."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from archive.memory import Memory, Observations
from archive.records import Article, Entry, Rejection, Source
from archive.urls import in_scope, is_front_page, url_key
from crawler.extraction.boilerplate import Surroundings, judge_lines
from crawler.extraction.face import read_face
from crawler.extraction.languages import detect_language
from crawler.extraction.layout import page_lines
from crawler.extraction.link_blocks import drop_link_blocks
from crawler.extraction.metadata import Metadata, read_metadata, tidy
from crawler.extraction.page import Page, open_page
from crawler.extraction.text import read_text
from crawler.extraction.verdict import page_rejection, rejection

NOTHING = Observations()


def extract(
    payload: bytes,
    url: str,
    source: Source,
    memory: Memory,
    *,
    content_type: str | None = None,
    fetched_at: str | None = None,
    entry: Entry | None = None,
) -> tuple[Article | Rejection, Observations]:
    """What a page says, and what it taught about its site.

    ``payload`` is the body with its Content-Encoding removed, ``content_type`` the header of that name,
    ``fetched_at`` UTC ISO-8601: what "today" on the page means, and the bound for dates in the future.
    """
    if is_front_page(url, source):
        return Rejection(reason="front-page", detail=url), NOTHING
    page = open_page(payload, url, content_type)
    if isinstance(page, Rejection):
        return page, NOTHING
    today = day_of(fetched_at, source.timezone)
    facts = read_metadata(page, source, entry=entry, today=today)
    face = read_face(page, facts)
    if refused := page_rejection(face, page, facts):
        return refused, NOTHING
    around = look_around(page, facts, source, memory, entry)
    blocks = judge_lines(read_text(page, source.extract), around)
    kept = [block.text for block in blocks if block.kept]
    if refused := rejection(face, page, kept, facts):
        return refused, NOTHING
    article = _article(url, kept, facts, source)
    return article, Observations(headline=article.title)


def look_around(page: Page, facts: Metadata, source: Source, memory: Memory, entry: Entry | None) -> Surroundings:
    """What the page and the site's memory say of lines that are not the article's; its link blocks are gone then."""
    fed = tidy(entry.title) if entry and entry.title else None
    mine = {url_key(address, source) for address in (page.url, facts.canonical_url) if address}
    return Surroundings(
        (*drop_link_blocks(page.tree), *page_lines(page.tree)),
        base=page.base,
        is_other=lambda address: in_scope(address, source) and url_key(address, source) not in mine,
        memory=memory,
        own=[title for title in (facts.title, fed) if title],
    )


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
    return Article(
        url=url,
        title=title,
        text=text,
        canonical_url=facts.canonical_url,
        language=detect_language(f"{title}\n{text}", source.languages),
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
    )
