"""What an export wrote, so that another can check it, cite it and go on from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from importlib.metadata import PackageNotFoundError, version


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a file must be to be the one that was written."""

    bytes: int
    sha256: str
    """Hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One export. It holds no time of day: the same archive and the same query give the same manifest."""

    version: str
    """Of the Backissue that wrote it."""

    schema: int
    """``PRAGMA user_version`` of the archive."""

    format: str
    file: str
    """The name of the file with the articles; ``-`` for standard output."""

    query: Mapping[str, object]
    """``source``, ``language``, ``since``, ``revisions``, ``excel``."""

    rows: int
    """Articles written, tombstones included."""

    tombstones: int
    """Articles among them that have gone from their site, or are withheld."""

    cursor: int
    """Give it as ``--since`` to get what changes after this export."""

    files: Mapping[str, FileFacts]
    """By name: the file with the articles and what describes it."""

    withheld: int = 0
    """Articles of the sources and languages asked for that the archive keeps and gives to nobody; manifests from
    before they could be have no such key."""

    def as_dict(self) -> dict[str, object]:
        """The manifest for JSON."""
        return asdict(self)

    def line(self) -> str:
        """The manifest as one line of JSON, for standard error when the rows go to standard output."""
        return json.dumps(self.as_dict(), ensure_ascii=False)


def manifest_file(latest: Manifest, others: Sequence[Manifest]) -> bytes:
    """The content of ``manifest.json``: the latest export, and under ``others`` its neighbours in the folder."""
    content = latest.as_dict() | {"others": [other.as_dict() for other in others]}
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def read_manifests(content: bytes) -> list[Manifest]:
    """The exports that a ``manifest.json`` tells of, the latest first. ValueError when it is not one of ours."""
    latest = json.loads(content)
    if not isinstance(latest, dict):
        raise ValueError("no JSON object")
    return [_manifest(latest), *map(_manifest, latest.get("others", ()))]


def _manifest(content: dict[str, object]) -> Manifest:
    try:
        values = {"withheld": 0} | content
        values = {field.name: values[field.name] for field in fields(Manifest)}
        files = {name: FileFacts(**facts) for name, facts in values["files"].items()}  # type: ignore[attr-defined]
        return Manifest(**values | {"files": files})  # type: ignore[arg-type]
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"no manifest of an export: {error!r}") from error


def this_version() -> str:
    """Of the installed Backissue; ``unknown`` in a checkout that was never installed."""
    try:
        return version("backissue")
    except PackageNotFoundError:
        return "unknown"
