"""SDE201 to SDE204, and SDE306: the names that an object has, lacks, or must not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.catalog import Spot
from sde_schema.catalog.properties import property_of
from sde_schema.findings import NOT_ONE_ATTRIBUTE, TYPE_MISMATCH, Finding, is_event, is_record
from sde_schema.names import nearest, same_but_for_case, spelling
from sde_schema.rules.fixes import wrapper_of
from sde_schema.rules.suggestions import MERGE_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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

        A site tells either that the value is no type at all, or that it is not the type of one attribute.
        """
        attributes = [name for name in event if name in self._attributes]
        of_attributes = [site for site in sites if site.is_conditional]
        if len(of_attributes) < max(len(attributes), 1) and len(of_attributes) == len(sites):
            return
        first = f"/dependentSchemas/{attributes[0]}/" if attributes else ""
        site = next((site for site in of_attributes if first in site.spot.pointer), sites[0])
        yield Finding(TYPE_MISMATCH, path, site.spot, site.owner)

    def is_left_empty(self, name: str, event: dict[str, Any]) -> bool:
        """Return whether a null attribute is one of several of an event, of which at most one is not null.

        So exports of wide tables write events: that there is more than one attribute is the one mistake.
        """
        held = [event[other] is not None for other in event if other in self._attributes]
        return event[name] is None and len(held) > 1 and sum(held) <= 1

    def _event(self, site: Site, path: Path, value: dict[str, Any]) -> Iterator[Finding]:
        unknown = [name for name in value if name not in site.spot.node["properties"]]
        attributes = [name for name in value if name in self._attributes]
        if len(attributes) != 1 and not (unknown and not attributes):
            yield Finding(NOT_ONE_ATTRIBUTE, path, site.spot, site.owner)
        if attributes:
            for name in unknown:
                yield _unknown(site, path, name, nearest(name, self._fitting(site, name, value)))
        elif unknown:
            name = unknown[0]
            known = tuple(other for other in self._fitting(site, name, value) if other in self._attributes)
            guess = nearest(name, known) if isinstance(value[name], dict) else None
            yield _unknown(site, path, name, guess, code="SDE201")
        for name in _missing_in(site.spot, value):
            yield _missing(site, path, name)

    def _object(self, site: Site, path: Path, value: dict[str, Any]) -> Iterator[Finding]:
        unknown = [name for name in value if not self._is_allowed(site.spot, name)]
        if unknown and wrapper_of(value):
            yield Finding("SDE205", path, site.spot, site.owner)
            return
        missing = _missing_in(site.spot, value)
        if missing and self._properties.is_numbered(site.spot, value, missing[0]):
            yield _missing(site, path, missing[0])
            return
        strays = self._properties.strays(site.spot, value, unknown)
        explained = {name for inner, names in strays.items() if inner in missing for name in names}
        for name in unknown:
            if name in explained:
                continue
            guess = self._guess(site, name, value) or self._array(site, missing, value[name])
            here = {guess or self._misspelt(site, name, missing), *self._one_level_up(site, name, value)}
            yield _unknown(site, path, name, guess, replaces_missing=not here.isdisjoint(missing))
            missing = [other for other in missing if other not in here]
        for name in missing:
            yield _missing(site, path, name)

    def _is_allowed(self, spot: Spot, name: str) -> bool:
        """Return whether an object may have a member of this name."""
        if name in spot.node["properties"]:
            return True
        if is_record(spot.node):
            names = Spot(spot.document, f"{spot.pointer}/propertyNames", spot.node["propertyNames"])
            return self._subschemas.accepts(names, name)
        return spot.node.get("additionalProperties") is not False

    def _guess(self, site: Site, name: str, value: dict[str, Any]) -> str | None:
        """Return what a name here was meant to be; a name that belongs elsewhere is not a misspelling."""
        fitting = self._fitting(site, name, value)
        if is_record(site.spot.node):
            return spelling(name, fitting)
        same = same_but_for_case(name, fitting)
        if same or self._properties.elsewhere(site.spot.document, name, value[name]):
            return same
        return nearest(name, fitting)

    def _one_level_up(self, site: Site, name: str, value: dict[str, Any]) -> Iterable[str]:
        """Return the names in the value of an unknown name that belong to the object itself."""
        if name == MERGE_KEY:
            merged = value[name] if isinstance(value[name], list) else [value[name]]
            return {inner for held in merged if isinstance(held, dict) for inner in held}
        return self._properties.one_level_up(site.spot, value, name)

    def _array(self, site: Site, missing: list[str], value: Any) -> str | None:
        """Return the missing property of which an array is surely the value."""
        if not isinstance(value, list) or not value:
            return None
        right = (name for name in missing if self._subschemas.is_valid(property_of(site.spot, name), value))
        return next(right, None)

    def _misspelt(self, site: Site, name: str, missing: list[str]) -> str | None:
        """Return the missing property that a name spells otherwise, whatever its value, unless it is an object."""
        scalars = (other for other in missing if self._properties.takes_scalars(property_of(site.spot, other)))
        return same_but_for_case(name, tuple(scalars))

    def _fitting(self, site: Site, name: str, value: dict[str, Any]) -> tuple[str, ...]:
        """Return the properties of which a name may be a misspelling: none for the name that a later version has.

        They are those that the object does not have, and that take values of the shape that the name has.
        """
        if self._properties.known_from(site.spot, name):
            return ()
        return self._properties.fitting(site.spot, value, value[name])


def _missing_in(spot: Spot, value: dict[str, Any]) -> list[str]:
    return [name for name in spot.node.get("required", ()) if name not in value]


def _unknown(
    site: Site,
    path: Path,
    name: str,
    guess: str | None,
    *,
    code: str = "SDE203",
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
    return Finding("SDE202", path, site.spot, property_of(site.spot, name), property=name)
