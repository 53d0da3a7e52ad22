"""Which encoding the bytes are in, decided from the bytes: headers and meta elements lie too often."""

from __future__ import annotations

import codecs
import re
from math import sqrt
from typing import TypeVar

from charset_normalizer import from_bytes
from w3lib.encoding import read_bom, resolve_encoding

from crawler.extraction.mojibake import bytes_behind, is_garbled, looks_misread, mend
from crawler.extraction.plausibility import surprise

USUAL = ("cp1251", "koi8-r", "cp866", "cp1252", "mac-cyrillic", "iso8859-5", "cp1256", "koi8-u", "koi8-t")
"""The region's old encodings and the browsers' default: each decodes the others' bytes, into nonsense."""

KNOWN = frozenset(
    codecs.lookup(name).name
    for name in (
        *USUAL,
        *(f"cp{number}" for number in (437, 850, 852, 855, 874, 1125, 1250, 1253, 1254, 1255, 1257, 1258)),
        *(f"iso8859-{part}" for part in range(1, 17) if part != 12),
        *("kz1048", "ptcp154", "mac-roman", "tis-620", "cp932", "shift_jis", "euc_jp", "cp949", "gb18030", "big5hkscs"),
    )
)
"""The codecs that a page may name. Python has others that are no encodings of text (``zlib``, ``idna``) or read
letters as instructions (``unicode_escape``, ``utf-7``): no page gets at them."""

STRANGE = 4.6
"""Surprise, in nats a character beyond ASCII, above which a piece of text is not believed …"""

STRANGE_CYRILLIC = 3.7
"""… and where it is Cyrillic for the most part: own-written texts in seven languages have at most 3.5, koi8-r read as
windows-1251 or the other way round at least 3.9."""

CHANCE = 1.5
"""Nats by which a short piece may be stranger, times the root of its characters: a letter's surprise varies by 1.1."""

GARBLED = 0.08
"""Share of a page's pieces that may be strange: a counter or an advertisement in another encoding."""

MIXED = 0.5
"""Share below which the strange pieces may be UTF-8 on a page in a one-byte encoding; they are read again as such."""

BROKEN = 0.02
"""Undecodable characters, as a share of all beyond ASCII, that are a slip and not another encoding …"""

SLIPS = 0.001
"""… or as a share of all characters, where UTF-8 explains most of what is beyond ASCII."""

Text = TypeVar("Text", str, bytes)
_USUAL_CODECS = tuple(codecs.lookup(name).name for name in USUAL)
_LABEL = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.IGNORECASE)
_LABELS_WITHIN = 16_384
_MOST_LABELS = 4
_FIRST = 20
_UTF8_LETTERS = ("а".encode(), "е".encode())
_LONGEST_WORD = 400
SAMPLED, JUDGED = 6, 25
"""Pieces of a page that are read in every encoding; pieces by which the best one's reading is judged."""

COMMON, UNUSUAL, RARE = 3.0, 6.0, 10.0
"""Nats against an encoding that the page does not name: e to this power to one. Letters soon outweigh it."""

_PIECE = 20
"""Words of a piece."""


def decode(payload: bytes, content_type: str | None = None) -> str | None:
    """The text: by BOM, then as valid UTF-8, then by header and meta element, then by detection.

    None where every decoding would be garbled. Never raises, and gives no lone surrogates.
    """
    encoding, bom = read_bom(payload)
    if encoding and bom:
        payload = payload[len(bom) :]
    if (encoding or "utf-8") != "utf-8" or (encoding := _wide(payload)):
        return payload.decode(str(encoding), "replace")
    if payload.isascii():
        return payload.decode("ascii")
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return _nearly_utf8(payload) or _most_plausible(payload, _declared(payload, content_type))
        text = payload[: error.start].decode("utf-8")
    if not looks_misread(payload):
        return text
    if is_garbled(text := mend(text)):
        return None
    return text if (behind := bytes_behind(text)) is None else _most_plausible(behind, [])


def _wide(payload: bytes) -> str | None:
    """UTF-16 or UTF-32 without a BOM: markup in it is NUL at every second byte, or at three of four."""
    head = payload[:_FIRST]
    if 0 not in head or len(head) < 4:
        return None
    nul = [head[place::4].count(0) * 10 > len(head[place::4]) * 6 for place in range(4)]
    patterns = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }
    return patterns.get((nul[0], nul[1], nul[2], nul[3]))


def _nearly_utf8(payload: bytes) -> str | None:
    """UTF-8 in which a few characters were cut, by a description's length limit for example."""
    text = payload.decode("utf-8", "replace")
    broken = text.count("\ufffd") - payload.count(b"\xef\xbf\xbd")
    right = len(text) - len(text.encode("ascii", "ignore")) - broken
    slip = broken <= BROKEN * right or (broken * 2 <= right and broken <= max(1, SLIPS * len(text)))
    return text if slip else None


def _declared(payload: bytes, content_type: str | None) -> list[str]:
    """What the header, the XML declaration and the meta elements name, as far as we know it: hints, no more."""
    places = [(content_type or "").encode("ascii", "replace"), payload[:_LABELS_WITHIN]]
    labels = [label.decode("ascii") for place in places for label in _LABEL.findall(place)[:_MOST_LABELS]]
    return [name for label in labels if (name := _codec(label))]


def _codec(label: str) -> str | None:
    """Python's codec for a charset's name; None for one that is unknown, or no encoding of pages."""
    plain = re.sub(r"^(?:windows|win|cp|ansi|x|ms)*(?=125\d$)", "cp", re.sub(r"[^a-z0-9]", "", label.lower()))
    name = resolve_encoding(plain if plain.startswith("cp125") else label)
    return name if name in KNOWN else None


def _most_plausible(payload: bytes, declared: list[str]) -> str | None:
    sample = b"\n".join(_pieces([word for word in payload.split() if not word.isascii()], b" ", SAMPLED))
    costs = dict.fromkeys((*declared, *_USUAL_CODECS), UNUSUAL) | {"cp1251": COMMON, "cp1252": COMMON}
    costs |= {"koi8-u": RARE, "koi8-t": RARE, **dict.fromkeys(declared, 0.0)}
    best = min(costs, key=lambda name: costs[name] + surprise(_read(sample, name))[0])
    text = _read(payload, best)
    share = _strange_share(text)
    if share < MIXED and best in ("cp1251", "cp1252") and any(letter in payload for letter in _UTF8_LETTERS):
        text = mend(text)
        share = _strange_share(text)
    if share <= GARBLED:
        return text
    detected = from_bytes(sample).best()
    name = detected and _codec(detected.encoding)
    return text if name and _strange_share(text := _read(payload, name)) <= GARBLED else None


def _read(payload: bytes, name: str) -> str:
    """A byte that the encoding leaves open stays the control sign that it is in browsers."""
    return payload.decode(name, "backissue_open_byte")


def _open_byte(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start]
    return (chr(byte) if byte < 0xA0 else "\ufffd"), error.start + 1


codecs.register_error("backissue_open_byte", _open_byte)


def _strange_share(text: str) -> float:
    """Of its pieces, those that are not believed."""
    pieces = _pieces([word for word in text.split() if not word.isascii()], " ", JUDGED)
    return sum(map(_is_strange, pieces)) / max(1, len(pieces))


def _is_strange(piece: str) -> bool:
    nats, letters = surprise(piece)
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in piece)
    limit = STRANGE_CYRILLIC if cyrillic * 2 > letters else STRANGE
    return nats > limit * letters + CHANCE * sqrt(letters)


def _pieces(words: list[Text], space: Text, most: int) -> list[Text]:
    """At most so many pieces of twenty words each, evenly spread."""
    step = _PIECE * max(1, -(-len(words) // (_PIECE * most)))
    return [
        space.join(word[:_LONGEST_WORD] for word in words[start : start + _PIECE])
        for start in range(0, len(words), step)
    ]
