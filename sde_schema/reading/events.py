"""Documents to events: the forms of documents.

The forms are tried in the order of ``document`` in ``payload.schema.json``; a test holds the
two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.model import Path

RECORD_LISTS = ("interactionHistoryRecords", "conversationHistoryRecords")
EVENT_HOLDERS = ("sdes", "unAuthSdes")
EVENTS = "events"
_ARRAYS = (*RECORD_LISTS, EVENTS)
INFO = "info"
RECORD_IDS = ("conversationId", "engagementId")
"""The members of ``info`` of which one identifies the record."""

CONVERSATION_NAMES = (*RECORD_IDS, "accountId", "brandId")
"""A record that has no events is known by an ``info`` with one of these members."""


_OF_FORMS = frozenset({*_ARRAYS, *EVENT_HOLDERS, INFO})


class Forms:
    """Finds the events in documents; knows the names of the attributes."""

    def __init__(self, attribute_types: list[str]) -> None:
        self._attributes = frozenset(attribute_types)

    def recognizes(self, value: Any) -> bool:
        """Return whether a value has one of the forms of documents; of an array its first item decides."""
        first = value[0] if isinstance(value, list) and value else value
        if not isinstance(first, dict):
            return False
        return _is_record(first) or not self._attributes.isdisjoint(first) or any(name in first for name in _ARRAYS)

    def events(self, value: Any) -> Iterator[tuple[Path, Any]]:
        """Yield every event of a document with its path, whatever it is worth."""
        for path, held in self.groups(value):
            if isinstance(held, list):
                for index, event in enumerate(held):
                    yield (*path, index), event
            else:
                yield path, held

    def events_of(self, value: Any) -> list[Any]:
        """Return every event of a document, whatever it is worth."""
        if isinstance(value, dict) and len(value) == 1:
            for name in EVENT_HOLDERS:  # the everyday form, which is worth a short way
                held = value.get(name)
                if isinstance(held, dict) and isinstance(held.get(EVENTS), list):
                    events: list[Any] = held[EVENTS]
                    return events
        return [event for _, event in self.events(value)]

    def count(self, value: Any) -> int:
        """Return how many events a document holds, bad ones too."""
        return len(self.events_of(value))

    def first_list(self, value: Any) -> Path:
        """Return the path of the first list of events, or of the document where it has none."""
        return next((path for path, held in self.groups(value) if isinstance(held, list)), ())

    def groups(self, value: Any) -> Iterator[tuple[Path, Any]]:
        """Yield arrays of events and bare events (objects) with their paths."""
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from self._document(item, (index,))
        else:
            yield from self._document(value, ())

    def _document(self, value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
        if not isinstance(value, dict):
            return
        if _OF_FORMS.isdisjoint(value):  # the everyday form of a line, which is worth a short way
            if not self._attributes.isdisjoint(value):
                yield path, value
        elif any(name in value for name in RECORD_LISTS):
            yield from _response(value, path)
        elif _is_record(value):
            yield from _record(value, path)
        elif EVENTS in value:
            yield from _events_object(value, path)
        elif not self._attributes.isdisjoint(value):
            yield path, value


def _response(value: dict[str, Any], path: Path) -> Iterator[tuple[Path, Any]]:
    for name, records in value.items():
        if name in RECORD_LISTS and isinstance(records, list):
            for index, record in enumerate(records):
                yield from _record(record, (*path, name, index))


def _is_record(value: dict[str, Any]) -> bool:
    info = value.get(INFO)
    names_conversation = isinstance(info, dict) and any(name in info for name in CONVERSATION_NAMES)
    return names_conversation or any(name in value for name in EVENT_HOLDERS)


def _record(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for name, held in value.items():
            if name in EVENT_HOLDERS:
                yield from _events_object(held, (*path, name))


def _events_object(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict) and isinstance(value.get(EVENTS), list):
        yield (*path, EVENTS), value[EVENTS]
