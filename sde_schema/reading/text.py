"""A decoded text and the locations in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from sde_schema.model import Location

if TYPE_CHECKING:
    from collections.abc import Sequence

_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_LINE_END = re.compile("\n")


def wide_encoding(data: bytes) -> str | None:
    """Return the name of the encoding with two or four bytes for each character that a text seems to have."""
    if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff") or data[:4].count(b"\0") == 3:  # noqa: PLR2004 - of four
        return "UTF-32"
    is_marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return "UTF-16" if is_marked or data[:2].count(b"\0") == 1 < len(data) else None


class Text:
    """A text of one document or more, as it was written.

    ``first_line`` is the number that its first line has in the file; ``undecodable`` are the offsets of what replaces
    bytes that are not UTF-8.
    """

    def __init__(self, written: str, first_line: int = 1, undecodable: Sequence[int] = ()) -> None:
        self.written = written
        self._first_line = first_line
        self._undecodable = undecodable

    @classmethod
    def decoded(cls, data: bytes, first_line: int = 1) -> Text:
        """Return a text of bytes; those that are not UTF-8 are replaced, each by one character."""
        try:
            return cls(data.decode(), first_line)
        except UnicodeDecodeError:
            escaped = data.decode(errors="surrogateescape")
            offsets = [found.start() for found in _ESCAPED_BYTE.finditer(escaped)]
            return cls(_ESCAPED_BYTE.sub("\ufffd", escaped), first_line, offsets)

    def undecodable(self, begin: int, end: int) -> int | None:
        """Return the first offset between two at which a byte is not UTF-8, None if there is none."""
        index = bisect_left(self._undecodable, begin)
        within = index < len(self._undecodable) and self._undecodable[index] < end
        return self._undecodable[index] if within else None

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.written))]

    def location(self, offset: int) -> Location:
        """Return the location of an offset in code points."""
        index = bisect_right(self._starts, offset) - 1
        return Location(self._first_line + index, offset - self._starts[index] + 1)

    def line_span(self, offset: int) -> tuple[int, int]:
        """Return the offsets between which the line of an offset is, without its end."""
        index = bisect_right(self._starts, offset)
        start = self._starts[index - 1]
        end = self._starts[index] - 1 if index < len(self._starts) else len(self.written)
        return start, end - self.written.endswith("\r", start, end)
