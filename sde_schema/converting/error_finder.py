"""What is wrong with documents and events that were converted, as problems of the file that was read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sde_schema.converting.drafts import SHORT
from sde_schema.model import Problem, pointer
from sde_schema.reading.events import EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.checking.checks import Checks
    from sde_schema.checking.outcome import Outcome
    from sde_schema.checking.problems import Describer
    from sde_schema.findings import Finding
    from sde_schema.model import Path

FIRST_EVENT: Path = (EVENTS, 0)
"""Where an event is that is alone in a document."""

_MOST_KNOWN, _LONGEST_KNOWN, _MOST_ERRORS = 500, 2_000, 10
"""Of so many documents it is kept what is wrong with them, of none that is longer or has more errors."""

_AT_ONCE = 1_000
"""So many problems of a document are described at once."""


class Error(NamedTuple):
    """What is wrong with a value: a finding about the value alone, and a problem of the file."""

    finding: Finding
    problem: Problem


class ValueLocation(NamedTuple):
    """The line of a value in its file; of an event its path in its document, of a document None."""

    line: int
    event: Path | None = None


@dataclass(frozen=True, slots=True)
class _FoundAgain:
    """Errors that are found each time they are asked for."""

    find: Callable[[], Iterator[Error]]

    def __iter__(self) -> Iterator[Error]:
        return self.find()


@dataclass(frozen=True, slots=True)
class Problems:
    """The problems of some errors, after those of values that have become null."""

    nulled: tuple[Problem, ...]
    errors: Iterable[Error]

    def __iter__(self) -> Iterator[Problem]:
        yield from self.nulled
        yield from (error.problem for error in self.errors)


class ErrorFinder:
    """Finds what is wrong with documents, or with events alone; ``file`` is how problems call the file."""

    def __init__(self, checks: Checks, file: str | None) -> None:
        self._checks = checks
        self._file = file
        self._known: dict[bytes, list[tuple[Finding, Problem]]] = {}

    def errors(self, data: bytes, location: ValueLocation) -> Iterable[Error]:
        """Return what is wrong with a document, or with the only event of one."""
        find = partial(self._errors, data, location)
        return [*find()] if len(data) <= SHORT else _FoundAgain(find)

    def errors_of_events(self, events: Iterable[tuple[bytes, ValueLocation]]) -> Iterator[Iterable[Error]]:
        """Yield for each of some events what is wrong with it."""
        for some in _together(events):
            is_large = len(some) == 1 and len(some[0][0]) > SHORT
            together = None if is_large else self._errors_together(some)
            yield from together or (self.errors(document_of(event), location) for event, location in some)

    def _errors(self, data: bytes, location: ValueLocation) -> Iterator[Error]:
        for finding, problem in self._found(data):
            yield Error(finding, self._placed(problem, location, 0))

    def _errors_together(self, events: list[tuple[bytes, ValueLocation]]) -> list[list[Error]] | None:
        """Return what is wrong with each of some events, None where something is wrong with them as a document."""
        errors: list[list[Error]] = [[] for _ in events]
        for finding, problem in self._found(document_of(b",".join([event for event, _ in events]))):
            if finding.path[:1] != (EVENTS,) or len(finding.path) < len(FIRST_EVENT):
                return None
            number = int(finding.path[1])
            alone = finding._replace(path=(*FIRST_EVENT, *finding.path[2:]))
            errors[number].append(Error(alone, self._placed(problem, events[number][1], number)))
        return errors

    def _found(self, data: bytes) -> Iterable[tuple[Finding, Problem]]:
        """Return what is wrong with a document; of short ones that come again it is known."""
        if len(data) > _LONGEST_KNOWN:
            return self._found_anew(data)
        known = self._known.get(data)
        if known is None:
            known = [*self._found_anew(data)]
            if len(known) <= _MOST_ERRORS:
                if len(self._known) >= _MOST_KNOWN:
                    self._known.clear()
                self._known[data] = known
        return known

    def _found_anew(self, data: bytes) -> Iterator[tuple[Finding, Problem]]:
        describer = self._checks.describer(self._file)
        for outcome in self._checks.data(data, "json"):
            numbers = [number for number, severity in enumerate(outcome.severities) if severity == "error"]
            for number, problem in _described(describer, outcome, numbers):
                yield outcome.findings[number], problem

    def _placed(self, problem: Problem, location: ValueLocation, number: int) -> Problem:
        """Return a problem as one of the file that was read; its kind is the same wherever the event is."""
        where, kind = problem.pointer, problem.kind
        if location.event is not None:
            where = pointer(location.event) + where.removeprefix(pointer((EVENTS, number)))
            kind = kind and kind._replace(pointer=kind.pointer.removeprefix(pointer((EVENTS,))))
        return replace(problem, file=self._file, line=location.line, column=None, pointer=where, kind=kind)


def _described(describer: Describer, outcome: Outcome, numbers: list[int]) -> Iterator[tuple[int, Problem]]:
    """Yield the problems of some findings in the order of the file, few at a time where that is their order already."""
    kinds = describer.kinds(outcome)
    at_once = len(numbers) if any(finding.span for finding in outcome.findings) else _AT_ONCE
    for begin in range(0, len(numbers), max(at_once, 1)):
        yield from describer.numbered(outcome, numbers[begin : begin + at_once], kinds)


def document_of(events: bytes) -> bytes:
    """Return the text of an object of events, given theirs."""
    return b'{"events":[%s]}' % events


def _together(events: Iterable[tuple[bytes, ValueLocation]]) -> Iterator[list[tuple[bytes, ValueLocation]]]:
    """Yield events that are few enough for what is wrong with them to be held."""
    some: list[tuple[bytes, ValueLocation]] = []
    size = 0
    for event in events:
        size += len(event[0])
        if some and size > SHORT:
            yield some
            some, size = [], len(event[0])
        some.append(event)
    if some:
        yield some
