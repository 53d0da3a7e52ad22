"""Dates as the outlets print them; Khovar and Asia-Plus have forms of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.pages.articles import PageText

NOMINATIVE = (
    *("Январь", "Февраль", "Март", "Апрель", "Май", "Июнь"),
    *("Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"),
)
MONTHS = {
    "ru": (
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
    "en": (
        *("january", "february", "march", "april", "may", "june"),
        *("july", "august", "september", "october", "november", "december"),
    ),
    "tg": (
        *("январи", "феврали", "марти", "апрели", "майи", "июни"),
        *("июли", "августи", "сентябри", "октябри", "ноябри", "декабри"),
    ),
}
TODAY = {"ru": "сегодня", "en": "today", "tg": "имрӯз"}
YESTERDAY = {"ru": "вчера", "en": "yesterday", "tg": "дирӯз"}


def khovar(article: PageText, fetched: str) -> str:
    """``Февраль 9, 2026 15:46``, the month in Russian on the Tajik edition too."""
    month = MONTHS["en"][article.date.month - 1].capitalize()
    if article.edition != "en":
        month = NOMINATIVE[article.date.month - 1]
    return f"{month} {article.date.day}, {article.date.year} {article.moment:%H:%M}"


def khovar_short(article: PageText, fetched: str) -> str:
    """``12:00, 8.Янв 2026``."""
    return f"{article.moment:%H:%M}, {article.date.day}.{NOMINATIVE[article.date.month - 1][:3]} {article.date.year}"


def asiaplus(article: PageText, fetched: str) -> str:
    """``15:03, 17 марта``, ``14:34, october 21``, ``14:19, today``: never a year."""
    month = MONTHS[article.edition if article.edition != "tg" else "ru"][article.date.month - 1]
    day = f"{month} {article.date.day}" if article.edition == "en" else f"{article.date.day} {month}"
    for words, back in ((TODAY, 0), (YESTERDAY, 1)):
        if _days_before(article, fetched) == back:
            day = words[article.edition]
    return f"{article.moment:%H:%M}, {day}"


def jnews(article: PageText, fetched: str) -> str:
    """``31 марта, 2026 / 14:30``."""
    return f"{article.date.day} {MONTHS['ru'][article.date.month - 1]}, {article.date.year} / {article.moment:%H:%M}"


def long(article: PageText, fetched: str) -> str:
    """``9 феврали 2026``."""
    return f"{article.date.day} {MONTHS[article.edition][article.date.month - 1]} {article.date.year}"


def _days_before(article: PageText, fetched: str) -> int:
    today = article.moment.fromisoformat(fetched.rstrip("Z")) + timedelta(hours=5)
    return (today.date() - article.date).days


PRINTED: dict[str, Callable[[PageText, str], str]] = {
    "khovar": khovar,
    "khovar_short": khovar_short,
    "asiaplus": asiaplus,
    "jnews": jnews,
    "long": long,
}
"""By the name that ``printed`` in a ``site.toml`` has."""
