"""Notes on the sources: what they are, what rests on them, and each decision with the fields that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sde_schema import catalog
from sde_schema.pages.field_facts import FieldSource, definitions, facts, fields_of_version, source
from sde_schema.pages.reference import attribute_page, root_sources
from sde_schema.pages.rendering import code, field_target, page, plain
from sde_schema.pages.sources import EH, PAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


PATH = "source-notes.md"


class _NotedField(NamedTuple):
    """What a note is about: its name in Markdown, the page or field that describes it, and its source."""

    label: str
    target: str
    source: FieldSource

    @property
    def quotes(self) -> bool:
        """Whether the source's table or example is quoted."""
        return bool(self.source.table or self.source.example)


class _Note(NamedTuple):
    """A decision and all fields for which it was needed."""

    decision: str
    fields: list[_NotedField]


class _Chapter(NamedTuple):
    """The notes on one part of a source."""

    name: str
    title: str
    notes: list[_Note]


def note_pages() -> dict[str, str]:
    """Return the page of notes by its path below ``docs/``; a field is shown in the first version that has it."""
    first = catalog.versions()[0]
    chapters = [_chapter(EH.name, "EH as a whole", _around(first))]
    chapters += [_chapter(name, name, _of_page(_attribute(name), EH.name)) for name in catalog.all_attribute_types()]
    later = list(_everywhere())
    text = page(
        "notes.md.j2",
        PATH,
        sources=PAGES,
        adds={each.name: _fields_of(each.name) for each in PAGES if each is not EH},
        rests={version: _rests(version) for version in catalog.versions()},
        chapters=[chapter for chapter in chapters if chapter.notes],
        later=[(each, _chapter(each.name, each.name, _of_page(later, each.name))) for each in PAGES if each is not EH],
    )
    return {PATH: text}


def _chapter(name: str, title: str, fields: Iterable[_NotedField]) -> _Chapter:
    """Return a chapter in which each decision appears once, and each field of it once."""
    notes: dict[str, dict[str, _NotedField]] = {}
    for field in fields:
        if field.source.decision:
            notes.setdefault(field.source.decision, {}).setdefault(field.label, field)
    return _Chapter(name, title, [_Note(decision, list(found.values())) for decision, found in notes.items()])


def _of_page(fields: Iterable[_NotedField], name: str) -> Iterator[_NotedField]:
    return (field for field in fields if field.source.page == name)


def _everywhere() -> Iterator[_NotedField]:
    """Yield every field of every version, the older ones first."""
    for version in catalog.versions():
        yield from _around(version)
        for name, field in fields_of_version(version):
            target = field_target(version, name, field.anchor)
            yield _NotedField(code(f"{name}.{field.anchor}"), target, field.source)


def _around(version: str) -> Iterator[_NotedField]:
    """Yield what is around the attributes of a version: the forms of documents, the event, the shared definitions."""
    for name in (catalog.PAYLOAD, catalog.EVENT):
        document = catalog.document(version, name)
        yield _NotedField(plain(document["title"]), f"reference/{version}/{name}.md", source(document))
    for name, (definition, *_) in definitions(version).items():
        yield _NotedField(plain(definition.title), f"reference/{version}/{catalog.COMMON}.md#{name}", definition.source)


def _attribute(name: str) -> Iterator[_NotedField]:
    holders = [version for version in catalog.versions() if name in catalog.attribute_types(version)]
    for said in root_sources(holders[0], name):
        yield _NotedField(code(name), attribute_page(holders[0], name), said)
    for version in holders:
        for field in facts(version, name):
            if field.since == version:
                target = field_target(version, name, field.anchor)
                yield _NotedField(code(field.anchor), target, field.source)


def _fields_of(source_name: str) -> dict[str, list[tuple[str, str]]]:
    """Return the fields that a source adds: where the first version that has a field rests on it.

    By anchor, each with the names of the attributes and the links to them.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for version in catalog.versions():
        for name, field in fields_of_version(version):
            if field.since == version and field.source.page == source_name:
                link = field_target(version, name, field.anchor)
                found.setdefault(field.anchor, []).append((name, link))
    return found


def _rests(version: str) -> dict[str, int]:
    """Return how many fields of a version rest on each source."""
    named = [field.source.page for _, field in fields_of_version(version)]
    return {each.name: named.count(each.name) for each in PAGES}
