"""Which elements break a page into lines, and which hold no text of it."""

from __future__ import annotations

from archive.gate import clean

BREAKING = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that begin and end a line."""

SILENT = frozenset({
    "head", "iframe", "noscript", "object", "script", "select", "style", "svg", "template", "textarea",
})  # fmt: skip
"""Elements whose content is not text of the page."""


def even(text: str) -> str:
    """The text through the gate, on one line, its spaces evened out."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(clean(text).split())
