"""That two schemas accept the same values: the containment check of `sde-schema diff`, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.catalog import EVENT, Subschema
from sde_schema.catalog.fields import Field
from sde_schema.compatibility.pairs import Pair
from sde_schema.compatibility.proofs import is_contained
from tests.support.schemas import DIALECT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.catalog import Schema


def accept_the_same(one: Schema, other: Schema) -> bool:
    """Return whether it is proved that two schemas without references to others accept the same values."""
    fields = _field(one, "one"), _field(other, "other")
    return all(is_contained(Pair(EVENT, (), old, new, EVENT)) for old, new in (fields, fields[::-1]))


def _field(schema: Schema, name: str) -> Field:
    document = {"$schema": DIALECT, "$id": f"https://example.com/{name}", **schema}
    return Field({EVENT: document}, EVENT, "", (Subschema(EVENT, "", document),))


def with_line_ends(values: Iterable[Any]) -> Iterator[str]:
    """Yield the strings among some values with a line end after each."""
    yield from (f"{value}\n" for value in values if isinstance(value, str))
