"""Documents to pieces: some of their events at a time, and what is left of them without events.

Each is evaluated by itself, so that neither one mistake in a page of records nor a million of them in one document
costs more than their share.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.findings import replaced
from sde_schema.model import MOST_VALUES
from sde_schema.reading.events import EVENTS, RECORD_LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.model import Path
    from sde_schema.reading.events import Forms

_MOST = 256
"""So many events, or other items of a list, are a piece at most, and fewer where they have many members."""

_LARGEST_EXACT = 2.0**53
"""Up to here a float is surely what was written; beyond it the fast parser may have made it of an integer."""

_SAME_DIGIT = bytes.maketrans(b"123456789", b"000000000")
_LONG_NUMBER = b"0" * 19
"""An integer of fewer digits the fast parser reads as an integer."""


class Piece(NamedTuple):
    """A part of a document as a document of its own.

    ``paths`` has for each item of its list, which ``way`` leads to, where that is in the whole document; without any
    the paths in both are the same.
    """

    value: Any
    way: Path = ()
    paths: list[Path] | None = None

    def item_index(self, path: Path) -> int:
        """Return the index of the item of its list that a path leads to."""
        return int(path[len(self.way)])

    def original(self, path: Path, index: int | None = None) -> Path:
        """Return the path in the whole document of what is at a path in the piece, or there in its item of an index."""
        if self.paths is None:
            return path
        return (*self.paths[self.item_index(path) if index is None else index], *path[len(self.way) + 1 :])

    @property
    def events(self) -> list[tuple[Path, Any]]:
        """The events of a piece that is made of events, with their paths in it."""
        return [((*self.way, index), item) for index, item in enumerate(self._items)]

    @property
    def _items(self) -> list[Any]:
        items: list[Any] = self.value[EVENTS] if self.way else self.value
        return items

    def different(self) -> tuple[Piece, list[int]]:
        """Return the piece with one of several equal events, and for each event the index that its equal has there."""
        indexes: dict[str, int] = {}
        same = [indexes.setdefault(repr(item), len(indexes)) for item in self._items]
        firsts = {index: item for item, index in zip(reversed(self._items), reversed(same), strict=True)}
        items = [firsts[index] for index in range(len(indexes))]
        return Piece({EVENTS: items} if self.way else items, self.way, []), same


def listed_events(document: Any, forms: Forms) -> Iterator[tuple[Path, Any]]:
    """Yield the events that are items of lists, the document itself among them, with their paths."""
    for path, held in forms.groups(document):
        if isinstance(held, list):
            yield from (((*path, index), event) for index, event in enumerate(held))
        elif path:
            yield path, held


def event_pieces(events: Iterable[tuple[Path, Any]]) -> Iterator[Piece]:
    """Yield events of a document, with their paths in it, in pieces."""
    some: list[tuple[Path, Any]] = []
    weight = 0
    for path, event in events:
        weight += weight_of(event)
        is_full = len(some) == _MOST or weight > MOST_VALUES
        if some and (is_full or _is_in_events(path) != _is_in_events(some[0][0])):
            yield _piece(some)
            some, weight = [], weight_of(event)
        some.append((path, event))
    if some:
        yield _piece(some)


def _is_in_events(path: Path) -> bool:
    """Return whether a path leads to an item of a list of events: if not, it is one of the document itself."""
    return path[-2:-1] == (EVENTS,)


def _piece(some: list[tuple[Path, Any]]) -> Piece:
    items, paths = [event for _, event in some], [path for path, _ in some]
    return Piece({EVENTS: items}, (EVENTS,), paths) if _is_in_events(paths[0]) else Piece(items, (), paths)


def without_events(document: Any, forms: Forms) -> Any:
    """Return a document whose lists of events are empty, and which has no events as its own items."""
    empty: dict[Path, Any] = {path: [] for path, held in forms.groups(document) if isinstance(held, list) and held}
    rest = replaced(document, empty)
    if isinstance(rest, list):
        return [item for item in rest if not any(held is item for _, held in forms.groups(item))]
    return rest


def pieces(document: Any, forms: Forms) -> Iterator[Piece]:
    """Yield a document in pieces, which together are valid only if it is: as it is unless it has many items."""
    many = islice(listed_events(document, forms), _MOST + 1)
    if not _has_many(document) and len([*many]) <= _MOST and weight_of(document) <= MOST_VALUES:
        yield Piece(document)
        return
    in_lists = ((path, event) for path, event in listed_events(document, forms) if _is_in_events(path))
    empty: dict[Path, Any] = {path: [] for path, held in forms.groups(document) if isinstance(held, list) and held}
    yield from chain(_sliced(replaced(document, empty)), event_pieces(in_lists))


def _has_many(document: Any) -> bool:
    if isinstance(document, dict):
        return any(isinstance(document.get(name), list) and len(document[name]) > _MOST for name in RECORD_LISTS)
    return isinstance(document, list) and len(document) > _MOST


def _sliced(document: Any) -> Iterator[Piece]:
    """Yield a document with its items, or its records, in pieces."""
    if isinstance(document, list) and document:
        yield from _slices(document, ())
        return
    lists = [name for name in RECORD_LISTS if isinstance(document, dict) and isinstance(document.get(name), list)]
    yield Piece({**document, **{name: [] for name in lists}} if lists else document)
    for name in lists:
        yield from _slices(document[name], (name,))


def _slices(items: list[Any], way: Path) -> Iterator[Piece]:
    begin = weight = 0
    for at, item in enumerate([*items, None]):
        weight += weight_of(item)
        if at > begin and (at == len(items) or at - begin == _MOST or weight > MOST_VALUES):
            some = items[begin:at]
            paths: list[Path] = [(*way, index) for index in range(begin, at)]
            yield Piece({str(way[0]): some} if way else some, way, paths)
            begin, weight = at, weight_of(item)


def objects(value: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the objects in a value, itself among them, with their paths."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, held = waiting.pop()
        if isinstance(held, dict):
            yield path, held
        items = held.items() if isinstance(held, dict) else enumerate(held)
        waiting += (((*path, step), item) for step, item in items if isinstance(item, dict | list))


def weight_of(value: Any) -> int:
    """Return how many members and items a value has at all levels; beyond MOST_VALUES not all are counted."""
    weight = 0
    waiting = [value]
    while waiting and weight <= MOST_VALUES:
        held = waiting.pop()
        if isinstance(held, dict | list):
            weight += len(held)
            waiting += held.values() if isinstance(held, dict) else held
    return weight


def may_be_rounded(value: Any, text: bytes) -> bool:
    """Return whether some number in the value of a text may not be what was written: an integer read as a float.

    A long text is asked first: it is hardly ever so.
    """
    return _LONG_NUMBER in text.translate(_SAME_DIGIT) and _has_large_float([value])


def _has_large_float(values: Iterable[Any]) -> bool:
    for value in values:
        if isinstance(value, float):
            if abs(value) > _LARGEST_EXACT:
                return True
        elif isinstance(value, dict):
            if _has_large_float(value.values()):
                return True
        elif isinstance(value, list) and _has_large_float(value):
            return True
    return False
