"""The languages of our pages, one module each, and what languages call themselves."""

from __future__ import annotations

from collections.abc import Mapping

from archive.browse.words.english import ENGLISH
from archive.browse.words.russian import RUSSIAN
from archive.browse.words.tajik import TAJIK

WORDINGS = {wording.code: wording for wording in (ENGLISH, RUSSIAN, TAJIK)}

ENDONYMS: Mapping[str, str] = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "fa": "فارسی",
    "fr": "Français",
    "kk": "Қазақша",
    "ky": "Кыргызча",
    "ps": "پښتو",
    "ru": "Русский",
    "tg": "Тоҷикӣ",
    "tk": "Türkmençe",
    "tr": "Türkçe",
    "uk": "Українська",
    "uz": "Oʻzbekcha",
    "zh": "中文",
}
"""A language's name in itself, by the first subtag of its BCP 47 code."""


def endonym(language: str) -> str:
    """The language's own name; the code itself when we have no name for it."""
    return ENDONYMS.get(language.split("-")[0].lower(), language)
