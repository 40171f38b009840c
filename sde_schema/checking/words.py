"""Findings to words: one sentence that says what is wrong, and one that says what to do.

No message and no hint holds a value of the payload; names are shown as ``safe_name`` allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.checking import foreign, hints
from sde_schema.checking.findings import value_at
from sde_schema.checking.plain import alien_kind
from sde_schema.model import safe_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from sde_schema.checking.findings import Finding
    from sde_schema.checking.properties import Properties
    from sde_schema.model import Path

TYPE_WORDS = {
    "string": ("text",),
    "number": ("a number",),
    "integer": ("a whole number",),
    "boolean": ("true", "false"),
    "null": ("null",),
    "object": ("an object",),
    "array": ("an array",),
}
"""What messages call the types of JSON Schema; a boolean is one of two values."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a finding."""

    message: str
    hint: str | None


@dataclass(frozen=True, slots=True)
class Context:
    """What the words may look at: the document and the catalogue's names."""

    document: Any
    properties: Properties
    attribute_types: list[str]


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
    holder = quoted(path[-2]) if len(path) > 1 and isinstance(path[-2], str) else "the list"
    return f"item {last + 1} of {holder}"


def say(finding: Finding, context: Context) -> Said:
    """Return message and hint of a finding."""
    return _SAYINGS[finding.code](finding, context)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _unknown_attribute(finding: Finding, context: Context) -> Said:
    name = str(finding.property)
    return Said(
        f"{quoted(name)} is not an attribute type.",
        foreign.hint_for_attribute(name)
        or foreign.hint_for_pushed(value_at(context.document, finding.path[:-1]))
        or _did_you_mean(finding)
        or f"The attribute types are {hints.listed(context.attribute_types)}.",
    )


def _missing(finding: Finding, context: Context) -> Said:
    name = str(finding.property)
    where = subject(finding.path) if finding.path else "the body"
    message = _capital(f"{where} lacks the required {quoted(name)}.")
    present = value_at(context.document, finding.path)
    inner = (finding.owner.node if finding.owner else {}).get("properties", {})
    stray = [other for other in present if other in inner]
    if stray:
        return Said(message, f"Put {hints.listed([quoted(other) for other in stray])} into {quoted(name)}.")
    return Said(message, hints.for_missing(finding))


def _did_you_mean(finding: Finding) -> str | None:
    if finding.suggestion is None:
        return None
    text = f"Did you mean {quoted(finding.suggestion)}?"
    if finding.suggestion.casefold() == str(finding.property).casefold():
        text += " Upper and lower case matter."
    return text


def _unknown(finding: Finding, context: Context) -> Said:
    name = str(finding.property)
    holder = subject(finding.path[:-1]) if finding.path[:-1] else "the document"
    document = finding.spot.document
    places = context.properties.elsewhere(document, name)
    where = hints.listed([f"`{place}`" for place in places], "or")
    elsewhere = f"In the body of {document} it belongs at {where}."
    return Said(
        f"{quoted(name)} is not a property of {holder}.",
        foreign.hint_for_name(name, context.properties.of(document))
        or _did_you_mean(finding)
        or (elsewhere if places else None)
        or hints.for_unknown(finding, context.document),
    )


def _not_one_attribute(finding: Finding, context: Context) -> Said:
    event = value_at(context.document, finding.path)
    present = [name for name in event if name in context.attribute_types]
    if present:
        return Said(
            f"An event has exactly one attribute, but this one has {len(present)}:"
            f" {hints.listed([quoted(name) for name in present])}.",
            "Give each attribute an event of its own.",
        )
    return Said("An event has exactly one attribute, but this one has none.", "Remove it, or add its attribute.")


def _wrong_type(finding: Finding, context: Context) -> Said:
    value = value_at(context.document, finding.path)
    wanted = finding.spot.node.get("type", [])
    words = [word for kind in ([wanted] if isinstance(wanted, str) else wanted) for word in TYPE_WORDS[kind]]
    message = _capital(f"{subject(finding.path)} is {_kind(value)}, where {hints.listed(words, 'or')} is expected.")
    return Said(message, foreign.hint_for_value(value) or hints.for_type(value, wanted))


def _kind(value: Any) -> str:
    alien = alien_kind(value)
    if alien:
        return alien
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, float):
        return "a number with a fraction" if value % 1 else "a number"
    kinds = {dict: "an object", list: "an array", str: "text", int: "a number", type(None): "null"}
    return kinds[type(value)]


def _plain(text: str, hint: Callable[[Finding, Any], str | None]) -> Callable[[Finding, Context], Said]:
    """Return a saying with a fixed sentence about the value, and a hint made from finding and value."""

    def saying(finding: Finding, context: Context) -> Said:
        value = value_at(context.document, finding.path)
        return Said(_capital(f"{subject(finding.path)} {text}."), hint(finding, value))

    return saying


def _too_long(finding: Finding, context: Context) -> Said:
    length, limit = len(value_at(context.document, finding.path)), finding.spot.node["maxLength"]
    message = f"{subject(finding.path)} has {length:,} characters, where at most {limit:,} are allowed."
    return Said(_capital(message), "Shorten the text.")


def _out_of_range(finding: Finding, _: Context) -> Said:
    low, high = finding.spot.node["minimum"], finding.spot.node["maximum"]
    return Said(
        _capital(f"{subject(finding.path)} is outside its range of {low} to {high}."),
        hints.for_range(finding),
    )


def _nothing(finding: Finding, context: Context) -> Said:
    value = value_at(context.document, finding.path)
    what = _capital(subject(finding.path))
    message = f"{what} is no event, events object, envelope, record or response, so nothing can be validated."
    return Said(message, foreign.hint_for_document(value, context.attribute_types))


def _no_events(finding: Finding, context: Context) -> Said:
    what = "The list of events is empty." if finding.path else "There is no event in this document."
    return Said(what, foreign.hint_for_pushed(context.document) or "See whether this is the right file.")


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
    "SDE304": _plain("is text that is no number", hints.for_number),
    "SDE305": _out_of_range,
    "SDE306": _mismatch,
    "SDE401": _plain("lies outside the years 2000 to 2099", hints.for_unit),
    "SDE402": _plain("is an amount or count, but no number", hints.for_amount),
    "SDE403": _plain("is not a currency code of ISO 4217", hints.for_currency),
    "SDE404": _plain("is a day that its month does not have", hints.for_date),
    "SDE405": _plain("cannot be what its name says", hints.for_contact),
    "SDE406": _no_events,
    "SDE407": _plain("is later than `serverTimeStamp`", hints.for_order),
    "SDE408": _plain("differs from that of the attribute", hints.for_difference),
}
