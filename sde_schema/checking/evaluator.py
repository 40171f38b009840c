"""The exact path over parsed documents: every failing keyword becomes a finding, or is explained by one."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sde_schema import catalog
from sde_schema.catalog import engines
from sde_schema.catalog.fields import Field, body_fields, document_field
from sde_schema.catalog.keywords import KeywordLocation, KeywordLocations
from sde_schema.catalog.probe import Probe
from sde_schema.catalog.properties import Properties
from sde_schema.checking.dates import Dates
from sde_schema.checking.document_fields import DocumentFields
from sde_schema.checking.other_forms import OtherForms
from sde_schema.checking.other_versions import OtherVersions
from sde_schema.checking.pieces import Piece, objects, pieces, weight_of, without_events
from sde_schema.checking.property_names import PropertyNames
from sde_schema.checking.times import Times
from sde_schema.codes import (
    MISSING_PROPERTY,
    NO_EVENTS,
    NOT_ONE_ATTRIBUTE,
    NOTHING_TO_VALIDATE,
    TYPE_MISMATCH,
    UNKNOWN_PROPERTY,
    WRONG_TYPE,
)
from sde_schema.findings import Finding, in_order, is_empty, value_at
from sde_schema.model import MOST_KEPT, MOST_VALUES
from sde_schema.reading.events import Forms
from sde_schema.reading.parsed_object import alien_kind
from sde_schema.rules import severity_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sde_schema.model import Path
    from sde_schema.reading.targets import Reached, Target

    _Failing: TypeAlias = tuple[KeywordLocation, Path]

_NAME_KEYWORDS = frozenset({"required", "additionalProperties", "propertyNames", "minProperties", "maxProperties"})
_HIDE_NO_EVENTS = frozenset({NOTHING_TO_VALIDATE, MISSING_PROPERTY, WRONG_TYPE})


class Evaluation(NamedTuple):
    """What was found in a document, in the order of the file, and how many events it holds, bad ones too.

    ``no_events`` is the finding that there is no event, where nothing else explains it. With ``is_cut`` there may be
    more than these findings: there are more than are kept.
    """

    findings: list[Finding]
    events: int
    no_events: Finding | None
    is_cut: bool


class Evaluator:
    """Finds all that is wrong with documents: payloads, or bodies of one attribute type."""

    def __init__(self, version: str, attribute: str | None, engine: str, target: Target) -> None:
        self.version = version
        self.attribute_types = catalog.attribute_types(version)
        self._attribute = attribute
        self._target = target
        self._root = attribute or catalog.PAYLOAD
        self._docs = catalog.strict_documents(version)
        self.forms = Forms(self.attribute_types)
        self._engine_name = engine
        self._engine = engines.compiled(engine, self._docs, self._root)
        self._locations = KeywordLocations(self._docs, self._root)
        bodies = body_fields(version)
        self._event = document_field(version, catalog.EVENT, strict=True)
        self._of_root = bodies[attribute] if attribute else self._event
        self._dates = Dates(self._of_root)
        self._times = Times(self._event, bodies)
        self._other_forms = OtherForms(bodies, self.forms)

    @cached_property
    def properties(self) -> Properties:
        """The properties of this version's documents."""
        return Properties(self.version)

    @cached_property
    def probe(self) -> Probe:
        """What asks this version's schemas about single fields."""
        return Probe(self.version, self._engine_name)

    @cached_property
    def other_versions(self) -> OtherVersions:
        """The versions beside this one."""
        return OtherVersions(self.version, self._engine_name)

    @cached_property
    def _members(self) -> PropertyNames:
        return PropertyNames(self.attribute_types, self.properties, self.probe)

    def fields(self, document: Any) -> DocumentFields:
        """Return what the schemas say of each path in a document."""
        reached = [it for it in self._target.reached(document) if not it.rest]
        roots = ((*it.path, *path) for it in reached for path, _ in self._events(it.value))
        return DocumentFields(self._of_root, roots, [it.path for it in reached])

    def too_heavy(self, document: Any) -> Path | None:
        """Return the path of an event, or an object around events, with too many values; None where there is none.

        What is no document at all is one problem, however large it is.
        """
        if not (self._attribute or self._target.steps or self.forms.recognizes(document)):
            return None
        for it in self._target.reached(document):
            for path, event in [] if it.rest else self._events(it.value):
                if weight_of(event) > MOST_VALUES:
                    return (*it.path, *path)
        around = objects(without_events(document, self.forms)) if not self._attribute else ()
        large = [path for path, held in around if len(held) > MOST_VALUES]
        return next(filter(self.fields(document).is_checked, large), None) if large else None

    def evaluate(self, document: Any, repeated: AbstractSet[Path], known: int) -> Evaluation:
        """Return all that is wrong with one document, of which so many problems are ``known`` already.

        Among these is what is wrong with the names at the ``repeated`` paths.
        """
        most = max(MOST_KEPT - known, 0)
        reached = [*self._target.reached(document)]
        found: list[Finding] = []
        events, is_cut = 0, False
        for path, value, rest in reached:
            if rest:
                found.append(Finding(NOTHING_TO_VALIDATE, path, self._root_field, None, absent=rest))
                continue
            inside = self._events(value)
            events += len(inside)
            failures = self._failures(value, most)
            here, is_here_cut = self._of_value(value, inside, failures, most)
            is_cut = is_cut or is_here_cut
            found += [it._replace(path=(*path, *it.path)) for it in here] if path else here
        found = [finding for finding in found if not (finding.named and finding.path in repeated)]
        is_empty_handed = not events and not self._attribute and not any(map(_explains_no_events, found))
        no_events = self._no_events(reached) if is_empty_handed else None
        return Evaluation(in_order(document, found), events, no_events, is_cut)

    def is_clean_around(self, document: Any) -> bool:
        """Return whether nothing is wrong with a payload but what may be wrong with the events in its lists."""
        return self._engine.is_valid(without_events(document, self.forms))

    def of_events(self, piece: Piece) -> tuple[list[Finding], bool]:
        """Return all that is wrong with some events of a payload, in their order, and whether there may be more."""
        different, same = piece.different()
        failures = [*islice(self._failing(different.value), MOST_KEPT + 1)]
        kept, is_cut = self._of_value(different.value, different.events, failures, MOST_KEPT)
        found = in_order(different.value, kept)
        by_event: list[list[Finding]] = [[] for _ in different.events]
        for finding in found:
            by_event[different.item_index(finding.path)].append(finding)
        every = (
            finding._replace(path=piece.original(finding.path, index), like=finding)
            for index, first in enumerate(same)
            for finding in by_event[first]
        )
        return [*islice(every, MOST_KEPT)], is_cut or next(every, None) is not None

    def _events(self, value: Any) -> list[tuple[Path, Any]]:
        """Return the events of a value with their paths; a body counts as one."""
        return [((), value)] if self._attribute else [*self.forms.events(value)]

    def _of_value(
        self, value: Any, events: list[tuple[Path, Any]], failures: list[_Failing], most: int
    ) -> tuple[list[Finding], bool]:
        """Return what is wrong with the value to which the target leads, with paths from there, and if there is more.

        Of what the engine finds no more than ``most`` is returned.
        """
        is_cut = len(failures) > most
        every = self._of_engine(value, [*self._sure(value, failures)] if is_cut else failures)
        found = [*islice(every, most)]
        if is_cut or next(every, None) is not None:
            return _without_moved(found), True  # of dates and times it is not known which are right
        wrong = {finding.path for finding in found}
        for path, event in events:
            found += self._dates.findings(event, path, wrong)
        if self._attribute:
            found += self._times.of_body(self._attribute, value, (), wrong)
            return _without_moved(self._other_forms.of_body(self._attribute, value, found)), False
        for path, event in events:
            found += self._times.of_event(event, path, wrong)
        return _without_moved(self._other_forms.of_document(value, events, found)), False

    def _sure(self, value: Any, failures: list[_Failing]) -> Iterator[_Failing]:
        """Yield failing keywords, of which some are not known, without advice about what may not be valid."""
        for location, path in failures:
            if severity_of(location.code) == "error" or self.probe.is_valid(location.field, value_at(value, path)):
                yield location, path

    @property
    def _root_field(self) -> Field:
        return document_field(self.version, self._root, strict=True)

    def _no_events(self, reached: list[Reached]) -> Finding:
        """Return the finding that there is no event in a document."""
        arrays = [(*it.path, *array) for it in reached if (array := self.forms.first_list(it.value))]
        path = arrays[0] if arrays else reached[0].path
        return Finding(NO_EVENTS, path, self._root_field, None, has_array=bool(arrays))

    def _failures(self, value: Any, most: int) -> list[_Failing]:
        """Return the failing keywords, one more than ``most`` at most, with the path of the value at fault."""
        every = (
            (location, piece.original(path))
            for piece in ([Piece(value)] if self._attribute else pieces(value, self.forms))
            for location, path in self._failing(piece.value)
        )
        return [*islice(every, most + 1)]

    def _failing(self, value: Any) -> Iterator[_Failing]:
        """Yield every failing keyword of a piece."""
        for failure in self._engine.failures(value):
            location = self._locations.at(failure.evaluation_path)
            yield location, failure.instance_path[: location.depth]

    def _of_engine(self, value: Any, failures: list[_Failing]) -> Iterator[Finding]:
        by_path: dict[Path, list[KeywordLocation]] = {}
        for location, path in failures:
            by_path.setdefault(path, []).append(location)
        for path, locations in by_path.items():
            yield from self._at_path(path, locations, value)

    def _at_path(self, path: Path, locations: list[KeywordLocation], document: Any) -> Iterator[Finding]:
        value = value_at(document, path)
        if is_empty(value) and self._is_left_empty(path, locations, document):
            return
        if isinstance(value, dict):
            about_names = [it for it in locations if it.keyword in _NAME_KEYWORDS or it.code == NOT_ONE_ATTRIBUTE]
        else:
            about_names = []  # what is no object has no names: it is of the wrong type, and that is all
            locations = [location for location in locations if location.code != NOT_ONE_ATTRIBUTE]
        first = min(locations, key=lambda location: (location.code, location.steps))
        if alien_kind(value) and first.code != NOTHING_TO_VALIDATE:
            yield Finding(WRONG_TYPE, path, first.schema, first.field)
        elif about_names:
            yield from self._members.findings(about_names, path, value)
        elif first.code == TYPE_MISMATCH:
            yield from self._members.mismatch(locations, path, value_at(document, path[:-1]))
        else:
            yield Finding(first.code, path, first.schema, None if first.code == NOTHING_TO_VALIDATE else first.field)

    def _is_left_empty(self, path: Path, locations: list[KeywordLocation], document: Any) -> bool:
        """Return whether a null or empty value is that of an attribute beside another one that holds more."""
        name = path[-1] if path else None
        is_attribute = name in self.attribute_types and locations[0].field.document == catalog.EVENT
        return is_attribute and self._members.is_left_empty(str(name), value_at(document, path[:-1]))


def _explains_no_events(finding: Finding) -> bool:
    """Return whether a finding may be the reason why no event was found: then that is the one problem."""
    return finding.code in _HIDE_NO_EVENTS or finding.replaces_missing


def _without_moved(found: list[Finding]) -> list[Finding]:
    """Return the findings; that a required property is one level too deep or too high is said once, where it is."""
    absent = [finding for finding in found if finding.code == MISSING_PROPERTY]
    if not absent:
        return found
    deeper = {(finding.path, finding.schema.document, finding.name): finding for finding in absent}
    higher = {(finding.path[:-1], catalog.EVENT, finding.name): finding for finding in absent}
    explained: set[int] = set()
    kept: list[Finding] = []
    for finding in found:
        meant = None
        if finding.code == UNKNOWN_PROPERTY:
            key = finding.schema.document, finding.name
            meant = deeper.get((finding.path[:-2], *key)) or higher.get((finding.path[:-1], *key))
        if meant:
            explained.add(id(meant))
        kept.append(finding._replace(replaces_missing=True) if meant else finding)
    return [finding for finding in kept if id(finding) not in explained]
