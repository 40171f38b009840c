"""SDE2xx: names and nesting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.catalog import PAYLOAD
from sde_schema.codes import (
    BAD_NUMBER,
    BAD_TIMESTAMP,
    MISSING_PROPERTY,
    NOT_ONE_ATTRIBUTE,
    NOTHING_TO_VALIDATE,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_CODE,
    UNKNOWN_PROPERTY,
    WRONG_TYPE,
)
from sde_schema.findings import is_empty, value_at
from sde_schema.prose import TYPE_WORDS, all_quoted, capital, continued, listed, quoted, subject
from sde_schema.reading.parsed_object import alien_kind
from sde_schema.rules import name_guesses, name_suggestions
from sde_schema.rules.expected import for_wrong_type
from sde_schema.rules.rule import Rule
from sde_schema.rules.suggestions import hint_for_pushed
from sde_schema.rules.value_forms import wrapper_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from sde_schema.findings import Finding
    from sde_schema.rules.wording import Context

_GOOD = b'{"lead": {"serverTimeStamp": "1440412721836", "lead": {"topic": "test drive"}}}'


def _unknown_attribute(finding: Finding, _: Context) -> str:
    return f"{quoted(str(finding.name))} is not an attribute type."


def _missing(finding: Finding, _: Context) -> str:
    where = subject(finding.path) if finding.path else "the body"
    return capital(f"{where} lacks the required {quoted(str(finding.name))}.")


def _for_missing(finding: Finding, context: Context) -> str:
    name, present = str(finding.name), context.value(finding)
    numbered = name_guesses.is_numbered(finding.schema, present, name)
    if numbered and context.is_document({name: [*present.values()]}):
        return f"Put the values into {quoted(name)} as an array, without their numbers: [ … ]."
    inner = finding.expected.members
    strays = [other for other in present if other in inner and other not in finding.schema.members]
    if strays:
        return name_suggestions.for_strays(name, strays)
    description = finding.field.node.get("description") if finding.field else None
    return f"Add it: {continued(description)}" if description else "Add it."


def _unknown(finding: Finding, _: Context) -> str:
    holder = subject(finding.path[:-1]) if finding.path[:-1] else "the document"
    return f"{quoted(str(finding.name))} is not a property of {holder}."


def _not_one_attribute(finding: Finding, context: Context) -> str:
    present = _attributes(finding, context)
    if not present:
        return "An event has exactly one attribute, but this one has none."
    return f"An event has exactly one attribute, but this one has {len(present)}: {all_quoted(present)}."


def _for_attributes(finding: Finding, context: Context) -> str:
    present, event = _attributes(finding, context), context.value(finding)
    if not present:
        return "Remove the event, or add its attribute."
    empty = [name for name in present if is_empty(event[name])]
    kind = "null" if all(event[name] is None for name in empty) else "null or empty"
    if len(empty) == len(present):
        return f"All of them are {kind}: remove the event, or give one of them its body and remove the others."
    remove = f"Remove the attributes that are {kind}: {all_quoted(empty)}." if empty else None
    separate = "Give each attribute an event of its own." if len(empty) < len(present) - 1 else None
    return " ".join(text for text in (remove, separate) if text)


def _attributes(finding: Finding, context: Context) -> list[str]:
    return [name for name in context.value(finding) if name in context.attribute_types]


def _wrong_type(finding: Finding, context: Context) -> str:
    wanted = finding.schema.node.get("type", [])
    words = [word for kind in ([wanted] if isinstance(wanted, str) else wanted) for word in TYPE_WORDS[kind]]
    is_kind = _kind(context.value(finding), wanted)
    return capital(f"{subject(finding.path)} must be {listed(words, 'or')}, but is {is_kind}.")


def _kind(value: Any, wanted: Collection[str]) -> str:
    """Return what a value is instead of what is wanted, which for an object may be another one."""
    alien = alien_kind(value)
    if alien:
        return alien
    if isinstance(value, dict) and "object" in wanted:
        return "a wrapped value" if wrapper_of(value) else "an object with other members"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, float):
        return "a number with a fraction" if value % 1 else "a number"
    kinds = {dict: "an object", list: "an array", str: "a string", int: "a number", type(None): "null"}
    return kinds[type(value)]


def _for_type(finding: Finding, context: Context) -> str | None:
    value = context.value(finding)
    if alien_kind(value):
        return None
    pushed = hint_for_pushed(value) if finding.schema.document == PAYLOAD else None
    return pushed or _for_inner(finding, context) or for_wrong_type(finding, value, context)


def _for_inner(finding: Finding, context: Context) -> str | None:
    """Say that the fields of a body belong into its inner object, where that is null or empty."""
    field = finding.field
    if field is None or field.document not in context.attribute_types or not is_empty(context.value(finding)):
        return None
    known, body = context.properties.document(field.document).members, value_at(context.document, finding.path[:-1])
    if not isinstance(body, dict):
        return None
    strays = [name for name in body if name in field.members and name not in known]
    return name_suggestions.for_strays(str(finding.path[-1]), strays) if strays else None


RULES = (
    Rule(
        code=UNKNOWN_ATTRIBUTE,
        name="unknown-attribute",
        severity="error",
        meaning="The event's attribute has a name that the schemas do not know.",
        why="Programs that read events select them by the attribute's name; an event with another name is not read.",
        bad=b'{"events": [{"leed": {"serverTimeStamp": "1440412721836", "lead": {"topic": "test drive"}}}]}',
        good=b'{"events": [' + _GOOD + b"]}",
        fix="Use the name of an attribute type. Upper and lower case matter.",
        message=_unknown_attribute,
        hint=name_suggestions.for_attribute,
        see_also=(NOT_ONE_ATTRIBUTE, UNKNOWN_PROPERTY, NOTHING_TO_VALIDATE),
    ),
    Rule(
        code=MISSING_PROPERTY,
        name="missing-property",
        severity="error",
        meaning="A required property is absent.",
        why="Programs that read events rely on the time of every event, and on the inner body where there is one.",
        bad=b'{"lead": {"lead": {"topic": "test drive"}}}',
        good=_GOOD,
        fix="Add the property. If the attribute nests its fields in an inner object of the same name, move them there.",
        message=_missing,
        hint=_for_missing,
        see_also=(UNKNOWN_PROPERTY, WRONG_TYPE),
    ),
    Rule(
        code=UNKNOWN_PROPERTY,
        name="unknown-property",
        severity="error",
        meaning=(
            "A property that the schema does not have, in a body or beside the attribute in an event. In a record:"
            " another spelling of `sdes` or `unAuthSdes`, `events`, or the name of an attribute."
        ),
        why="No program reads a misspelled name: the value is in the payload and is lost all the same.",
        bad=b'{"lead": {"serverTimeStamp": "1440412721836", "lead": {"Topic": "test drive"}}}',
        good=_GOOD,
        fix="Rename it to the property that the hint suggests, or remove it. --allow-unknown makes it a warning.",
        message=_unknown,
        hint=name_suggestions.for_property,
        see_also=(MISSING_PROPERTY, UNKNOWN_ATTRIBUTE),
        options=("--allow-unknown",),
    ),
    Rule(
        code=NOT_ONE_ATTRIBUTE,
        name="not-one-attribute",
        severity="error",
        meaning="An event has more than one attribute, or no member that could be one.",
        why="An event is one occurrence at one time. Programs that read events take one attribute and lose the others.",
        bad=(
            b'{"lead": {"serverTimeStamp": "1440412721836", "lead": {"topic": "test drive"}},'
            b' "searchContent": {"serverTimeStamp": "1481111429931", "keywords": ["apple"]}}'
        ),
        good=_GOOD,
        fix="Give each attribute an event of its own in the array of events.",
        message=_not_one_attribute,
        hint=_for_attributes,
        see_also=(UNKNOWN_ATTRIBUTE, NOTHING_TO_VALIDATE),
    ),
    Rule(
        code=WRONG_TYPE,
        name="wrong-type",
        severity="error",
        meaning="A value of the wrong type, such as an array instead of a string, or null where it is not allowed.",
        why="Programs with fixed types (databases, Java, BigQuery) fail at the first such value, often for all events.",
        bad=b'{"lead": {"serverTimeStamp": "1440412721836", "lead": {"topic": ["test drive"]}}}',
        good=_GOOD,
        fix="Write a value of the type that the message names. Where the fix is certain, the hint says how.",
        message=_wrong_type,
        hint=_for_type,
        see_also=(UNKNOWN_CODE, BAD_NUMBER, BAD_TIMESTAMP),
        options=("--schema-version",),
    ),
)
