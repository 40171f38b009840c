"""Which values a field's schemas accept: asked of the engine, so that no rule is told twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from sde_schema import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.generating.fields import Field

_WORDS = frozenset({"$ref", "title", "description", "examples", "x-source", "x-personal-data", "x-problem"})


class Probe:
    """Asks the schemas of a version; with ``strict``, what draws advice is refused, too."""

    def __init__(self, version: str, *, strict: bool) -> None:
        self._docs = catalog.strict_documents(version) if strict else catalog.documents(version)
        resources = [(doc["$id"], DRAFT202012.create_resource(doc)) for doc in self._docs.values()]
        self._registry: Any = Registry().with_resources(resources)
        self._known: dict[object, Draft202012Validator] = {}

    def accepted(self, field: Field, values: Iterable[Any]) -> list[Any]:
        """Return those of the values that are valid in the field."""
        judge = self._judge(field)
        return [value for value in values if judge.is_valid(value)]

    def accepts(self, field: Field, value: Any) -> bool:
        """Return whether a value is valid in the field."""
        return bool(self._judge(field).is_valid(value))

    def _judge(self, field: Field) -> Draft202012Validator:
        telling = tuple(spot[:2] for spot in field.spots if not spot.node.keys() <= _WORDS)
        if telling not in self._known:
            refs = [{"$ref": f"{self._docs[spot.document]['$id']}#{spot.pointer}"} for spot in field.roots]
            self._known[telling] = Draft202012Validator({"allOf": refs}, registry=self._registry)
        return self._known[telling]
