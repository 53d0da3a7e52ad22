"""Which language a text is in, of those that the catalogue's outlets write."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

CATALOGUE = ("tg", "ru", "en", "uz", "ky", "kk", "tk", "fa")
"""The region's languages; a source's own are added to them."""

SURE = 0.75
"""Probability under which a declared language is preferred, if it is likely at all."""

LIKELY = 0.1
READ = 1_200
"""Characters read: enough to be sure, and under a millisecond."""


def detect_language(text: str, declared: Iterable[str] = ()) -> str | None:
    """BCP 47 tag of the text's language; None for a text without letters.

    ``declared`` are the source's languages: added to the catalogue's, preferred where the text leaves it open.
    """
    sample = text[:READ]
    if not any(map(str.isalpha, sample)):
        return None
    hints = tuple(dict.fromkeys(tag.partition("-")[0].lower() for tag in declared))
    ranking = _identifier(tuple(sorted({*CATALOGUE, *hints} & _known()))).rank(sample)
    language, probability = ranking[0]
    if probability < SURE:
        likely = (tag for tag, share in ranking if tag in hints and share >= LIKELY)
        language = next(likely, language)
    return str(language)


@lru_cache(maxsize=1)
def _full() -> LanguageIdentifier:
    """The model of all languages: loaded once in a process, in about half a second."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(_full().labels)


@lru_cache(maxsize=32)
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    """The model restricted to some languages; its tables are shared with the full one."""
    full = _full()
    part = LanguageIdentifier(
        full.nb_ptc, full.nb_pc, full.nb_classes, full.tk_nextmove, full.tk_output, True, tk_row=full.tk_row
    )
    part.set_languages(languages)
    return part
