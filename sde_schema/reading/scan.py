"""Where the members and items of a JSON text stand.

The text must be JSON already (or have been mended to be). What is not descended into is skipped at
the speed of the standard library's decoder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from json import JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined] # not in the stubs
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sde_schema.model import Path

SPACE = re.compile(r"[ \t\n\r]*")
"""The white space of JSON."""

_STRING = r'"(?:[^"\\]|\\.)*"?'
TOKENS = re.compile(_STRING + r"|[\[\]{}]", re.DOTALL)
"""Strings, closed or not, and brackets: enough to follow the nesting of any text."""

_skip: Any = JSONDecoder(parse_int=len, parse_float=len).scan_once  # type: ignore[attr-defined] # not in the stubs
"""Reads a value and returns it with the offset of its end; numbers stay unread, whatever their size."""


class Mark(NamedTuple):
    """Where a value stands: offsets in code points; ``name`` is that of its member's name.

    ``earlier`` is the offset of the same name's first appearance in the object, else None.
    """

    path: Path
    name: int | None
    start: int
    end: int
    earlier: int | None


@dataclass(frozen=True, slots=True)
class _Scanner:
    text: str
    visit: Callable[[Mark], bool]

    def members(self, at: int, path: Path) -> None:
        """Visit the members of the object that opens at an offset."""
        text = self.text
        at = self._space(at + 1)
        first: dict[str, int] = {}
        while text[at] != "}":
            name_at = at
            name, at = scanstring(text, at + 1)
            at = self._space(self._space(at) + 1)
            earlier = first.setdefault(name, name_at)
            at = self._value(at, (*path, name), name_at, None if earlier == name_at else earlier)

    def items(self, at: int, path: Path) -> None:
        """Visit the items of the array that opens at an offset."""
        text = self.text
        at = self._space(at + 1)
        index = 0
        while text[at] != "]":
            at = self._value(at, (*path, index), None, None)
            index += 1

    def _value(self, at: int, path: Path, name: int | None, earlier: int | None) -> int:
        """Visit one value and, if that is wanted, those inside it; return where the next one starts."""
        text = self.text
        _, end = _skip(text, at)
        if self.visit(Mark(path, name, at, end, earlier)):
            if text[at] == "{":
                self.members(at, path)
            elif text[at] == "[":
                self.items(at, path)
        end = self._space(end)
        return self._space(end + 1) if text[end] == "," else end

    def _space(self, at: int) -> int:
        if self.text[at] > " ":
            return at
        return SPACE.match(self.text, at).end()  # type: ignore[union-attr]


def scan(text: str, start: int, visit: Callable[[Mark], bool]) -> None:
    """Visit the values of a JSON text in their order: its own, then those in each container wanted.

    ``start`` is the offset of the document's first character; ``visit`` takes a value's mark and
    returns whether to go into the value.
    """
    _, end = _skip(text, start)
    scanner = _Scanner(text, visit)
    if visit(Mark((), None, start, end, None)):
        if text[start] == "{":
            scanner.members(start, ())
        elif text[start] == "[":
            scanner.items(start, ())


def marks(text: str, start: int, descend: Callable[[Mark], bool]) -> list[Mark]:
    """Return the marks of a JSON text's values: its own, then those in each container descended into."""
    found: list[Mark] = []

    def visit(mark: Mark) -> bool:
        found.append(mark)
        return descend(mark)

    scan(text, start, visit)
    return found


def locate(text: str, start: int, paths: Iterable[Path]) -> dict[Path, Mark]:
    """Return the marks of the values at the paths; of equal names the last one counts."""
    wanted = set(paths)
    if not wanted:
        return {}
    above = {path[:length] for path in wanted for length in range(len(path))}
    found: dict[Path, Mark] = {}

    def visit(mark: Mark) -> bool:
        if mark.path in wanted:
            found[mark.path] = mark
        return mark.path in above

    scan(text, start, visit)
    return found


def too_deep(text: str, start: int, end: int, limit: int) -> int | None:
    """Return the offset of the first bracket that opens a level beyond the limit, else None."""
    if text.count("[", start, end) + text.count("{", start, end) <= limit:
        return None
    depth = 0
    for token in TOKENS.finditer(text, start, end):
        first = token[0]
        if first in ("[", "{"):
            depth += 1
            if depth > limit:
                return token.start()
        elif first in ("]", "}"):
            depth = max(0, depth - 1)
    return None


def string_end(text: str, start: int) -> int:
    """Return the offset behind the string that begins at an offset."""
    end: int = scanstring(text, start + 1)[1]
    return end
