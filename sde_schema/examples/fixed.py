"""The examples of an attribute type that need no chance: least, usual and all, from the schemas' own examples."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sde_schema.catalog.fields import event_field
from sde_schema.catalog.probe import probe

if TYPE_CHECKING:
    from sde_schema.catalog.fields import Field
    from sde_schema.model import Path


class Garden:
    """Grows values of a version's fields; all are valid and draw no advice."""

    def __init__(self, version: str) -> None:
        self.version = version
        self._plain = probe(version, strict=True)

    def example(self, field: Field) -> Any:
        """Return the first example of a field that is not null, or else its first code."""
        candidates = (value for value in (*field.examples, *field.codes) if value is not None)
        return next(value for value in candidates if self._plain.accepts(field, value))

    def least(self, field: Field) -> Any:
        """Return a value with only what is required: an example of a plain value, an object of few members."""
        if "object" not in field.types:
            return self.example(field)
        return {name: self.least(member) for name, member in field.members.items() if name in field.required}

    def least_with(self, field: Field, path: Path, value: Any) -> Any:
        """Return the least value of a field that has another value at a path below it."""
        if not path:
            return value
        step, *rest = path
        if isinstance(step, int):
            return [self.least_with(field.entry, tuple(rest), value)]
        grown = {**self.least(field), step: self.least_with(field.members[step], tuple(rest), value)}
        return {name: grown[name] for name in field.members if name in grown}

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
def garden(version: str) -> Garden:
    """Return the garden of a version, shared between callers."""
    return Garden(version)


def minimal(version: str, attribute: str) -> dict[str, Any]:
    """Return a bare event with only what is required."""
    event: dict[str, Any] = garden(version).least(event_field(version, attribute))
    return event


def typical(version: str, attribute: str) -> dict[str, Any]:
    """Return a bare event as it usually comes: the first example of the attribute's schema."""
    return garden(version).typical(event_field(version, attribute), attribute)


def full(version: str, attribute: str) -> dict[str, Any]:
    """Return a bare event with every property of the schema, none of them null."""
    field = event_field(version, attribute)
    event: dict[str, Any] = garden(version).full(field, garden(version).typical(field, attribute))
    return event
