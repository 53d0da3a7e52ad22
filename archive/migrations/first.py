"""What the first version made: the whole line from sources to full text. It was released: never edit it."""

from __future__ import annotations

TABLES = (
    # The catalogue as it stood at the last run: the files are the truth, this lets any reader name a source.
    """CREATE TABLE source (
        slug TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        country TEXT NOT NULL,
        languages TEXT NOT NULL,
        timezone TEXT NOT NULL,
        homepage TEXT NOT NULL,
        license TEXT NOT NULL,
        status TEXT NOT NULL
    )""",
    """CREATE TABLE crawl (
        id INTEGER PRIMARY KEY,
        started TEXT NOT NULL,
        finished TEXT,
        command TEXT NOT NULL,
        exit_code INTEGER
    )""",
    """CREATE TABLE crawl_source (
        crawl_id INTEGER NOT NULL REFERENCES crawl(id),
        source TEXT NOT NULL REFERENCES source(slug),
        requests INTEGER NOT NULL,
        not_modified INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        seconds REAL NOT NULL,
        outcomes TEXT NOT NULL,
        problem TEXT,
        PRIMARY KEY (crawl_id, source)
    ) WITHOUT ROWID""",
    # Conditional state of every feed, sitemap and listing, written in the transaction that keeps its entries; leads are
    # the child sitemaps or the next page, so that a 304 loses none of them.
    """CREATE TABLE discovery (
        source TEXT NOT NULL REFERENCES source(slug),
        url TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('feed', 'sitemap', 'listing')),
        etag TEXT,
        last_modified TEXT,
        status INTEGER,
        fetched_at TEXT NOT NULL,
        entries INTEGER NOT NULL,
        leads TEXT NOT NULL,
        PRIMARY KEY (source, url)
    ) WITHOUT ROWID""",
    # The queue of a crawl is the archive itself: an entry without outcome is taken up by the next run.
    """CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        url_key TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        source TEXT NOT NULL REFERENCES source(slug),
        found_in TEXT NOT NULL CHECK (found_in IN ('feed', 'sitemap', 'listing', 'request')),
        title TEXT,
        published TEXT,
        published_raw TEXT,
        modified TEXT,
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        outcome TEXT,
        outcome_at TEXT,
        article_id INTEGER REFERENCES article(id)
    )""",
    """CREATE TABLE capture (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL,
        source TEXT NOT NULL REFERENCES source(slug),
        fetched_at TEXT NOT NULL,
        status INTEGER NOT NULL,
        headers TEXT NOT NULL,
        digest TEXT NOT NULL,
        size INTEGER NOT NULL,
        file TEXT NOT NULL,
        offset INTEGER NOT NULL,
        length INTEGER NOT NULL,
        entry_id INTEGER REFERENCES entry(id),
        article_id INTEGER REFERENCES article(id),
        outcome TEXT
    )""",
    """CREATE TABLE article (
        id INTEGER PRIMARY KEY,
        url_key TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        canonical_url TEXT,
        source TEXT NOT NULL REFERENCES source(slug),
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        search_keys TEXT NOT NULL,
        language TEXT,
        published TEXT,
        published_raw TEXT,
        published_precision TEXT,
        published_zone TEXT,
        modified TEXT,
        authors TEXT NOT NULL DEFAULT '[]',
        section TEXT,
        keywords TEXT NOT NULL DEFAULT '[]',
        description TEXT,
        image TEXT,
        license TEXT,
        word_count INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        duplicate_of INTEGER REFERENCES article(id),
        revisions INTEGER NOT NULL DEFAULT 1,
        capture_id INTEGER REFERENCES capture(id),
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        checked_at TEXT NOT NULL,
        missing_checks INTEGER NOT NULL DEFAULT 0,
        missing_since TEXT,
        removed TEXT,
        settled INTEGER NOT NULL DEFAULT 0,
        change INTEGER NOT NULL
    )""",
    """CREATE TABLE revision (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article(id),
        number INTEGER NOT NULL,
        seen_at TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        capture_id INTEGER REFERENCES capture(id),
        UNIQUE (article_id, number)
    )""",
    # Site memory: the headlines of a source, by a hash of their letters and digits, and whose they are.
    """CREATE TABLE headline (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL REFERENCES source(slug),
        key INTEGER NOT NULL,
        url_key TEXT NOT NULL,
        UNIQUE (source, key, url_key)
    )""",
    # One number for every change that an export must pass on; exports follow it, never the publish date.
    "CREATE TABLE sequence (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO sequence (name, value) VALUES ('change', 0)",
)

INDEXES = (
    "CREATE INDEX entry_pending ON entry (source, coalesce(published, modified) DESC, id) WHERE outcome IS NULL",
    "CREATE INDEX entry_failed ON entry (source, attempts) WHERE outcome GLOB 'failed:*'",
    "CREATE INDEX entry_article ON entry (article_id)",
    "CREATE INDEX capture_article ON capture (article_id)",
    "CREATE INDEX capture_entry ON capture (entry_id)",
    "CREATE INDEX capture_digest ON capture (digest)",
    "CREATE INDEX capture_unextracted ON capture (id) WHERE outcome IS NULL",
    "CREATE INDEX article_source ON article (source, id)",
    "CREATE INDEX article_fingerprint ON article (fingerprint)",
    "CREATE INDEX article_duplicate_of ON article (duplicate_of) WHERE duplicate_of IS NOT NULL",
    "CREATE INDEX article_newest ON article (coalesce(published, first_seen) DESC, id DESC)",
    "CREATE INDEX article_source_newest ON article (source, coalesce(published, first_seen) DESC, id DESC)",
    "CREATE INDEX article_facets ON article (id, published, first_seen, source, language)",
    "CREATE UNIQUE INDEX article_change ON article (change)",
    "CREATE INDEX headline_newest ON headline (source, id)",
    "CREATE INDEX article_unsettled ON article (source) WHERE settled = 0",
)

FULL_TEXT = (
    """CREATE VIRTUAL TABLE article_fts USING fts5 (
        title, text, search_keys,
        content="article", content_rowid="id", tokenize='unicode61 remove_diacritics 2'
    )""",
    """CREATE TRIGGER article_fts_insert AFTER INSERT ON article BEGIN
        INSERT INTO article_fts (rowid, title, text, search_keys)
        VALUES (new.id, new.title, new.text, new.search_keys);
    END""",
    """CREATE TRIGGER article_fts_delete AFTER DELETE ON article BEGIN
        INSERT INTO article_fts (article_fts, rowid, title, text, search_keys)
        VALUES ('delete', old.id, old.title, old.text, old.search_keys);
    END""",
    """CREATE TRIGGER article_fts_update AFTER UPDATE OF title, text, search_keys ON article BEGIN
        INSERT INTO article_fts (article_fts, rowid, title, text, search_keys)
        VALUES ('delete', old.id, old.title, old.text, old.search_keys);
        INSERT INTO article_fts (rowid, title, text, search_keys)
        VALUES (new.id, new.title, new.text, new.search_keys);
    END""",
    "CREATE VIRTUAL TABLE article_vocabulary USING fts5vocab (article_fts, row)",
)
