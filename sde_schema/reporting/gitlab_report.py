"""``--format gitlab``: a Code Quality report, which GitLab shows in merge requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.reporting.fingerprints import Fingerprints
from sde_schema.reporting.json_text import json_text
from sde_schema.reporting.report import Report, left_out
from sde_schema.reporting.repository import from_root
from sde_schema.reporting.selection import MOST_RESULTS, Results

if TYPE_CHECKING:
    from sde_schema.model import Problem
    from sde_schema.reporting.report import Look
    from sde_schema.summary import Summary, Unchecked

_SEVERITIES = {"error": "major", "warning": "minor"}


class GitlabReport(Report):
    """Writes an array of issues, at most MOST_RESULTS of them."""

    quota = MOST_RESULTS

    def __init__(self, look: Look) -> None:
        self._stream = look.stream
        self._results = Results(self.quota)
        self._fingerprints = Fingerprints()
        self._printed = 0

    def problem(self, problem: Problem) -> None:
        """Keep a problem, if it is one of those that are printed."""
        self._results.offer(problem)

    def end(self, summary: Summary) -> str | None:
        """Write the array."""
        kept = self._results.kept
        for problem in kept:
            self._add(self._issue(problem))
        for unchecked in summary.unchecked:
            self._add(self._unchecked(unchecked))
        self._stream.write("\n]\n" if self._printed else "[]\n")
        return left_out(len(kept), summary)

    def _add(self, issue: dict[str, Any]) -> None:
        self._stream.write(",\n" if self._printed else "[\n")
        self._stream.write(json_text(issue))
        self._printed += 1

    def _unchecked(self, unchecked: Unchecked) -> dict[str, Any]:
        """Return the issue of a file that could not be checked."""
        return {
            "description": f"This file could not be checked: {unchecked.why}",
            "check_name": "not-checked",
            "fingerprint": self._fingerprints.of_parts((from_root(unchecked.file), unchecked.why)),
            "severity": "critical",
            "location": {"path": from_root(unchecked.file), "lines": {"begin": 1}},
        }

    def _issue(self, problem: Problem) -> dict[str, Any]:
        position = {"line": problem.line or 1, "column": problem.column or 1}
        return {
            "description": " ".join(text for text in (problem.message, problem.hint) if text),
            "check_name": problem.code,
            "fingerprint": self._fingerprints.of(problem),
            "severity": _SEVERITIES[problem.severity],
            "location": {
                "path": from_root(problem.file or "-"),
                "positions": {"begin": position, "end": position},
                "lines": {"begin": position["line"]},
            },
        }
