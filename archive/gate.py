"""The text gate: every string passes here before it is stored, so that what was typed can be found again."""

from __future__ import annotations

import re
import unicodedata

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls but tab and newline
    "\u00ad"  # soft hyphen: invisible, and it splits a word in two for the index
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks, overrides, isolates: they reorder what is read
    "\ufeff\ufffe\uffff\ud800-\udfff]"  # BOM inside a text, non-characters, lone surrogates
)


def clean(text: str) -> str:
    """The text in NFC, without controls, soft hyphens, bidi overrides and lone surrogates.

    Newlines and tabs stay (``\\r\\n`` becomes ``\\n``), and so does the zero-width non-joiner, which Persian needs.
    Idempotent.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", text))


def clean_or_none(text: str | None) -> str | None:
    return None if text is None else clean(text)
