"""Sources through the validator to the reports, one after the other or several at a time."""

from __future__ import annotations

import signal
import warnings
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from sde_schema.checking.engines import SlowEngineWarning
from sde_schema.checking.validator import Validator
from sde_schema.cli.main import complain
from sde_schema.cli.progress import Progress
from sde_schema.model import Problem, Summary
from sde_schema.reading.sources import STANDARD_INPUT, Missing, Nothing, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.pool import AsyncResult
    from multiprocessing.pool import Pool as _Pool

    from sde_schema.checking.faults import Outcome
    from sde_schema.reporting import Report

    Item: TypeAlias = Source | Nothing | Missing
    _Result: TypeAlias = "AsyncResult[_FileResult]"

_NOTHING = "SDE104"


@dataclass(slots=True)
class _FileResult:
    """What a helper process found in one file; ``failure`` says why it could not be read."""

    summary: Summary = field(default_factory=Summary)
    problems: list[Problem] = field(default_factory=list)
    failure: str | None = None


class Run:
    """One run over many sources: counts, reports, and remembers what could not be done."""

    def __init__(self, validator: Validator, options: dict[str, Any], reports: list[Report], *, jobs: int) -> None:
        self.summary = Summary()
        self.failed = False
        self._validator = validator
        self._options = options
        self._reports = reports
        self._jobs = jobs

    def all(self, found: Iterable[Item]) -> None:
        """Judge all sources, in their order."""
        if self._jobs > 1:
            self._in_parallel(found)
            return
        for item in found:
            if isinstance(item, Source):
                self._source(item)
            else:
                self._no_source(item)

    def _room(self) -> float:
        return max((report.room for report in self._reports), default=0)

    def _no_source(self, item: Nothing | Missing) -> None:
        if isinstance(item, Missing):
            self._fail(item.name, item.why)
            return
        what = "This folder holds no file to check." if item.is_folder else "No file matches."
        self.summary.count(_NOTHING, "error")
        hint = "See whether the path is right; files and folders whose names begin with a dot are left out."
        self._tell([Problem(_NOTHING, "error", what, hint, file=item.name)])

    def _source(self, source: Source) -> None:
        with Progress(source) as progress:

            def tell(problems: list[Problem]) -> None:
                progress.clear()
                self._tell(problems)

            checked = self._validator.check(source, progress.advance)
            failure = _judge(checked, self.summary, self._room, tell)
        if failure is not None:
            self._fail(source.name, failure)

    def _in_parallel(self, found: Iterable[Item]) -> None:
        from multiprocessing import Pool

        arguments = (self._validator.version, self._options)
        with Pool(self._jobs, initializer=_begin, initargs=arguments) as pool:  # leaving it ends the processes
            for item, result in self._ahead(pool, found):
                if result is not None:
                    self._result(item.name, result.get())
                elif isinstance(item, Source):
                    self._source(item)
                else:
                    self._no_source(item)

    def _ahead(self, pool: _Pool, found: Iterable[Item]) -> Iterator[tuple[Item, _Result | None]]:
        """Yield sources with their results to come, so many files ahead that no process waits."""
        waiting: deque[tuple[Item, _Result | None]] = deque()
        for item in found:
            is_file = isinstance(item, Source) and item.name != STANDARD_INPUT
            waiting.append((item, pool.apply_async(_check, (item.name, self._room())) if is_file else None))
            if len(waiting) > 2 * self._jobs:
                yield waiting.popleft()
        yield from waiting

    def _result(self, name: str, result: _FileResult) -> None:
        self.summary.add(result.summary)
        self._tell(result.problems)
        if result.failure is not None:
            self._fail(name, result.failure)

    def _tell(self, problems: list[Problem]) -> None:
        for problem in problems:
            for report in self._reports:
                report.problem(problem)

    def _fail(self, name: str, why: str) -> None:
        self.failed = True
        complain(f"{name}: {why}")


def _judge(
    checked: Iterator[Outcome],
    summary: Summary,
    room: Callable[[], float],
    tell: Callable[[list[Problem]], None],
) -> str | None:
    """Count what is found in one source and tell it as long as there is room.

    Return why the source could not be read to its end, or None.
    """
    opened = False
    try:
        for outcome in checked:
            opened = True
            summary.events += outcome.events
            for code, severity in outcome.found:
                summary.count(code, severity)
            if outcome.found and room() > 0:
                tell(outcome.tell())
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        return error.strerror or type(error).__name__
    finally:
        summary.files += opened
    return None


_process: dict[str, Validator] = {}
"""The validator of a helper process."""


def _begin(version: str, options: dict[str, Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    warnings.simplefilter("ignore", SlowEngineWarning)  # the parent has said so
    _process["validator"] = Validator(version, **options)


def _check(name: str, room: float) -> _FileResult:
    """Judge one file in a helper process."""
    result = _FileResult()
    checked = _process["validator"].check(Source(name))
    result.failure = _judge(checked, result.summary, lambda: room - len(result.problems), result.problems.extend)
    return result
