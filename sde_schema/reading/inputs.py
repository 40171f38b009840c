"""Streams of bytes, unpacked where they are gzip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sde_schema.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sde_schema.reading.gzipped import Gunzip


MAGIC = b"\x1f\x8b"
"""What gzip begins with."""


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end. Raises UnreadableError."""


class Input:
    """Bytes from a stream, unpacked if they begin as gzip does.

    ``packed`` says that the name promises gzip; ``is_misnamed`` that it is not. ``advance`` is called with the number
    of bytes each time some are read from the stream.
    """

    def __init__(self, stream: Readable, *, packed: bool = False, advance: Callable[[int], None] | None = None) -> None:
        self._raw = _Raw(stream, advance)
        self._unpacked: Gunzip | None = None
        self.is_misnamed = False
        head = self._raw.peek(len(MAGIC))
        if head == MAGIC:
            from sde_schema.reading.gzipped import Gunzip

            self._unpacked = Gunzip(self._raw.read)
        elif packed and head:
            self.is_misnamed = True

    @property
    def damage(self) -> str | None:
        """Why unpacking could not go on, once that was met."""
        return self._unpacked.damage if self._unpacked else None

    def read(self, size: int) -> bytes:
        """Return at most so many bytes, none at the end or after damage. Raises UnreadableError."""
        return self._unpacked.read(size) if self._unpacked else self._raw.read(size)


class _Raw:
    """A stream whose first bytes can be looked at beforehand."""

    def __init__(self, stream: Readable, advance: Callable[[int], None] | None) -> None:
        self._stream = stream
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
            data = self._stream.read(size)
        except OSError as error:
            raise UnreadableError.of(error) from error
        if self._advance is not None:
            self._advance(len(data))
        return data
