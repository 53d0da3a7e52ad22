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
    """The lines to write in place of the old ones, TOML as it stands in the file, given which URL led where.

    The old scope stays beside the new one: known articles lie there, and an alias makes both one address, so that no
    article comes once more as new. Aliases that the file has stay, too, but for one of the new address.
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
    texts = [f"{key} = {_value(value)}" for key, value in lines.items()]
    for listing in source.listings:
        texts += ["[[listings]]", f"url = {_value(there(listing.url))}", f"pages = {listing.pages}"]
    aliases = {**dict(source.aliases), new: old}
    return "\n".join([*texts, "[aliases]", *(f"{_value(left)} = {_value(right)}" for left, right in aliases.items())])


def _value(value: str | Sequence[str]) -> str:
    """As TOML, whose strings may be written as JSON's."""
    return json.dumps(value, ensure_ascii=False)


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
