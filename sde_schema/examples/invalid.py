"""One payload for each constraint of a schema, which breaks just that one, and the problem that it must draw.

What a payload must draw is derived from the keyword and the code that the schemas or the usual
table give it, not from the validator, so that a test can hold the one against the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from jsonschema import Draft202012Validator

from sde_schema import catalog
from sde_schema.catalog.fields import event_field
from sde_schema.catalog.keywords import code_of
from sde_schema.codes import MISSING_PROPERTY, NOT_ONE_ATTRIBUTE, UNKNOWN_ATTRIBUTE, UNKNOWN_PROPERTY
from sde_schema.examples.fixed import fixed_values
from sde_schema.model import pointer
from sde_schema.reading.events import EVENTS
from sde_schema.rules import rules_by_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.catalog import Subschema
    from sde_schema.catalog.fields import Field
    from sde_schema.examples.fixed import FixedValues
    from sde_schema.model import Path


STRANGER = "somethingElse"
"""A name that no schema has."""

_LONG = 1000
"""A text longer than this is written for one field of an attribute only."""


@dataclass(frozen=True, slots=True)
class Invalid:
    """A payload with one mistake: a name for it, the problem's code and the pointer to it."""

    name: str
    payload: Any
    code: str
    pointer: str


def invalid(version: str, attribute: str) -> list[Invalid]:
    """Return a payload for each constraint of the attribute's schema and of the event's, which breaks just that one.

    A text beyond the limit is written for one field only. Names are unique and fit for files.
    """
    return Broken(fixed_values(version), event_field(version, attribute), attribute).all()


class Broken:
    """The broken payloads of an event that carries one attribute."""

    def __init__(self, values: FixedValues, event: Field, attribute: str) -> None:
        self._values = values
        self._event = event
        self._attribute = attribute

    def all(self) -> list[Invalid]:
        """Return a payload for each constraint, and those of events that are not the event of one attribute."""
        return [*_once_long(self._in_fields()), *self._in_events()]

    def _in_fields(self) -> Iterator[Invalid]:
        for path, field in _fields(self._event, ()):
            for wrong in wrong_values(field) if path else ():
                yield self._invalid(path, wrong.kind, wrong.value, path, wrong.code)
            if "object" in field.types:
                yield from self._in_names(field, path)

    def _in_names(self, field: Field, path: Path) -> Iterator[Invalid]:
        """Yield payloads with a member too many or too few in an object."""
        least = self._values.least.of(field)
        yield self._invalid(path, "unknown-property", {**least, STRANGER: "?"}, (*path, STRANGER), UNKNOWN_PROPERTY)
        if path:
            for name in (name for name in field.members if name in field.required):
                rest = {key: value for key, value in least.items() if key != name}
                wrong = self._values.least.holding(self._event, path, rest)
                yield Invalid(f"{self._name((*path, name))}-missing", wrong, MISSING_PROPERTY, pointer(path))

    def _invalid(self, path: Path, kind: str, value: Any, at: Path, code: str) -> Invalid:
        payload = self._values.least.holding(self._event, path, value)
        return Invalid(f"{self._name(path)}-{kind}", payload, code, pointer(at))

    def _in_events(self) -> Iterator[Invalid]:
        """Yield lists of one event that has no attribute, two, or an unknown one."""
        types = catalog.attribute_types(self._values.version)
        other = types[(types.index(self._attribute) + 1) % len(types)]
        this = self._values.least.of(self._event)
        that = self._values.least.of(event_field(self._values.version, other))
        at: Path = (EVENTS, 0)
        for kind, bad, code, where in (
            ("no-attribute", {}, NOT_ONE_ATTRIBUTE, at),
            ("two-attributes", {**this, **that}, NOT_ONE_ATTRIBUTE, at),
            ("unknown-attribute", {STRANGER: this[self._attribute]}, UNKNOWN_ATTRIBUTE, (*at, STRANGER)),
        ):
            yield Invalid(f"event-{kind}", {EVENTS: [bad]}, code, pointer(where))

    def _name(self, path: Path) -> str:
        """Return a short name for a path: dotted names below the body, ``item`` for a list's."""
        if path[:1] != (self._attribute,):
            return ".".join(("event", *map(str, path)))
        below = path[1:]
        names = [str(step) for step in below if not isinstance(step, int)]
        return ".".join([*names, *(["item"] if isinstance(path[-1], int) else [])]) or "body"


def _once_long(found: Iterable[Invalid]) -> Iterator[Invalid]:
    """Yield the payloads, but only the first of the long ones."""
    is_first = True
    for entry in found:
        is_long = len(str(entry.payload)) > _LONG
        if not is_long or is_first:
            yield entry
        is_first = is_first and not is_long


def _fields(field: Field, path: Path) -> Iterator[tuple[Path, Field]]:
    """Yield a field and all below it, in the schema's order."""
    yield path, field
    if "object" in field.types:
        for name, member in field.members.items():
            yield from _fields(member, (*path, name))
    if "array" in field.types and field.items:
        yield from _fields(field.items, (*path, 0))


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
    subschema: Subschema

    @property
    def code(self) -> str:
        """The code of the problem when it fails."""
        return code_of(self.subschema.node, self.keyword)

    def fails(self, value: Any) -> bool:
        """Return whether a value breaks this keyword, validated alone."""
        return not Draft202012Validator({self.keyword: self.subschema.node[self.keyword]}).is_valid(value)


def wrong_values(field: Field) -> Iterator[Wrong]:
    """Yield a wrong value for each constraint of a field; of values that do, the one that breaks least."""
    constraints = [_Constraint(key, it) for key in _PLAIN for it in field.subschemas if key in it.node]
    taken: set[str] = set()
    seen: list[Any] = []
    for kind, value, broken in _chosen(field, constraints):
        if value in seen:
            continue
        seen.append(value)
        code = min(constraint.code for constraint in broken)
        name = next(name for name in _names(kind or rules_by_code()[code].name) if name not in taken)
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
    limit = constraint.subschema.node[keyword]
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
