"""What was measured of a page's blocks, kept until the end of the run and judged again."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.fingerprints import headline_key, kind_key
from archive.lessons import FEW, MOST_BETWEEN, SMALL, Lesson, pack, unpack
from archive.memory import KEEP, KindScore, Memory
from tests.lessons import NEW, SIDE, STORY, Told, lesson_of

UNKNOWN = Memory("vodi-en")
LEARNED = Memory(
    "vodi-en",
    kinds={kind_key(STORY): KindScore(100, 95_000), kind_key(SIDE): KindScore(100, 2_000)},
    learned=True,
)
LONG = SMALL + 100
STORY_BLOCK = Told("The bridge over the Varzob river reopened on Monday.", letters=LONG)
SIDE_BLOCK = Told("School in Khorog gets a new library", SIDE, plain=-4.0)


def kept(lesson: Lesson, memory: Memory = UNKNOWN) -> list[bool]:
    return lesson.judge(memory)


def columns(lesson: Lesson) -> list[object]:
    values = (getattr(lesson, field.name) for field in fields(Lesson))
    return [value if isinstance(value, bool) else list(value) for value in values]


def test_lesson_under_another_memory_has_the_votes_that_it_asks_for() -> None:
    voted = lesson_of(STORY_BLOCK._replace(voted=4.0), memory=UNKNOWN)
    alone = lesson_of(STORY_BLOCK, memory=UNKNOWN)
    assert voted.under(UNKNOWN) == voted
    assert alone.under(UNKNOWN) is None
    assert alone.under(LEARNED) == alone
    assert voted.under(LEARNED) == replace(voted, voted=())


KEYS = st.integers(-(2**63), 2**63 - 1)
BLOCKS = st.tuples(
    KEYS, KEYS, st.integers(0, 65_535), st.integers(0, 2**32 - 1), st.integers(0, 1), st.integers(-7000, 7000),
    st.integers(-7000, 7000), st.integers(0, 1),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(BLOCKS, max_size=8), st.booleans(), st.lists(KEYS, max_size=5), st.booleans())
def test_lesson_that_was_packed_comes_back(
    rows: list[tuple[int, ...]], has_votes: bool, headlines: list[int], is_sample: bool
) -> None:
    keys, kinds, letters, places, barred, plain, voted, was_kept = zip(*rows, strict=True) if rows else [()] * 8
    lesson = Lesson(
        keys=keys, kinds=kinds, letters=letters, places=places, barred=barred, plain=plain,
        voted=voted if has_votes else (), kept=was_kept, headlines=headlines, is_sample=is_sample,
    )  # fmt: skip
    assert columns(unpack(pack(lesson))) == columns(lesson)


def test_page_of_more_blocks_than_sixteen_bits_count_is_packed() -> None:
    blocks = [STORY_BLOCK] * 70_000
    lesson = lesson_of(*blocks, memory=UNKNOWN)
    assert columns(unpack(pack(lesson))) == columns(lesson)


def test_lesson_of_an_article_takes_a_few_bytes_a_block() -> None:
    blocks = [Told(f"Paragraph {number} of the text") for number in range(100)]
    assert len(pack(lesson_of(*blocks, memory=UNKNOWN))) < 100 * 30


def test_blocks_are_kept_by_their_own_odds_where_nothing_is_known() -> None:
    assert kept(lesson_of(STORY_BLOCK, SIDE_BLOCK)) == [True, False]
    limit = Told("On the limit", plain=KEEP)
    assert kept(lesson_of(STORY_BLOCK, limit, SIDE_BLOCK)) == [True, True, False]


def test_kind_of_a_block_moves_what_is_kept() -> None:
    doubtful = Told("A line that might be either", SIDE, plain=1.0)
    assert kept(lesson_of(STORY_BLOCK, doubtful)) == [True, True]
    assert kept(lesson_of(STORY_BLOCK, doubtful), LEARNED) == [True, False]


def test_block_that_repeats_is_never_kept() -> None:
    memory = replace(UNKNOWN, repeated={headline_key(SIDE_BLOCK.text): (3, 5)})
    sure = SIDE_BLOCK._replace(plain=7.0)
    assert kept(lesson_of(STORY_BLOCK, sure, STORY_BLOCK)) == [True, True, True]
    assert kept(lesson_of(STORY_BLOCK, sure, STORY_BLOCK), memory) == [True, False, True]


def test_votes_count_where_they_were_asked_for() -> None:
    lesson = lesson_of(STORY_BLOCK, Told("Voted in", plain=-4.0, voted=2.0), Told("Voted out", plain=2.0, voted=-4.0))
    assert lesson.judge(UNKNOWN) == [True, True, False]
    assert lesson.judge(UNKNOWN, by_page=True) == [True, False, True]


def test_short_lines_between_two_paragraphs_of_the_text_are_text() -> None:
    heading = Told("What will change", plain=-1.0)
    assert kept(lesson_of(STORY_BLOCK, heading, STORY_BLOCK)) == [True, True, True]
    assert kept(lesson_of(STORY_BLOCK, heading, SIDE_BLOCK)) == [True, False, False]
    assert kept(lesson_of(STORY_BLOCK, heading._replace(barred=True), STORY_BLOCK)) == [True, False, True]
    many = [heading] * (MOST_BETWEEN + 1)
    assert kept(lesson_of(STORY_BLOCK, *many, STORY_BLOCK)) == [True, *[False] * len(many), True]


def test_lines_among_which_a_hopeless_block_stood_are_not_between() -> None:
    lesson = lesson_of(STORY_BLOCK, Told("What will change", plain=-1.0), STORY_BLOCK)
    assert replace(lesson, places=[0, 2, 3]).judge(UNKNOWN) == [True, False, True]


def test_likeliest_blocks_of_a_page_without_a_paragraph_are_its_text() -> None:
    flash = Told("The pass is closed to lorries until Friday.", plain=-0.2, letters=FEW - 40)
    menu = Told("Read more", plain=-6.0, letters=9)
    assert kept(lesson_of(flash, menu)) == [True, False]
    assert kept(lesson_of(flash._replace(barred=True), menu)) == [False, False]


@pytest.mark.parametrize(
    ("lesson", "memory", "wants"),
    [
        (lesson_of(STORY_BLOCK), UNKNOWN, True),
        (lesson_of(STORY_BLOCK), LEARNED, False),
        (lesson_of(STORY_BLOCK, is_sample=True), LEARNED, True),
        (lesson_of(STORY_BLOCK._replace(letters=SMALL - 1)), LEARNED, True),
        (lesson_of(STORY_BLOCK, STORY_BLOCK._replace(kind=NEW)), LEARNED, True),
        (lesson_of(STORY_BLOCK, STORY_BLOCK._replace(kind=NEW, letters=20)), LEARNED, False),
        (lesson_of(STORY_BLOCK, STORY_BLOCK._replace(plain=-1.2)), LEARNED, True),
        (lesson_of(STORY_BLOCK, STORY_BLOCK._replace(plain=-1.2, letters=20)), LEARNED, False),
    ],
    ids=["not learned", "learned", "sample", "short", "strange", "hardly strange", "undecided", "hardly undecided"],
)
def test_votes_are_asked_for_where_the_page_alone_is_not_enough(lesson: Lesson, memory: Memory, wants: bool) -> None:
    assert lesson.wants_votes(memory) is wants


def test_whether_votes_are_wanted_does_not_hang_on_the_votes() -> None:
    """Else a page would be read again, and again, as its votes come and go."""
    asked = lesson_of(STORY_BLOCK._replace(voted=-6.0), SIDE_BLOCK._replace(voted=6.0))
    assert asked.wants_votes(LEARNED) == replace(asked, voted=()).wants_votes(LEARNED)


def test_agreement_is_the_f1_of_the_letters() -> None:
    both = Told("Both keep it", letters=300, voted=3.0)
    assert lesson_of(both).agreement(UNKNOWN) == 1.0
    assert lesson_of(both, Told("Page alone", letters=200, voted=-6.0)).agreement(UNKNOWN) == 2 * 300 / (500 + 300)
    assert lesson_of(Told("Page alone", letters=500, voted=-6.0)).agreement(UNKNOWN) == 0.0
    assert lesson_of(Told("Neither", letters=500, plain=-6.0, voted=-6.0)).agreement(UNKNOWN) == 1.0
