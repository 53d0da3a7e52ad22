"""The page as it was fetched, as a file to keep: never as a page that a browser opens here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from datasette import Response

from archive.browse.site import Site
from archive.browse.withheldpage import withheld_page, withholding
from archive.capture_rows import payload_place
from archive.captures import captures_folder, read_payload
from archive.errors import BackissueError

CAPTURE = "SELECT headers, article_id FROM capture WHERE id = ?"
PACKED = {"gzip": ".gz", "x-gzip": ".gz", "br": ".br", "zstd": ".zst", "deflate": ".z"}
"""What ends the file's name for a ``Content-Encoding``."""

INERT = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def capture_file(site: Site, request: Any) -> Response:
    """``/capture/<id>``: the payload byte for byte, as it came over the wire, so most are still packed with gzip."""
    if site.public:
        return await site.problem(request, 403, "public_capture")
    number = int(request.url_vars["id"])
    rows = await site.rows(CAPTURE, [number])
    if not rows:
        return await site.problem(request, 404, "no_capture")
    if found := await withholding(site, rows[0]["article_id"]):
        return await withheld_page(site, request, found)
    folder = captures_folder(Path(site.datasette.get_database(site.database).path))
    try:
        payload = await site.call(lambda connection: read_payload(folder, *payload_place(connection, number)))
    except BackissueError:
        return await site.problem(request, 404, "no_capture")
    name = f"capture-{number}.html{packed(rows[0]['headers'])}"
    headers = INERT | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(payload, headers=headers, content_type="application/octet-stream")


def packed(headers: str) -> str:
    """``.gz`` where the page came so; ``headers`` is a JSON list of name and value."""
    encodings = [value for name, value in json.loads(headers) if name.lower() == "content-encoding"]
    return PACKED.get(encodings[-1].strip().lower(), "") if encodings else ""
