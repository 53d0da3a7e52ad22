"""Who wrote an article, by what the page states and prints."""

from __future__ import annotations

from time import process_time

import pytest

from tests.test_metadata import facts, meta, news

STORY = "<h1>T</h1><p>One paragraph of the story.</p><p>Another paragraph of it.</p>"


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("<a rel='author' href='/u/5'>Zarina Hakimova</a>", ("Zarina Hakimova",)),
        ("<a href='/author/zarina/'>Zarina Hakimova</a>", ("Zarina Hakimova",)),
        ("<span class='author vcard'><a class='fn'>zarina</a></span>", ("zarina",)),
        ("<span itemprop='author'><span itemprop='name'>Zarina Hakimova</span>, Editor</span>", ("Zarina Hakimova",)),
        ("<p class='byline'><a>Zarina Hakimova</a> and <a>Umed Rahmonov</a></p>", ("Zarina Hakimova", "Umed Rahmonov")),
        ("<div class='article-author'>Автор: Зарина Ҳакимова</div>", ("Зарина Ҳакимова",)),
        ("<h1>T</h1><p>Муаллиф: Зарина Ҳакимова</p>", ("Зарина Ҳакимова",)),
        ("<h1>T</h1><p>Text: Zarina Hakimova</p>", ("Zarina Hakimova",)),
        (f"{STORY}<p><strong>Зарина ҲАКИМОВА</strong></p>", ("Зарина ҲАКИМОВА",)),
        (f"{STORY}<p style='text-align:right'>Зарина Ҳакимова, мухбир</p>", ("Зарина Ҳакимова",)),
        (f"{STORY}<p><strong>And so it went on.</strong></p>", ()),
        ("<div class='comments'><span class='author'>Zarina Hakimova</span></div>", ()),
        ("<aside><a rel='author'>Zarina Hakimova</a></aside>", ()),
        ("<div class='author-box'>Zarina Hakimova writes about rivers</div>", ()),
    ],
)  # fmt: skip
def test_byline_on_the_page(body, names):
    found = facts(body=body)
    assert found.authors == names
    assert found.origins.get("authors") == ("page" if names else None)


def test_people_come_before_the_outlet_wherever_they_are_named():
    byline = "<p class='byline'>Zarina Hakimova</p>"
    outlet = news(author={"@type": "Organization", "name": "Vodi News"})
    assert facts(linked=outlet).authors == ("Vodi News",)
    assert facts(meta("author", "Zarina Hakimova"), linked=outlet).authors == ("Zarina Hakimova",)
    assert facts(body=byline, linked=outlet).authors == ("Zarina Hakimova",)


@pytest.mark.parametrize("outlet", ["The Vodi Dispatch", "Vodi Dispatch Media Union", "Wide Overall Vista"])
def test_outlet_by_a_longer_name_gives_way_to_a_person(outlet):
    head = meta("author", outlet) + meta("og:site_name", "Vodi Dispatch") + meta("application-name", "WOV")
    assert facts(head).authors == (outlet,)
    assert facts(head, "<p class='byline'>Zarina Hakimova</p>").authors == ("Zarina Hakimova",)
    assert facts(head, "<p class='byline'>Dushanbe</p>").authors == (outlet,)


def test_person_named_together_with_the_outlet_stays():
    head = meta("author", "Zarina Hakimova, Vodi Dispatch") + meta("og:site_name", "Vodi Dispatch")
    assert facts(head).authors == ("Zarina Hakimova",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>Автор: Зарина Ҳакимова</p>", ("Зарина Ҳакимова",)),
        ("<ul><li><strong>Муаллиф</strong> Зарина Ҳакимова</li></ul>", ("Зарина Ҳакимова",)),
        ("<h5><em>Von Zarina Hakimova</em></h5>", ("Zarina Hakimova",)),
        ("<p>Author: see the list below for all who helped</p>", ()),
        ("<p>By the end of the week the bridge was open</p>", ()),
        ("<div class='comment'><p>Author: Zarina Hakimova</p></div>", ()),
        ("<p>Author: Zarina Hakimova</p><p>Author: Umed Rahmonov</p>", ()),
    ],
)
def test_line_with_a_label_far_from_the_headline(line, names):
    far = "".join(f"<p>Paragraph {number} of a long story.</p>" for number in range(90))
    assert facts(body=f"<h1>T</h1>{far}{line}<p>The last paragraph.</p>").authors == names


@pytest.mark.parametrize("counter", ["Viewed 213 times", "Просмотров: 213", "213 маротиба дида шуд", "Views", "Шарҳҳо"])
def test_counter_beside_the_byline_is_nobody(counter):
    byline = "<div class='author'><span>{}</span> <span class='views'>{}</span></div>"
    assert facts(body=byline.format("2 November 2026", counter)).authors == ()
    assert facts(body=byline.format("By <b>Zarina Hakimova</b>", counter)).authors == ("Zarina Hakimova",)


def test_headline_marked_as_a_card_is_no_byline():
    assert facts(body="<h1 class='vcard author'>A Bridge Opens</h1>").authors == ()


def test_twitter_label_says_whether_its_datum_is_an_author():
    written = meta("twitter:label1", "Written by") + meta("twitter:data1", "Zarina Hakimova")
    assert facts(written).authors == ("Zarina Hakimova",)
    assert facts(meta("twitter:label1", "Reading time") + meta("twitter:data1", "Five minutes")).authors == ()


@pytest.mark.parametrize(
    "part",
    ["<p><b>Zarina Hakimova</b></p>", "<p align='right'>Z</p>", "<i class='date x{}'>1</i>", "<a class='author'>A</a>"],
)
def test_page_of_many_thousand_alike_elements_is_read_at_once(part):
    started = process_time()
    facts(body="".join(part.format(number) for number in range(20_000)) + "<h1>T</h1>")
    assert process_time() - started < 3


def test_class_of_many_alike_parts_is_read_at_once():
    started = process_time()
    layout = "no-" * 3_000
    page = f'<div class="{layout}"><h1>T</h1><span class="byline">By Zarina Hakimova</span></div>'
    assert facts(body=page).authors == ("Zarina Hakimova",)
    assert process_time() - started < 2


def test_layout_that_names_a_sidebar_is_no_sidebar():
    page = '<div class="post no-left-sidebar"><h1>T</h1><span class="byline">By Zarina Hakimova</span></div>'
    assert facts(body=page).authors == ("Zarina Hakimova",)
