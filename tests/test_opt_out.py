"""Pages that say they are not to be archived or mined: what counts as saying so, and what becomes of them."""

from __future__ import annotations

import gzip
import json
import time
from datetime import timedelta

import pytest

from archive.check import check_archive
from archive.clock import utc_now
from archive.errors import UsageProblem
from archive.newsarticle import NewsArticle
from archive.readonly import open_readonly
from archive.show import shown_article
from archive.store import Archive
from crawler import import_process
from crawler.import_process import import_files
from crawler.opt_out import LARGEST_HEAD, chosen, opt_outs
from crawler.reextract import Wish, reextract
from crawler.wishes import Wishes
from tests.production import produced
from tests.sites import Answer, Outlet, article
from tests.warcs import body, page_record, record, url

ROBOTS = '<meta name="robots" content="noarchive">'
TDM = '<meta name="tdm-reservation" content="1">'
RECHECK = Wishes(recheck=True)


def page(head: str, body: str = "<p>Text") -> bytes:
    return f"<!DOCTYPE html><html><head><title>A</title>{head}</head><body>{body}</body></html>".encode()


# What counts as saying so


@pytest.mark.parametrize(
    "head",
    [
        ROBOTS,
        "<META CONTENT='NOINDEX,NoArchive' NAME='ROBOTS'/>",
        "<meta content=noarchive name=robots>",
        '<meta name="robots" content="noarchive" 5" wide"><meta name="a" content="b">',
        '<meta\n  data-x="a > b"\n  name = "backissue"\n  content = "nofollow noarchive" >',
        '<meta name="robots" content="index"><meta name="robots" content="max-snippet:-1, noarchive">',
        "<!-- a comment --><script>if (a < b) { document.write('</head>') }</script>" + ROBOTS,
        "<noscript><img src='/pixel' alt=''></noscript>" + ROBOTS,
    ],
)
def test_noarchive_of_a_head_in_all_its_spellings(head: str) -> None:
    assert opt_outs([], page(head)) == ("noarchive",)


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ('<meta name="googlebot" content="noarchive">', ""),
        ('<meta name="robots" content="noindex, nofollow">', ""),
        ('<meta name="robots" content="none">', ""),
        ('<meta name="robots" content="noarchive-not">', ""),
        ('<meta name="description" content="The tag noarchive, tdm-reservation: 1">', ""),
        (f'<meta name="description" content="Write {ROBOTS.replace(chr(34), chr(39))}">', ""),
        (f"<!-- {ROBOTS} -->", ""),
        (f"<!-- never closed {ROBOTS}", ""),
        (f"<script>var tag = '{ROBOTS}'</script>", ""),
        (f"<style>/* {ROBOTS} */</style><title>{ROBOTS}</title>", ""),
        (f"<template>{ROBOTS}</template>", ""),
        ("", f"<p>Write <code>{ROBOTS}</code>"),
        ("", "<p>Write &lt;meta name=&quot;robots&quot; content=&quot;noarchive&quot;&gt;"),
        ("", f"<p>{TDM}"),
        ('<metadata name="robots" content="noarchive">', ""),
        ('<meta name="robots" content="all" content="noarchive">', ""),
    ],
)
def test_what_only_mentions_it_does_not_say_it(head: str, text: str) -> None:
    assert opt_outs([], page(head, text)) == ()


def test_page_without_tags_of_head_and_body_has_a_head_all_the_same() -> None:
    assert opt_outs([], f"<title>A</title>{ROBOTS}<p>Text".encode()) == ("noarchive",)
    assert opt_outs([], f"<title>A</title><p>Text {ROBOTS}".encode()) == ()


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "windows-1251", "koi8-r", "utf-16", "utf-16-be"])
def test_charset_makes_no_difference(charset: str) -> None:
    head = f"<title>Мост открыт</title>{ROBOTS}{TDM}"
    assert opt_outs([], page(head, "<p>Мост").decode().encode(charset)) == ("noarchive", "tdm-reservation")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("noarchive", True),
        ("NOINDEX, NoArchive", True),
        ("backissue: noindex, noarchive", True),
        ("*: noarchive", True),
        ("noarchive, otherbot: noindex", True),
        ("max-snippet: -1, noarchive", True),
        ("unavailable_after: Sat, 25 Jun 2027 15:00:00 GMT, noarchive", True),
        ("googlebot: noarchive", False),
        ("otherbot: noindex, noarchive", False),
        ("noindex", False),
        ("none", False),
    ],
)
def test_header_speaks_to_everybody_or_to_us_by_name(value: str, said: bool) -> None:
    assert opt_outs([("x-robots-tag", value)], b"") == (("noarchive",) if said else ())


def test_header_may_come_twice() -> None:
    headers = [("X-Robots-Tag", "otherbot: noindex"), ("X-Robots-Tag", "noarchive"), ("TDM-Reservation", " 1 ")]
    assert opt_outs(headers, b"") == ("noarchive", "tdm-reservation")


def test_document_overrules_the_header_on_mining_and_what_is_no_value_says_nothing() -> None:
    no = TDM.replace('"1"', '"0"')
    assert opt_outs([("tdm-reservation", "0")], page(TDM)) == ("tdm-reservation",)
    assert opt_outs([("tdm-reservation", "1")], page(no)) == ()
    assert opt_outs([("tdm-reservation", "1")], page(TDM.replace('"1"', '"yes"'))) == ("tdm-reservation",)
    assert opt_outs([("tdm-reservation", "2")], b"") == ()


PIECES = ("<!--", "<meta '", '<meta name="', "<script>", "<meta a=b ", "< ", "<meta a", "<meta =' =\" ", "a ", "a")


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_head_takes_no_time(piece: str) -> None:
    """In the process that asks everybody else; each of these would be read again from every beginning of itself."""
    pieces = piece * (2 * LARGEST_HEAD // len(piece))
    begun = time.process_time()
    opt_outs([], f"<title>noarchive</title>{pieces}".encode())
    opt_outs([], f"<meta {pieces[: LARGEST_HEAD - 50]} name=noarchive>".encode())
    assert time.process_time() - begun < 1


# What becomes of them


def opting_out(number: int, head: str = ROBOTS, **headers: str) -> Answer:
    body, status, given = article(number)
    assert isinstance(body, str)
    return Answer(body.replace("<head>", f"<head>{head}"), status, {**given, **headers})


def shown(outlet: Outlet, number: int) -> NewsArticle:
    connection = open_readonly(outlet.db)
    try:
        return shown_article(connection, number)
    finally:
        connection.close()


def is_sound(outlet: Outlet) -> bool:
    return [one for one in check_archive(outlet.db, captures=True) if one.state == "problem"] == []


def test_page_that_opts_out_is_not_kept_in_any_form(outlet: Outlet) -> None:
    outlet.publish(1, 2, 3, 4, 5)
    packed = gzip.compress(str(opting_out(4).body).encode())
    outlet.routes |= {
        "/news/1": article(1, **{"X-Robots-Tag": "noarchive"}),
        "/news/2": opting_out(2, TDM),
        "/news/3": article(3, **{"X-Robots-Tag": "otherbot: noarchive"}),
        "/news/4": Answer(packed, 200, {"Content-Encoding": "gzip"}),
    }
    crawled = outlet.crawl(BACKISSUE_OPT_OUT="obey")
    left = dict.fromkeys(("/news/1", "/news/2", "/news/4"), "rejected:opt-out")
    assert dict(crawled.words) == left | {"/news/3": "new", "/news/5": "new"}
    assert outlet.rows("SELECT url, outcome FROM capture ORDER BY id") == [
        (outlet.url("/news/5"), "new"), (outlet.url("/news/3"), "new"),
    ]  # fmt: skip
    assert shown(outlet, 1)["optOut"] == []
    assert crawled.run.exit_code() == 0
    assert is_sound(outlet)


def test_page_that_opts_out_is_kept_and_marked_unless_told_otherwise(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.routes["/news/1"] = opting_out(1)
    assert outlet.crawl().words == [("/news/1", "new")]
    assert shown(outlet, 1)["optOut"] == ["noarchive"]


@pytest.mark.parametrize("by", ["setting", "source file"])
def test_page_that_opts_out_is_kept_and_marked_where_that_is_wished(outlet: Outlet, by: str) -> None:
    """What the source file says overrules the setting."""
    outlet.publish(1)
    outlet.routes["/news/1"] = opting_out(1, TDM, **{"X-Robots-Tag": "noarchive"})
    if by == "source file":
        outlet.write_source(outlet.seeds, crawl={"delay": 0, "opt_out": "record"})
    assert outlet.crawl(BACKISSUE_OPT_OUT="record" if by == "setting" else "obey").words == [("/news/1", "new")]
    assert shown(outlet, 1)["optOut"] == ["noarchive", "tdm-reservation"]
    outlet.write_source(outlet.seeds, crawl={"delay": 0, "opt_out": "obey"})
    outlet.publish(2)
    outlet.routes["/news/2"] = opting_out(2)
    assert outlet.crawl(BACKISSUE_OPT_OUT="record").words == [("/news/2", "rejected:opt-out")]


def test_known_article_that_begins_to_opt_out_keeps_all_that_is_stored(outlet: Outlet) -> None:
    """Only that its page says so now is noted, for whoever exports it, and a removal check it is not."""
    outlet.publish(1)
    outlet.crawl(BACKISSUE_OPT_OUT="obey")
    stored = (
        "SELECT title, text, sha256, revisions, capture_id, removed, missing_checks, last_seen FROM article",
        "SELECT * FROM capture",
    )
    before = [outlet.rows(sql) for sql in stored]
    ((changed, due),) = outlet.rows("SELECT change, due FROM article")
    outlet.routes["/news/1"] = opting_out(1, ROBOTS.replace("noarchive", "noarchive, noindex"))
    tomorrow = utc_now() + timedelta(days=1)
    again = outlet.crawl(RECHECK, BACKISSUE_OPT_OUT="obey", clock=lambda: tomorrow)
    assert again.words == [("/news/1", "rejected:opt-out")]
    assert [outlet.rows(sql) for sql in stored] == before
    assert shown(outlet, 1)["optOut"] == ["noarchive"]
    ((noted, later),) = outlet.rows("SELECT change, due FROM article")
    assert (noted > changed, later > due) == (True, True)
    assert outlet.crawl(RECHECK, BACKISSUE_OPT_OUT="obey").words == [("/news/1", "rejected:opt-out")]
    assert outlet.rows("SELECT change FROM article") == [(noted,)]
    outlet.routes["/news/1"] = article(1)
    assert outlet.crawl(RECHECK, BACKISSUE_OPT_OUT="obey").words == [("/news/1", "unchanged")]
    assert shown(outlet, 1)["optOut"] == []
    assert is_sound(outlet)


def test_known_article_that_is_gone_is_removed_though_its_error_page_opts_out(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.crawl(BACKISSUE_OPT_OUT="obey")
    outlet.routes["/news/1"] = Answer("<h1>Gone</h1>", 410, {"X-Robots-Tag": "noarchive"})
    assert outlet.crawl(RECHECK, BACKISSUE_OPT_OUT="obey").words == [("/news/1", "removed")]
    assert outlet.rows("SELECT status FROM capture") == [(200,)]
    assert is_sound(outlet)


def test_page_that_was_kept_and_not_read_when_it_was_recorded_is_not_read_when_it_is_obeyed(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.routes["/news/1"] = opting_out(1)
    outlet.crawl(BACKISSUE_OPT_OUT="record")
    with_nothing_read(outlet)
    assert outlet.crawl(BACKISSUE_OPT_OUT="obey").words == [("/news/1", "rejected:opt-out")]
    assert outlet.rows("SELECT count(*) FROM capture") == [(1,)]


def with_nothing_read(outlet: Outlet) -> None:
    """As after a crash between capture and outcome, on an archive of one page."""
    with Archive(outlet.db) as archive, archive.db.atomic():
        archive.db.execute("UPDATE capture SET outcome = NULL, article_id = NULL")
        archive.db.execute("UPDATE entry SET outcome = NULL, article_id = NULL")


def test_production_handler_obeys_as_well(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    outlet.routes["/news/1"] = opting_out(1)
    assert produced(outlet, BACKISSUE_OPT_OUT="obey").words == {"/news/1": "rejected:opt-out", "/news/2": "new"}
    assert outlet.rows("SELECT url FROM capture") == [(outlet.url("/news/2"),)]


def test_word_that_is_no_choice_is_told_before_anything_is_asked(outlet: Outlet) -> None:
    assert chosen(" Record ") == "record"
    with pytest.raises(UsageProblem, match=r'BACKISSUE_OPT_OUT: "ignore" is neither obey nor record\. Write one of'):
        outlet.crawl(BACKISSUE_OPT_OUT="ignore")
    assert outlet.log == []
    assert not outlet.db.exists()


# Pages that were fetched elsewhere, and those that are kept


def test_import_obeys_and_records_as_a_crawl_does(outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> None:
    warc = outlet.db.with_name("pages.warc.gz")
    head = "<head>" + TDM
    warc.write_bytes(record(url(1), body(1).replace(b"<head>", head.encode())) + page_record(2))

    def imports() -> list[str]:
        words: list[str] = []
        import_files(
            outlet.db, outlet.seeds, [warc], committed=lambda one: words.append(one.outcome), tell=print, workers=0
        )
        return sorted(words)

    monkeypatch.setattr(import_process, "BACKISSUE_OPT_OUT", "obey")
    assert imports() == ["new", "rejected:opt-out"]
    assert outlet.rows("SELECT count(*) FROM capture") == [(1,)]
    monkeypatch.setattr(import_process, "BACKISSUE_OPT_OUT", "record")
    assert imports() == ["new", "unchanged"]
    assert outlet.rows("SELECT opt_out FROM article ORDER BY id") == [("[]",), ('["tdm-reservation"]',)]


def test_pages_of_earlier_versions_are_looked_at_when_they_are_read_again(outlet: Outlet) -> None:
    """Whatever is wished of new ones: what is kept stays, and whoever exports it learns what its page said."""
    outlet.publish(1, 2)
    outlet.routes["/news/1"] = opting_out(1)
    outlet.crawl(BACKISSUE_OPT_OUT="record")
    with_unknown_opt_outs(outlet)
    assert [shown(outlet, number)["optOut"] for number in (1, 2)] == [None, None]
    reextract(outlet.db, outlet.seeds, Wish(), told=lambda _: None, workers=0)
    found = dict(outlet.rows("SELECT url, opt_out FROM article"))
    assert {url: json.loads(text) for url, text in found.items()} == {
        outlet.url("/news/1"): ["noarchive"],
        outlet.url("/news/2"): [],
    }
    assert is_sound(outlet)


def with_unknown_opt_outs(outlet: Outlet) -> None:
    with Archive(outlet.db) as archive, archive.db.atomic():
        archive.db.execute("UPDATE article SET opt_out = NULL")
