"""What is printed of a text in every format."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from sde_schema.reporting import REPORTS, Look, report
from sde_schema.summary import Summary

if TYPE_CHECKING:
    from sde_schema import Problem
    from sde_schema.checking.checks import Checks
    from sde_schema.reading.blocks import Kind


def printed_of(checks: Checks, data: bytes, kind: Kind = "unknown", name: str = "in") -> tuple[list[Problem], str]:
    """Return the problems of a text, as checks describe them, and what all formats together print of them."""
    printed = io.StringIO()
    reports = [report(format_, Look(printed, checks.version)) for format_ in REPORTS]
    describer = checks.describer(name)
    found: list[Problem] = []
    for outcome in checks.data(data, kind):
        problems = list(describer.describe(outcome))
        assert sorted(outcome.found) == sorted((each.code, each.severity) for each in problems)
        found += problems
    for made in reports:
        for problem in found:
            made.problem(problem)
        made.file(name, Summary(), None)
        made.end(Summary())
    return found, printed.getvalue()
