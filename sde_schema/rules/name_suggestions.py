"""What to do with names that the schemas do not know."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import EVENT, PAYLOAD
from sde_schema.findings import PUSHED, is_empty, value_at
from sde_schema.names import are_opposite, nearest, same_but_for_case, spelling
from sde_schema.prose import all_quoted, capital, listed, quoted, subject
from sde_schema.reading.events import EVENT_HOLDERS, EVENTS
from sde_schema.rules import name_guesses, suggestions
from sde_schema.rules.deeper import option_for
from sde_schema.rules.expected import as_meant, as_value_of, enumerated, for_wrapped_object

if TYPE_CHECKING:
    from sde_schema.findings import Finding
    from sde_schema.model import Path
    from sde_schema.rules.wording import Context

_MOST_LISTED = 8
_MOST_PATHS = 3
_MOST_TOGETHER = 100


def for_attribute(finding: Finding, context: Context) -> str:
    """Say what the name of an attribute is meant to be."""
    name, event = str(finding.name), value_at(context.document, finding.path[:-1])
    body = context.properties.body_like(event, context.attribute_types)
    return (
        suggestions.hint_for_attribute(name)
        or suggestions.hint_for_merge(name)
        or suggestions.hint_for_pushed(event)
        or suggestions.hint_for_columns(event, context.attribute_types)
        or for_wrapped_object(event)
        or (for_body(body, finding.path[:-1]) if body else None)
        or _known_later(finding, context)
        or _did_you_mean(finding)
        or _holds_body(event[name], context)
        or (_one_level_up(finding, context) if context.holds_attribute(event[name]) else None)
        or ("It has events in it: put them here, instead of it." if context.forms.events_of(event) else None)
        or f"The attribute types are {listed(context.attribute_types)}."
    )


def _holds_body(value: Any, context: Context) -> str | None:
    """Say of which attribute the body is that a member with another name holds."""
    body = context.properties.body_like(value, context.attribute_types)
    return f"Its value looks like the body of `{body}`: name it `{body}`." if body else None


def for_property(finding: Finding, context: Context) -> str:
    """Say what to do with a property that is not one."""
    return (
        suggestions.hint_for_name(str(finding.name))
        or _of_other_api(finding, context)
        or (_into_events(finding, context) if finding.schema.document == PAYLOAD else None)
        or (None if finding.replaces_missing else _known_later(finding, context))
        or _rivals(finding, context)
        or _did_you_mean(finding)
        or _is_twin(finding, context)
        or _spelled_otherwise(finding, context)
        or _bodies(finding, context)
        or _of_other_attribute(finding, context)
        or _one_level_up(finding, context)
        or _belongs(finding, context)
        or _of_another_shape(finding, context)
        or _other_name(finding, context)
    )


def for_meant(finding: Finding, context: Context) -> str | None:
    """Say how to validate a document that is no body, or what to do with a body that is no document."""
    if finding.meant_as == PUSHED:
        return suggestions.hint_for_pushed(value_at(context.document, finding.path[:-1]))
    if finding.meant_as == PAYLOAD:
        return "This is an event or holds events, and is not the body of an attribute: leave out --type."
    name, path = finding.meant_as, finding.path
    if name == EVENT:
        return f"There is one {subject(path)} too many: put the content of the inner one into the outer one."
    return for_body(str(name), path[:-1] if path[-1:] == (name,) else path)


def for_body(attribute: str, path: Path, what: str | None = None) -> str:
    """Say what to do with a body: name its type, or in an events array make an event of it."""
    like = f"{what or capital(subject(path))} looks like the body of `{attribute}`"
    if path[-2:-1] == (EVENTS,):
        return f'{like}: put it into an object, as an event: {{"{attribute}": {{ … }}}}.'
    option = f" {option_for(path)}" if path and isinstance(path[-1], int) else ""
    return f"{like}: use --type {attribute}{option}."


def _did_you_mean(finding: Finding) -> str | None:
    if finding.suggestion is None:
        return None
    text = f"Did you mean {quoted(finding.suggestion)}?"
    if finding.suggestion.casefold() == str(finding.name).casefold():
        text += " Upper and lower case matter."
    return text


def _rivals(finding: Finding, context: Context) -> str | None:
    """Say that several names spell one property otherwise, which can be there only once."""
    meant = finding.suggestion
    if meant is None or finding.schema.is_record:
        return None
    holder, known = value_at(context.document, finding.path[:-1]), finding.schema.members
    first = islice(holder, _MOST_TOGETHER)
    names = [name for name in first if name not in known and same_but_for_case(name, (meant,))]
    if len(names) == 1 or finding.name not in names:
        return None
    how = "put them together" if isinstance(context.value(finding), dict | list) else "keep one of them"
    return f"{all_quoted(names)} all mean {quoted(meant)}: {how}, as {quoted(meant)}."


def _spelled_otherwise(finding: Finding, context: Context) -> str | None:
    """Say what the value must be of a property that is spelled otherwise."""
    if finding.schema.is_event or finding.schema.is_record:
        return None
    meant = same_but_for_case(str(finding.name), tuple(finding.schema.members))
    return as_meant(finding, meant, context) if meant else None


def _known_later(finding: Finding, context: Context) -> str | None:
    """Say from which version on a name is known."""
    version = context.properties.known_from(finding.schema, str(finding.name))
    if version is None:
        return None
    return f"{quoted(str(finding.name))} is known from version {version} on: use --schema-version {version}."


def _of_other_api(finding: Finding, context: Context) -> str | None:
    """Say which property web pages and other APIs call by this name, if it can have the value."""
    if finding.schema.document == PAYLOAD:
        return None
    for here in suggestions.OTHER_NAMES.get(str(finding.name), ()):
        inside = () if here in finding.schema.members else name_guesses.strays(finding.schema, {}, [here])
        hint = _called_otherwise(finding, (*inside, here), context)
        if hint:
            return hint
    return None


def _called_otherwise(finding: Finding, way: tuple[str, ...], context: Context) -> str | None:
    """Say that a property is called otherwise, and how its value is written; None where there is no such property."""
    field, held = finding.schema, value_at(context.document, finding.path[:-1])
    value = held[finding.name]
    for step in way:
        if step not in field.members:
            return None
        field = field.members[step]
        held = held.get(step) if isinstance(held, dict) else None
    name = quoted(".".join(way))
    if not is_empty(held):
        return f"Web pages and other APIs use this name for {name}, which is already here: keep one of the two."
    how = as_value_of(field, value, context)
    return f"Web pages and other APIs use this name; in events of the history APIs it is {name}{how}"


def _into_events(finding: Finding, context: Context) -> str | None:
    """Say that what is in a record, or where the events of one belong, goes into its events."""
    name = str(finding.name)
    if EVENTS in finding.schema.members or EVENTS in finding.schema.required:
        around = finding.path[-2:-1]
        if name in EVENT_HOLDERS and around != (name,) and EVENTS in value_at(context.document, finding.path[:-1]):
            return f"Put it next to {quoted(str(around[0]))}, one level up."
        value = value_at(context.document, finding.path)
        is_event_itself = any(event is value for event in context.forms.events_of(value))
        holds = f"It holds an event: put it into `{EVENTS}`." if is_event_itself else None
        return suggestions.hint_in_events(name, context.attribute_types) or holds
    return suggestions.hint_in_record(name, value_at(context.document, finding.path), context.attribute_types)


def _belongs(finding: Finding, context: Context) -> str | None:
    """Say where in the attribute's body a name belongs."""
    document, name = finding.schema.document, str(finding.name)
    if document in (PAYLOAD, EVENT):
        return None
    holder = value_at(context.document, finding.path[:-1])
    [*inner] = name_guesses.strays(finding.schema, holder, [name])
    if inner:
        others = (other for other in holder if other not in finding.schema.members)
        together = name_guesses.strays(finding.schema, holder, islice(others, _MOST_TOGETHER))
        return for_strays(inner[0], together.get(inner[0], [name]))
    paths = context.properties.elsewhere(document, name, holder[name])
    if not 0 < len(paths) <= _MOST_PATHS:
        return None
    if paths == [name] and finding.replaces_missing:
        return f"Put it one level up, next to {subject(finding.path[:-1])}."
    return f"In the body of {document} it belongs at {all_quoted(paths, 'or')}{_if_taken(finding, paths, context)}."


def _if_taken(finding: Finding, paths: list[str], context: Context) -> str:
    """Say that there is a value already where another one belongs, or that several belong there."""
    path = finding.path
    start = path.index(finding.schema.document) + 1 if finding.schema.document in path else 0
    body = value_at(context.document, path[:start])
    if any(_values_at(body, other) for other in paths):
        return ", which already has a value: keep one of the two"
    here = ".".join("[]" if isinstance(step, int) else step for step in path[start:]).replace(".[]", "[]")
    return ", which takes only one value: keep one" if len(_values_at(body, here)) > 1 else ""


def _values_at(body: Any, path: str) -> list[Any]:
    """Return the values in a body at a dotted path such as ``products[].product.sku``, but no null or empty ones."""
    held = [body]
    for step in path.split("."):
        name = step.removesuffix("[]")
        held = [value[name] for value in held if isinstance(value, dict) and name in value]
        if step != name:
            held = [item for value in held if isinstance(value, list) for item in value]
    return [value for value in held if not is_empty(value)]


def _of_other_attribute(finding: Finding, context: Context) -> str | None:
    """Say that another attribute, which is in a body or beside one, needs an event of its own."""
    name = str(finding.name)
    if finding.schema.document == PAYLOAD or not isinstance(context.value(finding), dict):
        return None
    near = nearest(name, tuple(context.attribute_types))
    if near is None or near == finding.schema.document:
        return None
    return f'An event has one attribute: give this one an event of its own, as {{"{near}": {{ … }}}}.'


def _is_twin(finding: Finding, context: Context) -> str | None:
    """Say what to do where the property is there under its right name, too."""
    name, holder = str(finding.name), value_at(context.document, finding.path[:-1])
    present = tuple(other for other in finding.schema.members if other in holder)
    twin = (spelling if finding.schema.is_record else same_but_for_case)(name, present)
    if twin is None:
        return None
    case = ", and upper and lower case matter" if twin.casefold() == name.casefold() else ""
    value, held = holder[name], holder[twin]
    if is_empty(value):
        return f"Remove it: {quoted(twin)} is already here{case}."
    is_container = isinstance(value, dict | list)
    if not (is_container and finding.schema.members[twin].takes_shape_of(value)):
        wrong = as_meant(finding, twin, context)
        if wrong:
            return wrong
    if is_empty(held):
        return f"Move its value to {quoted(twin)}, which is {'null' if held is None else 'empty'}{case}."
    if is_container:
        return f"{quoted(twin)} is already here{case}: put the two together in {quoted(twin)}."
    return f"{quoted(twin)} is already here{case}: keep one of the two, as {quoted(twin)}."


def _bodies(finding: Finding, context: Context) -> str | None:
    """Say that several objects in a body are bodies themselves."""
    document, holder = finding.schema.document, value_at(context.document, finding.path[:-1])
    if finding.schema.pointer or document not in context.attribute_types:
        return None
    others = (value for name, value in holder.items() if name not in finding.schema.members)
    like = [context.properties.body_like(other, [document]) for other in islice(others, _MOST_TOGETHER)]
    if context.properties.body_like(context.value(finding), [document]) is None or like.count(document) == 1:
        return None
    return f'There are {like.count(document)} bodies here: give each an event of its own, as {{"{document}": {{ … }}}}.'


def _one_level_up(finding: Finding, context: Context) -> str | None:
    """Say that the members of an object belong where the object is."""
    holder = value_at(context.document, finding.path[:-1])
    names = name_guesses.one_level_up(finding.schema, holder, str(finding.name))
    if not names:
        return None
    taken = [name for name in names if not is_empty(holder.get(name))]
    moved = [name for name in names if name not in taken]
    what = all_quoted(moved) if len(moved) <= _MOST_LISTED else "its members"
    if not moved:
        return f"These names are already one level up: {all_quoted(taken)}. For each of them, keep one of the two."
    keep = f" Keep one of the two for each of these names: {all_quoted(taken)}." if taken else ""
    return f"Put {what} one level up, in place of this object.{keep}"


def _of_another_shape(finding: Finding, context: Context) -> str | None:
    """Say of which shape the value of the property is that a name seems to mean."""
    name, holder = str(finding.name), value_at(context.document, finding.path[:-1])
    meant = name_guesses.meant(finding.schema, holder, name)
    if meant is None or finding.schema.is_event or finding.schema.is_record:
        return None
    return as_meant(finding, meant, context)


def _other_name(finding: Finding, context: Context) -> str:
    """Say which properties may be there instead."""
    holder = value_at(context.document, finding.path[:-1])
    if finding.schema.is_event:
        return _into_body(finding, context, holder)
    name = str(finding.name)
    value, known = holder[name], finding.schema.members
    absent = (other for other in known if other not in holder and not are_opposite(name, other))
    right = [other for other in absent if context.probe.is_clean(finding.schema.members[other], value)]
    if not right:
        return "Remove it." if is_empty(value) else "Remove it: no other property here takes such a value."
    if len(right) > _MOST_LISTED:
        return f"Remove it; `sde-schema show {finding.schema.document}` prints the properties."
    return f"Remove it, or use {all_quoted(right, 'or')}."


def _into_body(finding: Finding, context: Context, event: dict[str, Any]) -> str:
    """Say that a member of an event belongs into the attribute's body, where the body has such a property."""
    name = str(finding.name)
    for attribute in context.attribute_types:
        body = event.get(attribute)
        if isinstance(body, dict) and name not in body and name in context.properties.document(attribute).members:
            return f"Move it into {quoted(attribute)}."
    return _of_its_type(finding, context, event) or "Remove it: an event has no such member beside its attribute."


def _of_its_type(finding: Finding, context: Context, event: dict[str, Any]) -> str | None:
    """Say which value a member of an event must have that depends on the event's attribute."""
    meant = name_guesses.meant(finding.schema, event, str(finding.name))
    if meant is None or meant in context.attribute_types:
        return None
    beside = (finding.schema.dependent[name] for name in event if name in finding.schema.dependent)
    field = next((rule.members[meant] for rule in beside if meant in rule.members), None)
    if field is None:
        return as_meant(finding, meant, context)
    return f"If {quoted(meant)} is meant, its value must be {enumerated(field.node)}."


def for_strays(holder: str, names: list[str]) -> str:
    """Say into which object members belong that are one level too high."""
    return f"Put {all_quoted(names)} into `{holder}`."
