"""The statements of migration 13: a source that moved, refuses us or died is told from one that fails for an hour."""

from __future__ import annotations

TROUBLE = (
    # JSON: what the last run was told instead of news, since when, in how many runs; NULL where all is well.
    "ALTER TABLE timetable ADD COLUMN trouble TEXT",
    # The runs that asked a source for news; between two of them may lie a hundred that only looked at articles again.
    "CREATE INDEX crawl_source_news ON crawl_source (source, crawl_id) WHERE answered IS NOT NULL",
    # Articles behind a wall, to ask for them again once it is gone.
    "CREATE INDEX entry_walled ON entry (source, outcome_at) WHERE outcome = 'rejected:challenge'",
)
