"""Whose an event is: the identifier of its record, and where the event was in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema import catalog
from sde_schema.converting.numbers import Number, json_bytes, written
from sde_schema.converting.repeating import every
from sde_schema.converting.retyping import unwrapped
from sde_schema.findings import value_at
from sde_schema.reading.events import EVENT_HOLDERS, EVENTS, INFO, RECORD_IDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.model import Path

_LIST, _INDEX = "list", "index"


class Owner(NamedTuple):
    """What the lines of some events begin with: an identifier, if there is one, and the list.

    ``unsure`` is the path of an ``info`` that names several, None where all is certain.
    """

    head: dict[str, Any]
    unsure: Path | None = None

    def where(self, event: Path) -> dict[str, Any]:
        """Return whose an event is, in which list, and where in it."""
        index = event[-1] if event[-2:-1] == (EVENTS,) else 0
        return {**self.head, _INDEX: self.head.get(_INDEX, index)}


def owner_of(document: Any, path: Path) -> Owner:
    """Return whose the events at a path are: an array of events, or a bare event."""
    above, holder = path[:-2], path[-2:-1]
    if not {*holder} & {*EVENT_HOLDERS}:
        return Owner(_of_line(document, path))
    record = value_at(document, above)
    ids = {*_ids(record)}
    found = next(iter(ids)) if len(ids) == 1 else None
    return Owner({**dict([found] if found else []), _LIST: holder[0]}, (*above, INFO) if len(ids) > 1 else None)


def _of_line(document: Any, path: Path) -> dict[str, Any]:
    """Return what a line of events, or of rejected ones, says of the event that it holds."""
    line = value_at(document, path[:-1]) if path[-1:] == (catalog.EVENT,) else None
    if not (isinstance(line, dict) and {_LIST, _INDEX} <= line.keys()):
        return {_LIST: None}
    found = next(_ids_in(line), None)
    index = line[_INDEX]
    known = line[_LIST] if line[_LIST] in EVENT_HOLDERS else None
    return {**dict([found] if found else []), _LIST: known, _INDEX: index if type(index) is int else 0}


def _ids(record: dict[str, Any]) -> Iterator[tuple[str, str] | None]:
    """Yield the identifiers that a record has, with their names: one, unless names appear twice."""
    for info in every(record, INFO):
        found = [*_ids_in(info)] if isinstance(info, dict) else []
        yield from found or [None]


def _ids_in(info: dict[str, Any]) -> Iterator[tuple[str, str] | None]:
    """Yield the first identifier of an object that is not null, once more for each other value of its name."""
    for name in RECORD_IDS:
        texts = [_text(held) for held in every(info, name)]
        if any(text is not None for text in texts):
            yield from (None if text is None else (name, text) for text in texts)
            return


def _text(value: Any) -> str | None:
    """Return an identifier as text: a string as it is, and any other value as its JSON, as tables have it."""
    value = unwrapped(value) if isinstance(value, dict) else value
    if value is None or isinstance(value, str):
        return value
    is_number = isinstance(value, int | Number) and not isinstance(value, bool)
    return written(value) if is_number else json_bytes(value).decode()
