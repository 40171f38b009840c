"""What the exact path finds, before it has words and a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import Spot
from sde_schema.codes import NOT_ONE_ATTRIBUTE

if TYPE_CHECKING:
    from sde_schema.catalog import Schema
    from sde_schema.model import Path
    from sde_schema.reading.document import Span


PUSHED = "pushed"
"""What an event is meant as that has the form in which a web page pushes it."""

NO_SCHEMA = Spot("", "", {})
"""In the place of the subschema that failed, where none did."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake or piece of advice, before it has words and a location in the file.

    ``path`` leads to the value at fault, or, with ``named``, to the member whose name is at fault. What a reader finds
    in a text has the ``span`` in it, and its own ``message`` and ``hint``.
    ``absent`` are the steps of the target that lead nowhere from there.
    ``replaces_missing`` says that a required property, or events, may be there under this unknown name.
    ``meant_as`` is the schema of what a body or document is meant to be, or ``PUSHED``, where that is the one mistake.
    ``has_array`` says that the path leads to an array of events, which is empty.
    ``spot`` is the subschema that failed, ``owner`` that of the property (None for an unknown one).
    """

    code: str
    path: Path = ()
    spot: Spot = NO_SCHEMA
    owner: Spot | None = None
    property: str | None = None
    suggestion: str | None = None
    named: bool = False
    replaces_missing: bool = False
    absent: tuple[str, ...] = ()
    meant_as: str | None = None
    has_array: bool = False
    span: Span | None = None
    message: str | None = None
    hint: str | None = None


def is_empty(value: Any) -> bool:
    """Return whether a value is null, or an object, array or string with nothing in it."""
    return value is None or (isinstance(value, dict | list | str) and not value)


def is_event(node: Schema) -> bool:
    """Return whether a subschema is that of an event: it alone can fail as not one attribute."""
    return NOT_ONE_ATTRIBUTE in node.get("x-problem", {}).values()


def is_record(node: Schema) -> bool:
    """Return whether a subschema is that of a record: open, except for some names."""
    return "propertyNames" in node


def value_at(document: Any, path: Path) -> Any:
    """Return the value that a path leads to; the path must exist."""
    for step in path:
        document = document[step]
    return document


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
