"""The statements of migration 11: when each source is asked again, and what its runs told."""

TIMETABLE = (
    """CREATE TABLE timetable (
        source TEXT PRIMARY KEY REFERENCES source(slug),
        asked_at TEXT NOT NULL,
        answered_at TEXT,
        per_day REAL,
        failures INTEGER NOT NULL,
        not_before TEXT
    ) WITHOUT ROWID""",
    """INSERT INTO timetable (source, asked_at, answered_at, failures)
        SELECT source, max(fetched_at), max(fetched_at), 0 FROM discovery GROUP BY source""",
    # What an answer said of when to read it again: seconds after fetched_at, and hours of the day in UTC to leave out.
    "ALTER TABLE discovery ADD COLUMN fresh_seconds INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE discovery ADD COLUMN skip_hours TEXT NOT NULL DEFAULT '[]'",
    # How many feeds, sitemaps and listings of a source answered; NULL where none was asked, or by an earlier version.
    "ALTER TABLE crawl_source ADD COLUMN answered INTEGER",
    # How many of the articles that a run brought are hardly a text.
    "ALTER TABLE crawl_source ADD COLUMN short INTEGER NOT NULL DEFAULT 0",
    # JSON, {kind: sentence}: what of this run is out of the ordinary.
    "ALTER TABLE crawl_source ADD COLUMN alarms TEXT NOT NULL DEFAULT '{}'",
)
