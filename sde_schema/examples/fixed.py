"""The examples of an attribute type that need no chance: least, usual and all, from the schemas' own examples."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sde_schema.catalog.fields import event_field
from sde_schema.catalog.probe import probe

if TYPE_CHECKING:
    from collections.abc import Callable

    from sde_schema.catalog.fields import Field
    from sde_schema.model import Path


ABSENT = object()
"""In place of a value: the member is left out."""


class Least:
    """Makes the least values of fields: only what is required.

    ``plain`` returns a plain value of a field; a second field, that of another version, may restrict what is chosen.
    """

    def __init__(self, plain: Callable[[Field, Field | None], Any]) -> None:
        self._plain = plain

    def of(self, field: Field, other: Field | None = None) -> Any:
        """Return the least value of a field, with what the other field requires of it, too."""
        if "object" not in field.types:
            return self._plain(field, other)
        members, required = (other.members, other.required) if other else ({}, ())
        return {
            name: self.of(member, members.get(name))
            for name, member in field.members.items()
            if name in field.required or name in required
        }

    def holding(self, field: Field, path: Path, value: Any, other: Field | None = None) -> Any:
        """Return the least value of a field that has another value, or is ABSENT, at a path below it."""
        if not path:
            return value
        step, rest = path[0], path[1:]
        if isinstance(step, int):
            return [self.holding(field.entry, rest, value, other.items if other else None)]
        made = self.of(field, other)
        if value is ABSENT and not rest:
            made.pop(step, None)
        elif step in field.members:
            below = other.members.get(step) if other else None
            made[step] = self.holding(field.members[step], rest, value, below)
        return {name: made[name] for name in field.members if name in made}


class FixedValues:
    """Makes values of a version's fields from the schemas' own examples; all are valid and draw no advice."""

    def __init__(self, version: str) -> None:
        self.version = version
        self._probe = probe(version)
        self.least = Least(lambda field, _: self.example(field))

    def example(self, field: Field) -> Any:
        """Return the first example of a field that is not null, or else its first code."""
        candidates = (value for value in (*field.examples, *field.codes) if value is not None)
        return next(value for value in candidates if self._probe.is_clean(field, value))

    def typical(self, field: Field, attribute: str) -> dict[str, Any]:
        """Return an event of the attribute: the first example of its body, and what is beside it."""
        body = self.example(field.members[attribute])
        beside = {name: body.get(name) for name in field.members if body.get(name) is not None}
        event = {name: beside.get(name, self.example(member)) for name, member in field.members.items()}
        return {**event, attribute: body}

    def full(self, field: Field, known: Any) -> Any:
        """Return a value with every property, none null; what is known of it is kept."""
        if "object" in field.types:
            held = next((value for value in (known, *field.examples) if isinstance(value, dict)), {})
            return {name: self.full(member, held.get(name)) for name, member in field.members.items()}
        if "array" in field.types:
            listed = next(value for value in (known, *field.examples) if value)
            return [self.full(field.entry, item) for item in listed]
        return self.example(field) if known is None else known


@cache
def fixed_values(version: str) -> FixedValues:
    """Return the fixed values of a version, shared between callers."""
    return FixedValues(version)


def minimal(version: str, attribute: str) -> dict[str, Any]:
    """Return a bare event with only what is required."""
    event: dict[str, Any] = fixed_values(version).least.of(event_field(version, attribute))
    return event


def typical(version: str, attribute: str) -> dict[str, Any]:
    """Return a bare event as it usually comes: the first example of the attribute's schema."""
    return fixed_values(version).typical(event_field(version, attribute), attribute)


def full(version: str, attribute: str) -> dict[str, Any]:
    """Return a bare event with every property of the schema, none of them null."""
    field, values = event_field(version, attribute), fixed_values(version)
    event: dict[str, Any] = values.full(field, values.typical(field, attribute))
    return event
