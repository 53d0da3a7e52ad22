"""TOML that somebody wrote by hand."""

from __future__ import annotations

import tomllib
from typing import Any


class NotToml(ValueError):
    """What is wrong with it, as a part of a sentence."""


def read_toml(text: str) -> dict[str, Any]:
    """Raises NotToml."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotToml(str(error).rstrip(".")) from error
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        raise NotToml("a number in it has thousands of digits") from error
    except RecursionError as error:
        raise NotToml("its brackets lie too deep in one another") from error
