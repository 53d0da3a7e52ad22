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
