"""JSON text sequences (RFC 7464): documents that each begin with a separator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sde_schema.reading.boundaries import WHITE_SPACE

if TYPE_CHECKING:
    from sde_schema.reading.blocks import Readable
    from sde_schema.reading.inputs import Damage

SEPARATOR = b"\x1e"
"""What each document of a JSON text sequence begins with."""

_SEPARATORS = re.compile(rb"(?<=[\n}\]])([ \t\r]*\x1e[ \t\r\x1e]*)([{\[]?)")


def begins_sequence(head: bytes) -> bool:
    """Return whether an input that begins so is a sequence."""
    return SEPARATOR in head and (head.lstrip(WHITE_SPACE).startswith(SEPARATOR) or bool(_SEPARATORS.search(head)))


class Sequence:
    """An input of documents that each begin with a separator (RFC 7464), without these: a space takes the place.

    It is put after the bracket that opens the document, so that the line begins like any other document's. A
    separator within a line stays unless a document ends before it: then a string was cut off. Several in a row are
    as good as one: RFC 7464 lets readers pass over empty elements.
    """

    def __init__(self, source: Readable) -> None:
        self._source = source
        self.is_misnamed = source.is_misnamed
        self.goes_on = source.goes_on
        self._before = b"\n"

    @property
    def damage(self) -> Damage | None:
        """Why unpacking could not go on, once that was met."""
        return self._source.damage

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end or after damage. Raises UnreadableError."""
        return self.translated(self.completed(self._source.read(size)))

    def completed(self, data: bytes) -> bytes:
        """Return what was read and, if a separator ends it, the byte that follows. Raises UnreadableError."""
        return data + self._source.read(1) if data.endswith(SEPARATOR) else data

    def translated(self, data: bytes) -> bytes:
        """Return what was read without its separators."""
        joined = self._before + data
        self._before = joined.rstrip(b" \t\r\x1e")[-1:] or self._before
        if SEPARATOR not in data:
            return data
        return _SEPARATORS.sub(_as_spaces, joined)[1:]


def _as_spaces(separators: re.Match[bytes]) -> bytes:
    """Return spaces for separators, after the bracket that follows them."""
    return separators[2] + b" " * len(separators[1])
