"""Which values a field's schemas accept: asked of an engine, so that no rule is said twice."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog.engines import ENGINES, preferred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sde_schema.catalog import Schema
    from sde_schema.catalog.engines import Engine
    from sde_schema.catalog.fields import Field

_WORDS = frozenset({"$ref", "title", "description", "examples", "x-source", "x-personal-data", "x-problem"})


class Probe:
    """Asks the schemas of a version about single fields, each compiled when it is first asked."""

    def __init__(self, version: str, engine: str) -> None:
        self._version = version
        self._engine = engine

    @cached_property
    def _valid(self) -> _Asked:
        return _Asked(catalog.documents(self._version), self._engine)

    @cached_property
    def _clean(self) -> _Asked:
        return _Asked(catalog.strict_documents(self._version), self._engine)

    def is_valid(self, field: Field, value: Any) -> bool:
        """Return whether a value is valid in the field."""
        return self._valid.engine_of(field).is_valid(value)

    def is_clean(self, field: Field, value: Any) -> bool:
        """Return whether a value is valid in the field and draws no advice."""
        return self._clean.engine_of(field).is_valid(value)

    def valid(self, field: Field, values: Sequence[Any]) -> list[Any]:
        """Return those of the values that are valid in the field."""
        return self._valid.accepted(field, values)

    def clean(self, field: Field, values: Sequence[Any]) -> list[Any]:
        """Return those of the values that are valid in the field and draw no advice."""
        return self._clean.accepted(field, values)


class _Asked:
    """The fields of some documents."""

    def __init__(self, docs: dict[str, Schema], engine: str) -> None:
        self._docs = docs
        self._compile = ENGINES[engine](docs)
        self._engines: dict[Field, Engine] = {}
        self._known: dict[object, Engine] = {}
        self._answers: dict[tuple[object, str], list[Any]] = {}

    def accepted(self, field: Field, values: Sequence[Any]) -> list[Any]:
        key = _rules_of(field), repr(values)
        if key not in self._answers:
            engine = self.engine_of(field)
            self._answers[key] = [value for value in values if engine.is_valid(value)]
        return self._answers[key]

    def engine_of(self, field: Field) -> Engine:
        if field not in self._engines:
            key = _rules_of(field)
            if key not in self._known:
                self._known[key] = self._compiled(field)
            self._engines[field] = self._known[key]
        return self._engines[field]

    def _compiled(self, field: Field) -> Engine:
        refs = [{"$ref": f"{self._docs[root.document]['$id']}#{root.pointer}"} for root in field.roots]
        return self._compile({"$schema": self._docs[field.document]["$schema"], "allOf": refs})


@cache
def probe(version: str) -> Probe:
    """Return the probe of a version with the best engine that is installed, which is asked the same again and again."""
    return Probe(version, preferred())


def _rules_of(field: Field) -> tuple[tuple[str, str], ...]:
    """Return where the subschemas are that say more than words: fields that share them validate alike."""
    return tuple(it[:2] for it in field.subschemas if not it.node.keys() <= _WORDS)
