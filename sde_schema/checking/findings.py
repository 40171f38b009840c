"""What the exact path finds, before it has words and a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sde_schema.catalog import Schema, Spot
    from sde_schema.model import Path


NOT_ONE_ATTRIBUTE, TYPE_MISMATCH = "SDE204", "SDE306"


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake or piece of advice in a parsed document.

    ``path`` leads to the value at fault, or, with ``named``, to the member whose name is at fault.
    ``absent`` are the steps of the target that lead nowhere from there.
    ``meant_as`` is the schema of what a body or document is meant to be, where that is the one mistake.
    ``has_array`` says that the path leads to an array of events, which is empty.
    ``spot`` is the subschema that failed, ``owner`` that of the property (None for an unknown one).
    """

    code: str
    path: Path
    spot: Spot
    owner: Spot | None
    property: str | None = None
    suggestion: str | None = None
    named: bool = False
    replaces_missing: bool = False
    absent: tuple[str, ...] = ()
    meant_as: str | None = None
    has_array: bool = False


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


def file_order(document: Any, path: Path) -> Path:
    """Return a key that sorts paths by where their values stand in the document."""
    order: list[int] = []
    for step in path:
        if isinstance(document, dict):
            order.append(list(document).index(str(step)) if step in document else len(document))
            document = document.get(step)
        elif isinstance(document, list) and isinstance(step, int):
            order.append(step)
            document = document[step]
    return tuple(order)
