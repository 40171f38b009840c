"""What the exact path finds, before it has words and a location."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.catalog import Subschema
from sde_schema.catalog.fields import Field
from sde_schema.codes import MISSING_PROPERTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sde_schema.model import Path
    from sde_schema.reading.document import Span


PUSHED = "pushed"
"""What an event is meant as that has the form in which a web page pushes it."""

NO_SCHEMA = Field({}, "", "", (Subschema("", "", {}),))
"""In place of the schema that failed, where none did."""


class Finding(NamedTuple):
    """One mistake or piece of advice, before it has words and a location in the file.

    ``path`` leads to the value at fault, or, with ``named``, to the member whose name is at fault. What a reader finds
    in a text has the ``span`` in it, and its own ``message`` and ``hint``.
    ``absent`` are the steps of the target that lead nowhere from there.
    ``replaces_missing`` says that a required property, or events, may be there under this unknown name.
    ``meant_as`` is the schema of what a body or document is meant to be, or ``PUSHED``, where that is the one mistake.
    ``has_array`` says that the path leads to an array of events, which is empty.
    ``like`` is the same finding about an equal event: what is said of both is the same.
    ``schema`` is the field as the subschema that failed describes it, ``field`` that of the property as its object
    describes it (None for an unknown one); of a required property that is absent the two are its object's and its own.
    """

    code: str
    path: Path = ()
    schema: Field = NO_SCHEMA
    field: Field | None = None
    name: str | None = None
    suggestion: str | None = None
    named: bool = False
    replaces_missing: bool = False
    absent: tuple[str, ...] = ()
    meant_as: str | None = None
    has_array: bool = False
    span: Span | None = None
    message: str | None = None
    hint: str | None = None
    like: Finding | None = None

    @property
    def expected(self) -> Field:
        """What is expected: the property's field, or what failed where there is no property."""
        return self.field or self.schema


def is_empty(value: Any) -> bool:
    """Return whether a value is null, or an object, array or string with nothing in it."""
    return value is None or (isinstance(value, dict | list | str) and not value)


def value_at(document: Any, path: Path) -> Any:
    """Return the value that a path leads to; the path must exist."""
    for step in path:
        document = document[step]
    return document


def replaced(document: Any, values: Mapping[Path, Any]) -> Any:
    """Return a document with other values at some paths, which must exist; the document itself stays what it is."""
    copies: dict[Path, Any] = {}

    def copied(path: Path) -> Any:
        if path not in copies:
            held = copied(path[:-1])[path[-1]] if path else document
            copies[path] = held.copy()
            if path:
                copies[path[:-1]][path[-1]] = copies[path]
        return copies[path]

    for path, value in values.items():
        if not path:
            return value
        copied(path[:-1])[path[-1]] = value
    return copies.get((), document)


class FileOrder:
    """Sorts paths by where their values are in a document; of each object on the way the names are numbered once."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._numbers: dict[int, dict[str, int]] = {}

    def key(self, path: Path) -> Path:
        """Return a key that sorts a path."""
        order: list[int] = []
        value = self._document
        for step in path:
            if isinstance(value, dict):
                numbers = self._numbers_of(value)
                order.append(numbers.get(str(step), len(numbers)))
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int):
                order.append(step)
                value = value[step]
        return tuple(order)

    def _numbers_of(self, value: dict[str, Any]) -> dict[str, int]:
        if id(value) not in self._numbers:
            self._numbers[id(value)] = {name: number for number, name in enumerate(value)}
        return self._numbers[id(value)]


def in_order(value: Any, found: Iterable[Finding]) -> list[Finding]:
    """Return the findings about a document in the order of the file."""
    some = [*found]
    if len(some) < 2:  # noqa: PLR2004 - one is in order
        return some
    order = FileOrder(value)
    return sorted(some, key=lambda finding: _order(order, finding))


def _order(order: FileOrder, finding: Finding) -> tuple[Any, ...]:
    listed = list(finding.schema.members)
    name = finding.name
    missing = listed.index(name) if finding.code == MISSING_PROPERTY and name in listed else -1
    return (order.key(finding.path), finding.code, missing)
