"""UTF-8 that was read as another encoding and written again («Ð¢Ð°Ð´Ð¶Ð¸Ðº», «РўР°РґР¶РёРє», ``donâ€™t``)."""

from __future__ import annotations

import re

_SIGNS = ("Ð°".encode()[:3], *(sign.encode() for sign in ("Р°", "Рµ", "â€", "Ø§")))
"""The commonest letters (а, е, alif) and the quotes, read so: a capital or â before a sign, as no language has it."""

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


_WESTERN, _CYRILLIC = _TABLES = (_bytes_of("cp1252"), _bytes_of("cp1251"))


def _second_bytes(table: dict[int, int]) -> str:
    return "".join(re.escape(chr(point)) for point, byte in table.items() if byte < 0xC0)


_SECOND = (_second_bytes(_WESTERN), _second_bytes(_CYRILLIC))
_DOUBLED = re.compile(f"[ÐÑÒÓØÙÚÛ][{_SECOND[0]}]|[РСТУШЩЪЫ][{_SECOND[1]}]")
_ANY = re.compile(f"[Â-ô][{_SECOND[0]}]|[В-ф][{_SECOND[1]}]")
"""Two bytes of a letter in Cyrillic or Arabic; of any letter or sign."""


def looks_doubled(payload: bytes) -> bool:
    """Whether bytes in UTF-8 hold any sign of it: this look costs every page .3 ms for 100 kB."""
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


def _mended(match: re.Match[str]) -> str:
    piece = match[0]
    if not _ANY.search(piece):
        return piece
    return next((mended for table in _TABLES if (mended := _read_again(piece, table))), piece)


def _read_again(piece: str, table: dict[int, int]) -> str | None:
    try:
        text = piece.translate(table).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    return text if _GOOD.fullmatch(text) else None
