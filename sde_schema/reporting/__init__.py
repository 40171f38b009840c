"""Problems to reports: a name and a writer for each format."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sde_schema.reporting.report import Look, Report

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["REPORTS", "Look", "Report", "report"]

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
