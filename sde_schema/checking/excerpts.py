"""Documents to excerpts: what is left of a document without the events that are surely clean.

The exact path looks at the excerpt alone, so that one mistake in a page of records does not cost a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.reading.events import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sde_schema.model import Path

_LARGEST_EXACT = 2.0**53
"""Up to here a float is surely what was written; beyond it the fast parser may have made it of an integer."""

_SAME_DIGIT = bytes.maketrans(b"123456789", b"000000000")
_LONG_NUMBER = b"0" * 19
"""An integer of fewer digits the fast parser reads as an integer."""


class Excerpt(NamedTuple):
    """A document without some of its events.

    ``events`` is how many the whole document has. ``indexes`` has, for each list from which some were taken, the
    indexes that its items had; ``doubtful`` are the events that are left, by their paths in the whole document.
    """

    value: Any
    events: int
    indexes: dict[Path, list[int]]
    doubtful: dict[Path, Any]

    def original(self, path: Path) -> Path | None:
        """Return the path in the whole document of what is at a path in the excerpt.

        None for what is outside of the doubtful events: of that the excerpt does not tell.
        """
        for length in range(len(path)):
            kept = self.indexes.get(path[:length])
            if kept is not None:
                original = (*path[:length], kept[int(path[length])], *path[length + 1 :])
                return original if original[: length + 1] in self.doubtful else None
        return None


def excerpt(value: Any, events: Sequence[tuple[Path, Any]], doubtful: dict[Path, Any]) -> Excerpt | None:
    """Return a document with the doubtful ones of its events alone.

    None where an event is no item of a list of events, or where the excerpt would be the whole document.
    """
    if len(doubtful) == len(events) or not all(path[-2:-1] == (EVENTS,) for path, _ in events):
        return None
    indexes: dict[Path, list[int]] = {path[:-1]: [] for path, _ in events}
    for *holder, index in doubtful:
        indexes[tuple(holder)].append(int(index))
    lists: dict[str | int, Any] = {}
    for path, kept in indexes.items():
        kept.sort()
        _put(lists, path, kept)
    return Excerpt(_cut(value, lists), len(events), indexes, doubtful)


def _put(tree: dict[str | int, Any], path: Path, leaf: list[int]) -> None:
    for step in path[:-1]:
        tree = tree.setdefault(step, {})
    tree[path[-1]] = leaf


def _cut(value: Any, tree: Any) -> Any:
    """Return a value with the items that the leaves of a tree number, of the lists to which its branches lead."""
    if isinstance(tree, list):
        return [value[index] for index in tree]
    cut = {step: _cut(value[step], below) for step, below in tree.items()}
    if isinstance(value, dict):
        return {**value, **cut}
    return [cut.get(index, item) for index, item in enumerate(value)]


def may_be_rounded(values: Iterable[Any], text: bytes) -> bool:
    """Return whether some number in values of a text may not be what was written: an integer that was read as a float.

    A long text is asked first: it is hardly ever so.
    """
    return _LONG_NUMBER in text.translate(_SAME_DIGIT) and _has_large_float(values)


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
