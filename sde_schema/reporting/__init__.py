"""Problems to reports: a name and a writer for each format."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

from sde_schema.reporting.report import Look, Report

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["REPORTS", "Look", "Report", "is_report", "report"]

REPORTS = {
    "text": "TextReport",
    "concise": "ConciseReport",
    "json": "JsonReport",
    "jsonl": "JsonLinesReport",
    "github": "GithubReport",
    "gitlab": "GitlabReport",
    "junit": "JunitReport",
    "sarif": "SarifReport",
    "html": "HtmlReport",
}
"""The formats by name; each has a module of its own, which is imported when it is used."""


def report(name: str, look: Look) -> Report:
    """Return a report in a format. Raises KeyError for an unknown one."""
    make: Callable[[Look], Report] = getattr(import_module(f"sde_schema.reporting.{name}_report"), REPORTS[name])
    return make(look)


_LIKE_REPORTS = re.compile(
    rb"""\A(?: \{"schemaVersion":\ | \{"\$schema":\ "https://docs\.oasis-open\.org/sarif/ | \[\]\s*\Z
    | <\?xml\ | <!DOCTYPE\ html> | [0-9,]+\ files?,\ ) | SDE[0-9]{3}""",
    re.VERBOSE,
)


def is_report(start: bytes) -> bool:
    """Return whether a file that begins so is a report of this program: it names problems, or has the head of one."""
    return _LIKE_REPORTS.search(start) is not None
