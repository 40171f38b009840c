"""The fields of two versions side by side."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog import EVENT, Spot, without
from sde_schema.generating.fields import Field, event_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.model import Path

_BELOW = frozenset({"$ref", "$id", "$schema", "$defs", "properties", "items", "required", "type", "allOf"})
"""Keywords that are compared on their own, or that only lead on."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The same place in two versions; ``old`` or ``new`` is None where the version does not know it.

    ``path`` leads to it from the body of the attribute ``where``, or from an event; an item of a list is 0.
    ``newly_required`` says that only the new version misses it where it is absent.
    """

    where: str
    path: Path
    old: Field | None
    new: Field | None
    newly_required: bool = False


def pairs(where: str, old: str, new: str) -> Iterator[Pair]:
    """Yield the places that the versions know below an attribute type, or beside it for ``event``."""
    roots = Pair(where, (), root(where, old), root(where, new))
    if where != EVENT:
        yield from _walk(roots)
        return
    known = set(catalog.attribute_types())
    yield from (pair for pair in _members(roots) if pair.path[0] not in known)


def root(where: str, version: str) -> Field:
    """Return the field of an attribute's body, or of an event."""
    docs = catalog.documents(version)
    if where == EVENT:
        return Field(docs, EVENT, "", (Spot(EVENT, "", docs[EVENT]),))
    return event_field(version, where).members[where]


def _walk(pair: Pair) -> Iterator[Pair]:
    yield pair
    if pair.old is None or pair.new is None:
        return
    yield from _members(pair)
    if pair.old.items and pair.new.items:
        yield from _walk(Pair(pair.where, (*pair.path, 0), pair.old.items, pair.new.items))


def _members(holder: Pair) -> Iterator[Pair]:
    if holder.old is None or holder.new is None:
        return
    for name in dict.fromkeys((*holder.new.members, *holder.old.members)):
        old, new = holder.old.members.get(name), holder.new.members.get(name)
        newly_required = name in holder.new.required - holder.old.required
        yield from _walk(Pair(holder.where, (*holder.path, name), old, new, newly_required))


def own_rules(field: Field) -> str:
    """Return what a field's schemas say of the value itself, not of what it holds, in a form that can be compared."""
    rules: list[dict[str, Any]] = [without(spot.node, words=True) for spot in field.spots]
    said = {
        json.dumps([key, value], sort_keys=True) for node in rules for key, value in node.items() if key not in _BELOW
    }
    return json.dumps([sorted(field.types), sorted(said)])


def words(field: Field) -> tuple[object, ...]:
    """Return the words of a field, its mark of personal data, and the codes of its advice."""
    advice = {entry["code"] for entries in field.values("x-advice") for entry in entries}
    said = [next(iter(field.values(keyword)), None) for keyword in ("title", "description")]
    return (*said, field.is_personal, tuple(sorted(advice)))
