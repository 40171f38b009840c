"""What every report is: it takes problems one by one, and the summary at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from sde_schema.reporting.selection import NO_LIMITS, Quota

if TYPE_CHECKING:
    from sde_schema.model import Problem
    from sde_schema.summary import Summary


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
    quota: Quota = NO_LIMITS
    quiet: bool = False


class Report(Protocol):
    """A report in one format."""

    is_limited: ClassVar[bool]
    """Whether it prints only as many problems as the quota says."""

    def problem(self, problem: Problem) -> None:
        """Print a problem, if it is one of those that are printed."""

    def end(self, summary: Summary) -> None:
        """Print what comes after the last problem."""
