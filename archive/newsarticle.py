"""An article as JSON: schema.org's NewsArticle where it has a name for the thing, ours where it has none.

Every object has every key of ``FIELDS``, in that order; what is unknown is null, an empty list is ``[]``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from archive.fingerprints import sha256
from archive.gate import clean
from archive.records import Article, Revision
from archive.withheld import WITHHELD, WITHHELD_AT

NewsArticle = dict[str, object]

Kind = Literal["integer", "text", "texts", "day or time", "time"]


@dataclass(frozen=True, slots=True)
class Field:
    """One key of the object."""

    name: str
    kind: Kind
    """``time`` is UTC ISO-8601 with ``Z``; ``day or time`` may be the day alone; ``texts`` is a list."""

    meaning: str


FIELDS = (
    Field("id", "integer", "The article's number in its archive; it never changes and is never used again."),
    Field("url", "text", "The URL as fetched, after redirects."),
    Field("canonicalUrl", "text", "The URL that the page itself calls canonical, if it is on the same host."),
    Field("headline", "text", "The headline."),
    Field("author", "texts", "The authors' names as printed."),
    Field("datePublished", "day or time", "When it was published, in UTC; the day alone if no more is known."),
    Field("datePublishedRaw", "text", "The printed form that datePublished was read from."),
    Field("dateModified", "day or time", "When it was last changed, as the page states it, in UTC."),
    Field("inLanguage", "text", "BCP 47, detected on headline and text."),
    Field("articleSection", "text", "The section of the outlet."),
    Field("keywords", "texts", "The outlet's own keywords."),
    Field("publisher", "text", "The name of the source."),
    Field("description", "text", "The outlet's own summary."),
    Field("articleBody", "text", "The text, paragraphs separated by a newline."),
    Field("image", "text", "URL of the leading picture."),
    Field("wordCount", "integer", "Words of articleBody."),
    Field("license", "text", "The licence that the page, or else the source's file, states."),
    Field("source", "text", "The slug of the source."),
    Field("dateFirstSeen", "time", "When the article was first fetched, in UTC."),
    Field("dateLastSeen", "time", "When it was last found on the site, in UTC."),
    Field("sha256", "text", "SHA-256 of articleBody in UTF-8, hexadecimal."),
    Field("duplicateOf", "integer", "The id of the article that has the same text and came first."),
    Field("nearDuplicateOf", "integer", "The id of the first article that this is a copy of with small changes."),
    Field("story", "integer", "The id of the first article on the event that this and other articles tell of."),
    Field("revisions", "integer", "How many texts of this article are kept."),
    Field("capture", "integer", "The number of the fetched page that the text was read from."),
    Field("removed", "time", "When it was found to have gone from the site; null while it is there."),
    Field(
        "optOut",
        "texts",
        "What its page says against being archived (noarchive) or mined (tdm-reservation); null where nobody looked.",
    ),
    Field("withheld", "time", "Since when it is withheld, in an export of changes: all else but its id is left out."),
)

_NOTHING: NewsArticle = {field.name: [] if field.kind == "texts" else None for field in FIELDS}

RELATED = f"""article.story, (SELECT of_id FROM
        (SELECT of_id, min(coalesce(first.published, '~') || first.first_seen || first.url_key)
        FROM near_duplicate JOIN article AS first ON first.id = of_id
        WHERE article_id = article.id AND of_id NOT IN ({WITHHELD}))) AS near_duplicate_of"""
"""Its story, and the article that was published first of those that it is a near-duplicate of; nothing is sorted."""

ARTICLE_ROWS = f"""
    SELECT article.id, article.url, article.canonical_url, article.title, article.authors, article.published,
        article.published_raw, article.modified, article.language, article.section, article.keywords,
        source.name AS publisher, article.description, article.text, article.image, article.word_count,
        coalesce(article.license, nullif(source.license, 'unknown')) AS license, article.source,
        article.first_seen, article.last_seen, article.sha256, article.duplicate_of, article.revisions,
        article.capture_id, article.removed, article.opt_out, {WITHHELD_AT} AS withheld, {RELATED}
    FROM article LEFT JOIN source ON source.slug = article.source
"""
"""The SELECT whose rows `news_article` takes; WHERE and ORDER BY are the caller's."""


RELATED_SINCE = 3
"""``PRAGMA user_version`` from which an archive knows near-duplicates and stories; one is only read, never migrated."""


OPT_OUT_SINCE = 12
"""The same, of what an article's page says against being archived."""


def article_rows(connection: sqlite3.Connection) -> str:
    """``ARTICLE_ROWS`` for an archive of any version."""
    version, rows = int(connection.execute("PRAGMA user_version").fetchone()[0]), ARTICLE_ROWS
    if version < OPT_OUT_SINCE:
        rows = rows.replace("article.opt_out", "NULL AS opt_out")
    return rows if version >= RELATED_SINCE else rows.replace(RELATED, "NULL AS story, NULL AS near_duplicate_of")


def article_row(connection: sqlite3.Connection, article_id: int, condition: str = "true") -> sqlite3.Row | None:
    """The row of one article of an archive of any version; None where none has the id and fulfils the condition."""
    row: sqlite3.Row | None = connection.execute(
        f"{article_rows(connection)} WHERE article.id = ? AND {condition}", [article_id]
    ).fetchone()
    return row


def news_article(row: sqlite3.Row | Mapping[str, Any], revisions: Sequence[Revision] | None = None) -> NewsArticle:
    """One row of ``ARTICLE_ROWS`` as an object with the keys of ``FIELDS``.

    Given the article's revisions with their kinds, ``revisions`` is the list of its versions, else their number. Of an
    article that is withheld there is its id and since when.
    """
    if row["withheld"] is not None:
        return _NOTHING | {"id": row["id"], "withheld": row["withheld"]}
    return {
        "id": row["id"],
        "url": row["url"],
        "canonicalUrl": row["canonical_url"],
        "headline": row["title"],
        "author": _texts(row["authors"]),
        "datePublished": row["published"],
        "datePublishedRaw": row["published_raw"],
        "dateModified": row["modified"],
        "inLanguage": row["language"],
        "articleSection": row["section"],
        "keywords": _texts(row["keywords"]),
        "publisher": row["publisher"],
        "description": row["description"],
        "articleBody": row["text"],
        "image": row["image"],
        "wordCount": row["word_count"],
        "license": row["license"],
        "source": row["source"],
        "dateFirstSeen": row["first_seen"],
        "dateLastSeen": row["last_seen"],
        "sha256": row["sha256"],
        "duplicateOf": row["duplicate_of"],
        "nearDuplicateOf": row["near_duplicate_of"],
        "story": row["story"],
        "revisions": row["revisions"] if revisions is None else [_version(each) for each in revisions],
        "capture": row["capture_id"],
        "removed": row["removed"],
        "optOut": None if row["opt_out"] is None else _texts(row["opt_out"]),
        "withheld": None,
    }


def article_object(article: Article, *, source: str | None = None, publisher: str | None = None) -> NewsArticle:
    """The same object for an article that is not stored: what only an archive can know is null."""
    known: NewsArticle = {
        "url": article.url,
        "canonicalUrl": article.canonical_url,
        "headline": article.title,
        "author": list(article.authors),
        "datePublished": article.published,
        "datePublishedRaw": article.published_raw,
        "dateModified": article.modified,
        "inLanguage": article.language,
        "articleSection": article.section,
        "keywords": list(article.keywords),
        "publisher": publisher,
        "description": article.description,
        "articleBody": article.text,
        "image": article.image,
        "wordCount": len(article.text.split()),
        "license": article.license,
        "optOut": None if article.opt_out is None else list(article.opt_out),
        "source": source,
        "sha256": sha256(article.text),
    }
    return {field.name: known.get(field.name) for field in FIELDS}


SCHEMA_ORG = (
    "headline", "url", "datePublished", "dateModified", "inLanguage", "articleSection", "keywords",
    "description", "articleBody", "image", "wordCount",
)  # fmt: skip


def json_ld(article: NewsArticle) -> NewsArticle:
    """The article for search engines: schema.org's NewsArticle, without our own fields and without nulls.

    Whoever writes it into a page escapes ``<``, as Jinja's ``tojson`` does.
    """
    ld: NewsArticle = {"@context": "https://schema.org", "@type": "NewsArticle"}
    ld |= {name: article[name] for name in SCHEMA_ORG if article[name] not in (None, [])}
    authors = article["author"]
    if isinstance(authors, list) and authors:
        ld["author"] = [{"@type": "Person", "name": name} for name in authors]
    if article["publisher"]:
        ld["publisher"] = {"@type": "NewsMediaOrganization", "name": article["publisher"]}
    if str(article["license"]).startswith(("http://", "https://")):  # schema.org wants a URL here
        ld["license"] = article["license"]
    return ld


def _version(revision: Revision) -> dict[str, object]:
    return {
        "number": revision.number,
        "seen": revision.seen_at,
        "kind": revision.kind,
        "headline": revision.title,
        "articleBody": revision.text,
        "sha256": revision.sha256,
    }


def _texts(column: str) -> list[str]:
    """The members of a JSON column, whose escapes are the one way for a lone surrogate to leave SQLite."""
    return [clean(text) for text in json.loads(column)]
