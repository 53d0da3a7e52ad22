"""Text that was read in a wrong encoding and written again («Ð¢Ð°Ð´Ð¶Ð¸Ðº», «РўР°РґР¶РёРє», ``donâ€™t``, «Òàäæèê»)."""

from __future__ import annotations

import re

_SIGNS = (
    "Ð°".encode()[:3],
    *(
        sign.encode()
        for sign in ("Р°", "Рµ", "â€", "Ø§", "п╟", "п╣", "╨░", "╨╡", "Ã\x90", "Р\xa0В", "Гђ", "íà", "ñò", "ÎÁ", "ÓÔ")
    ),
)
"""The commonest letters (а, е, alif) and the quotes, read so, once or twice, and two pairs of letters (на, ст) of
windows-1251 and KOI8-R read as Latin: a capital or â before a sign, or accents in a row, as no language has it."""

TIMES = 3
"""Most times that a text is taken to have been misread."""

LOST = 0.1
"""Question marks in words of little else and replacement characters, as a share of them and all letters, above which a
text is lost; 228 real articles have none, and what a headline or a teenager asks for is less."""

FOREIGN = 0.5
"""Share of the letters beyond ASCII that stand in words of accented letters alone, above which they are no Latin."""

LEFT = 0.2
"""Pairs of signs that still look so, as a share of all characters beyond ASCII: in lost text they are a third to half
of them, elsewhere hardly one in a hundred (``«СССР»`` has one)."""

_SEGMENT = re.compile(r"[^<>\x00-\x1f]+")
_GOOD = re.compile(
    "[\\s\x00-\x7f\xa0-\xbf\u0400-\u04ff\u0600-\u06ff\u2000-\u206f\u20a0-\u20bf\u2116\u2122\xc0-\u017f]+"
)


def _bytes_of(encoding: str) -> dict[int, int]:
    """Each character of a one-byte encoding with its byte; what the encoding leaves open is the byte's control sign."""
    table = {byte: byte for byte in range(0x80, 0xA0)}
    for byte in range(0x80, 0x100):
        char = bytes([byte]).decode(encoding, "ignore")
        table.update({ord(char): byte} if char else {byte: byte})
    return table


_WESTERN = _bytes_of("cp1252")
_FRAMES = r"\u2500-\u25a0"


def _second_bytes(table: dict[int, int]) -> str:
    return "".join(re.escape(chr(point)) for point, byte in table.items() if byte < 0xC0)


def _pairs(encoding: str, leads: str, any_lead: str, second: str = "") -> tuple[dict[int, int], re.Pattern[str], str]:
    """An encoding's bytes, two bytes of any letter or sign in it, and two of a letter in Cyrillic or Arabic."""
    table = _bytes_of(encoding)
    second = second or _second_bytes(table)
    return table, re.compile(f"[{any_lead}][{second}]"), f"[{leads}][{second}]"


_MISREADINGS = (
    _pairs("cp1252", "ÐÑÒÓØÙÚÛ", "Â-ô"),
    _pairs("cp1251", "РСТУШЩЪЫ", "В-ф"),
    _pairs("koi8-r", "пярсьышз", "А-яё", _FRAMES),  # other second bytes are letters and signs of news
    _pairs("cp866", "╨╤╥╙╪┘┌█", "┬├╨╤╥╙╪┘┌█"),
)
_DOUBLED = re.compile("|".join(pairs for _, _, pairs in _MISREADINGS))
_ACCENTS = re.compile("[À-ÖØ-öø-ÿ]+")
_NO_WORD = 4
"""Accented letters in a row that no language has."""

_ASKED = re.compile(r"(?<![^\s\"'«“„(\[])\?{2,}+(?![^\s\"'»”“)\],.:;!-])|\ufffd")


def looks_misread(payload: bytes) -> bool:
    """Whether bytes in UTF-8 hold any sign of it: this look costs every page 1 ms for 100 kB."""
    return any(sign in payload for sign in _SIGNS)


def mend(text: str) -> str:
    """The text with what was encoded twice read rightly.

    A piece between tags is mended where every letter beyond ASCII in it goes back to a byte and these bytes are
    UTF-8 for letters and signs that news are written in; any other piece stays as it is.
    """
    return _SEGMENT.sub(_mended, text)


def is_garbled(text: str) -> bool:
    """Whether most of the text is still encoded twice: bytes of it were lost on the way."""
    beyond = sum(char > "\x7f" for char in text)
    return len(_DOUBLED.findall(text)) > max(5, LEFT * beyond)


def bytes_behind(text: str) -> bytes | None:
    """The bytes of a page in a one-byte encoding of another script that was read as Latin; None for any other page.

    What no such byte stands for is written as a number (``&#1234;``).
    """
    words = [len(word) for word in _ACCENTS.findall(text)]
    if sum(size for size in words if size >= _NO_WORD) <= FOREIGN * sum(map(str.isalpha, _beyond(text))):
        return None
    return text.translate(_WESTERN).encode("latin-1", "xmlcharrefreplace")


def is_lost(text: str) -> bool:
    """Whether the letters of a text were replaced by question marks or U+FFFD before it came to us."""
    lost = sum(map(len, _ASKED.findall(text)))
    return lost > LOST * (lost + sum(map(str.isalpha, text)))


def _beyond(text: str) -> str:
    return text.encode("utf-8", "ignore").translate(None, bytes(range(0x80))).decode("utf-8")


def _mended(match: re.Match[str]) -> str:
    return _read_again(match[0], TIMES) or match[0]


def _read_again(piece: str, times: int) -> str | None:
    """A piece as it was before it was misread up to so many times; None where no way leads to letters of news."""
    for table, pairs, _ in _MISREADINGS:
        if not pairs.search(piece):
            continue
        try:
            text = piece.translate(table).encode("latin-1").decode("utf-8")
        except UnicodeError:
            continue
        if times > 1 and (before := _read_again(text, times - 1)):
            return before
        if _GOOD.fullmatch(text):
            return text
    return None
