"""Which addresses may be connected to."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from archive.errors import UsageProblem
from crawler.addresses import admits, is_public, leads_inside, literal, peers


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%lo", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1",
        # an IPv4 address inside: mapped, compatible, translated, NAT64 (two ranges), 6to4, Teredo
        "::ffff:127.0.0.1", "::ffff:a00:1", "::7f00:1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_address_that_not_everybody_can_reach_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "2002:101:101::"])
def test_public_address_is_public_however_it_is_wrapped(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.0.0.1."],
)
def test_every_form_of_an_address_is_read_as_the_resolver_reads_it(host: str) -> None:
    assert str(literal(host)) == "127.0.0.1"


def test_ipv6_is_read_and_a_name_is_none() -> None:
    assert str(literal("::ffff:7f00:1")) == "::ffff:7f00:1"
    for name in ("khovar.tj", "localhost", "", "127.0.0.1.nip.example", "1.2.3.4.5"):
        assert literal(name) is None


def test_one_address_and_one_port_can_be_opened() -> None:
    opened = peers("127.0.0.1:8600")
    assert admits(ip_address("127.0.0.1"), 8600, opened)
    assert not admits(ip_address("127.0.0.1"), 8601, opened)
    assert not admits(ip_address("127.0.0.2"), 8600, opened)
    assert admits(ip_address("1.1.1.1"), 443, opened)


def test_peers_are_read_from_one_line() -> None:
    assert peers("127.0.0.1:8600, [::1]:8601,") == {("127.0.0.1", 8600), ("::1", 8601)}
    assert peers("") == frozenset()


@pytest.mark.parametrize(
    "text", ["127.0.0.1", "127.0.0.1:x", "127.0.0.1:99999", "localhost:8600", "http://127.0.0.1:1"]
)
def test_wrong_peer_is_told(text: str) -> None:
    with pytest.raises(UsageProblem, match="BACKISSUE_ALLOW_PEERS"):
        peers(text)


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("169.254.169.254", True),
        ("%31%32%37.0.0.1", True),
        ("loc%61lhost", True),
        ("a.LOCALHOST.", True),
        ("2130706433", True),
        ("8.8.8.8", False),
        ("localhost.example", False),
        ("127.0.0.2%00.example", False),
    ],
)
def test_host_that_leads_inside_is_known_by_how_it_is_written(host: str, inside: bool) -> None:
    assert leads_inside(host, 80, frozenset()) is inside


def test_peer_that_the_user_named_may_be_asked_on_its_port() -> None:
    allowed = peers("127.0.0.1:8600")
    assert not leads_inside("127.0.0.1", 8600, allowed)
    assert leads_inside("127.0.0.1", 80, allowed)
