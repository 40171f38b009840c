"""What is known of the events of a document before they are converted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sde_schema.model import pointer
from sde_schema.reading.json_spans import locate

if TYPE_CHECKING:
    from sde_schema.converting.documents import Document
    from sde_schema.converting.owners import Owner
    from sde_schema.model import Path, Problem


class EventLines:
    """The lines of the events of one document; they are found once one is asked for."""

    def __init__(self, document: Document, events: list[Path]) -> None:
        self._document = document
        self._events = events

    def of(self, path: Path) -> int:
        """Return the line on which an event begins; of a document that is not JSON the document's."""
        return self._document.line + self._before.get(path, 0)

    @cached_property
    def _before(self) -> dict[Path, int]:
        """How many line ends are before each event."""
        text = (self._document.text or b"").decode()
        start = len(text) - len(text.lstrip())
        if "\n" not in text.strip():
            return {}
        found = sorted(locate(text, start, self._events, None).values(), key=lambda value: value.start)
        counts: dict[Path, int] = {}
        last, number = start, 0
        for value in found:
            number += text.count("\n", last, value.start)
            last = value.start
            counts[value.path] = number
        return counts


class AboutEvents(NamedTuple):
    """What is known of the events of one document: their lines, what is ``wrong`` in their text, equal names."""

    lines: EventLines
    wrong: dict[Path | None, list[Problem]]
    repeats: tuple[Problem, ...]

    def problems(self, event: Path, owner: Owner) -> tuple[Problem, ...]:
        """Return what keeps an event from being converted at all: its text, or that its record has several names."""
        problems = tuple(self.wrong.get(event, ()))
        if owner.unsure is None:
            return problems
        info = pointer(owner.unsure)
        of_info = (each for each in self.repeats if each.pointer == info or each.pointer.startswith(f"{info}/"))
        return (*of_info, *problems)
