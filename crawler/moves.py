"""What a source file must say once its source has moved. Pure: nothing is asked, nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

from archive.records import Source


def site(url: str) -> str:
    """``https://new.tj/`` of a page there."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def mend(source: Source, led: Sequence[tuple[str, str]]) -> str:
    """The lines to change, ``; `` between them, given which URL led where.

    The old scope stays beside the new one: known articles lie there, and an alias makes both one address, so that no
    article comes once more as new.
    """
    old, new = places(*led[0])
    known = dict(led)

    def there(url: str) -> str:
        bare = urlsplit(url)
        place = f"{bare.netloc}{bare.path}"
        moved = f"{urlsplit(led[0][1]).scheme}://{_moved(place, old, new)}" + (f"?{bare.query}" if bare.query else "")
        return known.get(url, moved)

    scope = [_moved(prefix, old, new) for prefix in source.scope if prefix.partition("/")[0] == old.partition("/")[0]]
    lines = {"scope": list(dict.fromkeys([*(scope or [new]), *source.scope])), "homepage": there(source.homepage)}
    for key in ("feeds", "sitemaps"):
        if urls := getattr(source, key):
            lines[key] = [there(url) for url in urls]
    texts = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in lines.items()]
    texts += [f'[[listings]] url = "{there(listing.url)}"' for listing in source.listings]
    return "; ".join([*texts, f'[aliases] "{new}" = "{old}"'])


def places(url: str, to: str) -> tuple[str, str]:
    """``old.tj/eng/`` and ``eng.new.tj/`` of a URL and where it led: both without the segments that they end with."""
    left, right = (f"{parts.netloc}{parts.path}".split("/") for parts in (urlsplit(url), urlsplit(to)))
    while len(left) > 1 and len(right) > 1 and left[-1] == right[-1]:
        del left[-1], right[-1]
    if len(left) > 1 and len(right) > 1:  # another name at the end: only the hosts tell
        del left[1:], right[1:]
    return "/".join(left) + "/", "/".join(right) + "/"


def _moved(place: str, old: str, new: str) -> str:
    """A place under the old prefix under the new one; any other on the new host."""
    if place.startswith(old):
        return new + place[len(old) :]
    return new.partition("/")[0] + "/" + place.partition("/")[2]
