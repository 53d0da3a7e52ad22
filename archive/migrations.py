"""The archive's schema, as numbered migrations; each says why it is there. Never edit one that was released."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.holdings import FILL, FIRST, MONTH
from archive.readonly import APPLICATION_ID

migrations = Migrations("backissue")


@migrations(name="1_the_whole_line")
def the_whole_line(db: Database) -> None:
    """Sources, entries, captures, articles and their revisions, full text, runs, conditional state, site memory."""
    for statement in (*TABLES, *INDEXES, *FULL_TEXT):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


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


@migrations(name="2_site_memory")
def site_memory(db: Database) -> None:
    """Kinds of blocks and repeated blocks of a source; texts that were read anew are kept beside those in use."""
    for statement in SITE_MEMORY:
        db.execute(statement)
    db.execute("PRAGMA user_version = 2")


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


@migrations(name="3_relations")
def relations(db: Database) -> None:
    """Near-duplicates and stories, and what they are found by. Articles that are there are related when opened."""
    for statement in RELATIONS:
        db.execute(statement)
    db.execute("PRAGMA user_version = 3")


RELATIONS = (
    # article_id is a copy of of_id with small changes; of_id was published first.
    """CREATE TABLE near_duplicate (
        article_id INTEGER NOT NULL REFERENCES article(id),
        of_id INTEGER NOT NULL REFERENCES article(id),
        similarity REAL NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('copy', 'extended', 'truncated')),
        PRIMARY KEY (article_id, of_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX near_duplicate_of ON near_duplicate (of_id)",
    # One row for both directions: article_id tells of the event that other_id, published first, told of.
    """CREATE TABLE story_link (
        article_id INTEGER NOT NULL REFERENCES article(id),
        other_id INTEGER NOT NULL REFERENCES article(id),
        score REAL NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (article_id, other_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX story_link_other ON story_link (other_id)",
    "ALTER TABLE article ADD COLUMN story INTEGER REFERENCES article(id)",
    "CREATE INDEX article_story ON article (story) WHERE story IS NOT NULL",
    # The two indexes are looked up and written some thirty times an article, so they have no foreign keys to look up.
    "CREATE TABLE shingle (h INTEGER, article_id INTEGER, PRIMARY KEY (h, article_id)) WITHOUT ROWID",
    """CREATE TABLE story_term (
        term INTEGER, day INTEGER, article_id INTEGER, PRIMARY KEY (term, day, article_id)
    ) WITHOUT ROWID""",
    # What both indexes have of an article, to take it out again and to judge candidates without reading their texts.
    """CREATE TABLE sketch (
        article_id INTEGER PRIMARY KEY REFERENCES article(id),
        shingles BLOB NOT NULL,
        numbers BLOB NOT NULL,
        terms BLOB NOT NULL DEFAULT x''
    )""",
)


@migrations(name="4_what_changed")
def what_changed(db: Database) -> None:
    """What kind of change a revision is, evidence of removals, texts that flicker, other URLs, when to look again.

    Old revisions but the first have no kind here: readers class them when they show them.
    """
    for statement in WHAT_CHANGED:
        db.execute(statement)
    db.execute("PRAGMA user_version = 4")


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


@migrations(name="5_payloads_once")
def payloads_once(db: Database) -> None:
    """A payload that a source sends again is kept once; where the records of a file end is read off an index."""
    db.execute("ALTER TABLE capture ADD COLUMN payload_id INTEGER REFERENCES capture(id)")
    db.execute("CREATE INDEX capture_place ON capture (file, offset, length)")
    db.execute("PRAGMA user_version = 5")


@migrations(name="6_what_pages_count")
def what_pages_count(db: Database) -> None:
    """What the pages count and look up whenever they are asked for: articles that are gone, a source's last crawls."""
    db.execute("CREATE INDEX article_removed ON article (removed) WHERE removed IS NOT NULL")
    db.execute("CREATE INDEX crawl_source_newest ON crawl_source (source, crawl_id)")
    db.execute("PRAGMA user_version = 6")


@migrations(name="7_withheld")
def withheld(db: Database) -> None:
    """Articles that are kept and shown no more, since when and why; what was undone stays as history."""
    for statement in WITHHELD:
        db.execute(statement)
    db.execute("PRAGMA user_version = 7")


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


@migrations(name="8_holdings")
def holdings(db: Database) -> None:
    """How much there is of each source and language is counted in the order of an index, without sorting all rows."""
    db.execute("CREATE INDEX article_holdings ON article (source, language, published)")
    db.execute("PRAGMA user_version = 8")


@migrations(name="9_kept_counts")
def kept_counts(db: Database) -> None:
    """What there is of each source, language and month, and of the commonest words, no page counts anew."""
    for statement in (*KEPT_COUNTS, *FILL, *COUNTING):
        db.execute(statement)
    db.execute("PRAGMA user_version = 9")


KEPT_COUNTS = (
    """CREATE TABLE holding (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL REFERENCES source(slug),
        language TEXT,
        month TEXT NOT NULL,
        articles INTEGER NOT NULL,
        duplicates INTEGER NOT NULL
    )""",
    "CREATE UNIQUE INDEX holding_of ON holding (source, coalesce(language, ''), month)",
    # One narrow row an article: a search looks up thousands of them, and an article's own row is long.
    """CREATE TABLE held (
        article_id INTEGER PRIMARY KEY REFERENCES article(id),
        holding_id INTEGER NOT NULL REFERENCES holding(id),
        first INTEGER
    )""",
    # As they were at the end of some run: to count a common word takes FTS5 long.
    "CREATE TABLE common_word (word TEXT PRIMARY KEY, articles INTEGER NOT NULL) WITHOUT ROWID",
    # When a run ends, two pieces of the index of one size are merged; FTS5 by itself waits for four.
    "INSERT INTO article_fts (article_fts, rank) VALUES ('usermerge', 2)",
)

COUNT = f"""INSERT INTO holding (source, language, month, articles, duplicates)
            VALUES (new.source, new.language, {MONTH.format("new")}, 1, new.duplicate_of IS NOT NULL)
            ON CONFLICT (source, coalesce(language, ''), month)
            DO UPDATE SET articles = articles + 1, duplicates = duplicates + excluded.duplicates;"""
UNCOUNT = """UPDATE holding SET articles = articles - 1, duplicates = duplicates - (old.duplicate_of IS NOT NULL)
            WHERE id = (SELECT holding_id FROM held WHERE article_id = old.id);"""
PLACE = f"""(SELECT id FROM holding WHERE source = new.source
            AND coalesce(language, '') = coalesce(new.language, '') AND month = {MONTH.format("new")})"""

COUNTING = (
    f"""CREATE TRIGGER article_held_insert AFTER INSERT ON article BEGIN
        {COUNT}
        INSERT INTO held (article_id, holding_id, first) VALUES (new.id, {PLACE}, new.duplicate_of);
        UPDATE held SET first = article_id WHERE article_id = new.duplicate_of AND first IS NULL;
    END""",
    f"""CREATE TRIGGER article_held_delete AFTER DELETE ON article BEGIN
        {UNCOUNT}
        DELETE FROM held WHERE article_id = old.id;
        UPDATE held SET first = {FIRST} WHERE article_id = old.duplicate_of;
    END""",
    f"""CREATE TRIGGER article_held_update
        AFTER UPDATE OF source, language, published, first_seen, duplicate_of ON article
        WHEN old.source IS NOT new.source OR old.language IS NOT new.language
            OR {MONTH.format("old")} IS NOT {MONTH.format("new")} OR old.duplicate_of IS NOT new.duplicate_of
    BEGIN
        {UNCOUNT}
        {COUNT}
        UPDATE held SET holding_id = {PLACE} WHERE article_id = new.id;
        UPDATE held SET first = {FIRST} WHERE article_id IN (new.id, old.duplicate_of, new.duplicate_of);
    END""",
)
