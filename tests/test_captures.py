from __future__ import annotations

import resource
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from archive.captures import append, captures_folder, cut_torn_tails, digest_told, payload_digest, read_payload
from archive.errors import DamagedArchive
from archive.records import Capture
from tests.archives import response

URL = "https://vodi.example/en/1"
FILE = "vodi-en/2026-11.warc.gz"


def is_sound(file: Path) -> bool:
    """Whether ``warcio check`` passes."""
    with pytest.raises(SystemExit) as ended:
        warcio(["check", str(file)])
    return ended.value.code == 0


def read_back(folder: Path, capture: Capture) -> bytes:
    return read_payload(folder, *append(folder, capture))


def headers_in(file: Path) -> list[tuple[str, str]]:
    """HTTP headers of the last record."""
    with file.open("rb") as stream:
        return [list(record.http_headers.headers) for record in ArchiveIterator(stream) if record.http_headers][-1]


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may become larger than ``size`` bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_captures_lie_beside_the_database_under_its_name() -> None:
    assert captures_folder(Path("news/archive.db")) == Path("news/archive.captures")
    assert captures_folder(Path("archive.v2.db")) == Path("archive.v2.captures")


def test_two_databases_in_one_folder_have_each_their_own_captures() -> None:
    assert captures_folder(Path("archive.db")) != captures_folder(Path("archive.sqlite"))


def test_digest_names_its_algorithm() -> None:
    assert payload_digest(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_file_is_one_per_source_and_month(tmp_path: Path) -> None:
    file, offset, length = append(tmp_path, response(URL))
    again = append(tmp_path, response(URL))
    december = append(tmp_path, response(URL, fetched_at="2026-12-01T00:00:00Z"))
    assert file == FILE
    assert again[:2] == (FILE, offset + length)
    assert december[0] == "vodi-en/2026-12.warc.gz"


@given(payloads=st.lists(st.binary(max_size=5000) | st.sampled_from([b"", b"\r\n\r\n", b"WARC/1.1\r\n"]), max_size=5))
@settings(max_examples=50, deadline=None)
def test_payloads_read_back_byte_for_byte(payloads: list[bytes]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        places = [append(folder, response(URL, payload)) for payload in payloads]
        assert [read_payload(folder, *place) for place in places] == payloads
        assert not payloads or is_sound(folder / FILE)


LATIN = st.text(st.characters(max_codepoint=255), max_size=40)


@given(headers=st.lists(st.tuples(LATIN.filter(bool), LATIN), max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_header_hides_a_payload(headers: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as name:
        assert read_back(Path(name), response(URL, b"\x1f\x8bpayload", headers=tuple(headers))) == b"\x1f\x8bpayload"
        assert is_sound(Path(name) / FILE)


def test_headers_are_kept_as_they_came(tmp_path: Path) -> None:
    as_scrapy_gives_it = "/новости".encode().decode("latin-1")
    cookies = (("Content-Encoding", "br"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    append(tmp_path, response(URL, b"body", headers=(*cookies, ("Location", as_scrapy_gives_it))))
    assert headers_in(tmp_path / FILE) == [*cookies, ("Location", "/новости"), ("Content-Length", "4")]


def test_header_name_that_is_not_ascii_loses_no_page(tmp_path: Path) -> None:
    assert read_back(tmp_path, response(URL, b"body", headers=(("X-\xe9", "1"),))) == b"body"


def test_headers_of_the_connection_describe_the_payload_no_more(tmp_path: Path) -> None:
    sent = (("Transfer-Encoding", "chunked"), ("Content-Length", "999"), ("Connection", "close"))
    assert read_back(tmp_path, response(URL, b"4\r\nbody", headers=sent)) == b"4\r\nbody"
    assert headers_in(tmp_path / FILE) == [
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
        ("X-Archive-Orig-Connection", "close"),
        ("Content-Length", "7"),
    ]


def test_warc_names_url_moment_and_digest(tmp_path: Path) -> None:
    append(tmp_path, response(URL, b"body", fetched_at="2026-11-07T09:53:50Z"))
    with (tmp_path / FILE).open("rb") as stream:
        info, record = [(one.rec_type, one.rec_headers) for one in ArchiveIterator(stream)]
    assert info[0] == "warcinfo"
    assert record[0] == "response"
    named = {name: record[1].get_header(name) for name in ("WARC-Target-URI", "WARC-Date", "WARC-Payload-Digest")}
    assert named == {
        "WARC-Target-URI": URL,
        "WARC-Date": "2026-11-07T09:53:50Z",
        "WARC-Payload-Digest": payload_digest(b"body"),
    }


def test_record_that_the_disk_does_not_take_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    append(tmp_path, response(URL, b"first"))
    before = (tmp_path / FILE).read_bytes()
    with room_for(len(before) + 100), pytest.raises(OSError, match="File too large"):
        append(tmp_path, response(URL, bytes(range(256)) * 100))
    assert (tmp_path / FILE).read_bytes() == before


def test_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(DamagedArchive, match="is gone"):
        read_payload(tmp_path, FILE, 0, 100)


def test_any_flipped_bit_is_told_or_harmless(tmp_path: Path) -> None:
    file, offset, length = append(tmp_path, response(URL, b"what the page said"))
    whole = (tmp_path / file).read_bytes()
    told = 0
    for position in range(offset, offset + length):
        (tmp_path / file).write_bytes(whole[:position] + bytes([whole[position] ^ 4]) + whole[position + 1 :])
        try:
            assert read_payload(tmp_path, file, offset, length) == b"what the page said"
        except DamagedArchive:
            told += 1
    assert told > length - 10  # gzip checks neither the time nor the system it names


def test_every_torn_tail_is_cut_and_whole_records_stay(tmp_path: Path) -> None:
    first = append(tmp_path, response(URL, b"first"))
    second = append(tmp_path, response(URL, b"second"))
    torn = append(tmp_path, response(URL, b"torn"))
    file, whole, start = tmp_path / FILE, (tmp_path / FILE).read_bytes(), torn[1]
    for end in range(start, len(whole)):
        file.write_bytes(whole[:end])
        mended = cut_torn_tails(tmp_path, {FILE: first[1] + first[2]})
        assert mended == ([(FILE, end - start)] if end > start else [])
        assert file.stat().st_size == start
    assert read_payload(tmp_path, *second) == b"second"
    assert is_sound(file)


@pytest.mark.parametrize("tail", [b"\0" * 5000, b"not gzip", zlib.compress(b"gzip's cousin")])
def test_tail_that_never_was_a_record_is_cut(tmp_path: Path, tail: bytes) -> None:
    place = append(tmp_path, response(URL, b"first"))
    with (tmp_path / FILE).open("ab") as file:
        file.write(tail)
    assert cut_torn_tails(tmp_path, {FILE: place[1] + place[2]}) == [(FILE, len(tail))]
    assert read_payload(tmp_path, *place) == b"first"


def test_whole_record_without_a_row_stays(tmp_path: Path) -> None:
    place = append(tmp_path, response(URL, b"no row"))
    assert cut_torn_tails(tmp_path, {}) == []
    assert read_payload(tmp_path, *place) == b"no row"


def test_records_with_a_row_are_not_read_again(tmp_path: Path) -> None:
    _, offset, length = append(tmp_path, response(URL))
    damaged = bytes(offset + length)
    (tmp_path / FILE).write_bytes(damaged)
    assert cut_torn_tails(tmp_path, {FILE: offset + length}) == []
    assert (tmp_path / FILE).read_bytes() == damaged


def test_file_whose_first_record_was_torn_begins_anew(tmp_path: Path) -> None:
    _, offset, _ = append(tmp_path, response(URL))
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes()[: offset // 2])
    assert cut_torn_tails(tmp_path, {}) == [(FILE, offset // 2)]
    assert read_back(tmp_path, response(URL, b"again")) == b"again"
    with (tmp_path / FILE).open("rb") as stream:
        assert [record.rec_type for record in ArchiveIterator(stream)] == ["warcinfo", "response"]


def test_records_larger_than_what_is_read_at_once_stay(tmp_path: Path) -> None:
    noise = bytes(b"".join(i.to_bytes(8, "big") for i in range(0, 10**15, 10**10)))
    places = [append(tmp_path, response(URL, noise)) for _ in range(2)]
    assert cut_torn_tails(tmp_path, {}) == []
    assert read_payload(tmp_path, *places[1]) == noise


def test_payload_that_came_before_is_told_by_a_revisit(tmp_path: Path) -> None:
    first = response(URL, b"the same page" * 50)
    again = response(f"{URL}?again", b"the same page" * 50, fetched_at="2026-11-08T10:00:00Z")
    stored = append(tmp_path, first)
    revisit = append(tmp_path, again, (first.url, first.fetched_at))
    assert is_sound(tmp_path / FILE)
    with (tmp_path / FILE).open("rb") as stream:
        record = [(one.rec_type, one.rec_headers) for one in ArchiveIterator(stream)][-1]
    named = {name: record[1].get_header(f"WARC-{name}") for name in ("Refers-To-Target-URI", "Refers-To-Date", "Date")}
    assert record[0] == "revisit"
    assert named == {"Refers-To-Target-URI": URL, "Refers-To-Date": first.fetched_at, "Date": again.fetched_at}
    assert digest_told(tmp_path, *revisit) == digest_told(tmp_path, *stored) == payload_digest(first.payload)
    assert read_payload(tmp_path, *revisit) == b""


def test_month_goes_on_in_another_file_when_one_is_full(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 8
    files = [append(tmp_path, response(URL, noise), most=1_000)[0] for _ in range(4)]
    assert files == [FILE, FILE, "vodi-en/2026-11-2.warc.gz", "vodi-en/2026-11-2.warc.gz"]
    assert append(tmp_path, response(URL, fetched_at="2026-12-01T00:00:00Z"), most=1_000)[0].endswith("2026-12.warc.gz")
    assert all(is_sound(tmp_path / file) for file in set(files))


def test_torn_tail_of_a_second_file_is_cut_too(tmp_path: Path) -> None:
    first, second = (append(tmp_path, response(URL, bytes(range(256)) * 40), most=100) for _ in range(2))
    with (tmp_path / second[0]).open("ab") as file:
        file.write(b"\x1f\x8btorn")
    assert cut_torn_tails(tmp_path, {one[0]: one[1] + one[2] for one in (first, second)}) == [(second[0], 6)]
