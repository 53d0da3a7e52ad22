"""Which encoding the bytes are in, decided from the bytes: headers and meta elements lie too often."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

USUAL = ("cp1251", "koi8-r", "cp866", "cp1252")
"""The region's old encodings, and the browsers' default: each decodes the others' bytes, into nonsense."""

STRANGE = 0.25
"""Share of strange words above which a decoding is not believed; right ones stay below .1, wrong ones above .5."""

BROKEN = 0.02
"""Undecodable characters, as a share of all beyond ASCII, that are a slip and not another encoding."""

_TYPED = frozenset("\xa0\xad«»©®°§·№–—‘’‚“”„†•…‰‹›™€±×¡¿\u2009\u200b")
_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]{3,}")


def decode(payload: bytes, content_type: str | None = None) -> str | None:
    """The text: by BOM, then as valid UTF-8, then by header and meta element, then by detection.

    None where every decoding would be garbled.
    """
    encoding, bom = read_bom(payload)
    if encoding and bom:
        return payload[len(bom) :].decode(encoding, "replace")
    if encoding := _utf16(payload):
        return payload.decode(encoding, "replace")
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = [http_content_type_encoding(content_type), html_body_declared_encoding(payload)]
    return _nearly_utf8(payload) or _most_plausible(payload, [name for name in declared if name])


def _utf16(payload: bytes) -> str | None:
    """UTF-16 without a BOM: a page begins with ``<`` and another ASCII character."""
    beginning = payload[:200].lstrip(b"\x00 \r\n\t")[:3]
    if len(beginning) < 3 or beginning[0] != 0x3C or beginning[1] or beginning[2] not in range(0x21, 0x7F):
        return None
    return "utf-16-be" if payload[:1] == b"\x00" else "utf-16-le"


def _nearly_utf8(payload: bytes) -> str | None:
    """UTF-8 in which a few characters were cut, by a description's length limit for example."""
    text = payload.decode("utf-8", "replace")
    beyond_ascii = sum(len(run) for run in re.findall(r"[^\x00-\x7f]+", text))
    return text if text.count("\ufffd") <= BROKEN * beyond_ascii else None


def _most_plausible(payload: bytes, declared: list[str]) -> str | None:
    candidates = list(dict.fromkeys(codecs.lookup(name).name for name in (*declared, *USUAL)))
    best = min(candidates, key=lambda name: strangeness(payload.decode(name, "replace")))
    if strangeness(payload.decode(best, "replace")) <= STRANGE:
        return payload.decode(best, "replace")
    detected = from_bytes(payload).best()
    if detected and strangeness(text := str(detected)) <= STRANGE:
        return text
    return None


def strangeness(text: str) -> float:
    """Share of words and signs that no page has so, of those beyond ASCII; 0 for a text in ASCII.

    Strange words: scripts mixed, capitals (half a page in them is another encoding's small letters), a capital
    after a small letter, four letters of which more than half carry accents. Strange signs: replacement
    characters, line drawing, and what else is not typed between words.
    """
    sample = text[:_SAMPLE] + text[-_SAMPLE:]
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    signs = sum(not char.isalpha() and char not in _TYPED for char in sample if char > "\x7f")
    seen = len(words) + signs
    return (sum(map(_is_strange, words)) + signs) / seen if seen else 0.0


def _is_strange(word: str) -> bool:
    if word.isupper() or not (word.islower() or word.istitle()):
        return True
    latin = [char for char in word if char < "\u0250"]
    if not latin:
        return False
    accented = sum(not char.isascii() for char in latin)
    return len(latin) < len(word) or (len(word) >= 4 and accented * 2 > len(word))
