"""What version 7 added: articles that are shown no more, and why. It was released: never edit it."""

from __future__ import annotations

WITHHELD = (
    """CREATE TABLE withholding (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article(id),
        at TEXT NOT NULL,
        reason TEXT NOT NULL,
        undone_at TEXT
    )""",
    "CREATE UNIQUE INDEX withholding_lasting ON withholding (article_id) WHERE undone_at IS NULL",
    # As the row of the table above that lasts says, for whoever looks at articles in their table.
    "ALTER TABLE article ADD COLUMN withheld TEXT",
)
