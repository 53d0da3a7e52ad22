"""JSON lines: one article object a line, in UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from archive.export.manifest import Manifest
from archive.export.snapshot import Query
from archive.export.stream import Sink
from archive.newsarticle import NewsArticle

SUFFIX = ".jsonl"


def write(articles: Iterator[NewsArticle], stream: Sink, query: Query) -> None:
    """One line an article; within a line no newline but an escaped one, so U+2028 may stand as it is."""
    for article in articles:
        stream.write(json.dumps(article, ensure_ascii=False).encode() + b"\n")


def companions(exports: Sequence[Manifest]) -> Mapping[str, bytes]:
    """None: the lines say themselves what they are."""
    return {}
