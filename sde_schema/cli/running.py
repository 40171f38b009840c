"""Sources through the validator to the reports, one after the other or several at a time."""

from __future__ import annotations

from os.path import abspath
from typing import TYPE_CHECKING, TypeAlias

from sde_schema import catalog
from sde_schema.cli.file_result import FileCheck, FileResult, Installment
from sde_schema.cli.main import complain
from sde_schema.cli.parameters import processors
from sde_schema.cli.progress import Progress
from sde_schema.codes import NOTHING_TO_VALIDATE
from sde_schema.model import Kind, Placed, Problem
from sde_schema.reading.file_parts import PART, WHOLE, Part
from sde_schema.reading.inputs import MAGIC
from sde_schema.reading.sources import STANDARD_INPUT, Missing, Nothing, Source
from sde_schema.reporting.lines import number_of
from sde_schema.reporting.selection import Candidates
from sde_schema.summary import Summary, Unchecked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.cli.file_checks import FileChecks
    from sde_schema.reporting import Report

    Item: TypeAlias = Source | Nothing | Missing


_WORTH_PROCESSES = 32 * 1024 * 1024
"""From so many bytes on, other processes take less time than they cost."""


class Run:
    """One run over many sources: counts, reports, and remembers what could not be done.

    ``jobs`` is the number of processes, None for as many as pay.
    """

    def __init__(self, checks: FileChecks, reports: list[Report], *, jobs: int | None) -> None:
        self.summary = Summary()
        self.failed = False
        self._of_other_versions: list[tuple[str, frozenset[str]]] = []
        self._checks = checks
        self._checked: set[str] = set()
        self._used: set[int] = set()
        self._reports = reports
        self._candidates = Candidates(report.quota for report in reports)
        self._jobs = jobs
        self._at: FileResult | None = None
        self._waiting: list[Placed] = []
        self._progress = Progress((), self._found)

    def all(self, found: Iterable[Item]) -> None:
        """Validate all sources, in their order; then look for ignores that none of them needs."""
        items = [*found]
        jobs = self._jobs or _jobs_for(items)
        with Progress(items, self._found) as self._progress:
            if jobs > 1:
                self._in_parallel(items, jobs)
            else:
                for item in items:
                    self._one(item)
        if self._checks.configuration.ignores:
            self._needless_ignores()

    def note(self) -> str | None:
        """Return that the errors of some files are types which another version allows, None where there are none."""
        if not self._of_other_versions:
            return None
        name, versions = self._of_other_versions[0]
        others = sum(other & versions != frozenset() for _, other in self._of_other_versions[1:])
        files = f"{name} and {others:,} more" if others else name
        newest = max(versions, key=catalog.versions().index)
        checked = self._checks.of(name).checks.version
        return (
            f"{files}: every error is a type that version {checked} does not allow, such as a string"
            f" for a number; these are the types of version {newest}, which accepts them: use --schema-version {newest}"
        )

    def _one(self, item: Item) -> None:
        if isinstance(item, Source):
            self._source(item)
        else:
            self._no_source(item)

    def _no_source(self, item: Nothing | Missing) -> None:
        if isinstance(item, Missing):
            self._fail(item.name, item.why)
            self._end_of_file(item.name, Summary(), item.why)
            return
        what = "This folder has no file to check." if item.is_folder else "No file matches."
        hint = "Check whether the path is right; files and folders whose names begin with a dot are not checked."
        kind = Kind(NOTHING_TO_VALIDATE, "error", what, "")
        self._problems_of(item.name, [Problem(kind.code, kind.severity, what, hint, file=item.name, kind=kind)])

    def _needless_ignores(self) -> None:
        """Report the ignores that no checked file needs, at the configuration file."""
        from sde_schema.configuration.unused import is_needless, problem_of

        configuration = self._checks.configuration
        needless = [it for it in configuration.ignores if is_needless(it, configuration, self._used, self._checked)]
        if needless and configuration.file is not None:
            self._problems_of(configuration.file, [problem_of(ignore, configuration) for ignore in needless])

    def _problems_of(self, name: str, problems: list[Problem]) -> None:
        """Count and report problems of what no document is: a path, or the configuration file."""
        counted = Summary()
        for problem in problems:
            if problem.kind is not None and counted.count(problem.kind):
                counted.note_first(problem.kind, problem)
        self.summary.add(counted)
        self._print(Placed(problems))
        self._end_of_file(name, counted, None)

    def _source(self, source: Source) -> None:
        check = FileCheck(self._checks.of(source.shown), source, self._candidates, self._print)
        self._at = check.result
        result = check.run(self._progress.advance)
        self._at = None
        self._result(source.shown, result)

    def _found(self) -> str:
        """Return how many events and problems there are so far, in words."""
        known = [self.summary, *([self._at.summary] if self._at else [])]
        events, problems = sum(each.events for each in known), sum(each.errors + each.warnings for each in known)
        return f"{number_of(events, 'event')}, {number_of(problems, 'problem')}"

    def _in_parallel(self, items: list[Item], jobs: int) -> None:
        from sde_schema.cli.workers import Helpers

        if self._jobs and any(_is_large_gzip(item) for item in items) and len(items) < jobs:
            complain("note: a gzip file cannot be split, so each is checked by one process")
        with Helpers(jobs, self._checks, _is_file, self._candidates) as helpers:
            for item, part, found in helpers.results(items):
                if found is None:
                    self._one(item)
                elif isinstance(found, Installment):
                    self._installment(item, part, found)
                elif part == WHOLE:
                    self._use_up(item.name, found.problems)
                    self._result(item.name, found)
                    self._progress.advance(_size(item))
                else:
                    self._part(item, part, found)

    def _installment(self, item: Source, part: Part, found: Installment) -> None:
        """Report some of what was found in a part of a file; it waits as long as the first one has no event."""
        if part.begin == 0:
            self._waiting += found.problems
            if part == WHOLE or found.has_events:
                self._print_waiting(item)
        elif self._at is not None and self._at.failure is None:
            self._use_up_and_print(item, found.problems)

    def _print_waiting(self, item: Source) -> None:
        some, self._waiting = self._waiting, []
        self._use_up_and_print(item, some)

    def _use_up_and_print(self, item: Source, some: list[Placed]) -> None:
        self._use_up(item.name, some)
        for placed in some:
            self._print(placed)

    def _part(self, item: Source, part: Part, result: FileResult) -> None:
        """Report what was found in a part of a file.

        If there is no event in the first one, the whole file is checked here: what is said of a file without events
        depends on all of its documents.
        """
        self._progress.advance((part.end or _size(item)) - part.begin)
        if part.begin == 0:
            self._at = FileResult() if result.summary.events or result.failure else None
            if self._at is None:
                self._waiting = []
                self._source(item)
            else:
                self._print_waiting(item)
        if self._at is None:
            return
        if self._at.failure is None:
            self._at.add(result)
            self._use_up_and_print(item, result.problems)
        if part.end is None:
            whole, self._at = self._at, None
            self._result(item.name, whole)

    def _use_up(self, name: str, found: list[Placed]) -> None:
        """Take what a helper has found from the quotas, so that the next ones need not describe more."""
        self._candidates.begin(name)
        for placed in found:
            for problem in placed.problems:
                if problem.kind is not None:
                    self._candidates.choice(problem.kind)

    def _result(self, name: str, result: FileResult) -> None:
        self.summary.add(result.summary)
        if result.other_versions:
            self._of_other_versions.append((name, result.other_versions))
        self._used |= result.used
        for placed in result.problems:
            self._print(placed)
        if result.failure is not None:
            self._fail(name, result.failure)
        elif self._checks.configuration.ignores:
            self._checked.add(abspath(name))  # noqa: PTH100 - links stay what they are
        self._end_of_file(name, result.summary, result.failure)

    def _print(self, placed: Placed) -> None:
        self._progress.clear()
        for report in self._reports:
            report.placed(placed)

    def _end_of_file(self, name: str, counted: Summary, failure: str | None) -> None:
        first = None if failure is None else failure.partition("\n")[0]
        for report in self._reports:
            report.file(name, counted, first)

    def _fail(self, name: str, why: str) -> None:
        self.failed = True
        first, *lines = why.splitlines()
        self.summary.unchecked.append(Unchecked(name, first))
        complain(f"{name}: {first}", *lines)


def _jobs_for(items: Iterable[Item]) -> int:
    """Return how many processes pay for some sources: one unless there is much to read."""
    sizes = (_size(item) for item in items if _is_file(item))
    return processors() if sum(sizes) >= _WORTH_PROCESSES else 1


def _is_large_gzip(item: Item) -> bool:
    if not isinstance(item, Source) or _size(item) < PART:
        return False
    try:
        with item.open() as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def _size(item: Item) -> int:
    """Return the size of a source in bytes, 0 where it is not known."""
    try:
        return (item.size or 0) if isinstance(item, Source) else 0
    except OSError:
        return 0


def _is_file(item: Item) -> bool:
    """Return whether a helper process can read an item."""
    return isinstance(item, Source) and item.name != STANDARD_INPUT
