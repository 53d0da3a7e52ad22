"""An article as a newspaper prints it, with its versions, its copies and the evidence."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import Any

from datasette import Response

from archive.browse.history import history
from archive.browse.links import json_block
from archive.browse.related import related
from archive.browse.site import HEADERS, Site
from archive.browse.withheldpage import withheld_json, withheld_page, withholding
from archive.browse.words.english import ENGLISH
from archive.newsarticle import NewsArticle, article_row, json_ld, news_article
from archive.records import Revision
from archive.revision_kinds import versions_of
from archive.withheld import SHOWN

EXCERPT = 400
"""Letters of a text that a public page shows."""

SUMMARY = 200
"""Letters of the summary in the page's head."""

MOST_CAPTURES = 50

FOREIGN = "SELECT foreign_paragraphs FROM article WHERE id = ?"
SOURCE = "SELECT slug, name, timezone, homepage FROM source WHERE slug = ?"
CAPTURES = """SELECT id, url, fetched_at, status, size, digest, outcome FROM capture WHERE article_id = ?
    ORDER BY fetched_at DESC, id DESC LIMIT ?"""


async def article_page(site: Site, request: Any) -> Response:
    """``/article/<id>``."""
    row = await shown_row(site, request)
    if row is None:
        return await missing(site, request)
    number = row["id"]
    body = excerpt(row["text"], EXCERPT) if site.public else row["text"]
    captures = [] if site.public else await site.rows(CAPTURES, [number, MOST_CAPTURES])
    context = {
        "article": row,
        "authors": json.loads(row["authors"]),
        "keywords": json.loads(row["keywords"]),
        "opt_outs": json.loads(row["opt_out"] or "[]"),
        "paragraphs": paragraphs(body, (await site.rows(FOREIGN, [number]))[0][0]),
        "source": (await site.rows(SOURCE, [row["source"]]))[0],
        "history": await history(site, number),
        "related": await related(site, row),
        "captures": captures,
        "summary": excerpt(row["description"] or row["text"], SUMMARY),
        "page_url": site.absolute(request, f"/article/{number}"),
        "json_ld": json_block(json_ld(shown(site, row))),
    }
    return await site.render(request, "article", context)


async def article_json(site: Site, request: Any) -> Response:
    """``/article/<id>.json``: the object of the command line, with its versions unless the page is public."""
    row = await shown_row(site, request)
    if row is None:
        if found := await withholding(site, int(request.url_vars["id"])):
            return withheld_json(found)
        return Response.json({"ok": False, "error": ENGLISH.words["no_article"]}, status=404, headers=dict(HEADERS))
    revisions = None if site.public else await site.call(partial(versions_of, article_id=row["id"]))
    return Response.json(shown(site, row, revisions), headers=dict(HEADERS))


async def shown_row(site: Site, request: Any) -> sqlite3.Row | None:
    """The article that the URL names; None too where it is withheld."""
    return await site.call(partial(article_row, article_id=int(request.url_vars["id"]), condition=SHOWN))


async def missing(site: Site, request: Any) -> Response:
    """The page for a number that no article has, or one that is withheld."""
    if "id" in request.url_vars and (found := await withholding(site, int(request.url_vars["id"]))):
        return await withheld_page(site, request, found)
    return await site.problem(request, 404, "no_article")


def shown(site: Site, row: sqlite3.Row, revisions: Sequence[Revision] | None = None) -> NewsArticle:
    """The article's object; for strangers with an excerpt in place of the text."""
    whole = news_article(row, revisions)
    return whole | {"articleBody": excerpt(row["text"], EXCERPT)} if site.public else whole


def paragraphs(text: str, foreign: str) -> list[tuple[str, str | None]]:
    """The text's lines that hold something, each with its language where that is not the article's.

    ``foreign``: the article's column ``foreign_paragraphs``.
    """
    languages: dict[int, str] = dict(json.loads(foreign))
    return [(line, languages.get(number)) for number, line in enumerate(text.split("\n")) if line.strip()]


def excerpt(text: str, letters: int) -> str:
    """The beginning of a text, cut between two words and marked with an ellipsis; short texts whole."""
    if len(text) <= letters:
        return text
    cut = text[:letters]
    kept = cut.rpartition(" ")[0] or cut
    return kept.rstrip(" ,;:—–-\n") + "…"
