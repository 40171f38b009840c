"""What a conversion came to, in words for standard error: never with a value of a payload."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sde_schema.cli.main import complain
from sde_schema.converting.results import Converted
from sde_schema.reporting.lines import number_of
from sde_schema.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.converting.results import Result
    from sde_schema.model import Kind, Problem

_MOST_KINDS = 1_000
_MOST_PLACES = 10
"""So many kinds are counted by themselves, and of each so many places are listed."""


_MOST_HINTS = 3
"""A kind has no more hints than these; where each problem has its own, none is shown."""


@dataclass(slots=True)
class _Count:
    """How often there was a problem of a kind, where it was first, and how often with which hint."""

    number: int = 0
    places: list[str] = field(default_factory=list)
    hints: Counter[str | None] = field(default_factory=Counter)

    def add(self, problem: Problem) -> None:
        """Count a problem of this kind."""
        self.number += 1
        if len(self.places) < _MOST_PLACES:
            self.places.append(f"{problem.location()} {harmless(problem.pointer)}".rstrip())
        if problem.hint in self.hints or len(self.hints) <= _MOST_HINTS:
            self.hints[problem.hint] += 1


class _Kinds:
    """Counts problems by kind."""

    def __init__(self) -> None:
        self._counts: dict[Kind, _Count] = {}
        self._others = 0
        self.total = 0

    def add(self, problems: Iterable[Problem]) -> None:
        """Count some problems."""
        for problem in problems:
            self.total += 1
            kind = problem.kind
            if kind is None or (kind not in self._counts and len(self._counts) >= _MOST_KINDS):
                self._others += 1
            else:
                self._counts.setdefault(kind, _Count()).add(problem)

    def lines(self, *, with_places: bool) -> Iterator[str]:
        """Yield a line for each kind, the most frequent first, and the places of each."""
        for kind, count in sorted(self._counts.items(), key=lambda pair: -pair[1].number):
            only = next(iter(count.hints)) if len(count.hints) == 1 else None
            said = (f"{count.number:,}", kind.code, kind.pointer, kind.message, only)
            yield f"  {harmless(' '.join(part for part in said if part))}"
            if 1 < len(count.hints) <= _MOST_HINTS:
                yield from (f"    {number:,}: {harmless(hint or '')}" for hint, number in count.hints.most_common())
            if with_places:
                yield from (f"    {place}" for place in count.places)
                if count.number > len(count.places):
                    yield f"    and {count.number - len(count.places):,} more"
        if self._others:
            yield f"  {self._others:,} of other kinds"


class ConvertSummary:
    """Counts what was converted and what was not; ``of_events`` says that each event is written by itself."""

    def __init__(self, version: str, *, of_events: bool, lists_places: bool) -> None:
        self._version = version
        self._of_events = of_events
        self._lists_places = lists_places
        self._converted = self._events = 0
        self._rejected_events = self._rejected_others = 0
        self._rejections, self._nulled = _Kinds(), _Kinds()

    @property
    def rejected(self) -> int:
        """How many events and documents were rejected."""
        return self._rejected_events + self._rejected_others

    def count(self, result: Result) -> None:
        """Count what became of a document or an event."""
        if isinstance(result, Converted):
            self._converted += 1
            self._events += result.events
            self._nulled.add(result.nulled)
            return
        self._rejected_events += result.events
        self._rejected_others += result.is_a != "event"
        self._rejections.add(result.problems)

    def so_far(self) -> str:
        """Return how many events were converted and rejected so far, in words."""
        return f"{number_of(self._events, 'event')} converted, {self._rejected_events:,} rejected"

    def say(self) -> None:
        """Say it on standard error."""
        complain(self._totals(), *self._rejections.lines(with_places=self._lists_places))
        if self._nulled.total:
            total = f"{number_of(self._nulled.total, 'value')} could not be typed and became null"
            complain(total, *self._nulled.lines(with_places=False))
        if self.rejected and self._lists_places:
            complain("note: --rejects FILE keeps what is rejected, with all its values")

    def _totals(self) -> str:
        events, rejected = number_of(self._events, "event"), number_of(self._rejected_events, "event")
        others = number_of(self._rejected_others, "document")
        if self._of_events:
            lost = [*([rejected] if self._rejected_events else []), *([others] if self._rejected_others else [])]
        else:
            events = f"{number_of(self._converted, 'document')} with {events}"
            lost = [f"{others} with {rejected}"] if self._rejected_others else []
        return f"{events} converted to version {self._version}, {' and '.join(lost) or 'none'} rejected"
