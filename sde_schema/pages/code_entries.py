"""What the search of the site knows of each code of a list: its meaning, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sde_schema import catalog
from sde_schema.pages.field_facts import facts

if TYPE_CHECKING:
    from collections.abc import Iterator


class CodeEntry(NamedTuple):
    """A code as the search finds it: by a title and a text, at an address below the site."""

    version: str
    location: str
    title: str
    text: str


def code_entries() -> Iterator[CodeEntry]:
    """Yield every code of every list of every attribute; the types of events are pages, and are found as such."""
    for version in catalog.versions():
        for name in catalog.attribute_types(version):
            for field in facts(version, name):
                for code in field.codes:
                    location = f"reference/{version}/{name}/#{field.anchor}.{code.name}"
                    yield CodeEntry(version, location, f"{code.meaning}: {code.name}", f"A code of {field.anchor}.")
