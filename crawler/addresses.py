"""Which addresses may be connected to: public ones, and the peers that the user named. Pure."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from archive.errors import UsageProblem

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Peers = frozenset[tuple[str, int]]

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""RFC 4291: the rest is local, multicast, or wraps an IPv4 address for a gateway of one's own network."""


def peers(text: str) -> Peers:
    """``127.0.0.1:8600,[::1]:8601`` → addresses with ports. Raises UsageProblem."""
    return frozenset(_peer(one.strip()) for one in text.split(",") if one.strip())


def admits(address: Address, port: int, allowed: Peers) -> bool:
    """Whether this peer may be connected to: it is public, or ``allowed`` names its address and port."""
    return is_public(address) or (str(address), port) in allowed


def leads_inside(host: str, port: int, allowed: Peers) -> bool:
    """Whether a host is written as an address that may not be connected to, or is a name of this machine.

    A proxy may read an escaped host as what it is.
    """
    name = unquote(host).lower().removesuffix(".")
    address = literal(name)
    if address is not None:
        return not admits(address, port, allowed)
    return name == "localhost" or name.endswith(".localhost")


def is_public(address: Address) -> bool:
    """Whether everybody reaches the same host by the address; a mapped or 6to4 one is judged by what it wraps."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    inner = address.ipv4_mapped or address.sixtofour
    return is_public(inner) if inner else address.is_global and address in _GLOBAL_UNICAST


def literal(host: str) -> Address | None:
    """The address that a host is written as; None for a name.

    Short, decimal, octal and hexadecimal forms are addresses too: the resolver reads them as it did in 1983. A dot at
    the end changes nothing, as in a browser.
    """
    host = host.removesuffix(".")
    with suppress(ValueError):
        return ipaddress.ip_address(host)
    with suppress(OSError, ValueError):  # a NUL within is a ValueError
        return ipaddress.ip_address(socket.inet_aton(host))
    return None


def _peer(text: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{text}")
        if parts.netloc == text and parts.port:
            return str(ipaddress.ip_address(parts.hostname or "")), parts.port
    except ValueError:
        pass
    raise UsageProblem(f'BACKISSUE_ALLOW_PEERS: "{text}" is not address:port. Write it like 127.0.0.1:8600.')
