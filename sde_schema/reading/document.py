"""What the exact readers make of a text: a document with its value, its syntax errors and its locations.

All offsets are those of the text as it was written, in code points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.model import Path
    from sde_schema.reading.json_fixes import BadSyntax

_Item = TypeVar("_Item")


class Span(NamedTuple):
    """The offsets between which something is, the end left out."""

    start: int
    end: int

    def within(self, other: Span) -> Span:
        """Return the part of it that is in another one."""
        return Span(max(self.start, other.start), min(self.end, other.end))


def overlapping(items: list[_Item], part: Span, span_of: Callable[[_Item], Span]) -> list[_Item]:
    """Return those items that are at least partly in a span; the items are in order and do not overlap."""
    first = bisect_right(items, part.start, key=lambda item: span_of(item).end)
    last = bisect_left(items, part.end, lo=first, key=lambda item: span_of(item).start)
    return items[first:last]


class Located(NamedTuple):
    """Where a value is, and its member's name; ``value`` of a container is its first character.

    ``earlier`` is the offset of the same name's first appearance in the object, else None.
    """

    path: Path
    name: Span | None
    value: Span
    earlier: int | None


class Parsed(Protocol):
    """A document read from a text, as far as it could be read.

    Without ``complete`` there is no value to validate. ``repeats`` says that some object has the same
    name twice. ``begin`` and ``end`` are the offsets of the document's begin and end in the text as ``written``.
    """

    written: str
    value: Any
    complete: bool
    repeats: bool
    bad_syntax: list[BadSyntax]
    is_yaml: ClassVar[bool]

    @property
    def begin(self) -> int:
        """The offset at which the document, or the text around it, begins."""

    @property
    def end(self) -> int:
        """The offset after the document."""

    def locate(self, paths: Iterable[Path]) -> dict[Path, Located]:
        """Return where the values at the paths are; of equal names the last one counts."""

    def repeated(self, is_checked: Callable[[Path], bool], checks_name: Callable[[Path], bool]) -> Iterator[Located]:
        """Yield the names that appear twice in an object, as far as they are validated."""

    def scalars(self, parts: list[Span]) -> list[Located]:
        """Return the scalars that are at least partly in some spans; both are in order and do not overlap."""

    def masked(self, low: int, high: int, names: frozenset[str] | None) -> str:
        """Return a span of one line, as many code points, masked but for punctuation and names.

        ``names`` are those that may be shown; None means all that are not withheld.
        """
