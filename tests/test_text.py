"""Which blocks of a page belong to its text, and what they teach about the site."""

from __future__ import annotations

from time import process_time

import pytest

from archive.fingerprints import headline_key, kind_key, letters
from archive.memory import KindScore, Memory
from archive.records import ExtractRules
from crawler.extraction import votes
from crawler.extraction.page import open_page
from crawler.extraction.text import MOST_KINDS, observe, read_text
from tests.lessons import Told, lesson_of

SOME = Told("Some block of a page")
URL = "https://vodi.example/news/1"
FIRST = "The bridge over the Varzob river reopened on Monday after a year of repairs, the city said."
SECOND = "Engineer Dilshod Rahmonov said that it would carry two lanes of traffic in both directions."
THIRD = "Drivers had used a detour through the old town, which added half an hour to their way."
NOTHING_KNOWN = Memory("vodi")
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def page_of(body, head=""):
    return open_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), URL)


def read(content, head="", /, memory=NOTHING_KNOWN, *, is_sample=False, explain=True, **rules):
    return read_text(page_of(content, head), ExtractRules(**rules), memory, "", is_sample=is_sample, explain=explain)


def text_of(content, head="", /, **more):
    return [block.text for block in read(content, head, **more).blocks if block.kept]


def test_paragraphs_are_lines():
    assert text_of(f"<article>{BODY}</article>") == [FIRST, SECOND, THIRD]


def test_line_breaks_end_lines():
    assert text_of(f"<article><div>{FIRST}<br>{SECOND}<br><br>{THIRD}</div></article>") == [FIRST, SECOND, THIRD]


def test_comments_of_readers_are_not_text():
    comments = f"<div id='comments'><p>{'A reader disagrees with the engineer at length. ' * 5}</p></div>"
    assert "disagrees" not in " ".join(text_of(f"<article>{BODY}</article>{comments}"))


def test_lists_keep_their_items_without_marks():
    lines = text_of(f"<article>{BODY}<ul><li>{FIRST[::-1]}</li><li>{SECOND[::-1]}</li></ul></article>")
    assert lines[-2:] == [FIRST[::-1], SECOND[::-1]]


def test_tables_keep_their_rows_without_rules():
    rows = "<tr><th>Currency</th><th>Rate</th></tr><tr><td>Dollar</td><td>10.61</td></tr>"
    lines = text_of(f"<article>{BODY}<table>{rows}</table>{BODY}</article>")
    assert "Dollar | 10.61" in lines
    assert not any(set(line) <= set("|- ") for line in lines)


def test_linked_data_never_replaces_the_text():
    other = "The text in the linked data is another one, and it was cut. " * 20
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{other}"}}</script>'
    assert text_of("<article><p>Short but real.</p></article>", head) == ["Short but real."]


def test_broken_linked_data_costs_no_time():
    broken = '{"@context": "https://schema.org", "@type": "NewsArticle", ' + '"author": {"name": "A", ' * 20_000
    head = f'<script type="application/ld+json">{broken}</script>'
    started = process_time()
    assert text_of(f"<article>{BODY}</article>", head) == [FIRST, SECOND, THIRD]
    assert process_time() - started < 1


def test_rule_names_the_body():
    body = f"<article>{BODY}</article><div class='story'><p>{THIRD}</p>Loose <b>end</b><script>x</script></div>"
    assert text_of(body, body=".story") == [THIRD, "Loose end"]


def test_rule_for_the_body_that_matches_nothing_is_passed_over():
    assert text_of(f"<article>{BODY}</article>", body=".story") == [FIRST, SECOND, THIRD]


def test_body_inside_a_body_is_read_once():
    assert text_of(f"<div class='s'><div class='s'><p>{FIRST}</p></div></div>", body=".s") == [FIRST]


def test_rule_drops_elements_but_not_what_follows_them():
    body = f"<article><p><span class='ad'>Buy!</span>{FIRST}</p><p class='ad'>Buy more!</p><p>{SECOND}</p></article>"
    assert text_of(body, drop=(".ad",)) == [FIRST, SECOND]


def test_text_passes_the_gate():
    assert text_of(f"<article><p>Caf\u0065\u0301 \u202eopens\u00ad. {FIRST}</p></article>") == [f"Café opens. {FIRST}"]


MENU = "<nav><a href='/a'>Politics</a> <a href='/b'>Sport</a></nav>"
PAGE = f"{MENU}<article class=story>{BODY}<div class=tags>Bridges and roads of the valley</div></article>"
STORY = "p < article.story < body"


def test_removed_block_has_a_layer_and_a_reason_for_people():
    removed = {block.text: block for block in read(PAGE).blocks if not block.kept}
    assert removed["Politics Sport"].layer == "page"
    assert removed["Politics Sport"].reason.endswith("% likely to be text: wholly a link, in a nav")


def test_reason_that_nobody_asked_for_is_not_looked_for():
    told, untold = read(PAGE), read(PAGE, explain=False)
    assert [block.kept for block in told.blocks] == [block.kept for block in untold.blocks]
    assert {block.reason for block in untold.blocks} == {None}


def test_blocks_are_told_in_their_order_kept_or_not():
    found = read(PAGE)
    assert [block.text for block in found.blocks] == [block.text for block in found.page_blocks]
    assert found.keys == list(map(letters, (block.text for block in found.blocks)))


def test_block_that_repeats_on_the_pages_of_a_day_is_no_text():
    memory = Memory("vodi", repeated={headline_key(SECOND): (9, 12)})
    removed = [block for block in read(PAGE, memory=memory).blocks if block.text == SECOND]
    assert [(block.kept, block.layer) for block in removed] == [(False, "memory")]
    assert removed[0].reason == "stands on 9 of 12 pages of vodi of one day"


def test_kind_that_was_never_text_is_no_text():
    memory = Memory("vodi", kinds={kind_key(STORY): KindScore(pages=200, score=0)})
    page = f"{PAGE}<section class=letter>{BODY}</section>"
    assert text_of(page, memory=memory) == [FIRST, SECOND, THIRD]
    reasons = {block.reason for block in read(page, memory=memory).blocks if block.text == FIRST and not block.kept}
    assert reasons == {"blocks of its kind were text for 0% on 200 pages of vodi"}


def learned(share=950):
    kinds = ("p < article.story < body", "div.tags < article.story < body", "nav < body < html")
    scores = (share, 20, 0)
    known = {kind_key(kind): KindScore(100, 100 * score) for kind, score in zip(kinds, scores, strict=True)}
    return Memory("vodi", kinds=known, learned=True)


@pytest.fixture
def asked(monkeypatch):
    """The pages that trafilatura was asked about."""
    pages = []
    ask = votes.ask_voters

    def noted(tree, url, keys):
        pages.append(url)
        return ask(tree, url, keys)

    monkeypatch.setattr(votes, "ask_voters", noted)
    return pages


LONG_PAGE = f"{MENU}<article class=story>{BODY * 3}</article>"


def test_votes_are_asked_for_where_the_source_is_not_learned(asked):
    assert read(LONG_PAGE).scores.voted is not None
    assert asked == [URL]


def test_votes_are_not_asked_for_at_a_learned_source_but_for_the_sample(asked):
    assert text_of(LONG_PAGE, memory=learned()) == [FIRST, SECOND, THIRD] * 3
    assert asked == []
    assert read(LONG_PAGE, memory=learned(), is_sample=True).lesson.is_sample
    assert asked == [URL]


def test_page_of_a_learned_source_that_looks_odd_is_voted_on(asked):
    read(f"{MENU}<div class=new-design>{BODY * 3}</div>", memory=learned())
    assert asked == [URL]


def test_lesson_says_what_was_kept():
    found = read(PAGE)
    told = dict(zip(found.lesson.keys, found.lesson.kept, strict=True))
    assert {key for key, kept in told.items() if kept} == set(map(headline_key, text_of(PAGE)))
    assert list(found.lesson.kept) == list(map(int, found.lesson.judge(NOTHING_KNOWN)))


def test_page_teaches_its_kinds_and_the_blocks_that_may_repeat():
    seen = observe(read(PAGE), NOTHING_KNOWN)
    shares = {name: share for _, name, share in seen.kinds}
    assert all(number == kind_key(name) for number, name, _ in seen.kinds)
    assert shares[STORY] > 800
    assert shares["nav < body < html"] < 50
    assert (headline_key(FIRST), FIRST[:80]) in seen.blocks
    assert "Politics Sport" not in [beginning for _, beginning in seen.blocks]


def test_block_that_stands_twice_is_taught_once():
    seen = observe(read(f"<article>{BODY}{BODY}</article>"), NOTHING_KNOWN)
    assert sorted(key for key, _ in seen.blocks) == sorted(map(headline_key, (FIRST, SECOND, THIRD)))


def test_page_of_endless_kinds_teaches_no_more_than_a_page_may():
    words = ["".join(chr(97 + int(digit)) for digit in str(number)) for number in range(300)]
    page = "".join(f"<div class={word}>{FIRST} {word}</div>" for word in words)
    assert len(observe(read(page), NOTHING_KNOWN).kinds) == MOST_KINDS


def test_rules_of_a_source_teach_nothing():
    found = read(PAGE, body=".story")
    assert (found.scores, found.lesson) == (None, None)
    assert observe(found, NOTHING_KNOWN).kinds == ()


def test_learned_source_goes_on_learning_by_the_page_alone():
    """What trafilatura said of a sample must not weigh more than what the other pages say."""
    sample, plain = (read(LONG_PAGE, memory=learned(), is_sample=is_sample) for is_sample in (True, False))
    assert observe(sample, learned()) == observe(plain, learned())


@pytest.mark.parametrize("body", ["", "<p></p>", MENU, "<br><br>"])
def test_page_without_text_has_none(body):
    assert text_of(body) == []


def test_page_that_left_a_lesson_is_read_by_it_and_nobody_is_asked_again(monkeypatch):
    asides = "".join(f"<aside class='box'><p>{text[::-1]}</p></aside>" for text in (FIRST, SECOND))
    content = f"<article>{BODY}</article>{asides}"
    first = read(content)
    monkeypatch.delattr("crawler.extraction.votes.ask_voters")
    with pytest.raises(ImportError):
        read(content)
    memory = Memory("vodi", repeated={headline_key(SECOND): (3, 3)})
    for known in (NOTHING_KNOWN, memory):
        again = read_text(page_of(content), ExtractRules(), known, "", lesson=first.lesson)
        kept = [block.text for block in again.blocks if block.kept]
        assert kept == [line for line in (FIRST, SECOND, THIRD) if known is NOTHING_KNOWN or line != SECOND]


def test_lesson_of_another_page_says_nothing():
    other = lesson_of(SOME, memory=NOTHING_KNOWN)
    read_so = read_text(page_of(BODY), ExtractRules(), NOTHING_KNOWN, "", lesson=other)
    assert [block.text for block in read_so.blocks if block.kept] == [FIRST, SECOND, THIRD]
    assert read_so.scores is not None
