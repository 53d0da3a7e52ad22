"""How one language says what our pages say: its words, plural forms, numbers and dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

BYTES = "bytes"
"""Key of the three words for a size: B, kB and MB."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One language of our pages."""

    code: str
    """BCP 47."""

    name: str
    """In itself."""

    words: Mapping[str, str]
    """Every word and sentence by its key; a noun that is counted has the keys ``<noun>.<form>``."""

    forms: tuple[str, ...]
    """The forms of a counted noun, by the names that CLDR gives them."""

    form: Callable[[int], str]
    """Which of them a number asks for."""

    months: tuple[str, ...]
    """Twelve, as they stand alone."""

    months_in_dates: tuple[str, ...]
    """Twelve, as they stand between day and year."""

    weekdays: tuple[str, ...]
    """Seven, from Monday."""

    thousands: str = ","
    decimal: str = "."
    cities: Mapping[str, str] = field(default_factory=dict)
    """What the last part of an IANA zone is called here, where it is not written as there."""

    countries: Mapping[str, str] = field(default_factory=dict)
    """By ISO 3166-1 alpha-2 code: those of the region, and where its news abroad is made."""

    def number(self, number: int) -> str:
        """``2,048`` as it is written here."""
        return f"{number:,}".replace(",", self.thousands)

    def noun(self, number: int, noun: str) -> str:
        """The noun alone, in the form that the number asks for."""
        return self.words[f"{noun}.{self.form(number)}"]

    def counted(self, number: int, noun: str) -> str:
        """``1 article``, ``2,048 articles``; number and noun stay on one line."""
        return f"{self.number(number)} {self.noun(number, noun)}"

    def date(self, day: date | str) -> str:
        """``2 November 2026``; a string is a day in ISO form."""
        known = date.fromisoformat(day) if isinstance(day, str) else day
        return f"{known.day} {self.months_in_dates[known.month - 1]} {known.year}"

    def weekday(self, day: str) -> str:
        """``Monday`` of a day in ISO form."""
        return self.weekdays[date.fromisoformat(day).weekday()]

    def month(self, number: int) -> str:
        """``Nov`` of 11: the beginning of its name, cut where all twelve still differ."""
        return self.months[number - 1][:3]

    def city(self, name: str) -> str:
        """A zone's city."""
        return self.cities.get(name, name)

    def country(self, code: str) -> str:
        """The name of a country; its code where it has none here."""
        return self.countries.get(code, code)

    def size(self, size: int) -> str:
        """``812 B``, ``2.1 kB``, ``3.4 MB``."""
        small, middle, large = self.words[BYTES].split()
        if size < 1000:
            return f"{size} {small}"
        value, unit = (size / 1000, middle) if size < 1_000_000 else (size / 1_000_000, large)
        return f"{value:.1f} {unit}".replace(".", self.decimal)

    def share(self, share: float) -> str:
        """``97 %`` of 0.97."""
        return f"{share:.0%}" if self.thousands == "," else f"{share * 100:.0f}\u00a0%"


def one_or_other(number: int) -> str:
    """English: one, other."""
    return "one" if number == 1 else "other"


def one_few_many(number: int) -> str:
    """Russian: 1 and 21 are one, 2 to 4 and 22 to 24 few, the rest (0, 5, 11 to 14) many."""
    tens, ones = number % 100, number % 10
    if ones == 1 and tens != 11:
        return "one"
    return "few" if 2 <= ones <= 4 and not 12 <= tens <= 14 else "many"


def always_other(number: int) -> str:
    """Tajik: behind a number a noun stays in the singular."""
    return "other"
