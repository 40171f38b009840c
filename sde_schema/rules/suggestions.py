"""Forms that people confuse with these: older responses, what other APIs send or return, and wrappers."""

from __future__ import annotations

import json
import re
from itertools import islice
from shlex import quote
from typing import TYPE_CHECKING, Any

from sde_schema.model import WITHHELD, pointer, safe_name
from sde_schema.names import nearest, same_but_for_case, spelling
from sde_schema.reading.events import EVENT_HOLDERS, EVENTS, INFO, RECORD_LISTS
from sde_schema.rules.deeper import MOST_ITEMS, Found, option_for, patterns_of, values_below
from sde_schema.rules.expected import for_wrapped_object

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.model import Path
    from sde_schema.rules.wording import Context

OLD_ATTRIBUTES = {"viewProduct": "viewedProduct", "formFillingError": "visitorError"}
"""Names that attributes had in older responses."""

PUSHED_TYPES = {
    "ctmrinfo": "customerInfo",
    "personal": "personalInfo",
    "mrktInfo": "marketingCampaignInfo",
    "cart": "cartStatus",
    "prodView": "viewedProduct",
    "service": "serviceActivity",
    "error": "visitorError",
    "searchInfo": "searchContent",
    "purchase": "purchase",
    "lead": "lead",
}
"""The ``type`` of what a web page pushes to the vendor, and the attribute that it becomes."""

OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "firstname": ("name",),
    "lastname": ("surname",),
    "firstName": ("name",),
    "lastName": ("surname",),
    "age": ("customerAge", "customerAgeInYears"),
    "year": ("customerYearOfBirth",),
    "month": ("customerMonthOfBirth",),
    "day": ("customerDateOfBirth",),
    "emailAddress": ("email",),
    "phoneNumber": ("phone",),
    "cstatus": ("customerStatus",),
    "ctype": ("customerType",),
    "channel": ("originatingChannel",),
    "items": ("products",),
}
"""Names that properties have where a web page pushes them or in other APIs, and their names here: one of these."""

OTHER_MEMBERS = frozenset({"acr", "iss", "auth", "contexts", "ticketId"})
"""What events of the Visit Information API and of bots carry, and events of the history APIs do not."""

MERGE_KEY = "<<"
_TIME = "serverTimeStamp"
_FORM_NAMES = (*RECORD_LISTS, *EVENT_HOLDERS, EVENTS, INFO)
_ARRAYS = frozenset({*RECORD_LISTS, EVENTS})
_SINGER_TYPES = frozenset({"SCHEMA", "RECORD", "STATE", "ACTIVATE_VERSION"})
_DEEPER = "The events are deeper"
_MOST_NAMED = 2
"""So many pointers are named beside the first one."""

_PLAIN_STEP = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def hint_for_attribute(name: str) -> str | None:
    """Return a hint for the name of an attribute that is an older or a pushed one."""
    modern = OLD_ATTRIBUTES.get(name)
    if modern:
        return f"Older responses have this name; the attribute is now `{modern}`."
    pushed = PUSHED_TYPES.get(name)
    if pushed and pushed != name:
        return f"Web pages push it under this name; in a response the attribute is `{pushed}`."
    return None


def hint_for_merge(name: str) -> str | None:
    """Return a hint for YAML's merge key."""
    return "YAML 1.2 has no merge keys: write the members out." if name == MERGE_KEY else None


def hint_for_name(name: str) -> str | None:
    """Return a hint for an unknown name that YAML or another API uses."""
    if name == MERGE_KEY:
        return hint_for_merge(name)
    if name in OTHER_MEMBERS:
        return "Remove it: only events of the Visit Information API and of bots have it."
    return None


def hint_in_record(name: str, value: Any, attribute_types: list[str]) -> str | None:
    """Return a hint for a member of a record that belongs into its events."""
    if value is None and (name == EVENTS or name in attribute_types):
        return "Remove it: it is null, and a record has its events in `sdes` and `unAuthSdes`."
    if name == EVENTS:
        return 'Put it into `sdes`: {"sdes": {"events": [ … ]}}.'
    if name in attribute_types:
        return f'Put it into `sdes`, as an event: {{"sdes": {{"events": [{{"{name}": {{ … }}}}]}}}}.'
    return None


def hint_in_events(name: str, attribute_types: list[str]) -> str | None:
    """Return a hint for a member of an events object that is an event by itself."""
    if name in attribute_types:
        return f'Put it into `events`, as an event: {{"events": [{{"{name}": {{ … }}}}]}}.'
    return None


def hint_for_pushed(value: Any) -> str | None:
    """Return a hint for an object that a web page or an app pushes to the vendor, or for an array with one in it."""
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict):
            continue
        pushed = item.get("type")
        if isinstance(pushed, str) and pushed in PUSHED_TYPES:
            return (
                f"Web pages push this; in a response it is the attribute `{PUSHED_TYPES[pushed]}`,"
                " and its fields have other names."
            )
        if isinstance(item.get("engagementAttributes"), list):
            return (
                "Apps and web pages push `engagementAttributes`;"
                " in a response they are events, and their fields have other names."
            )
    return None


def hint_for_columns(value: dict[str, Any], known: Iterable[str]) -> str | None:
    """Return a hint for an object whose names are paths, as those of columns are, of which one begins with a name."""
    for name, held in _members(value):
        first = re.split(r"[._/]", name, maxsplit=1)[0]
        if first != name and first in known and not isinstance(held, dict):
            return f'Its names are paths, like the columns of a table: nest the members, as in {{"{first}": {{ … }}}}.'
    return None


def hint_for_document(value: Any, path: Path, context: Context) -> str | None:
    """Return a hint for a document or array item in which nothing is recognized, None where it says nothing."""
    hints = (
        hint_for_pushed(value),
        hint_for_columns(value, (*context.attribute_types, *_FORM_NAMES)),
        *(_hint_for_member(name, item, context) for name, item in _members(value)),
        _hint_for_tool(value, has_jq=not context.is_yaml),
        _hint_for_deeper(value, context, path),
    )
    return next((hint for hint in hints if hint), None)


def _members(value: Any) -> list[tuple[str, Any]]:
    """Return the first members of an object, as many as are worth a comparison."""
    return list(islice(value.items(), MOST_ITEMS)) if isinstance(value, dict) else []


def _hint_for_member(name: str, value: Any, context: Context) -> str | None:
    """Return a hint for a member whose name is nearly one that would be recognized, given its value."""
    if isinstance(value, dict) and (name in OLD_ATTRIBUTES or name == MERGE_KEY or _TIME in value):
        hint = hint_for_merge(name) or hint_for_attribute(name)
        if hint:
            return hint
    known = tuple(other for other in (*context.attribute_types, *_FORM_NAMES) if _fits(other, value, context))
    same = same_but_for_case(name, known) or spelling(name, tuple(other for other in known if other in EVENT_HOLDERS))
    near = same or nearest(name, tuple(other for other in known if _holds_its_own(other, value, context)))
    if near is None or near == name:
        return None
    case = " Upper and lower case matter." if near.casefold() == name.casefold() else ""
    return f"Did you mean `{safe_name(near)}` instead of `{safe_name(name)}`?{case}"


def _fits(name: str, value: Any, context: Context) -> bool:
    """Return whether a value has the shape that a member of this name has; of events there is one, or none at all."""
    if name == EVENTS:
        return value == [] or (isinstance(value, list) and _has_event(value, context))
    if name == INFO:
        return context.forms.recognizes({name: value})
    return isinstance(value, list if name in _ARRAYS else dict)


def _holds_its_own(name: str, value: Any, context: Context) -> bool:
    """Return whether a value holds what a member of this name holds, or nothing; a name alone is too little."""
    if not value:
        return True
    if name in RECORD_LISTS:
        return context.forms.recognizes(value)
    if name in context.attribute_types:
        return not value.keys().isdisjoint(context.properties.document(name).members)
    return name not in EVENT_HOLDERS or EVENTS in value


def _has_event(values: list[Any], context: Context) -> bool:
    """Return whether one of the first values has an attribute, be its name an older one or in other letter case."""
    known = (*context.attribute_types, *OLD_ATTRIBUTES)
    names = (name for item in values[:MOST_ITEMS] for name, _ in _members(item))
    return any(same_but_for_case(name, known) for name in names)


def _hint_for_tool(value: Any, *, has_jq: bool) -> str | None:
    """Return a hint for what a tool or another API writes around events."""
    if not isinstance(value, dict):
        return None
    if "recordCollection" in value and "metaData" in value:
        return (
            "This is a file of the Data Access API (Avro JSON), where values are wrapped with their types;"
            " these schemas are for the history APIs."
        )
    kind, record = value.get("type"), value.get("record")
    if isinstance(record, dict) and "data" in record and "emitted_at" in record:
        return "This is a message of an Airbyte source; the records are at /record/data in its RECORD messages" + (
            ": `jq -c 'select(.type == \"RECORD\") | .record.data'` prints only them." if has_jq else "."
        )
    if isinstance(kind, str) and kind in _SINGER_TYPES and value.keys() & {"stream", "value", "record", "state"}:
        tool = "a Singer tap or an Airbyte source"
        return f"This is a message of {tool}; the records are at /record in its RECORD messages" + (
            ": `jq -c 'select(.type == \"RECORD\") | .record'` prints only them." if has_jq else "."
        )
    log = value.get("log")
    if isinstance(log, dict) and isinstance(log.get("entries"), list):
        return "This is a HAR file; the responses are strings in it" + (
            ": `jq -c '.log.entries[].response.content.text | fromjson'` extracts them." if has_jq else "."
        )
    return None


def _hint_for_deeper(value: Any, context: Context, path: Path) -> str | None:
    """Return a hint that names the pointer of a document deeper in another one; one with events comes before others."""
    hint = _hint_for_events(value, context, path)
    if hint:
        return hint
    documents = (where for where, held in values_below(value, path) if context.is_document(held))
    return next((_hint_for_found(where, "A document without events is deeper", context) for where in documents), None)


def hint_without_events(document: Any, context: Context) -> str | None:
    """Return a hint for a document in which no event was found, None where it says nothing."""
    return hint_for_pushed(document) or _hint_for_events(document, context, ())


def _hint_for_events(value: Any, context: Context, path: Path) -> str | None:
    """Return a hint that names the pointer of events deeper in a value, or what is in their place."""
    found: dict[Path, None] = {}
    in_strings: dict[Path, None] = {}
    for where, held in values_below(value, path):
        if not context.forms.recognizes(held) or any(where.path[:end] in found for end in range(len(where.path) + 1)):
            continue
        is_found = _holds_events(held, context)
        if is_found and where.outer is None:
            found[where.path] = None
        elif is_found and found:
            in_strings[where.outer or ()] = None
        elif not found:
            hint = _hint_for_found(where, _DEEPER, context) if is_found else _hint_for_held(held, context)
            if hint:
                return hint
    if not found:
        return None
    more = f" More are in JSON inside a string, at {pointer(next(iter(in_strings)))}." if in_strings else ""
    return _hint_for_places([*found], patterns_of(value, path, [*found])) + more


def _hint_for_places(found: list[Path], patterns: list[Path]) -> str:
    """Return a hint that names the first pointer to events, how many more there are, and the options for all."""
    first, *others = map(pointer, patterns)
    number = len(others or found[1:])
    more = f" and at {number} more location{'s' if number > 1 else ''}" if number else ""
    if not others:
        return f"{_DEEPER}, at {pointer(found[0])}{more}: use --at {quote(first)}."
    named = ", ".join([*others[:_MOST_NAMED], *(["…"] if others[_MOST_NAMED:] else [])])
    return f"{_DEEPER}, at {pointer(found[0])}{more} ({named}): use --at with each of them, first --at {quote(first)}."


def _hint_for_held(document: Any, context: Context) -> str | None:
    """Return a hint for what another program has in the place of events, given the object that holds it."""
    known = (*context.attribute_types, *_FORM_NAMES)
    held = [value for name, value in _members(document) if name in known]
    hints = (hint for value in held for hint in (hint_for_pushed(value), for_wrapped_object(value)))
    return next((hint for hint in hints if hint), None)


def _hint_for_found(where: Found, what: str, context: Context) -> str:
    """Return a hint that says what was found, and how it is validated; no command with jq for YAML."""
    has_jq = not context.is_yaml
    if where.outer is None:
        return f"{what}, at {pointer(where.path)}: use {option_for(where.path)}."
    if not where.outer and not where.is_base64:
        how = ", for example with `jq -r .`" if has_jq else ""
        return f"This is JSON inside a string, encoded twice: decode it once{how}."
    query = (_query(where.outer) or ".") + (" | @base64d | fromjson" if where.is_base64 else " | fromjson")
    decoded = f", for example with `jq -c {quote(query)}`" if has_jq and WITHHELD not in pointer(where.outer) else ""
    kind = "JSON in base64" if where.is_base64 else "JSON inside a string"
    return f"{pointer(where.outer) or 'This'} is {kind}: decode it first{decoded}."


def _holds_events(value: Any, context: Context) -> bool:
    """Return whether a document surely holds events: a bare event's body has a time, for bodies nest their name."""
    events = context.forms.events_of(value)
    is_bare = bool(events) and (events[0] is value or (isinstance(value, list) and events[0] is value[0]))
    if is_bare:
        return any(isinstance(body, dict) and _TIME in body for body in events[0].values())
    return _has_event(events, context)


def _query(path: Path) -> str:
    """Return the jq filter that leads to every value like the one at a path."""
    steps = ("[]" if isinstance(step, int) else _query_step(step) for step in path)
    return re.sub(r"\A(?=\[)", ".", "".join(steps))


def _query_step(name: str) -> str:
    return f".{name}" if _PLAIN_STEP.fullmatch(name) else f".[{json.dumps(name)}]"
