"""How the log reads."""

from __future__ import annotations

from typing import Any

from scrapy.logformatter import LogFormatter


class QuietItems(LogFormatter):
    """Outcomes are told by the run itself; the bodies of items never stand in a log."""

    def scraped(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        return None
