"""Helper processes: each validates one file, or part of a large one, at a time, and has a pipe of its own.

Nothing is shared between them, so that one can be ended at any moment and no other waits for it.
"""

from __future__ import annotations

import os
import signal
import warnings
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe, Process, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import TYPE_CHECKING, Any, Self

from sde_schema.catalog.engines import SlowEngineWarning
from sde_schema.cli.file_result import FileCheck, FileResult, Installment
from sde_schema.cli.main import admission
from sde_schema.ending import is_finished, undo_at_end
from sde_schema.errors import UnreadableError
from sde_schema.reading.file_parts import WHOLE, file_parts
from sde_schema.reading.sources import Source
from sde_schema.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.cli.file_checks import FileChecks
    from sde_schema.model import Placed
    from sde_schema.reading.file_parts import Part
    from sde_schema.reporting.selection import Candidates

_FILES_OF_ONE, _OTHER_FILES = 3, 16
"""So many files a process has open for each helper, and so many at most for everything else."""

_MOST_ON_WINDOWS, _MOST_WITHOUT_LIMIT = 60, 1_000
"""As many as can be waited for there; as many as are ever of use."""

_DIED = "the process that read it has died"

_AT_ONCE = 1_000
"""So many problems a helper hands over before it is done."""

_MOST_WAITING = 20_000
"""With more problems than so many that have to wait for those of files before, no more are taken over."""


@dataclass(slots=True)
class Task:
    """A part of an item, and what came of it; ``result`` stays None for what no helper is to do.

    ``waiting`` are installments that are not handed on yet, of all of them ``counted`` has the problems.
    """

    item: Any
    part: Part
    is_done: bool
    result: FileResult | None = None
    waiting: list[Installment] = field(default_factory=list)
    counted: Summary = field(default_factory=Summary)

    def take(self, installment: Installment) -> None:
        """Take over some of the problems."""
        self.waiting.append(installment)
        for placed in installment.problems:
            for problem in placed.problems:
                if problem.kind is not None and self.counted.count(problem.kind):
                    self.counted.note_first(problem.kind, problem)

    def handed_on(self) -> Iterator[tuple[Any, Part, Installment]]:
        """Yield the installments that wait."""
        some, self.waiting = self.waiting, []
        yield from ((self.item, self.part, each) for each in some)

    @property
    def held(self) -> int:
        """How many problems wait."""
        last = self.result.problems if self.result else []
        return sum(len(placed.problems) for some in (last, *(it.problems for it in self.waiting)) for placed in some)


class _Helper:
    """One process, and the task that it is at."""

    def __init__(self, checks: FileChecks) -> None:
        self.connection, theirs = Pipe()
        self.task: Task | None = None
        self.process = Process(target=_serve, args=(theirs, checks), daemon=True)
        with _interrupts_put_off():
            self.process.start()
        theirs.close()

    @property
    def is_free(self) -> bool:
        """Whether it can take a task."""
        return self.task is None and self.process.is_alive()

    def begin(self, task: Task, candidates: Candidates) -> None:
        """Hand over a file, and what is left of the quotas."""
        self.task = task
        with suppress(OSError):  # it has died just now: ``finish`` will see
            self.connection.send((task.item.name, task.part, candidates))

    def receive(self) -> bool:
        """Take over what the process has found; return whether it lives on."""
        task, lives = self.task, True
        try:
            found = self.connection.recv()
        except (EOFError, OSError):
            found, lives = FileResult(failure=_DIED), False
            if task is not None:
                found.summary = task.counted  # what was found before may be printed already
        if task is not None and isinstance(found, Installment):
            task.take(found)
        elif task is not None:
            task.result, task.is_done, self.task = found, True, None
        return lives

    def end(self) -> None:
        """End the process, whatever it is at."""
        self.process.terminate()
        self.process.join()
        self.connection.close()


@dataclass(slots=True, eq=False)
class Helpers:
    """At most so many helper processes, begun as they are needed; leaving the context ends them.

    ``checks`` says how each file is checked, ``is_for_helpers`` which items are files that a helper is to validate;
    ``candidates`` chooses the problems that may be printed.
    """

    jobs: int
    checks: FileChecks
    is_for_helpers: Callable[[Any], bool]
    candidates: Candidates
    _all: list[_Helper] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.jobs = min(self.jobs, _most_helpers())

    def __enter__(self) -> Self:
        undo_at_end(self, self._kill)
        return self

    def __exit__(self, *error: object) -> None:
        for helper in self._all:
            helper.end()
        is_finished(self)

    def _kill(self) -> None:
        """End all of them without waiting; one that is just begun ends with this process."""
        for helper in self._all:
            helper.process.kill()

    def results(self, items: Iterable[Any]) -> Iterator[tuple[Any, Part, Installment | FileResult | None]]:
        """Yield the items in their order, in parts, with what a helper found; None for what is left to the caller.

        Of one with many problems there are installments before.
        """
        coming = self._tasks(items)
        ahead: deque[Task] = deque()
        waiting: deque[Task] = deque()
        while True:
            for task in coming:
                ahead.append(task)
                if not task.is_done:
                    waiting.append(task)
                if len(ahead) > 2 * self.jobs:  # so many ahead that no process waits
                    break
            if not ahead:
                return
            self._hand_out(waiting)
            first = ahead[0]
            while not first.is_done:
                yield from first.handed_on()
                self._collect(first, are_many_waiting=sum(task.held for task in ahead) > _MOST_WAITING)
                self._hand_out(waiting)
            yield from first.handed_on()
            ahead.popleft()
            yield first.item, first.part, first.result

    def _tasks(self, items: Iterable[Any]) -> Iterator[Task]:
        for item in items:
            if not self.is_for_helpers(item):
                yield Task(item, WHOLE, is_done=True)
                continue
            try:
                for part in file_parts(item):
                    yield Task(item, part, is_done=False)
            except UnreadableError:
                yield Task(item, WHOLE, is_done=False)  # a helper will say why

    def _hand_out(self, waiting: deque[Task]) -> None:
        """Give what waits to helpers that are free, and to new ones as long as there may be more."""
        while waiting:
            helper = next((helper for helper in self._all if helper.is_free), None)
            if helper is not None:
                helper.begin(waiting.popleft(), self.candidates)
            elif len(self._all) == self.jobs:
                return
            else:
                self._begin_one(waiting)

    def _begin_one(self, waiting: deque[Task]) -> None:
        """Begin one more helper; where no more are possible, those that there are do the rest."""
        try:
            self._all.append(_Helper(self.checks))
        except OSError as error:
            self.jobs = max(len(self._all), 1)
            if not self._all:
                why = f"no process could be started to read it: {error.strerror or type(error).__name__}"
                task = waiting.popleft()
                task.result, task.is_done = FileResult(failure=why), True

    def _collect(self, first: Task, *, are_many_waiting: bool) -> None:
        """Wait for what helpers find, the one at the first task alone where much is waiting for that.

        A process that has died makes room for a new one.
        """
        asked = [helper for helper in self._all if helper.task is first or not are_many_waiting]
        by_connection: dict[object, _Helper] = {helper.connection: helper for helper in asked}
        for ready in wait([helper.connection for helper in asked]):
            helper = by_connection[ready]
            if not helper.receive():
                helper.end()
                self._all.remove(helper)


def _most_helpers() -> int:
    """Return how many helpers there may be: each has open files in this process and in those begun after it."""
    try:
        from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit
    except ImportError:
        return _MOST_ON_WINDOWS
    most = getrlimit(RLIMIT_NOFILE)[0]
    return max(1, (most - _OTHER_FILES) // _FILES_OF_ONE) if most != RLIM_INFINITY else _MOST_WITHOUT_LIMIT


@contextmanager
def _interrupts_put_off() -> Iterator[None]:
    """Put Ctrl-C off, also for a process begun meanwhile, which would else die of it with a traceback."""
    set_mask = getattr(signal, "pthread_sigmask", None)  # None on Windows
    if set_mask is None:
        yield
        return
    before = set_mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        set_mask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, checks: FileChecks) -> None:
    """Validate file after file, until the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    Thread(target=_end_with_parent, daemon=True).start()
    warnings.simplefilter("ignore", SlowEngineWarning)  # the parent has said so
    with suppress(EOFError, OSError, MemoryError):  # nobody is there any more, or nothing can be said
        while True:
            name, part, candidates = connection.recv()
            connection.send(_checked(checks, Source(name), part, candidates, connection.send))


def _end_with_parent() -> None:
    """End this process when its parent is gone, even by a signal that lets it end nothing."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _checked(
    checks: FileChecks, source: Source, part: Part, candidates: Candidates, send: Callable[[Installment], object]
) -> FileResult:
    """Return what was found in a part of a file, with those problems that were not sent before."""
    problems: list[Placed] = []
    number = 0

    def take(placed: Placed) -> None:
        nonlocal number
        problems.append(placed)
        number += len(placed.problems)
        if number >= _AT_ONCE:
            send(Installment(problems, check.result.summary.events > 0))
            problems.clear()
            number = 0

    try:
        check = FileCheck(checks.of(source.name), source, candidates, take)
        result = check.run() if part == WHOLE else check.run_part(part)
    except Exception as error:  # noqa: BLE001 - a defect at one file must not stop the others
        return FileResult(failure="\n".join(admission(error)))
    result.problems = problems
    return result
