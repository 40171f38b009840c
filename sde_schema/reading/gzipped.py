"""Gzip streams: what was packed, as far as the stream is sound, and why it ends too early."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from sde_schema.reading.inputs import MAGIC

if TYPE_CHECKING:
    from collections.abc import Callable

_WITH_HEADER = zlib.MAX_WBITS | 16
_READ = 8 * 1024


class Gunzip:
    """Unpacks a gzip stream of one member or more, read by a function that takes a size.

    ``damage`` says, once it was met, why unpacking could not go on; all that is before it is unpacked first.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self.damage: str | None = None
        self._read = read
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
                return data
            if is_last and not self._member.eof:
                self.damage = self.damage or "the gzip data is truncated"
        return b""

    def _next_member(self) -> bool:
        """Begin the next member; return whether there is one. Zeros may be after the last one."""
        self._packed = self._packed.lstrip(b"\0")
        while len(self._packed) < len(MAGIC) and (more := self._read(_READ)):
            self._packed = (self._packed + more).lstrip(b"\0")
        if not self._packed:
            return False
        if not self._packed.startswith(MAGIC):
            self.damage = "data that is not gzip follows the gzip data"
            return False
        self._member = zlib.decompressobj(_WITH_HEADER)
        self._keep()
        return True

    def _unpack(self, size: int) -> bytes:
        try:
            data = self._member.decompress(self._packed, size)
        except zlib.error:
            self.damage = "the gzip data is damaged"
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
