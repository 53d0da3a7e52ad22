"""What changed between two versions of an article, word by word."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from datasette import Response

from archive.browse.article import missing, shown_row
from archive.browse.history import history
from archive.browse.site import Site
from archive.revisions import Span, revisions_of, word_diff


async def diff_page(site: Site, request: Any) -> Response:
    """``/article/<id>/diff/<a>..<b>``."""
    row = await shown_row(site, request)
    if row is None:
        return await missing(site, request)
    if site.public:
        return await site.problem(request, 403, "public_diff")
    revisions = await site.call(partial(revisions_of, article_id=row["id"]))
    versions = {revision.number: revision for revision in revisions}
    old, new = (versions.get(int(request.url_vars[name])) for name in ("old", "new"))
    if old is None or new is None:
        return await site.problem(request, 404, "no_version")
    source = await site.rows("SELECT name, timezone FROM source WHERE slug = ?", [row["source"]])
    body = list(lines(word_diff(old.text, new.text)))
    context = {
        "article": row,
        "source": source[0],
        "old": old,
        "new": new,
        "history": await history(site, row["id"]),
        "headline": word_diff(old.title, new.title),
        "lines": body,
        "same": old.text == new.text,
    }
    return await site.render(request, "diff", context, index=False)


def lines(spans: Iterable[Span]) -> Iterable[list[Span]]:
    """The spans of every line of the text, so that each becomes a paragraph; empty lines are left out."""
    line: list[Span] = []
    for span in spans:
        first, *others = span.text.split("\n")
        line.append(Span(span.kind, first))
        for other in others:
            if any(part.text for part in line):
                yield [part for part in line if part.text]
            line = [Span(span.kind, other)]
    if any(part.text for part in line):
        yield [part for part in line if part.text]
