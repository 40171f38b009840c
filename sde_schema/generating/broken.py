"""One payload for each constraint of a schema, which breaks just that one, and the problem that it must draw.

What a payload must draw is derived from the keyword and the code that the schemas or the usual
table give it, not from the validator, so that a test can hold the one against the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.generating.fields import event_field
from sde_schema.generating.wrong import wrong_values
from sde_schema.model import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.generating.fields import Field
    from sde_schema.generating.growing import Garden
    from sde_schema.model import Path

UNKNOWN_ATTRIBUTE, MISSING, UNKNOWN, NOT_ONE = "SDE201", "SDE202", "SDE203", "SDE204"
STRANGER = "somethingElse"
"""A name that no schema has."""

_LONG = 1000
"""A text longer than this is written for one field of an attribute only."""


@dataclass(frozen=True, slots=True)
class Invalid:
    """A payload with one mistake: a name for it, the problem's code and the pointer to its place."""

    name: str
    payload: Any
    code: str
    pointer: str


class Broken:
    """The broken payloads of an event that carries one attribute."""

    def __init__(self, garden: Garden, event: Field, attribute: str) -> None:
        self._garden = garden
        self._event = event
        self._attribute = attribute

    def all(self) -> list[Invalid]:
        """Return a payload for each constraint, and those of events that are not the event of one attribute."""
        return [*_once_long(self._in_fields()), *self._in_events()]

    def _in_fields(self) -> Iterator[Invalid]:
        for path, field in _places(self._event, ()):
            for wrong in wrong_values(field) if path else ():
                yield self._invalid(path, wrong.kind, wrong.value, path, wrong.code)
            if "object" in field.types:
                yield from self._in_names(field, path)

    def _in_names(self, field: Field, path: Path) -> Iterator[Invalid]:
        """Yield payloads with a member too many or too few in an object."""
        least = self._garden.least(field)
        yield self._invalid(path, "unknown-property", {**least, STRANGER: "?"}, (*path, STRANGER), UNKNOWN)
        if path:
            for name in (name for name in field.members if name in field.required):
                rest = {key: value for key, value in least.items() if key != name}
                wrong = self._garden.least_with(self._event, path, rest)
                yield Invalid(f"{self._name((*path, name))}-missing", wrong, MISSING, pointer(path))

    def _invalid(self, path: Path, kind: str, value: Any, at: Path, code: str) -> Invalid:
        payload = self._garden.least_with(self._event, path, value)
        return Invalid(f"{self._name(path)}-{kind}", payload, code, pointer(at))

    def _in_events(self) -> Iterator[Invalid]:
        """Yield lists of one event that has no attribute, two, or an unknown one."""
        types = catalog.attribute_types(self._garden.version)
        other = types[(types.index(self._attribute) + 1) % len(types)]
        this = self._garden.least(self._event)
        that = self._garden.least(event_field(self._garden.version, other))
        at: Path = ("events", 0)
        for kind, bad, code, where in (
            ("no-attribute", {}, NOT_ONE, at),
            ("two-attributes", {**this, **that}, NOT_ONE, at),
            ("unknown-attribute", {STRANGER: this[self._attribute]}, UNKNOWN_ATTRIBUTE, (*at, STRANGER)),
        ):
            yield Invalid(f"event-{kind}", {"events": [bad]}, code, pointer(where))

    def _name(self, path: Path) -> str:
        """Return a short name for a place: dotted names below the body, ``item`` for a list's."""
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


def _places(field: Field, path: Path) -> Iterator[tuple[Path, Field]]:
    """Yield a field and all below it, in the schema's order."""
    yield path, field
    if "object" in field.types:
        for name, member in field.members.items():
            yield from _places(member, (*path, name))
    if "array" in field.types and field.items:
        yield from _places(field.items, (*path, 0))
