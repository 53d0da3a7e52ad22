"""What the class and the id of an element say of it."""

from __future__ import annotations

import pytest

from crawler.extraction.element_names import NAMES, ROLES, roles_of


def said(names: str) -> set[str]:
    bits = roles_of(names)
    return {name for place, name in enumerate(NAMES) if bits >> place & 1}


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        ("sidebar", {"side"}),
        ("relatedPosts", {"related", "body"}),
        ("related-posts", {"related", "body"}),
        ("entry_content", {"body"}),
        ("COMMENTS", {"comment"}),
        ("share42 likes", {"share"}),
        ("nav", {"nav"}),
        ("navigator unavailable", set()),
        ("x1 y2 z3", set()),
        ("", set()),
    ],
)
def test_words_of_a_name_are_found_in_any_spelling(names: str, roles: set[str]) -> None:
    assert said(names) == roles


@pytest.mark.parametrize("role", ROLES)
def test_each_word_speaks_for_its_role(role: str) -> None:
    for word in ROLES[role].split():
        if word.isalpha():
            assert role in said(f"theme-{word}"), word


@pytest.mark.parametrize("role", ROLES)
def test_plural_of_a_word_speaks_too(role: str) -> None:
    assert role in said(next(word for word in ROLES[role].split() if word.isalpha()) + "s")


def test_endless_name_is_read_to_a_bound() -> None:
    assert said("x " * 500_000 + "sidebar") == set()
