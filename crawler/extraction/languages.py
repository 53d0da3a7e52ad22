"""Which language a text is in, of those that the catalogue's outlets write, and which of its paragraphs are not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy
from functools import lru_cache

from py3langid.langid import MODEL_FILE

from crawler.extraction.language_model import LanguageModel

CATALOGUE = ("tg", "ru", "en", "uz", "ky", "kk", "tk", "fa")
"""The region's languages; a source's own are added to them."""

SURE = 0.75
"""Probability under which a declared language is preferred, if it is likely at all."""

LIKELY = 0.1
READ = 1_200
"""Characters read, of a long text's beginning, middle and end: enough to be sure, and under a millisecond."""

FOREIGN = 0.9
"""Probability of a paragraph's language. Of 20,168 paragraphs of news, mostly Russian, English and Kyrgyz, none was
noted wrongly; of own-written sentences inside an article of another language nine in ten were noted, none wrongly."""

FOREIGN_SCRIPT = 0.5
"""Its probability where the letters already say that it is another language than the article's."""

FEWEST_WORDS = 6
"""Words in small letters, so that no name and no headline in capitals is judged: fewer are too few to tell."""

FEWEST_PARAGRAPHS = 4
ALIKE = 2
"""A paragraph with so many of the words that most paragraphs of the text have is in the text's language."""

FEWEST_LETTERS = 12
"""In another script, of a line that is two thirds in it and has a word in small letters in it."""

_WORD = re.compile(r"[^\W\d_]+(?:['’ʻ‘ʼ-][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?<!\S)\S*(?:://|@|#|\w\.\w)\S*")
"""Looked for from the beginning of a word alone: 20 kB without a blank would take 5 s from each of their letters."""

_SCRIPTS = (("Latin", "a", "\u024f"), ("Cyrillic", "\u0400", "\u052f"), ("Arabic", "\u0600", "\u06ff"))


def detect_language(text: str, declared: Iterable[str] = ()) -> str | None:
    """BCP 47 tag of the text's language; None for a text without letters.

    ``declared`` are the source's languages: added to the catalogue's, preferred where the text leaves it open.
    """
    sample = _spread(text)
    if not any(map(str.isalpha, sample)):
        return None
    hints = _primary(declared)
    ranking = _among(hints).rank(sample)
    language, probability = ranking[0]
    if probability < SURE:
        likely = (tag for tag, share in ranking if tag in hints and share >= LIKELY)
        language = next(likely, language)
    return str(language)


def foreign_paragraphs(
    paragraphs: Sequence[str], language: str | None, declared: Iterable[str] = ()
) -> tuple[tuple[int, str], ...]:
    """The paragraphs that are in another language than the article: place, counted from 0, and BCP 47 tag.

    Only what is certain: a line that is too short, or is names, numbers or addresses, is not noted.
    """
    if language is None:
        return ()
    words = [_WORD.findall(_ADDRESS.sub(" ", paragraph)) for paragraph in paragraphs]
    scripts = Counter(_script(word) for line in words for word in line)
    own = scripts.most_common(1)[0][0] if scripts else None
    hints = _primary(declared)
    common = _common(words)
    asked = ((place, line) for place, line in enumerate(words) if len(common.intersection(line)) < ALIKE)
    found = ((place, _foreign(line, language, own, hints)) for place, line in asked)
    return tuple((place, tag) for place, tag in found if tag)


def _common(words: Sequence[Sequence[str]]) -> frozenset[str]:
    """Words in small letters that stand in most paragraphs: "the", "и", "дар" and their like."""
    paragraphs = [{word for word in line if word.islower()} for line in words if len(line) >= FEWEST_WORDS]
    if len(paragraphs) < FEWEST_PARAGRAPHS:
        return frozenset()
    times = Counter(word for line in paragraphs for word in line)
    return frozenset(word for word, count in times.items() if count > len(paragraphs) / 2)


def _foreign(words: list[str], language: str, own: str | None, hints: tuple[str, ...]) -> str | None:
    """The language of a paragraph's words, where it is certainly not the article's."""
    plain = [word for word in words if not word[0].isupper()]
    strange = [word for word in words if _script(word) != own]
    letters = sum(map(len, strange))
    other_script = letters >= max(FEWEST_LETTERS, sum(map(len, words)) * 2 / 3) and not {*strange}.isdisjoint(plain)
    if not other_script and len(plain) < FEWEST_WORDS:
        return None
    sample = " ".join(words[:16] if other_script else [*plain[:8], *plain[8:][-8:]])
    tag, probability = _among(hints).rank(sample)[0]
    if tag == language:
        return None
    beyond, share = _full().rank(sample)[0]
    if beyond != tag and share >= SURE:
        tag, probability = beyond, share
    return str(tag) if tag != language and probability >= (FOREIGN_SCRIPT if other_script else FOREIGN) else None


def _script(word: str) -> str | None:
    return _script_of(word[-1].lower())


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str | None:
    return next((name for name, first, last in _SCRIPTS if first <= letter <= last), None)


def _spread(text: str) -> str:
    if len(text) <= READ:
        return text
    part, middle = READ // 3, len(text) // 2
    return f"{text[:part]} {text[middle : middle + part]} {text[-part:]}"


def _primary(declared: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.partition("-")[0].lower() for tag in declared))


def _among(hints: tuple[str, ...]) -> LanguageModel:
    return _identifier(tuple(sorted({*CATALOGUE, *hints} & _known())))


@lru_cache(maxsize=1)
def _full() -> LanguageModel:
    """The model of all languages: loaded once in a process, in about half a second."""
    model: LanguageModel = LanguageModel.from_model_file(MODEL_FILE, norm_probs=True)
    return model


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(_full().labels)


@lru_cache(maxsize=32)
def _identifier(languages: tuple[str, ...]) -> LanguageModel:
    """The model restricted to some languages; its tables are shared with the full one."""
    part = copy(_full())
    part.set_languages(languages)
    return part
