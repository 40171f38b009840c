"""Which mutants of the schemas no case notices, and the proof that each of these accepts the same values.

`python -m tests.support.mutation` writes the table of them, `tests/data/equivalent-mutants.tsv`, and prints those
without a proof: each needs a case in `tests/cases`.
"""

from __future__ import annotations

import json
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from jsonschema import Draft202012Validator
from jsonschema_rs import validator_for

from sde_schema import versions
from tests.support.code_changes import CodeChanges
from tests.support.equivalence import accept_the_same, accept_the_same_strings, with_line_ends
from tests.support.mutants import ADVICE, PROBLEM, Mutant, mutants
from tests.support.paths import TESTS
from tests.support.reached import OF_PARTS, Reached

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.catalog import Schema, Subschema
    from tests.support.reached import Root, Tree

TABLE = TESTS / "data" / "equivalent-mutants.tsv"
_HEAD = ("version", "document", "subschema", "keyword", "change", "proved of")
_EVERYWHERE = "all that refers to it"
_GIVEN = ", with its condition"

_Verdicts = list[tuple[Any, bool]]
"""Values, and whether the cases say that each is accepted."""


class Survivor(NamedTuple):
    """A mutant that no case notices; ``proof`` names what is proved to accept the same values with it, or is None."""

    mutant: Mutant
    proof: str | None


class _Asked(NamedTuple):
    """A tree with a mutant in it, the tree without, and what the cases say of the values that reach it."""

    key: tuple[str, ...]
    without: Schema
    mutated: Schema
    verdicts: _Verdicts
    is_large: bool = False


class Mutation:
    """The mutants of a version, and what the cases say of them."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._reached = Reached(version)
        self._documents = self._reached.documents
        self._code_changes = CodeChanges(version, self._reached.cases)
        self._last: dict[tuple[str, ...], int] = {}

    @cached_property
    def mutants(self) -> list[Mutant]:
        """Every mutant of the version's documents."""
        return [mutant for name, document in self._documents.docs.items() for mutant in mutants(name, document)]

    def survivors(self) -> Iterator[Survivor]:
        """Yield the mutants that no case notices."""
        for mutant in self.mutants:
            if mutant.keyword == PROBLEM:
                if not self._code_changes.are_noticed(mutant):
                    yield Survivor(mutant, None)
                continue
            if not self._is_noticed(mutant):
                proof = self._proof(mutant)
                if proof or not self._code_changes.are_noticed(mutant):
                    yield Survivor(mutant, proof)

    @cached_property
    def _of_roots(self) -> list[_Verdicts]:
        """For each root what the cases say of its values, as far as nothing but the root decides."""
        return [_held(root.tree.schema, [(unit.value, unit.is_right) for unit in root.units]) for root in self._roots]

    @cached_property
    def _of_advice(self) -> list[_Verdicts]:
        """For each piece of advice the right values that reach it, and whether each draws none."""
        found = []
        for part, index, tree in self._reached.advised:
            code = part.node[ADVICE][index]["code"]
            roots = [root for root in self._roots if any(it.node is part.node for it in self._holding(root.subschema))]
            units = [unit for root in roots for unit in root.units if unit.is_right]
            found.append(_held(tree.schema, [(unit.value, code not in unit.advice) for unit in units]))
        return found

    @cached_property
    def _roots(self) -> list[Root]:
        return self._reached.roots

    def _holding(self, root: Subschema) -> Iterator[Subschema]:
        return self._documents.holding(root)

    def _is_noticed(self, mutant: Mutant) -> bool:
        """Return whether a case fails: by the fast engine, or by Python's where patterns may differ."""
        if any(map(self._differs, self._asked(mutant))):
            return True
        return _has_pattern(mutant) and any(map(_differs_in_python, self._asked(mutant)))

    def _asked(self, mutant: Mutant) -> Iterator[_Asked]:
        """Yield the trees in which a mutant is, the small ones first."""
        node, mutated = mutant.subschema.node, mutant.replacing
        if mutant.keyword == ADVICE:
            index = int(mutant.change.split()[1])
            for (part, number, tree), verdicts in zip(self._reached.advised, self._of_advice, strict=True):
                if part.node is node and number == index:
                    yield _Asked((*part[:2], str(index)), tree.schema, {}, verdicts)
            return
        for root, verdicts in zip(self._roots, self._of_roots, strict=True):
            if id(node) in root.tree.parts:
                tree = root.tree
                yield _Asked(root.subschema[:2], tree.schema, tree.mutated(mutated), verdicts, tree.is_large)
        for (part, index, tree), verdicts in zip(self._reached.advised, self._of_advice, strict=True):
            if id(node) in tree.parts:
                yield _Asked((*part[:2], str(index)), tree.schema, tree.mutated(mutated), verdicts)

    def _differs(self, asked: _Asked) -> bool:
        """Return whether some value has another verdict; the one that had it last is tried first."""
        is_valid, verdicts = validator_for(asked.mutated).is_valid, asked.verdicts
        last = self._last.get(asked.key)
        if last is not None and is_valid(verdicts[last][0]) != verdicts[last][1]:
            return True
        for index, (value, is_right) in enumerate(verdicts):
            if is_valid(value) != is_right:
                self._last[asked.key] = index
                return True
        return False

    def _proof(self, mutant: Mutant) -> str | None:
        """Return what is proved to accept the same values with a mutant as without: the smallest such subschema."""
        asked = [*self._asked(mutant)]
        if mutant.keyword in OF_PARTS:
            return None  # most trees leave out what a value holds
        if not asked or (_has_pattern(mutant) and any(map(_differs_at_line_ends, asked))):
            return None
        return self._proof_around(mutant, mutant.subschema) or (
            _EVERYWHERE if all(not it.is_large and _is_proved(mutant, it.without, it.mutated) for it in asked) else None
        )

    def _proof_around(self, mutant: Mutant, inner: Subschema) -> str | None:
        """Return the smallest subschema around another one of which it is proved; else all that refer to it."""
        for part in self._documents.around(inner):
            if self._is_proved_of(mutant, self._documents.tree(part, is_whole=self._documents.is_whole(part))):
                return f"{part.document}#{part.pointer}"
            given = self._documents.tree_given(part)
            if given and self._is_proved_of(mutant, given):
                return f"{part.document}#{part.pointer}{_GIVEN}"
        users = self._documents.users_of(inner)
        return _EVERYWHERE if users and all(self._proof_around(mutant, user) for user in users) else None

    def _is_proved_of(self, mutant: Mutant, tree: Tree) -> bool:
        if id(mutant.subschema.node) not in tree.parts or tree.is_large:
            return False
        return _is_proved(mutant, tree.schema, tree.mutated(mutant.replacing))


def _is_proved(mutant: Mutant, without: Schema, mutated: Schema) -> bool:
    """Return whether it is proved that two trees accept the same values."""
    if accept_the_same(without, mutated):
        return True
    return _is_of_strings(mutant) and accept_the_same_strings(without, mutated)


def _is_of_strings(mutant: Mutant) -> bool:
    """Return whether what a mutant changes decides about strings alone."""
    node = mutant.subschema.node
    return mutant.keyword == "pattern" or (mutant.keyword == "not" and node["not"].get("type") == "string")


def _has_pattern(mutant: Mutant) -> bool:
    """Return whether a pattern is in what a mutant changes: there engines may differ."""
    changed = [mutant.keyword, mutant.subschema.node.get(mutant.keyword), mutant.node.get(mutant.keyword)]
    return "pattern" in json.dumps(changed)


def _differs_at_line_ends(asked: _Asked) -> bool:
    """Return whether Python's engine has another verdict on a string with a line end after it."""
    if asked.is_large:
        return False
    was_valid, is_valid = (Draft202012Validator(schema).is_valid for schema in (asked.without, asked.mutated))
    strings = with_line_ends(value for value, _ in asked.verdicts)
    return any(is_valid(value) != was_valid(value) for value in strings)


def _held(schema: Schema, verdicts: _Verdicts) -> _Verdicts:
    """Return the verdicts with which a schema agrees: elsewhere something else decides."""
    is_valid = validator_for(schema).is_valid
    return [verdict for verdict in verdicts if is_valid(verdict[0]) == verdict[1]]


def _differs_in_python(asked: _Asked) -> bool:
    """Return whether some value has another verdict by the engine of Python, which has patterns of its own."""
    if asked.is_large:
        return False
    was_valid, is_valid = (Draft202012Validator(schema).is_valid for schema in (asked.without, asked.mutated))
    return any(is_valid(value) != is_right == was_valid(value) for value, is_right in asked.verdicts)


def rows(version: str, survivors: Iterable[Survivor]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table for the survivors of a version that have a proof."""
    for mutant, proof in survivors:
        if proof:
            yield (version, *mutant.name, proof)


def table() -> list[tuple[str, ...]]:
    """Return the rows of the table as it is written."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines[1:]]


def _write() -> int:
    """Write the table; return how many mutants are in no row and noticed by no case."""
    lines, unproved = ["\t".join(_HEAD)], []
    for version in versions():
        survivors = [*Mutation(version).survivors()]
        lines += ["\t".join(row) for row in rows(version, survivors)]
        unproved += ["\t".join((version, *mutant.name)) for mutant, proof in survivors if not proof]
    TABLE.write_text("\n".join([*lines, ""]), encoding="utf-8")
    sys.stdout.write("\n".join([*unproved, ""]) if unproved else "")
    return min(len(unproved), 1)


if __name__ == "__main__":
    sys.exit(_write())
