"""The picture of what is in what: response, record, events object, event, attribute."""

from __future__ import annotations

from sde_schema import catalog
from sde_schema.pages.document_forms import member_anchor
from sde_schema.pages.field_facts import fields_of_version
from sde_schema.pages.rendering import fragment
from sde_schema.reading.events import EVENT_HOLDERS, EVENTS, INFO, RECORD_LISTS

_ATTRIBUTE = "purchase"
"""The attribute type that is an example of all of them."""


def nesting(version: str, path: str) -> str:
    """Return the picture for a version, in Markdown, for the page at a path below ``docs/``.

    It is a list in lists, which the stylesheet draws as boxes, so that every reader has the same text.
    """
    return fragment(
        "_nesting.md.j2",
        path,
        version=version,
        record_lists=RECORD_LISTS,
        info=INFO,
        holders=EVENT_HOLDERS,
        events=EVENTS,
        beside=[field.anchor for name, field in fields_of_version(version) if name == catalog.EVENT],
        attribute=_ATTRIBUTE,
        anchor=member_anchor,
    )
