"""Objects in which a name appears twice: JSON allows them, and what is passed over may have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.converting.numbers import Written, json_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator


class Repeating(dict[str, Any], Written):
    """An object with all its members in their order; of equal names the last one is its value, as parsers have it."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self._pairs = pairs

    def copy(self) -> Repeating:
        """Return a copy with the values that the object has now."""
        return Repeating([*self._members()])

    def every(self, name: str) -> list[Any]:
        """Return all values that a name has, in their order."""
        return [held for other, held in self._members() if other == name]

    @property
    def json(self) -> str:  # type: ignore[override]  # it is made where it is wanted
        """The object as JSON, with all its members."""
        pairs: list[str] = []
        for name, held in self._members():  # a loop, because such objects may be in each other as deep as documents
            pairs.append(f"{json_bytes(name).decode()}:{json_bytes(held).decode()}")
        return f"{{{','.join(pairs)}}}"

    def _members(self) -> Iterator[tuple[str, Any]]:
        last = {name: number for number, (name, _) in enumerate(self._pairs)}
        for number, (name, held) in enumerate(self._pairs):
            yield name, self[name] if last[name] == number else held


def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of its members."""
    made = dict(pairs)
    return Repeating(pairs) if len(made) < len(pairs) else made


def every(value: dict[str, Any], name: str) -> list[Any]:
    """Return all values that a name has in an object: none, one or, where it appears twice, several."""
    if isinstance(value, Repeating):
        return value.every(name)
    return [value[name]] if name in value else []
