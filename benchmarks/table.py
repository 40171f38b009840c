"""Turn measurements into rows, and rows into Markdown tables and plain values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from benchmarks.measure import MEGABYTE

if TYPE_CHECKING:
    from benchmarks.measure import Measured

NONE = "-"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a measurement must reach: the words for it, and whether it does."""

    words: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a program finds, as tried on a few files: yes, no, or how."""

    duplicates: str
    all_problems: str
    location: str
    advice: str


@dataclass(frozen=True, slots=True)
class Row:
    """A measurement on an input of this many bytes, the row that its ratios are to, its goals, what else is known."""

    input: str
    measured: Measured
    size: int
    base: Row | None = None
    goals: tuple[Goal, ...] = ()
    facts: Facts | None = None

    @property
    def name(self) -> str:
        """The name of the command."""
        return self.measured.command.name

    @property
    def failure(self) -> str | None:
        """Why there are no figures; None when there are."""
        return self.measured.failure

    @property
    def rate(self) -> float:
        """The median throughput in megabytes a second."""
        return self.size / MEGABYTE / self.measured.wall

    @property
    def wall_ratio(self) -> float:
        """The time on the clock, as a ratio."""
        return self._ratio(lambda measured: measured.wall)

    @property
    def cpu_ratio(self) -> float:
        """The time of the processor, as a ratio."""
        return self._ratio(lambda measured: measured.cpu)

    def _ratio(self, take: Callable[[Measured], float]) -> float:
        """Return a figure for each byte of the input, as a ratio to that of the base, or to itself without one."""
        base = self.base or self
        return take(self.measured) / self.size / (take(base.measured) / base.size)


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no measurement of a program."""

    name: str
    failure: str
    goals: tuple[Goal, ...] = ()


def digits(value: float) -> str:
    """Return a figure with at least three digits, at most two of them after the point."""
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}"


class Titled(Protocol):
    """What can be a row of a table."""

    @property
    def name(self) -> str:
        """What was measured."""

    @property
    def failure(self) -> str | None:
        """Why there are no figures; None when there are."""

    @property
    def goals(self) -> tuple[Goal, ...]:
        """What the figures must reach."""


T = TypeVar("T", bound=Titled)
Columns: TypeAlias = dict[str, Callable[[T], str]]


def title(row: Titled) -> str:
    """Return the name of a row, and why it has no figures."""
    return row.name if row.failure is None else f"{row.name}: {row.failure}"


def goal_words(row: Titled) -> str:
    """Return the words of a row's goals."""
    return "; ".join(goal.words for goal in row.goals) or NONE


def verdicts(row: Titled) -> str:
    """Say of each goal whether it is met."""
    return "; ".join("yes" if goal.is_met else "**no**" for goal in row.goals) or NONE


GOALS: Columns[Any] = {"goal": goal_words, "met": verdicts}


def markdown(words: Columns[T], figures: Columns[T], rows: Sequence[T | Missing]) -> str:
    """Return a Markdown table of columns of words, and of figures, which are dashes in a row that has none."""
    lines = [[*words, *figures], ["---"] * len(words) + ["---:"] * len(figures)]
    for row in rows:
        if isinstance(row, Missing):
            lines.append([title(row), *[NONE] * (len(words) + len(figures) - 1)])
            continue
        cells = [show(row) for show in words.values()]
        lines.append(cells + [NONE if row.failure else show(row) for show in figures.values()])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def plain(row: Row | Missing) -> dict[str, Any]:
    """Return a row with all its runs as plain values, without the arguments: they hold paths."""
    if isinstance(row, Missing):
        return {"name": row.name, "failure": row.failure}
    return {
        "name": row.name,
        "input": row.input,
        "bytes": row.size,
        "failure": row.failure,
        "goals": [{"words": goal.words, "met": goal.is_met and row.failure is None} for goal in row.goals],
        "facts": asdict(row.facts) if row.facts else None,
        "runs": [asdict(run) for run in row.measured.runs],
    }
