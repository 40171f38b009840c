"""What is known of the events of a document before they are converted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sde_schema.model import pointer
from sde_schema.reading.json_spans import Trail, locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sde_schema.converting.documents import Document
    from sde_schema.converting.owners import Owner
    from sde_schema.model import Path, Problem


class EventLines:
    """The lines of the events of one document; they are found once one is asked for.

    ``paths`` gives those of all events.
    """

    def __init__(self, document: Document, paths: Callable[[], Iterable[Path]]) -> None:
        self._document = document
        self._paths = paths
        self._trail = Trail()
        self._last: tuple[Path | None, int, int] = (None, 0, 0)
        """The event that was asked for last, its offset, and how many line ends are before it."""

    def of(self, path: Path) -> int:
        """Return the line on which an event begins; of a document that is not JSON the document's."""
        return self._document.line + (self._before(path) if self._is_spread else 0)

    @cached_property
    def _is_spread(self) -> bool:
        return self._document.is_spread

    @cached_property
    def _text(self) -> str:
        return (self._document.text or b"").decode()

    @cached_property
    def _start(self) -> int:
        return len(self._text) - len(self._text.lstrip())

    def _before(self, path: Path) -> int:
        """Return how many line ends are before an event: events are mostly asked for in their order."""
        if self._document.find_repeats:
            return self._all_before.get(path, 0)
        last, offset, number = self._last
        if path != last:
            start = locate(self._text, self._start, [path], self._trail)[path].start
            low, high = sorted((offset or self._start, start))
            between = self._text.count("\n", low, high)
            self._last = path, start, number + between if start == high else number - between
        return self._last[2]

    @cached_property
    def _all_before(self) -> dict[Path, int]:
        """How many line ends are before each event of a document in which names appear twice."""
        found = locate(self._text, self._start, self._paths(), None).values()
        counts: dict[Path, int] = {}
        last, number = self._start, 0
        for value in sorted(found, key=lambda value: value.start):
            number += self._text.count("\n", last, value.start)
            last = value.start
            counts[value.path] = number
        return counts


class AboutEvents(NamedTuple):
    """What is known of the events of a document: their lines, and what is ``wrong`` in their text."""

    document: Document
    lines: EventLines
    wrong: dict[Path | None, list[Problem]]

    def problems(self, event: Path, owner: Owner) -> tuple[Problem, ...]:
        """Return what keeps an event from being converted at all: its text, or that its record has several names."""
        problems = tuple(self.wrong.get(event, ()))
        if owner.unsure is None:
            return problems
        info = pointer(owner.unsure)
        of_info = (
            each for each in self.document.repeats if each.pointer == info or each.pointer.startswith(f"{info}/")
        )
        return (*of_info, *problems)
