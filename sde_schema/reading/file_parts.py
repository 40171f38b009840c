"""Large files to parts that can be read apart from each other, and parts to blocks.

A part begins where a block does when the whole file is read, so that its blocks are those of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sde_schema.errors import UnreadableError
from sde_schema.reading.blocks import BLOCK, blocks, following_blocks, is_by_lines
from sde_schema.reading.boundaries import CONTEXT, WHITE_SPACE, last_start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from sde_schema.reading.blocks import Block, Kind
    from sde_schema.reading.sources import Source

PART = 16 * BLOCK
"""About so many bytes a part has: enough to be worth a process's while, few enough for what is found to be held."""


class Part(NamedTuple):
    """A part of a file: it goes from an offset, which is on the line ``first_line``, up to where the next one begins.

    That is found again by reading on to the offset ``end``; None for the last part.
    """

    begin: int
    end: int | None
    first_line: int


WHOLE = Part(0, None, 1)


def file_parts(source: Source) -> Iterator[Part]:
    """Yield the parts of a file, in order: one if it is small, or cannot be split. Raises UnreadableError."""
    if source.is_packed or not _is_large(source):
        yield WHOLE
        return
    with source.open() as stream:
        try:
            yield from _parts(stream, source.kind)
        except OSError as error:
            raise UnreadableError.of(error) from error


def _is_large(source: Source) -> bool:
    try:
        return (source.size or 0) >= 2 * PART
    except OSError as error:
        raise UnreadableError.of(error) from error


def _parts(stream: BinaryIO, kind: Kind) -> Iterator[Part]:
    read = stream.read(PART)
    if len(read) < PART or not is_by_lines(_head(read), kind):
        yield WHOLE
        return
    begin, line, lines = 0, 1, read.count(b"\n")
    while block := stream.read(BLOCK):
        context = read[-CONTEXT:]
        start = last_start(context + block, len(context))
        if start is None:
            lines += block.count(b"\n")
            read = context + block
            continue
        start -= len(context)
        end = stream.tell()
        yield Part(begin, end, line)
        line += lines + block.count(b"\n", 0, start)
        read = block + stream.read(PART)
        begin, lines = end - len(block) + start, read.count(b"\n", start)
    yield Part(begin, None, line)


def _head(read: bytes) -> bytes:
    """Return as much of a file's beginning as is looked at: blocks up to the end of the first line with text."""
    begin = len(read) - len(read.lstrip(WHITE_SPACE))
    end = read.find(b"\n", begin)
    return read[: (end // BLOCK + 1) * BLOCK] if end >= 0 else b""


def part_blocks(stream: BinaryIO, part: Part, kind: Kind, limit: int) -> Iterator[Block]:
    """Turn a part of a file into the blocks that the whole file has there. Raises UnreadableError."""
    data = _Slice(stream, part.end)
    if part.begin == 0:
        yield from blocks(data, kind=kind, limit=limit)
        return
    context = min(CONTEXT, part.begin)
    stream.seek(part.begin - context)
    head = data.read(context + BLOCK - part.begin % BLOCK)
    yield from following_blocks(data, head[:context], head[context:], first_line=part.first_line, limit=limit)


class _Slice:
    """A stream up to an offset, or to its end."""

    is_misnamed = False
    damage: None = None

    def __init__(self, stream: BinaryIO, end: int | None) -> None:
        self._stream = stream
        self._end = end
        self.goes_on = end is not None

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end. Raises UnreadableError."""
        try:
            room = size if self._end is None else min(size, self._end - self._stream.tell())
            return self._stream.read(room)
        except OSError as error:
            raise UnreadableError.of(error) from error
