"""How a URL that was taken up ends: one of the outcomes, in the entry, the capture and the article at once.

All functions run in the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from archive import articles, capture_rows, entries, flicker, memory, mending
from archive.entries import Task
from archive.identity import identify, keep_aliases
from archive.memory import Observations
from archive.records import Article, Outcome, Source


class Kept(NamedTuple):
    """What became of an article that arrived."""

    article_id: int
    source: str
    """Slug of the source that it belongs to, which may not be the one that was asked."""

    word: str
    """``new``, ``duplicate``, ``revised`` or ``unchanged``."""


def keep(
    connection: sqlite3.Connection,
    article: Article,
    source: Source,
    capture_id: int | None,
    task: Task,
    before: Article | None,
    now: str,
) -> Kept:
    """Keep an article, seen at ``now``, with its headline and its other URLs; ``before`` as for ``Archive.add``."""
    article = articles.through_the_gate(article)
    key, old = identify(connection, article, source, task.article_id)
    if old is not None and now < old["checked_at"]:
        article_id, word = old["id"], "unchanged"
        articles.seen_before(connection, old, article.text, now)
    elif old is None:
        article_id, word = articles.insert(connection, article, key, source.slug, capture_id, now)
    else:
        differs = mending.differs(connection, old, article, before)
        news = flicker.is_news(connection, old, article, now, differs=differs)
        article_id, word = old["id"], "revised" if news else "unchanged"
        articles.seen(connection, article_id, now)
        if news:
            articles.revise(connection, old, article, capture_id, now, before)
        else:
            articles.note_opt_out(connection, article_id, article.opt_out)
    keep_aliases(connection, article_id, old, article, task.url, source, now)
    slug = old["source"] if old else source.slug
    memory.merge(connection, slug, [(article.title, key)])
    return Kept(article_id, slug, word)


def learn(connection: sqlite3.Connection, kept: Kept, seen: Observations, now: str) -> None:
    """Keep what the page of an article taught. A copy teaches nothing: its paragraphs would pass for blocks that
    repeat."""
    if kept.word != "duplicate":
        memory.learn(connection, kept.source, now[:10], seen)
    if seen.lesson is not None:
        connection.execute(
            "INSERT OR REPLACE INTO lesson (article_id, content) VALUES (?, ?)", [kept.article_id, seen.lesson]
        )


def close(
    connection: sqlite3.Connection, task: Task, capture_id: int | None, word: str, article_id: int | None, now: str
) -> Outcome:
    """Write down how a URL ended."""
    outcome = Outcome(url=task.url, source=task.source, outcome=word, id=article_id)
    entries.close(connection, task.entry_id, outcome, now)
    capture_rows.close(connection, capture_id, task, word, article_id)
    return outcome
