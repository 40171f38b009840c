"""SDE406: said once of an input in which there is no event at all, never of one record among others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.checking.outcome import Outcome

_MOST_HELD = 1_000
"""So many documents with problems of their own are held back, to keep the order of the file."""


def said_once(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
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
    from sde_schema.checking.evaluator import in_order
    from sde_schema.rules import severity_of

    severities = dict(zip(map(id, outcome.findings), outcome.severities, strict=True))
    severities[id(outcome.no_events)] = severity_of(outcome.no_events.code)
    findings = in_order(outcome.value, [*outcome.findings, outcome.no_events])
    ordered = tuple(severities[id(finding)] for finding in findings)
    return replace(outcome, findings=tuple(findings), severities=ordered, no_events=None)


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
        yield with_no_events(replace(said, events=0, findings=(), severities=()))
