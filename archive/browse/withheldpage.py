"""What is said of an article that is kept, and shown no more."""

from __future__ import annotations

from functools import partial
from typing import Any

from datasette import Response

from archive.browse.site import HEADERS, Site
from archive.browse.words.english import ENGLISH
from archive.withholding import Withholding, withholding_of


async def withholding(site: Site, article_id: int | None) -> Withholding | None:
    """Why it is withheld; None where it is shown."""
    return None if article_id is None else await site.call(partial(withholding_of, article_id=article_id))


async def withheld_page(site: Site, request: Any, found: Withholding) -> Response:
    """One sentence, with the status of RFC 7725; the reason is for the owner of the archive, not for strangers."""
    since = found.at[:10]
    if site.public:
        return await site.problem(request, 451, "withheld", since=since)
    return await site.problem(request, 451, "withheld_because", since=since, reason=found.reason)


def withheld_json(found: Withholding) -> Response:
    """The same for ``/article/<id>.json``."""
    error = ENGLISH.words["withheld"].format(since=found.at[:10])
    return Response.json({"ok": False, "error": error}, status=451, headers=dict(HEADERS))
