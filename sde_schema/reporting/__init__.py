"""Problems to reports: a name and a writer for each format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.reporting.json_report import JsonReport
from sde_schema.reporting.report import Look, Report
from sde_schema.reporting.text_report import TextReport

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["REPORTS", "Look", "Report"]

REPORTS: dict[str, Callable[[Look], Report]] = {"json": JsonReport, "text": TextReport}
"""The formats by name."""
