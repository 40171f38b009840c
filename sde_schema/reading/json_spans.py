"""Where the members and items of a JSON text are.

The text must be JSON already (or have been fixed to be). What is not descended into is skipped at
the speed of the standard library's decoder.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass
from json import JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined] # not in the stubs
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sde_schema.model import Path

SPACE = re.compile(r"[ \t\n\r]*")
"""The white space of JSON."""

_STRING = r'"(?:[^"\\]|\\.)*"?'
TOKENS = re.compile(_STRING + r"|[\[\]{}]", re.DOTALL)
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


class _AllFound(Exception):  # noqa: N818 - no error
    """Ends a scan that has found what it was for."""


@dataclass(frozen=True, slots=True)
class _Scanner:
    """Walks a text and keeps the values that are wanted, up to ``most`` of them.

    ``enters`` says whether to go into the container at a path and offset: those that are not gone
    into are skipped at once.
    """

    text: str
    enters: Callable[[Path, int], bool]
    wants: Callable[[Path], bool]
    most: float
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
        if self.wants(path):
            self.kept.append(ValueAt(path, name, at, end, earlier))
            if len(self.kept) >= self.most:
                raise _AllFound
        return end

    def _members(self, at: int, path: Path) -> int:
        text = self.text
        at = self._space(at + 1)
        first: dict[str, int] = {}
        while text[at] != "}":
            name_at = at
            name, at = scanstring(text, at + 1)
            at = self._space(self._space(at) + 1)
            earlier = first.setdefault(name, name_at)
            at = self._next(self.value(at, (*path, name), name_at, None if earlier == name_at else earlier))
        return at + 1

    def _items(self, at: int, path: Path) -> int:
        text = self.text
        at = self._space(at + 1)
        index = 0
        while text[at] != "]":
            at = self._next(self.value(at, (*path, index), None, None))
            index += 1
        return at + 1

    def _next(self, at: int) -> int:
        at = self._space(at)
        return self._space(at + 1) if self.text[at] == "," else at

    def _space(self, at: int) -> int:
        if self.text[at] > " ":
            return at
        return SPACE.match(self.text, at).end()  # type: ignore[union-attr]


def values_in(text: str, start: int, enters: Callable[[Path, int], bool]) -> list[ValueAt]:
    """Return the values with their offsets in a JSON text, as far as its containers are gone into.

    ``start`` is the offset of the document's first character.
    """
    scanner = _Scanner(text, enters, lambda _: True, math.inf, [])
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


def locate(text: str, start: int, paths: Iterable[Path], *, unique: bool) -> dict[Path, ValueAt]:
    """Return the values with their offsets at the paths; of equal names the last one counts.

    ``unique`` says that no name appears twice in an object, so that the scan may end early.
    """
    wanted = set(paths)
    if not wanted:
        return {}
    above = {path[:length] for path in wanted for length in range(len(path))}
    scanner = _Scanner(
        text, lambda path, _: path in above, wanted.__contains__, len(wanted) if unique else math.inf, []
    )
    with suppress(_AllFound):
        scanner.value(start, (), None, None)
    return {found.path: found for found in scanner.kept}


def string_end(text: str, start: int) -> int:
    """Return the offset after the string that begins at an offset."""
    end: int = scanstring(text, start + 1)[1]
    return end
