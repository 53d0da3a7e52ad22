"""Lessons to write by hand: pages of a few blocks, as the extractor would have measured them."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from archive.fingerprints import headline_key, kind_key
from archive.lessons import SCALE, Lesson, pack
from archive.memory import Memory, Observations

STORY = "p < div.story < main"
SIDE = "p < div.side < body"
NEW = "p < div.redesigned < body"


class Told(NamedTuple):
    """A block: its text, its kind, its log-odds by the page alone, and with votes where they were asked for."""

    text: str
    kind: str = STORY
    plain: float = 3.0
    voted: float | None = None
    barred: bool = False
    letters: int | None = None


def lesson_of(
    *blocks: Told, memory: Memory | None = None, is_sample: bool = False, headlines: tuple[str, ...] = ()
) -> Lesson:
    """The lesson of a page with these blocks in a row; what ``memory`` keeps was kept."""
    with_votes = any(block.voted is not None for block in blocks)
    lesson = Lesson(
        keys=[headline_key(block.text) for block in blocks],
        kinds=[kind_key(block.kind) for block in blocks],
        letters=[len(block.text) if block.letters is None else block.letters for block in blocks],
        places=list(range(len(blocks))),
        barred=[int(block.barred) for block in blocks],
        plain=[round(block.plain * SCALE) for block in blocks],
        voted=[round((block.plain if block.voted is None else block.voted) * SCALE) for block in blocks]
        if with_votes
        else (),
        headlines=sorted(map(headline_key, headlines)),
        is_sample=is_sample,
    )
    return lesson if memory is None else replace(lesson, kept=list(map(int, lesson.judge(memory))))


def taught(*blocks: Told, memory: Memory | None = None, headline: str | None = None, **more: bool) -> Observations:
    """What a page with these blocks would teach."""
    shares: dict[str, int] = {block.kind: 950 if block.plain > 0 else 20 for block in blocks}
    return Observations(
        headline=headline,
        kinds=tuple((kind_key(kind), kind, share) for kind, share in shares.items()),
        blocks=tuple((headline_key(block.text), block.text[:80]) for block in blocks),
        lesson=pack(lesson_of(*blocks, memory=memory or Memory("vodi-en"), **more)),
    )
