"""Forms that people confuse with these: older responses, and what other APIs send or return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.checking.names import nearest, same_but_for_case
from sde_schema.model import safe_name
from sde_schema.reading.forms import EVENT_HOLDERS, EVENTS, INFO, RECORD_LISTS

if TYPE_CHECKING:
    from collections.abc import Collection

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

OTHER_NAMES = {
    "firstname": "name",
    "lastname": "surname",
    "age": "customerAge",
    "channel": "originatingChannel",
    "ticketId": "leadId",
}
"""Names that properties have where a web page pushes them or another API returns them, and their names here."""

OTHER_MEMBERS = frozenset({"acr", "iss", "auth", "contexts"})
"""What events of the Visit Information API and of bots carry, and events of the history APIs do not."""

_FORM_NAMES = (*RECORD_LISTS, *EVENT_HOLDERS, EVENTS, INFO)


def hint_for_attribute(name: str) -> str | None:
    """Return a hint for the name of an attribute that is an older or a pushed one."""
    modern = OLD_ATTRIBUTES.get(name)
    if modern:
        return f"Older responses called it so; the attribute is now `{modern}`."
    pushed = PUSHED_TYPES.get(name)
    if pushed and pushed != name:
        return f"A web page pushes it under this name; in a response the attribute is `{pushed}`."
    return None


def hint_for_name(name: str, properties: Collection[str]) -> str | None:
    """Return a hint for an unknown name that another API uses, given the names that the attribute has."""
    here = OTHER_NAMES.get(name)
    if here in properties:
        return f"Web pages and other APIs call it so; in events of the history APIs it is `{here}`."
    if name in OTHER_MEMBERS:
        return "Events of the Visit Information API and of bots carry it, those of the history APIs do not: remove it."
    return None


def hint_for_value(value: Any) -> str | None:
    """Return a hint for a value that older responses wrapped with its type."""
    if isinstance(value, dict) and len(value) == 1 and set(value) <= {"string", "int", "long", "double", "boolean"}:
        return "Older responses wrapped values so; send the bare value."
    return None


def hint_for_pushed(value: Any) -> str | None:
    """Return a hint for an object that a web page pushes to the vendor, or for a list with one in it."""
    for item in value if isinstance(value, list) else [value]:
        pushed = item.get("type") if isinstance(item, dict) else None
        if isinstance(pushed, str) and pushed in PUSHED_TYPES:
            return (
                f"This is what a web page pushes; in a response it is the attribute `{PUSHED_TYPES[pushed]}`,"
                " whose fields have other names."
            )
    return None


def hint_for_document(value: Any, attribute_types: list[str]) -> str:
    """Return a hint for a document or list item in which nothing is recognised."""
    general = (
        "Pass an event, an object with `events`, `sdes` or a list of records, or a list of these;"
        " for the body of one attribute use --type."
    )
    if not isinstance(value, dict):
        return general
    pushed = hint_for_pushed(value)
    if pushed:
        return pushed
    for name in value:
        hint = hint_for_attribute(name) or _near(name, attribute_types)
        if hint:
            return hint
    return general


def _near(name: str, attribute_types: list[str]) -> str | None:
    known = (*attribute_types, *_FORM_NAMES)
    same = same_but_for_case(name, known)
    near = same or nearest(name, known)
    if near is None or near == name:
        return None
    case = " Upper and lower case matter." if near.casefold() == name.casefold() else ""
    return f"Did you mean `{safe_name(near)}` instead of `{safe_name(name)}`?{case}"
