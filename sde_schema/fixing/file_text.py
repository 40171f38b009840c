"""The text of a file that is fixed: its bytes, and its characters once they are asked for."""

from __future__ import annotations

from functools import cached_property

from sde_schema.reading.text import Text

_ESCAPES = "surrogateescape"
"""Bytes that are not UTF-8 stay what they are."""


class FileText:
    """The text of a whole file."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def written(self) -> str:
        """The text; half a surrogate pair is in place of each byte that is not UTF-8."""
        return self._data.decode(errors=_ESCAPES)

    @cached_property
    def _text(self) -> Text:
        return Text(self.written)

    def line_start(self, number: int) -> int:
        """Return the offset at which the line with a number, from 0 on, begins."""
        return self._text.line_offset(number)

    def start_of_line(self, offset: int) -> int:
        """Return the offset at which the line of an offset begins."""
        return self._text.line_span(offset)[0]


def encoded(written: str) -> bytes:
    """Return the bytes of a text of a file, or of a part of it."""
    return written.encode(errors=_ESCAPES)
