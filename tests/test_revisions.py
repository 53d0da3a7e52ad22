from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from sqlite3 import Connection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import revisions
from archive.readonly import open_readonly
from archive.revisions import Span, revisions_of, word_diff
from tests.samples import ARTICLES, sample_archive

PIECES = [
    "мост",
    "river",
    "10.61",
    "10.6",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    ".",
    ", ",
    "«",
    "ӯ",
    "e\u0301",
    "می\u200cرود",
    "\u2028",
    "\r",
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Connection]:
    connection = open_readonly(sample_archive(tmp_path / "archive.db"))
    yield connection
    connection.close()


def joined(spans: tuple[Span, ...], *kinds: str) -> str:
    return "".join(span.text for span in spans if span.kind in kinds)


def shown(old: str, new: str) -> str:
    """The diff as wdiff prints it."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[span.kind].format(span.text) for span in word_diff(old, new))


@given(TEXTS, TEXTS)
def test_spans_join_to_the_old_and_to_the_new_text(old: str, new: str) -> None:
    spans = word_diff(old, new)
    assert joined(spans, "same", "removed") == old
    assert joined(spans, "same", "added") == new


@given(TEXTS, TEXTS)
def test_spans_are_as_few_as_can_be_and_what_went_stands_before_what_came(old: str, new: str) -> None:
    spans = word_diff(old, new)
    assert all(span.text for span in spans)
    for one, next_one in pairwise(span.kind for span in spans):
        assert one != next_one
        assert (one, next_one) != ("added", "removed")


@given(TEXTS, TEXTS)
def test_spans_join_to_both_texts_when_there_is_no_effort_left(old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(revisions, "EFFORT", 0)
        spans = word_diff(old, new)
    assert joined(spans, "same", "removed") == old
    assert joined(spans, "same", "added") == new


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert word_diff(text, text) == ((Span("same", text),) if text else ())


@pytest.mark.parametrize(
    ("old", "new", "diff"),
    [
        ("It has one lane open.", "It has two lanes open.", "It has [-one lane -]{+two lanes +}open."),
        ("The dollar: 10.61 somoni.", "The dollar: 10.65 somoni.", "The dollar: [-10.61 -]{+10.65 +}somoni."),
        ("Said Rahmon.", "Said Rahmon on Monday.", "Said Rahmon{+ on Monday+}."),
        ("One.\nTwo.\nThree.", "One.\nThree.", "One.\n[-Two.\n-]Three."),
        ("One.\nThree.", "One.\nTwo.\nThree.", "One.\n{+Two.\n+}Three."),
        ("One. Two.", "One.\nTwo.", "One.[- -]{+\n+}Two."),
        ("", "All new.", "{+All new.+}"),
        ("All gone.", "", "[-All gone.-]"),
        ("Дар Хоруғ китобхона", "Дар Хоруғ мактаб", "Дар Хоруғ [-китобхона-]{+мактаб+}"),
        ("O\u02bbzbekiston xalqi", "O\u02bbzbek xalqi", "[-O\u02bbzbekiston -]{+O\u02bbzbek +}xalqi"),
    ],
)  # fmt: skip
def test_what_changed_is_told_word_by_word(old: str, new: str, diff: str) -> None:
    assert shown(old, new) == diff


def test_a_comma_between_two_changed_words_is_taken_as_changed_with_them() -> None:
    assert shown("He met Anna, Boris today", "He met Vera, Grigory today") == (
        "He met [-Anna, Boris -]{+Vera, Grigory +}today"
    )


def test_an_edit_in_one_paragraph_leaves_the_others_whole() -> None:
    old = "\n".join(text for _, _, _, text, _ in ARTICLES)
    new = old.replace("two lanes", "three lanes")
    assert [span.text for span in word_diff(old, new) if span.kind != "same"] == ["two ", "three "]


def test_every_tenth_word_of_a_long_text_is_found() -> None:
    words = [f"{'the' if place % 7 == 3 else 'word'}{place % 7 and place}" for place in range(3000)]
    edited = [word if place % 10 else f"edited{place}" for place, word in enumerate(words)]
    spans = word_diff(" ".join(words), " ".join(edited))
    assert [span.text.strip() for span in spans if span.kind == "added"] == edited[::10]


def chapters(step: int) -> str:
    """A text of 40 passages, each of which could spend all the effort, between lines that both texts have."""
    passage = "".join(f"a{n * step % 150} " for n in range(6_000))
    return "".join(f"{passage}\nchapter {number}\n" for number in range(40))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x " + "a " * 30_000 + "y", "z " + "a " * 30_000 + "q"),
        ("a\nb\n" * 10_000, "b\nc\n" * 10_000),
        ("".join(f"a{n % 150} " for n in range(20_000)), "".join(f"a{n * 7 % 150} " for n in range(20_000))),
        (" " * 100_000 + "x", "\t" * 100_000 + "y"),
        (chapters(step=1), chapters(step=7)),
    ],
    ids=["one word", "two lines", "few words", "blanks", "chapters"],
)
def test_a_text_made_to_cost_is_given_up_in_time(old: str, new: str) -> None:
    start = time.process_time()
    spans = word_diff(old, new)
    assert time.process_time() - start < 5
    assert joined(spans, "same", "removed") == old
    assert joined(spans, "same", "added") == new


def test_revisions_come_oldest_first_with_their_texts(archive: Connection) -> None:
    first, second = revisions_of(archive, 1)
    assert (first.number, second.number) == (1, 2)
    assert (first.seen_at, second.seen_at) == ("2026-11-07T00:00:00Z", "2026-11-08T00:00:00Z")
    changed = [span for span in word_diff(first.text, second.text) if span.kind != "same"]
    assert changed == [Span("removed", "one lane "), Span("added", "two lanes ")]


def test_an_article_never_edited_has_one_revision_and_an_unknown_one_none(archive: Connection) -> None:
    assert [revision.text for revision in revisions_of(archive, 2)] == [ARTICLES[1][3]]
    assert revisions_of(archive, 99) == []
