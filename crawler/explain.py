"""How a page that was read is shown: as one article object, or to be read in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import groupby

import click

from archive.newsarticle import NewsArticle, article_object
from archive.records import Article, Source
from archive.terminal import moment
from crawler.extraction.boilerplate import Block

NAMES = {
    "title": "headline",
    "canonical_url": "canonicalUrl",
    "published": "datePublished",
    "modified": "dateModified",
    "authors": "author",
    "section": "articleSection",
    "keywords": "keywords",
    "description": "description",
    "image": "image",
    "license": "license",
}
"""The fields that have an origin, and their names in JSON."""

WIDEST = len("description  ")


def explained_object(article: Article, source: Source, blocks: Sequence[Block]) -> NewsArticle:
    """The plain object with the origin of each known field, and the page's blocks in order."""
    origins = {NAMES[name]: origin for name, origin in article.origins.items()}
    return plain_object(article, source) | {"origins": origins, "blocks": block_objects(blocks)}


def plain_object(article: Article, source: Source) -> NewsArticle:
    """The article with the field names of ``show --json``; what only an archive can know is null."""
    return article_object(article, source=source.slug, publisher=source.name)


def block_objects(blocks: Sequence[Block]) -> list[dict[str, object]]:
    return [{"text": one.text, "kept": one.kept, "layer": one.layer, "reason": one.reason} for one in blocks]


def plain_text(article: Article, source: Source, *, colour: bool, columns: int | None) -> str:
    """Headline, a line of metadata, the text.

    ``columns``: where lines break; None leaves each paragraph one line.
    """
    known = (moment(article.published, source.timezone), *article.authors, article.language, article.section)
    lines = [_bold(article.title, colour), " · ".join(filter(None, known)), article.url]
    for paragraph in article.text.split("\n"):
        lines += ["", _wrapped(paragraph, "", columns)]
    return "\n".join(lines)


def explained_text(
    article: Article, source: Source, blocks: Sequence[Block], *, memory: str, colour: bool, columns: int | None
) -> str:
    """The headline, each known field with its origin, what was known of the site, and the blocks in order."""
    published = moment(article.published, source.timezone) if article.published else None
    printed = f', printed "{article.published_raw}"' if article.published_raw else ""
    modified = moment(article.modified, source.timezone) if article.modified else None
    known = {
        "headline": _from(article.title, article, "title"),
        "url": article.url,
        "canonical": _from(article.canonical_url, article, "canonical_url"),
        "published": _from(published, article, "published", printed),
        "modified": _from(modified, article, "modified"),
        "authors": _from(", ".join(article.authors), article, "authors"),
        "language": f"{article.language}  (detected)" if article.language else None,
        "section": _from(article.section, article, "section"),
        "keywords": _from(", ".join(article.keywords), article, "keywords"),
        "description": _from(article.description, article, "description"),
        "image": _from(article.image, article, "image"),
        "license": _from(article.license, article, "license"),
        "source": f"{source.slug}  ({source.name})",
        "memory": memory,
    }
    lines = [_wrapped(value, f"{name:{WIDEST}}", columns) for name, value in known.items() if value]
    return "\n".join([*lines, "", blocks_text(blocks, colour=colour, columns=columns)])


def blocks_text(blocks: Sequence[Block], *, colour: bool, columns: int | None) -> str:
    """Every block in order, ``+`` kept and ``-`` removed; below neighbours that went for one reason, the reason."""
    kept = sum(block.kept for block in blocks)
    lines = [f"blocks: {len(blocks)}, of which {kept} are the text"]
    for (layer, reason), together in groupby(blocks, key=lambda block: (block.layer, block.reason)):
        lines += [_block(block, colour, columns) for block in together]
        if layer:
            lines.append(_reason(f"{layer}: {reason}", colour, columns))
    return "\n".join(lines)


def _block(block: Block, colour: bool, columns: int | None) -> str:
    mark, hue = ("+ ", "green") if block.kept else ("- ", "red")
    line = _wrapped(block.text, mark, columns)
    return click.style(line[:1], fg=hue) + line[1:] if colour else line


def _reason(reason: str, colour: bool, columns: int | None) -> str:
    line = _wrapped(reason, "      ", columns)
    return click.style(line, dim=True) if colour else line


def _from(value: str | None, article: Article, name: str, more: str = "") -> str | None:
    """The value and where it comes from; None where nothing is known. Only a headline comes from the text itself."""
    return f"{value}  ({article.origins.get(name, 'text')}{more})" if value else None


def _bold(text: str, colour: bool) -> str:
    return click.style(text, bold=True) if colour else text


def _wrapped(line: str, mark: str, columns: int | None) -> str:
    """The line after its mark; what follows the first break stands below the line, not below the mark."""
    if not columns:
        return f"{mark}{line}"
    below = " " * len(mark)
    return textwrap.fill(line, columns, initial_indent=mark, subsequent_indent=below, break_long_words=False)
