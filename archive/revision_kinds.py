"""What kind of change a revision is: headline, body, correction or cosmetic.

| kind | when, the first that holds |
|---|---|
| cosmetic | letters and numbers are the same: what differs is white space, punctuation, quotes, case, typography |
| headline | the headline differs, the body does not, or only cosmetically |
| correction | the outlet says so in a note that is new, or it set single facts right |
| body | anything else |

Facts are set right where all that differs in the body are at most ``MOST_FACTS`` passages of at most ``MOST_WORDS``
words in the place of others, each with a number, a name, a day or a month on both sides, or spelled otherwise by one
letter.
Notes, numbers, days and months are known in English, Russian and Tajik. A name is a word with a capital that does not
begin a sentence. A fact that is only put in or taken out, with nothing in its place, is a change of the body.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archive.fingerprints import letters
from archive.records import Revision, RevisionKind
from archive.revisions import Span, revisions_of, shared, word_diff

EDITED = """(article.revisions > 1 AND EXISTS (SELECT 1 FROM revision
    WHERE article_id = article.id AND number > 1 AND kind IS NOT 'cosmetic'))"""
"""Of an article, as SQL: it has a revision that changes more than typography."""

MOST_FACTS = 6
"""Passages set right in one correction; who changes more has rewritten the text."""

MOST_WORDS = 4
"""Words of such a passage: ``deputy minister Anna Petrova``."""

LEAST_LETTERS = 4
"""Of a word that can be said to be misspelled: ``not`` and ``now`` are two words."""

NOTE = re.compile(
    r"""
      ^ \W* (?: corrections? | clarifications? | correction\ and\ clarification | corrects | editor['’ʻ]?s?\ note
        | исправлени[ея] | исправлено | уточнени[ея] | уточнено | поправка | от\ редакции | примечание\ редакции
        | ислоҳ | ислоҳот | тасҳеҳ | саҳеҳкунӣ | эзоҳи\ идора | аз\ идора ) \s* (?: [:.—–(\[-] | $ )
    | \b (?: earlier | previous | original )\ versions?\ of\ (?: this | the | our )
        \ (?: article | story | report | text | news | piece | headline )
    | \b this\ (?: article | story | report | text | piece | headline )\ (?: has\ been | was | is )
        \ (?: corrected | amended | clarified | updated\ to\ correct )
    | \b we\ (?: regret | apologi[sz]e\ for )\ the\ (?: error | mistake )
    | \b в\ (?: предыдущей | прежней | первоначальной | более\ ранней )\ версии
    | \b ранее\ в\ (?: тексте | материале | заметке | статье )
    | \b в\ (?: тексте | материале | заметке | статье | заголовке )\ (?: была\ )? (?: допущена | исправлена )
    | \b (?: текст | материал | заметка | статья | заголовок )\ (?: был[аи]?\ )? исправлен[аоы]? \b
    | \b (?: редакция\ приносит | приносим )\ (?: свои\ )? извинения\ за\ (?: ошибку | неточность )
    | \b дар\ (?: нусхаи | матни )\ (?: пештара | қаблӣ | аввала )
    | \b дар\ (?: матн | хабар | мақола )\ (?: хато | ғалат | саҳв )
    | \b (?: матн | хабар | мақола | сарлавҳа )\ (?: ислоҳ | тасҳеҳ )\ (?: карда\ )? (?: шуд | гардид )
    | \b барои\ (?: хато | иштибоҳ )\ узр
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""How an outlet says that it set something right: a paragraph begins with the word, or says it of the text itself.

That somebody in the news corrected something is none.
"""

FACT_WORD = re.compile(
    r"""
    (?: one | two | three | four | five | six | seven | eight | nine | ten | eleven | twelve | fourteen | forty | twenty
      | (?: thir | fif | six | seven | eigh | nine )t(?: een | y ) | hundreds? | thousands? | millions? | billions?
      | dozens? | half | first | second | third | twice | (?: mon | tues | wednes | thurs | fri | satur | sun )day
      | january | february | march | april | may | june | july | august
      | (?: septem | octo | novem | decem )ber )
    | один | одн[аоуи]\w* | дв[аеу] | двух | двумя? | три | тр[её][хм] | тремя | четыр\w+ | пят[ьи] | пятью | шест[ьи]
      | сем[ьи] | вос[еь]м\w* | девят\w* | десят\w* | \w+надцат\w* | двадцат\w* | тридцат\w* | сорок\w*
      | пятьдесят | шестьдесят | ст[оау] | двести | трист[ау] | тысяч\w* | миллион\w* | миллиард\w* | полтор\w+
      | перв\w+ | втор(?: ой | ая | ое | ого | ую | ом | ые | ых ) | трет(?: ий | ья | ье | ьего | ью )
      | понедельник\w* | вторник\w* | сред[аыу] | четверг\w* | пятниц\w+ | суббот\w+ | воскресень\w+
      | январ\w+ | феврал\w+ | марта? | марте | апрел\w+ | ма[йяе] | июн\w+ | июл\w+ | август\w*
      | (?: сент | окт | но | дек )ябр\w+ | декабр\w+
    | (?: як | ду | се | чор | чаҳор | панҷ | шаш | ҳафт | ҳашт | нӯҳ | даҳ | (?: ёз | дувоз | сенз | чор | понз | шонз
      | ҳаб | ҳаж | нуз )даҳ | бист | сӣ | чил | панҷоҳ | шаст | ҳафтод | ҳаштод | навад | сад | ҳазор | миллион
      | миллиард | (?: ду | се | чор | чаҳор | панҷ )? шанбе | ҷумъа )
      -?(?: то | та | тои | ум | юм | ӯм | и | ро | ҳо )*
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Numbers, days of the week and months in words, in the forms that news use."""

_NUMBER = re.compile(r"(?:(?<![\w])[-−–+](?=\d))?\d+(?:[.,:/]\d+)*")
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W_]+(?:[-'’ʻʼ\u0301.,:/][^\W_]+)*")
_SENTENCE_ENDS = (".", "!", "?", "…", "\n", ":", "•")


def kind_of_change(old_title: str, old_text: str, new_title: str, new_text: str) -> RevisionKind:
    """How the newer of two texts of an article differs, by the table above; ``cosmetic`` where it does not."""
    if _is_cosmetic(old_text, new_text):
        return "cosmetic" if _is_cosmetic(old_title, new_title) else "headline"
    if _has_new_note(old_text, new_text) or _sets_facts_right(old_text, new_text):
        return "correction"
    return "body"


def versions_of(connection: sqlite3.Connection, article_id: int) -> list[Revision]:
    """The revisions of an article, from the first on, each with its kind; none where there is no such article."""
    return with_kinds(revisions_of(connection, article_id))


def with_kinds(revisions: Sequence[Revision]) -> list[Revision]:
    """The revisions of an article, from the first on, each with its kind.

    Before schema 4 none was stored: then it is told from the texts, and the rows stay as they are.
    """
    return [
        revision if revision.kind else replace(revision, kind=_kind_after(before, revision))
        for before, revision in zip((None, *revisions), revisions, strict=False)
    ]


def _kind_after(before: Revision | None, revision: Revision) -> RevisionKind:
    if before is None:
        return "first"
    return kind_of_change(before.title, before.text, revision.title, revision.text)


def _is_cosmetic(old: str, new: str) -> bool:
    """Whether only typography differs; a decimal point or a sign of a number is none."""
    if old == new:
        return True
    old, new = unicodedata.normalize("NFKC", old), unicodedata.normalize("NFKC", new)
    return letters(old) == letters(new) and _numbers(old) == _numbers(new)


def _numbers(text: str) -> list[str]:
    found = _NUMBER.findall(_GROUPED.sub("", text))
    return [number.replace("−", "-").replace("–", "-") for number in found]


def _has_new_note(old: str, new: str) -> bool:
    """Whether more of its paragraphs have a note than had one before, so one that is only worded anew is none."""
    return _notes(new) > _notes(old)


def _notes(text: str) -> int:
    return sum(NOTE.search(line) is not None for line in text.split("\n"))


def _sets_facts_right(old: str, new: str) -> bool:
    facts = 0
    for before, removed, added in _changes(word_diff(old, new)):
        if _is_cosmetic(removed, added):
            continue
        if not (_is_fact(removed, added, begins=_begins_sentence(before)) or _is_spelling(removed, added)):
            return False
        facts += 1
    return 0 < facts <= MOST_FACTS


def _changes(spans: Iterable[Span]) -> Iterator[tuple[str, str, str]]:
    """What stands before each passage that differs, the passage as it was, and as it is."""
    before = removed = added = ""
    for span in (*spans, Span("same", "")):
        if span.kind == "removed":
            removed = span.text
        elif span.kind == "added":
            added = span.text
        else:
            if removed or added:
                yield before, removed, added
            before, removed, added = span.text, "", ""


def _begins_sentence(before: str) -> bool:
    """Whether a word after this begins a sentence, where a capital says nothing."""
    words = before.rstrip()
    return before == "" or "\n" in before[len(words) :] or words.endswith(_SENTENCE_ENDS)


def _is_fact(removed: str, added: str, *, begins: bool) -> bool:
    sides = _WORD.findall(removed), _WORD.findall(added)
    return all(len(words) <= MOST_WORDS and _has_fact(words, begins) for words in sides)


def _has_fact(words: list[str], begins: bool) -> bool:
    return any(
        any(map(str.isdigit, word)) or FACT_WORD.fullmatch(word) or (word[0].isupper() and not (begins and place == 0))
        for place, word in enumerate(words)
    )


def _is_spelling(removed: str, added: str) -> bool:
    was, now = _WORD.findall(removed), _WORD.findall(added)
    changed = [(one.casefold(), other.casefold()) for one, other in zip(was, now, strict=False) if one != other]
    return (
        len(was) == len(now) <= MOST_WORDS
        and bool(changed)
        and all(min(map(len, pair)) >= LEAST_LETTERS and _one_letter_apart(*pair) for pair in changed)
    )


def _one_letter_apart(one: str, other: str) -> bool:
    """One letter put in, left out or replaced, or two neighbours that changed places."""
    head = shared(one, other)
    one, other = one[head:], other[head:]
    tail = shared(one[::-1], other[::-1])
    one, other = one[: len(one) - tail], other[: len(other) - tail]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])
