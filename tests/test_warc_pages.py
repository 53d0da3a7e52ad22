"""Pages of WARC and WACZ files: all that is whole, whatever happened to the rest."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile
import zlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.captures import append
from archive.records import Capture
from crawler.found_pages import LARGEST_PAGE, Flaw, Found, FoundPage, NoPage
from crawler.warc_pages import wacz_pages, warc_pages
from crawler.warc_records import Break, Record, http_head, read_records
from crawler.warc_stream import open_stream
from tests.warcs import DATE, HTML, body, one_member, page_record, pages_warc, record, url, wacz

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def read(content: bytes) -> list[Found]:
    return list(warc_pages(io.BytesIO(content), "pages.warc.gz", NOW))


def urls(found: list[Found]) -> list[str]:
    return [one.url for one in found if isinstance(one, FoundPage)]


def flaws(found: list[Found]) -> list[str]:
    return [one.sentence for one in found if isinstance(one, Flaw)]


def test_page_has_its_url_moment_headers_and_payload() -> None:
    (page,) = read(record("https://valley.example/a#top", b"<p>a", headers=[("X-Name", "Раҳмон")]))
    assert isinstance(page, FoundPage)
    assert (page.url, page.fetched_at, page.payload) == ("https://valley.example/a", DATE, b"<p>a")
    assert page.content_type == HTML
    assert page.headers[0] == ("Content-Type", HTML)


def test_url_in_angle_brackets_is_the_url() -> None:
    """As Wget 1.19 writes it."""
    plain = page_record(1, packed=False).replace(url(1).encode(), f"<{url(1)}>".encode(), 1)
    assert urls(read(plain)) == [url(1)]


@pytest.mark.parametrize("form", ["packed", "plain", "one member", "padded"])
def test_every_form_of_a_warc_is_read(form: str) -> None:
    plain = pages_warc(range(40), packed=False)
    content = {
        "packed": pages_warc(range(40)),
        "plain": plain,
        "one member": one_member(plain),
        "padded": pages_warc(range(40)) + bytes(300_000),
    }[form]
    found = read(content)
    assert urls(found) == [url(number) for number in range(40)]
    assert flaws(found) == []
    assert [one.payload for one in found if isinstance(one, FoundPage)] == [body(number) for number in range(40)]


def test_our_own_captures_are_read(tmp_path: Path) -> None:
    captures = [
        Capture(url=url(n), source="valley-en", fetched_at=DATE, status=200, payload=body(n),
                headers=(("Content-Type", HTML), ("Transfer-Encoding", "chunked")))
        for n in range(3)
    ]  # fmt: skip
    for capture in captures:
        name, _, _ = append(tmp_path, capture)
    found = read((tmp_path / name).read_bytes())
    assert [one.payload for one in found if isinstance(one, FoundPage)] == [one.payload for one in captures]


def test_what_is_no_page_is_named_by_its_kind() -> None:
    content = b"".join(
        (
            record(url(1), b"\x89PNG", "image/png"),
            record(url(2), b"", status="301 Moved"),
            record(url(3), b"gone", status="404 Not Found"),
            record(url(4), b"%PDF", "application/pdf"),
            record(url(5), b"{}", "application/json"),
            record(url(6), b"", kind="revisit"),
            record("dns:valley.example", b"1.2.3.4", "text/dns"),
            record(url(7), b"GET", kind="request"),
            record(url(8), b"\0", None),
            record(url(9), b" <html>", None),
        )
    )
    kinds = Counter(one.kind for one in read(content) if isinstance(one, NoPage))
    assert kinds == Counter(
        ["images", "redirects", "errors", "documents", "data files", "revisits", "other records", "other files"]
    )
    assert urls(read(content)) == [url(9)]


def test_chunks_are_taken_out_if_they_are_there() -> None:
    chunked = [("Transfer-Encoding", "chunked")]
    one, other = read(
        record(url(1), b"5\r\n<p>on\r\n1\r\ne\r\n0\r\n\r\n", headers=chunked)
        + record(url(2), b"<p>plain", headers=chunked)
    )
    assert isinstance(one, FoundPage)
    assert isinstance(other, FoundPage)
    assert (one.payload, other.payload) == (b"<p>one", b"<p>plain")


@pytest.mark.parametrize("packed", [True, False])
def test_cut_warc_gives_what_is_whole_and_says_where_it_ends(packed: bool) -> None:
    whole, last = pages_warc(range(3), packed=packed), page_record(3, packed=packed)
    for cut in (1, 20, len(last) // 2, len(last) - 5):
        found = read(whole + last[:cut])
        assert urls(found) == [url(0), url(1), url(2)]
        (said,) = flaws(found)
        place = f"ends in the middle of a record at byte {len(whole)}, after 3 whole records."
        assert said == f"pages.warc.gz: {place} Fetch it again for the rest."


def test_damaged_member_costs_itself_alone_and_is_told() -> None:
    first, second, third = (page_record(number) for number in range(3))
    spoiled = bytearray(second)
    spoiled[len(spoiled) // 2] ^= 0xFF
    found = read(first + spoiled + third)
    assert urls(found) == [url(0), url(2)]
    places = f"byte {len(first)} to byte {len(first) + len(second)}"
    assert flaws(found) == [f"pages.warc.gz: damaged from {places}; read on from there. Fetch it again for the rest."]


def test_wrong_checksum_is_no_whole_record() -> None:
    spoiled = bytearray(page_record(1))
    spoiled[-6] ^= 0xFF
    found = read(bytes(spoiled) + page_record(2))
    assert urls(found) == [url(2)]
    assert len(flaws(found)) == 1


def test_plain_record_with_a_wrong_length_is_damage() -> None:
    plain = page_record(1, packed=False)
    wrong = plain.replace(b"Content-Length: ", b"Content-Length: 1", 1)
    shorter = plain.replace(b"Content-Length: ", b"Content-Length: 0", 1)[:-1] + b"tail\r\n\r\n"
    for broken in (wrong, shorter):
        found = read(page_record(0, packed=False) + broken + pages_warc(range(5, 40), packed=False))
        assert urls(found)[0] == url(0)
        assert urls(found)[-1] == url(39)
        assert len(flaws(found)) == 1


@pytest.mark.parametrize(
    "date", ["", "soon", "2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"]
)
def test_record_without_a_possible_moment_is_told_and_left_out(date: str) -> None:
    found = read(record(url(1), b"<p>", date=date) + page_record(2))
    assert urls(found) == [url(2)]
    (said,) = flaws(found)
    assert said == "pages.warc.gz: WARC-Date is missing or cannot be true in the record at byte 0. It was left out."


def test_record_of_no_http_answer_or_no_url_is_told() -> None:
    lost = record(url(1), b"<p>", packed=False).replace(b"HTTP/1.1 200", b"HTPT/1.1 2x0")
    endless = record("https://valley.example/" + "a" * 3000, b"<p>", packed=False)
    first, second = flaws(read(lost + endless))
    assert "holds no HTTP answer" in first
    assert "WARC-Target-URI is no URL" in second


def test_moment_with_fractions_and_zones_is_utc_seconds() -> None:
    dates = ("2023-05-01T10:00:00.123456Z", "2023-05-01T15:00:00+05:00", "2023-05-01T10:00:00")
    found = read(b"".join(record(url(1), b"<p>", date=date) for date in dates))
    assert [one.fetched_at for one in found if isinstance(one, FoundPage)] == [DATE] * 3


def test_page_that_is_too_large_or_was_cut_by_its_fetcher_has_no_payload() -> None:
    large, cut = read(
        record(url(1), b"<p>" * (LARGEST_PAGE // 3 + 1))
        + record(url(2), b"<p>", warc_headers={"WARC-Truncated": "length"})
    )
    assert isinstance(large, FoundPage)
    assert isinstance(cut, FoundPage)
    assert (large.payload, large.unusable) == (None, "too-large")
    assert (cut.payload, cut.unusable) == (None, "truncated")


def test_bomb_is_read_through_in_little_memory() -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    size = 200 << 20
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url(1)}\r\nWARC-Date: {DATE}\r\n"
    parts = [packer.compress(f"{head}Content-Length: {size + len(block)}\r\n\r\n".encode() + block)]
    parts += [packer.compress(bytes(1 << 20)) for _ in range(200)]
    bomb = b"".join([*parts, packer.compress(b"\r\n\r\n"), packer.flush()])
    tracemalloc.start()
    found = read(bomb + page_record(2))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert urls(found) == [url(1), url(2)]
    assert peak < 60 << 20


def test_line_without_end_is_damage_and_not_memory() -> None:
    found = read(gzip.compress(b"WARC/1.1\r\nX: " + b"x" * (30 << 20)) + page_record(2))
    assert urls(found) == [url(2)]
    assert len(flaws(found)) == 1


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_wacz_is_read_where_it_lies(tmp_path: Path, compression: int) -> None:
    names = {"archive/a.warc.gz": pages_warc([1, 2]), "archive/b.warc": pages_warc([3], packed=False)}
    path = wacz(tmp_path / "site.wacz", {**names, "../archive/evil.warc.gz": pages_warc([4])}, compression)
    found = list(wacz_pages(path, NOW))
    assert urls(found) == [url(1), url(2), url(3)]
    assert flaws(found) == []
    assert [one.name for one in tmp_path.iterdir()] == ["site.wacz"]


def test_wacz_that_is_cut_damaged_or_none_is_told(tmp_path: Path) -> None:
    path = wacz(tmp_path / "site.wacz", {"archive/a.warc.gz": pages_warc(range(9))}, zipfile.ZIP_DEFLATED)
    content = bytearray(path.read_bytes())
    path.write_bytes(content[: len(content) // 2])
    (said,) = flaws(list(wacz_pages(path, NOW)))
    assert said.startswith(f"{path}: not a whole WACZ (")
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    assert len(flaws(list(wacz_pages(path, NOW)))) == 1
    none = wacz(tmp_path / "none.wacz", {"other/a.warc.gz": b""})
    assert flaws(list(wacz_pages(none, NOW))) == [f"{none}: a zip without archive/*.warc.gz. Is it a WACZ?"]


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_member_that_is_packed_as_no_wacz_is_read_no_further(tmp_path: Path, compression: int) -> None:
    path = wacz(tmp_path / "site.wacz", {"archive/a.warc.gz": pages_warc([1])}, compression)
    (said,) = flaws(list(wacz_pages(path, NOW)))
    assert f"cannot be unpacked (by method {compression}, which no WACZ has)" in said


def test_member_that_is_broken_from_its_beginning_or_lies_outside_is_told(tmp_path: Path) -> None:
    path = wacz(tmp_path / "site.wacz", {"archive/a.warc": pages_warc([1], packed=False)}, zipfile.ZIP_DEFLATED)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as whole:
        at = whole.getinfo("archive/a.warc").header_offset + 30 + len("archive/a.warc")
    path.write_bytes(content[:at] + b"\xff" * 9 + content[at + 9 :])
    (said,) = flaws(list(wacz_pages(path, NOW)))
    assert "archive/a.warc: cannot be unpacked (Error -3" in said
    path.write_bytes(content[200:])
    (said,) = flaws(list(wacz_pages(path, NOW)))
    assert "cannot be unpacked (it lies outside the file)" in said


def test_head_of_an_http_answer() -> None:
    assert http_head(b"HTTP/2 200\r\nA: b\r\n c\r\nNo colon\r\n\r\nbody") == (200, (("A", "b c"),), 34)
    assert http_head(b"HTTP/1.0 404 Not Found\nA: b\n\nbody") == (404, (("A", "b"),), 29)
    assert http_head(b"HTTP/1.1 200 OK") == (200, (), 15)
    assert http_head(b"<html>") is None
    assert http_head(b"HTTP/1.1 two\r\n\r\n") is None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 2000), st.booleans())
def test_no_bytes_break_the_reader(noise: bytes, place: int, packed: bool) -> None:
    """What lies before the noise is read, and reading ends."""
    first = record(url(1), b"<p>one", packed=packed)
    whole = first + record(url(2), b"<p>two", packed=packed)
    found = list(read_records(open_stream(io.BytesIO(whole[:place] + noise + whole[place:]))))
    assert all(isinstance(one, (Record, Break)) for one in found)
    if place >= len(whole):
        assert [one.at for one in found if isinstance(one, Record)][:2] == [0, len(first)]
