"""Whether a case has other problems with a mutant: other codes or locations, though the verdict may be the same."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from sde_schema import catalog
from sde_schema.catalog import engines, schemas
from sde_schema.catalog.engines import FAST, compiled
from sde_schema.catalog.fields import document_field
from sde_schema.checking.evaluator import Evaluator
from sde_schema.codes import NO_EVENTS
from sde_schema.model import pointer
from sde_schema.reading.targets import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sde_schema.catalog import Schema
    from tests.support.cases import Case
    from tests.support.mutants import Mutant


class CodeChanges:
    """The cases of a version, checked by the exact path with other documents."""

    def __init__(self, version: str, cases: Iterable[Case]) -> None:
        self._version = version
        self._cases = [*cases]
        self._docs = catalog.documents(version)

    def are_noticed(self, mutant: Mutant) -> bool:
        """Return whether a case has other problems with a mutant; the one that had them last is tried first."""
        steps = [step.replace("~1", "/").replace("~0", "~") for step in mutant.subschema.pointer.split("/")[1:]]
        document = mutant.subschema.document
        docs = {**self._docs, document: _replaced(self._docs[document], steps, mutant.node)}
        with patch.object(schemas, "document", lambda _version, name: docs[name]):
            strict = catalog.strict_documents.__wrapped__(self._version)
        document_field.cache_clear()
        with (
            patch.object(catalog, "strict_documents", lambda _version: strict),
            patch.object(engines, "compiled", compiled),
        ):
            evaluators = cache(lambda attribute: Evaluator(self._version, attribute, FAST, Target()))
            noticed_by = next((case for case in self._cases if _fails(case, evaluators)), None)
        document_field.cache_clear()
        if noticed_by:
            self._cases.remove(noticed_by)
            self._cases.insert(0, noticed_by)
        return noticed_by is not None


def _fails(case: Case, evaluators: Callable[[str | None], Evaluator]) -> bool:
    try:
        evaluation = evaluators(case.type).evaluate(case.value, frozenset(), 0)
    except (LookupError, ValueError):  # a keyword without a usual code, or a subschema that is not there any more
        return True
    found = [(finding.code, pointer(finding.path)) for finding in evaluation.findings]
    return found != [(it["code"], it["pointer"]) for it in case.problems if it["code"] != NO_EVENTS]


def _replaced(value: Any, steps: list[str], other: Any) -> Any:
    """Return a copy of a document with another value at the end of some steps."""
    if not steps:
        return other
    if isinstance(value, list):
        at = int(steps[0])
        return [*value[:at], _replaced(value[at], steps[1:], other), *value[at + 1 :]]
    copied: Schema = {**value, steps[0]: _replaced(value[steps[0]], steps[1:], other)}
    return copied
