"""What the schemas expect of a value, in words, and the fixes that they have nothing against."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import EVENT, PAYLOAD
from sde_schema.catalog.properties import property_of
from sde_schema.codes import BAD_TIMESTAMP
from sde_schema.names import is_negated, nearest
from sde_schema.prose import all_quoted, listed, quoted, type_words
from sde_schema.rules import fixes
from sde_schema.rules.value_forms import Wanted, forms_of
from sde_schema.rules.wrappers import wrapper_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.catalog import Schema, Spot
    from sde_schema.findings import Finding
    from sde_schema.rules.fixes import Fix
    from sde_schema.rules.wording import Context
    from sde_schema.rules.wrappers import Wrapper

EPOCH = "milliseconds since 1970-01-01T00:00:00Z"
_MOST_LISTED = 8
_MUST_BE = "It must be "
_PLURALS = {"string": "strings", "number": "numbers", "integer": "whole numbers", "object": "objects"}


def wanted_of(finding: Finding, context: Context) -> Wanted:
    """Return what is known of the place of the value that a finding is about."""
    return Wanted(
        members=context.members_of(finding),
        is_code=context.code_list(finding) is not None,
        is_number=context.number_like(finding) is not None,
        is_whole="number" not in context.properties.types(finding.owner or finding.spot),
        is_time=BAD_TIMESTAMP in context.problem_codes(finding),
        is_currency=context.is_currency_of(finding),
    )


def first_fix(finding: Finding, candidates: Iterable[Fix], context: Context) -> str | None:
    """Return the words of the first fix after which the schema has nothing against the value; nothing is no value."""
    return next((words for fix, words in candidates if fix != "" and context.accepts(finding, fix)), None)


def _fix_of_type(finding: Finding, candidates: Iterable[Fix], context: Context) -> str | None:
    """Return the words of the first fix of the right type, None if what it leaves draws advice.

    A fix after it would only be a way around the advice.
    """
    first = next(((fix, words) for fix, words in candidates if context.allows(finding, fix)), None)
    return first[1] if first and context.accepts(finding, first[0]) else None


def for_wrong_type(finding: Finding, value: Any, context: Context) -> str | None:
    """Say how to write a value of the wrong type, or else what is expected."""
    wrapper = wrapper_of(value)
    if wrapper:
        return _for_wrapped(finding, wrapper, context)
    if value is None:
        is_item = isinstance(finding.path[-1] if finding.path else None, int)
        return "Remove it: no item may be null." if is_item else "A value is required; null is not allowed here."
    wanted = wanted_of(finding, context)
    fix = _fix_of_type(finding, fixes.for_type(value, wanted), context)
    if fix is None and wanted.is_time and isinstance(value, float | str):
        fix = first_fix(finding, fixes.for_timestamp(value), context)
    return fix or _expected(finding, value, context)


def _for_wrapped(finding: Finding, wrapper: Wrapper, context: Context) -> str:
    forms = forms_of(wrapper.value, wanted_of(finding, context))
    if wrapper.is_instant:
        bare = [(form, f"it{how.removeprefix(',')}") for form, how in forms if how]
    else:
        bare = [(form, "null" if form is None else f"the bare value{how}") for form, how in forms]
    what = _fix_of_type(finding, bare, context)
    return f"{wrapper.origin}: write {what}{wrapper.rest}." if what else _for_wrapper(wrapper)


def for_wrapped_object(value: Any) -> str | None:
    """Say what an object is that another program has wrapped with its type."""
    wrapper = wrapper_of(value)
    return _for_wrapper(wrapper) if wrapper else None


def _for_wrapper(wrapper: Wrapper) -> str:
    return f"{wrapper.origin}, which does not belong here: export plain JSON instead."


def _expected(finding: Finding, value: Any, context: Context) -> str | None:
    """Return what is expected, where that says more than its type."""
    codes = context.code_list(finding)
    if codes and not isinstance(value, dict | list):
        return for_codes(codes, value)
    if BAD_TIMESTAMP in context.problem_codes(finding):
        return f"It must be a time in {EPOCH}."
    spot = finding.owner or finding.spot
    if context.takes_objects(finding) and len(context.members_of(finding)) <= _MOST_LISTED:
        return f"It must be an object with {_members(spot, context)}."
    items = context.items_of(finding)
    if items is not None:
        return f"It must be an array of {_plural(items, context)}: [ … ]."
    return None if isinstance(value, dict | list) else such_as(finding, context)


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


def such_as(finding: Finding, context: Context) -> str | None:
    """Say with an example how a number is written, None where it is not one that is expected."""
    example = context.number_like(finding)
    if example is None:
        return None
    kind = "a number" if "number" in context.properties.types(finding.owner or finding.spot) else "a whole number"
    none = ", or null where there is none" if context.accepts(finding, None) else ""
    return f"It must be {kind}, such as `{json.dumps(example)}`{none}."


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


def as_meant(finding: Finding, name: str, context: Context) -> str | None:
    """Say what the value of an unknown name must be to be a property; None where it is right."""
    meant = property_of(finding.spot, name)
    value = context.value(finding)
    if context.subschemas.is_valid(meant, value):
        return None
    if context.properties.takes_shape_of(meant, value):
        said = _expected(replace(finding, spot=meant, owner=meant), value, context)
        if said and said.startswith(_MUST_BE):
            return f"If {quoted(name)} is meant, its value must be {said.removeprefix(_MUST_BE)}"
        if said:
            return f"If {quoted(name)} is meant, change its value, too. {said}"
    wanted = context.properties.types(meant)
    return f"If {quoted(name)} is meant, its value must be {type_words(wanted)}." if wanted else None


def code_meanings(node: Schema) -> list[tuple[list[Any], str]]:
    """Return the codes of a code list with their meanings, each code in all its JSON forms."""
    branches = node.get("oneOf", [])
    return [(branch["enum"], branch["title"]) for branch in branches if None not in branch["enum"]]


def enumerated(node: Schema) -> str:
    """Return the values that a subschema allows besides null, as JSON."""
    values = node.get("enum") or [forms[0] for forms, _ in code_meanings(node)]
    return listed([f"`{json.dumps(value)}`" for value in values if value is not None], "or")


def for_codes(node: Schema, value: Any) -> str:
    """Guess the code of a list that was meant, else name the codes."""
    codes = [(_in_form_of(value, forms), title) for forms, title in code_meanings(node)]
    if isinstance(value, str):
        spelled = {str(other).casefold() for other in fixes.spelled_otherwise(value)}
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
