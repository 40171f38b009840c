"""Findings to words: one sentence that says what is wrong, and one that says what to do.

No message and no hint holds a value of the payload; names are shown as ``safe_name`` allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import PAYLOAD
from sde_schema.checking import foreign, hints, name_hints
from sde_schema.checking.findings import value_at
from sde_schema.checking.numbers import whole_number
from sde_schema.checking.plain import alien_kind
from sde_schema.prose import TYPE_WORDS, all_quoted, capital, listed, quoted, subject
from sde_schema.reading.targets import EVERY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sde_schema.checking.context import Context
    from sde_schema.checking.findings import Finding

_GENERAL = (
    "A document is an event, an object with `events` or `sdes`, a response, or an array of these;"
    " the body of one attribute needs --type."
)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a finding."""

    message: str
    hint: str | None


def say(finding: Finding, context: Context) -> Said:
    """Return message and hint of a finding."""
    said = _SAYINGS[finding.code](finding, context)
    return Said(said.message, name_hints.for_meant(finding)) if finding.meant_as else said


def _unknown_attribute(finding: Finding, context: Context) -> Said:
    name = str(finding.property)
    return Said(f"{quoted(name)} is not an attribute type.", name_hints.for_attribute(finding, context))


def _missing(finding: Finding, context: Context) -> Said:
    name = str(finding.property)
    where = subject(finding.path) if finding.path else "the body"
    message = capital(f"{where} lacks the required {quoted(name)}.")
    present = context.value(finding)
    numbered = context.properties.is_numbered(finding.spot, present, name)
    if numbered and context.is_document({name: [*present.values()]}):
        return Said(message, f"Put the values into {quoted(name)} as an array, without their numbers: [ … ].")
    inner = context.members_of(finding)
    strays = [other for other in present if other in inner and other not in finding.spot.node["properties"]]
    return Said(message, hints.for_strays(name, strays) if strays else hints.for_missing(finding))


def _unknown(finding: Finding, context: Context) -> Said:
    name = str(finding.property)
    holder = subject(finding.path[:-1]) if finding.path[:-1] else "the document"
    return Said(f"{quoted(name)} is not a property of {holder}.", name_hints.for_property(finding, context))


def _not_one_attribute(finding: Finding, context: Context) -> Said:
    event = context.value(finding)
    present = [name for name in event if name in context.attribute_types]
    if not present:
        return Said("An event has exactly one attribute, but this one has none.", "Remove it, or add its attribute.")
    message = f"An event has exactly one attribute, but this one has {len(present)}: {all_quoted(present)}."
    empty = [name for name in present if event[name] is None]
    if len(empty) == len(present):
        return Said(message, "All of them are null: remove the event, or all of them but one, which needs its body.")
    remove = f"Remove the attributes that are null: {all_quoted(empty)}." if empty else None
    separate = "Give each attribute an event of its own." if len(empty) < len(present) - 1 else None
    return Said(message, " ".join(text for text in (remove, separate) if text))


def _wrong_type(finding: Finding, context: Context) -> Said:
    value = context.value(finding)
    wanted = finding.spot.node.get("type", [])
    words = [word for kind in ([wanted] if isinstance(wanted, str) else wanted) for word in TYPE_WORDS[kind]]
    message = capital(f"{subject(finding.path)} must be {listed(words, 'or')}, but is {_kind(value, wanted)}.")
    pushed = foreign.hint_for_pushed(value) if finding.spot.document == PAYLOAD else None
    return Said(message, None if alien_kind(value) else pushed or hints.for_type(finding, value, context))


def _kind(value: Any, wanted: Collection[str]) -> str:
    """Return what a value is instead of what is wanted; an object in the place of another one is wrapped."""
    alien = alien_kind(value)
    if alien:
        return alien
    if isinstance(value, dict) and "object" in wanted:
        return "a value wrapped with its type"
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
        return Said(capital(f"{subject(finding.path)} {text}."), hint(finding, value, context))

    return saying


def _too_long(finding: Finding, context: Context) -> Said:
    value, limit = context.value(finding), finding.spot.node["maxLength"]
    message = f"{subject(finding.path)} may have at most {limit:,} characters, but has {len(value):,}."
    return Said(capital(message), "Shorten the string." if context.accepts(finding, value[:limit]) else None)


def _out_of_range(finding: Finding, context: Context) -> Said:
    value, node = context.value(finding), finding.spot.node
    low, high = node["minimum"], node["maximum"]
    number = whole_number(value)
    is_within = number is not None and low <= number <= high  # the text is longer than that of such a number
    outside, too_long = "is outside its range of", "has more leading zeros than there may be in a number from"
    message = f"{subject(finding.path)} {too_long if is_within else outside} {low} to {high}."
    return Said(capital(message), hints.for_range(finding, value, context))


def _nothing(finding: Finding, context: Context) -> Said:
    value = context.value(finding)
    if finding.absent:
        return _nowhere(finding, context)
    what = capital(subject(finding.path))
    message = f"{what} is not an event, events object, record or response, so nothing can be validated."
    body = context.properties.body_like(value, context.attribute_types)
    like = name_hints.for_body(body, finding.path, "It") if body else None
    hint = foreign.hint_for_document(value, finding.path, context)
    return Said(message, hint or like or _GENERAL)


def _nowhere(finding: Finding, context: Context) -> Said:
    """Say that the target leads to no value, and where the events are."""
    step = finding.absent[0]
    what = "has no member or item" if step == EVERY else f"has no {quoted(step)}"
    at_all = () if finding.path else (context.document,)
    hints_elsewhere = (foreign.hint_for_document(it, (), context) for it in at_all)
    hint = next(hints_elsewhere, None)
    return Said(
        f"{capital(subject(finding.path))} {what}, so --at leads to nothing that can be validated.",
        hint or "Check the pointer; `*` is any item or member.",
    )


def _no_events(finding: Finding, context: Context) -> Said:
    what = "The array of events is empty." if finding.has_array else "There is no event in this document."
    return Said(what, foreign.hint_without_events(context.document, context) or "Check whether this is the right file.")


def _mismatch(finding: Finding, context: Context) -> Said:
    event = value_at(context.document, finding.path[:-1])
    attributes = [name for name in event if name in context.attribute_types]
    what = f"not the type of {quoted(attributes[0])}" if attributes else "not the type of any attribute"
    return Said(capital(f"{subject(finding.path)} is {what}."), hints.for_mismatch(finding))


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
