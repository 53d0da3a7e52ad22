"""The statements of migration 12: what pages say against being archived or mined, and what robots.txt said."""

from __future__ import annotations

MANNERS = (
    # JSON, the signals that the article's page carries; NULL where nobody looked for them: in earlier versions.
    "ALTER TABLE article ADD COLUMN opt_out TEXT",
    # One reading for each scheme, host and port; status is NULL where it was redirected more than five times.
    """CREATE TABLE robots_txt (
        place TEXT PRIMARY KEY,
        status INTEGER,
        content BLOB NOT NULL,
        fetched_at TEXT NOT NULL,
        fresh_seconds INTEGER NOT NULL
    ) WITHOUT ROWID""",
)
