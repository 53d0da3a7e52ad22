"""Which article a page is: by the article that was asked for, its own URL, its canonical URL, or one it had before."""

from __future__ import annotations

import sqlite3
from urllib.parse import urlsplit

from archive import aliases, relations
from archive.articles import by_id, row_by
from archive.changes import next_change
from archive.fingerprints import fingerprint
from archive.records import Article, Source
from archive.urls import in_scope, url_key


def identify(
    connection: sqlite3.Connection, article: Article, source: Source, article_id: int | None
) -> tuple[str, sqlite3.Row | None]:
    """The url_key of a page, and the known article that it is: the one that was asked for, else that of its URL.

    A canonical URL is believed within the source's scope, and unless an article with another headline and another
    text goes by it: some templates give many pages the same one, and two pages may name each other. Whoever took a
    page's own URL for its canonical one gives it back when that page comes.
    """
    if article_id is not None:
        asked = by_id(connection, article_id)
        return asked["url_key"], asked
    own = url_key(article.url, source)
    at_own = row_by(connection, "url_key", own)
    if at_own is not None and not _is_page_of(at_own, article, own, source):
        if not _give_way(connection, at_own, source):
            return own, at_own
        at_own = None
    if at_own is None and (known := aliases.article_at(connection, aliases.keys_of(article.url, source), certain=True)):
        at_own = by_id(connection, known)
    if at_own is not None:
        return at_own["url_key"], at_own
    canonical = article.canonical_url
    if canonical is None or not in_scope(canonical, source):
        return own, None
    claimed = url_key(canonical, source)
    known = aliases.article_at(connection, (claimed,), certain=True)
    if known is None:
        return claimed, None
    at_claimed = by_id(connection, known)
    return (at_claimed["url_key"], at_claimed) if _is_page_of(at_claimed, article, own, source) else (own, None)


def keep_aliases(
    connection: sqlite3.Connection,
    article_id: int,
    old: sqlite3.Row | None,
    article: Article,
    asked: str,
    source: Source,
    now: str,
) -> None:
    """Keep what else an article is called: the URL that was asked for, the one that answered, its canonical one.

    ``old`` is its row before this page. Only a page with its headline or text tells: a URL that leads elsewhere is no
    name of it. An article that moved is asked for at its new URL from then on. In the caller's transaction.
    """
    stands = article.url if old is None else old["url"]
    canonical = article.canonical_url if article.canonical_url and in_scope(article.canonical_url, source) else None
    if {asked, article.url, canonical or stands} == {stands}:
        return
    if old is not None and old["title"] != article.title and old["fingerprint"] != fingerprint(article.text):
        return
    if asked == stands and _has_moved(connection, article_id, article.url, stands, source):
        change = next_change(connection)
        connection.execute("UPDATE article SET url = ?, change = ? WHERE id = ?", [article.url, change, article_id])
    for url in dict.fromkeys((asked, article.url)):
        aliases.keep(connection, article_id, url, source, now)
    if canonical:
        aliases.keep(connection, article_id, canonical, source, now, canonical=True)


def _has_moved(connection: sqlite3.Connection, article_id: int, answered: str, stands: str, source: Source) -> bool:
    """Whether an article's URL led to another one of its source that is no other article's."""
    key = url_key(answered, source)
    if key == url_key(stands, source) and urlsplit(answered).netloc == urlsplit(stands).netloc:
        return False
    return in_scope(answered, source) and aliases.article_at(connection, (key,)) in (None, article_id)


def _is_page_of(row: sqlite3.Row, article: Article, own: str, source: Source) -> bool:
    return bool(
        url_key(row["url"], source) == own
        or row["title"] == article.title
        or row["fingerprint"] == fingerprint(article.text)
    )


def _give_way(connection: sqlite3.Connection, squatter: sqlite3.Row, source: Source) -> bool:
    """Let an article that took another page's URL for its canonical one go by its own; False where that is taken.

    Its key is what breaks a tie between articles of one moment, so it is related anew.
    """
    own = url_key(squatter["url"], source)
    gave_way = connection.execute("UPDATE OR IGNORE article SET url_key = ? WHERE id = ?", [own, squatter["id"]])
    if gave_way.rowcount:
        connection.execute("UPDATE article SET change = ? WHERE id = ?", [next_change(connection), squatter["id"]])
        relations.relink(connection, squatter["id"], squatter["fingerprint"])
    return bool(gave_way.rowcount)
