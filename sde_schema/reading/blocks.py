"""Bytes to blocks: many lines of a document each, or one whole text.

Blocks of 64 KiB were the fastest to split into lines.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = 64 * 1024
_MARK = b"\xef\xbb\xbf"
_OPENERS = (b"{", b"[")
_CLOSERS = (b"}", b"]")


class Readable(Protocol):
    """What blocks are read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end. Raises OSError."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a document each; the first has the number ``first_line``."""

    data: bytes
    first_line: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole text that is not a document a line."""

    data: bytes


@dataclass(frozen=True, slots=True)
class TooLarge:
    """A document larger than the limit, which was passed over; it begins on ``line``."""

    line: int


def blocks(stream: Readable, *, lines_expected: bool, limit: int) -> Iterator[Lines | Whole | TooLarge]:
    """Turn a stream into blocks; no document is held that is larger than ``limit`` bytes.

    A text is taken line by line when its first line is a document of its own, or its name says so
    and nothing speaks against it. Raises OSError.
    """
    head = _head(stream, limit).removeprefix(_MARK)
    if is_by_lines(head, expected=lines_expected):
        yield from _by_lines(stream, head, limit)
        return
    rest = stream.read(max(limit + 1 - len(head), 0))
    if len(head) + len(rest) > limit:
        yield TooLarge(1)
    else:
        yield Whole(head + rest)


def _head(stream: Readable, limit: int) -> bytes:
    """Read at least one block and the whole of the first line that is not blank."""
    head = [stream.read(_BLOCK)]
    size = len(head[0])
    begun = bool(head[0].strip())
    while head[-1] and size <= limit and not (begun and b"\n" in head[-1].lstrip()):
        head.append(stream.read(_BLOCK))
        size += len(head[-1])
        begun = begun or bool(head[-1].strip())
    return b"".join(head)


def is_by_lines(head: bytes, *, expected: bool) -> bool:
    """Return whether a text that begins so is to be read line by line."""
    first, _, rest = head.lstrip().partition(b"\n")
    second = rest.lstrip(b"\r\n")
    if not second.strip():
        return expected
    if _is_json(first):
        return True
    second_opens = second.startswith(_OPENERS)
    if expected:
        return second_opens or not _is_cut_off(first)
    return second_opens and first.rstrip().endswith(_CLOSERS)


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _is_cut_off(line: bytes) -> bool:
    """Return whether a line is the beginning of a document that goes on in the next."""
    return line.rstrip().endswith((*_OPENERS, b","))


def _by_lines(stream: Readable, head: bytes, limit: int) -> Iterator[Lines | TooLarge]:
    number, size, pending = 1, 0, [b""]
    too_large = False
    for data in chain([head], iter(lambda: stream.read(_BLOCK), b"")):
        if b"\n" not in data:
            size += len(data)
            too_large = too_large or size > limit
            pending = [] if too_large else [*pending, data]
            continue
        if too_large:
            yield TooLarge(number)
            number, too_large, data = number + 1, False, data.partition(b"\n")[2]  # noqa: PLW2901
        whole, _, rest = b"".join([*pending, data]).rpartition(b"\n")
        yield from _within(whole, number, limit)
        number, size, pending = number + whole.count(b"\n") + 1, len(rest), [rest]
    if too_large:
        yield TooLarge(number)
    else:
        yield from _within(b"".join(pending), number, limit)


def _within(data: bytes, number: int, limit: int) -> Iterator[Lines | TooLarge]:
    """Yield lines, those beyond the limit apart."""
    if len(data) <= limit or max(map(len, data.split(b"\n"))) <= limit:
        if data.strip():
            yield Lines(data, number)
        return
    for index, line in enumerate(data.split(b"\n")):
        yield TooLarge(number + index) if len(line) > limit else Lines(line, number + index)
