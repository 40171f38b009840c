"""What the words of a finding may look at, and how they are made.

No message and no hint holds a value of the payload; names are shown as ``safe_name`` allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import PAYLOAD, Spot
from sde_schema.codes import NOT_A_CURRENCY
from sde_schema.findings import value_at
from sde_schema.prose import capital, subject

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sde_schema.catalog import Schema
    from sde_schema.catalog.properties import Properties
    from sde_schema.catalog.subschemas import Subschemas
    from sde_schema.findings import Finding
    from sde_schema.reading.events import Forms


@dataclass(frozen=True, slots=True)
class Context:
    """One document under one schema version; ``is_yaml`` says that it was read from YAML."""

    document: Any
    attribute_types: list[str]
    properties: Properties
    subschemas: Subschemas
    forms: Forms
    is_yaml: bool = False

    def value(self, finding: Finding) -> Any:
        """Return the value that a finding is about."""
        return value_at(self.document, finding.path)

    def accepts(self, finding: Finding, value: Any) -> bool:
        """Return whether another value would be right in the place of the one at fault, with all that it holds.

        A scalar draws no advice there. An object or array where events are looked for has one of the forms.
        """
        if isinstance(value, dict | list):
            return self.allows(finding, value)
        return self.subschemas.accepts(finding.owner or finding.spot, value)

    def allows(self, finding: Finding, value: Any) -> bool:
        """Return whether another value would be valid in the place of the one at fault; it may draw advice."""
        spot = finding.owner or finding.spot
        if spot.document == PAYLOAD and isinstance(value, dict | list):
            each = value if isinstance(value, list) else [value]
            if not each or not all(self.forms.recognizes(item) for item in each):
                return False
        return self.subschemas.is_valid(spot, value)

    def is_document(self, value: Any) -> bool:
        """Return whether a value is a valid document."""
        return self.forms.recognizes(value) and self.subschemas.is_valid(Spot(PAYLOAD, "", {}), value)

    def holds_attribute(self, value: Any) -> bool:
        """Return whether a value is an object with an attribute in it."""
        return isinstance(value, dict) and any(name in value for name in self.attribute_types)

    def members_of(self, finding: Finding) -> Mapping[str, Schema]:
        """Return the properties of the object that is expected; none where it is not an object."""
        return self.properties.members(finding.owner or finding.spot)

    def takes_objects(self, finding: Finding) -> bool:
        """Return whether an object with known members is expected, and no scalar."""
        spot = finding.owner or finding.spot
        return bool(self.properties.members(spot)) and not self.properties.takes_shape_of(spot, "")

    def items_of(self, finding: Finding) -> Spot | None:
        """Return the subschema of the items of the array that is expected, None where it is not an array."""
        return self.properties.items(finding.owner or finding.spot)

    def number_like(self, finding: Finding) -> int | float | None:
        """Return an example of the number that is expected, None where the schema gives none."""
        node = (finding.owner or finding.spot).node
        numbers = (it for it in node.get("examples", ()) if isinstance(it, int | float) and not isinstance(it, bool))
        return next(numbers, None)

    def is_currency_of(self, finding: Finding) -> Callable[[str], bool]:
        """Return what says whether a word is a currency that the attribute of a finding has a property for."""
        document, advised = (finding.owner or finding.spot).document, self.properties.advised
        return lambda word: any(self.subschemas.accepts(spot, word) for spot in advised(document, NOT_A_CURRENCY))

    def code_list(self, finding: Finding) -> Schema | None:
        """Return the subschema with the code list of the value, None where it has none."""
        return self.properties.code_list(finding.owner or finding.spot)

    def problem_codes(self, finding: Finding) -> frozenset[str]:
        """Return the problem codes that the schemas of the value name themselves."""
        return self.properties.problem_codes(finding.owner or finding.spot)


def sentence(text: str) -> Callable[[Finding, Context], str]:
    """Return what makes a message with a fixed sentence about the value."""
    return lambda finding, _: capital(f"{subject(finding.path)} {text}.")


def about_value(hint: Callable[[Finding, Any, Context], str | None]) -> Callable[[Finding, Context], str | None]:
    """Return what makes a hint from a finding and the value that it is about."""
    return lambda finding, context: hint(finding, context.value(finding), context)
