"""A decoded text and the locations in it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property

from sde_schema.model import Location

_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_REPLACED = dict.fromkeys(range(0xDC80, 0xDD00), "\ufffd")
_PIECE = 4096
"""Line ends are counted for pieces of so many code points."""


def wide_encoding(data: bytes) -> str | None:
    """Return the name of the encoding with two or four bytes for each character that a text seems to have."""
    if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff") or data[:4].count(b"\0") == 3:  # noqa: PLR2004 - of four
        return "UTF-32"
    is_marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return "UTF-16" if is_marked or data[:2].count(b"\0") == 1 < len(data) else None


class Text:
    """A text of one document or more, as it was written.

    ``first_line`` is the number that its first line has in the file. Where it holds bytes that are not UTF-8,
    ``escaped`` is the text with half a surrogate pair in place of each.
    """

    def __init__(self, written: str, first_line: int = 1, escaped: str = "") -> None:
        self.written = written
        self.first_line = first_line
        self._escaped = escaped

    @classmethod
    def decoded(cls, data: bytes, first_line: int = 1) -> Text:
        """Return a text of bytes; those that are not UTF-8 are replaced, each by one character."""
        try:
            return cls(data.decode(), first_line)
        except UnicodeDecodeError:
            escaped = data.decode(errors="surrogateescape")
            return cls(escaped.translate(_REPLACED), first_line, escaped)

    def undecodable(self, begin: int, end: int) -> int | None:
        """Return the first offset between two at which a byte is not UTF-8, None if there is none."""
        found = _ESCAPED_BYTE.search(self._escaped, begin, end)
        return found.start() if found else None

    @cached_property
    def _line_ends(self) -> _LineEnds:
        return _LineEnds(self.written)

    def location(self, offset: int) -> Location:
        """Return the location of an offset in code points."""
        line = self._line_ends.before(offset)
        return Location(self.first_line + line, offset - self._line_ends.line_start(offset) + 1)

    def line_span(self, offset: int) -> tuple[int, int]:
        """Return the offsets between which the line of an offset is, without its end."""
        start, end = self._line_ends.line_start(offset), self._line_ends.line_end(offset)
        return start, end - self.written.endswith("\r", start, end)

    def line_offset(self, number: int) -> int:
        """Return the offset at which the line with a number, from 0 on, begins; the text has so many lines."""
        return self._line_ends.after(number)


class _LineEnds:
    """Where the lines of a text end: known for each piece of it, so that few of them are counted for each question.

    Neither a text of many lines nor one of a long line costs much then.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._counts, self._lasts = array("q", [0]), array("q", [-1])
        for begin in range(0, len(text), _PIECE):
            last = text.rfind("\n", begin, begin + _PIECE)
            self._counts.append(self._counts[-1] + text.count("\n", begin, begin + _PIECE))
            self._lasts.append(self._lasts[-1] if last < 0 else last)

    def before(self, offset: int) -> int:
        """Return how many line ends are before an offset."""
        piece = offset // _PIECE
        return self._counts[piece] + self._text.count("\n", piece * _PIECE, offset)

    def after(self, number: int) -> int:
        """Return the offset after so many line ends, which there must be."""
        piece = max(bisect_left(self._counts, number) - 1, 0)
        at, size, left = piece * _PIECE, _PIECE, number - self._counts[piece]
        while left and size > 1:
            size //= 2
            here = self._text.count("\n", at, at + size)
            if here < left:
                at, left = at + size, left - here
        return at + bool(number)

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        piece = offset // _PIECE
        found = self._text.rfind("\n", piece * _PIECE, offset)
        return (self._lasts[piece] if found < 0 else found) + 1

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, without what ends it."""
        piece = offset // _PIECE
        found = self._text.find("\n", offset, (piece + 1) * _PIECE)
        if found >= 0:
            return found
        following = bisect_right(self._counts, self._counts[min(piece + 1, len(self._counts) - 1)])
        if following >= len(self._counts):
            return len(self._text)
        return self._text.find("\n", (following - 1) * _PIECE)
