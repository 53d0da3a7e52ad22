"""The plain bytes of a WARC, packed or not: every byte has a place in the file, and what is broken is told.

warcio's own reader prints a broken member to stderr and gives what it has of it as if it were whole; and it reads a
line of any length into memory.
"""

from __future__ import annotations

import zlib
from typing import IO
from zipfile import BadZipFile

GZIP = zlib.MAX_WBITS | 16
GZIP_MAGIC = b"\x1f\x8b\x08"
RECORD = b"WARC/"
CHUNK = 1 << 16
"""Bytes read at once."""

LARGEST_STEP = 1 << 20
"""Bytes unpacked at once; a member may hold a thousand times what it is long."""


class Damaged(Exception):
    """The bytes are not what a WARC has here."""


class Cut(Exception):
    """The file ends where it should go on."""


class WarcStream:
    """Bytes of a WARC that is not packed."""

    mark = b"\n" + RECORD
    """Where reading can go on after damage …"""

    marked_at = 1
    """… so many bytes into the mark."""

    def __init__(self, file: IO[bytes], beginning: bytes) -> None:
        """``beginning``: what was read of the file already."""
        self._file = file
        self._raw = beginning
        self._raw_at = 0
        """Byte of the file at which ``_raw`` begins."""

        self._plain = b""
        self._position = 0
        """In ``_plain``: what lies before it was read."""

    @property
    def at(self) -> int:
        """Byte of the file at which the next record begins; of a packed file, its member."""
        return self._raw_at - self._left

    @property
    def _left(self) -> int:
        return len(self._plain) - self._position

    def fill(self) -> bool:
        """Have at least one byte to read; False at the end of the file. Raises Damaged or Cut."""
        while not self._left:
            if not self._more():
                return False
        return True

    def read(self, count: int) -> bytes:
        """So many bytes. Raises Cut or Damaged."""
        parts = []
        while count:
            part = self._part(count)
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def skip(self, count: int) -> None:
        """Raises Cut or Damaged."""
        while count:
            count -= len(self._part(count))

    def line(self, limit: int) -> bytes:
        """A line with its end. Raises Damaged where it is longer than the limit, or Cut."""
        parts: list[bytes] = []
        while not (parts and parts[-1].endswith(b"\n")):
            if sum(map(len, parts)) > limit:
                raise Damaged(f"a line of more than {limit} bytes")
            if not self.fill():
                raise Cut
            end = self._plain.find(b"\n", self._position) + 1 or len(self._plain)
            parts.append(self._part(end - self._position))
        return b"".join(parts)

    def begin_record(self) -> bool:
        """Past empty lines to where a record begins; False at the end of the file. Raises Damaged or Cut."""
        while self.fill():
            if not self._at_empty_line():
                return True
            self._position += 1
        return False

    def end_record(self) -> None:
        """Past the empty lines after a record. Raises Damaged where something else follows it, or Cut."""
        ended = False
        while self._may_go_on():
            if not self._at_empty_line():
                if not ended:
                    raise Damaged("the record is longer than it says")
                return
            self._position += 1
            ended = True

    def resync(self) -> bool:
        """Go on at the next place where a record may begin; False where there is none."""
        self._forget()
        while True:
            found = self._raw.find(self.mark)
            if found >= 0:
                self._drop(found + self.marked_at)
                return self._found()
            self._drop(max(0, len(self._raw) - len(self.mark) + 1))
            if not self._refill():
                return False

    def _may_go_on(self) -> bool:
        """Whether bytes follow that may belong to the record."""
        return self.fill()

    def _at_empty_line(self) -> bool:
        return self._plain[self._position : self._position + 1] in (b"\r", b"\n")

    def _part(self, count: int) -> bytes:
        if not self.fill():
            raise Cut
        part = self._plain[self._position : self._position + count]
        self._position += len(part)
        return part

    def _give(self, plain: bytes) -> None:
        self._plain, self._position = plain, 0

    def _more(self) -> bool:
        if not self._raw and not self._refill():
            return False
        raw, self._raw = self._raw, b""
        self._raw_at += len(raw)
        self._give(raw)
        return True

    def _forget(self) -> None:
        """What was read and not used is looked through again."""
        self._raw, self._raw_at = self._plain[self._position :] + self._raw, self.at
        self._give(b"")

    def _found(self) -> bool:
        return True

    def _drop(self, count: int) -> None:
        self._raw = self._raw[count:]
        self._raw_at += count

    def _refill(self) -> bool:
        try:
            more = self._file.read(CHUNK)
        except (zlib.error, EOFError, BadZipFile) as error:  # the file lies packed in a WACZ
            raise Cut from error
        self._raw += more
        return bool(more)


class PackedWarcStream(WarcStream):
    """Bytes of a WARC that is packed with gzip: a member for each record, as the format has it, or any others."""

    mark = GZIP_MAGIC
    marked_at = 0

    def __init__(self, file: IO[bytes], beginning: bytes) -> None:
        super().__init__(file, beginning)
        self._member: zlib._Decompress | None = None
        self._member_at = 0
        self._more_inside = False
        """The last step was as long as one may be: there may be more to unpack without reading on."""

    @property
    def at(self) -> int:
        return self._member_at if self._member is not None or self._left else self._raw_at

    def _may_go_on(self) -> bool:
        """To the member's end, where its checksum is compared; what is wrong with the next is no fault of this."""
        while self._member is not None and not self._left:
            self._unpack(self._member)
        return bool(self._left)

    def _more(self) -> bool:
        member = self._member or self._next_member()
        if member is None:
            return False
        self._unpack(member)
        return True

    def _next_member(self) -> zlib._Decompress | None:
        while True:
            if not self._raw.strip(b"\0"):  # some writers fill up the last block
                self._drop(len(self._raw))
            if len(self._raw) >= len(GZIP_MAGIC) or not self._refill():
                break
        if not self._raw:
            return None
        self._member_at = self._raw_at
        if not self._raw.startswith(GZIP_MAGIC):
            raise Cut if GZIP_MAGIC.startswith(self._raw) else Damaged("no gzip member")
        self._member, self._more_inside = zlib.decompressobj(GZIP), False
        return self._member

    def _unpack(self, member: zlib._Decompress) -> None:
        """One step: to the member's end, or to as many bytes as are unpacked at once."""
        plain = b""
        while not plain and not member.eof:
            if not self._raw and not self._more_inside and not self._refill():
                raise Cut
            try:
                plain = member.decompress(self._raw, LARGEST_STEP)
            except zlib.error as error:
                raise Damaged(str(error)) from error
            left = member.unused_data if member.eof else member.unconsumed_tail
            self._drop(len(self._raw) - len(left))
            self._more_inside = len(plain) == LARGEST_STEP
        self._give(plain)
        if member.eof:
            self._member = None

    def _forget(self) -> None:
        self._give(b"")
        self._member = None
        if self._raw_at == self._member_at:
            self._drop(1)

    def _found(self) -> bool:
        self._member_at = self._raw_at
        return True


def open_stream(file: IO[bytes]) -> WarcStream:
    """The stream of a file, packed or not; it is only read forward."""
    beginning = file.read(CHUNK)
    return (PackedWarcStream if beginning.startswith(GZIP_MAGIC[:2]) else WarcStream)(file, beginning)
