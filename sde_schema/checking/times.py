"""SDE407 and SDE408: comparisons between the times of one event, which no schema can say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.catalog import EVENT
from sde_schema.codes import TIMES_DIFFER, TIMES_OUT_OF_ORDER
from sde_schema.findings import Finding
from sde_schema.reading.parsed_object import whole_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sde_schema.catalog.fields import Field
    from sde_schema.model import Path

ORIGINAL, SERVER = "originalTimeStamp", "serverTimeStamp"


class Times:
    """Compares the times of events, as far as a version's documents know of more than one."""

    def __init__(self, event: Field, bodies: dict[str, Field]) -> None:
        """Take the fields of an event and of the bodies of its attributes."""
        self._documents = {**bodies, EVENT: event}
        self._with_original = frozenset(name for name, body in bodies.items() if ORIGINAL in body.members)
        self._attributes = frozenset(bodies) if SERVER in event.members else frozenset()

    @property
    def has_pairs(self) -> bool:
        """Whether there is anything to compare in this version."""
        return bool(self._with_original or self._attributes)

    def of_event(self, event: Any, path: Path, wrong: Collection[Path]) -> Iterator[Finding]:
        """Yield what is found in an event; times at a path that is ``wrong`` are not compared."""
        if not isinstance(event, dict):
            return
        for name, body in event.items():
            if name in self._with_original:
                yield from self.of_body(name, body, (*path, name), wrong)
        bodies = [name for name in event if name in self._attributes]
        if len(bodies) == 1 and SERVER in event:
            (inner,) = bodies
            stamp, server = _milliseconds(event, SERVER), _milliseconds(event[inner], SERVER)
            if stamp is not None and server is not None and stamp != server:
                other = (*path, inner, SERVER)
                yield from self._finding(TIMES_DIFFER, EVENT, (*path, SERVER), other, wrong)

    def of_body(self, name: str, body: Any, path: Path, wrong: Collection[Path]) -> Iterator[Finding]:
        """Yield what is found in the body of an attribute."""
        original = _milliseconds(body, ORIGINAL) if name in self._with_original else None
        if original is not None:
            server = _milliseconds(body, SERVER)
            if server is not None and original > server:
                yield from self._finding(TIMES_OUT_OF_ORDER, name, (*path, ORIGINAL), (*path, SERVER), wrong)

    def _finding(self, code: str, document: str, path: Path, other: Path, wrong: Collection[Path]) -> Iterator[Finding]:
        if path not in wrong and other not in wrong:
            field = self._documents[document].members[str(path[-1])]
            yield Finding(code, path, field, field)


def compared_as(document: str, name: str) -> str | None:
    """Return the code of what is said where a time of a document does not agree with another, None for no time."""
    if name == ORIGINAL:
        return TIMES_OUT_OF_ORDER
    return TIMES_DIFFER if (document, name) == (EVENT, SERVER) else None


def agree(holder: Any) -> bool:
    """Return whether the times of an event or of a body surely draw no advice, whichever of the two it is."""
    server, original = _milliseconds(holder, SERVER), _milliseconds(holder, ORIGINAL)
    if server is None:
        return True
    inner = (_milliseconds(held, SERVER) for held in holder.values())
    return (original is None or original <= server) and all(stamp in (None, server) for stamp in inner)


def _milliseconds(holder: Any, name: str) -> int | None:
    """Return a time as a number, None where there is none; whether it is a valid one is the schemas' to say."""
    return whole_number(holder.get(name)) if isinstance(holder, dict) else None


def are_in_step(events: Iterable[dict[str, Any]]) -> bool:
    """Return whether each event has exactly one attribute, and its times surely agree.

    All members of the events must be valid: then those that are objects are the attributes. It is for the
    fast path, and so it is plain.
    """
    for event in events:
        if len(event) == 1:  # the everyday form, which is worth a short way
            (body,) = event.values()
            if type(body) is not dict:
                return False
            original = body.get(ORIGINAL)
            if original is not None and int(original) > int(body[SERVER]):
                return False
            continue
        stamp = event.get(SERVER)
        bodies = 0
        for body in event.values():
            if type(body) is dict:
                bodies += 1
                server, original = body[SERVER], body.get(ORIGINAL)
                if stamp is not None and stamp != server and int(stamp) != int(server):
                    return False
                if original is not None and int(original) > int(server):
                    return False
        if bodies != 1:
            return False
    return True
