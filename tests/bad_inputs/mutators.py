"""Ways to spoil a document: each takes it and gives a worse one, by the chance that is handed in alone."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

MOST_ROUNDS = 4
"""Ways that follow one another on one document."""

LARGEST = 65_536
"""Bytes of what a repetition makes; of what is quadratic even this much takes longer than any bound."""

TOKEN = re.compile(rb"<[^<>]{0,80}>|\w+|\s+|[^\w\s]", re.ASCII)

SIGNS = tuple(
    sign.encode("utf-8", "surrogatepass")
    for sign in (
        *"\0\x01\x0b\x1b\x1c\x7f\x85\xa0\xad",
        *"\u0301\u0338\u061c\u200b\u200d\u200e\u202e\u2028\u2029\u2066\ufeff\ufffd\ufffe\uffff",
        *"\ud800\udfff\U0001f600\U0001e900\U0010ffff\u0130\u017f\ufb01\u2167\u00b2\u0664\u06f4\u0967\uff14\u1d7d8",
    )
)
"""Controls, joining and turning marks, lone surrogates, letters that change their length, digits of other scripts."""

NUMBERS = (
    b"0", b"-1", b"00", b"13", b"32", b"60", b"0000", b"9999", b"65536", b"2147483648", b"-9223372036854775809",
    b"18446744073709551616", b"1e400", b"0x7f", b"NaN", b"inf", b"1.7976931348623157e309", b"9" * 25, b"9" * 400,
    b"9" * 5000, b"0x" + b"f" * 5000,
    "٣٤٥٦".encode(), "１２".encode(), "²³".encode(), "Ⅻ".encode(), b"+05", b"1_000", b" 7 ",
)  # fmt: skip

ENCODINGS = (
    "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp1251", "koi8-r", "cp866", "cp1256", "cp1252",
    "shift_jis", "gb18030", "cp037",
)  # fmt: skip

PIECES = (
    b"<", b">", b"&", b'"', b"'", b"\\", b"/", b"?", b"#", b"%", b"%00", b"%zz", b"&amp;", b"&#0;", b"&#x110000;",
    b"&#99999999999;", b"&lt;", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [", b"<!ENTITY a '&b;'>", b"<?xml",
    b"?>", b"</", b"/>", b"<a href='", b"<div>", b"<script>", b"<table>", b"<svg>", b"<template>", b"{", b"}", b"[",
    b"]", b":", b",", b"=", b"..", b"../", b"//", b"://", b"http://", b"http://[", b"http://[::ffff:7f00:1]:99999/",
    b"javascript:", b"data:", b"file:///", b"xn--", b"xn--a-ecp.ru", b"@", b"\r\n", b"\n\n", b"\r", b"\t", b"*", b"$",
    b"(", b")", b"NULL", b"true", b"None", b"{{", b"${x}", b"'; DROP TABLE article; --", b"\x1f\x8b\x08", b"PK\x03\x04",
)  # fmt: skip

LARGEST_INPUT = 4 * LARGEST
"""Bytes: a number of 5,000 digits in the place of each would make 25 MB, and time what is linear."""

Mutator = Callable[[random.Random, bytes, Sequence[bytes]], bytes]
"""Takes the chance, the document, and documents of other kinds."""


def mutated(chance: random.Random, seeds: Sequence[bytes], others: Sequence[bytes]) -> bytes:
    """One of the seeds, spoiled in one to four ways."""
    body = chance.choice(seeds)
    for _ in range(chance.randint(1, MOST_ROUNDS)):
        body = chance.choice(MUTATORS)(chance, body, others)[:LARGEST_INPUT]
    return body


def flipped(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    spoiled = bytearray(body)
    for _ in range(chance.randint(1, 20) if body else 0):
        spoiled[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(spoiled)


def one_bit(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    spoiled = bytearray(body)
    if body:
        spoiled[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    return bytes(spoiled)


def cut(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    place = chance.randint(0, len(body))
    return chance.choice((body[:place], body[place:]))


def left_out(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _span(chance, body)
    return body[:start] + body[end:]


def doubled(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _span(chance, body)
    return body[:end] + body[start:]


def moved(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _span(chance, body)
    rest = body[:start] + body[end:]
    place = chance.randint(0, len(rest))
    return rest[:place] + body[start:end] + rest[place:]


def nested(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """The document within itself, a few times."""
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(body))
        body = (body[:place] + body + body[place:])[:LARGEST]
    return body


def swapped(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    tokens = TOKEN.findall(body)
    for _ in range(chance.randint(1, 5) if len(tokens) > 1 else 0):
        one, other = chance.sample(range(len(tokens)), 2)
        tokens[one], tokens[other] = tokens[other], tokens[one]
    return b"".join(tokens)


def repeated(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """A token, a few tokens or one of the pieces, up to five thousand times: what is quadratic shows here."""
    tokens = TOKEN.findall(body) or [b"a"]
    start = chance.randrange(len(tokens))
    piece = chance.choice((b"".join(tokens[start : start + chance.randint(1, 8)]), chance.choice(PIECES)))
    times = min(chance.choice((20, 300, 5_000)), LARGEST // max(1, len(piece)))
    place = chance.randint(0, len(body))
    return body[:place] + piece * times + body[place:]


def put_in(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """Signs or pieces of markup, at a few places."""
    for _ in range(chance.randint(1, 6)):
        place = chance.randint(0, len(body))
        body = body[:place] + chance.choice(chance.choice((SIGNS, PIECES))) + body[place:]
    return body


def renumbered(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """Another number in the place of one, or of all."""
    number = chance.choice(NUMBERS)
    found = list(re.finditer(rb"\d+", body))
    if not found:
        return body + number
    if chance.random() < 0.2:
        return re.sub(rb"\d+", lambda _: number, body)
    one = chance.choice(found)
    return body[: one.start()] + number + body[one.end() :]


def emptied(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """A token blank, or gone, or everything."""
    if chance.random() < 0.05:
        return chance.choice((b"", b" ", b"\n" * 50, b"\0" * 50, b"\xff\xfe", b"\xef\xbb\xbf"))
    tokens = TOKEN.findall(body)
    if tokens:
        tokens[chance.randrange(len(tokens))] = chance.choice((b"", b" ", b"\t\n" * 40))
    return b"".join(tokens)


def in_another_encoding(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """As a whole, or from some place on."""
    place = chance.choice((0, 0, chance.randint(0, len(body))))
    return body[:place] + body[place:].decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")


def garbled(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """UTF-8 read as a one-byte encoding and written again."""
    return body.decode(chance.choice(("cp1251", "cp1252", "latin-1")), "replace").encode("utf-8")


def grafted(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """A piece of a document of another kind."""
    other = chance.choice(others)
    start, end = _span(chance, other)
    place = chance.randint(0, len(body))
    return body[:place] + other[start:end] + body[place:]


def noise(chance: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    place = chance.randint(0, len(body))
    return body[:place] + chance.randbytes(chance.choice((1, 8, 300))) + body[place:]


def _span(chance: random.Random, body: bytes) -> tuple[int, int]:
    start, end = sorted((chance.randint(0, len(body)), chance.randint(0, len(body))))
    return start, end


MUTATORS: tuple[Mutator, ...] = (
    flipped, one_bit, cut, left_out, doubled, moved, nested, swapped, repeated, put_in, put_in, renumbered, renumbered,
    emptied, in_another_encoding, garbled, grafted, noise,
)  # fmt: skip
