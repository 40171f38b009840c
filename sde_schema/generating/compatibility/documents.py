"""The forms of documents of two versions: what one accepts of them and the other does not."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog import PAYLOAD, without
from sde_schema.checking.validator import Validator
from sde_schema.generating.compatibility.changes import Change, Evidence, Witness
from sde_schema.reading.forms import CONVERSATION_NAMES, EVENT_HOLDERS, EVENTS, INFO, RECORD_LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator

_OTHER = {"somethingElse": None}
_MISPLACED = ("SDEs", "un_auth_sdes")
_MANY = 20


def change_of_forms(old: str, new: str, event: Any) -> Change | None:
    """Return what changed of the forms in which an event that both versions accept may be handed on.

    Rules that are written otherwise and refuse nothing of what was tried count as looser.
    """
    if _rules(old) == _rules(new):
        return None
    before, after = Validator(old), Validator(new)
    documents = list(_documents(event))
    for document in documents:
        if before.is_valid(document):
            errors = [problem for problem in after.validate(document) if problem.severity == "error"]
            if errors:
                return Change(
                    PAYLOAD, (), "tightened", None, None, Witness(document, errors[0].code, errors[0].pointer)
                )
    return Change(PAYLOAD, (), "loosened", None, None, Evidence("sampled", len(documents)))


def _rules(version: str) -> Any:
    return {**without(catalog.document(version, PAYLOAD), words=True), "$id": None}


def _documents(event: Any) -> Iterator[Any]:
    """Yield documents of every form, and some that are nearly of one, the small ones first."""
    held: list[Any] = [{EVENTS: [event]}, {EVENTS: []}, None, {}, {EVENTS: None}, {EVENTS: [event], **_OTHER}]
    held.append({EVENTS: [event] * _MANY})
    envelopes: list[Any] = [{name: value} for name, value in product(EVENT_HOLDERS, held)]
    envelopes += [dict.fromkeys(EVENT_HOLDERS, value) for value in held]
    named = [{INFO: {name: "1"}} for name in CONVERSATION_NAMES]
    misplaced = [{**named[0], name: None} for name in (*_MISPLACED, EVENTS, *event)]
    infos: tuple[Any, ...] = ({}, {INFO: {}}, {INFO: None}, _OTHER, {INFO: {}, **_OTHER}, *named, *misplaced)
    records = [{**info, **envelope} for info, envelope in product(infos, [*envelopes, {}])]
    lists = [[], None, *([record] for record in (*records, None))]
    responses = [{name: value, **more} for more, name, value in product(({}, _OTHER), RECORD_LISTS, lists)]
    documents = [event, *held, *records, *responses]
    yield from documents
    yield from ([document] for document in documents)
    yield from ([], [[event]], [event] * _MANY, [event, None])
