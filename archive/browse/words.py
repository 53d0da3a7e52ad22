"""Every word that our pages say, in one place; a language is added by adding its dictionary."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "about": "Pages kept as they were published, with their edits, copies and removals.",
    "all_languages": "All languages",
    "all_sources": "All sources",
    "archived": "In the archive since",
    "article.one": "article",
    "article.other": "articles",
    "articles_per_day": "Articles per day",
    "back_to_article": "Back to the article",
    "best_first": "Best first",
    "by": "By",
    "capture.one": "capture",
    "capture.other": "captures",
    "captures_closed": "Captures are not listed on public pages.",
    "chart_span": "{first} to {last}, by day of publication",
    "chart_text": "{total} articles in 30 days. The busiest day was {busiest} with {most}.",
    "compare": "What changed",
    "copy": "Copy",
    "copy_of": "The same text was first published as",
    "day": "Day",
    "digest": "SHA-256",
    "duplicate.one": "duplicate linked",
    "duplicate.other": "duplicates linked",
    "edited": "Edited",
    "edited_note": "This text was edited after publication.",
    "empty_archive": "Nothing has been archived yet. Run backissue crawl.",
    "evidence": "Evidence",
    "excerpt_only": "This is an excerpt. The full text is at the original.",
    "feed": "Feed",
    "feed_search": "Feed of this search",
    "filter": "Narrow the search",
    "first_seen": "First seen",
    "from": "From",
    "front": "Front page",
    "hit.one": "article found",
    "hit.other": "articles found",
    "json": "JSON",
    "keywords": "Keywords",
    "language": "Language",
    "languages": "Languages",
    "last_seen": "Last seen there",
    "latest": "Latest",
    "length": "Length",
    "modified": "Changed by the publisher",
    "months": "Months",
    "newest": "newest",
    "newest_first": "Newest first",
    "next": "Next",
    "no_archive": "There is no Backissue archive among the open databases.",
    "no_article": "There is no article of this number in the archive.",
    "no_date": "Date unknown",
    "no_hits": "Nothing was found. Try fewer words, another script, or a wider time.",
    "no_language": "unknown",
    "no_version": "This article has no such version.",
    "not_a_date": "“{value}” is not a date, so it was left out. Write it as 2026-11-30.",
    "nothing_changed": "No edit, removal or copy so far.",
    "numbers": "The same in numbers",
    "original": "Read the original",
    "other_sources": "Other sources",
    "outcome_pending": "not extracted yet",
    "page": "Page",
    "page_of": "Page {page} of {pages}",
    "part_of_archive": "A part of the archive",
    "previous": "Previous",
    "printed_date": "Date as printed",
    "problem": "That did not work",
    "public_diff": "Versions are not compared on public pages.",
    "removed": "Removed",
    "removed.one": "removed",
    "removed.other": "removed",
    "removed_note": "No longer on the publisher’s site. Last seen there {last_seen}, found gone {removed}.",
    "results_for_end": "”",
    "results_for_start": "Results for “",
    "revision.one": "earlier version kept",
    "revision.other": "earlier versions kept",
    "same_text": "Same text elsewhere",
    "search": "Search",
    "search_hint": "Words, “a phrase”, a name in any script",
    "skip": "Skip to the text",
    "source": "Source",
    "source.one": "source",
    "source.other": "sources",
    "sources": "Sources",
    "state_dead": "closed",
    "state_failing": "failing",
    "state_moved": "moved",
    "state_ok": "well",
    "state_quiet": "not crawled yet",
    "tables": "Tables",
    "text_same": "The text of these two versions is the same.",
    "to": "To",
    "too_slow": "That search took too long. Add a word, or narrow it by source or date.",
    "version": "Version",
    "versions": "Versions",
    "what_changed": "Lately changed",
    "whole_archive": "The whole archive",
    "without": "Without",
    "word.one": "word",
    "word.other": "words",
    "words": "Words",
}

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

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


def endonym(language: str | None) -> str:
    """The language's own name; the code itself when we have no name for it."""
    if not language:
        return ENGLISH["no_language"]
    return ENDONYMS.get(language.split("-")[0].lower(), language)


def counted(number: int, noun: str) -> str:
    """``1 article``, ``2,048 articles``; the noun is a key with the forms ``.one`` and ``.other``."""
    return f"{number:,} {noun_form(number, noun)}"


def noun_form(number: int, noun: str) -> str:
    """The noun alone, in the form that the number asks for."""
    return ENGLISH[f"{noun}.{'one' if number == 1 else 'other'}"]
