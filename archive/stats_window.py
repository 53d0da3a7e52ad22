"""Which counts a chart has room for: the last days or months without a gap, or the largest sources and languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archive.stats import By, Count


@dataclass(frozen=True, slots=True)
class Window:
    """What is shown, and how many articles are not."""

    counts: tuple[Count, ...]
    """Each with a key for days and months; a day without articles has none."""

    before: int = 0
    """Articles of earlier days or months, or of smaller sources or languages."""

    after: int = 0
    """Articles dated later than they were found, which would push everything else from the chart."""

    unknown: int = 0
    """Articles without a date."""

    def rest(self, by: By) -> str:
        """``Not shown: 12 earlier, 2 without a date.``; empty when all are shown."""
        parts = (
            (self.before, "earlier" if by in ("day", "month") else f"of smaller {by}s"),
            (self.after, "dated later than they were found"),
            (self.unknown, "without a date"),
        )
        told = ", ".join(f"{number:,} {words}" for number, words in parts if number)
        return f"Not shown: {told}." if told else ""


def window(counts: Sequence[Count], by: By, limit: int, newest_seen: str) -> Window:
    """At most ``limit`` of the counts that ``stats.counts`` gave.

    ``newest_seen``: when an article last came in, UTC ISO-8601; days and months after the next day are no news.
    """
    if by in ("source", "language"):
        return Window(tuple(counts[:limit]), before=sum(count.articles for count in counts[limit:]))
    known = {count.key: count for count in counts if count.key is not None}
    unknown = sum(count.articles for count in counts if count.key is None)
    bound = _day_after(newest_seen[:10])[: 7 if by == "month" else 10]
    last = max((key for key in known if key <= bound), default=None)
    if last is None:
        return Window((), after=sum(count.articles for count in known.values()), unknown=unknown)
    first = min(known)
    keys = [key for key, _ in zip(_backwards(last), range(limit), strict=False) if key >= first]
    return Window(
        tuple(known.get(key, Count(key, {})) for key in reversed(keys)),
        before=sum(count.articles for key, count in known.items() if key < keys[-1]),
        after=sum(count.articles for key, count in known.items() if key > last),
        unknown=unknown,
    )


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else ""


def _backwards(key: str) -> Iterator[str]:
    """A day or month, the one before it, and so on to the beginning of the calendar."""
    if len(key) == len("2026-11"):
        year, month = map(int, key.split("-"))
        for number in range(year * 12 + month - 1, 11, -1):
            yield f"{number // 12:04}-{number % 12 + 1:02}"
        return
    day = date.fromisoformat(key).toordinal()
    yield from (date.fromordinal(number).isoformat() for number in range(day, 0, -1))
