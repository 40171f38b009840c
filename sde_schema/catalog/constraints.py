"""What a field's value must keep to, in words, beside its type and its codes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.catalog.keywords import USUAL_CODES
from sde_schema.prose import TYPE_WORDS, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.catalog import Subschema
    from sde_schema.catalog.fields import Field

_UNSPEAKABLE = ("pattern", "not")
"""Keywords that no program can put into words: a shared definition's description says them."""

_TOLD_ELSEWHERE = frozenset({"type", "oneOf", "properties", "items", "title", "description", "examples"}) | frozenset(
    {"anyOf", "allOf", "if", "then", "else", "dependentSchemas", "$ref", "$defs", "$schema", "$id"}
)
"""Keywords that have a line of their own on the pages, or whose conditions the description says."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A rule in words, in Markdown, and the codes of the problems that break it."""

    text: str
    codes: tuple[str, ...]


def constraints(field: Field) -> tuple[Constraint, ...]:
    """Return what a field's value must keep to, the outermost subschema's rules first."""
    said: list[Constraint] = []
    for index, subschema in enumerate(field.subschemas):
        if not any(keyword in subschema.node for keyword in _UNSPEAKABLE):
            said += _of_keywords(subschema)
        elif subschema.pointer.startswith("/$defs/"):
            text = subschema.node["description"]
            return (*said, Constraint(text, _codes(field.subschemas[index:])))
        else:
            said += _of_keywords(subschema)
    return tuple(said)


def types(kinds: Iterable[str]) -> str:
    """Return JSON types in words, such as ``string, number or null``."""
    return listed([re.sub(r"^an? ", "", word) for kind in kinds for word in TYPE_WORDS[kind]], "or")


def _of_keywords(subschema: Subschema) -> Iterator[Constraint]:
    for keyword, value in _joined(subschema.node).items():
        words = _WORDS.get(keyword, _as_it_stands(keyword))(value)
        if words:
            yield Constraint(words, _codes((subschema,), keyword))


def _joined(node: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords that are shown, with both ends of a range as one."""
    left = {key: value for key, value in node.items() if key not in _TOLD_ELSEWHERE and not key.startswith("x-")}
    if "minimum" in left and "maximum" in left:
        left["minimum"] = (left["minimum"], left.pop("maximum"))
    return left


def _codes(subschemas: tuple[Subschema, ...], *keywords: str) -> tuple[str, ...]:
    """Return the codes that failures of the keywords mean, or of all but ``type`` if none is named."""
    found: set[str] = set()
    for subschema in subschemas:
        means = {**USUAL_CODES, **subschema.node.get("x-problem", {})}
        wanted = keywords or [keyword for keyword in subschema.node if keyword != "type"]
        found |= {means[keyword] for keyword in wanted if keyword in subschema.node and keyword in means}
    return tuple(sorted(found))


def _range(value: Any) -> str:
    if isinstance(value, tuple):
        return f"From {value[0]:,} to {value[1]:,}."
    return f"At least {value:,}."


def _length(bound: str) -> Callable[[int], str]:
    return lambda limit: f"{bound} {limit:,} character{'' if limit == 1 else 's'}."


def _as_it_stands(keyword: str) -> Callable[[Any], str]:
    return lambda value: f"`{keyword}`: `{json.dumps(value, ensure_ascii=False)}`."


def _not(value: Any) -> str:
    """Return words for a forbidden pattern; a line break at the end is what ``$`` lets pass in Python alone."""
    return "" if value == {"type": "string", "pattern": "\\n"} else _as_it_stands("not")(value)


_WORDS: dict[str, Callable[[Any], str]] = {
    "minLength": _length("At least"),
    "maxLength": _length("At most"),
    "minimum": _range,
    "maximum": lambda value: f"At most {value:,}.",
    "pattern": lambda value: f"As a string it must match `{value}`.",
    "not": _not,
    "enum": lambda values: f"One of {listed([f'`{json.dumps(value)}`' for value in values], 'or')}.",
    "const": lambda value: f"Always `{json.dumps(value)}`.",
    "required": lambda names: f"Must have {listed([f'`{name}`' for name in names])}.",
    "additionalProperties": lambda value: "Only the listed members are allowed." if value is False else "",
}
