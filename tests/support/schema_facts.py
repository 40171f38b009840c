"""What the schema files say of each field, by a resolver of its own: the facts that the pages have to show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.support.paths import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Node = dict[str, Any]

WORDS = {
    "string": "string",
    "number": "number",
    "integer": "whole number",
    "boolean": "true, false",
    "object": "object",
    "array": "array",
    "null": "null",
}
PROBLEMS = {
    "type": "SDE205",
    "required": "SDE202",
    "additionalProperties": "SDE203",
    "maxLength": "SDE301",
    "oneOf": "SDE302",
    "enum": "SDE302",
    "pattern": "SDE304",
    "minimum": "SDE305",
    "maximum": "SDE305",
}
"""The code that a failing keyword means where its schema names no other."""

COMPARED = {"originalTimeStamp": "SDE407", "event/serverTimeStamp": "SDE408"}
"""The codes of comparisons that no schema can say, by anchor."""

COMMON = "common"
LONGEST = 50_000
"""The longest string: a limit that nearly every string has."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a page must say of a field.

    ``kind`` names it in a failure; ``text`` is what the page says, for the reader or, with a ``#``, as a link;
    ``usual`` says that the page may say it once, above its fields.
    """

    anchor: str
    kind: str
    text: str
    usual: bool = False


class Held(NamedTuple):
    """A schema that holds somewhere, and the document that it is in."""

    document: str
    node: Node


@dataclass(frozen=True, slots=True)
class Found:
    """A field of a document: its anchor, the schemas that hold there, the outermost first, and its marks."""

    anchor: str
    held: tuple[Held, ...]
    required: bool
    personal: bool

    @property
    def nodes(self) -> list[Node]:
        """The schemas that hold, without their documents."""
        return [node for _, node in self.held]

    def first(self, keyword: str, default: Any = None) -> Any:
        """Return what the outermost schema with a keyword says."""
        return next((node[keyword] for node in self.nodes if keyword in node), default)

    @property
    def kinds(self) -> list[str]:
        """The types that all schemas allow, in the order of the outermost one."""
        said = [[kind] if isinstance(kind, str) else kind for node in self.nodes if (kind := node.get("type"))]
        return [kind for kind in said[0] if all(_allows(kinds, kind) for kinds in said)] if said else []


def _allows(kinds: list[str], kind: str) -> bool:
    return kind in kinds or (kind == "integer" and "number" in kinds)


@cache
def document(version: str, name: str) -> Node:
    """Return a schema as its file has it."""
    read: Node = json.loads((SCHEMAS / version / f"{name}.schema.json").read_bytes())
    return read


def held_at(version: str, name: str, node: Node) -> tuple[Held, ...]:
    """Return a schema of a document and all that it refers to."""
    held = (Held(name, node),)
    if "$ref" not in node:
        return held
    file, _, pointer = node["$ref"].partition("#")
    there = file.removesuffix(".schema.json") or name
    target = document(version, there)
    for step in filter(None, pointer.split("/")):
        target = target[step]
    return held + held_at(version, there, target)


def fields_of(version: str, name: str) -> Iterator[Found]:
    """Yield the fields of a document; of those that are bodies of attributes only the field itself."""
    held = held_at(version, name, document(version, name))
    yield from _below(version, Found("", held, required=True, personal=False))


def definitions_of(version: str) -> Iterator[Found]:
    """Yield the shared definitions, each followed by its fields."""
    for name, node in document(version, COMMON)["$defs"].items():
        held = held_at(version, COMMON, node)
        found = Found(name, held, required=False, personal=_is_personal(held))
        yield found
        yield from _below(version, found)


def _below(version: str, holder: Found) -> Iterator[Found]:
    needed = {member for node in holder.nodes for member in node.get("required", ())}
    for name, node in holder.held:
        for member, sub in node.get("properties", {}).items():
            held = held_at(version, name, sub)
            anchor = f"{holder.anchor}.{member}".lstrip(".")
            found = Found(anchor, held, member in needed, holder.personal or _is_personal(held))
            yield found
            if held[-1].document in (name, COMMON):
                yield from _below(version, found)
        if "items" in node:
            held = held_at(version, name, node["items"])
            personal = holder.personal or _is_personal(held)
            yield from _below(version, Found(holder.anchor, held, required=True, personal=personal))


def _is_personal(held: Iterable[Held]) -> bool:
    return any(node.get("x-personal-data") is True for _, node in held)


def facts_of(version: str, name: str, found: Found) -> Iterator[Fact]:
    """Yield the facts of a field that its page has to show."""
    for kind, text in _in_words(found):
        yield Fact(found.anchor, kind, text)
    yield Fact(found.anchor, "need", "required" if found.required else "optional", usual=not found.required)
    yield Fact(found.anchor, "default code", PROBLEMS["type"], usual=True)
    yield from _limits(version, found)
    yield from _codes(found)
    yield from _advice(version, name, found)
    for node in found.nodes[1:]:
        definition = _definition(version, node)
        if definition:
            page = "" if name == COMMON else f"{COMMON}.md"
            yield Fact(found.anchor, "definition", f'{page}#{definition} "Shared')
            break


def _in_words(found: Found) -> Iterator[tuple[str, str]]:
    """Yield what any field has: its words, its types, marks, source and examples."""
    yield "title", found.first("title")
    yield "description", found.first("description")
    yield "types", types_in_words(found.kinds)
    if "null" not in found.kinds:
        yield "null", "not null"
    if found.personal:
        yield "mark", "personal data"
    source = found.nodes[0].get("x-source", {})
    if "page" in source:
        yield "source", f"source-notes.md#source-{source['page']}"
    for part in ("table", "example", "decision"):
        if part in source:
            yield f"source: {part}", source[part]


def types_in_words(kinds: list[str]) -> str:
    """Return types as the pages name them: ``whole number, string or null``."""
    words = ", ".join(WORDS[kind] for kind in kinds).split(", ")
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _definition(version: str, node: Node) -> str | None:
    shared = document(version, COMMON)["$defs"]
    return next((name for name, definition in shared.items() if definition is node), None)


def _limits(version: str, found: Found) -> Iterator[Fact]:
    """Yield the limits of a value, with the codes of the problems that break them."""
    for name, node in found.held:
        problems = {**PROBLEMS, **node.get("x-problem", {})}
        if _definition(version, node) and ("not" in node or "pattern" in node):
            yield Fact(found.anchor, "pattern", node["description"])
            for keyword in set(problems) & node.keys() - {"type"}:
                yield Fact(found.anchor, keyword, problems[keyword])
            return
        for keyword in node.keys() & {"minimum", "maximum", "minLength", "maxLength", "additionalProperties"}:
            text, usual = _limit(keyword, node[keyword])
            yield Fact(found.anchor, keyword, text, usual=usual)
            yield Fact(found.anchor, f"{keyword}: code", problems[keyword], usual=usual)
        if "items" in node:
            yield from _entry(version, found, held_at(version, name, node["items"]))


def _limit(keyword: str, value: Any) -> tuple[str, bool]:
    if keyword == "additionalProperties":
        return "only the listed members", True
    return f"{value:,}" + (" characters" if keyword == "maxLength" else ""), value == LONGEST


def _entry(version: str, found: Found, held: tuple[Held, ...]) -> Iterator[Fact]:
    """Yield what a list says of its items."""
    item = Found(found.anchor, held, required=True, personal=False)
    yield Fact(found.anchor, "items", f"Each entry: {types_in_words(item.kinds)}")
    if "null" not in item.kinds:
        yield Fact(found.anchor, "items: null", "never null")
    if item.first("description"):
        yield Fact(found.anchor, "items: description", item.first("description"))
    yield from _limits(version, item)


def _codes(found: Found) -> Iterator[Fact]:
    """Yield the codes of a list, each with its anchor and meaning, and what another value is."""
    for node in found.nodes:
        listed = [branch for branch in node.get("oneOf", ()) if "enum" in branch]
        for branch in listed:
            name = next((value for value in branch["enum"] if isinstance(value, str)), json.dumps(branch["enum"][0]))
            yield Fact(found.anchor, "code: anchor", f"{{ #{found.anchor}.{name} }} | {branch['title']} |")
            for value in branch["enum"]:
                yield Fact(found.anchor, "code", json.dumps(value))
        if listed:
            yield Fact(found.anchor, "code: problem", {**PROBLEMS, **node.get("x-problem", {})}["oneOf"])


def _advice(version: str, name: str, found: Found) -> Iterator[Fact]:
    """Yield the warnings that a value may draw."""
    for entry in (entry for node in found.nodes for entry in node.get("x-advice", ())):
        yield Fact(found.anchor, "advice", entry["code"])
        if "description" in entry["schema"]:
            yield Fact(found.anchor, "advice: description", entry["schema"]["description"].removeprefix("It is "))
    if any(_definition(version, node) == "date" for node in found.nodes):
        yield Fact(found.anchor, "advice", "SDE404")
    compared = COMPARED.get(found.anchor) or COMPARED.get(f"{name}/{found.anchor}")
    if compared:
        yield Fact(found.anchor, "advice", compared)
