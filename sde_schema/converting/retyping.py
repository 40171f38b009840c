"""Values to the types of a version, as far as that is certain: what the schemas say decides, nothing else.

Old values stay what they are; new ones are made. A value that cannot be typed stays, for validation to report.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog.fields import document_field
from sde_schema.codes import BAD_TIMESTAMP
from sde_schema.converting.numbers import Number, number_in, whole, whole_number_in, written
from sde_schema.rules.suggestions import OLD_ATTRIBUTES
from sde_schema.rules.value_forms import in_union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.catalog.fields import Field
    from sde_schema.model import Path

_BOOLEANS = {"true": True, "false": False}
_WHOLE = ("int", "long")
_NUMBERS = (*_WHOLE, "float", "double", "string")
"""The names of Avro's types that may hold a number: as text, too."""


class Retyper:
    """Makes of a value one of the types that a field takes.

    ``one_type`` says that numbers become text where both are taken, because a column has one type.
    """

    def __init__(self, field: Field, *, one_type: bool) -> None:
        self._field = field
        self._one_type = one_type
        self._takes = field.types
        self._is_text = one_type and {"number", "string"} <= field.types
        self._least = max(field.values("minimum"), default=None)
        self._most = min(field.values("maximum"), default=None)

    def retyped(self, value: Any) -> Any:
        """Return the value in a type that the field takes, or as it is where none is certain."""
        kind = type(value)
        if kind is str:
            return value if "string" in self._takes else self._from_text(value)
        if kind is dict:
            return self._from_object(value)
        if kind is int or kind is Number:
            return self._from_number(value)
        if kind is list and self._item:
            return [self._item(item) for item in value]
        return value

    def too_large(self, value: Any, path: Path = ()) -> Iterator[Path]:
        """Yield the paths of whole numbers in a retyped value that do not fit into 64 bits."""
        if isinstance(value, Number) and "integer" in self._takes and "number" not in self._takes:
            yield path
        elif isinstance(value, dict):
            for name, held in value.items():
                if name in self._below:
                    yield from self._below[name].too_large(held, (*path, name))
        elif isinstance(value, list) and self._of_items:
            for index, item in enumerate(value):
                yield from self._of_items.too_large(item, (*path, index))

    @cached_property
    def _below(self) -> dict[str, Retyper]:
        return {name: Retyper(member, one_type=self._one_type) for name, member in self._field.members.items()}

    @cached_property
    def _members(self) -> dict[str, Callable[[Any], Any]]:
        return {name: below.retyped for name, below in self._below.items()}

    @cached_property
    def _of_items(self) -> Retyper | None:
        return Retyper(self._field.items, one_type=self._one_type) if self._field.items else None

    @cached_property
    def _item(self) -> Callable[[Any], Any] | None:
        return self._of_items.retyped if self._of_items else None

    @cached_property
    def _inner(self) -> tuple[str, frozenset[str]] | None:
        """The one object that an object must hold, with its names; None where there is none."""
        objects = [(name, self._field.members[name].members) for name in self._field.required]
        found = [(name, frozenset(members)) for name, members in objects if members]
        return found[0] if len(found) == 1 else None

    def _from_text(self, text: str) -> Any:
        value: Any = None
        if "number" in self._takes:
            value = number_in(text)
        elif "integer" in self._takes:
            value = whole_number_in(text)
        elif "boolean" in self._takes:
            value = _BOOLEANS.get(text)
        return text if value is None or not self._allows(value) else value

    def _from_number(self, number: int | Number) -> Any:
        if self._is_text:
            return written(number)
        if "number" in self._takes:
            return number
        if "integer" in self._takes:
            exact = whole(number) if isinstance(number, Number) else number
            return number if exact is None else exact
        return written(number) if "string" in self._takes else number

    def _allows(self, value: Any) -> bool:
        """Return whether a value that was text is one of the codes, and in the range."""
        codes = self._field.codes
        number = value.value if isinstance(value, Number) else value
        is_in_range = (self._least is None or number >= self._least) and (self._most is None or number <= self._most)
        return is_in_range and (not codes or number in codes)

    def _from_object(self, value: dict[str, Any]) -> Any:
        members = self._members
        if not (members and value.keys() <= members.keys()):
            inner = unwrapped(value)
            if inner is not value:
                return self.retyped(inner)
            value = self._nested(value)
        return {name: members[name](held) if name in members else held for name, held in value.items()}

    def _nested(self, value: dict[str, Any]) -> dict[str, Any]:
        """Return an object whose fields are in its inner object, where they are directly beside it."""
        if self._inner is None:
            return value
        name, names = self._inner
        flat = value.keys() - self._members.keys()
        if name in value or not flat or not flat <= names:
            return value
        kept = {other: held for other, held in value.items() if other not in flat}
        return {**kept, name: {other: held for other, held in value.items() if other in flat}}


class EventRetyper:
    """Makes events of a version of those of an older one, and of their older names."""

    def __init__(self, version: str) -> None:
        event = document_field(version, catalog.EVENT)
        types = catalog.attribute_types(version)
        self._event = Retyper(event, one_type=_has_one_type(event.members[types[0]]))
        self._names = {old: new for old, new in OLD_ATTRIBUTES.items() if new in types}
        self._attributes = frozenset({*types, *self._names})

    def retyped(self, event: Any) -> Any:
        """Return the event as far as it can be typed for certain."""
        return self._event.retyped(self._renamed(event) if isinstance(event, dict) else event)

    def too_large(self, event: Any) -> Iterator[Path]:
        """Yield the paths of whole numbers in a retyped event that do not fit into 64 bits."""
        yield from self._event.too_large(event)

    def _renamed(self, event: dict[str, Any]) -> dict[str, Any]:
        """Return an event with the attribute's modern name in place of an older one, and without those that are null.

        A row of a table has all attributes, and all but one are null.
        """
        attributes = [name for name in event if name in self._attributes]
        if len(attributes) > 1 and sum(event[name] is not None for name in attributes) == 1:
            event = {name: held for name, held in event.items() if held is not None or name not in attributes}
        for old, new in self._names.items():
            if old in event and new not in event:
                event = {new if name == old else name: held for name, held in event.items()}
        return event


def _has_one_type(body: Field) -> bool:
    """Return whether a version writes what is a number as a number only: its times show it."""
    times = [member for member in body.members.values() if BAD_TIMESTAMP in member.problem_codes]
    return all("string" not in time.types for time in times)


def unwrapped(value: dict[str, Any]) -> Any:
    """Return what an object holds that wraps a value with its type, as older responses and Avro JSON do.

    Another object is returned as it is, also one with a value that is not of the type.
    """
    inner = in_union(value)
    return value if inner is value or not _is_of(*next(iter(value.items()))) else inner


def _is_of(kind: str, value: Any) -> bool:
    """Return whether a value may have the type of the name that it is wrapped with; a string may be any scalar."""
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, Number):
        return kind in _NUMBERS and (kind not in _WHOLE or whole(value) is not None)
    if isinstance(value, int):
        return kind in _NUMBERS
    if isinstance(value, str):
        return kind not in ("array", "map")
    return value is None or (kind == "array") is isinstance(value, list)


@cache
def event_retyper(version: str) -> EventRetyper:
    """Return what makes events of a version, made once."""
    return EventRetyper(version)
