"""What an archived page lacks of what an editor would say is right, field by field."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from typing import Any

from tests.pages.archived import HERE, FrozenPage, Stored

SHORTFALLS = HERE / "shortfalls.toml"
FIELDS = ("leaked", "lost", "headline", "published", "published_raw", "language", "authors", "section")


def faults(page: FrozenPage, stored: Stored) -> dict[str, str]:
    """By field: what is wrong with it, in a line or a few for people. A page that was not archived fails in all."""
    if stored.row is None:
        return dict.fromkeys(FIELDS, f"the page ended as {stored.outcome}")
    expected = page.expected
    leaked, lost = compare_lines(expected["text"], expected["optional"], stored.row["text"].split("\n"))
    found = {"leaked": "\n".join(f"+ {line}" for line in leaked), "lost": "\n".join(f"- {line}" for line in lost)}
    for field, is_, should in (
        ("headline", stored.row["title"], expected["headline"]),
        ("published", stored.row["published"], expected["published"]),
        ("published_raw", stored.row["published_raw"], expected["published_raw"]),
        ("language", stored.row["language"], expected["language"]),
        ("authors", _people(json.loads(stored.row["authors"]), expected["byline"]), expected["authors"]),
        ("section", stored.row["section"], expected["section"]),
    ):
        is_asked = not (field == "published_raw" and should is None)
        is_right = is_ == should or (field == "section" and _folded(is_) == _folded(should))
        found[field] = f"{is_!r} instead of {should!r}" if is_asked and not is_right else ""
    return {field: fault for field, fault in found.items() if fault}


def compare_lines(text: list[str], optional: list[str], stored: list[str]) -> tuple[list[str], list[str]]:
    """The stored lines that are not the article's, and those of the article's that are not stored or not in order."""
    may_stand, should = Counter(optional), Counter(text)
    leaked, kept = [], []
    for line in stored:
        if should[line] > 0:
            should[line] -= 1
            kept.append(line)
        elif may_stand[line] > 0:
            may_stand[line] -= 1
        else:
            leaked.append(line)
    lost = [line for line in text if line not in kept]
    moved = [] if lost else [line for line, other in zip(text, kept, strict=False) if line != other]
    return leaked, lost + moved


def _people(authors: list[str], byline: str | None) -> list[str]:
    """The names without the outlet's, which may stand where a page gives it as the author and names nobody."""
    return [] if byline and authors == [byline] else authors


def _folded(text: object) -> str:
    """Rubrics are printed in capitals on some pages."""
    return str(text).casefold()


def shortfalls() -> dict[tuple[str, int, str], str]:
    """What is known to be wrong today, each with its reason: (layout, page, field)."""
    listed: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(SHORTFALLS.read_text("utf-8"))
    return {
        (layout, int(page), field): reason
        for layout, pages in listed.items()
        for page, fields in pages.items()
        for field, reason in fields.items()
    }


def write_shortfalls(listed: dict[tuple[str, int, str], str]) -> None:
    """The list anew, in order; its introduction stays."""
    introduction = SHORTFALLS.read_text("utf-8").partition("\n[")[0].rstrip("\n")
    tables: dict[tuple[str, int], list[str]] = {}
    for (layout, page, field), reason in sorted(listed.items()):
        tables.setdefault((layout, page), []).append(f"{field} = {json.dumps(reason, ensure_ascii=False)}")
    written = [f"[{layout}.{page}]\n" + "\n".join(lines) for (layout, page), lines in tables.items()]
    SHORTFALLS.write_text("\n\n".join((introduction, *written)) + "\n", "utf-8")
