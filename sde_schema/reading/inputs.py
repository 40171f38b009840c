"""Streams of bytes, unpacked where they are gzip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

_GZIP = b"\x1f\x8b"


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end. Raises OSError."""


class Input:
    """Bytes from a stream, unpacked if they begin as gzip does.

    ``packed`` says that the name promises gzip. ``advance`` is called with the number of bytes each
    time some are read from the stream. ``damage`` says, once it was met, why unpacking could not go
    on; then the input ends there.
    """

    def __init__(self, stream: Readable, *, packed: bool = False, advance: Callable[[int], None] | None = None) -> None:
        self.damage: str | None = None
        self._raw = _Raw(stream, advance)
        self._unpacked: Any = None
        head = self._raw.peek(len(_GZIP))
        if head == _GZIP:
            from gzip import GzipFile

            self._unpacked = GzipFile(fileobj=self._raw)  # type: ignore[call-overload] # reads, and that is all
        elif packed and head:
            self.damage = "it is no gzip stream"

    def read(self, size: int) -> bytes:
        """Return at most so many bytes, none at the end or behind damage. Raises OSError."""
        if self._unpacked is None:
            return b"" if self.damage else self._raw.read(size)
        import zlib
        from gzip import BadGzipFile

        try:
            data: bytes = self._unpacked.read1(size)
        except EOFError:
            self.damage = "the gzip stream is cut off"
        except (zlib.error, BadGzipFile):
            self.damage = "the gzip stream is damaged"
        else:
            return data
        return b""


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
        if self._head:
            head, self._head = self._head[:size], self._head[size:]
            return head
        return self.read_on(size)

    def read_on(self, size: int) -> bytes:
        """Return at most so many bytes behind those looked at."""
        data = self._stream.read(size)
        if self._advance is not None:
            self._advance(len(data))
        return data
