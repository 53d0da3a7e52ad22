from __future__ import annotations

import io
import json
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from archive.export import jsonl
from archive.export.snapshot import Query
from archive.newsarticle import NewsArticle, article_object
from archive.records import Article

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def article(text: str) -> NewsArticle:
    return article_object(Article(url="https://vodi.example/1", title="Мост", text=text))


def written(*articles: NewsArticle) -> bytes:
    stream = io.BytesIO()
    jsonl.write(iter(articles), stream, Query())
    return stream.getvalue()


@given(st.lists(TEXTS, max_size=4))
def test_each_line_reads_back_as_its_article(texts: list[str]) -> None:
    articles = [article(text) for text in texts]
    lines = written(*articles).split(b"\n")
    assert lines.pop() == b""
    assert [json.loads(line) for line in lines] == articles


def test_letters_stand_as_they_are_and_not_as_escapes() -> None:
    assert "Раҳмон дар Душанбе\u2028".encode() in written(article("Раҳмон дар Душанбе\u2028"))


def test_the_fields_keep_their_order() -> None:
    assert list(json.loads(written(article("Об.")))) == list(article("Об."))


def test_no_article_is_an_empty_file() -> None:
    assert written() == b""


def test_an_article_is_written_before_the_next_is_asked_for() -> None:
    stream = io.BytesIO()
    sizes: list[int] = []

    def articles() -> Iterator[NewsArticle]:
        for text in "abc":
            sizes.append(stream.tell())
            yield article(text)

    jsonl.write(articles(), stream, Query())
    assert 0 == sizes[0] < sizes[1] < sizes[2]


def test_nothing_needs_to_stand_beside_it() -> None:
    assert jsonl.companions(()) == {}
