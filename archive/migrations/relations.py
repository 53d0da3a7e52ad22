"""What version 3 added: how articles are related, and the indexes for it. It was released: never edit it."""

from __future__ import annotations

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
