"""Values that break one constraint of a field, and the code of the problem that they must draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from jsonschema import Draft202012Validator

from sde_schema.checking.sites import USUAL_CODES
from sde_schema.rules import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.catalog import Spot
    from sde_schema.generating.fields import Field

_PLAIN = ("type", "enum", "const", "oneOf", "minimum", "maximum", "minLength", "maxLength", "pattern", "not")
"""The keywords that constrain a value as a whole, in the order in which they are broken."""

_CODE_LISTS = frozenset({"enum", "const", "oneOf"})


class Wrong(NamedTuple):
    """A wrong value, what is wrong with it in a word, and the code of its problem."""

    value: Any
    kind: str
    code: str


class _Constraint(NamedTuple):
    """A keyword in one of the subschemas that hold for a field."""

    keyword: str
    spot: Spot

    @property
    def code(self) -> str:
        """The code of the problem when it fails."""
        named: str = self.spot.node.get("x-problem", {}).get(self.keyword) or USUAL_CODES[self.keyword]
        return named

    def fails(self, value: Any) -> bool:
        """Return whether a value breaks this keyword, judged alone."""
        return not Draft202012Validator({self.keyword: self.spot.node[self.keyword]}).is_valid(value)


def wrong_values(field: Field) -> Iterator[Wrong]:
    """Yield a wrong value for each constraint of a field; of values that do, the one that breaks least."""
    constraints = [_Constraint(key, spot) for key in _PLAIN for spot in field.spots if key in spot.node]
    taken: set[str] = set()
    seen: list[Any] = []
    for kind, value, broken in _chosen(field, constraints):
        if value in seen:
            continue
        seen.append(value)
        code = min(constraint.code for constraint in broken)
        name = next(name for name in _names(kind or catalogue()[code].name) if name not in taken)
        taken.add(name)
        yield Wrong(value, name, code)


def _chosen(field: Field, constraints: list[_Constraint]) -> Iterator[tuple[str, Any, list[_Constraint]]]:
    """Yield the kinds of mistakes, each with a value and all that it breaks."""
    for constraint in constraints:
        for kind, candidates in _candidates(field, constraint):
            broken = [(value, [each for each in constraints if each.fails(value)]) for value in candidates]
            fitting = [(value, fails) for value, fails in broken if constraint in fails]
            if fitting:
                yield kind, *min(fitting, key=lambda pair: len(pair[1]))


def _names(kind: str) -> Iterator[str]:
    yield kind
    number = 2
    while True:
        yield f"{kind}-{number}"
        number += 1


def _candidates(field: Field, constraint: _Constraint) -> Iterator[tuple[str, Iterable[Any]]]:
    """Yield groups of values with their kinds; of each group the value that breaks least is wanted.

    Without a kind it is that of the code.
    """
    keyword = constraint.keyword
    limit = constraint.spot.node[keyword]
    if keyword == "type":
        yield "type", _of_wrong_type(field.types)
        yield "null", (None,)
        if "integer" in field.types:
            yield "fraction", (1.5,)
    elif keyword in _CODE_LISTS:
        if "string" in field.types:
            others = [value for listed in field.values("enum") for value in listed if isinstance(value, str)]
            yield "code", (*others, "other")
        if "integer" in field.types:
            yield "code-number", (99,)
    elif keyword in ("minimum", "maximum"):
        yield ("too-small", (limit - 1,)) if keyword == "minimum" else ("too-large", (limit + 1,))
    elif keyword in ("minLength", "maxLength"):
        kind, length = ("too-short", limit - 1) if keyword == "minLength" else ("too-long", limit + 1)
        yield kind, ("x" * length, "0" * length)
    else:
        yield "", ("nine", "99", "12345", "1.5")
        yield "line-end", ("10\n",)


def _of_wrong_type(types: frozenset[str]) -> tuple[Any, ...]:
    """Return values of several types, the likeliest mistakes first."""
    if types <= {"object", "array", "null"}:
        return "text", [], {}
    return (*(() if "integer" in types else (12.5,)), "12", ["text"], {"value": "text"})
