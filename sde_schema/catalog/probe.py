"""Which values a field's schemas accept: asked of the engine, so that no rule is said twice."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog.engines import ENGINES, preferred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sde_schema.catalog.engines import Engine
    from sde_schema.catalog.fields import Field

_WORDS = frozenset({"$ref", "title", "description", "examples", "x-source", "x-personal-data", "x-problem"})


class Probe:
    """Asks the schemas of a version; with ``strict``, what draws advice is refused, too."""

    def __init__(self, version: str, *, strict: bool) -> None:
        self._docs = catalog.strict_documents(version) if strict else catalog.documents(version)
        self._compile = ENGINES[preferred()](self._docs)
        self._known: dict[object, Engine] = {}
        self._answers: dict[tuple[object, str], list[Any]] = {}

    def accepted(self, field: Field, values: Sequence[Any]) -> list[Any]:
        """Return those of the values that are valid in the field."""
        key = _telling(field), repr(values)
        if key not in self._answers:
            engine = self._engine_of(field)
            self._answers[key] = [value for value in values if engine.is_valid(value)]
        return self._answers[key]

    def accepts(self, field: Field, value: Any) -> bool:
        """Return whether a value is valid in the field."""
        return self._engine_of(field).is_valid(value)

    def _engine_of(self, field: Field) -> Engine:
        key = _telling(field)
        if key not in self._known:
            refs = [{"$ref": f"{self._docs[spot.document]['$id']}#{spot.pointer}"} for spot in field.roots]
            dialect = self._docs[catalog.EVENT]["$schema"]
            self._known[key] = self._compile({"$schema": dialect, "allOf": refs})
        return self._known[key]


@cache
def probe(version: str, *, strict: bool) -> Probe:
    """Return the probe of a version, which is asked the same again and again."""
    return Probe(version, strict=strict)


def _telling(field: Field) -> tuple[tuple[str, str], ...]:
    """Return where the subschemas are that say more than words: fields that share them validate alike."""
    return tuple(spot[:2] for spot in field.spots if not spot.node.keys() <= _WORDS)
