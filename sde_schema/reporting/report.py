"""What every report is: it takes problems one by one, and what was counted of each file and of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from sde_schema.reporting.selection import NO_LIMITS, Quota

if TYPE_CHECKING:
    from sde_schema.model import Placed, Problem
    from sde_schema.summary import Summary


class Writable(Protocol):
    """What a report writes to."""

    def write(self, text: str, /) -> object:
        """Write a text."""

    def flush(self) -> object:
        """Hand on what has been written."""


class Look(NamedTuple):
    """How a report looks: where it goes, in color or not, how many columns it may fill.

    ``columns`` is None where lines may be as long as they like. ``quota`` is for reports that people read.
    Without ``is_alone`` another report on the same stream has the totals;
    with ``strict`` warnings fail the run too. ``in_file`` says that it goes to a file: what standard error says is not
    next to it.
    """

    stream: Writable
    version: str
    color: bool = False
    columns: int | None = None
    quota: Quota = NO_LIMITS
    quiet: bool = False
    is_alone: bool = True
    strict: bool = False
    in_file: bool = False


class Report(Protocol):
    """A report in one format."""

    quota: Quota
    """How many problems it prints at most."""

    def problem(self, problem: Problem) -> None:
        """Print a problem, if it is one of those that are printed."""

    def placed(self, placed: Placed) -> None:
        """Print the problems of a document, of those that are printed."""
        for problem in placed.moved():
            self.problem(problem)

    def file(self, name: str, summary: Summary, failure: str | None) -> None:
        """Take what was counted in a file, after its problems; ``failure`` says why it could not be read.

        Most reports have no use for it.
        """

    def end(self, summary: Summary) -> str | None:
        """Print what comes after the last problem; return what is to be said of the report, None if it is all there."""


def left_out(printed: int, summary: Summary) -> str | None:
    """Return how many results a report has of those that there are, None if it has all."""
    total = summary.errors + summary.warnings
    return f"the report has {printed:,} of {total:,} results" if printed < total else None
