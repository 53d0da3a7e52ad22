"""A sign of life, over loopback."""

from __future__ import annotations

import pytest

from crawler.ping import ping
from tests.crawling import environment
from tests.sites import Answer, Site


def test_nobody_is_asked_unless_it_was_set() -> None:
    with environment(), Site() as site:
        ping(0)
        assert site.log == []


@pytest.mark.parametrize(("code", "asked"), [(0, True), (3, True), (1, False), (5, False), (130, False)])
def test_run_that_did_its_work_gives_a_sign(code: int, asked: bool) -> None:
    with Site({"/alive": Answer("ok")}) as site, environment(BACKISSUE_PING=site.url("/alive")):
        ping(code)
        assert site.paths == ["/alive"] * asked


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/secret-key", "file:///etc/hostname", "secret-key", "http://["])
def test_ping_that_fails_is_told_without_its_url(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with environment(BACKISSUE_PING=url):
        ping(0)
    said = capsys.readouterr().err
    assert said.startswith("BACKISSUE_PING could not be asked (")
    assert ("(no http:// or https:// URL)" in said) is not url.startswith("http://127")
    assert "Error" not in said
    assert "secret-key" not in said


def test_ping_that_is_answered_with_an_error_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with Site() as site, environment(BACKISSUE_PING=site.url("/gone")):
        ping(0)
    assert "could not be asked (Not Found)" in capsys.readouterr().err
