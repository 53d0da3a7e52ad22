"""Near-duplicates and stories on the labelled pairs, MinHash and SimHash beside them: ``make bench-relations``.

The rules are fitted on ``tune``, ``judge`` and ``held-out``, so the goals are what they must keep there; ``blind``,
which was written meanwhile, judges them. MinHash is datasketch's, which ``make bench-relations`` installs from
requirements-fit.lock.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from zlib import crc32

import click
from datasketch import MinHash

from archive.near_duplicates import Text, likeness
from archive.sketches import day_number
from archive.stories import story_score
from archive.story_terms import terms
from tests.benchmarks.written import write_between
from tests.relations import held_out
from tests.relations.pairs import HALVES, Pair, Told, near_pairs, story_pairs

Row = tuple[str, str, str, bool | None]
Judge = Callable[[Pair], bool]

JUDGED = ("judge", *held_out.PARTS)
NEAR = {half: near_pairs(half) for half in HALVES}
NEAR |= {part: held_out.near_pairs(part) for part in held_out.PARTS}
STORIES = {half: story_pairs(half) for half in HALVES}
STORIES |= {part: held_out.story_pairs(part) for part in held_out.PARTS}
FORMS = ("bulletin", "names")
SIMHASH_BITS = 6
"""Of 64 that may differ."""


def main() -> int:
    """Print the figures and what is judged wrongly in the parts written after the rules; 1 when a goal is missed."""
    ruled = (("near-duplicates", NEAR, _near), ("stories", STORIES, _one_story))
    for part, (what, pairs, rule) in product(held_out.PARTS, ruled):
        for pair in pairs[part]:
            if rule(pair) != pair.is_one:
                titles = f"{pair.first.title} / {pair.second.title}"
                wrong = "not found" if pair.is_one else "found wrongly"
                click.echo(f"{what}, {part}, {wrong}, {pair.kind}: {titles}")
    return write_between("bench-relations", ("what", "goal", "result", "reached"), [*_near_rows(), *_story_rows()])


def _near_rows() -> Iterator[Row]:
    rules: dict[str, Judge] = {"Backissue": _near, "MinHash, 3 words, .5": _minhash, "SimHash, 6 bits": _simhash}
    for part, pairs in NEAR.items():
        for name, rule in rules.items():
            precision, recall, merged = _scores(pairs, rule)
            is_judged = part in JUDGED and rule is _near
            yield (
                f"near-duplicates, {part}, {len(pairs)} pairs: {name}: P / R / forms merged",
                "≥ .95 / ≥ .88 / 0" if is_judged else "",
                f"{precision:.3f} / {recall:.3f} / {merged}",
                (precision >= 0.95 and recall >= 0.88 and not merged) if is_judged else None,
            )


def _story_rows() -> Iterator[Row]:
    for part, pairs in STORIES.items():
        precision, recall, _ = _scores(pairs, _one_story)
        is_judged = part in JUDGED
        yield (
            f"stories, {part}, {len(pairs)} pairs: P / R",
            "≥ .90 / ≥ .60" if is_judged else "",
            f"{precision:.3f} / {recall:.3f}",
            (precision >= 0.9 and recall >= 0.6) if is_judged else None,
        )


def _scores(pairs: Sequence[Pair], rule: Judge) -> tuple[float, float, int]:
    found = [pair for pair in pairs if rule(pair)]
    right = sum(pair.is_one for pair in found)
    return right / len(found), right / sum(pair.is_one for pair in pairs), sum(pair.kind in FORMS for pair in found)


def _near(pair: Pair) -> bool:
    first, second = (Text(told.title, told.text) for told in (pair.first, pair.second))
    return likeness(second, first) is not None


def _minhash(pair: Pair) -> bool:
    one, other = (MinHash(num_perm=128) for _ in range(2))
    for hashes, told in ((one, pair.first), (other, pair.second)):
        for run in _runs(told, 3):
            hashes.update(run.encode())
    return bool(one.jaccard(other) >= 0.5)


def _simhash(pair: Pair) -> bool:
    one, other = (_bits(told) for told in (pair.first, pair.second))
    return (one ^ other).bit_count() <= SIMHASH_BITS


def _bits(told: Told) -> int:
    sums = [0] * 64
    for run in _runs(told, 3):
        number = crc32(run.encode()) << 32 | crc32(run[::-1].encode())
        for bit in range(64):
            sums[bit] += 1 if number >> bit & 1 else -1
    return sum(1 << bit for bit in range(64) if sums[bit] > 0)


def _runs(told: Told, size: int) -> list[str]:
    words = re.findall(r"\w+", told.text.lower())
    return [" ".join(words[at : at + size]) for at in range(len(words) - size + 1)]


def _one_story(pair: Pair) -> bool:
    first, second = pair.first, pair.second
    days = abs(day_number(first.published) - day_number(second.published))
    return story_score(terms(first.title, first.text), terms(second.title, second.text), days) is not None


if __name__ == "__main__":
    sys.exit(main())
