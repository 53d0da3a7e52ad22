"""TLS: every host's certificate is verified; a host may be excused for the links that its chain lacks, and no more.

``tls = "lenient"`` in a source file excuses the hosts of its scope from exactly one thing: that the chain, from the
host's certificate up, ends before a root that is trusted here. Name, validity, signatures and constraints of what the
host does send are verified as everywhere. A self-signed certificate is no incomplete chain.
"""

from __future__ import annotations

import ipaddress
import weakref
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from OpenSSL import SSL
from OpenSSL.crypto import X509
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from service_identity import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, ServiceID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import CertificateOptions, platformTrust
from twisted.python.failure import Failure
from zope.interface import implementer  # type: ignore[import-untyped]

from archive.records import Source
from archive.urls import location, scope_prefix
from crawler.failures import CertificateFault, CertificateRefused

_CODES = SSL.X509VerificationCodes

LINK_IS_MISSING = (
    _CODES.ERR_UNABLE_TO_GET_ISSUER_CERT,
    _CODES.ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
    _CODES.ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
)
"""What OpenSSL says of a chain that ends before a trusted root; where these pass it goes on to its other checks."""

_FAULTS: dict[int, CertificateFault] = {
    **dict.fromkeys(LINK_IS_MISSING, "chain"),
    _CODES.ERR_CERT_HAS_EXPIRED: "expired",
    _CODES.ERR_DEPTH_ZERO_SELF_SIGNED_CERT: "self-signed",
    _CODES.ERR_SELF_SIGNED_CERT_IN_CHAIN: "self-signed",
}


def lenient_hosts(sources: Iterable[Source]) -> frozenset[str]:
    """``host[:port]`` without ``www.`` of every scope whose source is lenient; a host has one chain for all sources."""
    lenient = (source for source in sources if source.crawl.tls == "lenient")
    prefixes = (scope_prefix(text) for source in lenient for text in source.scope)
    return frozenset(prefix.partition("/")[0] for prefix in prefixes if prefix)


class Certificates(_ScrapyClientContextFactory):
    """Tells each connection how its host is verified. The roots are those of the system, or of SSL_CERT_FILE."""

    lenient: frozenset[str] = frozenset()
    """As ``lenient_hosts`` gives them."""

    _options: CertificateOptions | None = None

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 Twisted's name
        if self._options is None:  # one for all connections: it reads the roots
            roots = platformTrust()  # type: ignore[no-untyped-call]
            self._options = CertificateOptions(trustRoot=roots, **self._get_cert_options_kwargs())
        name = hostname.decode("ascii")
        place = location(f"https://[{name}]:{port}/" if ":" in name else f"https://{name}:{port}/")
        return _Verified(self._options, name, place is not None and place.partition("/")[0] in self.lenient)


@implementer(IOpenSSLClientConnectionCreator)
class _Verified:
    def __init__(self, options: CertificateOptions, name: str, lenient: bool) -> None:
        self._options = options
        self._name = name
        self._excused = LINK_IS_MISSING if lenient else ()
        self._identity: ServiceID = DNS_ID(name) if _is_name(name) else IPAddress_ID(name)

    def clientConnectionForTLS(self, protocol: Any) -> SSL.Connection:  # noqa: N802 Twisted's name
        connection: SSL.Connection = self._options._makeTLSConnection(protocol)
        if isinstance(self._identity, DNS_ID):
            connection.set_tlsext_host_name(self._name.encode("ascii"))
        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, self._judge(weakref.ref(protocol)))
        return connection

    def _judge(self, protocol: Callable[[], Any]) -> Callable[[SSL.Connection, X509, int, int, int], bool]:
        """OpenSSL calls it for every fault, and for every certificate that has none; it must not raise."""

        def judge(_: SSL.Connection, certificate: X509, code: int, depth: int, ok: int) -> bool:
            fault = self._own_fault(certificate) if depth == 0 else None
            if fault is None and not ok and code not in self._excused:
                fault = _FAULTS.get(code, "invalid")
            if fault is not None and (connecting := protocol()) is not None:
                connecting.failVerification(Failure(CertificateRefused(self._name, fault)))  # type: ignore[no-untyped-call]
            return fault is None

        return judge

    def _own_fault(self, certificate: X509) -> CertificateFault | None:
        """What is wrong with the host's own certificate, whatever its chain is like."""
        try:
            verify_service_identity(extract_patterns(certificate), [self._identity], [])
            return "expired" if certificate.has_expired() else None
        except VerificationError:
            return "other-host"
        except (CertificateError, ValueError):
            return "invalid"


def _is_name(host: str) -> bool:
    with suppress(ValueError):
        ipaddress.ip_address(host)
        return False
    return True
