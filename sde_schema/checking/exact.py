"""The exact path over parsed documents: every failing keyword becomes a finding, or is explained by one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.checking import engines
from sde_schema.checking.dates import Dates
from sde_schema.checking.findings import NOT_ONE_ATTRIBUTE, TYPE_MISMATCH, Finding, file_order, value_at
from sde_schema.checking.members import Members
from sde_schema.checking.plain import alien_kind
from sde_schema.checking.properties import Properties
from sde_schema.checking.shape import Shape
from sde_schema.checking.sites import Site, SiteMap
from sde_schema.checking.times import Times
from sde_schema.reading.forms import Forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.checking.engines import Failure
    from sde_schema.model import Path

NOTHING, WRONG_TYPE, NO_EVENTS = "SDE104", "SDE205", "SDE406"
_NAME_KEYWORDS = frozenset({"required", "additionalProperties", "minProperties", "maxProperties"})
_HIDE_NO_EVENTS = frozenset({NOTHING, "SDE202", WRONG_TYPE})
"""What may be the reason why no event was found: then that is the one problem."""


class Exact:
    """Finds all that is wrong with documents: payloads, or bodies of one attribute type."""

    def __init__(self, version: str, attribute: str | None, engine: str) -> None:
        self.version = version
        self.attribute_types = catalog.attribute_types()
        self._attribute = attribute
        self._root = attribute or catalog.PAYLOAD
        self._docs = catalog.strict_documents(version)
        self._forms = Forms(self.attribute_types)
        self._engine = engines.ENGINES[engine](self._docs, self._root)
        self._sites = SiteMap(self._docs, self._root)
        self._dates = Dates(self._docs, attribute or catalog.EVENT)
        self._times = Times(self._docs, self.attribute_types)

    @cached_property
    def properties(self) -> Properties:
        """The properties of this version's documents."""
        return Properties(catalog.documents(self.version))

    @cached_property
    def _members(self) -> Members:
        return Members(self.attribute_types, self.properties)

    def shape(self, value: Any) -> Shape:
        """Return what the schemas say of each path in a document."""
        return Shape(self._docs, self._attribute, value)

    def count(self, value: Any) -> int:
        """Return how many events a document holds, bad ones too."""
        return 1 if self._attribute else self._forms.count(value)

    def findings(self, value: Any) -> list[Finding]:
        """Return all that is wrong with one document, in the order of the file."""
        found = [*self._of_engine(value)]
        found += self._impossible_dates(value, found)
        found += self._times_of(value, {finding.path for finding in found})
        if self._has_no_events(value, found):
            found.append(self._no_events(value))
        return sorted(found, key=lambda finding: _order(value, finding))

    def _of_engine(self, value: Any) -> Iterator[Finding]:
        by_place: dict[Path, list[Site]] = {}
        for failure in self._engine.failures(value):
            site, path = self._place(failure)
            by_place.setdefault(path, []).append(site)
        for path, sites in by_place.items():
            yield from self._at_place(path, sites, value)

    def _place(self, failure: Failure) -> tuple[Site, Path]:
        site = self._sites.site(failure.evaluation_path)
        return site, failure.instance_path[: site.depth]

    def _at_place(self, path: Path, sites: list[Site], document: Any) -> Iterator[Finding]:
        value = value_at(document, path)
        if isinstance(value, dict):
            about_names = [site for site in sites if site.keyword in _NAME_KEYWORDS or site.code == NOT_ONE_ATTRIBUTE]
        else:
            about_names = []  # what is no object has no names: it is of the wrong type, and that is all
            sites = [site for site in sites if site.code != NOT_ONE_ATTRIBUTE]
        first = min(sites, key=lambda site: (site.code, site.steps))
        if alien_kind(value) and first.code != NOTHING:
            yield Finding(WRONG_TYPE, path, first.spot, first.owner)
        elif about_names:
            yield from self._members.findings(about_names, path, value)
        elif first.code == TYPE_MISMATCH:
            yield from self._members.mismatch(sites, path, value_at(document, path[:-1]))
        else:
            yield Finding(first.code, path, first.spot, None if first.code == NOTHING else first.owner)

    def _impossible_dates(self, value: Any, found: list[Finding]) -> Iterator[Finding]:
        wrong = {finding.path for finding in found}
        events = [((), value)] if self._attribute else self._forms.events(value)
        for path, event in events:
            yield from self._dates.findings(event, path, wrong)

    def _times_of(self, value: Any, wrong: set[Path]) -> Iterator[Finding]:
        if self._attribute:
            yield from self._times.of_body(self._attribute, value, (), wrong)
        else:
            for path, event in self._forms.events(value):
                yield from self._times.of_event(event, path, wrong)

    def _has_no_events(self, value: Any, found: Iterable[Finding]) -> bool:
        explained = any(finding.code in _HIDE_NO_EVENTS or finding.replaces_missing for finding in found)
        return not (self._attribute or explained or self._forms.count(value))

    def _no_events(self, value: Any) -> Finding:
        path = self._forms.first_list(value)
        root = catalog.Spot(self._root, "", self._docs[self._root])
        return Finding(NO_EVENTS, path, root, None)


def _order(value: Any, finding: Finding) -> tuple[Any, ...]:
    listed = list(finding.spot.node.get("properties", {}))
    name = finding.property
    missing = listed.index(name) if finding.code == "SDE202" and name in listed else -1
    return (file_order(value, finding.path), finding.code, missing)
