"""SDE201 to SDE204, and SDE306: the names that an object has, lacks, or must not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.catalog import PAYLOAD, Spot
from sde_schema.catalog.properties import property_of
from sde_schema.codes import (
    MISSING_PROPERTY,
    NOT_ONE_ATTRIBUTE,
    TYPE_MISMATCH,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_PROPERTY,
    WRONG_TYPE,
)
from sde_schema.findings import Finding, is_empty, is_event, is_record
from sde_schema.names import lacks_word, nearest, same_but_for_case, spelling
from sde_schema.reading.events import EVENTS
from sde_schema.rules.suggestions import MERGE_KEY
from sde_schema.rules.wrappers import is_wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sde_schema.catalog.keywords import Site
    from sde_schema.catalog.properties import Properties
    from sde_schema.catalog.subschemas import Subschemas
    from sde_schema.model import Path


class Members:
    """Turns failures about an object's names into findings."""

    def __init__(self, attribute_types: list[str], properties: Properties, subschemas: Subschemas) -> None:
        self._attributes = frozenset(attribute_types)
        self._properties = properties
        self._subschemas = subschemas

    def findings(self, sites: list[Site], path: Path, value: dict[str, Any]) -> Iterator[Finding]:
        """Yield what is wrong with the names of one object, given its failing keywords."""
        if is_event(sites[0].spot.node):
            yield from self._event(sites[0], path, value)
        else:
            yield from self._object(sites[0], path, value)

    def mismatch(self, sites: list[Site], path: Path, event: dict[str, Any]) -> Iterator[Finding]:
        """Yield that an event's ``sdeType`` is of no attribute of the event; of several it may name one.

        A site says either that the value is no type at all, or that it is not the type of one attribute.
        """
        attributes = [name for name in event if name in self._attributes]
        of_attributes = [site for site in sites if site.is_conditional]
        if len(of_attributes) < max(len(attributes), 1) and len(of_attributes) == len(sites):
            return
        first = f"/dependentSchemas/{attributes[0]}/" if attributes else ""
        site = next((site for site in of_attributes if first in site.spot.pointer), sites[0])
        yield Finding(TYPE_MISMATCH, path, site.spot, site.owner)

    def is_left_empty(self, name: str, event: dict[str, Any]) -> bool:
        """Return whether a null or empty attribute is one of several of an event, of which at most one is neither.

        So exports of wide tables write events: that there is more than one attribute is the one mistake.
        """
        held = [not is_empty(event[other]) for other in event if other in self._attributes]
        return is_empty(event[name]) and len(held) > 1 and sum(held) <= 1

    def _event(self, site: Site, path: Path, value: dict[str, Any]) -> Iterator[Finding]:
        unknown = [name for name in value if name not in site.spot.node["properties"]]
        attributes = [name for name in value if name in self._attributes]
        if len(attributes) != 1 and not (unknown and not attributes):
            yield Finding(NOT_ONE_ATTRIBUTE, path, site.spot, site.owner)
        if attributes:
            for name in unknown:
                yield _unknown(site, path, name, self._beside(site.spot, name, value, attributes))
        elif unknown:
            name = unknown[0]
            known = tuple(other for other in site.spot.node["properties"] if other in self._attributes)
            guess = nearest(name, known) if isinstance(value[name], dict) else None
            yield _unknown(site, path, name, guess, code=UNKNOWN_ATTRIBUTE)
        for name in _missing_in(site.spot, value):
            yield _missing(site, path, name)

    def _object(self, site: Site, path: Path, value: dict[str, Any]) -> Iterator[Finding]:
        unknown = [name for name in value if not self._is_allowed(site.spot, name)]
        if unknown and (is_wrapped(value) or self._is_another(site, value, unknown)):
            yield Finding(WRONG_TYPE, path, site.spot, site.owner)
            return
        missing = _missing_in(site.spot, value)
        if missing and self._properties.is_numbered(site.spot, value, missing[0]):
            yield _missing(site, path, missing[0])
            return
        guesses = self._guesses(site.spot, missing, unknown, value)
        for name in self._unexplained(site.spot, value, guesses):
            guess = guesses[name]
            here = {guess or self._misspelt(site, name, missing), *self._one_level_up(site, name, value)}
            if self._is_event_in_holder(site.spot, name, value):
                here.add(EVENTS)
            replaces = not here.isdisjoint(missing) or self._may_hold_events(site.spot, name, value)
            yield _unknown(site, path, name, guess, replaces_missing=replaces)
            missing = [other for other in missing if other not in here]
        for name in missing:
            yield _missing(site, path, name)

    def _is_another(self, site: Site, value: dict[str, Any], unknown: list[str]) -> bool:
        """Return whether an object of several scalars, all of them required, has none, and no name that is like one."""
        parts = [*site.spot.node["properties"]]
        scalars = [name for name in parts if self._properties.takes_scalars(property_of(site.spot, name))]
        if not parts[1:] or scalars != parts or {*_missing_in(site.spot, value)} != {*parts}:
            return False
        return not any(self._guess(site.spot, name, value) or self._one_level_up(site, name, value) for name in unknown)

    def _guesses(
        self, spot: Spot, missing: list[str], unknown: list[str], value: dict[str, Any]
    ) -> dict[str, str | None]:
        """Return what the unknown names of an object were meant to be, by their spelling or by what they hold."""
        guesses = {name: self._guess(spot, name, value) for name in unknown}
        taken = {*guesses.values()}
        for name in unknown:
            if guesses[name] is None:
                guesses[name] = self._held(spot, [other for other in missing if other not in taken], name, value[name])
                taken.add(guesses[name])
        return guesses

    def _unexplained(self, spot: Spot, value: dict[str, Any], guesses: Mapping[str, str | None]) -> Iterable[str]:
        """Return the unknown names, without those that belong into a required object which is a problem itself.

        Where that object is there and empty, and so none, the first of them says it for all.
        """
        strays = self._properties.strays(spot, value, guesses)
        explained: set[str] = set()
        for inner in {*spot.node.get("required", ())} & strays.keys():
            is_right = inner in value and self._subschemas.is_valid(property_of(spot, inner), value[inner])
            if inner not in guesses.values():
                explained.update(strays[inner][1:] if is_right else strays[inner])
        return [name for name in guesses if name not in explained]

    def _is_event_in_holder(self, spot: Spot, name: str, value: dict[str, Any]) -> bool:
        """Return whether a member is an event, or the attribute of one, next to where an array of events should be."""
        held = value[name]
        if spot.document != PAYLOAD or not isinstance(held, dict):
            return False
        return name in self._attributes or not self._attributes.isdisjoint(held)

    def _may_hold_events(self, spot: Spot, name: str, value: dict[str, Any]) -> bool:
        """Return whether events that are not validated may be under an unknown name."""
        if spot.document != PAYLOAD:
            return False
        if is_record(spot.node) or self._is_event_in_holder(spot, name, value):
            return True
        return same_but_for_case(name, tuple(spot.node["properties"])) in value

    def _is_allowed(self, spot: Spot, name: str) -> bool:
        """Return whether an object may have a member of this name."""
        if name in spot.node["properties"]:
            return True
        if is_record(spot.node):
            names = Spot(spot.document, f"{spot.pointer}/propertyNames", spot.node["propertyNames"])
            return self._subschemas.accepts(names, name)
        return spot.node.get("additionalProperties") is not False

    def _guess(self, spot: Spot, name: str, holder: dict[str, Any]) -> str | None:
        """Return what a name here was meant to be, if its value would be right there.

        What a later version knows or what belongs elsewhere is not a misspelling.
        """
        if self._properties.known_from(spot, name):
            return None
        absent = tuple(other for other in spot.node["properties"] if other not in holder)
        same = (spelling if is_record(spot.node) else same_but_for_case)(name, absent)
        if same:
            return same if self._is_right(spot, same, holder[name]) else None
        if is_record(spot.node) or self._properties.elsewhere(spot.document, name, holder[name]):
            return None
        guess = self._properties.meant(spot, holder, name)
        return guess if guess and self._is_likely(spot, name, guess, holder[name]) else None

    def _is_right(self, spot: Spot, name: str, value: Any) -> bool:
        """Return whether a value is right in a property; of objects and arrays the shape says enough."""
        held = property_of(spot, name)
        if isinstance(value, dict | list):
            return self._properties.takes_shape_of(held, value)
        return self._subschemas.is_valid(held, value)

    def _is_likely(self, spot: Spot, name: str, guess: str, value: Any) -> bool:
        """Return whether a value is right, and likely: a name that lacks a word says too little by itself."""
        held = property_of(spot, guess)
        if not self._is_right(spot, guess, value):
            return False
        if isinstance(value, dict | list) and value:
            return self._properties.holds_like(held, value) or self._subschemas.is_valid(held, value)
        return not lacks_word(name, guess) or self._subschemas.accepts(held, value)

    def _beside(self, spot: Spot, name: str, event: dict[str, Any], attributes: list[str]) -> str | None:
        """Return what a name beside attributes was meant to be: no attribute, for there is one already."""
        guess = self._guess(spot, name, event)
        if guess is None or guess in self._attributes:
            return None
        rules = (f"/dependentSchemas/{attribute}" for attribute in attributes if "dependentSchemas" in spot.node)
        spots = (Spot(spot.document, f"{spot.pointer}{rule}", {}) for rule in rules)
        return guess if all(self._subschemas.is_valid(each, {guess: event[name]}) for each in spots) else None

    def _one_level_up(self, site: Site, name: str, value: dict[str, Any]) -> Iterable[str]:
        """Return the names in the value of an unknown name that belong to the object itself."""
        if name == MERGE_KEY:
            merged = value[name] if isinstance(value[name], list) else [value[name]]
            return {inner for held in merged if isinstance(held, dict) for inner in held}
        return self._properties.one_level_up(site.spot, value, name)

    def _held(self, spot: Spot, missing: list[str], name: str, value: Any) -> str | None:
        """Return the missing property of which an object or array is surely the value."""
        if not isinstance(value, dict | list) or not value or name == MERGE_KEY:
            return None
        for other in missing:
            held = property_of(spot, other)
            if isinstance(value, dict) and self._properties.holds_like(held, value):
                return other
            if isinstance(value, list) and self._subschemas.is_valid(held, value):
                return other
        return None

    def _misspelt(self, site: Site, name: str, missing: list[str]) -> str | None:
        """Return the missing property that a name spells otherwise, whatever its value, unless it is an object."""
        scalars = (other for other in missing if self._properties.takes_scalars(property_of(site.spot, other)))
        return nearest(name, tuple(scalars))


def _missing_in(spot: Spot, value: dict[str, Any]) -> list[str]:
    return [name for name in spot.node.get("required", ()) if name not in value]


def _unknown(
    site: Site,
    path: Path,
    name: str,
    guess: str | None,
    *,
    code: str = UNKNOWN_PROPERTY,
    replaces_missing: bool = False,
) -> Finding:
    return Finding(
        code,
        (*path, name),
        site.spot,
        None,
        property=name,
        suggestion=guess,
        named=True,
        replaces_missing=replaces_missing,
    )


def _missing(site: Site, path: Path, name: str) -> Finding:
    return Finding(MISSING_PROPERTY, path, site.spot, property_of(site.spot, name), property=name)
