"""How a process ends on Ctrl-C and other signals: at once, with nothing left behind that was begun.

No exception does that: it may come in an import or while an object is freed, where Python prints it and goes on.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress

TYPE_CHECKING = False  # as typing has it, whose import would put the answer to signals off
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SIGNALED = 128
"""The status of a program that a signal has ended is this and the number of the signal."""

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Signals by which a user, a CI system or a closed terminal ends a program."""

_PATIENCE = 1
"""Seconds that whatever reads the output has for the rest of it."""

_begun: dict[object, Callable[[], object]] = {}
"""What to do about what is begun and not finished, by what that is."""


def undo_at_end(begun: object, undo: Callable[[], object]) -> None:
    """Undo something that is begun now if a signal ends the process, until ``is_finished`` says that it is not."""
    _begun[begun] = undo


def is_finished(begun: object) -> None:
    """Leave something as it is from now on."""
    _begun.pop(begun, None)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """End this process when a signal comes, unless it is ignored or handled already."""
    ours = os.getpid()

    def end(number: int, _: object) -> None:
        if os.getpid() == ours:  # a helper process has nothing to clean up
            _clean_up(_SIGNALED + number)
        os._exit(_SIGNALED + number)

    handled = [number for number in _ENDING if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler)]
    for number in handled:
        signal.signal(number, end)
    yield
    for number in handled:  # what is left to do is Python's
        signal.signal(number, signal.SIG_DFL)


def _clean_up(status: int) -> None:
    """Undo all that is begun, and hand on the output; another signal, or a reader that waits, ends that."""
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN)
    for undo in list(_begun.values()):
        with suppress(Exception):
            undo()
    alarm = getattr(signal, "SIGALRM", None)  # None on Windows
    for number in (*_ENDING, *([alarm] if alarm else [])):
        signal.signal(number, lambda *_: os._exit(status))
    if alarm:
        signal.alarm(_PATIENCE)
    with suppress(Exception):  # such as a pipe that is closed, or output that the signal has interrupted
        sys.stdout.flush()
