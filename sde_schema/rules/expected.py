"""What the schemas expect of a value, in words, and the fixes that they have nothing against."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import EVENT, PAYLOAD
from sde_schema.codes import BAD_TIMESTAMP
from sde_schema.names import is_negated, nearest
from sde_schema.prose import all_quoted, listed, quoted, type_words
from sde_schema.rules import fixes
from sde_schema.rules.value_forms import Wanted, forms_of, wrapper_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.catalog import Schema
    from sde_schema.catalog.fields import Field
    from sde_schema.findings import Finding
    from sde_schema.rules.fixes import Fix
    from sde_schema.rules.value_forms import Wrapper
    from sde_schema.rules.wording import Context

EPOCH = "milliseconds since 1970-01-01T00:00:00Z"
_MOST_LISTED = 8
_MUST_BE = "It must be "
_PLURALS = {"string": "strings", "number": "numbers", "integer": "whole numbers", "object": "objects"}


def wanted_of(finding: Finding, context: Context) -> Wanted:
    """Return what is known of the field of the value that a finding is about."""
    field = finding.expected
    return Wanted(
        members=field.members,
        is_code=field.code_list is not None,
        is_number=context.number_like(finding) is not None,
        is_whole="number" not in field.kinds,
        is_time=BAD_TIMESTAMP in field.problem_codes,
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
    field = finding.expected
    if field.code_list and not isinstance(value, dict | list):
        return for_codes(field.code_list.node, value)
    if BAD_TIMESTAMP in field.problem_codes:
        return f"It must be a time in {EPOCH}."
    if field.members and not field.takes_scalars and len(field.members) <= _MOST_LISTED:
        return f"It must be an object with {_members(field)}."
    if field.items is not None:
        return f"It must be an array of {_plural(field.items)}: [ … ]."
    return None if isinstance(value, dict | list) else such_as(finding, context)


def _members(field: Field) -> str:
    """Return the members of the object that is described."""
    names = [*field.members]
    return all_quoted(names, "and" if {*names} <= {*field.required} else "or")


def _plural(items: Field) -> str:
    """Return what an array holds."""
    if items.subschemas[-1].document in (PAYLOAD, EVENT):
        return f"{items.first('title', '').lower()}s"
    if not items.members:
        return listed([_PLURALS[kind] for kind in sorted(items.kinds, reverse=True)], "or")
    return f"objects with {_members(items)}" if len(items.members) <= _MOST_LISTED else "objects"


def such_as(finding: Finding, context: Context) -> str | None:
    """Say with an example how a number is written, None where it is not one that is expected."""
    example = context.number_like(finding)
    if example is None:
        return None
    kind = "a number" if "number" in finding.expected.kinds else "a whole number"
    none = ", or null where there is none" if context.accepts(finding, None) else ""
    return f"It must be {kind}, such as `{json.dumps(example)}`{none}."


def as_value_of(field: Field, value: Any, context: Context) -> str:
    """Say how a value is written in a property: as it is, or as a member of an object; else what is wanted."""
    if field.takes_shape_of(value):
        return "."
    right = (name for name in field.members if context.probe.is_valid(field, {name: value}))
    member = next(right, None)
    if member:
        return f', as {{"{member}": … }}.'
    if field.members:
        return f", an object with {_members(field)}."
    return f", which must be {type_words(field.kinds)}."


def as_meant(finding: Finding, name: str, context: Context) -> str | None:
    """Say what the value of an unknown name must be to be a property; None where it is right."""
    meant = finding.schema.members[name]
    value = context.value(finding)
    if context.probe.is_valid(meant, value):
        return None
    if meant.takes_shape_of(value):
        said = _expected(finding._replace(schema=meant, field=meant), value, context)
        if said and said.startswith(_MUST_BE):
            return f"If {quoted(name)} is meant, its value must be {said.removeprefix(_MUST_BE)}"
        if said:
            return f"If {quoted(name)} is meant, change its value, too. {said}"
    return f"If {quoted(name)} is meant, its value must be {type_words(meant.kinds)}." if meant.kinds else None


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
