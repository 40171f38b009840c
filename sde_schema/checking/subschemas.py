"""Single subschemas of a version's documents: what each of them says of a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.catalog import BASE_URI, SUFFIX
from sde_schema.checking.engines import ENGINES

if TYPE_CHECKING:
    from sde_schema.catalog import Schema, Spot
    from sde_schema.checking.engines import Engine

_ASKED = "asked"
"""The name of a schema that only refers to the subschema in question."""


class Subschemas:
    """The subschemas of one version, each compiled when it is first asked.

    Its documents are the strict ones, so that what draws advice is refused too.
    """

    def __init__(self, docs: dict[str, Schema], engine: str) -> None:
        self._docs = docs
        self._compile = ENGINES[engine](docs)
        self._known: dict[tuple[str, str], Engine] = {}

    def accepts(self, spot: Spot, value: Any) -> bool:
        """Return whether a value is valid under a subschema and draws no advice."""
        return self._asked(spot).is_valid(value)

    def accepts_itself(self, spot: Spot, value: Any) -> bool:
        """Return whether a subschema has nothing against a value itself, whatever it says of what the value holds."""
        return all(failure.instance_path for failure in self._asked(spot).failures(value))

    def _asked(self, spot: Spot) -> Engine:
        key = spot.document, spot.pointer
        if key not in self._known:
            doc = self._docs[spot.document]
            asked = {
                "$schema": doc["$schema"],
                "$id": f"{BASE_URI}{_ASKED}{SUFFIX}",
                "$ref": f"{doc['$id']}#{spot.pointer}",
            }
            self._known[key] = self._compile(asked)
        return self._known[key]
