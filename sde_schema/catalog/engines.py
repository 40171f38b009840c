"""The engines that validate: one small interface, two libraries implement it."""

from __future__ import annotations

import warnings
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sde_schema.catalog import FAIL_AT_ONCE, at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.catalog import Schema
    from sde_schema.model import Path

FAST = "jsonschema-rs"
REFERENCE = "jsonschema"


class SlowEngineWarning(UserWarning):
    """The fast pair of libraries is not installed; everything works, slowly."""


class Failure(NamedTuple):
    """One failing keyword: where in the payload, and by which way through the schema.

    ``evaluation_path`` runs from the root document to the keyword, through references but without
    naming them, so that every engine gives the same. Of a choice it ends at ``oneOf`` or ``anyOf``, of the names of an
    object at ``propertyNames``.
    """

    instance_path: Path
    evaluation_path: Path


def _failure(instance_path: Iterable[str | int], keywords: Iterable[str | int]) -> Failure:
    way = [step for step in keywords if step != "$ref"]
    if way[-1] in _ENDS:
        for keyword, (_, end) in FAIL_AT_ONCE.items():
            if way[-len(end) :] == end and way[-len(end) - 2] == "allOf":
                way[-len(end) - 2 :] = [keyword]
                break
    return Failure(tuple(instance_path), tuple(way))


_ENDS = frozenset(end[-1] for _, end in FAIL_AT_ONCE.values())


class Engine(Protocol):
    """What the validator asks of a JSON Schema library."""

    def is_valid(self, value: Any) -> bool:
        """Return whether a JSON value is valid."""

    def failures(self, value: Any) -> Iterator[Failure]:
        """Yield every failing keyword, in no particular order."""


_MASK = "…"
"""What errors say in place of a value, which would be written out in each of them."""


class _Fast:
    """jsonschema-rs: compiled, a hundred times faster."""

    def __init__(self, schema: Schema, registry: Any) -> None:
        from jsonschema_rs import RegexOptions, validator_for

        options = RegexOptions()  # linear time: no pattern of ours needs backtracking
        self._validator = validator_for(schema, registry=registry, mask=_MASK, pattern_options=options, offline=True)

    def is_valid(self, value: Any) -> bool:
        return self._validator.is_valid(value)

    def failures(self, value: Any) -> Iterator[Failure]:
        for error in self._validator.iter_errors(value):
            found = _failure(error.instance_path, error.evaluation_path)
            del error  # it holds what it is about, and so does the next one
            yield found


class _Reference:
    """jsonschema with referencing: the reference, and what works without a compiled library."""

    def __init__(self, schema: Schema, registry: Any) -> None:
        from jsonschema import Draft202012Validator

        self._validator = Draft202012Validator(schema, registry=registry)

    def is_valid(self, value: Any) -> bool:
        return bool(self._validator.is_valid(value))

    def failures(self, value: Any) -> Iterator[Failure]:
        for error in self._validator.iter_errors(value):
            yield _failure(error.absolute_path, error.absolute_schema_path)


def _fast_compiler(docs: dict[str, Schema]) -> Callable[[Schema], Engine]:
    from jsonschema_rs import Registry

    registry = Registry([(doc["$id"], doc) for doc in docs.values()])
    return lambda schema: _Fast(schema, registry)


def _reference_compiler(docs: dict[str, Schema]) -> Callable[[Schema], Engine]:
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    resources = [(doc["$id"], DRAFT202012.create_resource(doc)) for doc in docs.values()]
    registry: Any = Registry().with_resources(resources).crawl()
    return lambda schema: _Reference(schema, registry)


ENGINES: dict[str, Callable[[dict[str, Schema]], Callable[[Schema], Engine]]] = {
    FAST: _fast_compiler,
    REFERENCE: _reference_compiler,
}
"""What compiles schemas that refer to some documents, by the name of the engine."""


def compiled(engine: str, docs: dict[str, Schema], root: str) -> Engine:
    """Return the engine of one of some documents.

    With an error for each name, a library that copies the object into each of them would take quadratic time; with one
    for each branch of a choice, an event without an attribute would take ten times as long as any other wrong one.
    """
    docs = {name: at_once(doc) for name, doc in docs.items()}
    return ENGINES[engine](docs)(docs[root])


def for_verdicts(docs: dict[str, Schema], root: str) -> Engine:
    """Return the fast engine of one of some documents, which is asked for nothing but whether values are valid."""
    return ENGINES[FAST](docs)(docs[root])


@cache
def preferred() -> str:
    """Return the name of the best engine that is installed; warn once if it is the slow one."""
    if find_spec("jsonschema_rs") and find_spec("orjson"):
        return FAST
    text = "jsonschema-rs and orjson are not installed: checking works, but is about a hundred times slower"
    warnings.warn(text, SlowEngineWarning, stacklevel=2)
    return REFERENCE
