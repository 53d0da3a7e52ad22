"""How the log reads: text or JSON lines, one record each, without secrets, and nothing in it passes for another."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Literal

from scrapy.logformatter import LogFormatter, LogFormatterResult

from archive.errors import UsageProblem

MOST_BYTES = 10_000_000
OLD_FILES = 5
"""A log file of 10 MB gives way to the next; five are kept beside it: a year of ticks that find little."""

OF_OUTCOMES = ("url", "outcome", "source")
"""Fields of an outcome's record besides its message."""

CLOSING = "crawler.closing"
"""Logger of what stderr is told anyway, when a run has ended."""

_NOISY = ("addons", "core.engine", "crawler", "extensions", "middleware", "statscollectors", "utils.log")
NOISE = tuple(f"scrapy.{name}" for name in _NOISY)
"""Loggers that list at every start what is the same at every start."""

_USER = re.compile(r"(?i)(?<=://)[^\s/\"'<>]+@|(?<=%3A%2F%2F)(?:(?!%2F)[^\s&/\"'<>]){1,200}%40")
_SECRET = re.compile(
    r"(?i)(?<![a-z])([\w.-]{0,40}(?:\[|%5B)?"
    r"(?:key|token|secret|passw(?:or)?d|pwd|auth|authorization|credentials?|jwt|sig|signature|sess(?:ion)?_?id|sid|code)"
    r"(?:\]|%5D|\[\]|%5B%5D)?(?:=|%3D|[\"']?:\s?[\"']))[^\s&;\"'<>#]+"
)
"""More is masked than is secret: a log can do without ``code=404``."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Log:
    """What the user asked of the log."""

    file: Path | None = None
    """Besides what stands on stderr; it is told everything from INFO on."""

    form: Literal["text", "json"] = "text"


def masked(text: str) -> str:
    """Without user and password in URLs, and without what follows ``key=``, ``token=`` and the like."""
    return _SECRET.sub(r"\1***", _USER.sub("***@", text))


def escaped(text: str) -> str:
    """In one line: control characters as ``\\n`` or ``\\x1b``, those that turn the writing direction as ``\\u202e``."""
    return _CONTROL.sub(lambda found: _SHORT.get(found[0]) or _code(found[0]), text)


def _code(sign: str) -> str:
    return f"\\x{ord(sign):02x}" if ord(sign) < 256 else f"\\u{ord(sign):04x}"


class TextLines(logging.Formatter):
    """``2026-11-28T10:50:00Z INFO crawler.pipelines: new https://…``; a traceback stands indented below."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{_moment(record)} {record.levelname} {record.name}: {escaped(masked(record.getMessage()))}"
        below = _traceback(self, record)
        return "\n".join([line, *(f"    {escaped(masked(each))}" for each in below)])


class JsonLines(logging.Formatter):
    """``{"time", "level", "logger", "message"}``; ``url``, ``outcome`` and ``source`` where a URL has its outcome; and
    ``exception``, a list of lines, where there was one."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = {
            "time": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "message": escaped(masked(record.getMessage())),
        }
        fields |= {name: escaped(masked(getattr(record, name))) for name in OF_OUTCOMES if hasattr(record, name)}
        if below := _traceback(self, record):
            fields["exception"] = [escaped(masked(each)) for each in below]
        return json.dumps(fields, ensure_ascii=False)


FORMS: dict[str, type[logging.Formatter]] = {"text": TextLines, "json": JsonLines}


def set_up(log: Log, level: str) -> None:
    """Log on stderr from ``level`` on, and into the file that was asked for. Raises UsageProblem.

    Scrapy is to install no handler of its own: every crawler would replace it, with its own form. What was set up
    before gives way.
    """
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one.formatter, TextLines | JsonLines)]:
        root.removeHandler(old)
        old.close()
    root.setLevel(logging.NOTSET)
    stderr = logging.StreamHandler()
    stderr.setLevel(level)
    stderr.addFilter(lambda record: record.name != CLOSING)
    for name in NOISE:
        logging.getLogger(name).setLevel(logging.NOTSET if level == "DEBUG" else logging.WARNING)
    handlers: list[logging.Handler] = [stderr]
    if log.file is not None:
        try:
            handler = RotatingFileHandler(log.file, maxBytes=MOST_BYTES, backupCount=OLD_FILES, encoding="utf-8")
        except OSError as error:
            raise UsageProblem(
                f"--log-file {log.file}: {error.strerror}. Name a file in a folder that is there."
            ) from error
        handler.setLevel("DEBUG" if level == "DEBUG" else "INFO")
        handlers.append(handler)
    for each in handlers:
        each.setFormatter(FORMS[log.form]())
        root.addHandler(each)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> list[str]:
    below = formatter.formatException(record.exc_info) if record.exc_info else record.exc_text or ""
    return "\n".join(filter(None, (below, record.stack_info))).split("\n") if below or record.stack_info else []


class QuietItems(LogFormatter):
    """Outcomes are told by the run itself, and so is the fault that ends it; bodies of items never stand in a log."""

    def scraped(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        return None

    def item_error(self, *args: Any, **kwargs: Any) -> LogFormatterResult:
        return {**super().item_error(*args, **kwargs), "level": logging.INFO}

    def spider_error(self, *args: Any, **kwargs: Any) -> LogFormatterResult:
        return {**super().spider_error(*args, **kwargs), "level": logging.INFO}
