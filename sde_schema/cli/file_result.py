"""One source through the validator: what is counted, and the problems that may be printed."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sde_schema.errors import UnreadableError
from sde_schema.model import FINDINGS_KNOWN, LONGEST_KNOWN, MOST_KNOWN, Placed
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
    from sde_schema.reporting.selection import Candidates, Choice
    from sde_schema.summary import Tally


_AT_ONCE = 1_000
"""So many problems of a document are reported at once, so that no more are held."""


@dataclass(slots=True)
class FileResult:
    """What was found in one file; ``failure`` says why it could not be read.

    ``problems`` are those that a report may print. ``other_versions`` are those in which none of its errors would be
    there, None where it has no errors. ``used`` are the numbers of the ignores that it needs.
    """

    summary: Summary = field(default_factory=Summary)
    problems: list[Placed] = field(default_factory=list)
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


class Installment(NamedTuple):
    """Some of the problems in a part of a file, before all of it is checked, and whether it has events so far."""

    problems: list[Placed]
    has_events: bool


@dataclass(slots=True)
class _Known:
    """What is known of the findings of a text, which may come again: what they add, and what reports print of them.

    ``findings`` are those before their treatment, ``choice`` is the one for all further problems of these kinds.
    ``problems`` are those of the text where it began on a line, once they are to be printed again.
    """

    findings: tuple[Finding, ...]
    treated: Outcome
    kinds: list[Kind]
    fixable: int
    tally: Tally | None = None
    choice: Choice | None = None
    problems: list[Problem] | None = None


class FileCheck:
    """Validates one source; ``report`` takes the problems that a report may print, document by document."""

    def __init__(
        self, how: HowToCheck, source: Source, candidates: Candidates, report: Callable[[Placed], object]
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
                if outcome.findings:
                    self._take(outcome)
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
        again = self._known.get(id(outcome.findings))
        known = again or self._known_of(outcome)
        summary = self.result.summary
        summary.ignored += len(known.findings) - len(known.kinds)
        summary.fixable += known.fixable
        if known.tally is None or known.choice is None:
            self._count(known, known.treated._replace(text=outcome.text) if again else known.treated)
            if again:
                known.tally, known.choice = summary.tally(known.kinds), self._candidates.last_choice(known.kinds)
            return
        summary.count_again(known.tally)
        if known.choice.is_printed and known.kinds:
            self._report(self._again(known, outcome))

    def _count(self, known: _Known, outcome: Outcome) -> None:
        """Count the problems of a document one by one, and report those that may be printed."""
        summary, kinds = self.result.summary, known.kinds
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
        some: list[Problem] = []
        for number, problem in self._describer.numbered(outcome, firsts | printed, kinds, framed):
            if number in firsts and problem.kind:
                summary.note_first(problem.kind, problem)
            if number in printed:
                some.append(problem)
            if len(some) == _AT_ONCE:
                self._report(Placed(some))
                some = []
        if some:  # else a progress bar would be taken away for nothing
            self._report(Placed(some))

    def _again(self, known: _Known, outcome: Outcome) -> Placed:
        """Return the problems of a text that was seen before."""
        first, now = known.treated.text, outcome.text
        if known.problems is None:
            described = self._describer.numbered(known.treated, range(len(known.kinds)), known.kinds, ())
            known.problems = [problem for _, problem in described]
        return Placed(known.problems, now.first_line - first.first_line if first and now else 0)

    def _known_of(self, outcome: Outcome) -> _Known:
        """Return what there is to know of the findings of a document; it is kept if they are few."""
        treated, used = self._treatment.treated(outcome)
        self.result.used |= used
        kinds, fixable, has_document = [], 0, True
        if treated.findings:
            self._note_versions(treated)
            kinds = self._describer.kinds(treated)
            fixable, has_document = self._how_fixable(treated)
        self._has_document = self._has_document or has_document
        known = _Known(outcome.findings, treated, kinds, fixable)
        if _may_come_again(outcome):
            if len(self._known) >= MOST_KNOWN:
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


def _may_come_again(outcome: Outcome) -> bool:
    """Return whether a text is so short, and has so few findings, that they are known if it comes again."""
    written = outcome.text.written if outcome.text else ""
    return 0 < len(written) <= LONGEST_KNOWN and len(outcome.findings) <= FINDINGS_KNOWN
