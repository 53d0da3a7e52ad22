"""What version 2 added: what a source's pages taught, and texts that gave way. It was released: never edit it."""

from __future__ import annotations

SITE_MEMORY = (
    # What the pages of a source taught; counts, so that the order in which they came leaves no trace.
    """CREATE TABLE memory_source (
        source TEXT PRIMARY KEY REFERENCES source(slug),
        since TEXT NOT NULL,
        pages INTEGER NOT NULL,
        learned INTEGER NOT NULL DEFAULT 0,
        changed_at TEXT,
        changed REAL
    ) WITHOUT ROWID""",
    """CREATE TABLE memory_kind (
        source TEXT NOT NULL REFERENCES source(slug),
        kind INTEGER NOT NULL,
        name TEXT NOT NULL,
        pages INTEGER NOT NULL,
        score INTEGER NOT NULL,
        last_day TEXT NOT NULL,
        PRIMARY KEY (source, kind)
    ) WITHOUT ROWID""",
    """CREATE TABLE memory_day (
        source TEXT NOT NULL REFERENCES source(slug),
        day TEXT NOT NULL,
        pages INTEGER NOT NULL,
        PRIMARY KEY (source, day)
    ) WITHOUT ROWID""",
    """CREATE TABLE memory_block (
        source TEXT NOT NULL REFERENCES source(slug),
        day TEXT NOT NULL,
        key INTEGER NOT NULL,
        beginning TEXT NOT NULL,
        pages INTEGER NOT NULL,
        PRIMARY KEY (source, day, key)
    ) WITHOUT ROWID""",
    # What was measured of the pages of a run that is not settled yet.
    """CREATE TABLE lesson (
        article_id INTEGER PRIMARY KEY REFERENCES article(id),
        content BLOB NOT NULL
    )""",
    # Texts that a better extractor replaced: the page did not change, so they are no revisions, but they were shown.
    """CREATE TABLE replaced_text (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article(id),
        number INTEGER NOT NULL,
        replaced_at TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL
    )""",
    "CREATE INDEX replaced_text_article ON replaced_text (article_id)",
    # Paragraphs in another language than the article's: JSON, [[line counted from 0, BCP 47 tag], …].
    "ALTER TABLE article ADD COLUMN foreign_paragraphs TEXT NOT NULL DEFAULT '[]'",
)
