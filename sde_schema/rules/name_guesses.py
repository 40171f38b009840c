"""Guesses of what the names in an object were meant to be: from its schema, and from what is under them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.catalog import EVENT, PAYLOAD
from sde_schema.names import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sde_schema.catalog.fields import Field


def meant(schema: Field, holder: Mapping[str, Any], name: str) -> str | None:
    """Return the property that a name was probably meant to be, one that is required and absent first.

    None where the object has that one already.
    """
    absent = tuple(other for other in schema.required if other not in holder)
    guess = (nearest(name, absent) if absent else None) or nearest(name, tuple(schema.members))
    return None if guess in holder else guess


def holds_like(field: Field, value: Mapping[str, Any] | list[Any]) -> bool:
    """Return whether an object, or an object in an array, has a member of those that the schemas describe."""
    if isinstance(value, list):
        items = field.items
        return items is not None and any(holds_like(items, it) for it in value if isinstance(it, dict))
    return not field.members.keys().isdisjoint(value)


def one_level_up(schema: Field, holder: Mapping[str, Any], name: str) -> list[str]:
    """Return the names in the object of a member that belong to its holder: all of them, or none.

    A body and the objects in it may have some of them already; events and what holds them may not.
    """
    inner, known = holder[name], schema.members
    if not isinstance(inner, dict):
        return []
    if schema.document in (EVENT, PAYLOAD) and not holder.keys().isdisjoint(inner):
        return []
    return [*inner] if all(other in known and known[other].takes_shape_of(inner[other]) for other in inner) else []


def is_numbered(schema: Field, value: Mapping[str, Any], name: str) -> bool:
    """Return whether an object has nothing but numbers for names, where a property of it should be an array."""
    return bool(value) and all(map(str.isdecimal, value)) and "array" in schema.members[name].kinds


def strays(schema: Field, value: Mapping[str, Any], unknown: Iterable[str]) -> dict[str, list[str]]:
    """Return the names that belong one level deeper, by the absent or empty property whose object lacks them."""
    found: dict[str, list[str]] = {}
    for name in unknown:
        for holder, member in schema.members.items():
            if not value.get(holder) and name in member.node.get("properties", ()):
                found.setdefault(holder, []).append(name)
                break
    return found
