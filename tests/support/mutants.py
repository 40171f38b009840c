"""Mutants of schemas: documents in which one constraint is removed, loosened or tightened by one step.

Each must make a case of `tests/cases` fail; `tests/support/mutation.py` runs the cases.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.catalog import ANNOTATIONS, Subschema
from sde_schema.catalog.fields import TYPES
from tests.support.schemas import LISTS, MAPS, subschemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.catalog import Schema

ADVICE, PROBLEM = "x-advice", "x-problem"
_DECIDES_NOTHING = ANNOTATIONS | {"$schema", "$id", "$defs", "x-source", "x-personal-data"}
_NUMBERS = frozenset({"minimum", "maximum"})
_LIMITS = _NUMBERS | {"minLength", "maxLength", "minProperties", "maxProperties"}

PIECE = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|\(\?.|\{[0-9]+(?:,[0-9]+)?\}|.", re.DOTALL)
BOUNDS = re.compile(r"\{([0-9]+)(?:,([0-9]+))?\}")
_OTHER_REPETITIONS = {"*": ("+",), "+": ("*",), "?": ("*", "")}


class Mutation(NamedTuple):
    """A keyword of a subschema, what happened to it, and the subschema with it."""

    keyword: str
    change: str
    node: Schema


class Mutant(NamedTuple):
    """A subschema of a document, and a mutation of it."""

    subschema: Subschema
    keyword: str
    change: str
    node: Schema

    @property
    def name(self) -> tuple[str, str, str, str]:
        """What tells the mutant from the others of its version."""
        return self.subschema.document, self.subschema.pointer, self.keyword, self.change

    @property
    def replacing(self) -> tuple[Schema, Schema]:
        """The subschema as it is, and as it is mutated."""
        return self.subschema.node, self.node


def mutants(name: str, document: Schema) -> Iterator[Mutant]:
    """Yield every mutant of a document, those of its advice too."""
    for subschema in subschemas(Subschema(name, "", document)):
        for mutation in mutations(subschema.node):
            yield Mutant(subschema, *mutation)


def mutations(node: Schema) -> Iterator[Mutation]:
    """Yield every mutation of one subschema, without those of the subschemas in it."""
    for keyword, value in node.items():
        if keyword in _DECIDES_NOTHING:
            continue
        if keyword not in (ADVICE, PROBLEM):
            yield Mutation(keyword, "removed", {key: node[key] for key in node if key != keyword})
        for change, other in _other_values(keyword, value):
            yield Mutation(keyword, change, {**node, keyword: other})
    required = node.get("required", [])
    for name in node.get("properties", {}):
        if name not in required:
            yield Mutation("required", f"with {name}", {**node, "required": [*required, name]})


def _other_values(keyword: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the other values of a keyword, each with what was done."""
    if keyword in _LIMITS:
        others = [value + 1, *([value - 1] if value or keyword in _NUMBERS else [])]
        yield from ((f"{value} becomes {other}", other) for other in others)
    elif keyword in LISTS or keyword == ADVICE:
        yield from ((f"without {index}", value[:index] + value[index + 1 :]) for index in range(len(value)))
    elif keyword in MAPS or keyword == PROBLEM:
        yield from ((f"without {name}", {key: value[key] for key in value if key != name}) for name in value)
    elif keyword in _MAKERS:
        yield from _MAKERS[keyword](value)


def _types(value: str | list[str]) -> Iterator[tuple[str, list[str]]]:
    named = [value] if isinstance(value, str) else value
    for kind in TYPES:
        if kind not in named and not (kind == "integer" and "number" in named):
            yield f"with {kind}", [*named, kind]
    if len(named) > 1:
        yield from ((f"without {kind}", [other for other in named if other != kind]) for kind in named)
    if "number" in named:
        yield "integer for number", ["integer" if kind == "number" else kind for kind in named]


def _listed(value: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    if len(value) > 1:
        yield from ((f"without {one!r}", [*value[:index], *value[index + 1 :]]) for index, one in enumerate(value))
    yield from ((f"with {other!r}", [*value, other]) for other in _near(value) if other not in value)


def _near(value: list[Any]) -> Iterator[Any]:
    """Yield values that are nearly of a list: null, the next number, the first string in the other letter case."""
    yield None
    numbers = [one for one in value if type(one) is int]
    strings = [one for one in value if isinstance(one, str)]
    if numbers:
        yield max(numbers) + 1
    if strings:
        yield strings[0].swapcase()
        yield f"{strings[-1]} "


def _names(value: list[str]) -> Iterator[tuple[str, list[str]]]:
    yield from ((f"without {name}", [other for other in value if other != name]) for name in value)


def _patterns(value: str) -> Iterator[tuple[str, str]]:
    """Yield patterns with an end, a repetition or a set of characters changed, each with its offset."""
    for piece in PIECE.finditer(value):
        for other in _other_pieces(piece[0]):
            done = f"{piece[0]} becomes {other}" if other else f"without {piece[0]}"
            yield f"{done} at {piece.start()}", value[: piece.start()] + other + value[piece.end() :]


def _other_pieces(piece: str) -> Iterator[str]:
    if piece in ("^", "$"):
        yield ""
    elif piece.startswith(("[", "\\.")):
        yield "."
    elif found := BOUNDS.fullmatch(piece):
        least, most = int(found[1]), int(found[2] or found[1])
        yield f"{{{least},{most + 1}}}"
        if least:
            yield f"{{{least - 1},{most}}}"
    else:
        yield from _OTHER_REPETITIONS.get(piece, ())


_MAKERS: dict[str, Callable[[Any], Iterator[tuple[str, Any]]]] = {
    "type": _types,
    "enum": _listed,
    "required": _names,
    "pattern": _patterns,
}
