"""What the formats of tables have in common: columns of one type each, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sde_schema.catalog.code_lists import in_words
from sde_schema.exporting.tree import ArrayOf, Choice, Record, Scalar

if TYPE_CHECKING:
    from sde_schema.exporting.tree import Member, Value

_AS_TEXT = "It may have several types and is text here: a string as it is, any other value as its JSON."


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table has for values; ``timestamps`` are a type of their own, or integers."""

    timestamps: bool

    def of(self, value: Value) -> Scalar | ArrayOf | Record:
        """Return the type of a column: text where a value may have several types."""
        if isinstance(value, Choice):
            return Scalar("text")
        is_integer = value == Scalar("timestamp") and not self.timestamps
        return Scalar("integer") if is_integer else value


def comment(member: Member) -> str:
    """Return what is said of a column: the description, the codes, and how values of several types are written."""
    value = member.value
    options = value.options if isinstance(value, Choice) else (value,)
    codes = next((each.codes for each in options if isinstance(each, Scalar) and each.codes), ())
    said = [member.description, in_words(codes), _AS_TEXT if isinstance(value, Choice) else ""]
    return " ".join(filter(None, said))
