"""The program on large inputs, beside the floor on the same ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from benchmarks.inputs import size
from benchmarks.measure import MEGABYTE, PYTHON, VALIDATE, Command, Measured, interleave
from benchmarks.plant import PLANTED
from benchmarks.table import Goal, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.inputs import Inputs

FLOOR = (*PYTHON, "benchmarks.floor")
ONE, TWO = "--jobs 1", "--jobs 2"

#: makes a goal of a row that has none yet, and of what one process took on the same input
Limit: TypeAlias = Callable[[Row, Measured], Goal]


def at_most(ratio: float, note: str = "") -> Limit:
    """Limit the wall time to a ratio to the floor's."""
    return lambda row, _one: Goal(f"≤ {ratio:.1f} x floor{note}", row.wall_ratio <= ratio)


def at_least(rate: float) -> Limit:
    """Ask for a throughput in megabytes a second."""
    return lambda row, _one: Goal(f"≥ {rate:g} MB/s", row.rate >= rate)


def in_memory(ratio: float) -> Limit:
    """Limit the peak memory to a ratio to the size of the input."""
    return lambda row, _one: Goal(f"≤ {ratio:g} x its size", row.measured.peak * MEGABYTE <= ratio * row.size)


def share(ratio: float) -> Limit:
    """Limit the wall time to a share of what one process takes."""
    return lambda row, one: Goal(f"≤ {ratio:g} x `{ONE}`", row.measured.wall <= ratio * one.wall)


@dataclass(frozen=True, slots=True)
class Trial:
    """An input and the arguments of the program on it, each with its goals.

    ``status`` is how the program must end; ``is_whole``: each file is one document; ``unpacked`` is what a gzip holds.
    """

    input: str
    path: Path
    arguments: dict[str, tuple[Limit, ...]]
    status: int = 1
    is_whole: bool = False
    unpacked: Path | None = None

    def commands(self) -> Iterator[Command]:
        """Yield the floor and the program with each of the arguments."""
        how = ("--whole",) if self.is_whole else ()
        yield Command("floor", (*FLOOR, *how, str(self.path)))
        for words in self.arguments:
            name = f"`validate --quiet {words}`"
            yield Command(name, (*VALIDATE, "--quiet", *words.split(), str(self.path)), self.status)

    def rows(self, measured: Sequence[Measured]) -> Iterator[Row]:
        """Yield the rows of what these commands took."""
        one, bytes_in = measured[1], size(self.unpacked or self.path)
        floor = Row(self.input, measured[0], bytes_in)
        yield floor
        for each, limits in zip(measured[1:], self.arguments.values(), strict=True):
            row = Row(self.input, each, bytes_in, floor)
            yield replace(row, goals=tuple(limit(row, one) for limit in limits))


def trials(inputs: Inputs, megabytes: float) -> list[Trial]:
    """Return the inputs and what is asked of the program on each."""
    corpora = inputs.corpora
    usual: dict[str, tuple[Limit, ...]] = {TWO: (share(0.6),)}
    formats = {f"--format {name} {ONE}": (at_least(10),) for name in ("json", "jsonl")}
    pages = {ONE: (at_most(4),)} | usual
    few, many = (f"NDJSON, every record wrong, {number} kinds" for number in ("few", "many"))
    one_page = f"one page, {megabytes * 1000:,.0f} events, a late error"
    return [
        Trial("valid NDJSON", corpora["valid"], {ONE: (at_most(2.6), at_most(2, " (stretch)"))} | usual, 0),
        Trial("valid NDJSON, gzipped", inputs.packed, {ONE: ()}, 0, unpacked=corpora["valid"]),
        Trial(f"valid NDJSON, {len(PLANTED)} problems planted", inputs.planted, {ONE: (at_most(3),)}),
        Trial(
            "NDJSON, 1 % of events with a warning, 1 % with an error", corpora["mixed"], {ONE: (at_most(3),)} | usual
        ),
        Trial("API pages as NDJSON, one problem in each", corpora["pages"], pages),
        Trial("API pages as files, one problem in each", inputs.page_files, pages, is_whole=True),
        Trial(few, corpora["repeated"], {ONE: (at_least(10),)} | usual | formats),
        Trial(many, corpora["wrong"], {ONE: (at_least(5),)}),
        Trial(one_page, corpora["one-page"], {ONE: (at_most(4), in_memory(10))}, is_whole=True),
    ]


def throughput(inputs: Inputs, megabytes: float, rounds: int) -> list[Row]:
    """Measure the floor and the program on the large inputs."""
    tried = trials(inputs, megabytes)
    commands = [list(trial.commands()) for trial in tried]
    measured = iter(interleave([command for some in commands for command in some], rounds))
    return [
        row for trial, some in zip(tried, commands, strict=True) for row in trial.rows([next(measured) for _ in some])
    ]
