"""The reference: for each version a page of every attribute type, of events, of forms and of shared definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema import catalog
from sde_schema.checking.times import ORIGINAL, SERVER
from sde_schema.checking.validator import Validator
from sde_schema.examples.files import KINDS
from sde_schema.examples.invalid import invalid
from sde_schema.exporting import FORMATS
from sde_schema.pages import all_fields
from sde_schema.pages.document_forms import document_forms, member_anchor
from sde_schema.pages.field_facts import Facts, FieldSource, definitions, facts, source, uses, validating
from sde_schema.pages.locations import locations
from sde_schema.pages.nesting import nesting
from sde_schema.pages.rendering import page
from sde_schema.pages.usual import usual_of
from sde_schema.rules import Rule, rules_by_code

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = {
    "typical": "With the usual fields.",
    "minimal": "With the required fields only.",
    "full": "With every field, and no field null.",
}
"""The kinds of examples in the order of their tabs, each with what is above it."""

_OF_NO_DOCUMENT = ("index", all_fields.NAME)
"""The pages of a version that describe no document of it."""


class _Mistake(NamedTuple):
    """What goes wrong with an attribute: a code, and what the validator says of one example."""

    rule: Rule
    pointer: str
    message: str
    hint: str | None


def reference_pages() -> dict[str, str]:
    """Return the pages of the reference by path below ``docs/``."""
    pages = {"reference/index.md": _index()}
    for version in catalog.versions():
        pages |= _version_pages(version)
    return pages


def attribute_page(version: str, attribute: str) -> str:
    """Return the path of an attribute's page below ``docs/``."""
    return f"reference/{version}/{attribute}.md"


def _index() -> str:
    version = catalog.default_version()
    return page(
        "reference.md.j2",
        "reference/index.md",
        entries=catalog.manifest()["versions"],
        default=version,
        attributes=_overview(version),
    )


def _overview(version: str) -> list[dict[str, Any]]:
    """Return name, description and personal fields of each attribute type."""
    return [
        {
            "name": name,
            "description": catalog.document(version, name)["description"],
            "personal": [field for field in facts(version, name) if field.personal],
        }
        for name in catalog.attribute_types(version)
    ]


def _version_pages(version: str) -> dict[str, str]:
    entry = next(entry for entry in catalog.manifest()["versions"] if entry["version"] == version)
    validator = Validator(version)
    return {
        **_made("version.md.j2", version, "index", entry=entry, attributes=_overview(version)),
        **_made("fields.md.j2", version, all_fields.NAME, fields=all_fields.field_table(version)),
        **_made("event.md.j2", version, catalog.EVENT, **_event(version)),
        **_made("payload.md.j2", version, catalog.PAYLOAD, **_payload(version)),
        **_made("common.md.j2", version, catalog.COMMON, **_shared(version)),
        **{
            path: text
            for name in catalog.attribute_types(version)
            for path, text in _attribute(name, validator).items()
        },
    }


def _made(template: str, version: str, name: str, **more: Any) -> dict[str, str]:
    """Return one page of a version under its path, with what all of them need.

    Only pages of fields say once what is usual, have payloads beside their fields, and name their locations.
    """
    path = f"reference/{version}/{name}.md"
    shared = catalog.document(version, catalog.COMMON)["$defs"]
    document = {} if name in _OF_NO_DOCUMENT else catalog.document(version, name)
    text = page(
        template,
        path,
        name=name,
        version=version,
        versions={other: f"reference/{other}/{name}.md" for other in _versions_with(name)},
        description=document.get("description", ""),
        meanings=rules_by_code(),
        definitions={name: node["title"] for name, node in shared.items()},
        exports=[name + form.suffix for form in FORMATS.values()],
        **{"usual": None, "payloads": {}, "locations": {}, "advised": [], **more},
    )
    return {path: text}


def _versions_with(name: str) -> list[str]:
    """Return the versions that have a page of this name."""
    return [version for version in catalog.versions() if name in (*_OF_NO_DOCUMENT, *catalog.document_names(version))]


def _payload(version: str) -> dict[str, Any]:
    """Return what the page of forms says beside what all pages do."""
    first = catalog.attribute_types(version)[0]
    timed = [field.anchor for field in facts(version, first)]
    return {
        "forms": document_forms(version),
        "member_anchor": member_anchor,
        "nesting": nesting(version, attribute_page(version, catalog.PAYLOAD)),
        "times": {name: attribute_page(version, first) + f"#{name}" for name in (ORIGINAL, SERVER) if name in timed},
    }


def _event(version: str) -> dict[str, Any]:
    """Return what the page of events says beside what all pages do."""
    types = catalog.attribute_types(version)
    fields = _beside_attributes(version)
    return {
        "attributes": [field for field in facts(version, catalog.EVENT) if field.anchor in types],
        "fields": fields,
        "usual": usual_of(fields),
        "locations": locations(catalog.EVENT, fields),
        "examples": catalog.document(version, catalog.EVENT)["examples"],
    }


def _shared(version: str) -> dict[str, Any]:
    """Return what the page of shared definitions says beside what all pages do."""
    return {"shared": definitions(version), "validating": validating(version), "uses": uses(version)}


def _beside_attributes(version: str) -> list[Facts]:
    """Return the fields of an event itself."""
    return [field for field in facts(version, catalog.EVENT) if field.anchor not in catalog.attribute_types(version)]


def _attribute(name: str, validator: Validator) -> dict[str, str]:
    version = validator.version
    fields = facts(version, name)
    return _made(
        "attribute.md.j2",
        version,
        name,
        fields=fields,
        personal=[field for field in fields if field.personal],
        kinds=_KINDS,
        payloads={kind: KINDS[kind](version, name) for kind in _KINDS},
        usual=usual_of(fields),
        locations=locations(name, fields),
        mistakes=list(_mistakes(name, validator)),
        advised=_advised(fields),
        notes=[note for note in root_sources(version, name) if note.decision],
    )


def root_sources(version: str, attribute: str) -> list[FieldSource]:
    """Return where an attribute as a whole comes from: its name in events, and its document."""
    member = catalog.document(version, catalog.EVENT)["properties"][attribute]
    return [source(member), source(catalog.document(version, attribute))]


def _mistakes(attribute: str, validator: Validator) -> Iterator[_Mistake]:
    """Yield a mistake for each code that may arise in the body, in the order of the codes: the deepest example."""
    inside = [example for example in invalid(validator.version, attribute) if f"/{attribute}" in example.pointer]
    deepest = sorted(inside, key=lambda example: example.pointer.count("/"))
    found = {example.code: example for example in deepest}
    for rule in rules_by_code().values():
        if rule.code in found:
            [problem] = validator.validate(found[rule.code].payload)
            yield _Mistake(rule, problem.pointer, problem.message, problem.hint)


def _advised(fields: tuple[Facts, ...]) -> list[str]:
    """Return the codes of the advice that fields may draw, in their order."""
    drawn = {advice.code for field in fields for advice in field.advice}
    return [code for code in rules_by_code() if code in drawn]


def fields_with(version: str, code: str) -> dict[str, list[Facts]]:
    """Return the fields whose values may have a problem, by the name of their page; all others are left out."""
    every = {catalog.EVENT: _beside_attributes(version)}
    every |= {name: list(facts(version, name)) for name in catalog.attribute_types(version)}
    found = {name: [field for field in fields if code in field.raises] for name, fields in every.items()}
    return {name: fields for name, fields in found.items() if fields}
