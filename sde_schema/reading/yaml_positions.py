"""Where the names and values of a YAML document are, in a few bytes each: a document may have millions of them."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from sde_schema.reading.document import Located, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sde_schema.model import Path

_CONTAINER, _SCALAR, _ALIAS, _NAME = range(4)
_KIND_BITS = 2
_KIND = (1 << _KIND_BITS) - 1
_SHORT = 1 << 29
"""In a text of fewer characters an offset and a kind have four bytes."""

_FEW = 32
"""A container that has no more numbers is small."""

_MOST_NAMES = 10_000
"""So many names are held once, however often they are written."""

_SMALL_KEPT = 64
"""Of so many small containers the children are remembered: those on the ways to what was asked for last."""


class Positions:
    """The names and values of one document, added in the order of the text.

    Each has a number. A container's is before those of all that is in it; a name's is right before its value's.
    """

    def __init__(self, length: int) -> None:
        """Begin without any; ``length`` is that of the text."""
        code = "I" if length < _SHORT else "Q"
        self._starts = array(code)
        self._details = array(code)  # of a container how many numbers it has, of a name its index, else the length
        self._names: list[str] = []
        self._name_lengths = array(code)
        self._name_indexes: dict[tuple[str, int], int] = {}
        self._again = array(code)
        self._children: dict[int, Sequence[int]] = {}
        self._small_children: dict[int, Sequence[int]] = {}
        self._members: dict[tuple[int, bool], dict[str, int]] = {}

    def add_scalar(self, start: int, end: int) -> None:
        """Add a value that is a scalar; one that is not written has no length."""
        self._starts.append(start)
        self._details.append(end - start << _KIND_BITS | _SCALAR)

    def add_alias(self, start: int, end: int) -> None:
        """Add a value that is an alias."""
        self._starts.append(start)
        self._details.append(end - start << _KIND_BITS | _ALIAS)

    def add_name(self, name: str, start: int, end: int, *, again: bool) -> None:
        """Add the name of a member, whose value comes next; ``again`` says that the object has it already."""
        self._starts.append(start)
        self._details.append(self._name_index(name, end - start) << _KIND_BITS | _NAME)
        if again:
            self._again.append(len(self._starts))

    def _name_index(self, name: str, length: int) -> int:
        """Return the index of a name that is written in so many characters."""
        known = self._name_indexes.get((name, length))
        if known is None:
            known = len(self._names)
            self._names.append(name)
            self._name_lengths.append(length)
            if known < _MOST_NAMES:
                self._name_indexes[name, length] = known
        return known

    def begin(self, start: int) -> int:
        """Add a value that is a container; return its number."""
        self._starts.append(start)
        self._details.append(1 << _KIND_BITS | _CONTAINER)
        return len(self._starts) - 1

    def finish(self, number: int) -> None:
        """End a container: what is added now is after it."""
        self._details[number] = len(self._starts) - number << _KIND_BITS | _CONTAINER

    def last(self) -> Span:
        """Return the span of what was added last."""
        return self._span(len(self._starts) - 1)

    def located(self, path: Path) -> Located:
        """Return where the value at a path is; of equal names the last one counts.

        What an alias repeats is at the alias.
        """
        number = 0
        for step in path:
            below = self._below(number, step)
            if below is None:
                return Located(path, None, self._span(number), None)
            number = below
        return self._located(path, number)

    def repeated(self) -> Iterator[Located]:
        """Yield the members whose name is in their object before, too."""
        for number in self._again:
            *_, holder, _ = self._way(number)
            first = self._members_of(holder, first=True)[str(self._step(holder, number))]
            yield self._located(self._path(number), number)._replace(earlier=self._starts[first - 1])

    def values(self) -> Iterator[tuple[int, int, bool]]:
        """Yield between which offsets the values are, in order, and whether they are aliases."""
        for start, detail in zip(self._starts, self._details, strict=True):
            kind = detail & _KIND
            if kind != _NAME:
                length = 1 if kind == _CONTAINER else detail >> _KIND_BITS
                yield start, start + length, kind == _ALIAS

    def scalars(self, part: Span) -> Iterator[Located]:
        """Yield the values that are scalars and at least partly in a span, in order."""
        for number in self._numbers_in(part, _SCALAR):
            yield self._located(self._path(number), number)

    def written(self, part: Span) -> Iterator[tuple[Span, str | None]]:
        """Yield the spans of scalars that are at least partly in a span, in order; of a name, the name too."""
        for number in self._numbers_in(part, _SCALAR, _NAME):
            yield self._span(number), self._name(number)

    def _kind(self, number: int) -> int:
        return self._details[number] & _KIND

    def _detail(self, number: int) -> int:
        return self._details[number] >> _KIND_BITS

    def _name(self, number: int) -> str | None:
        """Return the name that has a number, None if it is a value's."""
        return self._names[self._detail(number)] if number >= 0 and self._kind(number) == _NAME else None

    def _span(self, number: int) -> Span:
        kind, length = self._kind(number), self._detail(number)
        if kind == _CONTAINER:
            length = 1
        elif kind == _NAME:
            length = self._name_lengths[length]
        start = self._starts[number]
        return Span(start, start + length)

    def _located(self, path: Path, number: int) -> Located:
        name = None if self._name(number - 1) is None else self._span(number - 1)
        return Located(path, name, self._span(number), None)

    def _numbers_in(self, part: Span, *kinds: int) -> Iterator[int]:
        """Yield the numbers of those of some kinds that are at least partly in a span."""
        first = bisect_left(self._starts, part.start)
        for number in range(max(first - 1, 0), bisect_left(self._starts, part.end, lo=first)):
            if self._kind(number) in kinds:
                span = self._span(number)
                if span.start < span.end and span.end > part.start:
                    yield number

    def _path(self, number: int) -> Path:
        return tuple(self._step(holder, value) for holder, value in pairwise(self._way(number)))

    def _way(self, number: int) -> Iterator[int]:
        """Yield the numbers of the values on the way from the root to a value, both included."""
        value = 0
        yield value
        while value != number:
            children = self._children_of(value)
            value = children[bisect_right(children, number) - 1]
            yield value

    def _step(self, holder: int, value: int) -> str | int:
        name = self._name(value - 1)
        return bisect_left(self._children_of(holder), value) if name is None else name

    def _below(self, holder: int, step: str | int) -> int | None:
        """Return the number of an item or a member, None where there is none."""
        if self._kind(holder) != _CONTAINER:
            return None
        if isinstance(step, str):
            return self._members_of(holder, first=False).get(step)
        children = self._children_of(holder)
        return children[step] if step < len(children) else None

    def _children_of(self, holder: int) -> Sequence[int]:
        """Return the numbers of the items of an array, or of the values of an object."""
        remembered = self._children if self._detail(holder) > _FEW else self._small_children
        if holder not in remembered:
            if len(self._small_children) == _SMALL_KEPT:
                self._small_children.clear()
            remembered[holder] = array(self._starts.typecode, self._each_child(holder))
        return remembered[holder]

    def _each_child(self, holder: int) -> Iterator[int]:
        number, end = holder + 1, holder + self._detail(holder)
        while number < end:
            kind = self._kind(number)
            if kind == _NAME:
                number += 1
                kind = self._kind(number)
            yield number
            number += self._detail(number) if kind == _CONTAINER else 1

    def _members_of(self, holder: int, *, first: bool) -> dict[str, int]:
        """Return the numbers of an object's values by their names, the first or the last of each name."""
        known = self._members.get((holder, first))
        if known is not None:
            return known
        children = self._children_of(holder)
        members = {str(self._name(value - 1)): value for value in (reversed(children) if first else children)}
        if self._detail(holder) > _FEW:
            self._members[holder, first] = members
        return members
