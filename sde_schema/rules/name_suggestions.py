"""What to do with names that the schemas do not know."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import EVENT, PAYLOAD
from sde_schema.catalog.properties import property_of
from sde_schema.findings import is_event, is_record, value_at
from sde_schema.names import nearest, same_but_for_case, spelling
from sde_schema.prose import all_quoted, capital, listed, quoted, subject, type_words
from sde_schema.reading.events import EVENT_HOLDERS, EVENTS
from sde_schema.rules import suggestions
from sde_schema.rules.expected import as_value_of, for_wrapped_object

if TYPE_CHECKING:
    from sde_schema.findings import Finding
    from sde_schema.model import Path
    from sde_schema.rules.wording import Context

_MOST_LISTED = 8
_MOST_PLACES = 3
_MOST_TOGETHER = 100


def for_attribute(finding: Finding, context: Context) -> str:
    """Say what the name of an attribute is meant to be."""
    name, event = str(finding.property), value_at(context.document, finding.path[:-1])
    body = context.properties.body_like(event, context.attribute_types)
    return (
        suggestions.hint_for_attribute(name)
        or suggestions.hint_for_merge(name)
        or suggestions.hint_for_pushed(event)
        or for_wrapped_object(event)
        or (for_body(body, finding.path[:-1]) if body else None)
        or _known_later(finding, context)
        or _did_you_mean(finding)
        or _holds_body(event[name], context)
        or _one_level_up(finding, context)
        or ("It holds events of its own: put them here, in its place." if context.forms.events_of(event) else None)
        or f"The attribute types are {listed(context.attribute_types)}."
    )


def _holds_body(value: Any, context: Context) -> str | None:
    """Say of which attribute the body is that a member with another name holds."""
    body = context.properties.body_like(value, context.attribute_types)
    return f"Its value looks like the body of `{body}`: name it `{body}`." if body else None


def for_property(finding: Finding, context: Context) -> str:
    """Say what to do with a property that is not one."""
    return (
        suggestions.hint_for_name(str(finding.property))
        or _of_other_api(finding, context)
        or (_into_events(finding, context) if finding.spot.document == PAYLOAD else None)
        or _known_later(finding, context)
        or _did_you_mean(finding)
        or _is_twin(finding, context)
        or _one_level_up(finding, context)
        or _belongs(finding, context)
        or _of_another_shape(finding, context)
        or _other_name(finding, context)
    )


def for_meant(finding: Finding) -> str:
    """Say how to validate a document that is no body, or what to do with a body that is no document."""
    if finding.meant_as == PAYLOAD:
        return "This is an event or holds events, and is not the body of an attribute: leave out --type."
    name, path = finding.meant_as, finding.path
    if name == EVENT:
        return f"There is one {subject(path)} too many: put what is in the inner one in its place, one level up."
    return for_body(str(name), path[:-1] if path[-1:] == (name,) else path)


def for_body(attribute: str, path: Path, what: str | None = None) -> str:
    """Say what to do with a body: name its type, or in an events array make an event of it."""
    like = f"{what or capital(subject(path))} looks like the body of `{attribute}`"
    if path[-2:-1] == (EVENTS,):
        return f'{like}: put it into an object, as an event: {{"{attribute}": {{ … }}}}.'
    option = suggestions.option_for(path) if path and isinstance(path[-1], int) else None
    return f"{like}: use --type {attribute}{f' {option}' if option else ''}."


def _did_you_mean(finding: Finding) -> str | None:
    if finding.suggestion is None:
        return None
    text = f"Did you mean {quoted(finding.suggestion)}?"
    if finding.suggestion.casefold() == str(finding.property).casefold():
        text += " Upper and lower case matter."
    return text


def _known_later(finding: Finding, context: Context) -> str | None:
    """Say from which version on a name is known."""
    version = context.properties.known_from(finding.spot, str(finding.property))
    if version is None:
        return None
    return f"{quoted(str(finding.property))} is known from version {version} on: use --schema-version {version}."


def _of_other_api(finding: Finding, context: Context) -> str | None:
    """Say which property web pages and other APIs call by this name, if it can have the value."""
    here = suggestions.OTHER_NAMES.get(str(finding.property))
    if here is None or finding.spot.document == PAYLOAD:
        return None
    is_own = here in finding.spot.node["properties"]
    inside = () if is_own else tuple(context.properties.strays(finding.spot, {}, [here]))
    spot, held = finding.spot, value_at(context.document, finding.path[:-1])
    value = held[finding.property]
    for step in (*inside, here):
        if step not in spot.node["properties"]:
            return None
        spot = property_of(spot, step)
        held = held.get(step) if isinstance(held, dict) else None
    name = quoted(".".join((*inside, here)))
    if held is not None:
        return f"Web pages and other APIs call {name} that, which is here already: keep one of the two."
    how = as_value_of(spot, value, context)
    return f"Web pages and other APIs call it that; in events of the history APIs it is {name}{how}"


def _into_events(finding: Finding, context: Context) -> str | None:
    """Say that what is in a record, or where the events of one belong, goes into its events."""
    name = str(finding.property)
    if EVENTS in finding.spot.node["properties"] or EVENTS in finding.spot.node.get("required", ()):
        around = finding.path[-2:-1]
        if name in EVENT_HOLDERS and around != (name,) and EVENTS in value_at(context.document, finding.path[:-1]):
            return f"Put it next to {quoted(str(around[0]))}, one level up."
        value = value_at(context.document, finding.path)
        is_event_itself = any(event is value for event in context.forms.events_of(value))
        holds = f"It holds an event: put it into `{EVENTS}`." if is_event_itself else None
        return suggestions.hint_in_events(name, context.attribute_types) or holds
    return suggestions.hint_in_record(name, context.attribute_types)


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
        return for_strays(inner[0], together.get(inner[0], [name]))
    places = context.properties.elsewhere(document, name, holder[name])
    if not 0 < len(places) <= _MOST_PLACES:
        return None
    return f"In the body of {document} it belongs at {all_quoted(places, 'or')}."


def _is_twin(finding: Finding, context: Context) -> str | None:
    """Say that the property is there under its right name, too."""
    name, holder = str(finding.property), value_at(context.document, finding.path[:-1])
    present = tuple(other for other in finding.spot.node["properties"] if other in holder)
    twin = (spelling if is_record(finding.spot.node) else same_but_for_case)(name, present)
    if twin is None:
        return None
    case = ", and upper and lower case matter" if twin.casefold() == name.casefold() else ""
    return f"Remove it: {quoted(twin)} is already here{case}."


def _one_level_up(finding: Finding, context: Context) -> str | None:
    """Say that the members of an object belong where the object is."""
    holder = value_at(context.document, finding.path[:-1])
    names = context.properties.one_level_up(finding.spot, holder, str(finding.property))
    if not names:
        return None
    what = all_quoted(names) if len(names) <= _MOST_LISTED else "its members"
    return f"Put {what} one level up, in place of this object."


def _of_another_shape(finding: Finding, context: Context) -> str | None:
    """Say of which shape the value of the property is that a name seems to mean."""
    name, holder = str(finding.property), value_at(context.document, finding.path[:-1])
    meant = nearest(name, tuple(other for other in finding.spot.node["properties"] if other not in holder))
    if meant is None or is_event(finding.spot.node) or is_record(finding.spot.node):
        return None
    wanted = context.properties.types(property_of(finding.spot, meant))
    return f"If {quoted(meant)} is meant, its value must be {type_words(wanted)}." if wanted else None


def _other_name(finding: Finding, context: Context) -> str:
    """Say which properties may be there instead."""
    holder = value_at(context.document, finding.path[:-1])
    if is_event(finding.spot.node):
        return _into_body(finding, context, holder)
    value = holder[str(finding.property)]
    absent = (other for other in finding.spot.node["properties"] if other not in holder)
    right = [other for other in absent if context.subschemas.is_valid(property_of(finding.spot, other), value)]
    if not right:
        return "Remove it."
    if len(right) > _MOST_LISTED:
        return f"Remove it; `sde-schema show {finding.spot.document}` prints the properties that there are."
    return f"Remove it, or use {all_quoted(right, 'or')}."


def _into_body(finding: Finding, context: Context, event: dict[str, Any]) -> str:
    """Say that a member of an event belongs into the attribute's body, where the body has such a property."""
    name = str(finding.property)
    for attribute in context.attribute_types:
        body = event.get(attribute)
        if isinstance(body, dict) and name not in body and name in context.properties.root(attribute):
            return f"Move it into {quoted(attribute)}."
    return "Remove it: an event has its attribute and nothing else of this name."


def for_strays(holder: str, names: list[str]) -> str:
    """Say into which object members belong that are one level too high."""
    return f"Put {all_quoted(names)} into `{holder}`."
