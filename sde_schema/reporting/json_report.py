"""``--format json``: one object, a problem a line, written as the problems come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.model import Placed
from sde_schema.reporting.json_text import ProblemTexts, json_text
from sde_schema.reporting.report import Report
from sde_schema.reporting.selection import NO_LIMITS

if TYPE_CHECKING:
    from sde_schema.model import Problem
    from sde_schema.reporting.report import Look
    from sde_schema.summary import Summary


class JsonReport(Report):
    """Writes the object that ``schemas/report.schema.json`` describes."""

    quota = NO_LIMITS

    def __init__(self, look: Look) -> None:
        self._stream = look.stream
        self._texts = ProblemTexts()
        self._between = "\n"
        self._stream.write(f'{{"schemaVersion": {json_text(look.version)}, "problems": [')

    def problem(self, problem: Problem) -> None:
        """Write one problem."""
        self.placed(Placed([problem]))

    def placed(self, placed: Placed) -> None:
        """Write the problems of a document."""
        self._stream.write(self._between + ",\n".join(self._texts.of(placed)))
        self._between = ",\n"

    def end(self, summary: Summary) -> None:
        """Write the summary and close the object."""
        self._stream.write(f'\n], "summary": {json_text(summary.as_dict())}}}\n')
