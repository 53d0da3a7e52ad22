"""Searches that somebody keeps: a TOML file with a line for each, ``name = "query"``."""

from __future__ import annotations

import re
from pathlib import Path

from archive.errors import UsageProblem

FILE_NAME = "searches.toml"
NAME = re.compile(r"[\w-]{1,64}")
"""A name stands in the address of its feed: letters of any script, digits, hyphens."""


def beside(archive: Path) -> Path:
    """Where the searches of an archive are kept unless somebody says otherwise."""
    return archive.with_name(FILE_NAME)


def saved_searches(path: Path) -> dict[str, str]:
    """Every search of the file, query by name, in the file's order; none when there is no such file.

    Raises UsageProblem for a file that cannot be read, is no TOML, or has anything but names and queries in it.
    """
    from archive.toml import NotToml, read_toml  # a search that was typed does without

    try:
        found = read_toml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageProblem(f"{path}: cannot be read ({error.strerror}). See to its permissions.") from error
    except (NotToml, UnicodeDecodeError) as error:
        raise UsageProblem(f'{path}: not TOML ({error}). Write a line for each search: name = "query".') from error
    return {name: checked(path, name, query) for name, query in found.items()}


def checked(path: Path, name: str, query: object) -> str:
    """The query. Raises UsageProblem when it or its name cannot be used."""
    if not NAME.fullmatch(name):
        raise UsageProblem(f"{path}: {name!r} names no search. Use up to 64 letters, digits and hyphens.")
    if not isinstance(query, str) or not query.strip():
        raise UsageProblem(f'{path}: {name} has no query. Write it in quotation marks: {name} = "сел OR наводнение".')
    return query


def saved_search(path: Path, name: str) -> str:
    """One of them. Raises UsageProblem, with the names that there are, when it is not in the file."""
    searches = saved_searches(path)
    if name not in searches:
        known = ", ".join(searches) or "none"
        raise UsageProblem(f'{path}: has no search "{name}" (there: {known}). Add a line: {name} = "query".')
    return searches[name]
