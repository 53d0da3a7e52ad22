"""English forms: plurals, tenses and participles, and no derived words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.english import english, english_beginnings


@pytest.mark.parametrize(
    "words",
    [
        "glacier glaciers",
        "city cities",
        "policy policies",
        "church churches",
        "crisis crises",
        "bus buses",
        "life lives",
        "wolf wolves",
        "protest protests protested protesting",
        "plan plans planned planning",
        "mine mines mined mining",
        "visit visits visited visiting",
        "invite invites invited inviting",
        "agree agrees agreed agreeing",
        "carry carries carried carrying",
        "travel traveled travelled travelling",
        "large largest",
        "heavy heaviest",
        "flood floods flooded flooding",
    ],
)
def test_the_forms_of_a_word_have_it_in_common(words: str) -> None:
    among = words.split()
    for word in among:
        assert among[0] in english(word)
        assert any(word.startswith(beginning) for beginning in english_beginnings(among[0], ()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("protest", "protestant"), ("policy", "police"), ("news", "new"), ("news", "newest"), ("farmer", "farm")),
        *(
            ("election", "elected"),
            ("university", "universe"),
            ("mine", "minister"),
            ("plan", "plane"),
            ("war", "ward"),
        ),
        *(("evening", "even"), ("need", "nee"), ("hop", "hoping"), ("general", "generation"), ("party", "part")),
        ("war", "ward"),
    ],
)
def test_other_words_have_nothing_in_common(one: str, other: str) -> None:
    assert english(one).isdisjoint(english(other))


@given(st.text(alphabet="abcdefghinorstuvwxyz", max_size=15))
def test_a_word_is_one_of_its_own_and_none_is_empty(word: str) -> None:
    assert word in english(word)
    assert not word or "" not in english(word)
