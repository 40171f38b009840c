"""Which other versions take what this one refuses: values of the types that another version has."""

from __future__ import annotations

from contextlib import suppress
from functools import reduce
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog.fields import field_of
from sde_schema.catalog.probe import Probe
from sde_schema.codes import WRONG_TYPE
from sde_schema.findings import value_at
from sde_schema.rules.spelled_values import is_a_number

if TYPE_CHECKING:
    from sde_schema.findings import Finding


class OtherVersions:
    """The versions beside the one that is used, each compiled when it is first asked."""

    def __init__(self, version: str, engine: str) -> None:
        self._others = [other for other in catalog.versions() if other != version]
        self._engine = engine
        self._known: dict[str, Probe] = {}

    def taking(self, document: Any, errors: list[Finding]) -> frozenset[str]:
        """Return the versions in which no error would be there, if all are plain values of a wrong type.

        There are none if an error is of another kind, or a value draws advice there, unless it is text for a number.
        """
        if not errors or any(error.code != WRONG_TYPE or error.field is None for error in errors):
            return frozenset()
        values = [value_at(document, error.path) for error in errors]
        if not all(isinstance(value, str | int | float) for value in values):
            return frozenset()
        each = (frozenset(self._accepting(error, value)) for error, value in zip(errors, values, strict=True))
        return reduce(frozenset.intersection, each)

    def _accepting(self, error: Finding, value: Any) -> list[str]:
        return [other for other in self._others if self._accepts(other, error, value)]

    def _accepts(self, version: str, error: Finding, value: Any) -> bool:
        field = error.field
        if field is None or field.document not in catalog.document_names(version):
            return False
        with suppress(KeyError, IndexError):
            there = field_of(catalog.documents(version), field.document, field.pointer)
            probe = self._probe(version)
            is_number = isinstance(value, str) and is_a_number(value)
            return probe.is_clean(there, value) or (is_number and probe.is_valid(there, value))
        return False

    def _probe(self, version: str) -> Probe:
        if version not in self._known:
            self._known[version] = Probe(version, self._engine)
        return self._known[version]
