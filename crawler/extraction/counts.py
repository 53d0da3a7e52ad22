"""Counters that sites print beside a headline: of views, comments, likes."""

from __future__ import annotations

import re

LONGEST_COUNT = 40

_LABELS = """
views|view|hits|reads|read|comments|comment|likes|shares|replies|no comments
просмотры|просмотров|просмотра|просмотр|прочитано|прочтений|комментарии|комментариев|комментария|комментарий
лайков|лайки|ответов
дида шуд|дидан|тамошо|бинанда|бозид|шарҳ|шарҳҳо|шарҳо|назар|назарҳо|хонда шуд
"""

LABELS = frozenset(label for line in _LABELS.strip().splitlines() for label in line.split("|"))

_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,3}|\d{1,9}(?:[.,]\d)?[kKкКmMмМ]|\d{1,9}")
_SIGNS = " \t\u00a0:()[]–—-•·👁💬"


def is_count(text: str) -> bool:
    """Whether the whole text is a counter: ``17``, ``1 234``, ``(0)``, ``Views: 9``, ``3 комментария``.

    ``10.61`` is a value and no counter.
    """
    return len(text) <= LONGEST_COUNT and _number(text) is not None


def is_labelled_count(text: str) -> bool:
    """Whether it is a counter that says of what; a bare number may be the article's."""
    return len(text) <= LONGEST_COUNT and bool(_number(text))


def _number(text: str) -> str | None:
    """What a counter says beside its number, folded; None for what is no counter."""
    number = _NUMBER.search(text)
    if number is None:
        return None
    before, after = (side.strip(_SIGNS).casefold() for side in (text[: number.start()], text[number.end() :]))
    label = before or after
    return label if not (before and after) and (not label or label in LABELS) else None
