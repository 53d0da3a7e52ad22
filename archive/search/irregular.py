"""Words whose forms no rule makes: child and children, год and лет. ``irregular.txt`` lists them, a word a line."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from archive.search.endings import PLAIN

LISTED = Path(__file__).with_name("irregular.txt")
PREFIXED = "# Russian verbs"
"""The part of the list whose words may have a prefix: выбрать as брать."""

PREFIXES = (
    *("вы", "за", "про", "при", "пере", "под", "пред", "раз", "рас", "от", "ото", "до", "из", "ис", "об", "на", "по"),
    *("со", "с", "у", "в", "воз", "вос"),
)


def irregular(plain: str) -> tuple[str, ...]:
    """The forms of a word in plain letters, itself among them; nothing, for a word that is not listed."""
    found, verbs = listed()
    if plain in found:
        return found[plain]
    begun = (prefix for prefix in PREFIXES if plain.startswith(prefix) and plain[len(prefix) :] in verbs)
    prefix = next(begun, None)
    return tuple(prefix + form for form in found[plain[len(prefix) :]]) if prefix else ()


@cache
def listed() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Of each form all forms of its word, or of its words if it is a form of several; and those of Russian verbs."""
    found: dict[str, tuple[str, ...]] = {}
    verbs: set[str] = set()
    part = ""
    for line in LISTED.read_text(encoding="utf-8").splitlines():
        part = line if line.startswith("#") else part
        forms = tuple(line.partition("#")[0].split())
        for form in forms:
            plain = form.translate(PLAIN)
            found[plain] = tuple(dict.fromkeys((*found.get(plain, ()), *forms)))
        verbs.update(forms if part == PREFIXED else ())
    return found, frozenset(verbs)
