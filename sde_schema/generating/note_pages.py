"""Notes on the source: each decision about the vendor's page, with the places that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sde_schema import catalog
from sde_schema.generating.facts import COMMON, Source, definitions, facts, source
from sde_schema.generating.reference_pages import attribute_page, root_sources
from sde_schema.generating.rendering import code, page, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATH = "source-notes.md"


class _Place(NamedTuple):
    """What a note is about: its name in Markdown, the page or field that tells it, and its source."""

    label: str
    target: str
    source: Source


class _Note(NamedTuple):
    """A decision and all places where it was needed."""

    decision: str
    places: list[_Place]


class _Chapter(NamedTuple):
    """The notes on one part of the page."""

    name: str
    title: str
    notes: list[_Note]


def note_pages() -> dict[str, str]:
    """Return the page of notes by its path below ``docs/``; each field is told by the first version that has it."""
    chapters = [_chapter("page", "The page as a whole", _whole(catalog.versions()[0]))]
    chapters += [_chapter(name, name, _attribute(name)) for name in catalog.all_attribute_types()]
    return {PATH: page("notes.md.j2", PATH, chapters=[chapter for chapter in chapters if chapter.notes])}


def _chapter(name: str, title: str, places: Iterable[_Place]) -> _Chapter:
    """Return a chapter in which each decision is told once."""
    notes: dict[str, list[_Place]] = {}
    for place in places:
        if place.source.decision:
            notes.setdefault(place.source.decision, []).append(place)
    return _Chapter(name, title, [_Note(*note) for note in notes.items()])


def _whole(version: str) -> Iterator[_Place]:
    for name in (catalog.PAYLOAD, catalog.EVENT):
        document = catalog.document(version, name)
        yield _Place(plain(document["title"]), f"reference/{version}/{name}.md", source(document))
    for name, (definition, *_) in definitions(version).items():
        yield _Place(plain(definition.title), f"reference/{version}/{COMMON}.md#{name}", definition.source)


def _attribute(name: str) -> Iterator[_Place]:
    holders = [version for version in catalog.versions() if name in catalog.attribute_types(version)]
    for said in root_sources(holders[0], name):
        yield _Place(code(name), attribute_page(holders[0], name), said)
    for version in holders:
        for field in facts(version, name):
            if field.since == version:
                target = f"{attribute_page(version, name)}#{field.anchor}"
                yield _Place(code(field.anchor), target, field.source)
