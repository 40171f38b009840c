"""What is wrong in the text of a document that was read in spite of that, and which of its events that is about."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sde_schema.reading.json_spans import locate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.checking.outcome import Outcome
    from sde_schema.checking.problems import Describer
    from sde_schema.findings import Finding
    from sde_schema.model import Path, Problem
    from sde_schema.reading.json_reader import JsonDocument


@dataclass(frozen=True, slots=True)
class Faults:
    """Names that appear twice, and syntax errors whose fix is certain: each with its problem.

    ``read`` is the document that has them.
    """

    found: tuple[tuple[Finding, Problem], ...]
    read: JsonDocument

    @classmethod
    def of(cls, describer: Describer, outcome: Outcome, read: JsonDocument) -> Faults:
        """Return what is wrong in the text of a document, described."""
        numbers = [number for number, finding in enumerate(outcome.findings) if finding.span is not None]
        found = describer.numbered(outcome, numbers)
        return cls(tuple((outcome.findings[number], problem) for number, problem in found), read)

    @property
    def text(self) -> str:
        """The document as it was written."""
        return self.read.written[self.read.begin : self.read.end]

    @property
    def are_around(self) -> bool:
        """Whether one is before or after the document, so that its text is more than the document."""
        begin, end = self.read.begin, self.read.end
        return any(not finding.named and not begin <= _offset(finding) < end for finding, _ in self.found)

    def by_event(self, paths: Iterable[Path]) -> dict[Path | None, list[Problem]]:
        """Return the problems by the path of the event that they are in, with None for those outside of all."""
        events = {*paths}
        spans = sorted(self._spans(events))
        starts = [start for start, _, _ in spans]
        made: dict[Path | None, list[Problem]] = {}
        for finding, problem in self.found:
            if finding.named:
                path = finding.path
                event = next((path[:end] for end in range(len(path)) if path[:end] in events), None)
            else:
                event = _around(_offset(finding), spans, starts)
            made.setdefault(event, []).append(problem)
        return made

    def _spans(self, events: Iterable[Path]) -> Iterable[tuple[int, int, Path]]:
        """Yield where in the text as it was written each event begins and ends."""
        if all(finding.named for finding, _ in self.found):
            return
        read = self.read
        for path, value in locate(read.text, read.start, events, None if read.repeats else read.trail).items():
            yield read.original(value.start), read.original(value.end), path


def _offset(finding: Finding) -> int:
    return finding.span.start if finding.span else 0


def _around(offset: int, spans: list[tuple[int, int, Path]], starts: list[int]) -> Path | None:
    """Return the path of the event in whose span an offset is."""
    index = bisect_left(starts, offset) - 1
    is_inside = index >= 0 and offset < spans[index][1]
    return spans[index][2] if is_inside else None
