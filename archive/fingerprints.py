"""Hashes that say when two texts, or two headlines, are the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

_BETWEEN = re.compile(r"[\W_]+")


def sha256(text: str) -> str:
    """Hex SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(text: str) -> str:
    """Equal for two texts whose letters and digits are equal; 32 hex digits.

    Case, punctuation, spaces and the form of composed letters do not count. Empty for a text without a letter or digit.
    """
    told = letters(text)
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest() if told else ""


def headline_key(text: str) -> int:
    """A signed 64-bit number, equal for headlines whose letters and digits are equal."""
    return letters_key(letters(text))


def letters_key(told: str) -> int:
    """The ``headline_key`` of a text whose letters and digits these are."""
    return int.from_bytes(hashlib.blake2b(told.encode(), digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=8192)
def kind_key(kind: str) -> int:
    """A signed 64-bit number for a kind of block, as its tags and classes are written."""
    return int.from_bytes(hashlib.blake2b(kind.encode(), digest_size=8).digest(), "big", signed=True)


def letters(text: str) -> str:
    """The letters and digits of a text alone, casefolded and composed."""
    if text.isascii():
        return _BETWEEN.sub("", text.lower())
    return _BETWEEN.sub("", unicodedata.normalize("NFC", text.casefold()))
