"""Run commands in turn as child processes and take what the system says that each of them used."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PYTHON = (sys.executable, "-m")
VALIDATE = (*PYTHON, "sde_schema", "validate")
ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000

#: the exit status by which the peers' scripts say that their library cannot compile the schema
CANNOT_COMPILE = 3

#: the unit of `ru_maxrss`, in bytes
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


class NotMeasurableError(Exception):
    """A program does not work well enough to be measured; the text says what it did."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command to measure: its name in the table, its arguments, and the exit status that it must have."""

    name: str
    argv: tuple[str, ...]
    status: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """What one run used (seconds on the clock and of processor, bytes at the peak), and its exit status.

    A child begins as a copy of this process, and Linux counts that copy too: a peak that is no higher than
    this process's own is only an upper bound (`bound`).
    """

    wall: float
    cpu: float
    peak: int
    bound: bool
    status: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A command and its runs."""

    command: Command
    runs: tuple[Run, ...]

    @property
    def wall(self) -> float:
        """The median of the seconds on the clock."""
        return statistics.median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        """The median of the seconds of processor, user and system."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def peak(self) -> float:
        """The median of the peak memory, in megabytes."""
        return statistics.median(run.peak for run in self.runs) / MEGABYTE

    @property
    def peak_words(self) -> str:
        """The median of the peak memory as the table shows it."""
        return f"{'≤ ' if any(run.bound for run in self.runs) else ''}{self.peak:.0f}"

    @property
    def failure(self) -> str | None:
        """The words for a run with another exit status than it must have; None when all went well."""
        wrong = [run.status for run in self.runs if run.status != self.command.status]
        if not wrong:
            return None
        if wrong[0] == CANNOT_COMPILE:
            return "cannot compile the schema"
        return f"failed: exit status {wrong[0]} instead of {self.command.status}"


def note(text: str) -> None:
    """Write what is being done to standard error."""
    sys.stderr.write(f"{text}\n")


def environment() -> dict[str, str]:
    """Return the environment for children: ours, with compiled modules kept and without color."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "NO_COLOR": "1"}


def run(command: Command, patience: float | None = None) -> Run:
    """Run a command to its end, its output thrown away; after so many seconds it is killed."""
    start = perf_counter()
    child = subprocess.Popen(
        command.argv,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    limit = Timer(patience, child.kill) if patience is not None else None
    if limit:
        limit.start()
    _, status, usage = os.wait4(child.pid, 0)
    if limit:
        limit.cancel()
    wall = perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    bound = usage.ru_maxrss <= resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, usage.ru_maxrss * PEAK_UNIT, bound, child.returncode)


def output(*argv: str) -> str:
    """Return what a command prints on standard output; it must end well or with problems found."""
    done = subprocess.run(argv, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise NotMeasurableError(f"`{' '.join(argv[1:4])}` ends with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def interleave(commands: Sequence[Command], rounds: int) -> list[Measured]:
    """Run all commands, then all again (A B C A B C …): a slow minute of the machine then meets them all."""
    runs: list[list[Run]] = [[] for _ in commands]
    for number in range(1, rounds + 1):
        for command, collected in zip(commands, runs, strict=True):
            note(f"round {number} of {rounds}: {command.name}")
            collected.append(run(command))
    return [Measured(command, tuple(collected)) for command, collected in zip(commands, runs, strict=True)]
