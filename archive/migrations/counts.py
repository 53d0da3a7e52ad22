"""What version 9 added: counts that are kept. Never edit it once it is released."""

from __future__ import annotations

from archive.holdings import FIRST, MONTH

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
