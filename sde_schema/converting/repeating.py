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
        return Repeating([*self.members()])

    def every(self, name: str) -> list[Any]:
        """Return all values that a name has, in their order."""
        return [held for other, held in self.members() if other == name]

    @property
    def json(self) -> str:  # type: ignore[override]  # it is made where it is wanted
        """The object as JSON, with all its members."""
        return "".join(_pieces(self))

    def members(self) -> Iterator[tuple[str, Any]]:
        """Yield all its members in their order."""
        last = {name: number for number, (name, _) in enumerate(self._pairs)}
        for number, (name, held) in enumerate(self._pairs):
            yield name, self[name] if last[name] == number else held


def _pieces(value: Any) -> Iterator[str]:
    """Yield the pieces of a value's JSON, without going down into itself: such objects may be as deep as documents."""
    ways = [iter([("", value)])]
    closers = [""]
    while ways:
        found = next(ways[-1], None)
        if found is None:
            ways.pop()
            yield closers.pop()
            continue
        before, held = found
        yield before
        if isinstance(held, dict | list) and held:
            yield "[" if isinstance(held, list) else "{"
            ways.append(_with_commas(held))
            closers.append("]" if isinstance(held, list) else "}")
        else:
            yield json_bytes(held).decode()


def _with_commas(value: dict[str, Any] | list[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the members or items of a value with what is before each."""
    if isinstance(value, list):
        found = (("", item) for item in value)
    else:
        members = value.members() if isinstance(value, Repeating) else value.items()
        found = ((f"{json_bytes(name).decode()}:", held) for name, held in members)
    for index, (before, held) in enumerate(found):
        yield ("," if index else "") + before, held


def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of its members."""
    made = dict(pairs)
    return Repeating(pairs) if len(made) < len(pairs) else made


def every(value: dict[str, Any], name: str) -> list[Any]:
    """Return all values that a name has in an object: none, one or, where it appears twice, several."""
    if isinstance(value, Repeating):
        return value.every(name)
    return [value[name]] if name in value else []
