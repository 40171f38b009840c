"""That nothing breaks: proved by an engine where it can decide, and tried on thousands of payloads."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import cycle, product
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema import catalog
from sde_schema.catalog import EVENT, PAYLOAD, without
from sde_schema.checking.validator import Validator
from sde_schema.compatibility.changes import Change, Evidence, Witness, pointer_of
from sde_schema.examples.random_events import Payloads
from sde_schema.reading.events import CONVERSATION_NAMES, EVENT_HOLDERS, EVENTS, INFO, RECORD_LISTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.catalog.fields import Field
    from sde_schema.compatibility.pairs import Pair


HOLDER = EVENT_HOLDERS[0]
WIDE, REALISTIC = 400, 100
"""How many payloads of each kind are made for each attribute type."""


_FORMS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("", lambda event: event),
    (f"/{EVENTS}/0", lambda event: {EVENTS: [event]}),
    *((f"/{name}/{EVENTS}/0", lambda event, name=name: {name: {EVENTS: [event]}}) for name in EVENT_HOLDERS),
    *((f"/{name}/0/{HOLDER}/{EVENTS}/0", lambda event, name=name: {name: [_record(event)]}) for name in RECORD_LISTS),
    (f"/0/{HOLDER}/{EVENTS}/0", lambda event: [_record(event)]),
)
"""The forms of documents: the pointer of the event in each, and what puts it there."""


def _record(event: Any) -> Any:
    return {INFO: {}, HOLDER: {EVENTS: [event]}}


class Refused(NamedTuple):
    """A generated event of the old version, and the pointer, from the event, of an error that it has in the new one."""

    event: dict[str, Any]
    pointer: str


def is_contained(pair: Pair) -> bool:
    """Return whether an engine proves that the new field accepts all that the old one does.

    False where it cannot decide, or is not installed.
    """
    if pair.old is None or pair.new is None or not find_spec("jsonschema_rs"):
        return False
    from jsonschema_rs import CanonicalSchema, Registry, canonicalize
    from jsonschema_rs.canonical import Containment

    def canonical(field: Field) -> CanonicalSchema:
        registry = Registry([(doc["$id"], doc) for doc in field.docs.values()])
        refs = [{"$ref": f"{field.docs[root.document]['$id']}#{root.pointer}"} for root in field.roots]
        schema = refs[0] if len(refs) == 1 else {"allOf": refs}
        dialect = field.docs[EVENT]["$schema"]
        return canonicalize({"$schema": dialect, **schema}, registry=registry, offline=True)

    return canonical(pair.new).covers(canonical(pair.old)) is Containment.YES


def sampled(attribute: str, old: str, new: str) -> tuple[int, list[Refused]]:
    """Return how many payloads with events of an attribute type were validated, and what was refused of them.

    The old version accepts all of them. They take the forms of documents in turn.
    """
    validator, forms = Validator(new), cycle(_FORMS)
    refused: list[Refused] = []
    count = 0
    for (start, wrap), event in zip(forms, _events(attribute, old), strict=False):
        count += 1
        errors = [problem for problem in validator.validate(wrap(event)) if problem.severity == "error"]
        refused += [Refused(event, pointer_of(error).removeprefix(start)) for error in errors]
    return count, refused


def _events(attribute: str, version: str) -> Iterator[dict[str, Any]]:
    for number, wide in ((WIDE, True), (REALISTIC, False)):
        made = Payloads(version, seed=0, wide=wide)
        for _ in range(number):
            yield made.event(attribute)


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
