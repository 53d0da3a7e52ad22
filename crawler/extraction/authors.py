"""Who wrote an article: JSON-LD, then the meta elements, then the byline on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lxml.html import HtmlElement

from archive.fingerprints import letters
from crawler.extraction.beside import lines_beside
from crawler.extraction.byline_words import BY, DONE
from crawler.extraction.names import is_capitalised, is_full, read_names, without_parts
from crawler.extraction.statements import Origin, Statements, Told, tidy, values

AUTHOR = (
    "author", "article:author", "og:article:author", "article:author_name", "parsely-author", "sailthru.author",
    "dc.creator", "dc.contributor", "dcterms.creator", "byl", "cxenseparse:recs:author", "cxenseparse:author",
    "mediator_author", "citation_author", "twitter:misc:written by",
)  # fmt: skip
MOST_MARKED = 40
"""Elements marked as an author's that are looked at; more are a list's."""

LONGEST_BYLINE = 120
"""Characters."""

SHORTEST_INSIDE = 5
"""Letters of a site's name that is looked for inside an author's; shorter ones are in many words."""

MOST_WORDS = 12
"""Words of a line with a label and names, and one more by which a longer line is known."""

LINE_TAGS = ("p", "li", "div", "span", "h3", "h4", "h5", "h6", "b", "strong", "i", "em")

SENTENCE_ENDS = (".", "!", "?", ":", "…")

_CLASS_MARK = re.compile("uthor|yline|autor|vcard|writer")
_LINK_MARK = re.compile("/(?:authors?|autor)/")
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:post|article|entry|news|story|metainfo|document)?_?(?:authors?|by-?lines?|autor|writer|vcard)"
    r"(?:$|[\s_-](?!box|bio|image|img|avatar|photo)|-?name|list|\d)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"comment|sidebar|widget(?! blog)|(?<!post-)(?<!entry-)(?<!article-)footer(?:$|[\s_-])|related|teaser|reply",
    re.IGNORECASE,
)
_LAYOUT = re.compile(r"(?<!\S)(?>\S*?(?:has|with|no)-)\S*sidebar\S*")
"""From the beginning of a word, by the first mark in it: 6 kB of ``no-no-no-`` took 23 s in every way."""

_OWN_FOOTER = re.compile(r"post|entry|article", re.IGNORECASE)
_AUTHOR_LINK = re.compile(r"/(?:authors?|autor)/[^/]")
_CARD = re.compile(r"(?:^|\s)vcard(?:$|\s)")
_WRITTEN = re.compile(r"written by|автор|von|geschrieben|муаллиф|muallif|escrito|écrit", re.IGNORECASE)
_NAMES = ".//*[@itemprop='name'] | .//*[@rel='author'] | .//*[contains(concat(' ', @class, ' '), ' fn ')]"
_LABEL = re.compile(
    r"\s*(?:(?:autor(?:in|en)?(?:/autor)?|auteure?s?|authors?|автор(?:ы| текста| статьи| материала)?|муаллиф(?:он)?"
    r"|mualliflar|muallif|авторлар)\s*(?::|$)|(?:written by|von|by|par|por)\s)",
    re.IGNORECASE,
)
_BYLINE = re.compile(rf"(?:(?:{'|'.join(DONE)}) )?(?:{'|'.join(BY)})\s*:?\s", re.IGNORECASE)


def find_authors(
    said: Statements, tree: HtmlElement, heading: HtmlElement | None, sites: Iterable[str]
) -> tuple[tuple[str, ...], Origin | None]:
    """The people's names with their origin; where nobody is named, the outlet, if it calls itself the author.

    Over an outlet that does so, only first name and name count: what else a byline has is a town or an agency.

    ``sites`` are the names by which the site calls itself.
    """
    own = frozenset(filter(None, map(letters, sites)))
    outlet: tuple[tuple[str, ...], Origin | None] = (), None
    printed: Iterator[tuple[list[str], Origin]] = ((names, "page") for names in _bylines(tree, heading))
    for names, origin in chain(_stated(said), printed):
        people = _people(names, own)
        if people and (not outlet[0] or any(map(is_full, people))):
            return without_parts(people), origin
        if names and not outlet[0]:
            outlet = without_parts(names), origin
    return outlet


def _people(names: list[str], own: frozenset[str]) -> list[str]:
    """Those that are not the site's names; none where every one is the outlet in some form."""
    if all(_is_outlet(name, own) for name in names):
        return []
    return [name for name in names if letters(name) not in own]


def _is_outlet(name: str, own: frozenset[str]) -> bool:
    """Whether it is one of the site's names, or has one in it, or is what one abbreviates: "Vodi Daily News", vdn."""
    told = letters(name)
    initials = "".join(word[0] for word in name.split()).casefold()
    return (
        told in own
        or (len(initials) > 1 and initials in own)
        or any(len(site) >= SHORTEST_INSIDE and site in told for site in own)
    )


def _stated(said: Statements) -> Iterator[tuple[list[str], Origin]]:
    told = [*said.linked("author"), *said.linked("creator"), *said.meta(*AUTHOR)]
    for number in ("1", "2"):
        if any(_WRITTEN.match(label) for label, _ in said.meta(f"twitter:label{number}")):
            told += said.meta(f"twitter:data{number}")
    for run in _by_origin((*told, *values(said.pages, "author"))):
        yield [name for text, _ in run for name in read_names(tidy(text))], run[0][1]


def _bylines(tree: HtmlElement, heading: HtmlElement | None) -> Iterator[list[str]]:
    """The names of each marked byline, a line beside the headline that says "by", signatures, a line with a label."""
    for lines, is_linked in _marked(tree):
        names = (name for line in lines for name in read_names(line))
        yield [name for name in names if is_capitalised(name) or (is_linked and " " not in name)]
    beside = [line for line in lines_beside(heading) if _BYLINE.match(line)] if heading is not None else []
    signed = (" ".join(element.text_content().split()) for element in _signatures(tree))
    for line in (*beside, *(line for line in signed if 1 < len(line.split()) < 5 and not line.endswith(SENTENCE_ENDS))):
        yield [name for name in read_names(line) if is_capitalised(name)]
    for line in _labelled(tree):
        told = list(read_names(line))
        yield told if all(map(is_full, told)) else []


def _labelled(tree: HtmlElement) -> list[str]:
    """The line that a word like "author" begins, wherever it stands but in a margin; none where several differ.

    The label may have an element of its own in the line.
    """
    found: set[str] = set()
    matched = ((element, label) for element in tree.iter(*LINE_TAGS) if (label := _LABEL.match(element.text or "")))
    for element, label in islice(matched, MOST_MARKED):
        place = element if label.string[label.end() :].strip() else element.getparent()
        if place is None or any(map(_is_elsewhere, (place, *place.iterancestors()))):
            continue
        line, word = " ".join(islice(_words(place), MOST_WORDS)), " ".join(label[0].split())
        if line.startswith(word):
            found.add(line.removeprefix(word).strip(" :"))
    return list(found) if len(found) == 1 else []


def _words(element: HtmlElement) -> Iterator[str]:
    return (word for text in element.itertext() for word in text.split())


def _signatures(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Paragraphs set to the right, and last ones wholly in bold or italics."""
    for element in tree.iter("p"):
        if element.get("align") == "right" or "right" in element.get("style", ""):
            yield element
        elif len(element) == 1 and element[0].tag in ("b", "strong", "i", "em"):
            beside = f"{element.text or ''}{element[0].tail or ''}".strip()
            is_last = next(element.itersiblings("p"), None) is None
            if not beside and is_last and len(list(islice(element.itersiblings("p", preceding=True), 2))) > 1:
                yield element


def _by_origin(told: Iterable[Told]) -> Iterator[list[Told]]:
    """Runs of one origin."""
    run: list[Told] = []
    for one in told:
        if run and run[0][1] != one[1]:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _marked(tree: HtmlElement) -> Iterator[tuple[list[str], bool]]:
    """The lines of each marked byline, and whether it is a link to an author; of several beside one another all."""
    seen: set[HtmlElement] = set()
    for element in islice(filter(_may_be_byline, _of_body(tree)), MOST_MARKED):
        if element in seen or not _is_byline(element):
            continue
        parent = element.getparent()
        group = [element]
        if parent is not None and element.tag in ("a", "span"):
            group = [other for other in parent.iterchildren(element.tag) if _is_byline(other)] or group
        seen.update(group)
        yield [line for member in group for line in _lines(member)], _is_linked(element)


def _of_body(tree: HtmlElement) -> Iterator[HtmlElement]:
    body = next(tree.iter("body"), None)
    return iter(()) if body is None else body.iterdescendants()


def _may_be_byline(element: HtmlElement) -> bool:
    """A first look at every element of the page; xpath would take five times as long over it."""
    classes, href = element.get("class"), element.get("href")
    return bool(
        (classes and _CLASS_MARK.search(classes))
        or (href and _LINK_MARK.search(href))
        or element.get("rel") == "author"
        or element.get("itemprop") in ("author", "creator")
    )


def _is_linked(element: HtmlElement) -> bool:
    return element.get("rel") == "author" or bool(
        _AUTHOR_LINK.search(element.get("href") or "") or _CARD.search(element.get("class") or "")
    )


def _is_byline(element: HtmlElement) -> bool:
    if element.tag == "h1":  # some templates mark the whole head of the article, or the site's name, as a card
        return False
    is_marked = _is_linked(element) or element.get("itemprop") in ("author", "creator")
    if not is_marked and not _CLASS.search(element.get("class") or ""):
        return False
    return not any(map(_is_elsewhere, (element, *element.iterancestors())))


def _is_elsewhere(place: HtmlElement) -> bool:
    if place.tag in ("body", "html"):
        return False
    if place.tag in ("aside", "nav"):
        return True
    marks = _LAYOUT.sub("", f"{place.get('class')} {place.get('id')}")
    if place.tag == "footer" and next(place.iterancestors("article"), None) is None:
        return not _OWN_FOOTER.search(marks)
    return bool(_OTHERS.search(marks))


def _lines(element: HtmlElement) -> list[str]:
    """Its names where they are marked, else its parts if they are several, else its text."""
    parts = element.xpath(_NAMES)
    if not parts:
        parts = next((several for tag in ("a", "li", "span") if len(several := list(element.iter(tag))) > 1), [])
        parts = [part for part in parts if part is not element]
    texts = [" ".join(part.text_content().split()) for part in parts or [element]]
    return [text for text in texts if 1 < len(text) <= LONGEST_BYLINE]
