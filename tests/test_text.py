"""The page's text, line by line, before anything is taken for boilerplate."""

from __future__ import annotations

from time import process_time

from trafilatura import bare_extraction

from archive.records import ExtractRules
from crawler.extraction.layout import page_lines
from crawler.extraction.page import open_page
from crawler.extraction.text import read_text

URL = "https://vodi.example/news/1"
FIRST = "The bridge over the Varzob river reopened on Monday after a year of repairs, the city said."
SECOND = "Engineer Dilshod Rahmonov said that it would carry two lanes of traffic in both directions."
THIRD = "Drivers had used a detour through the old town, which added half an hour to their way."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def page_of(body, head=""):
    return open_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), URL)


def text_of(body, head="", /, **rules):
    return read_text(page_of(body, head), ExtractRules(**rules))


def test_paragraphs_are_lines():
    assert text_of(f"<article>{BODY}</article>") == [FIRST, SECOND, THIRD]


def test_line_breaks_end_lines():
    assert text_of(f"<article><div>{FIRST}<br>{SECOND}<br><br>{THIRD}</div></article>") == [FIRST, SECOND, THIRD]


def test_words_are_those_of_trafilatura_on_the_bytes():
    menu = "<nav><a href='/a'>Politics</a> <a href='/b'>Sport</a></nav>"
    body = f"{menu}<article><h1>Bridge</h1>{BODY}</article><footer>Contact the editors</footer>"
    payload = f"<html><head><title>Bridge</title></head><body>{body}</body></html>".encode()
    theirs = bare_extraction(payload, url=URL, include_comments=False, with_metadata=True).text
    assert " ".join(read_text(open_page(payload, URL), ExtractRules())).split() == theirs.split()


def test_page_is_left_as_it_was():
    page = page_of(f"<article><aside>Side</aside>{BODY}</article>")
    before = page.tree.text_content()
    read_text(page, ExtractRules(drop=("p",)))
    read_text(page, ExtractRules())
    assert page.tree.text_content() == before


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


def lines_of(body):
    return list(page_lines(page_of(body).tree))


def test_page_lines_end_at_blocks_and_breaks():
    found = lines_of("<div>One <b>and</b> more<br>Two<p>Three</p>Four</div><script>no</script>")
    assert [line.text for line in found] == ["One and more", "Two", "Three", "Four"]


def test_choices_of_a_form_are_no_text():
    assert [line.text for line in lines_of("<p>Before <select><option>One</option></select>after</p>")] == [
        "Before after"
    ]


def test_line_of_link_text_is_linked_and_a_sentence_with_a_link_is_not():
    linked, timed, sentence = lines_of(
        "<li><a href='/a'>One</a>, <a href='/b'>two</a></li><li>12:05 <a href='/a'>One</a></li>"
        "<p>See <a href='/a'>One</a></p>"
    )
    assert linked.is_linked
    assert linked.links == (("/a", "One"), ("/b", "two"))
    assert timed.is_linked
    assert not sentence.is_linked


def test_link_around_blocks_links_each_of_them():
    assert [line.links for line in lines_of("<a href='/a'><h3>Head</h3><p>Lead</p></a>")] == [
        (("/a", "Head"),),
        (("/a", "Lead"),),
    ]
