"""Exceptions of the download path → the reason in the outcome."""

from __future__ import annotations

import ssl

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
from twisted.web.http import PotentialDataLoss


class OffScope(IgnoreRequest):
    """The URL belongs to no source of the catalogue."""


class ForbiddenByRobots(IgnoreRequest):
    """robots.txt asks us to stay away, or could not be read."""


class AddressRefused(IgnoreRequest):
    """Not a public address, or a port that nobody named."""


REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (OffScope, "rejected:off-scope"),
    (ForbiddenByRobots, "rejected:robots"),
    (AddressRefused, "failed:address"),
    (UnsupportedURLSchemeError, "failed:address"),
    (CannotResolveHostError, "failed:dns"),
    (DownloadTimeoutError, "failed:timeout"),
    (DownloadCancelledError, "failed:too-large"),
    (ResponseDataLossError, "failed:truncated"),
    (PotentialDataLoss, "failed:truncated"),
    (SSL.Error, "failed:tls"),
    (ssl.SSLError, "failed:tls"),
    (DownloadConnectionRefusedError, "failed:connection"),
    (DownloadFailedError, "failed:connection"),
    (OSError, "failed:connection"),
)


def outcome_of(error: BaseException, redirects: int, max_redirects: int) -> str:
    """The outcome of a URL whose request ended in an exception.

    Scrapy raises a bare IgnoreRequest for two things: too many redirects, and a body that grows past the limit when
    it is unpacked.
    """
    for kind, outcome in REASONS:
        if any(isinstance(cause, kind) for cause in _causes(error)):
            return outcome
    if isinstance(error, IgnoreRequest):
        return "failed:redirect-loop" if redirects >= max_redirects else "failed:too-large"
    return "failed:connection"


def _causes(error: BaseException) -> list[BaseException]:
    """The error, what it was raised from, and Twisted's list of reasons."""
    found = [error]
    for one in found:
        reasons = [getattr(reason, "value", reason) for reason in getattr(one, "reasons", ())]
        found.extend(cause for cause in (one.__cause__, *reasons) if isinstance(cause, BaseException))
    return found
