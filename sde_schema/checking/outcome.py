"""Outcomes of documents: what was found in them; of an input without events that is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.findings import Finding
    from sde_schema.model import Severity
    from sde_schema.reading.document import Parsed
    from sde_schema.reading.text import Text


class Outcome(NamedTuple):
    """What was found in a document or a part of it, or in a run of clean ones: of that problems are made where wanted.

    ``events`` counts bad events too; ``findings`` are in the order of the file, ``severities`` has that of each.
    ``text`` is what was read and ``parsed`` what became of it, both None for a parsed object; ``value`` is the
    document. ``no_events`` is the finding that there are no events, where nothing else explains it.
    """

    events: int = 0
    findings: tuple[Finding, ...] = ()
    severities: tuple[Severity, ...] = ()
    text: Text | None = None
    parsed: Parsed | None = None
    value: Any = None
    no_events: Finding | None = None

    @property
    def found(self) -> Iterator[tuple[str, Severity]]:
        """The code and the severity of each finding."""
        return zip((finding.code for finding in self.findings), self.severities, strict=True)

    @property
    def has_errors(self) -> bool:
        """Whether a finding is an error."""
        return "error" in self.severities


def joined(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcomes of a document's pieces, at least one, as one."""
    first, *others = outcomes
    if not others:
        return first
    every = [first, *others]
    return first._replace(
        events=sum(outcome.events for outcome in every),
        findings=tuple(finding for outcome in every for finding in outcome.findings),
        severities=tuple(severity for outcome in every for severity in outcome.severities),
    )


class Presentation(NamedTuple):
    """How problems are described: which are mere warnings, whether values are shown, frames wanted."""

    allow_unknown: bool = False
    show_values: bool = False
    frames: bool = False


_MOST_HELD = 1_000
"""So many documents with problems of their own are held back, to keep the order of the file."""


def without_events_once(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes of an input; where no document has an event, one says so.

    That is the first one with an array of events, else the first. A document that was not recognized, or whose
    problem is the reason why it has no events, is explanation enough.
    """
    held: list[Outcome] = []
    chosen = 0
    for outcome in outcomes:
        if outcome.no_events is None:
            yield from held
            yield outcome
            yield from outcomes
            return
        if held and outcome.no_events.has_array and not _has_array(held[chosen]):
            chosen = len(held)
        if not held or chosen == len(held) or outcome.findings:
            held.append(outcome)
        if len(held) > _MOST_HELD:
            yield from _late(held, chosen, outcomes)
            return
    if held:
        yield from (*held[:chosen], with_no_events(held[chosen]), *held[chosen + 1 :])


def with_no_events(outcome: Outcome) -> Outcome:
    """Return the outcome of a document with the finding that it has no events, if there is one."""
    if outcome.no_events is None:
        return outcome
    from sde_schema.findings import in_order
    from sde_schema.rules import severity_of

    severities = dict(zip(map(id, outcome.findings), outcome.severities, strict=True))
    severities[id(outcome.no_events)] = severity_of(outcome.no_events.code)
    findings = in_order(outcome.value, [*outcome.findings, outcome.no_events])
    ordered = tuple(severities[id(finding)] for finding in findings)
    return outcome._replace(findings=tuple(findings), severities=ordered, no_events=None)


def _has_array(outcome: Outcome) -> bool:
    return outcome.no_events is not None and outcome.no_events.has_array


def _late(held: list[Outcome], chosen: int, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Yield what is held and all that follows; that there is no event is said at the end."""
    said: Outcome | None = held[chosen]
    yield from held
    for outcome in outcomes:
        said = said if outcome.no_events else None
        yield outcome
        if said is None:
            yield from outcomes
    if said is not None:
        yield with_no_events(said._replace(events=0, findings=(), severities=()))
