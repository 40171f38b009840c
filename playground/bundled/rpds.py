"""In place of the library of this name, which has no WebAssembly wheel: the three classes that `referencing` uses.

Values that cannot be changed: each method returns a new one. They are small, so copying them costs little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable


class HashTrieMap(dict[Any, Any]):
    """A mapping."""

    def __hash__(self) -> int:  # type: ignore[override] # a dict that nobody changes
        return hash(frozenset(self.items()))

    @classmethod
    def convert(cls, value: Any) -> Self:
        """Return a mapping as one of this class."""
        return value if isinstance(value, cls) else cls(value)

    def insert(self, key: Any, value: Any) -> Self:
        """Return it with one entry more."""
        return type(self)({**self, key: value})

    def remove(self, key: Any) -> Self:
        """Return it without an entry. Raises KeyError."""
        rest = type(self)(self)
        del rest[key]
        return rest

    def update(self, *mappings: Any, **entries: Any) -> Self:  # type: ignore[override] # the library's own signature
        """Return it with the entries of others."""
        joined = type(self)(self)
        for mapping in (*mappings, entries):
            dict.update(joined, mapping)
        return joined


class HashTrieSet(frozenset[Any]):
    """A set."""

    def insert(self, value: Any) -> Self:
        """Return it with one value more."""
        return type(self)(self | {value})

    def discard(self, value: Any) -> Self:
        """Return it without a value, if it has it."""
        return type(self)(self - {value})

    def update(self, *others: Iterable[Any]) -> Self:
        """Return it with the values of others."""
        return type(self)(self.union(*others))


class List(tuple[Any, ...]):
    """A list that grows at its front."""

    __slots__ = ()

    def push_front(self, value: Any) -> Self:
        """Return it with a value more at its front."""
        return type(self)((value, *self))
