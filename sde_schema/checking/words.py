"""Findings to words: one sentence that says what is wrong, and one that says what to do.

No message and no hint holds a value of the payload; names are shown as ``safe_name`` allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import EVENT, PAYLOAD, Spot
from sde_schema.checking import foreign, hints
from sde_schema.checking.findings import is_event, value_at
from sde_schema.checking.names import same_but_for_case
from sde_schema.checking.numbers import whole_number
from sde_schema.checking.plain import alien_kind
from sde_schema.model import safe_name
from sde_schema.reading.forms import EVENTS
from sde_schema.reading.targets import EVERY

if TYPE_CHECKING:
    from collections.abc import Callable

    from sde_schema.checking.context import Context
    from sde_schema.checking.findings import Finding
    from sde_schema.model import Path

TYPE_WORDS = {
    "string": ("a string",),
    "number": ("a number",),
    "integer": ("a whole number",),
    "boolean": ("true", "false"),
    "null": ("null",),
    "object": ("an object",),
    "array": ("an array",),
}
"""What messages call the types of JSON Schema; a boolean is one of two values."""

_MOST_LISTED = 8
_MOST_PLACES = 3
_MOST_TOGETHER = 100
_GENERAL = (
    "A document is an event, an object with `events` or `sdes`, a response, or an array of these;"
    " the body of one attribute needs --type."
)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a finding."""

    message: str
    hint: str | None


def quoted(name: str) -> str:
    """Return a name as messages show it."""
    return f"`{safe_name(name)}`"


def subject(path: Path) -> str:
    """Return what a message calls the value at a path."""
    if not path:
        return "the document"
    last = path[-1]
    if isinstance(last, str):
        return quoted(last)
    holder = quoted(path[-2]) if len(path) > 1 and isinstance(path[-2], str) else "the array"
    return f"item {last + 1} of {holder}"


def say(finding: Finding, context: Context) -> Said:
    """Return message and hint of a finding."""
    return _SAYINGS[finding.code](finding, context)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _unknown_attribute(finding: Finding, context: Context) -> Said:
    name = str(finding.property)
    event = value_at(context.document, finding.path[:-1])
    return Said(
        f"{quoted(name)} is not an attribute type.",
        foreign.hint_for_attribute(name)
        or foreign.hint_for_pushed(event)
        or _did_you_mean(finding)
        or _known_later(finding, context)
        or f"The attribute types are {hints.listed(context.attribute_types)}.",
    )


def _missing(finding: Finding, context: Context) -> Said:
    name = str(finding.property)
    where = subject(finding.path) if finding.path else "the body"
    message = _capital(f"{where} lacks the required {quoted(name)}.")
    present = context.value(finding)
    inner = context.members_of(finding)
    strays = [other for other in present if other in inner and other not in finding.spot.node["properties"]]
    return Said(message, hints.for_strays(name, strays) if strays else hints.for_missing(finding))


def _did_you_mean(finding: Finding) -> str | None:
    if finding.suggestion is None:
        return None
    text = f"Did you mean {quoted(finding.suggestion)}?"
    if finding.suggestion.casefold() == str(finding.property).casefold():
        text += " Upper and lower case matter."
    return text


def _known_later(finding: Finding, context: Context) -> str | None:
    """Say from which version on a name is known."""
    version = context.properties.known_from(finding.spot, str(finding.property), after=context.version)
    if version is None:
        return None
    return f"{quoted(str(finding.property))} is known from version {version} on: use --schema-version {version}."


def _unknown(finding: Finding, context: Context) -> Said:
    name = str(finding.property)
    holder = subject(finding.path[:-1]) if finding.path[:-1] else "the document"
    return Said(
        f"{quoted(name)} is not a property of {holder}.",
        foreign.hint_for_name(name)
        or _of_other_api(finding, context)
        or (_into_events(finding, context) if finding.spot.document == PAYLOAD else None)
        or _did_you_mean(finding)
        or _known_later(finding, context)
        or _belongs(finding, context)
        or _other_name(finding, context),
    )


def _of_other_api(finding: Finding, context: Context) -> str | None:
    """Say which property web pages and other APIs call by this name, if it can have the value."""
    here = foreign.OTHER_NAMES.get(str(finding.property))
    if here is None or finding.spot.document == PAYLOAD:
        return None
    is_own = here in finding.spot.node["properties"]
    inside = () if is_own else tuple(context.properties.strays(finding.spot, {}, [here]))
    spot, held = finding.spot, value_at(context.document, finding.path[:-1])
    value = held[finding.property]
    for step in (*inside, here):
        if step not in spot.node["properties"]:
            return None
        spot = Spot(spot.document, f"{spot.pointer}/properties/{step}", spot.node["properties"][step])
        held = held.get(step) if isinstance(held, dict) else None
    name = quoted(".".join((*inside, here)))
    if held is not None:
        return f"Web pages and other APIs call {name} that, which is here already: keep one of the two."
    how = hints.as_value_of(spot, value, context)
    return how and f"Web pages and other APIs call it that; in events of the history APIs it is {name}{how}"


def _into_events(finding: Finding, context: Context) -> str | None:
    """Say that what is in a record, or where the events of one belong, goes into its events."""
    name = str(finding.property)
    if EVENTS in finding.spot.node["properties"] or EVENTS in finding.spot.node.get("required", ()):
        return foreign.hint_in_events(name, context.attribute_types)
    return foreign.hint_in_record(name, context.attribute_types)


def _belongs(finding: Finding, context: Context) -> str | None:
    """Say where in the attribute's body a name belongs."""
    document, name = finding.spot.document, str(finding.property)
    if document in (PAYLOAD, EVENT):
        return None
    holder = value_at(context.document, finding.path[:-1])
    [*inner] = context.properties.strays(finding.spot, holder, [name])
    if inner:
        others = (other for other in holder if other not in finding.spot.node["properties"])
        together = context.properties.strays(finding.spot, holder, islice(others, _MOST_TOGETHER))
        return hints.for_strays(inner[0], together.get(inner[0], [name]))
    places = context.properties.elsewhere(document, name)
    if not 0 < len(places) <= _MOST_PLACES:
        return None
    return f"In the body of {document} it belongs at {hints.quoted(places, 'or')}."


def _other_name(finding: Finding, context: Context) -> str | None:
    """Say which properties may be there instead."""
    known = list(finding.spot.node["properties"])
    holder = value_at(context.document, finding.path[:-1])
    twin = same_but_for_case(str(finding.property), tuple(name for name in known if name in holder))
    if twin:
        return f"Remove it: {quoted(twin)} is already here, and upper and lower case matter."
    if is_event(finding.spot.node):
        return _into_body(finding, context, holder)
    absent = [name for name in known if name not in holder]
    if not absent:
        return "Remove it."
    if len(absent) > _MOST_LISTED:
        return f"Remove it; `sde-schema show {finding.spot.document}` prints the properties that there are."
    return f"Remove it, or use {hints.quoted(absent, 'or')}."


def _into_body(finding: Finding, context: Context, event: dict[str, Any]) -> str:
    """Say that a member of an event belongs into the attribute's body, where the body has such a property."""
    name = str(finding.property)
    for attribute in context.attribute_types:
        body = event.get(attribute)
        if isinstance(body, dict) and name not in body and name in context.properties.root(attribute):
            return f"Move it into {quoted(attribute)}."
    return "Remove it: an event has its attribute and nothing else of this name."


def _not_one_attribute(finding: Finding, context: Context) -> Said:
    event = context.value(finding)
    present = [name for name in event if name in context.attribute_types]
    if not present:
        return Said("An event has exactly one attribute, but this one has none.", "Remove it, or add its attribute.")
    message = f"An event has exactly one attribute, but this one has {len(present)}: {hints.quoted(present)}."
    empty = [name for name in present if event[name] is None]
    if len(empty) == len(present) - 1:
        return Said(message, f"Remove the attributes that are null: {hints.quoted(empty)}.")
    return Said(message, "Give each attribute an event of its own.")


def _wrong_type(finding: Finding, context: Context) -> Said:
    value = context.value(finding)
    wanted = finding.spot.node.get("type", [])
    words = [word for kind in ([wanted] if isinstance(wanted, str) else wanted) for word in TYPE_WORDS[kind]]
    message = _capital(f"{subject(finding.path)} must be {hints.listed(words, 'or')}, but is {_kind(value)}.")
    return Said(message, None if alien_kind(value) else hints.for_type(finding, value, context))


def _kind(value: Any) -> str:
    alien = alien_kind(value)
    if alien:
        return alien
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, float):
        return "a number with a fraction" if value % 1 else "a number"
    kinds = {dict: "an object", list: "an array", str: "a string", int: "a number", type(None): "null"}
    return kinds[type(value)]


def _plain(text: str, hint: Callable[[Finding, Any, Context], str | None]) -> Callable[[Finding, Context], Said]:
    """Return a saying with a fixed sentence about the value, and a hint made from finding and value."""

    def saying(finding: Finding, context: Context) -> Said:
        value = context.value(finding)
        return Said(_capital(f"{subject(finding.path)} {text}."), hint(finding, value, context))

    return saying


def _too_long(finding: Finding, context: Context) -> Said:
    value, limit = context.value(finding), finding.spot.node["maxLength"]
    message = f"{subject(finding.path)} may have at most {limit:,} characters, but has {len(value):,}."
    return Said(_capital(message), "Shorten the string." if context.accepts(finding, value[:limit]) else None)


def _out_of_range(finding: Finding, context: Context) -> Said:
    value, node = context.value(finding), finding.spot.node
    low, high = node["minimum"], node["maximum"]
    number = whole_number(value)
    is_within = number is not None and low <= number <= high  # the text is longer than that of such a number
    outside, too_long = "is outside its range of", "has more leading zeros than there may be in a number from"
    message = f"{subject(finding.path)} {too_long if is_within else outside} {low} to {high}."
    return Said(_capital(message), hints.for_range(finding, value, context))


def _nothing(finding: Finding, context: Context) -> Said:
    value = context.value(finding)
    if finding.absent:
        return _nowhere(finding, context)
    what = _capital(subject(finding.path))
    message = f"{what} is not an event, events object, record or response, so nothing can be validated."
    body = context.properties.body_like(value, context.attribute_types)
    like = f"It looks like the body of `{body}`: use --type {body}." if body else None
    hint = _hint_for_document(value, finding.path, context)
    return Said(message, hint or like or _GENERAL)


def _hint_for_document(value: Any, path: Path, context: Context) -> str | None:
    return foreign.hint_for_document(value, path, context.attribute_types, context.forms, is_yaml=context.is_yaml)


def _nowhere(finding: Finding, context: Context) -> Said:
    """Say that the target leads to no value, and where the events are."""
    step = finding.absent[0]
    what = "has no member or item" if step == EVERY else f"has no {quoted(step)}"
    at_all = () if finding.path else (context.document,)
    hints_elsewhere = (_hint_for_document(it, (), context) for it in at_all)
    hint = next(hints_elsewhere, None)
    return Said(
        f"{_capital(subject(finding.path))} {what}, so --at leads to nothing that can be validated.",
        hint or "Check the pointer; `*` is any item or member.",
    )


def _no_events(finding: Finding, context: Context) -> Said:
    what = "The array of events is empty." if finding.path else "There is no event in this document."
    return Said(what, foreign.hint_for_pushed(context.document) or "Check whether this is the right file.")


def _mismatch(finding: Finding, context: Context) -> Said:
    event = value_at(context.document, finding.path[:-1])
    attributes = [name for name in event if name in context.attribute_types]
    what = f"not the type of {quoted(attributes[0])}" if attributes else "not the type of any attribute"
    return Said(_capital(f"{subject(finding.path)} is {what}."), hints.for_mismatch(finding))


_SAYINGS: dict[str, Callable[[Finding, Context], Said]] = {
    "SDE104": _nothing,
    "SDE201": _unknown_attribute,
    "SDE202": _missing,
    "SDE203": _unknown,
    "SDE204": _not_one_attribute,
    "SDE205": _wrong_type,
    "SDE301": _too_long,
    "SDE302": _plain("is not one of its codes", hints.for_code),
    "SDE303": _plain("is not a time in epoch milliseconds", hints.for_timestamp),
    "SDE304": _plain("is a string that is not a number", hints.for_number),
    "SDE305": _out_of_range,
    "SDE306": _mismatch,
    "SDE401": _plain("is outside the years 2000 to 2099", hints.for_unit),
    "SDE402": _plain("is an amount or count, but not a number", hints.for_amount),
    "SDE403": _plain("is not an ISO 4217 currency code", hints.for_currency),
    "SDE404": _plain("is a day that its month does not have", hints.for_date),
    "SDE405": _plain("cannot be what its name says", hints.for_contact),
    "SDE406": _no_events,
    "SDE407": _plain("is later than `serverTimeStamp`", hints.for_order),
    "SDE408": _plain("differs from that of the attribute", hints.for_difference),
    "SDE409": _plain("is not a plausible age or year of birth", hints.for_age),
}
