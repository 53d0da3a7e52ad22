"""Hashes that say when two texts, or two headlines, are the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata

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
    digest = hashlib.blake2b(letters(text).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def kind_key(kind: str) -> int:
    """A signed 64-bit number for a kind of block, as its tags and classes are written."""
    return int.from_bytes(hashlib.blake2b(kind.encode(), digest_size=8).digest(), "big", signed=True)


def letters(text: str) -> str:
    """The letters and digits of a text alone, casefolded and composed."""
    return _BETWEEN.sub("", unicodedata.normalize("NFC", text.casefold()))
