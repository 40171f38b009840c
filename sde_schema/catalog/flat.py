"""Documents without any reference: for tools that cannot follow one, and for generators of code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import (
    ANNOTATIONS,
    COMMON,
    SUFFIX,
    check_name,
    check_version,
    document_names,
    documents,
    rebase,
    resolve,
    rewritten,
    without,
)
from sde_schema.catalog.code_lists import code_list, in_words
from sde_schema.catalog.merging import merged, taken_in
from sde_schema.errors import NotFlatError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sde_schema.catalog import Schema

FLAT = "flat"
TYPES = "types"
"""The folders, below that of a version, that are in the ids of these documents."""

_OF_TYPES = frozenset(
    {"$schema", "$id", "title", "description", "type", "properties", "required", "additionalProperties", "items"}
    | {"enum", "minimum", "maximum", "anyOf"}
)
"""What a document of types keeps. The limits of numbers stay: generators choose the width of an integer by them."""

_WORDS = frozenset({"title", "description"})
_NEVER: Schema = {"not": {}}


def flat_names(version: str | None = None) -> list[str]:
    """Return the names of a version's documents that can be flat: all except the shared definitions."""
    return [name for name in document_names(version) if name != COMMON]


def flat(name: str, version: str | None = None, base_uri: str | None = None) -> Schema:
    """Return a document in which each ``$ref`` is replaced by what it refers to.

    It accepts exactly what the published document accepts. Its ``$id`` has ``flat/`` before the name, so that one
    validator can hold both; ``x-`` annotations are dropped. ``base_uri`` replaces the base of the ``$id``.
    Raises UnknownVersionError, UnknownSchemaError, or NotFlatError.
    """
    version = check_version(version)
    check_name(name, flat_names(version))
    return _named(flattened(documents(version), name), FLAT, name, base_uri)


def types(name: str, version: str | None = None, base_uri: str | None = None) -> Schema:
    """Return a flat document with types alone, without any condition.

    It accepts at least what the published document accepts. Code lists are one ``enum``, with the meanings in the
    description; where a condition decides between two forms, both are in ``anyOf``. Its ``$id`` has ``types/`` before
    the name. Raises UnknownVersionError, UnknownSchemaError, or NotFlatError.
    """
    version = check_version(version)
    check_name(name, flat_names(version))
    return _named(rewritten(flattened(documents(version), name), _types_alone), TYPES, name, base_uri)


def flattened(docs: Mapping[str, Schema], name: str) -> Schema:
    """Return one of some documents without references and annotations of our own. Raises NotFlatError."""
    plain = {other: without(doc, words=False) for other, doc in docs.items()}
    root = plain[name]
    head = {key: root[key] for key in ("$schema", "$id")}
    return {**head, **_Flattening(plain, name, ((name, ""),)).of(root)}


def _named(document: Schema, folder: str, name: str, base_uri: str | None) -> Schema:
    file = name + SUFFIX
    return {**document, "$id": rebase(document["$id"].removesuffix(file) + f"{folder}/{file}", base_uri)}


@dataclass(frozen=True, slots=True)
class _Flattening:
    """Takes the references out of subschemas of one document; ``inside`` are the subschemas on the way here."""

    docs: Mapping[str, Schema]
    document: str
    inside: tuple[tuple[str, str], ...]

    def of(self, node: Schema) -> Schema:
        """Return a subschema without references."""
        flat_node: Schema = rewritten(taken_in(node), self._without_reference)
        return flat_node

    def _without_reference(self, node: Schema) -> Schema:
        if "$ref" not in node:
            return node
        rest = {key: value for key, value in node.items() if key != "$ref"}
        document, pointer, target = resolve(self.docs, self.document, node["$ref"])
        here = (document, pointer)
        if here in self.inside:
            raise NotFlatError(self.inside[0][0], f"{document}{SUFFIX}#{pointer}")
        found = _Flattening(self.docs, document, (*self.inside, here)).of(target)
        return merged(rest, [{key: found[key] for key in found if key not in ANNOTATIONS or key not in rest}])


def _types_alone(node: Schema) -> Schema:
    """Return a subschema without all that is not a type; those below it have types alone already."""
    if node.get("not") == {}:
        return _NEVER
    node = _with_codes(node)
    if "if" in node:
        node = {**node, "anyOf": _forms([node.get("then", {}), node.get("else", {})])}
    return {key: value for key, value in node.items() if key in _OF_TYPES and value != []}


def _with_codes(node: Schema) -> Schema:
    """Return a subschema whose code list is one ``enum``; both values of a boolean need none."""
    codes = code_list(node.get("oneOf", ()))
    values = [value for code in codes for value in code.values]
    if not any(isinstance(value, int | str) and not isinstance(value, bool) for value in values):
        return node
    return {**node, "description": f"{node['description']} {in_words(codes)}", "enum": values}


def _forms(branches: list[Schema]) -> list[Schema]:
    """Return the branches of a decision that accept anything, each once; none where one accepts everything."""
    found: list[Any] = []
    for branch in branches:
        nested = branch["anyOf"] if branch.keys() <= _WORDS | {"anyOf"} and "anyOf" in branch else [branch]
        found += [form for form in nested if form != _NEVER and form not in found]
    return [] if {} in found else found
