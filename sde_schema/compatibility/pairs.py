"""The fields of two versions side by side."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog import EVENT, without
from sde_schema.catalog.fields import Field, event_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.model import Path

_BELOW = frozenset({"$ref", "$id", "$schema", "$defs", "properties", "items", "required", "type", "allOf"}) | frozenset(
    {"dependentSchemas"}
)
"""Keywords that are compared on their own, or that only lead on."""

_NEITHER = (False, False)


@dataclass(frozen=True, slots=True)
class Pair:
    """The same field in two versions; ``old`` or ``new`` is None where the version does not know it.

    ``path`` leads to it from the body of the attribute ``where``, or from an event; an item of a list is 0.
    ``attribute`` is the one that the event carries; ``required`` says of the old and the new version whether
    they miss the value where it is absent.
    """

    where: str
    path: Path
    old: Field | None
    new: Field | None
    attribute: str
    required: tuple[bool, bool] = _NEITHER

    @property
    def newly_required(self) -> bool:
        """Whether only the new version misses the value."""
        return self.required == (False, True)

    @property
    def no_longer_required(self) -> bool:
        """Whether only the old version misses the value."""
        return self.required == (True, False)


def pairs(where: str, old: str, new: str) -> Iterator[Pair]:
    """Yield the fields that the versions know below an attribute type; for ``event`` the event and what is beside it.

    What an event may hold can differ by its attribute: then a field comes once for each that differs.
    """
    if where != EVENT:
        yield from _walk(body(where, old, new))
        return
    seen = set()
    for attribute in shared_types(old, new):
        event = Pair(EVENT, (), event_field(old, attribute), event_field(new, attribute), attribute)
        for pair in (event, *_members(event)):
            rules = pair.path, *(field and own_rules(field) for field in (pair.old, pair.new))
            if pair.path[:1] != (attribute,) and rules not in seen:
                seen.add(rules)
                yield pair


def shared_types(old: str, new: str) -> list[str]:
    """Return the attribute types that both versions have."""
    return [name for name in catalog.attribute_types(old) if name in catalog.attribute_types(new)]


def body(attribute: str, old: str, new: str) -> Pair:
    """Return the bodies of an attribute side by side."""
    fields = [event_field(version, attribute).members[attribute] for version in (old, new)]
    return Pair(attribute, (), fields[0], fields[1], attribute)


def _walk(pair: Pair) -> Iterator[Pair]:
    yield pair
    if pair.old is None or pair.new is None:
        return
    yield from _members(pair)
    if pair.old.items and pair.new.items:
        yield from _walk(replace(pair, path=(*pair.path, 0), old=pair.old.items, new=pair.new.items, required=_NEITHER))


def _members(holder: Pair) -> Iterator[Pair]:
    if holder.old is None or holder.new is None:
        return
    for name in dict.fromkeys((*holder.new.members, *holder.old.members)):
        old, new = holder.old.members.get(name), holder.new.members.get(name)
        required = name in holder.old.required, name in holder.new.required
        yield from _walk(replace(holder, path=(*holder.path, name), old=old, new=new, required=required))


def own_rules(field: Field) -> str:
    """Return what a field's schemas say of the value itself, not of what it holds, in a form that can be compared."""
    rules: list[dict[str, Any]] = [without(it.node, words=True) for it in field.subschemas]
    said = {
        json.dumps([key, value], sort_keys=True) for node in rules for key, value in node.items() if key not in _BELOW
    }
    return json.dumps([sorted(field.types), sorted(said)])


def words(field: Field) -> tuple[object, ...]:
    """Return the words of a field and of its codes, its mark of personal data, and the codes of its advice."""
    meanings = [branch["title"] for branches in field.values("oneOf") for branch in branches if "title" in branch]
    said = [field.first(keyword, None) for keyword in ("title", "description")]
    return (*said, *meanings, field.is_personal, *sorted(field.advice_codes))
