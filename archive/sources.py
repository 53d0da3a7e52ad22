"""The catalogue: all source files of a folder, which source a URL belongs to, and where the folder lies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import SourceFileError, UnknownSource, UsageProblem
from archive.records import Source
from archive.source_files import read_source_file
from archive.source_values import did_you_mean
from archive.urls import clean_url, location, scope_prefix

CRAWLED = ("ok", "unprobed")
"""The statuses of a source that a crawl takes up without being asked for it by name."""

SKIPPED = ("dead", "moved")
"""Those that it does not take up even then."""

UNKNOWN_COUNTRY = "ZZ"
"""CLDR's code for an unknown region."""


@dataclass(frozen=True)
class Catalogue:
    """The sources of one folder."""

    sources: tuple[Source, ...]
    """Sorted by slug."""

    def select(self, slugs: Sequence[str] = ()) -> tuple[Source, ...]:
        """The named sources, in that order and each once; without names all that are to be crawled.

        A named source that is dead or moved is among them: to skip and tell it is the caller's.
        Raises UnknownSource.
        """
        if not slugs:
            return tuple(source for source in self.sources if source.status in CRAWLED)
        return tuple(self.source(slug) for slug in dict.fromkeys(slugs))

    def source(self, slug: str) -> Source:
        """The source of that slug. Raises UnknownSource, with the nearest slug if one is near."""
        for source in self.sources:
            if source.slug == slug:
                return source
        known = [source.slug for source in self.sources]
        advice = did_you_mean(slug, known, "backissue sources list names them all.")
        raise UnknownSource(f'There is no source "{slug}". {advice}')

    def source_of(self, url: str) -> Source | None:
        """The source whose scope covers the URL with the longest prefix; of two equals, the first slug."""
        place = location(url)
        while place:
            if place in self._by_prefix:
                return self._by_prefix[place]
            place = place[: place.rfind("/", 0, -1) + 1]
        return None

    @cached_property
    def _by_prefix(self) -> dict[str, Source]:
        pairs = ((scope_prefix(text), source) for source in reversed(self.sources) for text in source.scope)
        return {prefix: source for prefix, source in pairs if prefix}


def load_catalogue(folder: Path) -> Catalogue:
    """All source files under the folder. Raises SourceFileError with the first problem and their count."""
    sources, problems = _read_folder(folder)
    if len(problems) > 1:
        raise SourceFileError(f"{problems[0]} ({len(problems) - 1} more: backissue sources check.)")
    if problems:
        raise SourceFileError(problems[0])
    return Catalogue(tuple(sources))


def check_catalogue(folder: Path) -> list[str]:
    """Every problem of every source file under the folder, a sentence each; empty when it loads."""
    return _read_folder(folder)[1]


def default_seeds() -> Path:
    """``./seeds`` if it is there, else the catalogue that came with Backissue."""
    here = Path("seeds")
    if here.is_dir():
        return here
    package = Path(__file__).resolve().parent
    packaged = package / "seeds"  # in a wheel; a checkout has it beside the package
    return packaged if packaged.is_dir() else package.parent / "seeds"


def imported_source(url: str) -> Source:
    """The source ``imported-<host>``, for a page in no source's scope. Raises UsageProblem for no URL."""
    cleaned = clean_url(url)
    if cleaned is None:
        raise UsageProblem(f"{url!r} is not a URL that can be fetched. Give an absolute http:// or https:// URL.")
    parts = urlsplit(cleaned)
    host = (parts.hostname or "").removeprefix("www.")
    return Source(
        slug="imported-" + re.sub(r"[^a-z0-9.]+", "-", host),
        name=host,
        country=UNKNOWN_COUNTRY,
        languages=(),
        timezone="UTC",
        scope=((location(f"{parts.scheme}://{parts.netloc}/") or parts.netloc),),
        homepage=f"{parts.scheme}://{parts.netloc}/",
    )


def _read_folder(folder: Path) -> tuple[list[Source], list[str]]:
    """The sources, sorted by slug, and all problems, in the order of the files' paths.

    A file is named by its path from here where the folder is; of a folder named by a full path its own name is enough.
    """
    name = folder.name if folder.is_absolute() else folder.as_posix()
    if not folder.is_dir():
        return [], [f"{folder}: there is no such folder. Name the folder of source files with --seeds."]
    paths = sorted(folder.rglob("*.toml"))
    if not paths:
        return [], [f"{folder}: no source file in it. Add {name}/<country>/<slug>.toml, or name another --seeds."]
    sources: dict[str, Source] = {}
    problems: list[str] = []
    labels: dict[str, str] = {}
    for path in paths:
        label = (Path(name) / path.relative_to(folder)).as_posix()
        source, found = read_source_file(path, label)
        problems += found
        if (taken := labels.setdefault(path.stem, label)) != label:
            problems.append(f'{label}: slug "{path.stem}" is taken by {taken}. Rename one of the two files.')
        if source is not None:
            sources.setdefault(source.slug, source)
    return [sources[slug] for slug in sorted(sources)], problems
