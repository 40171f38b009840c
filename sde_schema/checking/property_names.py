"""SDE201 to SDE204, and SDE306: the names that an object has, lacks, or must not have."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import PAYLOAD
from sde_schema.codes import (
    MISSING_PROPERTY,
    NOT_ONE_ATTRIBUTE,
    TYPE_MISMATCH,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_PROPERTY,
    WRONG_TYPE,
)
from sde_schema.findings import Finding, is_empty
from sde_schema.model import MOST_KEPT
from sde_schema.names import MOST_GUESSED, lacks_word, nearest, same_but_for_case, spelling
from sde_schema.reading.events import EVENTS
from sde_schema.rules import name_guesses
from sde_schema.rules.suggestions import MERGE_KEY
from sde_schema.rules.value_forms import is_wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sde_schema.catalog.fields import Field
    from sde_schema.catalog.keywords import KeywordLocation
    from sde_schema.catalog.probe import Probe
    from sde_schema.catalog.properties import Properties
    from sde_schema.model import Path


class PropertyNames:
    """Turns failures about an object's names into findings."""

    def __init__(self, attribute_types: list[str], properties: Properties, probe: Probe) -> None:
        self._attributes = frozenset(attribute_types)
        self._properties = properties
        self._probe = probe

    def findings(self, locations: list[KeywordLocation], path: Path, value: dict[str, Any]) -> Iterator[Finding]:
        """Yield what is wrong with the names of one object, given its failing keywords."""
        location, *_ = locations
        if location.schema.is_event:
            yield from self._event(location, path, value)
        else:
            yield from self._object(location, path, value)

    def mismatch(self, locations: list[KeywordLocation], path: Path, event: dict[str, Any]) -> Iterator[Finding]:
        """Yield that an event's ``sdeType`` is of no attribute of the event; of several it may name one.

        A location says either that the value is no type at all, or that it is not the type of one attribute.
        """
        attributes = [name for name in event if name in self._attributes]
        of_attributes = [location for location in locations if location.is_conditional]
        if len(of_attributes) < len(attributes) and len(of_attributes) == len(locations):
            return
        first = f"/dependentSchemas/{attributes[0]}/" if attributes else ""
        location, *_ = (*(it for it in of_attributes if first in it.schema.pointer), *locations)
        yield Finding(TYPE_MISMATCH, path, location.schema, location.field)

    def is_left_empty(self, name: str, event: dict[str, Any]) -> bool:
        """Return whether a null or empty attribute is one of several of an event, of which at most one is neither.

        So exports of wide tables write events: that there is more than one attribute is the one mistake.
        """
        held = [not is_empty(event[other]) for other in event if other in self._attributes]
        return is_empty(event[name]) and len(held) > 1 and sum(held) <= 1

    def _event(self, location: KeywordLocation, path: Path, value: dict[str, Any]) -> Iterator[Finding]:
        unknown = [name for name in value if name not in location.schema.members]
        attributes = [name for name in value if name in self._attributes]
        if len(attributes) != 1 and not (unknown and not attributes):
            yield Finding(NOT_ONE_ATTRIBUTE, path, location.schema, location.field)
        if attributes:
            for name in unknown:
                yield _unknown(location, path, name, self._beside(location.schema, name, value, attributes))
        elif unknown:
            name = unknown[0]
            known = tuple(other for other in location.schema.members if other in self._attributes)
            guess = nearest(name, known) if isinstance(value[name], dict) else None
            yield _unknown(location, path, name, guess, code=UNKNOWN_ATTRIBUTE)
        for name in _missing_in(location.schema, value):
            yield _missing(location, path, name)

    def _object(self, location: KeywordLocation, path: Path, value: dict[str, Any]) -> Iterator[Finding]:
        strangers = (name for name in value if not self._is_allowed(location.schema, name))
        unknown = [*islice(strangers, MOST_KEPT + 1)]  # more are not reported
        if unknown and (is_wrapped(value) or self._is_another(location, value, unknown)):
            yield Finding(WRONG_TYPE, path, location.schema, location.field)
            return
        missing = _missing_in(location.schema, value)
        numbered = [name for name in missing if name_guesses.is_numbered(location.schema, value, name)]
        if numbered:
            yield from (_missing(location, path, name) for name in numbered)
            return
        guesses = self._guesses(location.schema, missing, unknown, value)
        for name in self._unexplained(location.schema, value, guesses):
            guess = guesses[name]
            here = {guess or self._misspelt(location, name, missing, value), *self._one_level_up(location, name, value)}
            if self._is_event_in_holder(location.schema, name, value):
                here.add(EVENTS)
            replaces = not here.isdisjoint(missing) or self._may_hold_events(location.schema, name, value)
            yield _unknown(location, path, name, guess, replaces_missing=replaces)
            missing = [other for other in missing if other not in here]
        for name in missing:
            yield _missing(location, path, name)

    def _is_another(self, location: KeywordLocation, value: dict[str, Any], unknown: list[str]) -> bool:
        """Return whether an object of scalars, all of them required, has none, and no name that is like one."""
        parts = [*location.schema.members]
        scalars = [name for name in parts if location.schema.members[name].takes_scalars]
        if not parts or scalars != parts or {*_missing_in(location.schema, value)} != {*parts}:
            return False
        guesses = (self._guess(location.schema, name, value) for name in unknown)
        return not any(guesses) and not any(self._one_level_up(location, name, value) for name in unknown)

    def _guesses(
        self, schema: Field, missing: list[str], unknown: list[str], value: dict[str, Any]
    ) -> dict[str, str | None]:
        """Return what the unknown names of an object were meant to be, by their spelling or by what they hold."""
        guesses = {name: self._guess(schema, name, value) for name in unknown}
        taken = {*guesses.values()}
        for name in unknown:
            if guesses[name] is None:
                untaken = [other for other in missing if other not in taken]
                guesses[name] = self._held(schema, untaken, name, value[name])
                taken.add(guesses[name])
        return guesses

    def _unexplained(self, schema: Field, value: dict[str, Any], guesses: Mapping[str, str | None]) -> Iterable[str]:
        """Return the unknown names, without those that belong into a required object which is a problem itself.

        Where that object is there and empty, and so none, the first of them says it for all.
        """
        strays = name_guesses.strays(schema, value, guesses)
        explained: set[str] = set()
        for inner in {*schema.required} & strays.keys():
            is_right = inner in value and self._probe.is_valid(schema.members[inner], value[inner])
            if inner not in guesses.values():
                explained.update(strays[inner][1:] if is_right else strays[inner])
        return [name for name in guesses if name not in explained]

    def _is_event_in_holder(self, schema: Field, name: str, value: dict[str, Any]) -> bool:
        """Return whether a member is an event, or the attribute of one, next to where an array of events should be."""
        held = value[name]
        if schema.document != PAYLOAD or not isinstance(held, dict):
            return False
        return name in self._attributes or not self._attributes.isdisjoint(held)

    def _may_hold_events(self, schema: Field, name: str, value: dict[str, Any]) -> bool:
        """Return whether events that are not validated may be under an unknown name."""
        if schema.document != PAYLOAD:
            return False
        if schema.is_record or self._is_event_in_holder(schema, name, value):
            return True
        return same_but_for_case(name, tuple(schema.members)) in value

    def _is_allowed(self, schema: Field, name: str) -> bool:
        """Return whether an object may have a member of this name."""
        if name in schema.members:
            return True
        if schema.property_names:
            return self._probe.is_clean(schema.property_names, name)
        return schema.node.get("additionalProperties") is not False

    def _guess(self, schema: Field, name: str, holder: dict[str, Any]) -> str | None:
        """Return what a name here was meant to be, if its value would be right there.

        What a later version knows or what belongs elsewhere is not a misspelling.
        """
        if self._properties.known_from(schema, name):
            return None
        absent = tuple(other for other in schema.members if other not in holder)
        same = (spelling if schema.is_record else same_but_for_case)(name, absent)
        if same:
            return same if self._is_right(schema, same, holder[name]) else None
        if (
            schema.is_record
            or len(holder) > MOST_GUESSED
            or self._properties.elsewhere(schema.document, name, holder[name])
        ):
            return None
        guess = name_guesses.meant(schema, holder, name)
        return guess if guess and self._is_likely(schema, name, guess, holder[name]) else None

    def _is_right(self, schema: Field, name: str, value: Any) -> bool:
        """Return whether a value is right in a property; of objects and arrays the shape says enough."""
        held = schema.members[name]
        if isinstance(value, dict | list):
            return held.takes_shape_of(value)
        return self._probe.is_valid(held, value)

    def _is_likely(self, schema: Field, name: str, guess: str, value: Any) -> bool:
        """Return whether a value is right, and likely: a name that lacks a word says too little by itself."""
        held = schema.members[guess]
        if not self._is_right(schema, guess, value):
            return False
        if isinstance(value, dict | list) and value:
            return name_guesses.holds_like(held, value) or self._probe.is_valid(held, value)
        return not lacks_word(name, guess) or self._probe.is_clean(held, value)

    def _beside(self, schema: Field, name: str, event: dict[str, Any], attributes: list[str]) -> str | None:
        """Return what a name beside attributes was meant to be: no attribute, for there is one already."""
        guess = self._guess(schema, name, event)
        if guess is None or guess in self._attributes:
            return None
        beside = (schema.dependent[attribute] for attribute in attributes if attribute in schema.dependent)
        return guess if all(self._probe.is_valid(each, {guess: event[name]}) for each in beside) else None

    def _one_level_up(self, location: KeywordLocation, name: str, value: dict[str, Any]) -> Iterable[str]:
        """Return the names in the value of an unknown name that belong to the object itself."""
        if name == MERGE_KEY:
            merged = value[name] if isinstance(value[name], list) else [value[name]]
            return {inner for held in merged if isinstance(held, dict) for inner in held}
        return name_guesses.one_level_up(location.schema, value, name)

    def _held(self, schema: Field, missing: list[str], name: str, value: Any) -> str | None:
        """Return the missing property of which an object or array is surely the value."""
        if not isinstance(value, dict | list) or not value or name == MERGE_KEY:
            return None
        for other in missing:
            held = schema.members[other]
            if isinstance(value, dict) and name_guesses.holds_like(held, value):
                return other
            if isinstance(value, list) and self._probe.is_valid(held, value):
                return other
        return None

    def _misspelt(self, location: KeywordLocation, name: str, missing: list[str], holder: dict[str, Any]) -> str | None:
        """Return the missing property that a name spells otherwise, whatever its value, unless it is an object."""
        scalars = tuple(other for other in missing if location.schema.members[other].takes_scalars)
        return nearest(name, scalars) if scalars and len(holder) <= MOST_GUESSED else None


def _missing_in(schema: Field, value: dict[str, Any]) -> list[str]:
    return [name for name in schema.required if name not in value]


def _unknown(
    location: KeywordLocation,
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
        location.schema,
        None,
        name=name,
        suggestion=guess,
        named=True,
        replaces_missing=replaces_missing,
    )


def _missing(location: KeywordLocation, path: Path, name: str) -> Finding:
    return Finding(MISSING_PROPERTY, path, location.schema, location.schema.members[name], name=name)
