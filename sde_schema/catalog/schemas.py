"""The schema documents: where they lie, how they refer to each other, and what is made from them."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sde_schema.errors import UnknownSchemaError, UnknownVersionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BASE_URI = "https://w3id.org/sde-schema/"
"""What every ``$id`` begins with. The ids are names; they are not registered yet."""

SUFFIX = ".schema.json"
PAYLOAD = "payload"
EVENT = "event"
COMMON = "common"
"""The documents beside those of the attribute types: what is validated, one of its events, what they share."""

ADVICE_CODE = "x-code"
"""Marks, in strict documents only, the subschema of a piece of advice with the advice's code."""

Schema: TypeAlias = "dict[str, Any]"

ANNOTATIONS = frozenset({"title", "description", "examples"})
"""The keywords that say something in words and examples, and decide nothing."""

NAME_MAPS = frozenset({"properties", "$defs", "dependentSchemas", "patternProperties"})
"""The keywords that hold subschemas by name."""

_DATA = frozenset({"enum", "const", "default"})
NOT_APPLIED = frozenset({"$defs", "examples"}) | _DATA
"""The keywords whose values apply to no value, or only where they are referred to."""

FAIL_AT_ONCE: dict[str, tuple[Schema, list[str | int]]] = {
    "propertyNames": ({"maxProperties": 0}, ["else", "maxProperties"]),
    "oneOf": ({"allOf": [{"allOf": [{"not": {}}]}]}, ["else", "allOf", 0, "allOf", 0, "not"]),
    "anyOf": (
        {"allOf": [{"allOf": [{"allOf": [{"not": {}}]}]}]},
        ["else", "allOf", 0, "allOf", 0, "allOf", 0, "not"],
    ),
}
"""By keywords for which engines make an error for each name or branch: what fails instead, and the last steps there.

Two more steps, ``allOf`` and an index, lead to these from the schema that has the keyword. No schema has any of these
itself. See ``at_once``.
"""

_SHARED = (COMMON, EVENT, PAYLOAD)


class Subschema(NamedTuple):
    """A subschema and where it is: version-less document name and JSON Pointer in it."""

    document: str
    pointer: str
    node: Schema


@cache
def _root() -> Path:
    """Return the folder of the schemas: in the installed package, else in the checkout."""
    here = Path(__file__).resolve().parents[1]
    packaged = here / "schemas"
    return packaged if packaged.is_dir() else here.parent / "schemas"


def _read(relative: str) -> bytes:
    return (_root() / relative).read_bytes()


@cache
def manifest() -> Schema:
    """Return ``schemas/manifest.json``: the default version, and the versions with their attribute types."""
    loaded: Schema = json.loads(_read("manifest.json"))
    return loaded


@cache
def _entries() -> dict[str, Schema]:
    """Return the manifest's entries by version, oldest first."""
    return {entry["version"]: entry for entry in manifest()["versions"]}


def versions() -> list[str]:
    """Return the versions that this package knows, oldest first."""
    return list(_entries())


def default_version() -> str:
    """Return the version that is used where none is named."""
    version: str = manifest()["defaultVersion"]
    return version


def newest_version() -> str:
    """Return the newest version that this package knows."""
    return versions()[-1]


def attribute_types(version: str | None = None) -> list[str]:
    """Return the names of a version's attribute types, in the order of the vendor's page.

    The version is the manifest's default unless named. Raises UnknownVersionError.
    """
    return list(_entries()[check_version(version)]["attributeTypes"])


def all_attribute_types() -> list[str]:
    """Return the names of the attribute types of all versions, those of the oldest version first."""
    return list(dict.fromkeys(name for version in versions() for name in attribute_types(version)))


def document_names(version: str | None = None) -> list[str]:
    """Return the names of all documents of a version: attribute types, then the shared ones."""
    return [*attribute_types(version), *_SHARED]


def check_version(version: str | None) -> str:
    """Return a known version: the one named, or the default for None.

    Raises UnknownVersionError for any other.
    """
    if version is None:
        return default_version()
    if version not in versions():
        raise UnknownVersionError(version, versions())
    return version


def check_name(name: str, names: list[str]) -> str:
    """Return the name if it is among the names, else raise UnknownSchemaError with a suggestion."""
    if name in names:
        return name
    from difflib import get_close_matches

    folded = {known.casefold(): known for known in names}
    near = get_close_matches(name.casefold(), folded, n=1)
    raise UnknownSchemaError(name, names, folded[near[0]] if near else None)


def schema_bytes(name: str, version: str | None = None) -> bytes:
    """Return a document as it is published, byte for byte.

    Raises UnknownVersionError or UnknownSchemaError.
    """
    version = check_version(version)
    return _read(f"{version}/{check_name(name, document_names(version))}{SUFFIX}")


def report_schema_bytes() -> bytes:
    """Return ``schemas/report.schema.json``, which describes the JSON report."""
    return _read(f"report{SUFFIX}")


def config_schema_bytes() -> bytes:
    """Return ``schemas/config.schema.json``, which describes the configuration file."""
    return _read(f"config{SUFFIX}")


@cache
def document(version: str, name: str) -> Schema:
    """Return a document, shared between callers: not to be changed."""
    loaded: Schema = json.loads(schema_bytes(name, version))
    return loaded


def load_schema(name: str, version: str | None = None) -> Schema:
    """Return a copy of a schema document, such as ``load_schema("purchase", version="1.0")``.

    The name is an attribute type, ``common``, ``event`` or ``payload``; the version is the
    manifest's default unless named. Raises UnknownVersionError or UnknownSchemaError.
    """
    version = check_version(version)
    return copy.deepcopy(document(version, check_name(name, document_names(version))))


def documents(version: str) -> dict[str, Schema]:
    """Return all documents of a version by name, shared between callers."""
    return {name: document(version, name) for name in document_names(version)}


def resolve(docs: Mapping[str, Schema], current: str, ref: str) -> Subschema:
    """Return the subschema that a relative ``$ref`` in the document ``current`` names."""
    file, _, fragment = ref.partition("#")
    name = file.removesuffix(SUFFIX) if file else current
    node: Any = docs[name]
    for step in fragment.split("/")[1:]:
        node = node[step.replace("~1", "/").replace("~0", "~")]
    return Subschema(name, fragment, node)


def references(node: Any) -> set[str]:
    """Return every ``$ref`` in a schema."""
    found: set[str] = set()
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                found.add(value)
            elif key not in _DATA:
                found |= references(value)
    elif isinstance(node, list):
        for value in node:
            found |= references(value)
    return found


def rewritten(node: Any, change: Callable[[Schema], Schema]) -> Any:
    """Return a copy of a schema in which each subschema is changed, the innermost first.

    Values of enumerations and ``x-`` annotations are taken as they are.
    """
    if isinstance(node, list):
        return [rewritten(item, change) for item in node]
    if not isinstance(node, dict):
        return node
    copied: Schema = {}
    for key, value in node.items():
        if key in NAME_MAPS:
            copied[key] = {name: rewritten(sub, change) for name, sub in value.items()}
        else:
            copied[key] = value if key in _DATA or key.startswith("x-") else rewritten(value, change)
    return change(copied)


def without(node: Any, *, words: bool) -> Any:
    """Return a copy of a schema without its ``x-`` annotations and, with ``words``, its words too.

    Words are ``title``, ``description`` and ``examples``; a property of such a name stays.
    """
    left_out = ANNOTATIONS if words else frozenset()

    def bare(node: Schema) -> Schema:
        return {key: value for key, value in node.items() if key not in left_out and not key.startswith("x-")}

    return rewritten(node, bare)


def _strict(node: Schema) -> Schema:
    """Return a subschema with its ``x-advice`` in ``allOf``, too, each marked with its code."""
    advice = [{**entry["schema"], ADVICE_CODE: entry["code"]} for entry in node.get("x-advice", ())]
    return {**node, "allOf": [*node.get("allOf", []), *advice]} if advice else node


def _at_once(node: Schema) -> Schema:
    found = {key: node[key] for key in FAIL_AT_ONCE if key in node}
    if not found:
        return node
    rest = {key: value for key, value in node.items() if key not in found}
    conditions = [{"if": {key: value}, "else": FAIL_AT_ONCE[key][0]} for key, value in found.items()]
    return {**rest, "allOf": [*rest.get("allOf", []), *conditions]}


def at_once(doc: Schema) -> Schema:
    """Return a copy of a document in which wrong names of an object, and all branches of a choice, fail as one.

    They are then the last items of ``allOf``. See FAIL_AT_ONCE.
    """
    changed: Schema = rewritten(doc, _at_once)
    return changed


@cache
def strict_documents(version: str) -> dict[str, Schema]:
    """Return all documents of a version in their strict form, shared between callers."""
    return {name: rewritten(doc, _strict) for name, doc in documents(version).items()}


def bundle(name: str, version: str | None = None, base_uri: str | None = None) -> Schema:
    """Return a document and all that it uses as one compound document (2020-12, section 9.3).

    The root keeps its ``$id``; each used document is under ``$defs`` by its file's name, with
    its own ``$id`` and ``$schema``. No ``$ref`` is rewritten; ``x-`` annotations are dropped.
    ``base_uri`` replaces the base of every ``$id``.
    Raises UnknownVersionError or UnknownSchemaError.
    """
    version = check_version(version)
    docs = documents(version)
    check_name(name, list(docs))
    compound: Schema = without(docs[name], words=False)
    used = {other: without(docs[other], words=False) for other in _used(docs, name)}
    for doc in (compound, *used.values()):
        doc["$id"] = rebase(doc["$id"], base_uri)
    if used:
        embedded = {other + SUFFIX: doc for other, doc in used.items()}
        compound["$defs"] = {**compound.get("$defs", {}), **embedded}
    return compound


def rebase(uri: str, base_uri: str | None) -> str:
    """Return an ``$id`` with another base; a missing slash at the base's end is added."""
    if base_uri is None:
        return uri
    return base_uri.rstrip("/") + "/" + uri.removeprefix(BASE_URI)


def _used(docs: dict[str, Schema], name: str) -> list[str]:
    """Return the names of the documents that a document needs, itself left out, in a fixed order."""
    seen = {name}
    waiting = [name]
    while waiting:
        for ref in references(docs[waiting.pop()]):
            other = ref.partition("#")[0].removesuffix(SUFFIX)
            if other and other not in seen:
                seen.add(other)
                waiting.append(other)
    return [other for other in docs if other in seen and other != name]


def digest(version: str) -> str:
    """Return ``sha256:…`` of what a version's documents mean: without words and ``x-`` annotations."""
    import hashlib

    meaning = {name: without(doc, words=True) for name, doc in documents(version).items()}
    text = json.dumps(meaning, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
