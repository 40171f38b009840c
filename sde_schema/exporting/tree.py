"""The types of events as a small tree: what the schemas say of a value, without its conditions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sde_schema import catalog
from sde_schema.catalog.code_lists import Code, code_list
from sde_schema.catalog.fields import document_field, event_field
from sde_schema.codes import BAD_TIMESTAMP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.catalog.fields import Field

Kind: TypeAlias = Literal["text", "integer", "number", "boolean", "timestamp"]
Value: TypeAlias = "Scalar | ArrayOf | Record | Choice"

EVENT_NAME = "SdeEvent"
"""The name of the type of all events."""

_KINDS: dict[str, Kind] = {"string": "text", "integer": "integer", "number": "number", "boolean": "boolean"}
_PYTHON: dict[str, type | tuple[type, ...]] = {"string": str, "integer": int, "number": (int, float)}
"""What the values of the types that have codes are in Python."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value that holds no others; with codes, only theirs are allowed."""

    kind: Kind
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class ArrayOf:
    """An array and its items, which may be null."""

    item: Value
    nullable: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of one of several types."""

    options: tuple[Scalar | ArrayOf | Record, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """An object. Its name is unique among those of a version, and stays the same as long as its path does."""

    name: str
    description: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object: whether it must be there, and whether it may be null."""

    name: str
    description: str
    value: Value
    required: bool
    nullable: bool

    @property
    def always_has_value(self) -> bool:
        """Whether a row without a value is invalid."""
        return self.required and not self.nullable


def type_names(version: str) -> list[str]:
    """Return the names of the types of a version: the event, then the attribute types."""
    return [catalog.EVENT, *catalog.attribute_types(version)]


def type_of(version: str, name: str) -> Record:
    """Return the type of events, or of the bodies of an attribute type. Raises UnknownSchemaError."""
    catalog.check_name(name, type_names(version))
    own_name = EVENT_NAME if name == catalog.EVENT else pascal(name)
    return _record(document_field(version, name), own_name, "" if name == catalog.EVENT else own_name)


def event_of(version: str, attribute: str) -> Record:
    """Return the type of events that carry an attribute."""
    event = _record(event_field(version, attribute), f"{pascal(attribute)}Event", "")
    return replace(event, description=f"An event that holds `{attribute}`.")


def several_types(record: Record, path: str = "") -> Iterator[str]:
    """Yield the dotted paths of the values that have several types."""
    for member in record.members:
        yield from _several_types(member.value, f"{path}.{member.name}" if path else member.name)


def most_typed_version() -> str:
    """Return the version in which the fewest fields of events have several types; of equal ones the newest."""
    newest_first = reversed(catalog.versions())
    return min(newest_first, key=lambda version: len([*several_types(type_of(version, catalog.EVENT))]))


def pascal(name: str) -> str:
    """Return a property's name as that of a type."""
    return name[:1].upper() + name[1:]


def _several_types(value: Value, path: str) -> Iterator[str]:
    if isinstance(value, Choice):
        yield path
    elif isinstance(value, ArrayOf):
        yield from _several_types(value.item, f"{path}[]")
    elif isinstance(value, Record):
        yield from several_types(value, path)


def _record(field: Field, name: str, prefix: str) -> Record:
    """Return the type of an object; the names of the types below it begin with the prefix."""
    members = (
        Member(
            name=each,
            description=member.first("description", ""),
            value=_value(member, prefix + pascal(each)),
            required=each in field.required,
            nullable="null" in member.types,
        )
        for each, member in field.members.items()
    )
    return Record(name, field.first("description", ""), tuple(members))


def _value(field: Field, name: str) -> Value:
    options = tuple(_option(field, kind, name) for kind in field.kinds if kind != "null")
    return options[0] if len(options) == 1 else Choice(options)


def _option(field: Field, kind: str, name: str) -> Scalar | ArrayOf | Record:
    if kind == "object":
        return _record(field, name, name)
    if kind == "array":
        return ArrayOf(_value(field.entry, f"{name}Item"), nullable="null" in field.entry.types)
    is_time = kind == "integer" and BAD_TIMESTAMP in field.problem_codes
    return Scalar("timestamp" if is_time else _KINDS[kind], tuple(_codes(field, kind)))


def _codes(field: Field, kind: str) -> Iterator[Code]:
    """Yield the codes whose values are of a type, where there is a code list; the values of a boolean are not codes."""
    allowed = [*field.values("enum"), *([value] for value in field.values("const"))]
    for code in code_list(field.first("oneOf", [])):
        found = tuple(value for value in code.values if _is_of(value, kind) and all(value in each for each in allowed))
        if found:
            yield Code(found, code.meaning)


def _is_of(value: Any, kind: str) -> bool:
    return isinstance(value, _PYTHON.get(kind, ())) and not isinstance(value, bool)
