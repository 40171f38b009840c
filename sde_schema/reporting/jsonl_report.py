"""``--format jsonl``: a problem a line, as JSON, written as the problems come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.model import Placed
from sde_schema.reporting.json_text import ProblemTexts
from sde_schema.reporting.report import Report
from sde_schema.reporting.selection import NO_LIMITS

if TYPE_CHECKING:
    from sde_schema.model import Problem
    from sde_schema.reporting.report import Look
    from sde_schema.summary import Summary


class JsonLinesReport(Report):
    """Writes each problem as an item of ``problems`` in ``schemas/report.schema.json``, and nothing else."""

    quota = NO_LIMITS

    def __init__(self, look: Look) -> None:
        self._stream = look.stream
        self._texts = ProblemTexts()

    def problem(self, problem: Problem) -> None:
        """Write one problem."""
        self.placed(Placed([problem]))

    def placed(self, placed: Placed) -> None:
        """Write the problems of a document, and hand them on: a program may wait for them."""
        self._stream.write("\n".join([*self._texts.of(placed), ""]))
        self._stream.flush()

    def end(self, summary: Summary) -> None:
        """Write nothing: a program that reads lines can count them."""
