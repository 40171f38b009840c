"""From a path in a document to the schema of what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.reading.events import EVENT_HOLDERS, EVENTS, RECORD_LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from sde_schema.catalog.fields import Field
    from sde_schema.model import Path

_FORM_NAMES = frozenset((*RECORD_LISTS, *EVENT_HOLDERS, EVENTS))


class DocumentFields:
    """One document's paths, and what the schemas say of them."""

    def __init__(self, root: Field, roots: Iterable[Path], starts: Iterable[Path]) -> None:
        """Take what is described, the paths of the document's events or bodies, and those that are validated."""
        self._root = root
        self._roots = frozenset(roots)
        self._starts = frozenset(starts)
        self._above = frozenset(start[:length] for start in self._starts for length in range(len(start)))

    def is_checked(self, path: Path) -> bool:
        """Return whether the member or item at a path is validated at all, not passed over."""
        below = _below(self._roots, path)
        if below is not None:
            return [*self._fields_on(below)][-1] is not None
        inside = _below(self._starts, path)
        if inside is None:
            return path in self._above
        return all(isinstance(step, int) or step in _FORM_NAMES for step in inside)

    def checks_name(self, path: Path) -> bool:
        """Return whether the name of the member at a path is validated, be it a known one or not.

        What the member is in must be validated.
        """
        return _below(self._roots, path[:-1]) is not None or self.is_checked(path)

    def may_show(self, path: Path) -> bool:
        """Return whether the value at a path is known to be no personal data, and to hold none."""
        below = _below(self._roots, path)
        if below is None:
            return False
        fields = [*self._fields_on(below)]
        described = fields[-1]
        is_personal = any(field and field.is_personal for field in fields)
        return described is not None and not is_personal and not described.holds_personal

    def _fields_on(self, path: Path) -> Iterator[Field | None]:
        """Yield the fields on the way down a path in an event or body, None from where none is described."""
        field: Field | None = self._root
        yield field
        for step in path:
            field = field and field.below(step)
            yield field


def _below(starts: AbstractSet[Path], path: Path) -> Path | None:
    """Return the part of a path that is below one of the others, None where it is below none."""
    for length in range(len(path) + 1):
        if path[:length] in starts:
            return path[length:]
    return None
