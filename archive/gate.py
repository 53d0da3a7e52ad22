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


_UZBEK_LETTER = re.compile(r"(?:(?<=[OoGg])['`´‘’ʼʹ](?=[^\W\d_]))|(?:(?<=[^\W\d_nN][Gg])['`´‘’ʼʹ])")
"""The second half of oʻ and gʻ, which is typed in many ways. At the end of a word it is one after g (bogʻ), but for ng,
which is a letter of its own: there it is a closing quotation mark."""


def clean(text: str, language: str | None = None) -> str:
    """The text in NFC, without controls, soft hyphens, bidi overrides and lone surrogates.

    Newlines and tabs stay (``\\r\\n`` becomes ``\\n``), and so does the zero-width non-joiner, which Persian needs. In
    Uzbek the letters oʻ and gʻ get U+02BB, however they were typed. ``language`` is a BCP 47 tag. Idempotent.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", _FORBIDDEN.sub("", text))
    return _UZBEK_LETTER.sub("ʻ", text) if language is not None and language.startswith("uz") else text


def clean_or_none(text: str | None, language: str | None = None) -> str | None:
    return None if text is None else clean(text, language)
