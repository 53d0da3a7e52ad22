"""Articles that are kept, and shown no more: the one place by which every reader leaves them out."""

from __future__ import annotations

import sqlite3

WITHHELD = "SELECT article_id FROM withholding WHERE undone_at IS NULL"
"""The ids of the articles that are withheld now."""

SHOWN = f"article.id NOT IN ({WITHHELD})"
"""A WHERE term that every SELECT on ``article`` has whose rows somebody sees."""

NO_COPY = f"(article.duplicate_of IS NULL OR article.duplicate_of IN ({WITHHELD}))"
"""One for articles that are no duplicate of one that is shown."""

WITHHELD_AT = "(SELECT at FROM withholding WHERE article_id = article.id AND undone_at IS NULL)"
"""Since when the article of a row is withheld, UTC ISO-8601; NULL where it is shown."""


def prepare(connection: sqlite3.Connection) -> None:
    """Let SHOWN be asked of an archive that is too old to withhold: a table in memory that holds nothing."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'withholding'").fetchone() is None:
        connection.execute("CREATE TEMP TABLE withholding (article_id INTEGER, at TEXT, reason TEXT, undone_at TEXT)")
