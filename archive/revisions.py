"""The texts that an article had, and what changed from one to the next."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate, groupby
from typing import Literal

from archive.records import Revision

Kind = Literal["same", "removed", "added"]

EFFORT = 2_000_000
"""What one diff may cost, in comparisons of equal words; a million takes 0.1 to 0.25 s.

What is not aligned by then is shown as removed and added. Two unlike texts of 6,000 words, or one of which every
tenth word was changed, take 0.5 to 0.7 million.
"""

_PARAGRAPH = re.compile(r"[^\n]*\n|[^\n]+")

_TOKEN = re.compile(
    r"""( \n                         # a paragraph's end
    | \d+ (?: [.,:]\d+ )+           # 10.61 or 07:30 changes as a whole
    | [.,;:!?…"«»“”„()\[\]{}<>/—–]
    | [^\s.,;:!?…"«»“”„()\[\]{}<>/—–]+
    | ) ( [^\S\n]* )""",
    re.VERBOSE,
)
"""What is compared, and the blanks behind it. A word keeps its accents and apostrophes. Tokens join to the text."""


@dataclass(frozen=True, slots=True)
class Span:
    """A passage that two texts share, or that only the older or only the newer one has."""

    kind: Kind
    text: str


def word_diff(old: str, new: str) -> tuple[Span, ...]:
    """What to strike out of `old` and what to put in to get `new`.

    ``same`` and ``removed`` spans join to `old`, ``same`` and ``added`` ones to `new`, to the character.
    Paragraphs are aligned first, then the words of those that differ. No two spans in a row are of one kind.
    """
    return tuple(_joined(_diff(_PARAGRAPH.findall(old), _PARAGRAPH.findall(new))))


def revisions_of(connection: sqlite3.Connection, article_id: int) -> list[Revision]:
    """The texts of an article, oldest first; none when there is no such article."""
    rows = connection.execute("SELECT * FROM revision WHERE article_id = ? ORDER BY number", [article_id])
    names = [column[0] for column in rows.description]  # before schema 4 there was no kind
    return [
        Revision(**{name: value for name, value in zip(names, row, strict=True) if name in Revision.__slots__})
        for row in rows
    ]


def _diff(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    aligner = _Aligner(EFFORT)
    for equal, before, after in aligner.align(old, new):
        if equal:
            yield Span("same", "".join(old[before]))
        else:
            yield from _diff_words("".join(old[before]), "".join(new[after]), aligner)


def _diff_words(old_text: str, new_text: str, aligner: _Aligner) -> Iterator[Span]:
    """Spans of two passages; a lone comma between two changes is taken as changed too."""
    old, new = _TOKEN.findall(old_text), _TOKEN.findall(new_text)
    runs = aligner.align([word for word, _ in old], [word for word, _ in new])
    for place, (equal, before, after) in enumerate(runs):
        between = 0 < place < len(runs) - 1
        if equal and not (between and _separates(old[before])):
            for (word, old_blank), (_, new_blank) in zip(old[before], new[after], strict=True):
                yield Span("same", word)
                yield from _changed(old_blank, new_blank)
        else:
            yield Span("removed", "".join(map("".join, old[before])))
            yield Span("added", "".join(map("".join, new[after])))


def _changed(old: str, new: str) -> tuple[Span, ...]:
    return (Span("same", old),) if old == new else (Span("removed", old), Span("added", new))


def _separates(tokens: Sequence[tuple[str, str]]) -> bool:
    return not any(word == "\n" or any(map(str.isalnum, word)) for word, _ in tokens)


Run = tuple[bool, slice, slice]
"""Whether both have it, and where it lies in the old and in the new sequence."""


class _Aligner:
    """Finds what two sequences share, until the effort it was given is spent."""

    def __init__(self, effort: int) -> None:
        self.effort = effort

    def align(self, old: Sequence[str], new: Sequence[str]) -> list[Run]:
        """The two sequences from end to end, as runs that are equal and runs that differ by turns."""
        head = shared(old, new)
        tail = shared(old[head:][::-1], new[head:][::-1])
        old_end, new_end = len(old) - tail, len(new) - tail
        matcher = _BoundedMatcher(old[head:old_end], new[head:new_end], self.effort)
        runs = [(True, slice(0, head), slice(0, head))] if head else []
        for tag, i, i_end, j, j_end in matcher.get_opcodes():
            runs.append((tag == "equal", slice(head + i, head + i_end), slice(head + j, head + j_end)))
        if tail:
            runs.append((True, slice(old_end, len(old)), slice(new_end, len(new))))
        self.effort = matcher.effort
        return runs


def shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many members the two begin with alike."""
    pairs = zip(old, new, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


class _BoundedMatcher(SequenceMatcher[str]):
    """difflib's matcher: the longest match first, then left and right of it, until the effort is spent.

    Its autojunk keeps words that make up over 1 % of a long text from being where a match starts.
    """

    a: Sequence[str]
    b2j: dict[str, list[int]]

    def __init__(self, old: Sequence[str], new: Sequence[str], effort: int) -> None:
        super().__init__(None, old, new, autojunk=True)
        self.effort = effort
        costs = (1 + len(self.b2j.get(token, ())) for token in old)
        self._cost_before = list(accumulate(costs, initial=0))

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        end = len(self.a) if ahi is None else ahi
        self.effort -= self._cost_before[end] - self._cost_before[alo]
        if self.effort < 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans of one kind made one, none empty; between unchanged passages first what went, then what came."""
    for unchanged, group in groupby(spans, key=lambda span: span.kind == "same"):
        members = list(group)
        kinds: tuple[Kind, ...] = ("same",) if unchanged else ("removed", "added")
        for kind in kinds:
            text = "".join(span.text for span in members if span.kind == kind)
            if text:
                yield Span(kind, text)
