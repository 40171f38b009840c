"""Events in the other forms of documents: an envelope, a record, a response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def _envelope(event: dict[str, Any]) -> dict[str, Any]:
    return {"sdes": {"events": [event]}}


def _record(event: dict[str, Any]) -> dict[str, Any]:
    return {"info": {"conversationId": "00000000-0000-4000-8000-000000000000"}, **_envelope(event)}


def _response(event: dict[str, Any]) -> dict[str, Any]:
    return {"_metadata": {"count": 1}, "conversationHistoryRecords": [_record(event)]}


FORMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "record": _record,
    "response": _response,
    "envelope": _envelope,
}
"""Each puts one event into a document of its form."""
