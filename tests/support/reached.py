"""Which values of the cases reach which subschema, and what the cases say of each.

A *root* is a subschema as the holder of a value names it: a document, a property, the items of an array. Its *tree*
is one schema without references that says all that the root says of the value itself. Where no condition decides
about what the value holds, the tree leaves that out, for it has roots of its own; so the tree is small.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from jsonschema_rs import validator_for

from sde_schema import catalog
from sde_schema.catalog import ANNOTATIONS, Subschema, resolve
from tests.support.cases import json_cases
from tests.support.mutants import ADVICE
from tests.support.schemas import LISTS, MAPS, SINGLES, subschemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.catalog import Schema
    from tests.support.cases import Case

_OF_NAMES = frozenset({"SDE201", "SDE203"})
"""Codes of problems whose pointer is that of a member, and which are about its object."""

OF_PARTS = frozenset({"properties", "items"})
"""Keywords about what a value holds, which a tree leaves out unless it is whole."""

_LEFT_OUT = ANNOTATIONS | {"$schema", "$id", "$defs"}
_MANY_PARTS = 100
_ROOT = "root"
_CONDITIONS = ("then", "else", "dependentSchemas")


class Unit(NamedTuple):
    """A value in a case that reaches a root: whether it is right, and the codes of the advice that it draws."""

    value: Any
    is_right: bool
    advice: frozenset[str]


class Tree:
    """A schema without references to other documents, and what it is made of."""

    def __init__(self, docs: dict[str, Schema], root: Subschema, *, is_whole: bool) -> None:
        self._docs = docs
        self._sources: dict[str, tuple[str, Schema, bool]] = {}
        self._names: dict[tuple[int, bool], str] = {}
        self._holders: dict[int, set[str]] = {}
        self._made: dict[str, Schema] = {}
        self._mutated: tuple[Schema, Schema] | None = None
        self._make(_ROOT, (root.document, root.node, is_whole))
        self.parts = frozenset(self._holders)
        """The identities of the subschemas of the documents that are in it."""
        self.schema = self._joined(self._made)

    @property
    def is_large(self) -> bool:
        """Whether the tree is too large to be asked much of: that of whole payloads."""
        return len(self.parts) > _MANY_PARTS

    def mutated(self, mutated: tuple[Schema, Schema]) -> Schema:
        """Return the schema with another subschema in place of one of the documents."""
        self._mutated = mutated
        again = {name: self._made_from(name) for name in self._holders[id(mutated[0])]}
        self._mutated = None
        return self._joined({**self._made, **again})

    def _joined(self, made: dict[str, Schema]) -> Schema:
        return {**made[_ROOT], "$defs": {name: schema for name, schema in made.items() if name != _ROOT}}

    def _make(self, name: str, source: tuple[str, Schema, bool]) -> None:
        self._sources[name] = source
        self._made[name] = {}
        self._made[name] = self._made_from(name)

    def _made_from(self, name: str) -> Schema:
        document, node, is_whole = self._sources[name]
        made: Schema = self._made_of(name, document, node, is_whole=is_whole)
        return made

    def _made_of(self, name: str, document: str, node: Any, *, is_whole: bool) -> Any:
        """Return a subschema as it is in the tree; what its value holds is left out unless it ``is_whole``."""
        if not isinstance(node, dict):
            return node
        if self._mutated is None:
            self._holders.setdefault(id(node), set()).add(name)
        elif node is self._mutated[0]:
            node = self._mutated[1]
        made: Schema = {}
        for keyword, value in node.items():
            if keyword == "$ref":
                made[keyword] = self._reference(document, value, is_whole=is_whole)
            elif keyword not in _LEFT_OUT and not keyword.startswith("x-"):
                made[keyword] = self._value((name, document), keyword, value, is_whole=is_whole)
        return made

    def _reference(self, document: str, value: str, *, is_whole: bool) -> str:
        target = resolve(self._docs, document, value)
        key = id(target.node), is_whole
        if key not in self._names:
            self._names[key] = name = str(len(self._names))
            self._make(name, (target.document, target.node, is_whole))
        return f"#/$defs/{self._names[key]}"

    def _value(self, here: tuple[str, str], keyword: str, value: Any, *, is_whole: bool) -> Any:
        if keyword in OF_PARTS and not is_whole:
            return dict.fromkeys(value, True) if keyword == "properties" else True
        if keyword in MAPS:
            return {name: self._made_of(*here, sub, is_whole=True) for name, sub in value.items()}
        if keyword in LISTS:
            return [self._made_of(*here, sub, is_whole=is_whole or keyword != "allOf") for sub in value]
        return self._made_of(*here, value, is_whole=True) if keyword in SINGLES else value


class Documents:
    """The documents of a version, and the trees of their subschemas."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.docs = catalog.documents(version)
        self._conditions: dict[int, Any] = {}
        self._trees: dict[tuple[int, bool], Tree] = {}

    def tree(self, root: Subschema, *, is_whole: bool) -> Tree:
        """Return the tree of a root, made once."""
        key = id(root.node), is_whole
        if key not in self._trees:
            self._trees[key] = Tree(self.docs, root, is_whole=is_whole)
        return self._trees[key]

    def is_whole(self, root: Subschema) -> bool:
        """Return whether a condition may decide about what a value of the root holds."""
        return any(keyword in part.node for part in self.holding(root) for keyword in _CONDITIONS)

    def holding(self, root: Subschema, value: Any = ...) -> Iterator[Subschema]:
        """Yield the subschemas that hold of a value of a root: of any value where none is given."""
        yield root
        document, pointer, node = root
        if "$ref" in node:
            yield from self.holding(resolve(self.docs, document, node["$ref"]), value)
        for index, sub in enumerate(node.get("allOf", ())):
            yield from self.holding(Subschema(document, f"{pointer}/allOf/{index}", sub), value)
        if "if" in node and value is not ...:
            branch = "then" if self._fits(document, node["if"], value) else "else"
            if branch in node:
                yield from self.holding(Subschema(document, f"{pointer}/{branch}", node[branch]), value)

    def around(self, inner: Subschema) -> Iterator[Subschema]:
        """Yield a subschema and those of its document that it is in, the innermost first."""
        yield from (part for part in reversed(self._all) if part.document == inner.document and _is_in(inner, part))

    def tree_given(self, part: Subschema) -> Tree | None:
        """Return the tree of a branch of a condition or of `dependentSchemas` with what else holds of its values.

        What the values hold is left out. None for another subschema.
        """
        holder, _, branch = part.pointer.rpartition("/")
        steps = holder.split("/")
        if branch in ("then", "else"):
            condition = self._at(part.document, holder)["if"]
            other = condition if branch == "then" else {"not": condition}
        elif steps[-1] == "properties" and steps[-3:-2] == ["dependentSchemas"]:
            other = self._at(part.document, "/".join(steps[:-3]))["properties"][branch]
        else:
            return None
        both = {"allOf": [other, part.node]}
        return Tree(self.docs, Subschema(part.document, part.pointer, both), is_whole=False)

    def _at(self, document: str, pointer: str) -> Schema:
        return next(part.node for part in self._all if (part.document, part.pointer) == (document, pointer))

    def users_of(self, inner: Subschema) -> list[Subschema]:
        """Return the subschemas that refer to the shared definition in which a subschema is, those in advice too."""
        definition = "/".join(inner.pointer.split("/")[:3])
        return self._users.get((inner.document, definition), [])

    @cached_property
    def _all(self) -> list[Subschema]:
        return [part for name, doc in self.docs.items() for part in subschemas(Subschema(name, "", doc))]

    @cached_property
    def _users(self) -> dict[tuple[str, str], list[Subschema]]:
        found: dict[tuple[str, str], list[Subschema]] = {}
        for part in self._all:
            if "$ref" in part.node:
                found.setdefault(resolve(self.docs, part.document, part.node["$ref"])[:2], []).append(part)
        return found

    def _fits(self, document: str, node: Schema, value: Any) -> bool:
        if id(node) not in self._conditions:
            tree = self.tree(Subschema(document, "", node), is_whole=True).schema
            self._conditions[id(node)] = validator_for(tree)
        return bool(self._conditions[id(node)].is_valid(value))


def _is_in(inner: Subschema, outer: Subschema) -> bool:
    return f"{inner.pointer}/".startswith(f"{outer.pointer}/")


class Root(NamedTuple):
    """A root with the values that reach it, the small ones first."""

    subschema: Subschema
    is_whole: bool
    tree: Tree
    units: list[Unit]


class Reached:
    """The roots of a version that its cases reach."""

    def __init__(self, version: str) -> None:
        self.documents = Documents(version)
        self._found: dict[tuple[str, str], Root] = {}
        self._seen: dict[tuple[str, str], set[str]] = {}
        self.cases = [case for case in json_cases() if _is_of(case, version)]
        for case in self.cases:
            self._walk(Subschema(case.schema, "", self.documents.docs[case.schema]), case, case.value, "")
        for root in self._found.values():
            root.units.sort(key=lambda unit: len(json.dumps(unit.value)))

    @cached_property
    def roots(self) -> list[Root]:
        """All roots, those with small trees first."""
        return sorted(self._found.values(), key=lambda root: len(root.tree.parts))

    @cached_property
    def advised(self) -> list[tuple[Subschema, int, Tree]]:
        """Each piece of advice: the subschema that has it, its number there, and the tree of both together."""
        found: dict[int, list[tuple[Subschema, int, Tree]]] = {}
        for root in self.roots:
            for part in self.documents.holding(root.subschema):
                found.setdefault(id(part.node), [*self._advice(part)])
        return [advice for each in found.values() for advice in each]

    def _advice(self, part: Subschema) -> Iterator[tuple[Subschema, int, Tree]]:
        for index in range(len(part.node.get(ADVICE, ()))):
            both = {"allOf": [part.node, part.node[ADVICE][index]["schema"]]}
            yield part, index, Tree(self.documents.docs, Subschema(part.document, part.pointer, both), is_whole=True)

    def _walk(self, root: Subschema, case: Case, value: Any, pointer: str) -> None:
        self._note(root, case, value, pointer)
        for document, at, node in self.documents.holding(root, value):
            if isinstance(value, dict):
                also = _described_by_condition(node)
                for name, sub in node.get("properties", {}).items():
                    if name in value and name not in also:
                        below = Subschema(document, f"{at}/properties/{name}", sub)
                        self._walk(below, case, value[name], f"{pointer}/{name}")
            elif isinstance(value, list) and "items" in node:
                below = Subschema(document, f"{at}/items", node["items"])
                for index, item in enumerate(value):
                    self._walk(below, case, item, f"{pointer}/{index}")

    def _note(self, subschema: Subschema, case: Case, value: Any, pointer: str) -> None:
        at = subschema[:2]
        if at not in self._found:
            is_whole = self.documents.is_whole(subschema)
            tree = self.documents.tree(subschema, is_whole=is_whole)
            self._found[at] = Root(subschema, is_whole, tree, [])
        root = self._found[at]
        unit = _unit(case, value, pointer, is_whole=root.is_whole)
        text = json.dumps([value, unit.is_right, *sorted(unit.advice)])
        if text not in self._seen.setdefault(at, set()):
            self._seen[at].add(text)
            root.units.append(unit)


def _described_by_condition(node: Schema) -> set[str]:
    """Return the properties of which `dependentSchemas` say more: their own schema does not decide alone."""
    return {name for sub in node.get("dependentSchemas", {}).values() for name in sub.get("properties", ())}


def _is_of(case: Case, version: str) -> bool:
    """Return whether a case holds under a version: valid ones hold under later versions of the major number, too."""
    if case.version == version:
        return True
    known = catalog.versions()
    is_earlier = known.index(case.version) < known.index(version)
    return case.is_valid and is_earlier and case.version.partition(".")[0] == version.partition(".")[0]


def _unit(case: Case, value: Any, pointer: str, *, is_whole: bool) -> Unit:
    """Return what a case says of a value in it; of what the value holds only if it ``is_whole``."""
    wrong, advice = False, set()
    for problem in case.problems:
        code, at = problem["code"], problem["pointer"]
        if code >= "SDE4":
            if at == pointer:
                advice.add(code)
            continue
        about = at.rpartition("/")[0] if code in _OF_NAMES else at
        wrong = wrong or about == pointer or (is_whole and f"{at}/".startswith(f"{pointer}/"))
    return Unit(value, not wrong, frozenset(advice))
