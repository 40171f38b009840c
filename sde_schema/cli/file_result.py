"""One source through the validator: what is counted, and the problems that may be printed."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sde_schema.errors import UnreadableError
from sde_schema.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sde_schema.checking.outcome import Outcome
    from sde_schema.checking.problems import Describer
    from sde_schema.cli.file_checks import HowToCheck
    from sde_schema.findings import Finding
    from sde_schema.model import Kind, Problem
    from sde_schema.reading.file_parts import Part
    from sde_schema.reading.sources import Source
    from sde_schema.reporting.selection import Candidates


@dataclass(slots=True)
class FileResult:
    """What was found in one file; ``failure`` says why it could not be read.

    ``problems`` are those that a report may print. ``other_versions`` are those in which none of its errors would be
    there, None where it has no errors. ``used`` are the numbers of the ignores that it needs.
    """

    summary: Summary = field(default_factory=Summary)
    problems: list[Problem] = field(default_factory=list)
    failure: str | None = None
    other_versions: frozenset[str] | None = None
    used: set[int] = field(default_factory=set)

    def add(self, other: FileResult) -> None:
        """Add what was counted in the next part of the file, but for the problems."""
        self.summary.add(other.summary, of_same_file=True)
        self.failure = self.failure or other.failure
        self.used |= other.used
        if self.other_versions is None:
            self.other_versions = other.other_versions
        elif other.other_versions is not None:
            self.other_versions &= other.other_versions


class _Known(NamedTuple):
    """What is known of some findings: their kinds, how many can be fixed, and whether there is a document then."""

    findings: tuple[Finding, ...]
    kinds: list[Kind]
    fixable: int
    has_document: bool


_MOST_KNOWN = 500


class FileCheck:
    """Validates one source; ``report`` takes the problems that a report may print, document by document."""

    def __init__(
        self, how: HowToCheck, source: Source, candidates: Candidates, report: Callable[[list[Problem]], object]
    ) -> None:
        self._checks, self._treatment = how
        self._source = source
        self._candidates = candidates
        self._report = report
        self._has_document = False
        self._known: dict[int, _Known] = {}
        self.result = FileResult()

    def run_part(self, part: Part) -> FileResult:
        """Return what was counted in a part of the source; that there are no events at all is not seen."""
        self.result.summary.most_kinds = math.inf
        return self._run(self._checks.part(self._source, part))

    def run(self, advance: Callable[[int], None] | None = None) -> FileResult:
        """Return what was counted; ``advance`` is called with the number of bytes each time some are read."""
        return self._run(self._checks.source(self._source, advance))

    def _run(self, outcomes: Iterable[Outcome]) -> FileResult:
        opened = False
        self._candidates.begin(self._source.shown)
        try:
            for outcome in outcomes:
                opened = True
                self.result.summary.events += outcome.events
                treated, used = self._treatment.treated(outcome)
                self.result.used |= used
                self.result.summary.ignored += len(outcome.findings) - len(treated.findings)
                if treated.findings:
                    self._take(treated)
                else:
                    self._has_document = True
        except UnreadableError as error:
            self.result.failure = error.strerror
        except MemoryError:
            self.result.failure = "there is not enough memory to check it"
        finally:
            self.result.summary.files += opened
            self.result.summary.fixable *= self._has_document
        return self.result

    def _take(self, outcome: Outcome) -> None:
        """Count the problems of a document, and report those that may be printed."""
        summary, describer = self.result.summary, self._describer
        known = self._known_of(outcome)
        kinds = known.kinds
        firsts: set[int] = set()
        printed: set[int] = set()
        framed: set[int] = set()
        for number, kind in enumerate(kinds):
            if summary.count(kind):
                firsts.add(number)
            choice = self._candidates.choice(kind)
            if choice.is_printed:
                printed.add(number)
            if choice.is_framed:
                framed.add(number)
        problems = describer.numbered(outcome, firsts | printed, kinds, framed)
        for number, problem in problems:
            if number in firsts and problem.kind:
                summary.note_first(problem.kind, problem)
        self._has_document = self._has_document or known.has_document
        summary.fixable += known.fixable
        if printed:  # else a progress bar would be taken away for nothing
            self._report([problem for number, problem in problems if number in printed])

    def _known_of(self, outcome: Outcome) -> _Known:
        """Return what is known of the findings of a document; of findings that come again that is not asked again."""
        known = self._known.get(id(outcome.findings))
        if known is None:
            self._note_versions(outcome)
            known = _Known(outcome.findings, self._describer.kinds(outcome), *self._how_fixable(outcome))
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[id(outcome.findings)] = known
        return known

    def _how_fixable(self, outcome: Outcome) -> tuple[int, bool]:
        """Return how many findings can be fixed, and whether that leaves a document."""
        if not self._can_be_fixed:
            return 0, False
        from sde_schema.fixing.edits import fixable, has_document

        return fixable(outcome, self._describer.context(outcome)), has_document(outcome)

    @cached_property
    def _describer(self) -> Describer:
        return self._checks.describer(self._source.shown)

    @cached_property
    def _can_be_fixed(self) -> bool:
        from sde_schema.fixing.files import why_not

        try:
            return why_not(self._source) is None
        except UnreadableError:
            return False

    def _note_versions(self, outcome: Outcome) -> None:
        known = self.result.other_versions
        if known != frozenset() and outcome.has_errors:
            others = self._checks.other_versions(outcome)
            self.result.other_versions = others if known is None else known & others
