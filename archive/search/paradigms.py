"""Words that are a stem and the endings of a grammar: which stems a word may have, and which words go on from a stem.

The endings of a kind of word stand in slots, of each slot one at most, in their order: китоб-ҳо-ямон-ро. A word may
have several stems: занон is the plural of зан, or a word of its own. Nothing is looked up here; words come in plain
letters too (``endings.PLAIN``), letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

Endings = Mapping[str, tuple[int, str]]
"""Endings of one slot: how many letters must stand before it, and which of these must be their last; any, where there
are none."""

LONGEST_ENDING = 16
"""Letters of all endings of a word together; китобҳоямонро has 9, мектептеріміздегілердің 18 and is in no newspaper."""

ENOUGH = 6
"""Letters before an ending; no ending wants more."""


class Paradigm:
    """The endings of one kind of word.

    ``whole`` are words that no letter is taken from: забон is no plural. ``tails`` are ends of such words: -истон.
    ``starts``, if there are any, is what a stem begins with. ``no_form`` are letters that no ending is written with,
    though it is with the plain letter in their place: беморӣ (illness) is no form of бемор, бемори is one.
    An ending of the slot ``must`` there must be. ``unsure`` endings are not taken from a word of which three letters
    would be left. ``discord`` has endings that do not agree with a last vowel: корди is no form of кор. An ending with
    the vowel ``rounded`` only follows one that is rounded too: тоолор, but балалар.
    """

    def __init__(
        self,
        *slots: Endings,
        bare: bool = True,
        whole: str = "",
        tails: tuple[str, ...] = (),
        starts: tuple[str, ...] = (),
        no_form: str = "",
        must: int | None = None,
        unsure: str = "",
        rounded: str = "",
        discord: Mapping[str, tuple[str, ...]] = {},
    ) -> None:
        self.slots, self.bare, self.must = slots, bare, must
        self.unsure, self.discord, self.rounded = frozenset(unsure.split()), discord, rounded
        self.whole, self.tails, self.starts = frozenset(whole.split()), tails, starts
        self.no_form = frozenset(no_form)
        self.are_endings = lru_cache(maxsize=32_768)(self._are_endings)

    def stems(self, word: str, plain: str) -> Iterator[str]:
        """Each stem that the word may have, longest first; the word itself where it may stand without endings."""
        for length in range(len(word), max(1, len(word) - LONGEST_ENDING), -1):
            sure = length > 3 or plain[length:] not in self.unsure
            if sure and self.goes_on(length, word, plain):
                yield plain[:length]

    def goes_on(self, length: int, word: str, plain: str) -> bool:
        """Whether the word's letters behind so many are endings."""
        rest = plain[length:]
        if not rest:
            return self.bare
        return (
            len(rest) <= LONGEST_ENDING
            and self.are_endings(min(length, ENOUGH), plain[length - 1], rest)
            and self.no_form.isdisjoint(word[length:])
            and (not self.starts or plain[: length - 1].startswith(self.starts))
            and not any(vowel in plain[length - 2 : length] and rest in never for vowel, never in self.discord.items())
            and not (self.rounded and self.rounded in rest and last_vowel(plain[:length]) not in ROUNDED)
            and not self._cuts(length, plain)
        )

    def _cuts(self, length: int, plain: str) -> bool:
        """Whether a whole word would lose letters."""
        begun = (plain[:place] for place in range(length + 1, len(plain) + 1))
        return any(part in self.whole or part.endswith(self.tails) for part in begun)

    def _are_endings(self, before: int, last: str, rest: str, first: int = 0) -> bool:
        """Whether the rest is endings of the slots from ``first`` on, behind so many letters with this last one."""
        last_slot = len(self.slots) if self.must is None or first > self.must else self.must + 1
        for slot in range(first, last_slot):
            for cut in range(len(rest), 0, -1):
                least, lasts = self.slots[slot].get(rest[:cut], NONE)
                if least > before or (lasts and last not in lasts):
                    continue
                if self.must is not None and slot < self.must and cut == len(rest):
                    continue
                if cut == len(rest) or self._are_endings(before + cut, rest[cut - 1], rest[cut:], slot + 1):
                    return True
        return False


VOWELS, ROUNDED = "аеиоуыэюя", "оую"


def last_vowel(letters: str) -> str:
    return next((letter for letter in reversed(letters) if letter in VOWELS), ROUNDED[0])


NONE = (LONGEST_ENDING, "")
"""No ending: more letters than are ever counted."""
