"""What every report is: it takes problems one by one, and the summary at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sde_schema.model import Problem, Summary


class Writable(Protocol):
    """What a report writes to."""

    def write(self, text: str, /) -> object:
        """Write a text."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a report looks: where it goes, in color or not, how many columns it may fill.

    ``columns`` is None where lines may be as long as they like.
    """

    stream: Writable
    version: str
    color: bool = False
    columns: int | None = None
    max_problems: int = 100
    quiet: bool = False


class Report(Protocol):
    """A report in one format."""

    @property
    def room(self) -> float:
        """How many more problems it will print; infinite where it prints all."""

    def problem(self, problem: Problem) -> None:
        """Print a problem."""

    def end(self, summary: Summary) -> None:
        """Print what comes after the last problem."""
