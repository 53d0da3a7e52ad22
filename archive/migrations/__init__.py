"""The archive's schema, as numbered migrations; each says why it is there. Never edit one that was released.

What a large one makes stands in a module of its own beside this one.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.holdings import FILL
from archive.migrations.changes import WHAT_CHANGED
from archive.migrations.counts import COUNTING, KEPT_COUNTS
from archive.migrations.first import FULL_TEXT, INDEXES, TABLES
from archive.migrations.manners import MANNERS
from archive.migrations.memory import SITE_MEMORY
from archive.migrations.relations import RELATIONS
from archive.migrations.timetable import TIMETABLE
from archive.migrations.trouble import TROUBLE
from archive.migrations.withheld import WITHHELD
from archive.readonly import APPLICATION_ID

migrations = Migrations("backissue")


@migrations(name="1_the_whole_line")
def the_whole_line(db: Database) -> None:
    """Sources, entries, captures, articles and their revisions, full text, runs, conditional state, site memory."""
    for statement in (*TABLES, *INDEXES, *FULL_TEXT):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


@migrations(name="2_site_memory")
def site_memory(db: Database) -> None:
    """Kinds of blocks and repeated blocks of a source; texts that were read anew are kept beside those in use."""
    for statement in SITE_MEMORY:
        db.execute(statement)
    db.execute("PRAGMA user_version = 2")


@migrations(name="3_relations")
def relations(db: Database) -> None:
    """Near-duplicates and stories, and what they are found by. Articles that are there are related when opened."""
    for statement in RELATIONS:
        db.execute(statement)
    db.execute("PRAGMA user_version = 3")


@migrations(name="4_what_changed")
def what_changed(db: Database) -> None:
    """What kind of change a revision is, evidence of removals, texts that flicker, other URLs, when to look again.

    Old revisions but the first have no kind here: readers class them when they show them.
    """
    for statement in WHAT_CHANGED:
        db.execute(statement)
    db.execute("PRAGMA user_version = 4")


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


@migrations(name="10_related_anew")
def related_anew(db: Database) -> None:
    """The rules of near-duplicates and stories are others: what they had found goes, and what they found it by.

    Whatever has no sketch is related when the archive is next opened for writing.
    """
    for table in ("near_duplicate", "story_link", "shingle", "story_term", "sketch"):
        db.execute(f"DELETE FROM {table}")
    db.execute("UPDATE article SET story = NULL WHERE story IS NOT NULL")
    db.execute("PRAGMA user_version = 10")


@migrations(name="11_timetable")
def timetable(db: Database) -> None:
    """When a source is asked again follows from what its runs saw: its pace, its failures, what its server asked for.

    Sources that were asked before begin with when that was; their pace is that of their articles of late.
    """
    for statement in TIMETABLE:
        db.execute(statement)
    db.execute("PRAGMA user_version = 11")


@migrations(name="12_manners")
def manners(db: Database) -> None:
    """What a page says against being archived or mined stands with its article; not every run asks for robots.txt."""
    for statement in MANNERS:
        db.execute(statement)
    db.execute("PRAGMA user_version = 12")


@migrations(name="13_trouble")
def trouble(db: Database) -> None:
    """What a source answers instead of news, and since when: an outage, a move, a wall and a death begin alike."""
    for statement in TROUBLE:
        db.execute(statement)
    db.execute("PRAGMA user_version = 13")
