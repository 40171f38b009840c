"""Strings that tell what schemas say of every string: one for each combination of states of their patterns.

Each pattern becomes an automaton. Two strings that leave every pattern in the same state, and are of the same length as
far as a limit counts it, have the same verdict, and so have all strings that begin with them and go on alike. So where
two schemas agree on these strings, they agree on every string.
"""

from __future__ import annotations

import re
from collections import deque
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.support.mutants import BOUNDS, PIECE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.catalog import Schema

_MANY = 100
"""A limit of length above it has too many states."""

_ACCEPTED = 0
_MATCHED = frozenset({_ACCEPTED})
_REPETITIONS = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_NOT_READ = re.compile(r"\(\?[^:]|\\[0-9A-Za-mo-z]|\{")
_ALWAYS_TRIED = "\n\r\u2028\u2029\0a \U0001f600"
_HOLDING = frozenset({"items", "prefixItems", "contains", "propertyNames", "patternProperties", "dependentSchemas"})

_States = frozenset[int]
_Edge = tuple[str | None, int]
"""What is to be read, an end of the string, or nothing; and the state after it."""


class UnreadPatternError(ValueError):
    """A pattern has something that `Automaton` does not read."""


class Automaton:
    """A pattern as states: which parts of it what was read so far may have matched."""

    def __init__(self, pattern: str) -> None:
        pieces = deque(PIECE.findall(pattern))
        if unread := next(filter(_NOT_READ.match, [it for it in pieces if not BOUNDS.fullmatch(it)]), None):
            raise UnreadPatternError(unread)
        self._edges: list[list[_Edge]] = [[]]
        self._entry = self._alternatives(pieces)(_ACCEPTED)
        self.labels = sorted({label for edges in self._edges for label, _ in edges if label and label not in "^$"})
        self.start = self._closed({self._entry}, "^")

    def after(self, states: _States, character: str) -> _States:
        """Return the states after one more character; what has matched stays so."""
        if states == _MATCHED:
            return states
        read = {to for it in states for label, to in self._edges[it] if label and _reads(label, character)}
        return self._closed({*read, self._entry})

    def accepts(self, states: _States) -> bool:
        """Return whether a string that ends in these states matches."""
        return self._closed(states, "$") == _MATCHED

    def _closed(self, states: _States | set[int], end: str | None = None) -> _States:
        """Return the states that are reached without a character, at an end of the string or not."""
        found, left = set(states), [*states]
        while left:
            for label, to in self._edges[left.pop()]:
                if label in (None, end) and to not in found:
                    found.add(to)
                    left.append(to)
        return _MATCHED if _ACCEPTED in found else frozenset(found)

    def _state(self, *edges: _Edge) -> int:
        self._edges.append([*edges])
        return len(self._edges) - 1

    def _alternatives(self, pieces: deque[str]) -> Callable[[int], int]:
        """Read pieces to the end of a group; return what makes its states, given the state after it."""
        branches: list[list[Callable[[int], int]]] = [[]]
        while pieces and (piece := pieces.popleft()) != ")":
            bounds = _bounds(piece)
            if piece == "|":
                branches.append([])
            elif bounds:
                branches[-1].append(self._repeated(branches[-1].pop(), *bounds))
            else:
                branches[-1].append(self._alternatives(pieces) if piece in ("(", "(?:") else self._single(piece))
        return lambda after: self._state(*((None, _chained(branch, after)) for branch in branches))

    def _single(self, piece: str) -> Callable[[int], int]:
        return lambda after: self._state((piece, after))

    def _repeated(self, part: Callable[[int], int], least: int, most: int | None) -> Callable[[int], int]:
        def states(after: int) -> int:
            first = after
            if most is None:
                first = self._state((None, after))
                self._edges[first].append((None, part(first)))
            for _ in range((most or least) - least):
                first = self._state((None, after), (None, part(first)))
            return _chained([part] * least, first)

        return states


def _chained(parts: list[Callable[[int], int]], after: int) -> int:
    for part in reversed(parts):
        after = part(after)
    return after


def _bounds(piece: str) -> tuple[int, int | None] | None:
    found = BOUNDS.fullmatch(piece)
    return (int(found[1]), int(found[2] or found[1])) if found else _REPETITIONS.get(piece)


@cache
def _reads(label: str, character: str) -> bool:
    """Return whether a piece of a pattern, such as a set of characters, reads a character."""
    if label == ".":
        return character not in "\n\r\u2028\u2029"
    return label not in ("^", "$") and re.fullmatch(label, character) is not None


def telling_strings(*schemas: Schema) -> list[str] | None:
    """Return strings that tell what schemas say of every string.

    None where a pattern or a limit is not read, or where the schemas speak of what values hold.
    """
    keywords = [pair for schema in schemas for pair in _keywords(schema)]
    limits = [value for keyword, value in keywords if keyword in ("minLength", "maxLength")]
    if max(limits, default=0) > _MANY or any(_speaks_of_parts(*pair) for pair in keywords):
        return None
    patterns = {value for keyword, value in keywords if keyword == "pattern" and isinstance(value, str)}
    listed = {one for keyword, value in keywords if keyword == "enum" for one in value if isinstance(one, str)}
    try:
        automata = [Automaton(it) for it in sorted(patterns | {f"^{re.escape(one)}$" for one in listed})]
    except UnreadPatternError:
        return None
    return [*_one_for_each_state(automata, max(limits, default=0))]


def _speaks_of_parts(keyword: str, value: Any) -> bool:
    """Return whether a keyword has a schema for what a value holds."""
    return keyword in _HOLDING or (keyword == "properties" and any(it is not True for it in value.values()))


def _keywords(schema: Any) -> Iterator[tuple[str, Any]]:
    """Yield every keyword of a schema and of those in it."""
    if isinstance(schema, dict):
        for keyword, value in schema.items():
            yield keyword, value
            yield from _keywords(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _keywords(value)


def _one_for_each_state(automata: list[Automaton], longest: int) -> Iterator[str]:
    """Yield the shortest string for each combination of states, and of lengths up to one more than the longest."""
    characters = _characters({label for it in automata for label in it.labels})
    start = tuple(it.start for it in automata), 0
    seen, left = {start}, deque([(start, "")])
    while left:
        (states, length), text = left.popleft()
        yield text
        for character in characters:
            pairs = zip(automata, states, strict=True)
            new = tuple(it.after(state, character) for it, state in pairs), min(length + 1, longest + 1)
            if new not in seen:
                seen.add(new)
                left.append((new, text + character))


def _characters(labels: set[str]) -> list[str]:
    """Return one character of each kind that the pieces of patterns distinguish, and every end of a line."""
    named = {ord(character) + step for label in labels for character in label for step in (-1, 0, 1)}
    kinds: dict[object, str] = {}
    for character in (*_ALWAYS_TRIED, *map(chr, sorted(named))):
        kind = tuple(_reads(label, character) for label in sorted(labels))
        kinds.setdefault(character if character in _ALWAYS_TRIED[:4] else kind, character)
    return [*kinds.values()]
