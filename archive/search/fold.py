"""Latin skeletons of names, so that Rahmon finds Раҳмон."""

from __future__ import annotations


def search_keys(title: str, text: str) -> str:
    """The skeletons of the capitalised words of an article, each once, joined by blanks."""
    return ""
