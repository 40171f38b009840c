"""Terms: older names, the names that web pages push, and the vendor's words, each with what it is called here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sde_schema import catalog
from sde_schema.catalog import PAYLOAD
from sde_schema.pages.document_forms import member_anchor
from sde_schema.pages.field_facts import fields_of_version
from sde_schema.pages.rendering import field_target, page
from sde_schema.reading.events import EVENT_HOLDERS, RECORD_LISTS
from sde_schema.rules.suggestions import OLD_ATTRIBUTES, OTHER_MEMBERS, OTHER_NAMES, PUSHED_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATH = "reference/terms.md"


class _Place(NamedTuple):
    """A section to which a term leads: what the link says, and where the section is."""

    label: str
    target: str


class _Term(NamedTuple):
    """A term, and the sections where what it means is described."""

    name: str
    places: list[_Place]


def terms_page() -> dict[str, str]:
    """Return the page of terms by its path below ``docs/``."""
    version = catalog.default_version()
    text = page(
        "terms.md.j2",
        PATH,
        version=version,
        old=[_Term(name, [_attribute(version, modern)]) for name, modern in OLD_ATTRIBUTES.items()],
        pushed=[_Term(name, [_attribute(version, became)]) for name, became in PUSHED_TYPES.items()],
        others=[_Term(name, list(_fields(version, names))) for name, names in OTHER_NAMES.items()],
        elsewhere=sorted(OTHER_MEMBERS),
        members=[_member(version, name) for name in (*RECORD_LISTS, *EVENT_HOLDERS)],
    )
    return {PATH: text}


def _attribute(version: str, name: str) -> _Place:
    return _Place(name, f"reference/{version}/{name}.md")


def _member(version: str, name: str) -> _Term:
    """Return the term for a member of what holds events."""
    return _Term(name, [_Place(name, field_target(version, PAYLOAD, member_anchor(name)))])


def _fields(version: str, names: Iterable[str]) -> Iterator[_Place]:
    """Yield the fields of some names; of those that share a name, only the personal data, where any is.

    What web pages push of a person has names that fields of products have, too.
    """
    for name in names:
        found = [(document, field) for document, field in fields_of_version(version) if _ends_in(field.anchor, name)]
        personal = [(document, field) for document, field in found if field.personal]
        for document, field in personal or found:
            yield _Place(f"{document}.{field.anchor}", field_target(version, document, field.anchor))


def _ends_in(anchor: str, name: str) -> bool:
    return anchor.rpartition(".")[2] == name
