"""How a signal ends the process: what is begun is undone, what is printed is handed on, and the status says why."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from sde_schema.cli import validate_command
from sde_schema.ending import ended_by_signals, is_finished, undo_at_end
from tests.support.program import GOOD, on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.program import Program

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="signals of POSIX"),
    pytest.mark.usefixtures("hangups_end"),
]
ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@pytest.fixture(autouse=True)
def _handlers_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def exit_(status: int) -> None:
        raise SystemExit(status)

    monkeypatch.setattr(os, "_exit", exit_)
    before = {number: signal.getsignal(number) for number in (*ENDING, signal.SIGALRM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.alarm(0)
    for number, handler in before.items():
        signal.signal(number, handler)


def ended_by(number: int) -> int:
    """Send a signal to this process; return the status with which it would end."""
    with pytest.raises(SystemExit) as end:
        signal.raise_signal(number)
    return int(str(end.value.code))


@pytest.mark.parametrize("number", ENDING)
def test_what_is_begun_is_undone_once(number: signal.Signals) -> None:
    undone: list[str] = []

    def fails() -> None:
        undone.append("failing")
        raise OSError

    with ended_by_signals():
        undo_at_end("failing", fails)
        undo_at_end("begun", lambda: undone.append("begun"))
        undo_at_end("finished", lambda: undone.append("finished"))
        is_finished("finished")
        try:
            assert ended_by(number) == 128 + number
            assert undone == ["failing", "begun"]
            assert ended_by(signal.SIGALRM) == ended_by(signal.SIGTERM) == 128 + number, "what is slow ends, too"
            assert undone == ["failing", "begun"]
        finally:
            is_finished("failing")
            is_finished("begun")
    assert signal.getsignal(number) is signal.SIG_DFL


def test_a_helper_process_has_nothing_to_undo(monkeypatch: pytest.MonkeyPatch) -> None:
    undone: list[str] = []
    with ended_by_signals():
        undo_at_end("begun", lambda: undone.append("begun"))
        monkeypatch.setattr(os, "getpid", lambda: -1)
        assert ended_by(signal.SIGTERM) == 143
        is_finished("begun")
    assert undone == []


def test_a_signal_that_is_ignored_stays_so() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with ended_by_signals():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


@pytest.mark.usefixtures("here")
def test_ctrl_c_within_another_program_is_a_status(program: Program) -> None:
    with mock.patch.object(validate_command, "Run", side_effect=KeyboardInterrupt):
        assert program("validate", ".") == (130, "", "")


@pytest.mark.slow
def test_the_bar_goes_away_with_the_program(here: Path) -> None:
    Path("much.ndjson").write_text(f"{GOOD}\n" * 5000, encoding="utf-8")
    patient = (
        "from sde_schema.cli import progress; progress._PATIENCE = progress._PAUSE = -1.0;"
        "from sde_schema.__main__ import run; run()"
    )
    words = shlex.join([sys.executable, "-c", patient, "validate", "-"])
    done = on_terminal("sh", "-c", f"(cat much.ndjson; sleep 3) | timeout -s TERM 2 {words}", cwd=here)
    assert " events, 0 problems" in done.out
    assert done.out.endswith("\r\x1b[2K")
