"""The walk in numpy says what py3langid says, to the last bit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from crawler.extraction.language_model import LanguageModel
from crawler.extraction.languages import _full, _identifier

REGION = ("en", "fa", "kk", "ky", "ru", "tg", "tk", "uz")


@pytest.fixture(scope="module")
def plain() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@pytest.mark.parametrize(
    "text",
    [
        "Пули нави шаҳр барои мошинҳо кушода шуд. " * 20,
        "Новый мост через реку открыли для движения. " * 20,
        "The new bridge over the river was opened to traffic. " * 20,
        "Yangi koʻprik ochildi",
        "پل تازه گشوده شد",
        "a",
        "",
        "!?",
        "ПУЛИ НАВИ ШАҲР",
    ],
)
def test_ranking(text: str, plain: LanguageIdentifier) -> None:
    assert _full().rank(text) == plain.rank(text)


@given(st.text(max_size=60))
def test_any_text(plain: LanguageIdentifier, text: str) -> None:
    assert _full().rank(text) == plain.rank(text)


def test_restricted_model_shares_the_tables_of_the_full_one() -> None:
    some = _identifier(REGION)
    assert some._next is _full()._next
    assert isinstance(some, LanguageModel)
    assert sorted(some.labels) == list(REGION)
    assert len(_full().labels) > len(REGION)
