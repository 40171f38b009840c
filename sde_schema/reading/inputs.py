"""Streams of bytes, unpacked where they are gzip."""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sde_schema.errors import UnreadableError
from sde_schema.model import LARGEST_EXPANSION, SURELY_UNPACKED

if TYPE_CHECKING:
    from collections.abc import Callable


MAGIC = b"\x1f\x8b"
"""What gzip begins with."""


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end. Raises UnreadableError."""


class Damage(NamedTuple):
    """Why unpacking could not go on, or the ``limit`` in bytes that it came to."""

    why: str
    limit: int | None = None


class Input:
    """Bytes from a stream, unpacked if they begin as gzip does.

    ``packed`` says that the name promises gzip; ``is_misnamed`` that it is not. ``advance`` is called with the number
    of bytes each time some are read from the stream. So many bytes are unpacked as ``max_unpacked`` says; unless it
    says any, LARGEST_EXPANSION times those that were read.
    """

    goes_on = False

    def __init__(
        self,
        stream: Readable,
        *,
        packed: bool = False,
        advance: Callable[[int], None] | None = None,
        max_unpacked: int | None = None,
    ) -> None:
        self._raw = _Raw(stream, advance)
        self._unpacked: Gunzip | None = None
        self.is_misnamed = False
        head = self._raw.peek(len(MAGIC))
        if head == MAGIC:
            from sde_schema.reading.inputs import Gunzip

            self._unpacked = Gunzip(self._raw.read, max_unpacked)
        elif packed and head:
            self.is_misnamed = True

    @property
    def damage(self) -> Damage | None:
        """Why unpacking could not go on, once that was met."""
        return self._unpacked.damage if self._unpacked else None

    def read(self, size: int) -> bytes:
        """Return at most so many bytes, none at the end or after damage. Raises UnreadableError."""
        return self._unpacked.read(size) if self._unpacked else self._raw.read(size)


class _Raw:
    """A stream whose first bytes can be looked at beforehand."""

    def __init__(self, stream: Readable, advance: Callable[[int], None] | None) -> None:
        self._read = _reading(stream)
        self._advance = advance
        self._head = b""

    def peek(self, size: int) -> bytes:
        """Return the first bytes, which stay to be read."""
        while len(self._head) < size:
            more = self.read_on(size - len(self._head))
            if not more:
                break
            self._head += more
        return self._head

    def read(self, size: int) -> bytes:
        """Return at most so many bytes."""
        head, self._head = self._head[:size], self._head[size:]
        return head + self.read_on(size - len(head)) if len(head) < size else head

    def read_on(self, size: int) -> bytes:
        """Return at most so many bytes after those looked at."""
        try:
            data = self._read(size)
        except OSError as error:
            raise UnreadableError.of(error) from error
        if self._advance is not None:
            self._advance(len(data))
        return data


def _reading(stream: Readable) -> Callable[[int], bytes]:
    """Return what reads a stream: of a pipe or terminal what is there, of a file as much as is asked for."""
    try:
        is_live = not S_ISREG(os.fstat(stream.fileno()).st_mode)  # type: ignore[attr-defined]  # else as is caught
    except (AttributeError, OSError, ValueError):
        is_live = False
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read) if is_live else stream.read
    return read


_WITH_HEADER = zlib.MAX_WBITS | 16
_READ = 8 * 1024


class Gunzip:
    """Unpacks a gzip stream of one member or more, read by a function that takes a size.

    ``damage`` says, once it was met, why unpacking could not go on; all that is before it is unpacked first. For
    ``max_unpacked`` see Input.
    """

    def __init__(self, read: Callable[[int], bytes], max_unpacked: int | None = None) -> None:
        self.damage: Damage | None = None
        self._source = read
        self._max_unpacked = max_unpacked
        self._packed_size = self._unpacked_size = 0
        self._packed = b""
        self._member = zlib.decompressobj(_WITH_HEADER)
        self._keep()

    def read(self, size: int) -> bytes:
        """Return at most so many bytes, none at the end or after damage. Raises UnreadableError."""
        while self.damage is None:
            if not self._packed:
                self._packed = self._read(_READ)
                self._keep()
            if self._member.eof and not self._next_member():
                break
            is_last = not self._packed
            data = self._unpack(size)
            if data:
                return self._within_limit(data)
            if is_last and not self._member.eof:
                self.damage = self.damage or Damage("the gzip data is truncated")
        return b""

    def _read(self, size: int) -> bytes:
        """Return at most so many packed bytes."""
        data = self._source(size)
        self._packed_size += len(data)
        return data

    def _within_limit(self, data: bytes) -> bytes:
        """Return unpacked bytes, as far as so many may be unpacked."""
        limit = self._max_unpacked
        if limit is None:
            limit = max(SURELY_UNPACKED, LARGEST_EXPANSION * self._packed_size)
        room = limit - self._unpacked_size
        self._unpacked_size += len(data)
        if len(data) > room:
            self.damage = Damage("it is larger than the limit", limit)
        return data[:room]

    def _next_member(self) -> bool:
        """Begin the next member; return whether there is one. Zeros may be after the last one."""
        self._packed = self._packed.lstrip(b"\0")
        while len(self._packed) < len(MAGIC) and (more := self._read(_READ)):
            self._packed = (self._packed + more).lstrip(b"\0")
        if not self._packed:
            return False
        if not self._packed.startswith(MAGIC):
            self.damage = Damage("data that is not gzip follows the gzip data")
            return False
        self._member = zlib.decompressobj(_WITH_HEADER)
        self._keep()
        return True

    def _unpack(self, size: int) -> bytes:
        try:
            data = self._member.decompress(self._packed, size)
        except zlib.error:
            self.damage = Damage("the gzip data is damaged")
            return _as_far_as_sound(*self._sound)[self._given :]
        self._given += len(data)
        self._packed = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        return data

    def _keep(self) -> None:
        """Keep the state before what has been read is unpacked, to go back to if that is damaged."""
        self._sound = (self._member.copy(), self._packed)
        self._given = 0


def _as_far_as_sound(member: zlib._Decompress, packed: bytes) -> bytes:
    """Return what can be unpacked before the first byte that is damaged."""
    pieces: list[bytes] = []
    with suppress(zlib.error):
        pieces.extend(member.decompress(packed[at : at + 1]) for at in range(len(packed)))
    return b"".join(pieces)
