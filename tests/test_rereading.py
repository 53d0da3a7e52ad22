"""What the pages of a batch say of each other, and which of them must be read once more for it."""

from __future__ import annotations

from archive.fingerprints import headline_key
from archive.memory import Memory, Observations
from archive.reextraction import Reading
from crawler.rereading import KeptPage, Read, headlines_of, is_judged_otherwise, with_batch
from tests.archives import page
from tests.lessons import Told, taught

MEMORY = Memory("vodi-en")
STORY = Told("The bridge over the river reopened on Monday, the city said, and two lanes carry its traffic again.")
NOTICE = Told("Subscribe to the messenger of the news and read them all before your neighbours have heard of them.")
OTHER = "Pupils carry the shelves of a library"


def read(
    number: int,
    *blocks: Told,
    day: str = "2026-11-07",
    newest: bool = True,
    counts: bool = True,
    reading: Reading | None = None,
    headlines: tuple[str, ...] = (),
) -> Read:
    """A page that was read under MEMORY."""
    seen = taught(*blocks, memory=MEMORY, headlines=headlines) if blocks else Observations()  # type: ignore[arg-type]
    article = page(f"https://vodi.example/en/{number}", f"Bridge number {number} is mended", STORY.text)
    return Read(KeptPage(number, 1, number, newest, counts), article if reading is None else reading, seen, day)


def test_block_on_three_pages_of_a_day_is_the_sites() -> None:
    pages = [read(number, STORY._replace(text=f"{number} {STORY.text}"), NOTICE) for number in range(3)]
    known = with_batch(MEMORY, pages)
    assert known.repeated == {headline_key(NOTICE.text): (3, 3)}
    assert all(is_judged_otherwise(one, known, set()) for one in pages)
    assert not any(is_judged_otherwise(one, MEMORY, set()) for one in pages)


def test_it_does_not_repeat_on_pages_of_other_days_earlier_texts_and_copies() -> None:
    two = [read(number, NOTICE) for number in range(2)]
    for third in (read(2, NOTICE, day="2026-11-08"), read(2, NOTICE, counts=False)):
        assert with_batch(MEMORY, [*two, third]).repeated == {}


def test_what_was_known_stays_known() -> None:
    memory = Memory("vodi-en", frozenset({1}), repeated={2: (3, 4)})
    known = with_batch(memory, [read(number, NOTICE) for number in range(3)])
    assert known.headlines > {1}
    assert known.repeated == {2: (3, 4), headline_key(NOTICE.text): (3, 3)}


def test_headlines_are_those_of_the_newest_articles_that_say_enough() -> None:
    pages = [read(1), read(2, newest=False), read(3, reading="damaged"), read(4, reading=page("u", "Short"))]
    assert headlines_of(pages) == {1: headline_key("Bridge number 1 is mended")}


def test_page_that_has_the_headline_of_another_in_its_text_is_read_once_more() -> None:
    own = "Bridge number 1 is mended"
    assert is_judged_otherwise(read(1, STORY, headlines=(OTHER,)), MEMORY, {headline_key(OTHER)})
    assert not is_judged_otherwise(read(1, STORY, headlines=(OTHER,)), MEMORY, {headline_key("Another line")})
    assert not is_judged_otherwise(read(1, STORY, headlines=(own,)), MEMORY, {headline_key(own)})


def test_page_that_taught_nothing_is_read_once() -> None:
    known = with_batch(MEMORY, [read(number, NOTICE) for number in range(3)])
    assert not is_judged_otherwise(read(1), known, {headline_key(OTHER)})
    assert not is_judged_otherwise(read(1, NOTICE, reading="rejected:listing"), known, set())
