"""URLs: what may be fetched, whose it is, and which two are the same article. Pure, nothing is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from ipaddress import IPv6Address
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import quote, unquote, urljoin, urlsplit

from archive.records import Source

if TYPE_CHECKING:
    from tldextract import TLDExtract

MAX_LENGTH = 2000
"""Characters; a longer URL is a trap or a tracker, and the oldest clients refuse it as well."""

SAME_SITE_HOSTS = ("www.", "m.", "amp.")
SAME_PAGE_TAILS = frozenset({"index.html", "index.php", "amp"})
TRACKER = re.compile(
    r"""
      (utm|mtm)_.* | fbclid | fb_(action_ids|action_types|ref|source) | gclid | gclsrc | dclid | [gw]braid
    | msclkid | twclid | ttclid | yclid | ysclid | ymclid | _openstat | igsh | igshid | mc_[ce]id | mkt_tok
    | _ga | _gl | _hsenc | _hsmi | pk_(campaign|kwd) | xtor | from | print | amp | replytocom
    | phpsessid | jsessionid
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Query parameters that never tell two articles apart, unless a source's ``keep_params`` names them."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_PATH_SAFE = "/!$&'()*+,;=:@"
_QUERY_SAFE = _PATH_SAFE + "?[]"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\ufeff]+")
_NETLOC = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]@]+)(?::([0-9]{0,5}))?")
_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_~.!$&'()*+,=:@-]*)*/?")
_PLAIN_QUERY = re.compile(r"[A-Za-z0-9_~.=&-]*")
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ASCII_ESCAPE = re.compile(r"%[0-7][0-9A-Fa-f]")
_KEPT_ESCAPE = re.compile(r"(%[0-7][0-9A-F])")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def clean_url(url: str, base: str | None = None) -> str | None:
    """The absolute http(s) URL to fetch, without fragment; None where nothing may be fetched.

    Controls are taken out, the host becomes lower-case punycode, characters that no URL may hold are
    %-encoded; the path is otherwise left as it is, for the server alone knows what it means.
    """
    text = _CONTROLS.sub("", url).strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    try:
        parts = urlsplit(urljoin(base, text) if base else text)
        if parts.scheme not in _DEFAULT_PORTS:
            return None
        host, port = _split_netloc(parts.netloc)
        path = quote(parts.path or "/", safe=_PATH_SAFE + "%")
        query = quote(parts.query, safe=_QUERY_SAFE + "%")
    except ValueError:
        return None
    authority = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    cleaned = f"{parts.scheme}://{authority}{path}{'?' if query else ''}{query}"
    return cleaned if len(cleaned) <= MAX_LENGTH else None


def url_key(url: str, source: Source | None = None) -> str:
    """The lossy identity of an article's URL: ``host[:port]/path?query`` without scheme, never fetched.

    Where the source's id pattern matches it is ``host#slug=number``: editions of one site may number alike.
    Raises ValueError for a URL that clean_url refuses.
    """
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError(f"{url!r} is not an http(s) URL")
    path = _normal_path(parts.path)
    query = _key_query(parts.query, source.identity.keep_params if source else ()) if parts.query else ""
    key = _key_authority(parts.netloc) + _without_tails(path)
    if source is not None:
        if source.aliases:
            key = _unaliased(key, source.aliases)
        if source.identity.id and (number := _site_number(source.identity.id, path, query)):
            return f"{key.partition('/')[0]}#{source.slug}={number}"
    return f"{key}?{query}" if query else key


def former_keys(url: str, source: Source) -> Iterator[str]:
    """The keys that an article may go by from before its source's file had its aliases or its id pattern."""
    if not (source.aliases or source.identity.id):
        return
    path, mark, query = url_key(url, _without_id(source)).partition("?")
    for left, right in alias_prefixes(source.aliases):
        if _with_slash(path).startswith(right):
            yield (left + _with_slash(path)[len(right) :]).rstrip("/") + mark + query
    if source.identity.id:
        yield path + mark + query


@lru_cache(maxsize=64)
def _without_id(source: Source) -> Source:
    return replace(source, identity=replace(source.identity, id=None))


def location(url: str) -> str | None:
    """Where a URL lies, as ``host[:port]/path/`` without ``www.``; None for no http(s) URL."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in _DEFAULT_PORTS:
            return None
        return _with_slash(_scope_authority(parts.netloc) + _normal_path(parts.path))
    except ValueError:
        return None


def scope_prefix(text: str) -> str | None:
    """A source file's ``host[:port]/path`` in the form of location(); None when it is something else."""
    if "://" in text or "@" in text.partition("/")[0] or any(character in text for character in "?# "):
        return None
    return location(f"http://{text}")


def scope_length(url: str, source: Source) -> int:
    """Length of the longest of the source's scope prefixes that covers the URL, 0 when none does."""
    place = location(url)
    if place is None:
        return 0
    return max((len(prefix) for prefix in _prefixes(source.scope) if place.startswith(prefix)), default=0)


def in_scope(url: str, source: Source) -> bool:
    """Whether the source may fetch the URL; prefixes end at a slash, and without a port mean 80 and 443."""
    return scope_length(url, source) > 0


@lru_cache(maxsize=1024)
def alias_prefixes(aliases: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The pairs as beginnings of a key, ``host[:port]/path/``, the longest left side first."""
    pairs = [tuple(_with_slash(url_key(f"http://{side}")) for side in pair) for pair in aliases]
    return tuple(sorted(((left, right) for left, right in pairs), key=lambda pair: -len(pair[0])))


def is_front_page(url: str, source: Source) -> bool:
    """Whether the URL is its host's root or the source's home page, under whatever trackers."""
    plain = url_key(url)
    return not ("/" in plain or "?" in plain) or url_key(url, source) == url_key(source.homepage, source)


def url_path_matches(url: str, pattern: str) -> bool:
    """Whether the URL's path, as it stands or with escapes decoded, holds the pattern of ``article_url``."""
    path = urlsplit(url).path or "/"
    return bool(re.search(pattern, path) or ("%" in path and re.search(pattern, unquote(path))))


def canonical_url(page_url: str, candidate: str | None, source: Source) -> str | None:
    """What a page calls its own URL, if it may be believed: same registrable host, not the front page."""
    cleaned = clean_url(candidate, page_url) if candidate else None
    if cleaned is None or not same_site(page_url, cleaned) or is_front_page(cleaned, source):
        return None
    return cleaned


def host_of(url: str) -> str:
    """``host[:port]`` without ``www.`` and a scheme's own port; empty for no http(s) URL."""
    return (location(url) or "").partition("/")[0]


def same_site(one: str, other: str) -> bool:
    """Whether two http(s) URLs have one registrable name, or one address and port."""
    left, right = _scope_authority(urlsplit(one).netloc), _scope_authority(urlsplit(other).netloc)
    return left == right or (_registrable(left) is not None and _registrable(left) == _registrable(right))


@lru_cache(maxsize=1024)
def _registrable(authority: str) -> str | None:
    """``khovar.tj`` of ``eng.khovar.tj``; None for an address or a name without a public suffix."""
    return _public_suffixes()(authority).top_domain_under_public_suffix or None


@lru_cache(maxsize=1)
def _public_suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # 30 ms that a search never needs

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@lru_cache(maxsize=4096)
def _split_netloc(netloc: str) -> tuple[str, int | None]:
    """Host in lower-case punycode and the port as written; ValueError where there is no such host."""
    match = _NETLOC.fullmatch(netloc)
    if match is None:
        raise ValueError(f"{netloc!r} is no host[:port]")
    port = int(match[2]) if match[2] else None
    if port is not None and not 0 < port < 65536:
        raise ValueError(f"{netloc!r} has no possible port")
    return _ascii_host(match[1]), port


def _ascii_host(host: str) -> str:
    if host.startswith("["):
        return f"[{IPv6Address(host[1:-1]).compressed}]"
    if len(host) > 253:
        raise ValueError("a host name is at most 253 characters long")
    if not host.isascii():
        import idna  # only for the few hosts that need it

        host = idna.encode(host, uts46=True).decode("ascii")
    host = host.lower().removesuffix(".")
    if not _HOST.fullmatch(host):
        raise ValueError(f"{host!r} is no host name")
    return host


def _authority(netloc: str, droppable: tuple[str, ...]) -> str:
    host, port = _split_netloc(netloc)
    while label := next((d for d in droppable if host.startswith(d) and "." in host.removeprefix(d)), None):
        host = host.removeprefix(label)
    return host if port in (None, 80, 443) else f"{host}:{port}"


@lru_cache(maxsize=4096)
def _key_authority(netloc: str) -> str:
    return _authority(netloc, SAME_SITE_HOSTS)


@lru_cache(maxsize=4096)
def _scope_authority(netloc: str) -> str:
    return _authority(netloc, ("www.",))


def _normal_path(path: str) -> str:
    """The path without session ids, dot segments and doubled slashes, its escapes in one form."""
    if _PLAIN_PATH.fullmatch(path):
        return path
    segments: list[str] = []
    for segment in _SESSION.sub("", _normal_escapes(path, _PATH_SAFE)).split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    end = "/" if path.endswith("/") and segments else ""
    return "/" + "/".join(segments) + end


def _without_tails(path: str) -> str:
    path = path.rstrip("/")
    while (cut := path.rfind("/")) >= 0 and path[cut + 1 :] in SAME_PAGE_TAILS:
        path = path[:cut]
    return path


def _normal_escapes(text: str, safe: str) -> str:
    """Unreserved characters plain, reserved escapes kept, all else as upper-case %XX of its NFC form."""
    if "%" in text:
        text = _ASCII_ESCAPE.sub(_plain_if_unreserved, _BARE_PERCENT.sub("%25", text))
    pieces = _KEPT_ESCAPE.split(text)
    for index in range(0, len(pieces), 2):  # NFC must not reach across an escape: "%3D" and a dot above
        decoded = unquote(pieces[index], errors="surrogateescape")
        pieces[index] = quote(normalize("NFC", decoded), safe=safe, errors="surrogateescape")
    return "".join(pieces)


def _plain_if_unreserved(escape: re.Match[str]) -> str:
    character = chr(int(escape[0][1:], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def _key_query(query: str, keep: tuple[str, ...]) -> str:
    plain = _PLAIN_QUERY.fullmatch(query)
    kept = []
    for pair in query.split("&"):
        if not plain:
            pair = "=".join(_normal_escapes(part, _QUERY_SAFE) for part in pair.split("=", 1))
        name = pair.partition("=")[0]
        if pair and (name in keep or not TRACKER.fullmatch(name)):
            kept.append(pair)
    return "&".join(sorted(kept))


def _unaliased(key: str, aliases: tuple[tuple[str, str], ...]) -> str:
    for left, right in alias_prefixes(aliases):
        if _with_slash(key).startswith(left):
            return (right + _with_slash(key)[len(left) :]).rstrip("/")
    return key


def _site_number(pattern: str, path: str, query: str) -> str | None:
    """The first group of the id pattern, on the path with its query, then on the path as the key has it."""
    tail = f"?{query}" if query else ""
    match = re.search(pattern, path + tail) or re.search(pattern, _without_tails(path) + tail)
    return match[1] if match else None


@lru_cache(maxsize=1024)
def _prefixes(scope: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(prefix for text in scope if (prefix := scope_prefix(text)))


def _with_slash(text: str) -> str:
    return text if text.endswith("/") else text + "/"
