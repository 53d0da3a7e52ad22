"""Capture → extract → archive: every item ends in one outcome, and what is no URL's fault ends the run."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import suppress
from typing import Any

import pytest
from scrapy.settings import Settings

from archive.store import Archive
from crawler import reader
from crawler.extraction.extract import extract
from crawler.items import Page
from crawler.wishes import Wishes
from tests.sites import Answer, Outlet, article, headline, sitemap, text


def test_exception_of_the_extractor_is_an_extraction_error_with_its_traceback_in_the_log(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(payload: bytes, url: str, *_: object, **__: object) -> None:
        raise RecursionError(f"too deep: {url}")

    outlet.publish(1)
    monkeypatch.setattr(reader, "extract", broken)
    crawled = outlet.crawl()
    assert crawled.words == [("/news/1", "failed:extraction-error")]
    assert crawled.run.fault is None
    assert "Traceback" in caplog.text
    assert f"RecursionError: too deep: {outlet.url('/news/1')}" in caplog.text
    assert outlet.rows("SELECT outcome FROM capture") == [("failed:extraction-error",)]


def treacherous(payload: bytes, url: str, *rest: Any, **more: Any) -> object:
    """The extractor, but for three pages: /news/3 hangs it, /news/2 crashes its process, at /news/5 it is refused
    memory and makes nothing of it."""
    with suppress(MemoryError):
        taken = []
        while url.endswith("/5"):
            taken.append(b"x" * 1_000_000)
    if url.endswith("/3"):
        time.sleep(60)
    if url.endswith("/2"):
        os.kill(os.getpid(), signal.SIGKILL)
    return extract(payload, url, *rest, **more)


def test_page_that_costs_its_worker_is_told_and_the_run_goes_on(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    outlet.publish(1, 2, 3, 4, 5)
    monkeypatch.setattr(reader, "extract", treacherous)
    words = outlet.crawl(BACKISSUE_WORKERS=1, BACKISSUE_EXTRACTION_SECONDS=3).words
    assert sorted(words) == [
        ("/news/1", "new"),
        ("/news/2", "failed:extraction-error"),
        ("/news/3", "failed:extraction-timeout"),
        ("/news/4", "new"),
        ("/news/5", "failed:extraction-error"),
    ]
    assert f"{outlet.url('/news/3')} took too long: treacherous: no result after 3 s" in caplog.text
    assert "twice more memory than the 512 MB that a worker may have; held " in caplog.text
    assert "twice the worker process died, exit code -9" in caplog.text
    assert outlet.rows("SELECT count(*) FROM capture WHERE outcome IS NULL") == [(0,)]
    assert outlet.rows("SELECT count(*) FROM capture") == [(5,)]


def test_page_that_is_no_article_is_rejected_and_its_capture_kept(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    outlet.routes["/news/2"] = Answer(b"%PDF-1.7 \0\0", 200, {"Content-Type": "application/pdf"})
    assert outlet.crawl().words == [("/news/2", "rejected:not-html"), ("/news/1", "new")]
    assert outlet.rows("SELECT outcome FROM capture ORDER BY id") == [("rejected:not-html",), ("new",)]


def test_empty_page_is_rejected(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.routes["/news/1"] = Answer("")
    ((_, outcome),) = outlet.crawl().words
    assert outcome.startswith("rejected:")


def test_page_that_moved_off_scope_between_two_runs_is_rejected(outlet: Outlet) -> None:
    """A capture that was kept before the source file's scope was narrowed."""
    outlet.publish(1)
    outlet.redirect("/news/1", "/archive/1")
    outlet.routes["/archive/1"] = article(1)
    outlet.crawl()
    with Archive(outlet.db) as archive, archive.db.atomic():
        archive.db.execute("UPDATE capture SET outcome = NULL, article_id = NULL")
        for table in ("revision", "alias", "sketch"):
            archive.db.execute(f"DELETE FROM {table}")
        archive.db.execute("UPDATE entry SET outcome = NULL, article_id = NULL")
        archive.db.execute("DELETE FROM article")
    outlet.write_source(outlet.seeds, scope=[f"{outlet.peer}/news/"], homepage=outlet.url("/news/"))
    assert outlet.crawl().words == [("/news/1", "rejected:off-scope")]


@pytest.mark.parametrize("broken", ["add", "record", "discovered", "next_entry", "mend"])
def test_archive_that_takes_no_more_ends_the_run_and_loses_nothing(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    outlet.publish(1, 2, 3)
    with monkeypatch.context() as patch:
        patch.setattr(Archive, broken, full)
        run = outlet.crawl().run
    assert isinstance(run.fault, sqlite3.OperationalError)
    assert run.exit_code() == 1
    assert outlet.rows("SELECT count(*) FROM entry WHERE outcome GLOB 'failed:*'") == [(0,)]
    outlet.crawl()
    assert outlet.rows("SELECT count(*) FROM article") == [(3,)]
    assert outlet.rows("SELECT count(*) FROM capture WHERE outcome IS NULL") == [(0,)]


def test_capture_folder_that_cannot_be_written_is_named(outlet: Outlet) -> None:
    outlet.publish(1)
    captures = outlet.db.with_suffix(".captures")
    captures.mkdir()
    (captures / "valley-en").write_text("in the way")
    fault = outlet.crawl().run.fault
    assert isinstance(fault, OSError)
    assert str(fault.filename).startswith(str(captures))


def test_fault_while_recalled_captures_are_read_ends_the_run_too(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scrapy 2.19 would wait for ever, were they items of ``start()``."""

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    outlet.publish(1, 2, 3)
    monkeypatch.setattr(Archive, "add", full)
    for _ in range(2):
        assert outlet.crawl().run.fault is not None


def slow_on_2(payload: bytes, url: str, *rest: Any, **more: Any) -> object:
    """The extractor, but that /news/2 takes its time."""
    if url.endswith("/2"):
        time.sleep(0.5)
    return extract(payload, url, *rest, **more)


def test_sidebar_with_the_headline_of_a_page_that_is_still_read_is_no_revision(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlet.write_source(outlet.seeds, feeds=[], sitemaps=[outlet.url("/sitemap.xml")])
    outlet.routes |= {"/sitemap.xml": Answer(sitemap([outlet.url("/news/1")])), "/news/1": article(1)}
    outlet.crawl()
    outlet.routes["/sitemap.xml"] = Answer(sitemap([outlet.url("/news/1"), outlet.url("/news/2")]))
    outlet.routes |= {"/news/2": article(2), "/news/1": article(1, f"{text(1)}\n{headline(2)}")}
    monkeypatch.setattr(reader, "extract", slow_on_2)
    words = outlet.crawl(Wishes(recheck=True), BACKISSUE_WORKERS=2).words
    assert words == [("/news/2", "new"), ("/news/1", "unchanged")]


def test_extraction_in_worker_processes_gives_the_same(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    assert outlet.crawl(BACKISSUE_WORKERS=1).words == [("/news/2", "new"), ("/news/1", "new")]


def test_log_never_shows_a_body(outlet: Outlet) -> None:
    outlet.publish(1)
    run = outlet.crawl(Wishes(urls=(outlet.url("/news/1"),))).run
    assert run.fault is None
    task = None
    page = Page(task, 1, "http://a.example/", b"secret text", None, "2026-11-01T00:00:00Z")  # type: ignore[arg-type]
    assert "secret" not in repr(page)


def test_workers_are_set_by_the_settings() -> None:
    chosen = Settings()
    chosen.setmodule("crawler.settings")
    assert chosen.getint("BACKISSUE_WORKERS") >= 1
    assert chosen.getfloat("BACKISSUE_EXTRACTION_SECONDS") == 10


def test_outcome_is_the_same_word_in_the_log_the_counter_and_the_row(
    outlet: Outlet, caplog: pytest.LogCaptureFixture
) -> None:
    outlet.publish(1)
    with caplog.at_level("INFO", "crawler.pipelines"):
        crawled = outlet.crawl()
    assert crawled.words == [("/news/1", "new")]
    assert f"new {outlet.url('/news/1')}" in caplog.messages
    assert outlet.rows("SELECT outcome FROM entry") == [("new",)]
