"""Small payloads that one version accepts and another refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.catalog import EVENT
from sde_schema.catalog.fields import event_field
from sde_schema.catalog.probe import probe
from sde_schema.checking.validator import Validator
from sde_schema.compatibility.changes import Witness, pointer_of
from sde_schema.compatibility.pairs import shared_types
from sde_schema.examples.fixed import ABSENT, Least
from sde_schema.examples.random_values import EDGES
from sde_schema.model import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.catalog.fields import Field
    from sde_schema.compatibility.pairs import Pair
    from sde_schema.model import Path

_OTHERS: tuple[Any, ...] = ([], {}, *({"somethingElse": value} for value in (None, "text")), None)
"""Values that are no plain ones; null last."""

_NUMERALS = (*map(str, range(100)), *map("{:02}".format, range(100)), *("9" * length for length in range(3, 21)))
"""Texts that a pattern for numbers may distinguish."""


class Witnesses:
    """Finds payloads that are valid under ``old`` and invalid under ``new``; the validator validates each."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._accepts, self._refuses = Validator(old), Validator(new)
        self._probes = probe(old), probe(new)
        self._least = Least(self._plain_value)

    def of_value(self, pair: Pair) -> Witness | None:
        """Return a witness with a value in the pair's field that the new version refuses there, if one is found."""
        if pair.old is None:
            return None
        for value in self._candidates(pair.old, self._shapes(pair)):
            if pair.new is None or not self._probes[1].is_valid(pair.new, value):
                witness = self._with(pair, value)
                if witness:
                    return witness
        return None

    def of_absence(self, pair: Pair) -> Witness | None:
        """Return a witness in which the pair's property is absent, if the new version refuses that."""
        return self._with(pair, ABSENT)

    def of_event(self, event: dict[str, Any], where: Path) -> Witness | None:
        """Return a witness made of an event that the new version refuses at a path in it."""
        return self._checked(event, where)

    def of_type(self, attribute: str) -> Witness | None:
        """Return a witness of an attribute type that only the old version has."""
        event = event_field(self._old, attribute)
        return self._checked(self._least.of(event), (attribute,))

    def least_event(self) -> Any:
        """Return a small event that both versions accept, if there is one."""
        return self._least.of(*self._events(shared_types(self._old, self._new)[0]))

    def is_looser(self, pair: Pair) -> bool:
        """Return whether the new version accepts some value in the pair's field that the old one refuses."""
        old, new = pair.old, pair.new
        if old is None or new is None:
            return False
        accepted = self._probes[1].valid(new, self._shapes(pair) or _values(new))
        return any(not self._probes[0].is_valid(old, value) for value in accepted)

    def _candidates(self, field: Field, values: list[Any]) -> Iterator[Any]:
        """Yield values that the old version accepts in a field: its own examples and codes first, null last."""
        accepted = self._probes[0].valid(field, values or _values(field))
        yield from (value for value in accepted if value is not None)
        if None in accepted:
            yield None

    def _shapes(self, pair: Pair) -> list[Any]:
        """Return values to try where the old version has an object with members: these are compared on their own."""
        if pair.old is None or not pair.old.members:
            return []
        plain = [example for example in pair.old.examples if not isinstance(example, dict)]
        least = self._least.of(pair.old, pair.new)
        more = [other for other in _OTHERS if isinstance(other, dict)]
        if pair.old.name == EVENT:
            more += [self._least.of(*self._events(name)) for name in shared_types(self._old, self._new)[:2]]
        return [*plain, *({**least, **other} for other in more), *EDGES, *_OTHERS]

    def _events(self, attribute: str) -> tuple[Field, Field]:
        return event_field(self._old, attribute), event_field(self._new, attribute)

    def _with(self, pair: Pair, value: Any) -> Witness | None:
        """Return the least event with a value in the pair's field, if it is a witness."""
        path = pair.path if pair.where == EVENT else (pair.where, *pair.path)
        old, new = self._events(pair.attribute)
        return self._checked(self._least.holding(old, path, value, new), path)

    def _checked(self, event: dict[str, Any], path: Path) -> Witness | None:
        if not self._accepts.is_valid(event):
            return None
        errors = [problem for problem in self._refuses.validate(event) if problem.severity == "error"]
        errors.sort(key=lambda problem: pointer_of(problem) != pointer(path))
        return Witness(event, errors[0].code, errors[0].pointer) if errors else None

    def _plain_value(self, old: Field, new: Field | None) -> Any:
        """Return a plain value of a field, one that the new version accepts too where there is one."""
        known = [value for value in self._candidates(old, []) if value is not None]
        return next((value for value in known if new and self._probes[1].is_valid(new, value)), known[0])


def _values(field: Field) -> list[Any]:
    """Return values to try in a field that is no object of members."""
    return [*field.examples, *field.codes, *EDGES, *_NUMERALS, *_limits(field), *_OTHERS]


def _limits(field: Field) -> list[Any]:
    """Return the values at the limits that a field's schemas set."""
    bounds = [*field.values("minimum"), *field.values("maximum")]
    return [*bounds, *("x" * length for length in field.values("maxLength"))]
