"""That two schemas accept the same values: the containment check of `sde-schema diff`, both ways.

Of strings it knows only whether patterns are the same. There every string is decided by the strings of
`telling_strings`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsonschema_rs import validator_for

from sde_schema.catalog import EVENT, Subschema
from sde_schema.catalog.fields import Field
from sde_schema.compatibility.pairs import Pair
from sde_schema.compatibility.proofs import is_contained
from tests.support.schemas import DIALECT
from tests.support.telling_strings import telling_strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.catalog import Schema


def accept_the_same(one: Schema, other: Schema) -> bool:
    """Return whether it is proved that two schemas without references to others accept the same values."""
    fields = _field(one, "one"), _field(other, "other")
    return all(is_contained(Pair(EVENT, (), old, new, EVENT)) for old, new in (fields, fields[::-1]))


def accept_the_same_strings(one: Schema, other: Schema) -> bool:
    """Return whether it is proved that two schemas without references to others accept the same strings."""
    strings = telling_strings(one, other)
    was_valid, is_valid = validator_for(one).is_valid, validator_for(other).is_valid
    return strings is not None and all(was_valid(string) == is_valid(string) for string in strings)


def _field(schema: Schema, name: str) -> Field:
    document = {"$schema": DIALECT, "$id": f"https://example.com/{name}", **schema}
    return Field({EVENT: document}, EVENT, "", (Subschema(EVENT, "", document),))


def with_line_ends(values: Iterable[Any]) -> Iterator[str]:
    """Yield the strings among some values with a line end after each."""
    yield from (f"{value}\n" for value in values if isinstance(value, str))
