"""What a value has become: of a large one no more is held than has to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.converting.decoding import again
from sde_schema.converting.numbers import Written, json_bytes
from sde_schema.findings import replaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sde_schema.model import Path, Problem

SHORT = 100_000
"""A value with so many bytes of JSON may be held beside them, and so may all that is wrong with it."""


class Json(Written):
    """The JSON of a value in its place: it takes a tenth of what the value does."""

    __slots__ = ("json",)

    def __init__(self, value: Any) -> None:
        self.json = json_bytes(value).decode()


class Draft:
    """A value and its JSON; a large value is read again when it is asked for, unless ``keeps`` is said.

    So is one that has Json in it.
    """

    def __init__(self, value: Any, *, keeps: bool = False, has_json: bool = False) -> None:
        self.data = json_bytes(value)
        self._keeps = keeps
        self._held = (value,) if keeps or (len(self.data) <= SHORT and not has_json) else ()

    @property
    def value(self) -> Any:
        """The value, with all digits of its numbers."""
        return self._held[0] if self._held else again(self.data)

    def replaced(self, values: Mapping[Path, Any]) -> Draft:
        """Return what it is with other values at some paths."""
        return Draft(replaced(self.value, values), keeps=self._keeps)


@dataclass(frozen=True, slots=True)
class Settled:
    """A value that is valid or has ``problems`` that are left; ``nulled`` are the values that were set to null."""

    draft: Draft
    nulled: tuple[Problem, ...] = ()
    problems: Iterable[Problem] = ()
