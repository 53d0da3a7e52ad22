"""Texts that later pages taught about: what is the site's goes, and that is no edit of the outlet."""

from __future__ import annotations

import sqlite3

from archive import articles, memory, settling
from archive.fingerprints import headline_key
from archive.records import Article
from archive.revision_kinds import kind_of_change


def take_text(connection: sqlite3.Connection, article_id: int, article: Article) -> bool:
    """Put the text of a page that was read again in the place of the stored one; whether it differs."""
    article = articles.through_the_gate(article)
    stored = articles.by_id(connection, article_id)
    if (stored["title"], stored["text"]) == (article.title, article.text):
        return False
    articles.rewrite(connection, article_id, article.title, article.text, article.foreign)
    _class_again(connection, article_id)
    return True


def mend(connection: sqlite3.Connection, article_id: int) -> bool:
    """Take other articles' headlines out of an article's text, which is settled then; whether there were any."""
    row = articles.by_id(connection, article_id)
    kept = without_headlines(connection, article_id, row["source"], row["url_key"], row["text"])
    if kept != row["text"]:
        articles.rewrite(connection, article_id, row["title"], kept)
        _class_again(connection, article_id)
    connection.execute("UPDATE article SET settled = 1 WHERE id = ?", [article_id])
    connection.execute("DELETE FROM lesson WHERE article_id = ?", [article_id])
    return bool(kept != row["text"])


def take_back(connection: sqlite3.Connection, article_id: int) -> bool:
    """Undo the newest revision of an article where mending left of it the text before; whether it did.

    What made it differ was the site's: the headline of an article that was read later in the run. Nothing is lost: its
    text is that of the revision before, and its page stays, as one that changed nothing.
    """
    two = connection.execute(
        "SELECT title, text, capture_id FROM revision WHERE article_id = ? ORDER BY number DESC LIMIT 2", [article_id]
    ).fetchall()
    if len(two) < 2 or two[0][:2] != two[1][:2]:
        return False
    capture_id, before = two[0][2], two[1][2]
    connection.execute(
        "DELETE FROM revision WHERE article_id = ?1 AND number = (SELECT revisions FROM article WHERE id = ?1)",
        [article_id],
    )
    connection.execute("UPDATE capture SET outcome = 'unchanged' WHERE id = ? AND outcome = 'revised'", [capture_id])
    (revisions,) = connection.execute("SELECT revisions - 1 FROM article WHERE id = ?", [article_id]).fetchone()
    articles.change_row(connection, article_id, {"revisions": revisions, "capture_id": before})
    return True


def _class_again(connection: sqlite3.Connection, article_id: int) -> None:
    """The kind of the newest revision, whose text was mended."""
    two = connection.execute(
        "SELECT title, text FROM revision WHERE article_id = ? ORDER BY number DESC LIMIT 2", [article_id]
    ).fetchall()
    if len(two) == 2:
        connection.execute(
            """UPDATE revision SET kind = ?1 WHERE article_id = ?2
            AND number = (SELECT revisions FROM article WHERE id = ?2)""",
            [kind_of_change(*two[1], *two[0]), article_id],
        )


def differs(connection: sqlite3.Connection, old: sqlite3.Row, article: Article, before: Article | None) -> bool:
    """Whether the outlet changed its text; what the site memory learned since is taken out of both first.

    ``before`` is the capture of the stored text, read under the same memory as the article; where two captures of one
    article are read at a time, as after a crash, it may be that of the text before.
    """
    if (article.title, article.text) == (old["title"], old["text"]):
        return False
    if before is not None:
        before = articles.through_the_gate(before)
        return (article.title, article.text) != (before.title, before.text)
    if article.title != old["title"]:
        return True
    was, now = (
        without_headlines(connection, old["id"], old["source"], old["url_key"], text)
        for text in (old["text"], article.text)
    )
    return was != now


def without_headlines(connection: sqlite3.Connection, article_id: int, source: str, key: str, text: str) -> str:
    """The text without the lines that the archive knows as headlines of other articles of the source.

    ``key`` is the article's url_key. A text of nothing else stays as it is.
    """
    own = settling.own_keys(connection, article_id, key)
    lines = text.split("\n")
    keys = {line: headline_key(line) for line in lines if memory.is_telling(line)}
    foreign = memory.headlines_of_others(connection, source, keys.values(), own)
    return "\n".join(line for line in lines if keys.get(line) not in foreign) or text
