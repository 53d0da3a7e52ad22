"""What can be measured of a page's blocks, for the classifier: one row a block, one column a feature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawler.extraction.blocks import PLACES, Box, PageBlock
from crawler.extraction.element_names import NAMES
from crawler.extraction.phrases import begins_with_site_phrase, is_site_phrase

Matrix = NDArray[np.float32]
Ints = NDArray[np.int64]

READ = 600
"""Characters of a block's text that are looked at."""

TAGS = {
    "p": 0, "li": 1, "dd": 1, "dt": 1, "h1": 2, "h2": 3, "h3": 3, "h4": 3, "h5": 3, "h6": 3, "td": 4, "th": 4, "tr": 4,
    "div": 5, "section": 5, "article": 5, "main": 5, "blockquote": 6, "figcaption": 7, "caption": 7, "figure": 7,
}  # fmt: skip
OTHER_TAG = 8
INNER = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "dd", "blockquote"})
"""Elements that hold one block of several; their column is the element around them."""

PLACE_BITS = tuple(dict.fromkeys(PLACES.values()))
OFFSETS = (-3, -2, -1, 1, 2, 3)
COLUMNS = 4
"""How many elements around a block are measured."""

TEXT_FEATURES = 22

MOST_DEPTH = 40
_SENTENCE = re.compile(r"[.!?…](?:\s|$|[»”\"’)])")
_END = re.compile(r"[.!?…][»”\"’)\]]*$")
_CAPITAL = re.compile(r"[A-ZА-ЯЁҚҒҲӮӢҶ]")
_DIGIT = re.compile(r"\d")

FEATURES = (
    "length", "words", "linked", "links", "longest link", "word length", "sentences", "ends", "commas", "digits",
    "capitals", "begins capital", "begins letter", "colon", "question", "after break", "hidden", "phrase",
    "phrase first", "is title", "in title", "repeated here",
    *(f"tag {number}" for number in range(OTHER_TAG + 1)),
    *(f"{name} self" for name in NAMES), *(f"{name} near" for name in NAMES), *(f"{name} around" for name in NAMES),
    *(f"in {bit}" for bit in PLACE_BITS),
    "depth", "letters before", "blocks before", "paragraphs before", "paragraphs after", "after headline",
    "from headline",
    *(f"{what} {offset:+d}" for offset in OFFSETS for what in ("length", "linked", "ends", "same box", "same kind")),
    *(f"{what} around {level}" for level in range(COLUMNS)
      for what in ("paragraphs", "paragraph count", "linked", "share", "mean length")),
    "kind count", "kind letters", "kind linked", "kind paragraphs",
    "in best", "best above", "best share", "page paragraphs", "page blocks", "page linked",
)  # fmt: skip


def measure(blocks: Sequence[PageBlock], keys: Sequence[str], title: str) -> Matrix:
    """The features of a page's blocks, shape (blocks, ``FEATURES``).

    ``keys`` are the blocks' letters and digits, ``title`` those of the article's headline, empty where it is unknown.
    """
    if not blocks:
        return np.zeros((0, len(FEATURES)), np.float32)
    page = _Page(blocks)
    columns: list[NDArray[Any]] = [
        _of_text(page, keys, title),
        _of_elements(page),
        _of_position(page, _headline(blocks, keys, title)),
        _of_neighbours(page),
        _of_columns(page),
        _of_kinds(page),
        _of_best(page),
    ]
    table = np.empty((page.count, len(FEATURES)), np.float32)
    return np.concatenate(columns, axis=1, out=table, casting="unsafe")


class _Page:
    """Sizes of all blocks of a page. What is the same for all blocks of an element is measured once."""

    def __init__(self, blocks: Sequence[PageBlock]) -> None:
        self.blocks = blocks
        self.count = len(blocks)
        self.plain = np.array([block.plain for block in blocks], float)
        self.linked = np.array([block.linked for block in blocks], float)
        self.letters = self.plain + self.linked
        self.total = max(1.0, self.letters.sum())
        self.density = self.linked / np.maximum(1, self.letters)
        self.paragraphs = np.where([block.is_paragraph for block in blocks], self.plain, 0.0)
        self.paragraph_total = max(1.0, self.paragraphs.sum())
        self.ends = np.array([_END.search(text := block.text, max(0, len(text) - 6)) is not None for block in blocks])
        self.boxes = numbered([block.box for block in blocks], key=id)
        """Each block's place in ``elements``."""
        self.elements = list({id(block.box): block.box for block in blocks}.values())
        self.kinds = numbered([box.kind for box in self.elements])[self.boxes]


def numbered(values: Sequence[Any], key: Callable[[Any], Any] | None = None) -> Ints:
    """A number for each value, the same for equal ones."""
    numbers: dict[Any, int] = {}
    return np.array([numbers.setdefault(key(value) if key else value, len(numbers)) for value in values], np.int64)


def _of_text(page: _Page, keys: Sequence[str], title: str) -> NDArray[Any]:
    """Of a block that is wholly a link nothing is read: nobody asks about it."""
    times = Counter(keys)
    rows: list[tuple[float, ...]] = []
    read_places = [place for place, block in enumerate(page.blocks) if not block.is_linked]
    for place in read_places:
        block, key = page.blocks[place], keys[place]
        text = block.text
        length, words = len(text), text.count(" ") + 1
        head = text[:READ]
        read = len(head)
        short = length < 90
        rows.append((
            length, words, block.linked / max(1, block.plain + block.linked), min(len(block.links), 10),
            block.longest_link, length / words, len(_SENTENCE.findall(head)) * length / read,
            page.ends[place], head.count(",") * length / read / words,
            len(_DIGIT.findall(head)) / read, len(_CAPITAL.findall(head)) / read, text[0].isupper(), text[0].isalpha(),
            text[-1] == ":", text[-1] == "?", block.after_break, block.hidden, short and is_site_phrase(text),
            begins_with_site_phrase(head), bool(title) and key == title,
            len(key) > 8 and bool(title) and (key in title or title in key), min(times[key], 5),
        ))  # fmt: skip
    table = np.zeros((page.count, TEXT_FEATURES))
    if rows:
        table[read_places] = rows
    for column in (0, 1, 4, 6):
        table[:, column] = np.log1p(table[:, column])
    return table


def _of_elements(page: _Page) -> NDArray[Any]:
    tags = np.array([TAGS.get(box.tag, OTHER_TAG) for box in page.elements])
    own = np.array([box.roles for box in page.elements], np.int64)
    near = np.array([_near(box) for box in page.elements], np.int64)
    around = np.array([box.all_roles for box in page.elements], np.int64)
    places = np.array([box.places for box in page.elements], np.int64)
    roles = np.arange(len(NAMES))
    table = np.hstack([
        tags[:, None] == np.arange(OTHER_TAG + 1),
        *(bits[:, None] >> roles & 1 for bits in (own, near, around)),
        (places[:, None] & np.array(PLACE_BITS)) > 0,
    ])  # fmt: skip
    return table[page.boxes]


def _near(box: Box) -> int:
    """What the element and the two around it are called."""
    roles, outer = box.roles, box.parent
    for _ in range(2):
        if outer is None:
            break
        roles |= outer.roles
        outer = outer.parent
    return roles


def _headline(blocks: Sequence[PageBlock], keys: Sequence[str], title: str) -> int | None:
    """Where the headline stands: the h1 that is the title, else a line that is, else the first h1."""
    headings = [place for place, block in enumerate(blocks) if block.box.tag == "h1"]
    if title:
        same = [place for place, key in enumerate(keys) if key == title]
        plain = [place for place in same if not blocks[place].linked]
        found = [place for place in same if blocks[place].box.tag == "h1"] or plain
        if found:
            return found[0]
    return headings[0] if headings else None


def _of_position(page: _Page, headline: int | None) -> NDArray[Any]:
    read = np.cumsum(page.letters)
    paragraphs = np.cumsum(page.paragraphs)
    places = np.arange(page.count)
    distance = np.zeros(page.count)
    after = np.full(page.count, -1.0)
    if headline is not None:
        gap = read - read[headline]
        distance = np.sign(gap) * np.log1p(np.abs(gap))
        after = (places > headline).astype(float)
    depth = np.array([min(box.depth, MOST_DEPTH) for box in page.elements])[page.boxes]
    return np.column_stack([
        depth,
        (read - page.letters) / page.total,
        places / page.count,
        (paragraphs - page.paragraphs) / page.paragraph_total,
        (page.paragraph_total - paragraphs) / page.paragraph_total,
        after,
        distance,
    ])  # fmt: skip


def _of_neighbours(page: _Page) -> NDArray[Any]:
    length = np.log1p([len(block.text) for block in page.blocks])
    ends = page.ends.astype(float)
    parents = numbered([box.parent or box for box in page.elements], key=id)[page.boxes]
    columns = []
    for offset in OFFSETS:
        columns += [shifted(values, offset) for values in (length, page.density, ends)]
        beside = (shifted(page.boxes, offset) == page.boxes) | (shifted(parents, offset) == parents)
        columns += [_within(beside, offset), _within(shifted(page.kinds, offset) == page.kinds, offset)]
    return np.column_stack(columns)


def shifted(values: NDArray[Any], offset: int) -> NDArray[Any]:
    """The value of the block so many places further on; -1 beyond the page's ends."""
    found = np.full(len(values), -1.0)
    if abs(offset) < len(values):
        if offset > 0:
            found[:-offset] = values[offset:]
        else:
            found[-offset:] = values[:offset]
    return found


def _within(same: NDArray[Any], offset: int) -> NDArray[Any]:
    found = same.astype(float)
    places = np.arange(len(same)) + offset
    found[(places < 0) | (places >= len(same))] = -1.0
    return found


def _of_columns(page: _Page) -> NDArray[Any]:
    """The elements around each block: how much of the page's paragraphs and letters they hold."""
    columns = [box.parent if box.tag in INNER and box.parent else box for box in page.elements]
    numbers: dict[Box, int] = {}
    levels: list[list[int]] = []
    for _ in range(COLUMNS):
        levels.append([numbers.setdefault(box, len(numbers)) for box in columns])
        columns = [box.parent or box for box in columns]
    rows = [(box.plain, box.linked, box.paragraphs, box.paragraph_count, box.blocks) for box in numbers]
    sizes = np.array(rows, float)
    plain, linked, paragraphs, paragraph_count, blocks = sizes.T
    size = plain + linked
    table = np.column_stack([
        paragraphs / page.paragraph_total,
        np.log1p(paragraph_count),
        linked / np.maximum(1, size),
        size / page.total,
        np.log1p(size / np.maximum(1, blocks)),
    ])  # fmt: skip
    return np.hstack([table[level] for level in levels])[page.boxes]


def _of_kinds(page: _Page) -> NDArray[Any]:
    """All blocks of the same kind on the page."""
    count = np.bincount(page.kinds)
    total = np.bincount(page.kinds, page.letters)
    linked = np.bincount(page.kinds, page.linked) / np.maximum(1, total)
    paragraphs = np.bincount(page.kinds, page.paragraphs) / page.paragraph_total
    return np.column_stack([column[page.kinds] for column in (np.log1p(count), np.log1p(total), linked, paragraphs)])


def _of_best(page: _Page) -> NDArray[Any]:
    """The element that most paragraphs stand in, as readability weighs it: each passes its letters on to the elements
    around it, less to those farther out."""
    scores: Counter[int] = Counter()
    boxes: dict[int, Box] = {}
    for block, weight in zip(page.blocks, page.paragraphs, strict=True):
        box: Box | None = block.box
        if not weight or box is None:
            continue
        if box.tag in INNER:
            box = box.parent
        share = float(weight)
        for _ in range(3):
            if box is None:
                break
            scores[id(box)] += share  # type: ignore[assignment]
            boxes[id(box)] = box
            share *= 0.6
            box = box.parent
    best = boxes[max(scores, key=lambda one: scores[one])] if scores else None
    above = np.array([_steps(box, best) for box in page.elements], float)[page.boxes]
    share = best.paragraphs / page.paragraph_total if best else 0.0
    told = (share, np.log1p(page.paragraph_total), np.log1p(page.count), page.linked.sum() / page.total)
    return np.column_stack([(above >= 0) & (above < 9), above, *(np.full(page.count, value) for value in told)])


def _steps(box: Box | None, best: Box | None) -> int:
    """How many elements up the best one is; 9 where it is not around the block, -1 where there is none."""
    if best is None:
        return -1
    for steps in range(9):
        if box is best:
            return steps
        if box is None:
            break
        box = box.parent
    return 9
