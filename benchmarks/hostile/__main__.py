"""Measure what inputs cost that are made to cost much: processor time and memory, at four sizes each.

The exponent is that of processor time over size: 1 is linear, 2 is quadratic.
"""

from __future__ import annotations

import argparse
import math
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.hostile.attacks import ATTACKS, FAMILIES
from benchmarks.measure import MEGABYTE, PYTHON, ROOT, Command, note, run
from benchmarks.publish import ALL, put
from benchmarks.table import Goal, markdown

if TYPE_CHECKING:
    from benchmarks.hostile.attacks import Attack
    from benchmarks.measure import Run
    from benchmarks.table import Columns

TRUST = ROOT / "docs" / "trust.md"
SIZES = (1, 2, 4, 8)
PROBLEMS = (0, 1)
"""The exit statuses that a run may end with."""

GREATEST_EXPONENT = 1.1
MOST_SECONDS = 2.0
"""Of processor time for each megabyte, except where an input is a problem every few bytes."""

MOST_TIMES, MOST_BESIDES = 10, 100
"""The memory that an input may take: so many times its largest document, and so many megabytes."""

_TELLING = 0.5
"""Seconds below which a time says nothing about growth."""

_PATIENCE = 600.0


class Cost(NamedTuple):
    """What an attack cost: the bytes of its inputs, unpacked, and the runs on them; ``start`` is the program's own."""

    family: str
    attack: Attack
    sizes: list[int]
    runs: list[Run]
    start: float

    @property
    def name(self) -> str:
        """The name of the attack."""
        return self.attack.name

    @property
    def failure(self) -> str | None:
        """The exit status of a run that failed, in words; None where none did."""
        status = self.runs[-1].status
        return None if status in PROBLEMS else f"exit status {status}"

    @property
    def seconds(self) -> list[float]:
        """The processor time of each run, without the program's start."""
        return [max(each.cpu - self.start, 0.001) for each in self.runs]

    @property
    def rate(self) -> float:
        """The seconds that each megabyte of the largest input took."""
        return self.seconds[-1] / (self.sizes[-1] / MEGABYTE)

    @property
    def exponent(self) -> float | None:
        """The exponent of growth over the sizes that take long enough to say, None where fewer than two do."""
        pairs = zip(self.sizes, self.seconds, strict=True)
        telling = [(math.log(size), math.log(taken)) for size, taken in pairs if taken >= _TELLING]
        if len({size for size, _ in telling}) < 2:
            return None
        return statistics.linear_regression(*zip(*telling, strict=True)).slope

    @property
    def peak(self) -> float:
        """The peak memory on the largest input, in megabytes."""
        return self.runs[-1].peak / MEGABYTE

    @property
    def goals(self) -> tuple[Goal, ...]:
        """What is promised of every input."""
        largest = 0 if self.attack.is_lines else self.sizes[-1] / MEGABYTE
        exponent = self.exponent
        return (
            Goal(f"exponent ≤ {GREATEST_EXPONENT}", exponent is None or exponent <= GREATEST_EXPONENT),
            Goal(f"≤ {MOST_SECONDS:g} s/MB", self.attack.is_dense or min(self.rate, self.seconds[-1]) <= MOST_SECONDS),
            Goal(f"≤ {MOST_TIMES} x + {MOST_BESIDES} MB", self.peak <= MOST_TIMES * largest + MOST_BESIDES),
        )

    @property
    def breaks(self) -> list[str]:
        """The promises that it breaks."""
        broken = [goal.words for goal in self.goals if not goal.is_met]
        return [self.failure, *broken] if self.failure else broken


def _sizes(cost: Cost) -> str:
    return f"{cost.sizes[-1] / MEGABYTE:,.2f}"


NAME: Columns[Cost] = {"attack": lambda cost: cost.attack.name}
INPUT: Columns[Cost] = {"family": lambda cost: cost.family, **NAME, "file": lambda cost: f"`{cost.attack.suffix}`"}
SUMMARY: Columns[Cost] = {
    "MB": _sizes,
    "CPU s/MB": lambda cost: f"{cost.rate:.2f}",
    "exponent": lambda cost: "-" if cost.exponent is None else f"{cost.exponent:.1f}",
    "peak MB": lambda cost: f"{cost.peak:,.0f}",
}
EVERY: Columns[Cost] = {
    **SUMMARY,
    "CPU s": lambda cost: " / ".join(f"{each:.2f}" for each in cost.seconds),
    "dense": lambda cost: "yes" if cost.attack.is_dense else "",
    "breaks": lambda cost: ", ".join(cost.breaks) or "nothing",
}


class Measurer:
    """Measures attacks in a folder, those on ``validate`` with the ``format`` of its report."""

    def __init__(self, folder: Path, report: str) -> None:
        self._folder = folder
        self._options = {"validate": ("--format", report)}
        self._starts: dict[tuple[str, ...], float] = {}

    def measured(self, family: str, attack: Attack) -> Cost:
        """Return what an attack costs at each size; what seems to break a promise is measured again: time is noisy."""
        cost = self._once(family, attack)
        for _ in range(2):
            if cost.breaks:
                cost = _least(cost, self._once(family, attack))
        return cost

    def _once(self, family: str, attack: Attack) -> Cost:
        """Run an attack at each size; after one that fails no larger one is tried."""
        path = self._folder / f"attack{attack.suffix}"
        cost = Cost(family, attack, [], [], self._start(attack.command))
        for factor in SIZES:
            note(f"{attack.name}: {factor} of {SIZES[-1]}")
            with path.open("wb") as file:
                cost.sizes.append(attack.write(attack.number * factor, file.write))
            cost.runs.append(run(self._command(attack.command, path), _PATIENCE))
            if cost.runs[-1].status not in PROBLEMS:
                break
        path.unlink()
        return cost

    def _start(self, command: tuple[str, ...]) -> float:
        """Return the processor time that a command takes for next to nothing."""
        if command not in self._starts:
            path = self._folder / "nothing.json"
            path.write_text('{"events": [1]}', encoding="utf-8")
            self._starts[command] = min(run(self._command(command, path)).cpu for _ in range(5))
            path.unlink()
        return self._starts[command]

    def _command(self, command: tuple[str, ...], path: Path) -> Command:
        words = (*PYTHON, "sde_schema", *command, *self._options.get(command[0], ()), str(path))
        return Command(command[0], words)


def _least(one: Cost, other: Cost) -> Cost:
    """Return the cheaper run at each size; what a machine does besides makes runs only dearer."""
    runs = [min(pair, key=lambda each: each.cpu) for pair in zip(one.runs, other.runs, strict=False)]
    return one._replace(runs=runs, sizes=one.sizes[: len(runs)])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("names", nargs="*", help="only attacks whose name or family holds one of these")
    parser.add_argument("--format", default="text", help="of the report of validate (default: text)")
    parser.add_argument("--write", action="store_true", help="write the tables into README.md and docs/trust.md")
    return parser.parse_args()


def _write(page: Path, table: str, column: int) -> None:
    """Put a table into a page; of attacks that were not measured now the rows stay."""
    head, rule, *rows = table.splitlines()
    before = page.read_text(encoding="utf-8").partition("<!-- hostile -->")[2].partition("<!-- /hostile -->")[0]
    known = {_cell(row, column): row for row in [*before.strip().splitlines()[2:], *rows]}
    put(page, "hostile", "\n".join([head, rule, *(known[each.name] for each in ATTACKS if each.name in known)]))


def _cell(row: str, column: int) -> str:
    return row.strip("|").split("|")[column].strip()


def main() -> int:
    """Measure and print; 1 when an attack breaks a promise, 0 otherwise."""
    options = _options()
    costs: list[Cost] = []
    with tempfile.TemporaryDirectory() as name:
        measurer = Measurer(Path(name), options.format)
        for family, attacks in FAMILIES.items():
            for attack in attacks:
                if not options.names or any(word in f"{family} {attack.name}" for word in options.names):
                    costs.append(measurer.measured(family, attack))
                    print(markdown(INPUT, EVERY, [costs[-1]]).splitlines()[-1], flush=True)
    if options.write:
        _write(ALL, markdown(INPUT, EVERY, costs), 1)
        _write(TRUST, markdown(NAME, SUMMARY, costs), 0)
    broken = [cost for cost in costs if cost.breaks]
    print(f"{len(costs)} attacks, of which {len(broken)} break a promise")
    return int(bool(broken))


if __name__ == "__main__":
    raise SystemExit(main())
