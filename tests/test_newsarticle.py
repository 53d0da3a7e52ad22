from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

import pytest
from sqlite_utils import Database

from archive.newsarticle import ARTICLE_ROWS, FIELDS, NewsArticle, article_object, json_ld, news_article
from archive.readonly import open_readonly
from archive.records import Article
from archive.revision_kinds import versions_of
from tests.samples import ARTICLES, sample_archive

CONTRACT = (
    "id, url, canonicalUrl, headline, author, datePublished, datePublishedRaw, dateModified, inLanguage, "
    "articleSection, keywords, publisher, description, articleBody, image, wordCount, license, source, dateFirstSeen, "
    "dateLastSeen, sha256, duplicateOf, nearDuplicateOf, story, revisions, capture, removed, optOut, withheld"
)

UNSTORED = Article(
    url="https://vodi-tg.example/a",
    title="Қарори нав",
    text="Ҳукумат қарор кард.\nОб.",
    language="tg",
    authors=("Зарина Ҳакимова",),
    keywords=("об",),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "archive.db")


@pytest.fixture
def archive(path: Path) -> Iterator[Connection]:
    connection = open_readonly(path)
    yield connection
    connection.close()


def article(connection: Connection, number: int) -> NewsArticle:
    return news_article(connection.execute(f"{ARTICLE_ROWS} WHERE article.id = ?", (number,)).fetchone())


def test_every_article_has_every_field_of_the_contract_in_its_order(archive: Connection) -> None:
    assert ", ".join(field.name for field in FIELDS) == CONTRACT
    for number in range(1, len(ARTICLES) + 1):
        assert ", ".join(article(archive, number)) == CONTRACT
    assert ", ".join(article_object(UNSTORED)) == CONTRACT


def test_a_row_becomes_an_article(archive: Connection) -> None:
    found = article(archive, 1)
    assert found["headline"] == "Bridge over the Varzob reopens"
    assert found["articleBody"] == ARTICLES[0][3]
    assert found["author"] == ["Зарина Ҳакимова"]
    assert found["keywords"] == ["Varzob"]
    assert found["publisher"] == "Vodi News (English)"
    assert found["source"] == "vodi-en"
    assert found["datePublished"] == "2026-11-02T06:00:00Z"
    assert found["revisions"] == 2


def test_what_is_unknown_is_null_and_never_made_up(archive: Connection) -> None:
    found = article(archive, 9)
    unknown = {name for name, value in found.items() if value is None}
    assert {"datePublished", "datePublishedRaw", "dateModified", "image", "license", "removed"} <= unknown
    assert found["author"] == []


def test_a_removed_article_keeps_its_text_and_tells_when_it_went(archive: Connection) -> None:
    found = article(archive, 3)
    assert found["removed"] == "2026-11-08T00:00:00Z"
    assert found["articleBody"] == ARTICLES[2][3]


def test_a_duplicate_names_the_first(archive: Connection) -> None:
    assert article(archive, 10)["duplicateOf"] == 2


@pytest.mark.parametrize(
    ("of_source", "of_page", "told"),
    [("unknown", None, None), ("CC-BY-4.0", None, "CC-BY-4.0"), ("CC-BY-4.0", "CC0-1.0", "CC0-1.0")],
)
def test_the_licence_is_the_pages_own_or_else_the_sources(
    path: Path, of_source: str, of_page: str | None, told: str | None
) -> None:
    db = Database(path)
    with db.atomic():
        db.execute("UPDATE source SET license = ? WHERE slug = 'vodi-en'", [of_source])
        db.execute("UPDATE article SET license = ? WHERE id = 1", [of_page])
    db.close()
    connection = open_readonly(path)
    assert article(connection, 1)["license"] == told
    connection.close()


def test_versions_take_the_place_of_their_number_when_they_are_given(archive: Connection) -> None:
    row = archive.execute(f"{ARTICLE_ROWS} WHERE article.id = 1").fetchone()
    found = news_article(row, versions_of(archive, 1))["revisions"]
    assert isinstance(found, list)
    assert [version["number"] for version in found] == [1, 2]
    assert list(found[0]) == ["number", "seen", "kind", "headline", "articleBody", "sha256"]
    assert [version["kind"] for version in found] == ["first", "correction"]
    assert "one lane" in found[0]["articleBody"]
    assert "two lanes" in found[1]["articleBody"]


def test_a_lone_surrogate_in_a_list_does_not_get_out(path: Path) -> None:
    db = Database(path)
    with db.atomic():
        db.execute("""UPDATE article SET keywords = '["Var\\ud800zob"]' WHERE id = 1""")
    db.close()
    connection = open_readonly(path)
    assert article(connection, 1)["keywords"] == ["Varzob"]
    connection.close()


def test_an_article_that_is_not_stored_has_no_number_and_no_dates_of_ours() -> None:
    found = article_object(UNSTORED, source="vodi-tg", publisher="Хабари водӣ")
    assert (found["id"], found["dateFirstSeen"], found["capture"], found["revisions"]) == (None, None, None, None)
    assert (found["source"], found["publisher"]) == ("vodi-tg", "Хабари водӣ")
    assert found["author"] == ["Зарина Ҳакимова"]
    assert found["wordCount"] == 4


def test_an_article_that_is_not_stored_tells_what_its_row_would(archive: Connection) -> None:
    source, language, title, text, published = ARTICLES[0]
    url = "https://vodi-en.example/news/1"
    unstored = Article(
        url=url, canonical_url=url, title=title, text=text, language=language, published=published,
        published_raw=published, authors=("Зарина Ҳакимова",), section="Society", keywords=("Varzob",),
    )  # fmt: skip
    stored = article(archive, 1)
    told = article_object(unstored, source=source, publisher="Vodi News (English)")
    assert {name for name in told if told[name] != stored[name]} == {
        "id", "dateFirstSeen", "dateLastSeen", "revisions",
    }  # fmt: skip


def test_json_ld_speaks_schema_org_alone(archive: Connection) -> None:
    ld = json_ld(article(archive, 1))
    assert (ld["@context"], ld["@type"]) == ("https://schema.org", "NewsArticle")
    assert ld["author"] == [{"@type": "Person", "name": "Зарина Ҳакимова"}]
    assert ld["publisher"] == {"@type": "NewsMediaOrganization", "name": "Vodi News (English)"}
    assert not {"id", "source", "sha256", "canonicalUrl", "datePublishedRaw", "revisions"} & ld.keys()


def test_json_ld_leaves_out_what_is_unknown(archive: Connection) -> None:
    ld = json_ld(article(archive, 9))
    assert not {"datePublished", "author", "keywords", "image", "license"} & ld.keys()
    assert None not in ld.values()


@pytest.mark.parametrize(
    ("license", "told"), [("https://creativecommons.org/licenses/by/4.0/", True), ("CC-BY-4.0", False), (None, False)]
)
def test_json_ld_gives_a_licence_only_as_a_url(archive: Connection, license: str | None, told: bool) -> None:
    ld = json_ld(article(archive, 1) | {"license": license})
    assert ("license" in ld) is told


def test_an_article_is_json(archive: Connection) -> None:
    found = article(archive, 7)
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found
