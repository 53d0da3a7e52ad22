"""Other URLs that have led to an article: AMP, print and mobile forms, redirects, a host it moved from, its canonical.

Its own row holds the URL that it is fetched at and its url_key; here stands every other one, so that each leads to it.
All functions run on the writer's connection; those that write run in the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from archive.records import Source
from archive.urls import former_keys, url_key

Kind = Literal["amp", "print", "mobile", "host", "redirect", "canonical"]

MOST = 20
"""Aliases of one article: a site that redirects to another URL every time fills no archive. Captures keep the rest."""


def kind_of(url: str, article_url: str, *, canonical: bool = False) -> Kind:
    """What kind of other URL of an article it is: what a page only calls itself, else by how it is written."""
    if canonical:
        return "canonical"
    one, article = urlsplit(url), urlsplit(article_url)
    host = (one.hostname or "").removeprefix("www.")
    names = {name.lower() for name, _ in parse_qsl(one.query, keep_blank_values=True)}
    steps = one.path.lower().strip("/").split("/")
    if host.startswith("amp.") or "amp" in names or "amp" in (steps[0], steps[-1]):
        return "amp"
    if "print" in names or "print" in (steps[0], steps[-1]):
        return "print"
    if host.startswith("m."):
        return "mobile"
    return "host" if host != (article.hostname or "").removeprefix("www.") else "redirect"


def article_at(connection: sqlite3.Connection, keys: Iterable[str], *, certain: bool = False) -> int | None:
    """The article that one of the keys leads to, the first that does: its own key, or that of another URL of it.

    ``certain`` leaves out what a page only called its canonical URL, where another page may stand.
    """
    for key in keys:
        row = connection.execute(
            """SELECT id, 0 AS place FROM article WHERE url_key = ?1
            UNION ALL SELECT article_id, 1 + (kind = 'canonical') FROM alias WHERE url_key = ?1
            AND NOT (?2 AND kind = 'canonical')
            ORDER BY place LIMIT 1""",
            [key, certain],
        ).fetchone()
        if row is not None:
            return int(row[0])
    return None


def keep(
    connection: sqlite3.Connection, article_id: int, url: str, source: Source, now: str, *, canonical: bool = False
) -> None:
    """Keep a URL of an article that its row does not say; none that is another article's, and at most ``MOST``.

    One that led to it goes before what another page called its canonical URL.
    """
    own, own_key = connection.execute("SELECT url, url_key FROM article WHERE id = ?", [article_id]).fetchone()
    key = url_key(url, source)
    if (url, key) == (own, own_key) or article_at(connection, (key,), certain=True) not in (None, article_id):
        return
    connection.execute(
        """INSERT INTO alias (url, url_key, article_id, kind, first_seen) SELECT ?1, ?2, ?3, ?4, ?5
        WHERE (SELECT count(*) FROM alias WHERE article_id = ?3) < ?6
        ON CONFLICT DO UPDATE SET article_id = ?3, kind = ?4, first_seen = ?5
        WHERE alias.kind = 'canonical' AND ?4 <> 'canonical'""",
        [url, key, article_id, kind_of(url, own, canonical=canonical), now, MOST],
    )


def keys_of(url: str, source: Source) -> Iterator[str]:
    """The url_keys to look an article up by: today's, then those from before the source file had today's rules."""
    yield url_key(url, source)
    yield from former_keys(url, source)


def aliases_of(connection: sqlite3.Connection, article_id: int) -> list[tuple[str, Kind, str]]:
    """Every URL of an article but the one it is fetched at: URL, kind and when it was first seen, oldest first."""
    rows = connection.execute(
        """SELECT alias.url, kind, alias.first_seen FROM alias JOIN article ON article.id = article_id
        WHERE article_id = ? AND alias.url <> article.url ORDER BY alias.first_seen, alias.url""",
        [article_id],
    )
    return [(url, kind, seen) for url, kind, seen in rows]
