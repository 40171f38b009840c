"""What to do: hints made from the schema and the kind of value, never showing the value.

A fix is offered only if the schema has nothing against the fixed value, so that no hint leads to the next problem.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import EVENT, PAYLOAD
from sde_schema.checking import fixed_values as fixed
from sde_schema.checking.names import is_negated, nearest
from sde_schema.prose import all_quoted, continued, listed, type_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.catalog import Schema, Spot
    from sde_schema.checking.context import Context
    from sde_schema.checking.findings import Finding

_MOST_LISTED = 8
_UNITS = (("seconds", 1_000, 1), ("microseconds", 1, 1_000), ("nanoseconds", 1, 1_000_000))
_EPOCH = "milliseconds since 1970-01-01T00:00:00Z"
_TIMESTAMP = "SDE303"
_PLURALS = {"string": "strings", "number": "numbers", "integer": "whole numbers", "object": "objects"}


def for_missing(finding: Finding) -> str:
    """Say what the missing property is."""
    description = finding.owner.node.get("description") if finding.owner else None
    return f"Add it: {continued(description)}" if description else "Add it."


def for_type(finding: Finding, value: Any, context: Context) -> str | None:
    """Say how to write a value of the wrong type, or else what is expected."""
    wrapper = fixed.wrapper_of(value)
    if wrapper:
        return _for_wrapped(finding, wrapper, context)
    if value is None:
        is_item = isinstance(finding.path[-1] if finding.path else None, int)
        return "Remove it: no item may be null." if is_item else "A value is required; null is not allowed here."
    wanted = _wanted(finding, context)
    fix = _fix_of_type(finding, fixed.for_type(value, wanted), context)
    if fix is None and wanted.is_time and isinstance(value, float):
        fix = _first_fix(finding, fixed.for_timestamp(value), context)
    return fix or _expected(finding, value, context)


def _wanted(finding: Finding, context: Context) -> fixed.Wanted:
    return fixed.Wanted(
        members=context.members_of(finding),
        is_code=context.code_list(finding) is not None,
        is_time=_TIMESTAMP in context.problem_codes(finding),
        is_currency=context.is_currency_of(finding),
    )


def _first_fix(finding: Finding, fixes: Iterable[fixed.Fix], context: Context) -> str | None:
    """Return the words of the first fix after which the schema has nothing against the value; nothing is no value."""
    return next((words for fix, words in fixes if fix != "" and context.accepts(finding, fix)), None)


def _fix_of_type(finding: Finding, fixes: Iterable[fixed.Fix], context: Context) -> str | None:
    """Return the words of the first fix of the right type, None if what it leaves draws advice.

    A fix after it would only be a way around the advice.
    """
    first = next(((fix, words) for fix, words in fixes if context.allows(finding, fix)), None)
    return first[1] if first and context.accepts(finding, first[0]) else None


def _for_wrapped(finding: Finding, wrapper: fixed.Wrapper, context: Context) -> str:
    forms = fixed.forms_of(wrapper.value, _wanted(finding, context))
    fixes = ((form, "null" if form is None else f"the bare value{how}") for form, how in forms)
    what = _fix_of_type(finding, fixes, context)
    return f"{wrapper.origin}: write {what}." if what else _for_wrapper(wrapper)


def for_wrapped_object(value: Any) -> str | None:
    """Say what an object is that another program has wrapped with its type."""
    wrapper = fixed.wrapper_of(value)
    return _for_wrapper(wrapper) if wrapper else None


def _for_wrapper(wrapper: fixed.Wrapper) -> str:
    return f"{wrapper.origin}, which does not belong here: export plain JSON instead."


def _expected(finding: Finding, value: Any, context: Context) -> str | None:
    """Return what is expected, where that says more than its type."""
    codes = context.code_list(finding)
    if codes and not isinstance(value, dict | list):
        return _for_codes(codes, value)
    if _TIMESTAMP in context.problem_codes(finding):
        return f"It must be a time in {_EPOCH}."
    spot = finding.owner or finding.spot
    is_object = context.takes_objects(finding) and not isinstance(value, dict)
    if is_object and len(context.members_of(finding)) <= _MOST_LISTED:
        return f"It must be an object with {_members(spot, context)}."
    items = context.items_of(finding)
    if items is not None:
        return f"It must be an array of {_plural(items, context)}: [ … ]."
    return None if isinstance(value, dict | list) else _such_as(finding, context)


def _members(spot: Spot, context: Context) -> str:
    """Return the members of the object that a subschema describes."""
    names = [*context.properties.members(spot)]
    return all_quoted(names, "and" if {*names} <= {*context.properties.required(spot)} else "or")


def _plural(items: Spot, context: Context) -> str:
    """Return what an array holds."""
    if items.document in (PAYLOAD, EVENT):
        return f"{items.node['title'].lower()}s"
    members = context.properties.members(items)
    if not members:
        return listed([_PLURALS[kind] for kind in sorted(context.properties.types(items), reverse=True)], "or")
    return f"objects with {_members(items, context)}" if len(members) <= _MOST_LISTED else "objects"


def _such_as(finding: Finding, context: Context) -> str | None:
    """Say with an example how a number is written, None where it is not one that is expected."""
    example = context.number_like(finding)
    if example is None:
        return None
    kind = "a number" if "number" in context.properties.types(finding.owner or finding.spot) else "a whole number"
    none = ", or null where there is none" if context.accepts(finding, None) else ""
    return f"It must be {kind}, such as `{json.dumps(example)}`{none}."


def _titles(node: Schema) -> list[tuple[list[Any], str]]:
    """Return the codes of a code list with their meanings, each code in all its JSON forms."""
    branches = node.get("oneOf", [])
    return [(branch["enum"], branch["title"]) for branch in branches if None not in branch["enum"]]


def for_code(finding: Finding, value: Any, context: Context) -> str:
    """Guess the code that was meant by its meaning, else list the codes."""
    fixes = fixed.from_nothing(value) if isinstance(value, str) else ()
    return _first_fix(finding, fixes, context) or _for_codes(finding.spot.node, value)


def _for_codes(node: Schema, value: Any) -> str:
    codes = [(_in_form_of(value, forms), title) for forms, title in _titles(node)]
    if isinstance(value, str):
        spelled = {str(other).casefold() for other in fixed.spelled_otherwise(value)}
        for code, title in codes:
            if str(code).casefold() in spelled:
                return f"Write it as {json.dumps(code)} ({title})."
        meant = nearest(value, tuple(title for _, title in codes))
        for code, title in codes:
            if title == meant and is_negated(title) == is_negated(value):
                return f"Did you mean {json.dumps(code)} ({title})?"
    return f"The codes are {listed([f'{json.dumps(code)} ({title})' for code, title in codes])}."


def _in_form_of(value: Any, forms: list[Any]) -> Any:
    """Return the form of a code that has the JSON type of a value, else its first form."""
    return next((form for form in forms if type(form) is type(value)), forms[0])


def for_mismatch(finding: Finding) -> str:
    """Say which type of event belongs to the attribute."""
    node = finding.spot.node
    types = node.get("enum") or [forms[0] for forms, _ in _titles(node)]
    known = [f"`{json.dumps(kind)}`" for kind in types if kind is not None]
    return f"It must be {listed(known, 'or')}, or be left out."


def for_order(*_: object) -> str:
    """Say which of two times comes first."""
    return (
        "An event is created before it is processed: check whether the two were exchanged or a clock is wrong."
        " The vendor's own samples have it too."
    )


def for_difference(*_: object) -> str:
    """Say which times are normally equal."""
    return "The two are normally equal: check whether they belong to the same event."


def for_timestamp(finding: Finding, value: Any, context: Context) -> str:
    """Say why a timestamp is none."""
    fix = _first_fix(finding, fixed.for_timestamp(value), context)
    if fix:
        return fix
    text = str(value).strip()
    if not text:
        return "It is empty; it must be the time of the event."
    if "*" in text:
        return "It looks masked; a timestamp must stay readable."
    if re.fullmatch(r"-[0-9.]+", text):
        return f"It is negative; it must be {_EPOCH}."
    if re.fullmatch(r"[0-9]{16,}", text):
        what = "large" if len(text.lstrip("0")) >= 16 else "long"  # noqa: PLR2004 - as the sentence says
        return f"It is too {what}; it must be {_EPOCH}, at most 16 digits."
    return f"It must be {_EPOCH}, in plain digits only."


def for_number(finding: Finding, value: Any, context: Context) -> str:
    """Say how to write the number."""
    fix = _first_fix(finding, fixed.for_number(value, context.is_currency_of(finding)), context)
    unknown = "; null if the value is unknown" if context.accepts(finding, None) else ""
    return fix or f"It must be a number, in plain digits only{unknown}."


def for_range(finding: Finding, value: Any, context: Context) -> str:
    """Say what the range counts, or how to write a number in it."""
    fix = _first_fix(finding, fixed.for_range(value), context) if isinstance(value, str) else None
    low, high = finding.spot.node["minimum"], finding.spot.node["maximum"]
    unknown = ", or null if it is unknown" if context.accepts(finding, None) else ""
    return fix or f"It must be from {low} to {high}{unknown}."


def for_unit(finding: Finding, value: Any, _: Context) -> str:
    """Say in which unit a timestamp seems to be."""
    low, high = finding.spot.node["minimum"], finding.spot.node["maximum"]
    for unit, times, divided in _UNITS:
        if low <= int(value) * times // divided <= high:
            change = f"multiply it by {times:,}" if times > 1 else f"divide it by {divided:,}"
            return f"It looks like {unit}; {change}."
    return f"Check whether it is in {_EPOCH}."


def for_amount(finding: Finding, value: Any, context: Context) -> str | None:
    """Say how to write an amount."""
    fix = _first_fix(finding, fixed.for_amount(value, context.is_currency_of(finding)), context)
    return fix or _such_as(finding, context)


def for_currency(finding: Finding, value: Any, context: Context) -> str:
    """Say which code was meant where only the letter case differs."""
    fix = _first_fix(finding, fixed.for_currency(value), context)
    return fix or 'It must be the three-letter code, such as `"USD"` or `"EUR"`.'


def for_date(_: Finding, value: Any, context: Context) -> str:  # noqa: ARG001 - as the others
    """Say what to correct in an impossible date."""
    return f"Correct {all_quoted([name for name, part in value.items() if part is not None], 'or')}."


def for_contact(finding: Finding, value: Any, context: Context) -> str | None:
    """Say how to write a contact, else what one looks like, in the words of the advice's schema."""
    description = finding.spot.node.get("description")
    return _first_fix(finding, fixed.for_contact(value), context) or description


def for_age(finding: Finding, *_: object) -> str | None:
    """Say what an age or a year of birth may be, in the words of the advice's schema."""
    description = finding.spot.node.get("description")
    return str(description) if description else None


def for_strays(holder: str, names: list[str]) -> str:
    """Say into which object members belong that are one level too high."""
    return f"Put {all_quoted(names)} into `{holder}`."


def as_value_of(spot: Spot, value: Any, context: Context) -> str:
    """Say how a value is written in a property: as it is, or as a member of an object; else what is wanted."""
    if context.properties.takes_shape_of(spot, value):
        return "."
    members = context.properties.members(spot)
    right = (name for name in members if context.subschemas.is_valid(spot, {name: value}))
    member = next(right, None)
    if member:
        return f', as {{"{member}": … }}.'
    if members:
        return f", an object with {_members(spot, context)}."
    return f", which must be {type_words(context.properties.types(spot))}."
