"""One source through the validator: what is counted, and what is told as long as there is room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sde_schema.model import Problem, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.checking.faults import Outcome
    from sde_schema.checking.validator import Validator
    from sde_schema.reading.sources import Source


@dataclass(slots=True)
class FileResult:
    """What was found in one file; ``failure`` says why it could not be read."""

    summary: Summary = field(default_factory=Summary)
    problems: list[Problem] = field(default_factory=list)
    failure: str | None = None


def judge_file(validator: Validator, source: Source, room: float) -> FileResult:
    """Return what is found in a file, with as many problems as there is room for."""
    result = FileResult()
    found = validator.check(source)
    result.failure = judge(found, result.summary, lambda: room - len(result.problems), result.problems.extend)
    return result


def judge(
    checked: Iterator[Outcome],
    summary: Summary,
    room: Callable[[], float],
    tell: Callable[[list[Problem]], None],
) -> str | None:
    """Count what is found in one source and tell it as long as there is room.

    Return why the source could not be read to its end, or None.
    """
    opened = False
    try:
        for outcome in checked:
            opened = True
            summary.events += outcome.events
            for code, severity in outcome.found:
                summary.count(code, severity)
            if outcome.found and room() > 0:
                tell(outcome.tell())
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        return error.strerror or type(error).__name__
    finally:
        summary.files += opened
    return None
