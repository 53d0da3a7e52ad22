"""Payloads without their Content-Encoding: whole, or a word for what is wrong with them."""

from __future__ import annotations

import gzip
import random
import time
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.utils._compression import zstd  # type: ignore[attr-defined]

from archive.records import Capture
from crawler.unpacking import ENCODINGS, TooLarge, Truncated, body_of, unpack

PAGE = "<p>Ҷумҳурии Тоҷикистон: the canal above the village runs again.</p>".encode() * 999
LIMIT = 10 * 1024 * 1024


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("body", [PAGE, b"x", random.Random(6).randbytes(200_000)], ids=["page", "byte", "noise"])
def test_packed_body_is_itself_again(encoding: str, body: bytes) -> None:
    assert unpack(PACKERS[encoding](body), [encoding], LIMIT) == body


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_body_cut_anywhere_is_truncated(encoding: str) -> None:
    packed = PACKERS[encoding](PAGE)
    for missing in (1, 4, 8, len(packed) // 2, len(packed) - 3):
        with pytest.raises(Truncated):
            unpack(packed[:-missing], [encoding], LIMIT)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_body_that_is_not_what_its_encoding_says_is_truncated(encoding: str) -> None:
    with pytest.raises(Truncated):
        unpack(b"<html>plain</html>" * 9, [encoding], LIMIT)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_bomb_is_cut_at_the_limit_and_memory_stays_bounded(encoding: str) -> None:
    bomb = PACKERS[encoding](bytes(200_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            unpack(bomb, [encoding], LIMIT)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * LIMIT


@pytest.mark.parametrize("encoding", PACKERS)
def test_beginning_of_what_is_larger_is_read_no_further(encoding: str) -> None:
    bomb = PACKERS[encoding](PAGE + bytes(50_000_000))
    for packed, told in ((bomb, encoding), (gzip.compress(bomb), f"{encoding}, gzip")):
        beginning = unpack(packed, [told], LIMIT, cut=True)
        assert beginning.startswith(PAGE)
        assert LIMIT < len(beginning) <= LIMIT + 1_000_000
    with pytest.raises(Truncated):
        unpack(PACKERS[encoding](PAGE)[:-9], [encoding], LIMIT, cut=True)


def test_limit_itself_is_allowed() -> None:
    assert len(unpack(gzip.compress(bytes(1000)), ["gzip"], 1000)) == 1000
    with pytest.raises(TooLarge):
        unpack(gzip.compress(bytes(1001)), ["gzip"], 1000)


def test_deflate_without_its_header_is_read_as_old_servers_mean_it() -> None:
    assert unpack(raw_deflate(PAGE), ["deflate"], LIMIT) == PAGE
    with pytest.raises(Truncated):
        unpack(raw_deflate(PAGE)[:-4], ["deflate"], LIMIT)


def test_checksum_that_is_wrong_is_no_end() -> None:
    packed = bytearray(gzip.compress(PAGE))
    packed[-8] ^= 1
    with pytest.raises(Truncated):
        unpack(bytes(packed), ["gzip"], LIMIT)


def test_members_and_frames_follow_each_other_and_a_tail_is_not_looked_at() -> None:
    for encoding in ("gzip", "zstd"):
        packed = PACKERS[encoding](PAGE)
        assert unpack(packed + packed + b"\0\0", [encoding], LIMIT) == PAGE + PAGE


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_streams_of_nothing_by_the_hundred_thousand_cost_seconds(encoding: str) -> None:
    started = time.process_time()
    assert unpack(PACKERS[encoding](b"") * 200_000 + PACKERS[encoding](PAGE), [encoding], LIMIT) == PAGE
    assert time.process_time() - started < 5


def test_zstd_frame_that_wants_a_large_window_is_refused() -> None:
    window = {zstd.CompressionParameter.window_log: 27}
    with pytest.raises(Truncated):
        unpack(zstd.compress(bytes(300_000_000), options=window), ["zstd"], LIMIT)


def test_layers_are_taken_off_from_the_last_one() -> None:
    packed = brotli.compress(gzip.compress(PAGE))
    assert unpack(packed, ["gzip, br"], LIMIT) == unpack(packed, ["GZip", " x-br"], LIMIT) == PAGE


def test_many_layers_are_refused() -> None:
    packed = PAGE
    for _ in range(6):
        packed = gzip.compress(packed)
    with pytest.raises(TooLarge):
        unpack(packed, [", ".join(["gzip"] * 6)], LIMIT)


def test_bomb_inside_of_a_layer_is_cut() -> None:
    with pytest.raises(TooLarge):
        unpack(gzip.compress(gzip.compress(bytes(200_000_000))), ["gzip, gzip"], LIMIT)


@pytest.mark.parametrize("told", [[], ["identity"], [""], ["utf-8"], ["none"], ["compress"]])
def test_encoding_that_says_nothing_leaves_the_body(told: list[str]) -> None:
    assert unpack(PAGE, told, LIMIT) == PAGE


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_body_is_no_body(encoding: str) -> None:
    assert unpack(b"", [encoding], LIMIT) == b""


@given(st.sampled_from(ENCODINGS), st.binary(max_size=300), st.booleans())
def test_any_bytes_give_a_body_or_one_of_the_two_words(encoding: str, noise: bytes, flipped: bool) -> None:
    packed = bytearray(PACKERS[encoding](PAGE[:2000]))
    if flipped:
        for place, byte in enumerate(noise):
            packed[(place * 37) % len(packed)] ^= byte
    with suppress(Truncated, TooLarge):
        assert isinstance(unpack(bytes(packed) if flipped else noise, [encoding], LIMIT), bytes)


def capture(payload: bytes, *headers: tuple[str, str]) -> Capture:
    return Capture(
        url="http://a.example/", source="a", fetched_at="2026-11-28T00:00:00Z", status=200, headers=headers,
        payload=payload,
    )  # fmt: skip


def test_capture_is_unpacked_by_its_headers() -> None:
    assert body_of(capture(gzip.compress(PAGE), ("content-encoding", "gzip"))) == PAGE
    assert body_of(capture(PAGE)) == PAGE


def test_markup_that_is_called_packed_is_taken_as_it_is() -> None:
    assert body_of(capture(b"\n<html>", ("Content-Encoding", "gzip"))) == b"\n<html>"
    with pytest.raises(Truncated):
        body_of(capture(b"plain", ("Content-Encoding", "gzip")))
