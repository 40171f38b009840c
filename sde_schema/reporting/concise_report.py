"""``--format concise``: a problem a line, for editors and for people in a hurry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.reporting import lines
from sde_schema.reporting.selection import Selection

if TYPE_CHECKING:
    from sde_schema.model import Problem
    from sde_schema.reporting.report import Look
    from sde_schema.summary import Summary


class ConciseReport:
    """Writes ``path:line:column: error SDE203 message. Hint`` for each problem, and the totals."""

    def __init__(self, look: Look) -> None:
        self.quota = look.quota
        self._look = look
        self._selection = Selection(look.quota)
        self._printed = {"error": 0, "warning": 0}

    def problem(self, problem: Problem) -> None:
        """Write what may be written now that this problem has come."""
        self._write(self._selection.offer(problem))

    def file(self, name: str, summary: Summary, failure: str | None) -> None:
        """Pass over what was counted in a file."""

    def end(self, summary: Summary) -> None:
        """Write what was held back, how many problems were left out, and the totals."""
        self._write(self._selection.rest())
        errors, warnings = summary.errors - self._printed["error"], summary.warnings - self._printed["warning"]
        missing = lines.not_printed(errors, warnings)
        said = [missing] if missing else []
        if not self._look.quiet:
            said.append(": ".join(lines.totals(summary)))
        self._look.stream.write("".join(f"{line}\n" for line in said))

    def _write(self, problems: list[Problem]) -> None:
        for problem in problems:
            self._printed[problem.severity] += 1
            self._look.stream.write(lines.concise(problem) + "\n")
