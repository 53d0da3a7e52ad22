"""The blocks of a page: its lines as a reader sees them, each with the elements that it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from archive.memory import is_telling
from crawler.extraction.element_names import roles_of
from crawler.extraction.layout import BREAKING, SILENT, even

VOID = frozenset({"br", "hr"})

PLACES = {
    "article": 1, "main": 2, "aside": 4, "nav": 8, "footer": 16, "header": 32, "form": 64, "ul": 128,
    "ol": 128, "dl": 128, "table": 256, "figure": 512, "blockquote": 1024,
}  # fmt: skip
"""Elements that say what stands in them, a bit each."""

PARAGRAPH = 80
"""Characters outside links; a longer block is a paragraph."""

CELL = 120
"""Characters of the longest cell of a row that is read as one line."""

LONGEST_NAME = 80
"""Characters kept of an element's classes in its kind."""

_DIGITS = re.compile(r"\d+")


class Box:
    """An element that begins and ends a line."""

    __slots__ = (
        "_kind",
        "all_roles",
        "blocks",
        "depth",
        "is_hidden",
        "linked",
        "name",
        "paragraph_count",
        "paragraphs",
        "parent",
        "places",
        "plain",
        "roles",
        "tag",
    )  # fmt: skip

    def __init__(self, parent: Box | None, tag: str, classes: str, identity: str) -> None:
        self.parent = parent
        self.tag = tag
        self.name = tag if not classes else _name(tag, classes)
        roles = self.roles = roles_of(f"{classes} {identity}") if classes or identity else 0
        """Bits: what its class and id say of it."""
        self.is_hidden = False
        places = PLACES.get(tag, 0)
        if parent is None:
            self.all_roles, self.places, self.depth = roles, places, 0
        else:
            self.all_roles, self.places, self.depth = roles | parent.all_roles, places | parent.places, parent.depth + 1
        self.plain = self.linked = self.paragraphs = self.paragraph_count = self.blocks = 0
        """Characters outside links, in links and in paragraphs; how many paragraphs and blocks."""
        self._kind: str | None = None

    @property
    def kind(self) -> str:
        """Tag and classes of the element and of the two around it, digits masked."""
        if self._kind is None:
            names = [self.name]
            outer = self.parent
            while outer is not None and len(names) < 3:
                names.append(outer.name)
                outer = outer.parent
            self._kind = " < ".join(names)
        return self._kind

    def add(self, plain: int, linked: int, paragraphs: int, paragraph_count: int, blocks: int) -> None:
        self.plain += plain
        self.linked += linked
        self.paragraphs += paragraphs
        self.paragraph_count += paragraph_count
        self.blocks += blocks


@dataclass(slots=True)
class PageBlock:
    """Text between two breaks."""

    text: str
    box: Box
    links: tuple[tuple[str, str], ...]
    """(href as written, link text) of the links in it."""

    plain: int
    """Characters outside links."""

    linked: int
    longest_link: int
    is_linked: bool
    """Whether it is wholly link text; times and signs outside the link do not count."""

    after_break: bool
    """Whether a ``br`` ends it."""

    hidden: bool

    @property
    def is_row(self) -> bool:
        """Whether it is the row of a table of short cells."""
        return self.box.tag == "tr"

    @property
    def is_paragraph(self) -> bool:
        return self.plain > PARAGRAPH and self.linked < self.plain


def read_blocks(root: HtmlElement) -> list[PageBlock]:
    """The blocks of an element in order, none of them empty."""
    reader = _Reader(root)
    reader.read()
    return reader.blocks


class _Reader:
    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.blocks: list[PageBlock] = []
        self.box = Box(None, str(root.tag), root.get("class") or "", root.get("id") or "")
        self.hidden = 0
        self.run: list[tuple[str, str | None]] = []
        self.hrefs: list[str] = []
        self.rows: list[int] = []
        """How many blocks there were when each open table row began."""

    def read(self) -> None:
        walk = iterwalk(self.root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in SILENT:
                    walk.skip_subtree()
                    continue
                if tag == "a":
                    self.hrefs.append(element.get("href") or "")
                elif tag in BREAKING and element is not self.root:
                    self._begin(element, tag)
                text = element.text
            else:
                if tag == "a":
                    if self.hrefs:
                        self.hrefs.pop()
                elif tag in BREAKING and tag not in VOID and element is not self.root:
                    self._end()
                text = element.tail if element is not self.root else None
            if text and (self.run or not text.isspace()):
                self.run.append((text, self.hrefs[-1] if self.hrefs else None))
        if self.run:
            self._flush(after_break=False)

    def _begin(self, element: HtmlElement, tag: str) -> None:
        if self.run:
            self._flush(after_break=tag == "br")
        if tag in VOID:
            return
        self.box = Box(self.box, tag, element.get("class") or "", element.get("id") or "")
        if is_hidden(element):
            self.box.is_hidden = True
            self.hidden += 1
        if tag == "tr":
            self.rows.append(len(self.blocks))

    def _end(self) -> None:
        if self.run:
            self._flush(after_break=False)
        box = self.box
        if box.tag == "tr":
            self._join_cells(self.rows.pop())
        if box.is_hidden:
            self.hidden -= 1
        assert box.parent is not None
        if box.blocks:
            box.parent.add(box.plain, box.linked, box.paragraphs, box.paragraph_count, box.blocks)
        self.box = box.parent

    def _flush(self, after_break: bool) -> None:
        run, self.run = self.run, []
        text = even(run[0][0] if len(run) == 1 else "".join([part for part, _ in run]))
        if not text:
            return
        links: dict[str, str] = {}
        plain = linked = 0
        for part, href in run:
            length = len(part.strip())
            if href is None:
                plain += length
            else:
                linked += length
                links[href] = links.get(href, "") + part
        pairs: tuple[tuple[str, str], ...] = ()
        longest, is_linked = 0, False
        if links:
            is_linked = not any(href is None and any(map(str.isalpha, part)) for part, href in run)
            if plain or len(links) > 1:
                pairs = tuple([(href, " ".join(words.split())) for href, words in links.items()])
            else:
                pairs = ((next(iter(links)), text),)
            longest = max([len(words) for _, words in pairs])
        block = PageBlock(text, self.box, pairs, plain, linked, longest, is_linked, after_break, self.hidden > 0)
        self.blocks.append(block)
        long = block.is_paragraph
        self.box.add(plain, linked, plain if long else 0, int(long), 1)

    def _join_cells(self, first: int) -> None:
        """A row of a table of short cells is one line; a linked headline in it makes it a list of articles."""
        cells = self.blocks[first:]
        if len(cells) < 2 or not all(cell.box.parent is self.box and is_cell(cell) for cell in cells):
            return
        self.blocks[first:] = [
            PageBlock(
                " | ".join(cell.text for cell in cells),
                self.box,
                tuple(pair for cell in cells for pair in cell.links),
                sum(cell.plain for cell in cells),
                sum(cell.linked for cell in cells),
                max(cell.longest_link for cell in cells),
                is_linked=all(cell.is_linked for cell in cells),
                after_break=False,
                hidden=cells[0].hidden,
            )
        ]


@lru_cache(maxsize=4096)
def _name(tag: str, classes: str) -> str:
    return f"{tag}.{_DIGITS.sub('0', classes[:LONGEST_NAME])}"


def is_cell(block: PageBlock) -> bool:
    """Whether it could be the cell of a table of figures."""
    return len(block.text) <= CELL and not (block.is_linked and is_telling(block.text))


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element's own attributes hide it."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()
