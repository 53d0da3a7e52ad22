"""Exceptions of the download path → the reason in the outcome."""

from __future__ import annotations

import ssl
from typing import Literal

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
from twisted.internet.error import ConnectError
from twisted.web.http import PotentialDataLoss


class OffScope(IgnoreRequest):
    """The URL belongs to no source of the catalogue."""


class ForbiddenByRobots(IgnoreRequest):
    """robots.txt asks us to stay away."""


class OptedOut(IgnoreRequest):
    """The page says that it is not to be archived or mined, and that is obeyed."""

    def __init__(self, what: str, signals: tuple[str, ...]) -> None:
        super().__init__(what)
        self.signals = signals


class AddressRefused(IgnoreRequest):
    """Not a public address, or a port that nobody named."""


class ComeBackLater(IgnoreRequest):
    """Nothing of the host may be asked for now; it says nothing of the URL, which the next run takes up again."""

    def __init__(self, what: str, outcome: str) -> None:
        """``outcome`` is that of a URL which cannot wait for another run."""
        super().__init__(what)
        self.outcome = outcome


class RobotsUnavailable(ComeBackLater):
    """robots.txt answers 5xx or 429, or not at all: until it is back everything is forbidden (RFC 9309, 2.3.1.4)."""


class OutOfReach(ComeBackLater):
    """The host gave no answer to several URLs in this run."""


class HostPaused(ComeBackLater):
    """The host asked, by Retry-After, to be left alone for longer than the run waits."""

    def __init__(self, what: str) -> None:
        super().__init__(what, "failed:retry-after")


CertificateFault = Literal["chain", "expired", "other-host", "self-signed", "invalid"]


class CertificateRefused(Exception):
    """The host's certificate does not hold."""

    def __init__(self, host: str, fault: CertificateFault) -> None:
        super().__init__(f"{host}: {CERTIFICATE_ADVICE[fault]}")
        self.fault = fault


class NotKept(Exception):
    """The archive could not take an answer; what it raised is the cause. It is no fault of the URL's."""


REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (OffScope, "rejected:off-scope"),
    (ForbiddenByRobots, "rejected:robots"),
    (OptedOut, "rejected:opt-out"),
    (AddressRefused, "failed:address"),
    (UnsupportedURLSchemeError, "failed:address"),
    (CannotResolveHostError, "failed:dns"),
    (DownloadTimeoutError, "failed:timeout"),
    (DownloadCancelledError, "failed:too-large"),
    (ResponseDataLossError, "failed:truncated"),
    (PotentialDataLoss, "failed:truncated"),
    (CertificateRefused, "failed:tls"),
    (SSL.Error, "failed:tls"),
    (ssl.SSLError, "failed:tls"),
    (DownloadConnectionRefusedError, "failed:connection"),
    (DownloadFailedError, "failed:connection"),
    (OSError, "failed:connection"),
)


def outcome_of(error: BaseException) -> str:
    """The outcome of a URL whose request ended in an exception.

    Scrapy raises a bare IgnoreRequest for too many redirects. Raises NotKept again.
    """
    if isinstance(error, NotKept):
        raise error
    if isinstance(error, ComeBackLater):
        return error.outcome
    for kind, outcome in REASONS:
        if any(isinstance(cause, kind) for cause in _causes(error)):
            return outcome
    return "failed:redirect-loop" if isinstance(error, IgnoreRequest) else "failed:connection"


def is_silence(error: BaseException) -> bool:
    """Whether nobody answered in time, or there was nobody to ask; a bad answer, or half of one, is an answer."""
    return not isinstance(error, ComeBackLater) and any(isinstance(cause, SILENT) for cause in _causes(error))


SILENT = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError, ConnectError)


ADVICE = {
    "failed:dns": "no host has that name. Check the network, then the URL in the source file",
    "failed:connection": "the host does not answer. Check the network, or try again later",
    "failed:timeout": "no answer in time. Try again later",
    "failed:tls": "no secure connection to it comes about. Open it in a browser and correct the source file",
    "failed:too-large": "larger than such a file may be. Name another in the source file",
    "failed:truncated": "the answer breaks off. Try again later",
    "failed:redirect-loop": "it redirects in circles. Open it in a browser and correct the source file",
    "failed:retry-after": "its host asks for a longer pause than a run waits. Try again later",
    "rejected:challenge": "its host answers with a challenge: it blocks us. Ask the outlet to let us in, or try later",
    "failed:address": "not a public address, or a port that no scope names. Correct the source file",
    "rejected:opt-out": "the page is not to be archived, and the settings obey. BACKISSUE_OPT_OUT=record would keep it",
    "rejected:robots": "robots.txt forbids it. Take it out of the source file",
}


CERTIFICATE_ADVICE: dict[CertificateFault, str] = {
    "chain": 'the chain of its certificate is incomplete. Where you know the host, write tls = "lenient" under [crawl] '
    "in its source file",
    "expired": "its certificate has expired. Try again later, or correct the source file",
    "other-host": "its certificate is another host's. Open it in a browser and correct the source file",
    "self-signed": "its certificate is signed by nobody that is trusted here. Open it in a browser and correct the "
    "source file",
    "invalid": "its certificate is not valid. Open it in a browser and correct the source file",
}


def advice(error: BaseException) -> str:
    """What went wrong, and what a user can do: the end of a sentence that begins with the URL."""
    outcome = outcome_of(error)
    for cause in _causes(error):
        if isinstance(cause, CertificateRefused):
            return CERTIFICATE_ADVICE[cause.fault]
    status = outcome.removeprefix("failed:http-")
    return ADVICE.get(outcome) or f"robots.txt of its host answers HTTP {status}. Try again later"


def _causes(error: BaseException) -> list[BaseException]:
    """The error, what it was raised from, and Twisted's list of reasons."""
    found = [error]
    for one in found:
        reasons = [getattr(reason, "value", reason) for reason in getattr(one, "reasons", ())]
        found.extend(cause for cause in (one.__cause__, *reasons) if isinstance(cause, BaseException))
    return found
