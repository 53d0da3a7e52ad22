"""Exceptions of the download path and their outcomes."""

from __future__ import annotations

import sqlite3

import pytest
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionLost
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError
from twisted.web.client import ResponseFailed

from crawler.failures import (
    CERTIFICATE_ADVICE,
    REASONS,
    AddressRefused,
    CertificateRefused,
    ForbiddenByRobots,
    HostPaused,
    NotKept,
    OffScope,
    RobotsUnavailable,
    advice,
    is_silence,
    outcome_of,
)


def wrapped(*causes: Exception) -> DownloadFailedError:
    """As Scrapy wraps what Twisted collected."""
    error = DownloadFailedError("failed")
    error.__cause__ = ResponseFailed([Failure(cause) for cause in causes])  # type: ignore[no-untyped-call]
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (OffScope(), "rejected:off-scope"),
        (ForbiddenByRobots(), "rejected:robots"),
        (AddressRefused(), "failed:address"),
        (UnsupportedURLSchemeError(), "failed:address"),
        (CannotResolveHostError(), "failed:dns"),
        (DownloadTimeoutError(), "failed:timeout"),
        (DownloadCancelledError(), "failed:too-large"),
        (ResponseDataLossError(), "failed:truncated"),
        (DownloadConnectionRefusedError(), "failed:connection"),
        (wrapped(ConnectionLost()), "failed:connection"),
        (wrapped(SSL.Error([("SSL routines", "", "certificate verify failed")])), "failed:tls"),
        (wrapped(CertificateRefused("a.example", "expired")), "failed:tls"),
        (ConnectError("no route to host"), "failed:connection"),  # type: ignore[no-untyped-call]
        (ConnectionResetError(), "failed:connection"),
        (RobotsUnavailable("https://a.example/robots.txt answers HTTP 503", "failed:http-503"), "failed:http-503"),
        (HostPaused("a.example asks for 3600 s"), "failed:retry-after"),
        (IgnoreRequest("max redirections reached"), "failed:redirect-loop"),
        (ValueError("something else"), "failed:connection"),
    ],
)
def test_error_becomes_an_outcome(error: BaseException, outcome: str) -> None:
    assert outcome_of(error) == outcome


@pytest.mark.parametrize(
    ("error", "silent"),
    [
        (DownloadTimeoutError(), True),
        (DownloadConnectionRefusedError(), True),
        (CannotResolveHostError(), True),
        (ConnectError("no route to host"), True),  # type: ignore[no-untyped-call]
        (wrapped(ParseError("no HTTP", b"SSH-2.0")), False),  # type: ignore[no-untyped-call]
        (wrapped(ConnectionLost()), False),
        (ResponseDataLossError(), False),
        (HostPaused("a.example asks for 3600 s"), False),
    ],
)
def test_silence_is_told_from_a_bad_answer(error: BaseException, silent: bool) -> None:
    assert is_silence(error) is silent


def test_what_the_archive_could_not_take_is_no_outcome() -> None:
    error = NotKept("a page")
    error.__cause__ = sqlite3.OperationalError("database or disk is full")
    with pytest.raises(NotKept):
        outcome_of(error)


def test_every_reason_comes_with_advice() -> None:
    for outcome in {outcome for _, outcome in REASONS} - {"rejected:off-scope"} | {"failed:retry-after"}:
        what, _, mend = advice(RobotsUnavailable("", outcome)).partition(". ")
        assert what, outcome
        assert mend, outcome


def test_incomplete_chain_is_told_with_its_mend_and_other_faults_are_not() -> None:
    told = {fault: advice(wrapped(CertificateRefused("a.example", fault))) for fault in CERTIFICATE_ADVICE}
    assert [fault for fault, text in told.items() if 'tls = "lenient"' in text] == ["chain"]
    error = RobotsUnavailable("https://a.example/robots.txt gives no answer", "failed:tls")
    error.__cause__ = wrapped(CertificateRefused("a.example", "chain"))
    assert advice(error) == told["chain"]


def test_robots_txt_that_cannot_be_read_is_named_in_the_advice() -> None:
    error = RobotsUnavailable("https://a.example/robots.txt answers HTTP 503", "failed:http-503")
    assert advice(error) == "robots.txt of its host answers HTTP 503. Try again later"
