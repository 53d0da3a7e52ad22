"""How the log reads."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult


class QuietItems(LogFormatter):
    """Outcomes are told by the run itself, and so is the fault that ends it; bodies of items never stand in a log."""

    def scraped(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        return None

    def item_error(self, *args: Any, **kwargs: Any) -> LogFormatterResult:
        return {**super().item_error(*args, **kwargs), "level": logging.INFO}

    def spider_error(self, *args: Any, **kwargs: Any) -> LogFormatterResult:
        return {**super().spider_error(*args, **kwargs), "level": logging.INFO}
