"""What the words of a finding may look at: its document, and what the schemas say elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import PAYLOAD, Spot
from sde_schema.checking.findings import value_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sde_schema.catalog import Schema
    from sde_schema.checking.findings import Finding
    from sde_schema.checking.properties import Properties
    from sde_schema.checking.subschemas import Subschemas
    from sde_schema.reading.forms import Forms


@dataclass(frozen=True, slots=True)
class Context:
    """One document under one schema version."""

    document: Any
    attribute_types: list[str]
    properties: Properties
    subschemas: Subschemas
    forms: Forms

    def value(self, finding: Finding) -> Any:
        """Return the value that a finding is about."""
        return value_at(self.document, finding.path)

    def accepts(self, finding: Finding, value: Any) -> bool:
        """Return whether another value would be right in the place of the one at fault, with all that it holds.

        A scalar draws no advice there. An object or array where events are looked for has one of the forms.
        """
        spot = finding.owner or finding.spot
        if not isinstance(value, dict | list):
            return self.subschemas.accepts(spot, value)
        is_recognized = spot.document != PAYLOAD or self.forms.recognizes(value)
        return is_recognized and self.subschemas.is_valid(spot, value)

    def is_document(self, value: Any) -> bool:
        """Return whether a value is a valid document."""
        return self.forms.recognizes(value) and self.subschemas.is_valid(Spot(PAYLOAD, "", {}), value)

    def members_of(self, finding: Finding) -> Mapping[str, Schema]:
        """Return the properties of the object that is expected; none where it is not an object."""
        return self.properties.members(finding.owner or finding.spot)

    def code_list(self, finding: Finding) -> Schema | None:
        """Return the subschema with the code list of the value, None where it has none."""
        return self.properties.code_list(finding.owner or finding.spot)

    def problem_codes(self, finding: Finding) -> frozenset[str]:
        """Return the problem codes that the schemas of the value name themselves."""
        return self.properties.problem_codes(finding.owner or finding.spot)
