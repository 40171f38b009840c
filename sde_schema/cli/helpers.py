"""Helper processes: each judges one file at a time, and has a pipe of its own.

Nothing is shared between them, so that one can be ended at any moment and no other waits for it.
"""

from __future__ import annotations

import signal
import warnings
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Self

from sde_schema.checking.engines import SlowEngineWarning
from sde_schema.checking.validator import Validator
from sde_schema.cli.judging import FileResult, judge_file
from sde_schema.cli.main import admission
from sde_schema.reading.sources import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_DIED = "the process that read it has died"


@dataclass(slots=True)
class _Task:
    """An item, and what came of it; ``result`` stays None for what no helper is to do."""

    item: Any
    is_done: bool
    result: FileResult | None = None


class _Helper:
    """One process, and the task that it is at."""

    def __init__(self, version: str, options: dict[str, Any]) -> None:
        self.connection, theirs = Pipe()
        self.task: _Task | None = None
        self.process = Process(target=_serve, args=(theirs, version, options), daemon=True)
        self.process.start()
        theirs.close()

    def begin(self, task: _Task, room: float) -> None:
        """Hand over a file, of whose problems as many are wanted as there is room for."""
        self.task = task
        self.connection.send((task.item.name, room))

    def finish(self) -> bool:
        """Take over the result of the task; return whether the process lives on."""
        task, self.task = self.task, None
        lives = True
        try:
            result = self.connection.recv()
        except (EOFError, OSError):
            result, lives = FileResult(failure=_DIED), False
        if task is not None:
            task.result, task.is_done = result, True
        return lives

    def end(self) -> None:
        """End the process, whatever it is at."""
        self.process.terminate()
        self.process.join()
        self.connection.close()


@dataclass(slots=True)
class Helpers:
    """So many helper processes; leaving the context ends them.

    ``is_for_helpers`` tells which items are files that a helper is to judge; ``room`` how many problems
    are still wanted.
    """

    jobs: int
    version: str
    options: dict[str, Any]
    is_for_helpers: Callable[[Any], bool]
    room: Callable[[], float]
    _all: list[_Helper] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._all = [_Helper(self.version, self.options) for _ in range(self.jobs)]
        return self

    def __exit__(self, *error: object) -> None:
        for helper in self._all:
            helper.end()

    def results(self, items: Iterable[Any]) -> Iterator[tuple[Any, FileResult | None]]:
        """Yield the items in their order, each with what a helper found; None for what is left to the caller."""
        coming = iter(items)
        ahead: deque[_Task] = deque()
        waiting: deque[_Task] = deque()
        while True:
            for item in coming:
                task = _Task(item, is_done=not self.is_for_helpers(item))
                ahead.append(task)
                if not task.is_done:
                    waiting.append(task)
                if len(ahead) > 2 * self.jobs:  # so many ahead that no process waits
                    break
            if not ahead:
                return
            self._hand_out(waiting)
            while not ahead[0].is_done:
                self._collect()
                self._hand_out(waiting)
            first = ahead.popleft()
            yield first.item, first.result

    def _hand_out(self, waiting: deque[_Task]) -> None:
        for helper in self._all:
            if waiting and helper.task is None:
                helper.begin(waiting.popleft(), self.room())

    def _collect(self) -> None:
        """Wait for results; a process that has died makes place for a new one."""
        busy = {helper.connection: index for index, helper in enumerate(self._all) if helper.task}
        for ready in wait(list(busy)):
            index = busy[ready]  # type: ignore[index] # what is waited for are connections
            if not self._all[index].finish():
                self._all[index].end()
                self._all[index] = _Helper(self.version, self.options)


def _serve(connection: Connection, version: str, options: dict[str, Any]) -> None:
    """Judge file after file, until the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    warnings.simplefilter("ignore", SlowEngineWarning)  # the parent has said so
    validator = Validator(version, **options)
    with suppress(EOFError, OSError):  # nobody is there any more
        while True:
            name, room = connection.recv()
            connection.send(_judged(validator, Source(name), room))


def _judged(validator: Validator, source: Source, room: float) -> FileResult:
    try:
        return judge_file(validator, source, room)
    except Exception as error:  # noqa: BLE001 - a defect at one file must not stop the others
        return FileResult(failure="\n".join(admission(error)))
