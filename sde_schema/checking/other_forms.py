"""Bodies that were validated as documents, and documents that were validated as bodies: one mistake each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.catalog import EVENT, PAYLOAD
from sde_schema.codes import MISSING_PROPERTY
from sde_schema.findings import PUSHED, FileOrder, Finding
from sde_schema.rules import severity_of
from sde_schema.rules.suggestions import PUSHED_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.catalog.fields import Field
    from sde_schema.model import Path
    from sde_schema.reading.events import Forms


class OtherForms:
    """Distinguishes the bodies of attributes from events and other documents, by the names that they have."""

    def __init__(self, bodies: dict[str, Field], forms: Forms) -> None:
        self._bodies = bodies
        self._forms = forms

    def of_body(self, attribute: str, value: Any, found: list[Finding]) -> list[Finding]:
        """Return what is wrong with a body, given what was found: one thing where it is another form of document."""
        if not _errors(found) or not self._is_document(value):
            return found
        body = self._bodies[attribute]
        if isinstance(value, dict):
            for name in body.required:
                if name not in value:
                    return [Finding(MISSING_PROPERTY, (), body, body.members[name], name=name, meant_as=PAYLOAD)]
        return [_first(value, found, PAYLOAD)]

    def of_document(self, value: Any, events: list[tuple[Path, Any]], found: list[Finding]) -> list[Finding]:
        """Return what is wrong with a document, given its events and what was found.

        It is one thing for a body or event that is none.
        """
        bodies = dict(self._misplaced(events)) if _errors(found) else {}
        groups: dict[Path | None, list[Finding]] = {}
        lengths = {len(path) for path in bodies}
        for finding in found:
            starts = (finding.path[:length] for length in lengths)
            groups.setdefault(next((start for start in starts if start in bodies), None), []).append(finding)
        others = groups.pop(None, [])
        return [*others, *(_first(value, group, bodies[path]) for path, group in groups.items() if path is not None)]

    def _is_document(self, value: Any) -> bool:
        """Return whether a value is surely a document; an attribute's body has none of the names that events have."""
        if not self._forms.recognizes(value):
            return False
        first = value[0] if isinstance(value, list) else value
        bodies = [(name, first[name]) for name in self._bodies if name in first]
        is_bare = self._forms.events_of(first) == [first]
        return not is_bare or any(self._has_required(name, body) for name, body in bodies)

    def _has_required(self, name: str, body: Any) -> bool:
        return isinstance(body, dict) and body.keys() >= {*self._bodies[name].required}

    def _misplaced(self, events: list[tuple[Path, Any]]) -> Iterator[tuple[Path, str]]:
        """Yield the paths of events that are bodies, with their attribute types, that hold an event, or are pushed."""
        for path, event in events:
            names = self._bodies.keys() & event.keys() if isinstance(event, dict) else ()
            if len(names) == 1:
                (name,) = names
                form = self._form(name, event)
                if form:
                    yield path, form

    def _form(self, name: str, event: dict[str, Any]) -> str | None:
        """Return what an event with one attribute is instead of an event, None where it is one."""
        if self._is_body(name, event):
            return name
        if self._is_twice(name, event[name]):
            return EVENT
        return PUSHED if self._is_pushed(name, event) else None

    def _is_pushed(self, name: str, event: dict[str, Any]) -> bool:
        """Return whether an event has the form in which a web page pushes it: with a type, and without a time."""
        return PUSHED_TYPES.get(str(event.get("type"))) == name and not self._has_required(name, event[name])

    def _is_twice(self, name: str, body: Any) -> bool:
        """Return whether a body with an inner object is an event again: what it should have is one level deeper."""
        is_nested = name in self._bodies[name].members
        return is_nested and isinstance(body, dict) and body.keys() == {name} and self._has_required(name, body[name])

    def _is_body(self, name: str, event: dict[str, Any]) -> bool:
        """Return whether an event is a body: its inner object has the attribute's name, and nothing that a body has."""
        known, inner = self._bodies[name].members.keys(), event[name]
        is_whole = event.keys() <= known and self._has_required(name, event)
        return is_whole and isinstance(inner, dict) and inner.keys().isdisjoint(self._bodies[name].required)


def _errors(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if severity_of(finding.code) == "error"]


def _first(value: Any, found: list[Finding], meant_as: str) -> Finding:
    """Return the finding that says it all: the first one of the first code."""
    order = FileOrder(value)
    first = min(_errors(found), key=lambda finding: (finding.code, order.key(finding.path)))
    return first._replace(replaces_missing=True, meant_as=meant_as)
