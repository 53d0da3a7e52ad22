"""Payloads without their Content-Encoding, in bounded memory; one that does not unpack to its end is none. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterable, Iterator

from scrapy.utils._compression import brotli, zstd  # type: ignore[attr-defined]  # whichever Scrapy asked for

from archive.records import Capture
from crawler.found_pages import LARGEST_PAGE

ENCODINGS = ("gzip", "deflate", "br", "zstd")

MOST_LAYERS = 5
"""Encodings around one body, as curl has it; a server means one."""

_CHUNK = 65_536
_PIECE = 4_096
"""Bytes given to an unpacker at once. What it leaves of them behind the end of a stream is copied, and 10 MiB can hold
half a million streams of nothing: given all that follows each time, they would take minutes."""

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_WINDOW: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
"""8 MiB, which RFC 9659 allows on the web; a frame could ask for 2 GiB."""


class TooLarge(Exception):
    """Unpacked it is more than it may be."""


class Truncated(Exception):
    """It does not unpack to its end."""


def body_of(capture: Capture) -> bytes:
    """The capture's payload with its Content-Encoding removed, by the rules of a crawl. Raises TooLarge or Truncated.

    Many tools keep the header and store the page unpacked: markup is taken as it is.
    """
    told = [value for name, value in capture.headers if name.lower() == "content-encoding"]
    try:
        return unpack(capture.payload, told, LARGEST_PAGE)
    except Truncated:
        if capture.payload.lstrip()[:1] == b"<":
            return capture.payload
        raise


def unpack(body: bytes, told: Iterable[str], largest: int, *, cut: bool = False) -> bytes:
    """The body without the encodings that its Content-Encoding headers tell, at most ``largest`` bytes after each.

    ``cut``: what is larger is read no further, and gives its beginning, a little more than ``largest`` bytes. What lies
    under an encoding that nobody knows stays as it is. Raises TooLarge or Truncated.
    """
    layers = [name.strip().lower().removeprefix("x-") for value in told for name in value.split(",")]
    layers = [name for name in layers if name not in ("", "identity")]
    if not body or not layers:
        return body
    if len(layers) > MOST_LAYERS:
        raise TooLarge(f"{len(layers)} encodings")
    for name in reversed(layers):
        if name not in ENCODINGS:
            break
        body = _limited(_PARTS[name](body), largest, cut)
    return body


def _limited(parts: Iterator[bytes], largest: int, cut: bool) -> bytes:
    taken: list[bytes] = []
    size = 0
    try:
        for part in parts:
            size += len(part)
            if size > largest and cut:
                return b"".join([*taken, part])
            if size > largest:
                taken.clear()  # the traceback would keep them for as long as the failure is on its way
                raise TooLarge(f"more than {largest} bytes")
            taken.append(part)
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise Truncated(str(error)) from error
    return b"".join(taken)


def _gzip(body: bytes) -> Iterator[bytes]:
    """Member by member; what follows the last is not looked at."""
    if not body.startswith(_GZIP):
        raise Truncated("no gzip stream")
    place = 0
    while body.startswith(_GZIP, place):
        place = yield from _inflated(body, place, zlib.MAX_WBITS | 16)


def _deflate(body: bytes) -> Iterator[bytes]:
    """With the header that RFC 9110 wants, or without it, as old servers send it."""
    wrapped = body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    yield from _inflated(body, 0, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)


def _inflated(body: bytes, place: int, wbits: int) -> Generator[bytes, None, int]:
    """The stream that begins at a place; gives back the place after it."""
    stream = zlib.decompressobj(wbits)
    while not stream.eof:
        piece = stream.unconsumed_tail
        if not piece:
            piece = body[place : place + _PIECE]
            place += len(piece)
        part = stream.decompress(piece, _CHUNK)
        if not piece and not part and not stream.eof:
            raise Truncated("the stream has no end")
        yield part
    return place - len(stream.unused_data)


def _br(body: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    yield stream.process(body, output_buffer_limit=_CHUNK)
    while not stream.is_finished():
        part = stream.process(b"", output_buffer_limit=_CHUNK)
        if not part and not stream.is_finished():
            raise Truncated("the stream has no end")
        yield part


def _zstd(body: bytes) -> Iterator[bytes]:
    """Frame by frame; what follows the last is not looked at."""
    if not body.startswith(_ZSTD):
        raise Truncated("no zstd frame")
    place = 0
    while body.startswith(_ZSTD, place):
        frame = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)
        while not frame.eof:
            piece = body[place : place + _PIECE] if frame.needs_input else b""
            if frame.needs_input and not piece:
                raise Truncated("the frame has no end")
            place += len(piece)
            yield frame.decompress(piece, _CHUNK)
        place -= len(frame.unused_data)


_PARTS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"gzip": _gzip, "deflate": _deflate, "br": _br, "zstd": _zstd}
