"""SDE406: said once of an input in which there is no event at all, never of one record among others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.checking.faults import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = "SDE406"
_MOST_HELD = 1_000
"""So many documents with problems of their own are held back, to keep the order of the file."""


def said_once(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes of an input; where no document has an event, one says so.

    That is the first one with an array of events, else the first. A document that was not recognized, or whose
    problem is the reason why it has no events, is explanation enough.
    """
    held: list[Outcome] = []
    place = 0
    for outcome in outcomes:
        if outcome.without_events is None:
            yield from held
            yield outcome
            yield from outcomes
            return
        if held and outcome.without_events.has_array and not _has_array(held[place]):
            place = len(held)
        if not held or place == len(held) or outcome.found:
            held.append(outcome)
        if len(held) > _MOST_HELD:
            yield from _late(held, place, outcomes)
            return
    if held:
        said = held[place].without_events
        yield from (*held[:place], *([said.outcome] if said else []), *held[place + 1 :])


def _has_array(outcome: Outcome) -> bool:
    return outcome.without_events is not None and outcome.without_events.has_array


def _late(held: list[Outcome], place: int, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Yield what is held and all that follows; that there is no event is said at the end."""
    said = held[place].without_events
    yield from held
    for outcome in outcomes:
        said = said if outcome.without_events else None
        yield outcome
        if said is None:
            yield from outcomes
    if said is not None:
        from sde_schema.rules import severity_of

        tell = said.outcome.tell
        yield Outcome(0, [(CODE, severity_of(CODE))], lambda: [problem for problem in tell() if problem.code == CODE])
