"""The program as the tests start it: as a process of its own, or within this one for speed."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self
from unittest import mock

from sde_schema.cli import main

if TYPE_CHECKING:
    import pytest

_OF_LOOK = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"}
COMMAND = (sys.executable, "-m", "sde_schema")
GOOD = '{"lead": {"serverTimeStamp": 1440412721836, "lead": {"topic": "test drive"}}}'
BAD = '{"lead": {"serverTimeStamp": 1440412721836, "lead": {"Topic": "test drive"}}}'
"""Has one error, SDE203, in column 54."""
WARNED = '{"lead": {"serverTimeStamp": 1440412721836, "lead": {"value": "much"}}}'
"""Has one warning, SDE402."""


def write(**texts: str) -> None:
    """Write ``<name>.json`` for each text into the current folder."""
    for name, text in texts.items():
        Path(f"{name}.json").write_text(text, encoding="utf-8")


class Done(NamedTuple):
    """What a run of the program came to."""

    status: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The report of ``--format json``."""
        parsed: dict[str, Any] = json.loads(self.out)
        return parsed

    @property
    def codes(self) -> dict[str, int]:
        """How many problems of each code the JSON report's summary counts."""
        counted: dict[str, int] = self.report["summary"]["codes"]
        return counted

    @property
    def counts(self) -> tuple[int, int]:
        """The numbers of files and of events in the JSON report's summary."""
        summary = self.report["summary"]
        return summary["files"], summary["events"]


class Program(Protocol):
    """Runs the program in this process."""

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> Done:
        """Run it with the arguments and this on its standard input."""


def environment(**changed: str) -> dict[str, str]:
    """Return this process's environment without what changes the look of reports, and with the changes."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_LOOK}
    return {**kept, "TERM": "xterm", **changed}


def run(
    *arguments: str | Path,
    stdin: bytes = b"",
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
) -> Done:
    """Run the program as a process of its own; ``env`` changes its environment."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(**(env or {})),
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def main_status(capsys: pytest.CaptureFixture[str], *arguments: str | Path, stdin: bytes = b"") -> Done:
    """Run the program in this process."""
    with warnings.catch_warnings(), mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin))):
        status = main([str(argument) for argument in arguments])
    return Done(status, *capsys.readouterr())


def on_terminal(
    *command: str | Path, columns: int = 80, cwd: Path | None = None, env: dict[str, str] | None = None
) -> Done:
    """Run a command whose standard output and error are one terminal; ``out`` has both."""
    with _Terminal(columns) as terminal:
        process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=terminal.descriptor,
            stderr=terminal.descriptor,
            cwd=cwd,
            env=environment(**(env or {})),
        )
        status = process.wait(timeout=60)
    return Done(status, terminal.shown, "")


def main_on_terminal(*arguments: str | Path, columns: int = 80, env: dict[str, str] | None = None) -> Done:
    """Run the program in this process, its standard output and error one terminal; ``out`` has both."""
    with (
        _Terminal(columns) as terminal,
        open(terminal.descriptor, "w", encoding="utf-8", closefd=False) as stream,
        mock.patch.multiple(sys, stdin=io.StringIO(), stdout=stream, stderr=stream, __stdout__=stream),
        mock.patch.dict(os.environ, environment(**(env or {})), clear=True),
    ):
        status = main([str(argument) for argument in arguments])
        stream.flush()
    return Done(status, terminal.shown, "")


class _Terminal:
    """A terminal of so many columns, read while something writes to it."""

    def __init__(self, columns: int) -> None:
        import pty
        import termios

        self._ours, self.descriptor = pty.openpty()
        termios.tcsetwinsize(self.descriptor, (24, columns))
        self._read = b""
        self._reading = Thread(target=self._read_all)

    def __enter__(self) -> Self:
        self._reading.start()
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)
        self._reading.join(timeout=60)
        os.close(self._ours)

    @property
    def shown(self) -> str:
        """What the terminal has shown."""
        return self._read.decode().replace("\r\n", "\n")

    def _read_all(self) -> None:
        with suppress(OSError):  # its other side is closed
            while some := os.read(self._ours, 65536):
                self._read += some
