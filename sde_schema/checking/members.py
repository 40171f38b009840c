"""SDE201 to SDE204, and SDE306: the names that an object has, lacks, or should not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.catalog import Spot
from sde_schema.checking.findings import NOT_ONE_ATTRIBUTE, TYPE_MISMATCH, Finding, is_event
from sde_schema.checking.names import nearest, same_but_for_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.checking.properties import Properties
    from sde_schema.checking.sites import Site
    from sde_schema.model import Path


class Members:
    """Turns failures about an object's names into findings."""

    def __init__(self, attribute_types: list[str], properties: Properties) -> None:
        self._attributes = frozenset(attribute_types)
        self._properties = properties

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

    def _event(self, site: Site, path: Path, value: dict[str, Any]) -> Iterator[Finding]:
        unknown = [name for name in value if name not in site.spot.node["properties"]]
        attributes = [name for name in value if name in self._attributes]
        if len(attributes) != 1 and not (unknown and not attributes):
            yield Finding(NOT_ONE_ATTRIBUTE, path, site.spot, site.owner)
        if attributes:
            for name in unknown:
                yield self._unknown(site, path, name, nearest(name, self._absent(site, value)))
        elif unknown:
            known = tuple(name for name in site.spot.node["properties"] if name in self._attributes)
            yield self._unknown(site, path, unknown[0], nearest(unknown[0], known), code="SDE201")
        for name in site.spot.node.get("required", ()):
            if name not in value:
                yield self._missing(site, path, name)

    def _object(self, site: Site, path: Path, value: dict[str, Any]) -> Iterator[Finding]:
        missing = [name for name in site.spot.node.get("required", ()) if name not in value]
        absent = self._absent(site, value)
        for name in value:
            if name in site.spot.node["properties"] or site.spot.node.get("additionalProperties") is not False:
                continue
            guess = self._guess(site, name, absent)
            stands_in = guess in missing
            if stands_in:
                missing.remove(str(guess))
            yield self._unknown(site, path, name, guess, replaces_missing=stands_in)
        for name in missing:
            yield self._missing(site, path, name)

    def _guess(self, site: Site, name: str, absent: tuple[str, ...]) -> str | None:
        """Return what a name here was meant to be; a name that belongs elsewhere is no slip."""
        same = same_but_for_case(name, absent)
        if same or self._properties.elsewhere(site.spot.document, name):
            return same
        return nearest(name, absent)

    @staticmethod
    def _absent(site: Site, value: dict[str, Any]) -> tuple[str, ...]:
        return tuple(name for name in site.spot.node["properties"] if name not in value)

    @staticmethod
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

    @staticmethod
    def _missing(site: Site, path: Path, name: str) -> Finding:
        document, pointer, node = site.spot
        owner = Spot(document, f"{pointer}/properties/{name}", node["properties"][name])
        return Finding("SDE202", path, site.spot, owner, property=name)
