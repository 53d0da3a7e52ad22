"""What version 4 added: what changed and how, and when to look again. It was released: never edit it."""

from __future__ import annotations

WHAT_CHANGED = (
    "ALTER TABLE revision ADD COLUMN kind TEXT CHECK (kind IN ('first', 'headline', 'body', 'correction', 'cosmetic'))",
    "UPDATE revision SET kind = 'first' WHERE number = 1",
    # A text that comes and goes: a row for each state that was met again after no more revisions are made of it.
    """CREATE TABLE flicker (
        article_id INTEGER NOT NULL REFERENCES article(id),
        number INTEGER NOT NULL,
        since TEXT NOT NULL,
        last TEXT NOT NULL,
        returns INTEGER NOT NULL,
        PRIMARY KEY (article_id, number)
    ) WITHOUT ROWID""",
    # Every time that a known article was not there, and what stood in its place.
    """CREATE TABLE removal_check (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article(id),
        checked_at TEXT NOT NULL,
        evidence TEXT NOT NULL,
        capture_id INTEGER REFERENCES capture(id)
    )""",
    "CREATE INDEX removal_check_article ON removal_check (article_id, checked_at)",
    """INSERT INTO removal_check (article_id, checked_at, evidence, capture_id)
        SELECT article_id, fetched_at, iif(status IN (404, 410), 'http-' || status, 'unknown'), id FROM capture
        WHERE article_id IS NOT NULL AND (status IN (404, 410) OR outcome = 'removed') ORDER BY id""",
    # Removals as history: the article's own column holds but the one that lasts.
    """CREATE TABLE removal (
        article_id INTEGER NOT NULL REFERENCES article(id),
        removed_at TEXT NOT NULL,
        returned_at TEXT,
        missing_since TEXT NOT NULL,
        PRIMARY KEY (article_id, removed_at)
    ) WITHOUT ROWID""",
    "CREATE INDEX removal_newest ON removal (removed_at)",
    """INSERT INTO removal (article_id, removed_at, returned_at, missing_since)
        SELECT id, removed, NULL, coalesce(missing_since, removed) FROM article WHERE removed IS NOT NULL""",
    # Those that came back: the first capture that was the last straw, and the next one that held the article.
    """INSERT INTO removal (article_id, removed_at, returned_at, missing_since)
        SELECT gone.article_id, gone.removed_at, coalesce((SELECT min(fetched_at) FROM capture AS back
            WHERE back.article_id = gone.article_id AND back.fetched_at >= gone.removed_at AND status = 200
            AND outcome IN ('unchanged', 'revised')), article.last_seen), gone.removed_at
        FROM (SELECT article_id, min(fetched_at) AS removed_at FROM capture WHERE outcome = 'removed'
            GROUP BY article_id) AS gone
        JOIN article ON article.id = gone.article_id WHERE article.removed IS NULL""",
    # Other URLs that have led to an article; the one it is fetched at and its url_key stand in its row.
    """CREATE TABLE alias (
        url TEXT PRIMARY KEY,
        url_key TEXT NOT NULL,
        article_id INTEGER NOT NULL REFERENCES article(id),
        kind TEXT NOT NULL CHECK (kind IN ('amp', 'print', 'mobile', 'host', 'redirect', 'canonical')),
        first_seen TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX alias_key ON alias (url_key)",
    "CREATE INDEX alias_article ON alias (article_id)",
    # When an article is to be looked at again, as archive/rechecks.py reckons it; NULL: not any more.
    "ALTER TABLE article ADD COLUMN due TEXT",
    """UPDATE article SET due = (
        SELECT iif(step IS NULL, NULL, strftime('%Y-%m-%dT%H:%M:%SZ', checked_at, step)) FROM (SELECT CASE
            WHEN age < 30 AND removed IS NOT NULL THEN '+3 days' WHEN age < 3 / 24.0 THEN '+15 minutes'
            WHEN age < 1 THEN '+1 hour' WHEN age < 7 THEN '+3 hours'
            WHEN age < 30 THEN '+3 days' WHEN age < 335 THEN '+30 days' END AS step
            FROM (SELECT julianday(checked_at) - julianday(coalesce(published, first_seen)) AS age)))""",
    """CREATE INDEX article_due ON article (source, due, checked_at, coalesce(published, first_seen))
        WHERE due IS NOT NULL""",
)
