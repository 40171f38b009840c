"""Parsed documents to a verdict: the fast path, which may only say clean, and the way to the exact one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.checking import engines
from sde_schema.checking.lean import LIST, lean_documents
from sde_schema.reading.forms import Forms

if TYPE_CHECKING:
    from sde_schema.checking.engines import Engine
    from sde_schema.checking.exact import Exact


class Judge:
    """Judges parsed documents under one version, as payloads or as bodies of one attribute type."""

    def __init__(self, version: str, attribute: str | None, engine: str, max_depth: int) -> None:
        self._version = version
        self._attribute = attribute
        self._engine_name = engine
        self._max_depth = max_depth
        self._forms = Forms(catalog.attribute_types())

    @cached_property
    def _fast(self) -> Engine | None:
        if self._engine_name != engines.FAST:
            return None
        docs = catalog.strict_documents(self._version)
        lean = lean_documents(docs, self._attribute or catalog.PAYLOAD, self._max_depth)
        return engines.ENGINES[engines.FAST](lean, LIST) if lean else None

    @cached_property
    def exact(self) -> Exact:
        """The exact path, compiled when something is not clean."""
        from sde_schema.checking.exact import Exact

        return Exact(self._version, self._attribute, self._engine_name)

    @property
    def has_fast_path(self) -> bool:
        """Whether there is a fast path at all."""
        return self._fast is not None

    def count_if_clean(self, values: list[Any]) -> int | None:
        """Return the number of events in documents that are surely clean, else None."""
        if self._fast is None or not self._fast.is_valid(values):
            return None
        if self._attribute:
            return len(values)
        total = 0
        for value in values:
            number = self._forms.count(value)
            if not number:
                return None
            total += number
        return total
