"""``--format jsonl``: a problem a line, as JSON, written as the problems come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.reporting.json_text import json_text
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

    def problem(self, problem: Problem) -> None:
        """Write one problem, and hand it on: a program may wait for it."""
        self._stream.write(json_text(problem.as_dict()) + "\n")
        self._stream.flush()

    def end(self, summary: Summary) -> None:
        """Write nothing: a program that reads lines can count them."""
