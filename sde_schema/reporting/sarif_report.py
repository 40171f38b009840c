"""``--format sarif``: SARIF 2.1.0, for code scanning and for viewers of static analysis results."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sde_schema.reporting.fingerprints import Fingerprints
from sde_schema.reporting.json_text import json_text
from sde_schema.reporting.report import Report, left_out
from sde_schema.reporting.repository import from_root
from sde_schema.reporting.selection import MOST_RESULTS, Results
from sde_schema.rules import readable, rule

if TYPE_CHECKING:
    from sde_schema.model import Problem
    from sde_schema.reporting.report import Look
    from sde_schema.summary import Summary, Unchecked

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "kindInFile/v1"


class SarifReport(Report):
    """Writes one run: at most MOST_RESULTS results, then the rules that they name."""

    quota = MOST_RESULTS

    def __init__(self, look: Look) -> None:
        self._stream = look.stream
        self._version = look.version
        self._results = Results(self.quota)
        self._fingerprints = Fingerprints()
        self._rules: dict[str, int] = {}
        head = {"$schema": _SCHEMA, "version": "2.1.0"}
        self._stream.write(f'{json_text(head)[:-1]}, "runs": [{{"columnKind": "unicodeCodePoints", "results": [')

    def problem(self, problem: Problem) -> None:
        """Keep a problem, if it is one of those that are printed."""
        self._results.offer(problem)

    def end(self, summary: Summary) -> str | None:
        """Write the results, then what ran and how it ended."""
        kept = self._results.kept
        self._stream.write(",".join(f"\n{json_text(self._result(problem))}" for problem in kept))
        missing = left_out(len(kept), summary)
        notes = [
            *map(_notification, summary.unchecked),
            *([{"level": "note", "message": {"text": f"{missing}."}}] if missing else []),
        ]
        invocation = {"executionSuccessful": not summary.unchecked, "toolExecutionNotifications": notes}
        rest = {"tool": {"driver": self._driver()}, "invocations": [invocation]}
        self._stream.write(f"\n], {json_text(rest)[1:]}]}}\n")
        return missing

    def _result(self, problem: Problem) -> dict[str, Any]:
        index = self._rules.setdefault(problem.code, len(self._rules))
        return {
            "ruleId": problem.code,
            "ruleIndex": index,
            "level": problem.severity,
            "message": {"text": " ".join(text for text in (problem.message, problem.hint) if text)},
            "locations": [_location(problem)],
            "partialFingerprints": {_FINGERPRINT: self._fingerprints.of(problem)},
        }

    def _driver(self) -> dict[str, Any]:
        return {
            "name": "sde-schema",
            "version": version("sde-schema"),
            "rules": [_rule(code) for code in self._rules],
            "properties": {"schemaVersion": self._version},
        }


def _notification(unchecked: Unchecked) -> dict[str, Any]:
    """Return that a file could not be checked."""
    location = {"physicalLocation": {"artifactLocation": {"uri": _uri(unchecked.file)}}}
    return {"level": "error", "message": {"text": unchecked.why}, "locations": [location]}


def _location(problem: Problem) -> dict[str, Any]:
    """Return where a problem is: in the file, and in the document as a JSON Pointer."""
    location: dict[str, Any] = {}
    if problem.file is not None:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(problem.file)}}
        if problem.line is not None:
            region = {"startLine": problem.line, "startColumn": problem.column or 1}
            location["physicalLocation"]["region"] = region
    if problem.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.pointer}]
    return location


def _uri(file: str) -> str:
    """Return a path as a URI, relative if the file is in the repository or in the current folder."""
    path = quote(from_root(file), errors="surrogateescape")
    return f"file://{path}" if path.startswith("/") else path


def _rule(code: str) -> dict[str, Any]:
    """Return all that is said of a code."""
    said = rule(code)
    text = f"{said.meaning} {said.why} {said.fix}"
    bad, good = _code(said.bad), _code(said.good)
    markdown = f"{said.meaning}\n\n{said.why}\n\n**Fix**: {said.fix}\n\n**Bad**: {bad}\n\n**Good**: {good}"
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in said.name.split("-")),
        "shortDescription": {"text": said.meaning},
        "fullDescription": {"text": f"{said.meaning} {said.why}"},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": said.severity},
    }


def _code(example: bytes) -> str:
    """Return an example as code of Markdown."""
    text = readable(example)
    return f"\n\n```\n{text}\n```" if "\n" in text else f"`{text}`"
