"""Turn measurements into rows, and rows into Markdown tables and one JSON object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.measure import MEGABYTE, Measured

NONE = "-"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a row must reach: the words for it, and whether a measurement does, given its base."""

    words: str
    met: Callable[[Measured, Measured], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """A measurement, the base of its ratios (None where that is missing), its goal, its input's bytes."""

    measured: Measured
    base: Measured | None
    goal: Goal | None = None
    size: int = 0

    @property
    def rate(self) -> float:
        """The median throughput in megabytes a second."""
        return self.size / MEGABYTE / self.measured.wall

    @property
    def verdict(self) -> str:
        """Say whether the goal is met: yes, no, or a dash where there is no goal or nothing to compare."""
        if self.goal is None or self.base is None:
            return NONE
        met = self.measured.failure is None and self.goal.met(self.measured, self.base)
        return "yes" if met else "**no**"

    def ratio(self, take: Callable[[Measured], float]) -> str:
        """Return one figure as a ratio to the base's."""
        return NONE if self.base is None else f"{take(self.measured) / take(self.base):.2f}"


Column = tuple[str, Callable[[Row], str]]

GOAL: tuple[Column, Column] = (
    ("goal", lambda row: row.goal.words if row.goal else NONE),
    ("met", lambda row: row.verdict),
)
THROUGHPUT: tuple[Column, ...] = (
    ("wall, x floor", lambda row: row.ratio(lambda measured: measured.wall)),
    ("CPU, x floor", lambda row: row.ratio(lambda measured: measured.cpu)),
    ("MB/s", lambda row: f"{row.rate:.1f}"),
    ("peak MB", lambda row: row.measured.peak_words),
    *GOAL,
)
START_UP: tuple[Column, ...] = (
    ("wall, x check-jsonschema", lambda row: row.ratio(lambda measured: measured.wall)),
    ("wall, ms", lambda row: f"{row.measured.wall * 1000:.0f}"),
    ("peak MB", lambda row: row.measured.peak_words),
    *GOAL,
)


def _cells(row: Row | str, columns: Sequence[Column]) -> list[str]:
    if isinstance(row, str):
        return [row, *[NONE] * len(columns)]
    name, failure = row.measured.command.name, row.measured.failure
    if failure is not None:
        return [f"{name}: {failure}", *[NONE] * len(columns)]
    return [name, *[show(row) for _, show in columns]]


def markdown(title: str, columns: Sequence[Column], rows: Sequence[Row | str]) -> str:
    """Return a Markdown table; a row that is a text says why there is no measurement."""
    lines = [[title, *[name for name, _ in columns]], ["---", *["---:"] * len(columns)]]
    lines += [_cells(row, columns) for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def plain(row: Row | str) -> dict[str, Any]:
    """Return a row with all its runs as plain values, without the arguments: they hold paths."""
    if isinstance(row, str):
        return {"name": row, "runs": []}
    return {
        "name": row.measured.command.name,
        "failure": row.measured.failure,
        "bytes": row.size,
        "goal": row.goal.words if row.goal else None,
        "met": {"yes": True, NONE: None}.get(row.verdict, False),
        "runs": [asdict(run) for run in row.measured.runs],
    }
