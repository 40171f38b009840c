"""``--format concise``: a problem a line, for editors and for people in a hurry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.reporting import lines
from sde_schema.reporting.colors import painter
from sde_schema.reporting.report import Report
from sde_schema.reporting.selection import Selection

if TYPE_CHECKING:
    from sde_schema.model import Problem
    from sde_schema.reporting.report import Look
    from sde_schema.summary import Summary


class ConciseReport(Report):
    """Writes ``path:line:column: error SDE203 message. Hint`` for each problem, and the totals."""

    def __init__(self, look: Look) -> None:
        self.quota = look.quota
        self._look = look
        self._paint = painter(color=look.color)
        self._selection = Selection(look.quota)

    def problem(self, problem: Problem) -> None:
        """Write what may be written now that this problem has come."""
        self._write(self._selection.offer(problem))

    def end(self, summary: Summary) -> None:
        """Write what was held back, how many problems were left out, and the totals."""
        self._write(self._selection.rest())
        self._look.stream.write(lines.closing(summary, self._selection.printed, self._look))

    def _write(self, problems: list[Problem]) -> None:
        for problem in problems:
            self._look.stream.write(lines.concise(problem, self._paint) + "\n")
