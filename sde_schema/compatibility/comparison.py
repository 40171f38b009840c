"""Two versions to all that changed between them."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from sde_schema import catalog
from sde_schema.catalog import EVENT
from sde_schema.catalog.constraints import constraints, types
from sde_schema.catalog.fields import field_of
from sde_schema.compatibility.changes import Change, Comparison, Evidence, Kind, Way, Witness
from sde_schema.compatibility.pairs import Pair, body, own_rules, pairs, shared_types, words
from sde_schema.compatibility.proofs import Refused, change_of_forms, is_contained, sampled
from sde_schema.compatibility.witnesses import Witnesses
from sde_schema.prose import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.catalog.fields import Field
    from sde_schema.model import Path


@cache
def compare(old: str, new: str) -> Comparison:
    """Return what changed from one version to another, shared between callers. Raises UnknownVersionError."""
    return _Comparing(catalog.check_version(old), catalog.check_version(new)).all()


class _Comparing:
    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._types = shared_types(old, new)
        self._witnesses = Witnesses(old, new)
        self._evidence: dict[str, Evidence] = {}
        self._refused: list[Refused] = []

    def all(self) -> Comparison:
        for attribute in self._types:
            count, refused = sampled(attribute, self._old, self._new)
            self._refused += refused
            way: Way = "contained" if is_contained(body(attribute, self._old, self._new)) else "sampled"
            self._evidence[attribute] = Evidence(way, count)
        total = sum(evidence.payloads for evidence in self._evidence.values())
        self._evidence[EVENT] = Evidence("sampled", total)
        wheres = (EVENT, *self._types)
        found = [change for where in wheres for pair in pairs(where, self._old, self._new) for change in self._of(pair)]
        found = _one_a_location([*self._of_one_version(), *found, *self._unexplained(found)])
        found.sort(key=lambda change: wheres.index(change.where))
        of_forms = change_of_forms(self._old, self._new, self._witnesses.least_event())
        found[:0] = [of_forms] if of_forms else []
        return Comparison(self._old, self._new, tuple(found), {where: self._evidence[where] for where in wheres})

    def _of_one_version(self) -> Iterator[Change]:
        """Yield the attribute types that only one of the versions has."""
        old, new = catalog.attribute_types(self._old), catalog.attribute_types(self._new)
        for name in new:
            if name not in old:
                yield Change(EVENT, (name,), "added", None, types(("object",)), self._evidence[EVENT])
        for name in old:
            if name not in new:
                known_by = self._witnesses.of_type(name) or self._evidence[EVENT]
                yield Change(EVENT, (name,), "removed", types(("object",)), None, known_by)

    def _of(self, pair: Pair) -> Iterator[Change]:
        """Yield the change of one field, if there is one."""
        witness = self._witness(pair)
        kind = self._kind(pair, witness)
        if kind is None:
            return
        known_by = witness or Evidence(self._way(pair, kind), self._evidence[pair.where].payloads)
        old, new = _said(pair, in_full=kind in ("tightened", "loosened"))
        yield Change(pair.where, pair.path, kind, old, new, known_by)

    def _witness(self, pair: Pair) -> Witness | None:
        if pair.newly_required:
            return self._witnesses.of_absence(pair)
        if pair.old is None or (pair.new is not None and own_rules(pair.old) == own_rules(pair.new)):
            return None
        return self._witnesses.of_value(pair)

    def _kind(self, pair: Pair, witness: Witness | None) -> Kind | None:
        """Return what happened, or None where nothing did: rules that are written otherwise may mean the same.

        Where that is not proved, they count as looser, for nothing was found that they refuse.
        """
        if pair.old is None:
            return "added"
        if pair.new is None:
            return "removed"
        if pair.old.types != pair.new.types:
            return "retyped"
        if witness:
            return "tightened"
        if pair.no_longer_required or (own_rules(pair.old) != own_rules(pair.new) and self._is_looser(pair)):
            return "loosened"
        return "words" if words(pair.old) != words(pair.new) else None

    def _is_looser(self, pair: Pair) -> bool:
        """Return whether rules accept more than they did; those of a plain value also if that is not disproved."""
        if self._witnesses.is_looser(pair):
            return True
        is_plain = not (pair.new and (pair.new.members or pair.new.items))
        return is_plain and not (is_contained(pair) and is_contained(replace(pair, old=pair.new, new=pair.old)))

    def _way(self, pair: Pair, kind: Kind) -> Way:
        if kind == "added":
            return self._evidence[pair.where].way
        return "contained" if is_contained(pair) else "sampled"

    def _unexplained(self, found: list[Change]) -> Iterator[Change]:
        """Yield a change for each location at which payloads were refused that no change explains."""
        known = {(change.where, change.path) for change in found if change.is_breaking}
        for event, pointer in self._refused:
            path = _path(pointer)
            is_of_body = bool(path) and path[0] in self._types
            where, below = (str(path[0]), path[1:]) if is_of_body else (EVENT, path)
            if any(
                known_where == where and below[: len(known_path)] == known_path for known_where, known_path in known
            ):
                continue
            witness = self._witnesses.of_event(event, path)
            if witness:
                known.add((where, below))
                yield Change(where, below, "tightened", None, None, witness)


def _path(pointer: str) -> Path:
    """Return a pointer as a path in which every item of a list is 0; no name of the schemas is a number."""
    return tuple(0 if step.isdigit() else step for step in pointer.split("/")[1:])


def _one_a_location(found: list[Change]) -> list[Change]:
    """Return one change for each location, a breaking one where there is any."""
    best: dict[tuple[str, Path], Change] = {}
    for change in found:
        location = change.where, change.path
        known = best.setdefault(location, change)
        if change.is_breaking and not known.is_breaking:
            kind = change.kind if known.kind in ("loosened", "words") else known.kind
            best[location] = replace(known, kind=kind, known_by=change.known_by)
    return list(best.values())


def _said(pair: Pair, *, in_full: bool) -> tuple[str | None, str | None]:
    """Return what the old and the new version accept, in words."""
    old, new = (_rules_of(field, in_full=in_full) if field else None for field in (pair.old, pair.new))
    if in_full and pair.required[0] != pair.required[1]:
        presence = ["required" if required else "may be absent" for required in pair.required]
        return f"{old}; {presence[0]}", f"{new}; {presence[1]}"
    return old, new


def _rules_of(field: Field, *, in_full: bool) -> str:
    """Return what a field accepts, in words."""
    if field.name == EVENT:  # the event of any attribute
        field = field_of(field.docs, EVENT)
    rules = [constraint.text for constraint in constraints(field)] if in_full else []
    if in_full and field.codes and field.values("oneOf"):
        rules.append(f"one of {listed([json.dumps(code) for code in field.codes], 'or')}")
    return "; ".join((types(field.kinds), *(rule.rstrip(".") for rule in rules)))
