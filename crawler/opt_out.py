"""What a page says against being archived or mined: in its headers, and in the head of its document. Pure.

``noarchive`` stands in ``X-Robots-Tag`` or in a meta element named ``robots`` or ``backissue``; what is said to another
robot by name is not said to us. ``tdm-reservation: 1``, as a header or a meta element, reserves the right to mine text
and data (W3C community group, TDM Reservation Protocol); where both speak the document overrules the header. Its third
way, ``/.well-known/tdmrep.json``, is not read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from archive.errors import UsageProblem

Signal = Literal["noarchive", "tdm-reservation"]
OptOut = Literal["obey", "record"]

US = ("*", "robots", "backissue")
"""Whom a rule is for that is for us; ``robots`` is what a meta element calls everybody."""

LARGEST_HEAD = 512 * 1024
"""Bytes in which a document's head is looked for; style sheets inside of it seldom take a tenth."""

_WORTH_READING = re.compile(rb"noarchive|tdm-reservation", re.IGNORECASE)

_PART = re.compile(
    r"""<!--(?:.*?--!?>|.*)
    | <(?P<text>script|style|title|template|textarea|noembed|noframes|xmp)\b(?:.*?</(?P=text)\b|.*)
    | <meta(?=[\s/])(?P<meta>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+)(?P<end>>?)
    | (?P<body></head\b|<(?:body|article|main|section|h[1-6]|p|pre|code|table|ul|ol|blockquote)\b)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""Comments and elements that hold text but no elements, to their end; meta elements; where a head is over.

What is never closed goes to the end, so that no byte is read again from the beginning of another part.
"""

_ATTRIBUTE = re.compile(r"""(?<![^\s"'/])([^\s"'>/=]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")

_AGENT = re.compile(r"\s*([\w*.-]+)\s*:(.*)", re.DOTALL)

_RULES_WITH_VALUES = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")
"""They too are words before a colon in ``X-Robots-Tag``, and name no robot."""


def opt_outs(headers: Iterable[tuple[str, str]], body: bytes) -> tuple[Signal, ...]:
    """The signals that an answer carries, sorted; ``body`` without its Content-Encoding."""
    named = [(name.lower(), value) for name, value in headers]
    noarchive = any(_says_noarchive(value) for name, value in named if name == "x-robots-tag")
    reserved = any(value.strip() == "1" for name, value in named if name == "tdm-reservation")
    for name, content in _metas(body):
        if name in US:
            noarchive = noarchive or "noarchive" in re.split(r"[\s,;]+", content.lower())
        elif name == "tdm-reservation" and content.strip() in ("0", "1"):
            reserved = content.strip() == "1"
    said: dict[Signal, bool] = {"noarchive": noarchive, "tdm-reservation": reserved}
    return tuple(signal for signal, is_said in said.items() if is_said)


def chosen(text: str) -> OptOut:
    """What BACKISSUE_OPT_OUT says. Raises UsageProblem."""
    for word in get_args(OptOut):
        if text.strip().lower() == word:
            return word  # type: ignore[no-any-return]
    raise UsageProblem(f'BACKISSUE_OPT_OUT: "{text}" is neither obey nor record. Write one of them.')


def _says_noarchive(value: str) -> bool:
    """``noindex, otherbot: noarchive``: a robot's name holds for the rules that follow it."""
    agent = "*"
    for rule in value.lower().split(","):
        if (named := _AGENT.fullmatch(rule)) and named[1] not in _RULES_WITH_VALUES:
            agent, rule = named[1], named[2]
        if rule.strip() == "noarchive" and agent in US:
            return True
    return False


def _metas(body: bytes) -> Iterator[tuple[str, str]]:
    """Name, in lower case, and content of the meta elements in a document's head.

    Tags are ASCII in every charset of the web; in UTF-16 there are zeros between.
    """
    head = body[:LARGEST_HEAD].replace(b"\0", b"")
    if _WORTH_READING.search(head) is None:
        return
    for part in _PART.finditer(head.decode("latin-1")):
        if part["body"]:
            return
        if part["meta"] and part["end"]:
            attributes: dict[str, str] = {}
            for name, *values in _ATTRIBUTE.findall(part["meta"]):
                attributes.setdefault(name.lower(), html.unescape("".join(values)))
            yield attributes.get("name", "").strip().lower(), attributes.get("content", "")
