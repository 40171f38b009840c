"""Single subschemas of a version's documents: what each of them says of a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog.engines import ENGINES

if TYPE_CHECKING:
    from sde_schema.catalog import Schema, Spot
    from sde_schema.catalog.engines import Engine


class Subschemas:
    """The subschemas of one version, each compiled when it is first asked."""

    def __init__(self, version: str, engine: str) -> None:
        self._plain = _Asked(catalog.documents(version), engine)
        self._strict = _Asked(catalog.strict_documents(version), engine)

    def is_valid(self, spot: Spot, value: Any) -> bool:
        """Return whether a value is valid under a subschema."""
        return self._plain.about(spot).is_valid(value)

    def accepts(self, spot: Spot, value: Any) -> bool:
        """Return whether a value is valid under a subschema and draws no advice."""
        return self._strict.about(spot).is_valid(value)


class _Asked:
    """The subschemas of some documents."""

    _NAME = "asked"
    """The name of a schema that only refers to the subschema in question."""

    def __init__(self, docs: dict[str, Schema], engine: str) -> None:
        self._docs = docs
        self._compile = ENGINES[engine](docs)
        self._known: dict[tuple[str, str], Engine] = {}

    def about(self, spot: Spot) -> Engine:
        key = spot.document, spot.pointer
        if key not in self._known:
            doc = self._docs[spot.document]
            asked = {
                "$schema": doc["$schema"],
                "$id": f"{catalog.BASE_URI}{self._NAME}{catalog.SUFFIX}",
                "$ref": f"{doc['$id']}#{spot.pointer}",
            }
            self._known[key] = self._compile(asked)
        return self._known[key]
