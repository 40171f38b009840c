"""The codes of a code list with their meanings, as a schema lists them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.catalog import Schema


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a code list: the values that represent it, and what it means."""

    values: tuple[Any, ...]
    meaning: str

    @property
    def name(self) -> str:
        """The code as text, which is also the end of its anchor."""
        return next((value for value in self.values if isinstance(value, str)), json.dumps(self.values[0]))


def code_list(branches: Iterable[Schema]) -> tuple[Code, ...]:
    """Return the codes that the branches of a ``oneOf`` list; others are left out."""
    return tuple(Code(tuple(branch["enum"]), branch.get("title", "")) for branch in branches if "enum" in branch)


def in_words(codes: Iterable[Code]) -> str:
    """Return a sentence that says what the codes mean; nothing where there are none."""
    said = "; ".join(f"{code.name}: {code.meaning}" for code in codes)
    return f"Codes: {said}." if said else ""
