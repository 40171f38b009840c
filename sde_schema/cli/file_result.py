"""One source through the validator: what is counted, and what is said as long as there is room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sde_schema.errors import UnreadableError
from sde_schema.model import Problem, Summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from sde_schema.checking.outcome import Outcome
    from sde_schema.checking.validator import Validator
    from sde_schema.reading.sources import Source


@dataclass(slots=True)
class FileResult:
    """What was found in one file; ``failure`` says why it could not be read.

    ``other_versions`` are those in which none of its errors would be there, None where it has no errors.
    """

    summary: Summary = field(default_factory=Summary)
    problems: list[Problem] = field(default_factory=list)
    failure: str | None = None
    other_versions: frozenset[str] | None = None

    def count(self, outcome: Outcome, validator: Validator) -> None:
        """Count what the validator found in a document."""
        self.summary.events += outcome.events
        for code, severity in outcome.found:
            self.summary.count(code, severity)
        known = self.other_versions
        if known != frozenset() and outcome.has_errors:
            others = validator.other_versions(outcome)
            self.other_versions = others if known is None else known & others


def validate_file(validator: Validator, source: Source, room: float) -> FileResult:
    """Return what is found in a file, with as many problems as there is room for."""
    result = FileResult()
    validate_source(validator, source, result, lambda: room - len(result.problems), result.problems.extend)
    return result


def validate_source(
    validator: Validator,
    source: Source,
    result: FileResult,
    room: Callable[[], float],
    report: Callable[[list[Problem]], None],
    advance: Callable[[int], None] | None = None,
) -> None:
    """Count what is found in one source, and report it as long as there is room; note why it could not be read."""
    opened = False
    try:
        for outcome in validator.check(source, advance):
            opened = True
            result.count(outcome, validator)
            if outcome.findings and room() > 0:
                report(validator.describe(outcome, source.name))
    except UnreadableError as error:
        result.failure = error.strerror
    finally:
        result.summary.files += opened
