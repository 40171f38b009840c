"""What the words of a finding may look at, and how they are made.

No message and no hint holds a value of the payload; names are shown as ``safe_name`` allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.catalog import PAYLOAD
from sde_schema.codes import NOT_A_CURRENCY
from sde_schema.findings import value_at
from sde_schema.prose import capital, subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from sde_schema.catalog.probe import Probe
    from sde_schema.catalog.properties import Properties
    from sde_schema.findings import Finding
    from sde_schema.reading.events import Forms


class Context(NamedTuple):
    """One document under one schema version; ``is_yaml`` says that it was read from YAML."""

    document: Any
    attribute_types: list[str]
    properties: Properties
    probe: Probe
    forms: Forms
    is_yaml: bool = False

    def value(self, finding: Finding) -> Any:
        """Return the value that a finding is about."""
        return value_at(self.document, finding.path)

    def accepts(self, finding: Finding, value: Any) -> bool:
        """Return whether another value would be right in place of the one at fault, with all that it holds.

        A scalar draws no advice there. An object or array where events are looked for has one of the forms.
        """
        if isinstance(value, dict | list):
            return self.allows(finding, value)
        return self.probe.is_clean(finding.expected, value)

    def allows(self, finding: Finding, value: Any) -> bool:
        """Return whether another value would be valid in place of the one at fault; it may draw advice."""
        field = finding.expected
        if field.document == PAYLOAD and isinstance(value, dict | list):
            each = value if isinstance(value, list) else [value]
            if not each or not all(self.forms.recognizes(item) for item in each):
                return False
        return self.probe.is_valid(field, value)

    def is_document(self, value: Any) -> bool:
        """Return whether a value is a valid document."""
        return self.forms.recognizes(value) and self.probe.is_valid(self.properties.document(PAYLOAD), value)

    def holds_attribute(self, value: Any) -> bool:
        """Return whether a value is an object with an attribute in it."""
        return isinstance(value, dict) and any(name in value for name in self.attribute_types)

    def number_like(self, finding: Finding) -> int | float | None:
        """Return an example of the number that is expected, None where the schema gives none."""
        examples = finding.expected.examples
        numbers = (it for it in examples if isinstance(it, int | float) and not isinstance(it, bool))
        return next(numbers, None)

    def is_currency_of(self, finding: Finding) -> Callable[[str], bool]:
        """Return what says whether a word is a currency that the attribute of a finding has a property for."""
        document, advised = finding.expected.document, self.properties.advised
        return lambda word: any(self.probe.is_clean(field, word) for field in advised(document, NOT_A_CURRENCY))


def sentence(text: str) -> Callable[[Finding, Context], str]:
    """Return what makes a message with a fixed sentence about the value."""
    return lambda finding, _: capital(f"{subject(finding.path)} {text}.")


def about_value(hint: Callable[[Finding, Any, Context], str | None]) -> Callable[[Finding, Context], str | None]:
    """Return what makes a hint from a finding and the value that it is about."""
    return lambda finding, context: hint(finding, context.value(finding), context)
