"""Words whose forms no rule makes: child and children, год and лет. ``irregular.txt`` lists them, a word a line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from archive.search.endings import PLAIN

LISTED = Path(__file__).with_name("irregular.txt")
PREFIXED = "# Russian verbs"
"""The part of the list whose words may have a prefix: выбрать as брать. A blank line ends it."""

PREFIXES = (
    *("вы", "за", "про", "при", "пере", "под", "пред", "раз", "рас", "от", "ото", "до", "из", "ис", "об", "на", "по"),
    *("со", "с", "у", "в", "воз", "вос"),
)


class Lines(NamedTuple):
    """A word a line, in all its forms, with a blank before and behind each."""

    written: str
    plain: str
    """In plain letters, and letter for letter as long."""


def irregular(plain: str) -> tuple[str, ...]:
    """The forms of a word in plain letters, itself among them; nothing, for a word that is not listed."""
    every, verbs = listed()
    if forms := forms_beside(plain, every):
        return forms
    for prefix in PREFIXES:
        if plain.startswith(prefix) and (forms := forms_beside(plain.removeprefix(prefix), verbs)):
            return tuple(prefix + form for form in forms)
    return ()


def forms_beside(plain: str, lines: Lines) -> tuple[str, ...]:
    """All forms of the word that this is a form of, or of its words if it is one of several."""
    forms: dict[str, None] = {}
    at = lines.plain.find(f" {plain} ")
    while at >= 0:
        first, end = lines.plain.rfind("\n", 0, at) + 1, lines.plain.find("\n", at)
        forms |= dict.fromkeys(lines.written[first:end].split())
        at = lines.plain.find(f" {plain} ", end)
    return tuple(forms)


@cache
def listed() -> tuple[Lines, Lines]:
    """All words, and the Russian verbs alone. They are searched as they stand, since most searches need one line."""
    text = LISTED.read_text(encoding="utf-8")
    return lines_of(text), lines_of(text.partition(PREFIXED)[2].partition("\n\n")[0])


def lines_of(text: str) -> Lines:
    words = (line for line in text.splitlines() if not line.startswith("#"))
    written = "".join(f" {line} \n" for line in words)
    return Lines(written, written.translate(PLAIN))
