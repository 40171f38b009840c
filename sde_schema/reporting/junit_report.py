"""``--format junit``: a test case a file, for Jenkins and whatever else shows test results."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from sde_schema.reporting import lines
from sde_schema.reporting.report import Report
from sde_schema.reporting.repository import STDIN, from_root
from sde_schema.reporting.selection import Allowance, Quota
from sde_schema.terminal import harmless

if TYPE_CHECKING:
    from sde_schema.model import Problem
    from sde_schema.reporting.report import Look
    from sde_schema.summary import Summary

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="sde-schema">\n'


class JunitReport(Report):
    """Writes a file's first problems as the text of a failure, and its kinds if some problems are left out.

    Warnings alone fail with strict.
    """

    def __init__(self, look: Look) -> None:
        self.quota = Quota(look.quota.problems, look.quota.per_kind, per_file=True)
        self._stream = look.stream
        self._is_strict = look.strict
        self._allowance = Allowance(self.quota)
        self._problems: list[Problem] = []
        self._cases: list[str] = []
        self._failures = 0
        self._errors = 0

    def problem(self, problem: Problem) -> None:
        """Keep a problem for its file, if it is one of those that are printed."""
        if problem.kind is None or self._allowance.choice(problem.kind).is_printed:
            self._problems.append(problem)

    def file(self, name: str, summary: Summary, failure: str | None) -> None:
        """Make the test case of a file."""
        fails = summary.errors > 0 or (self._is_strict and summary.warnings > 0)
        self._failures += fails and failure is None
        self._errors += failure is not None
        self._cases.append(_case(name, summary, self._problems, failure, fails=fails))
        self._problems = []
        self._allowance = Allowance(self.quota)

    def end(self, summary: Summary) -> None:  # noqa: ARG002 - as other reports
        """Write the suite."""
        counts = f'tests="{len(self._cases)}" failures="{self._failures}" errors="{self._errors}" skipped="0" time="0"'
        self._stream.write(f'{_HEAD}<testsuite name="sde-schema" {counts}>\n')
        for case in self._cases:
            self._stream.write(case)
        self._stream.write("</testsuite>\n</testsuites>\n")


def _case(name: str, summary: Summary, problems: list[Problem], failure: str | None, *, fails: bool) -> str:
    """Return the test case of a file."""
    shown = STDIN if name == "-" else name
    head = f'<testcase name={_quoted(shown)} classname="sde-schema" file={_quoted(from_root(name))} time="0"'
    if not summary.errors and not summary.warnings and failure is None:
        return f"{head}/>\n"
    missing = lines.not_printed(summary, Counter(problem.severity for problem in problems))
    left_out = [missing, "", *lines.kinds(summary)] if missing else []
    text = "\n".join([*map(str, problems), *left_out])
    found = lines.totals(summary)[1]
    if failure is not None:
        inner = f"<error message={_quoted(failure)}>{_escaped(text)}</error>"
    elif fails:
        first = next((kind.code for kind, _ in summary.by_kind()), "")
        inner = f"<failure message={_quoted(found)} type={_quoted(first)}>{_escaped(text)}</failure>"
    else:
        inner = f"<system-out>{_escaped(text)}</system-out>"
    return f"{head}>{inner}</testcase>\n"


def _escaped(text: str) -> str:
    return escape(_of_xml(text))


def _quoted(text: str) -> str:
    return quoteattr(_of_xml(text))


def _of_xml(text: str) -> str:
    """Return lines with question marks for the characters that XML does not have."""
    return "\n".join(map(harmless, text.split("\n")))
