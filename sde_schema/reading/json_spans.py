"""Where the members and items of a JSON text are.

The text must be JSON already (or have been fixed to be). What is not descended into is skipped at
the speed of the standard library's decoder.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, field
from json import JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined] # not in the stubs
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sde_schema.model import Path

SPACE = re.compile(r"[ \t\n\r]*")
"""The white space of JSON."""

OPEN_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+'
"""A string up to its closing quotation mark; nothing is tried twice, so that its length costs no memory."""

TOKENS = re.compile(OPEN_STRING + r'"?|[\[\]{}]', re.DOTALL)
"""Strings, closed or not, and brackets: enough to follow the nesting of any text."""

_skip: Any = JSONDecoder(parse_int=len, parse_float=len).scan_once  # type: ignore[attr-defined] # not in the stubs
"""Reads a value and returns it with the offset of its end; numbers stay unread, whatever their size."""


class ValueAt(NamedTuple):
    """Where a value is: offsets in code points; ``name`` is that of its member's name.

    ``earlier`` is the offset of the same name's first appearance in the object, else None.
    """

    path: Path
    name: int | None
    start: int
    end: int
    earlier: int | None


def _space(text: str, at: int) -> int:
    """Return the offset after white space."""
    if text[at] > " ":
        return at
    return SPACE.match(text, at).end()  # type: ignore[union-attr]


def _after_colon(text: str, at: int) -> int:
    """Return the offset of a member's value, given that after its name."""
    return _space(text, _space(text, at) + 1)


def _after_comma(text: str, at: int) -> int:
    """Return the offset of the next member or item or of the closing bracket, given that after a value."""
    at = _space(text, at)
    return _space(text, at + 1) if text[at] == "," else at


class _Scanner(NamedTuple):
    """Walks a text and keeps its values.

    ``enters`` says whether to go into the container at a path and offset: those that are not gone
    into are skipped at once.
    """

    text: str
    enters: Callable[[Path, int], bool]
    kept: list[ValueAt]

    def value(self, at: int, path: Path, name: int | None, earlier: int | None) -> int:
        """Walk one value; return the offset after it."""
        first = self.text[at]
        if first == "{" and self.enters(path, at):
            end = self._members(at, path)
        elif first == "[" and self.enters(path, at):
            end = self._items(at, path)
        else:
            _, end = _skip(self.text, at)
        self.kept.append(ValueAt(path, name, at, end, earlier))
        return end

    def _members(self, at: int, path: Path) -> int:
        text = self.text
        at = _space(text, at + 1)
        first: dict[str, int] = {}
        while text[at] != "}":
            name_at = at
            name, at = scanstring(text, at + 1)
            earlier = first.setdefault(name, name_at)
            again = None if earlier == name_at else earlier
            at = _after_comma(text, self.value(_after_colon(text, at), (*path, name), name_at, again))
        return at + 1

    def _items(self, at: int, path: Path) -> int:
        text = self.text
        at = _space(text, at + 1)
        index = 0
        while text[at] != "]":
            at = _after_comma(text, self.value(at, (*path, index), None, None))
            index += 1
        return at + 1


def values_in(text: str, start: int, enters: Callable[[Path, int], bool]) -> list[ValueAt]:
    """Return the values with their offsets in a JSON text, as far as its containers are gone into.

    ``start`` is the offset of the document's first character.
    """
    scanner = _Scanner(text, enters, [])
    scanner.value(start, (), None, None)
    return scanner.kept


def values_within(text: str, start: int, parts: Sequence[tuple[int, int]]) -> list[ValueAt]:
    """Return the values with their offsets that are at least partly between some offsets: pairs, in order."""
    ends = [end for _, end in parts]
    last = max(ends, default=0)

    def is_within(begin: int, end: int) -> bool:
        index = bisect_right(ends, begin)
        return index < len(parts) and parts[index][0] < end

    every = values_in(text, start, lambda _, at: at < last and is_within(at, _skip(text, at)[1]))
    return [found for found in every if is_within(found.start, found.end)]


class Trail:
    """The way to the value that was located last: from there the next search goes on, so that many read a text once.

    Of each container on the way it is the step into it, and the offset of the item, or of the member's name.
    """

    def __init__(self) -> None:
        self.steps: list[tuple[str | int, int]] = []


def locate(
    text: str, start: int, paths: Iterable[Path], trail: Trail | None, *, has_ends: bool = True
) -> dict[Path, ValueAt]:
    """Return the values with their offsets at the paths; of equal names the last one counts.

    Without ``has_ends`` the ends of objects and arrays may be those of their first characters.

    A ``trail`` of searches in this text may be given where no name appears twice in an object: then the scan may begin
    late and end early.
    """
    wanted = set(paths)
    if not wanted:
        return {}
    root = _Way()
    for path in wanted:
        root.add(path)
    before = trail.steps if trail else []
    search = _Search(text, math.inf if trail is None else len(wanted), {}, [], before, has_ends)
    with suppress(_AllFound):
        search.value(start, root, None, 0)
    if trail:
        trail.steps = search.steps
    return search.found


class _AllFound(Exception):  # noqa: N818 - no error
    """Ends a search that has found all."""


@dataclass(slots=True)
class _Way:
    """A value on the way to those that are wanted, by the steps to what is below; ``path`` if it is one of them."""

    path: Path | None = None
    below: dict[str | int, _Way] = field(default_factory=dict)

    def add(self, path: Path) -> None:
        """Add the way to a path from here."""
        way = self
        for step in path:
            way = way.below.setdefault(step, _Way())
        way.path = path


class _Search(NamedTuple):
    """Walks a text on the ways to values until so many are ``found``.

    ``steps`` is the way to where it is, ``before`` that to where the search before this one ended: see Trail.
    """

    text: str
    most: float
    found: dict[Path, ValueAt]
    steps: list[tuple[str | int, int]]
    before: list[tuple[str | int, int]]
    has_ends: bool

    def value(self, at: int, way: _Way, name: int | None, depth: int) -> int:
        """Walk one value that is on the way, so many levels deep; return the offset after it."""
        first = self.text[at]
        is_last = len(self.found) + 1 >= self.most
        if way.path is not None and is_last and first in "{[" and not self.has_ends:
            self.found[way.path] = ValueAt(way.path, name, at, at + 1, None)
            raise _AllFound
        if first == "{" and way.below:
            end = self._members(at, way, depth)
        elif first == "[" and way.below:
            end = self._items(at, way, depth)
        else:
            _, end = _skip(self.text, at)
        if way.path is not None:
            self.found[way.path] = ValueAt(way.path, name, at, end, None)
            if len(self.found) >= self.most:
                raise _AllFound
        return end

    def _members(self, at: int, way: _Way, depth: int) -> int:
        text, below = self.text, way.below
        known = self._known(depth)
        at = known[1] if known and below.keys() == {known[0]} else _space(text, at + 1)
        while text[at] != "}":
            name_at = at
            name, at = scanstring(text, at + 1)
            at = _after_colon(text, at)
            at = self._below(name, name_at, at, way, depth) if name in below else _skip(text, at)[1]
            at = _after_comma(text, at)
        return at + 1

    def _items(self, at: int, way: _Way, depth: int) -> int:
        text, below = self.text, way.below
        known = self._known(depth)
        index, at = 0, _space(text, at + 1)
        if known and isinstance(known[0], int) and known[0] <= min(map(int, below)):
            index, at = known[0], known[1]
        while text[at] != "]":
            at = self._below(index, at, at, way, depth) if index in below else _skip(text, at)[1]
            at = _after_comma(text, at)
            index += 1
        return at + 1

    def _below(self, step: str | int, begin: int, at: int, way: _Way, depth: int) -> int:
        """Walk the value that a step leads to; its item, or the name of its member, begins at an offset."""
        self.steps[depth:] = [(step, begin)]
        return self.value(at, way.below[step], begin if isinstance(step, str) else None, depth + 1)

    def _known(self, depth: int) -> tuple[str | int, int] | None:
        """Return the step that the search before took from here, and its offset, if it came here."""
        is_same = len(self.before) > depth and self.before[:depth] == self.steps[:depth]
        return self.before[depth] if is_same else None


def string_end(text: str, start: int) -> int:
    """Return the offset after the string that begins at an offset."""
    end: int = scanstring(text, start + 1)[1]
    return end
