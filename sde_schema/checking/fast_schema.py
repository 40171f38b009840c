"""The documents as the fast path compiles them: no words, and stricter where that is cheaper.

What these accept is clean: no error, and no advice but that no event is there. What they refuse may
still be clean, and goes to the exact path.
"""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import EVENT, SUFFIX, Schema, Subschema, resolve, without
from sde_schema.catalog.fields import Field
from sde_schema.catalog.merging import merged, taken_in
from sde_schema.checking.times import ORIGINAL

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEWLINE_GUARD = {"type": "string", "pattern": "\\n"}
"""Stands beside patterns that end in ``$``, which Python takes to match before a last line end too; in the
linear engine of the fast path ``$`` is the end, so that the guard would be paid for nothing."""

_DIGIT_GUARDS = (
    {"type": "string", "pattern": "[^0-9]"},
    {"type": "string", "pattern": "^$|[^0-9-]|[0-9-]-|^-$"},
)
"""Stand beside patterns for digits; the second one lets a sign pass."""
_ALL_DIGITS = re.compile(r"\^[0-9{},\[\]-]*\([0-9{},|\[\]-]*\)\$")
"""A pattern that is made of digits alone, one choice among its parts, from the beginning of a text to its end."""

LIST = "list"
"""The name of the added document: a list of documents, so that one call validates many."""

SHALLOW = "shallow"
"""The name of another added document: any value that is not nested deep."""

DEEPEST_PASSED_OVER = 24
"""What is passed over is hardly ever nested deeper; where it is, the exact path counts."""

_LEAP_YEAR = 2000
_NEAR_YEARS = range(1900, 2100)
_UP_TO_28: Schema = {"maximum": 28, "pattern": "^(0?[1-9]|1[0-9]|2[0-8])$"}
_UP_TO_29: Schema = {"maximum": 29, "pattern": "^(0?[1-9]|[12][0-9])$"}
_UP_TO_30: Schema = {"maximum": 30, "pattern": "^(0?[1-9]|[12][0-9]|30)$"}

_DEEPEST_FORM = 8
"""No more levels than these lie above what a record or response is open for."""


def lean_documents(strict: dict[str, Schema], root: str, max_depth: int) -> dict[str, Schema] | None:
    """Return the lean form of strict documents and, beside them, a list of ``root`` documents.

    None where ``max_depth`` is so small that only the exact path can hold it.
    """
    if max_depth <= 2 * _DEEPEST_FORM:
        return None
    plain = {name: without(doc, words=True) for name, doc in strict.items()}
    shared: dict[tuple[str, str], Schema] = {}
    docs = {name: _Lean(plain, name, shared).of(plain[name]) for name in {root, EVENT}}
    docs[SHALLOW] = {
        "$schema": docs[root]["$schema"],
        "$id": docs[root]["$id"].replace(f"/{root}{SUFFIX}", f"/{SHALLOW}{SUFFIX}"),
        "$ref": f"{LIST}{SUFFIX}#/$defs/depth1",
    }
    any_doc = docs[root]
    any_doc.pop("$defs", None)  # all taken in
    docs[LIST] = {
        "$schema": any_doc["$schema"],
        "$id": any_doc["$id"].replace(f"/{root}{SUFFIX}", f"/{LIST}{SUFFIX}"),
        "type": "array",
        "items": {"$ref": root + SUFFIX},
        "$defs": _depths(min(max_depth - _DEEPEST_FORM, DEEPEST_PASSED_OVER)),
    }
    return docs


def without_times(strict: dict[str, Schema], attribute_types: Iterable[str]) -> dict[str, Schema]:
    """Return strict documents that know of no times but one in each event, so that there is nothing to compare.

    An event is its attribute alone. What these accept, the whole documents accept too, at a greater cost.
    """
    docs = dict(strict)
    event = {key: value for key, value in docs[EVENT].items() if key not in {"oneOf", "dependentSchemas"}}
    bodies = {name: event["properties"][name] for name in attribute_types}
    docs[EVENT] = {**event, "properties": bodies, "minProperties": 1, "maxProperties": 1}
    for name in bodies:
        kept = {key: value for key, value in docs[name]["properties"].items() if key != ORIGINAL}
        docs[name] = {**docs[name], "properties": kept}
    return docs


def without_choice(strict: dict[str, Schema]) -> dict[str, Schema]:
    """Return strict documents that do not say that an event has exactly one attribute: counting is cheaper."""
    return {**strict, EVENT: {key: value for key, value in strict[EVENT].items() if key != "oneOf"}}


class _Lean:
    """Makes one document lean; what it refers to is ``known``, once it was made, by document and pointer."""

    def __init__(self, docs: dict[str, Schema], document: str, known: dict[tuple[str, str], Schema]) -> None:
        self._docs = docs
        self._document = document
        self._known = known

    def of(self, node: Any) -> Any:
        """Return a subschema in its lean form."""
        if isinstance(node, list):
            return [self.of(item) for item in node]
        if not isinstance(node, dict):
            return node
        changed = {key: value if key == "enum" else self.of(value) for key, value in node.items()}
        if _is_code_list(node):
            changed["enum"] = [value for branch in changed.pop("oneOf") for value in branch["enum"]]
        if changed.get("not") == _NEWLINE_GUARD:
            del changed["not"]
        if _is_open(node):
            changed["additionalProperties"] = {"$ref": f"{LIST}{SUFFIX}#/$defs/depth1"}
        parts = changed.pop("allOf", [])
        parts = [*parts, *self._shared(changed), *self._guard(node)]
        return _without_digit_guard(merged(changed, parts))

    def _shared(self, node: Schema) -> list[Schema]:
        """Take the reference out of a subschema, and return what it refers to; only that to an event stays."""
        ref = node.get("$ref")
        if not isinstance(ref, str):
            return []
        document, pointer, target = resolve(self._docs, self._document, ref)
        if document == EVENT and not pointer:
            return []
        del node["$ref"]
        at = document, pointer
        if at not in self._known:
            self._known[at] = taken_in(_Lean(self._docs, document, self._known).of(target))
        return [self._known[at]]

    def _guard(self, node: Schema) -> list[Schema]:
        is_object = isinstance(node.get("properties"), dict)
        here = Subschema(self._document, "", node)
        guard = _possible_days(Field(self._docs, "", "", (here,))) if is_object else None
        return [guard] if guard else []


def _without_digit_guard(node: Schema) -> Schema:
    """Return a subschema without the guard that a text is all digits, where its pattern lets nothing else pass."""
    if node.get("not") in _DIGIT_GUARDS and _ALL_DIGITS.fullmatch(node.get("pattern", "")):
        return {key: value for key, value in node.items() if key != "not"}
    return node


def _is_code_list(node: Schema) -> bool:
    branches = node.get("oneOf")
    return isinstance(branches, list) and all("enum" in branch for branch in branches)


def _is_open(node: Schema) -> bool:
    is_object = node.get("type") == "object" and isinstance(node.get("properties"), dict)
    return is_object and "additionalProperties" not in node


def _depths(levels: int) -> dict[str, Schema]:
    """Return a chain of schemas that accepts any value nested at most so many levels deep."""
    chain: dict[str, Schema] = {f"depth{levels}": {"type": ["string", "number", "boolean", "null"]}}
    for level in range(1, levels):
        below = {"$ref": f"#/$defs/depth{level + 1}"}
        chain[f"depth{level}"] = {"items": below, "additionalProperties": below}
    return chain


def _possible_days(field: Field) -> Schema | None:
    """Return a schema that only possible dates satisfy, though not quite all of them.

    It is for the fast path, which may only say clean: 29 February passes in a near leap year alone.
    None where the field is not a date.
    """
    parts = field.date_parts
    if parts is None:
        return None
    year, month, day = parts
    longest = {number: calendar.monthrange(_LEAP_YEAR, number)[1] for number in range(1, 13)}
    short = [number for number, length in longest.items() if length < 30]  # noqa: PLR2004 - February
    long = [number for number, length in longest.items() if length > 30]  # noqa: PLR2004 - 31 days
    leap = [number for number in _NEAR_YEARS if calendar.isleap(number)]
    choices: list[dict[str, Schema]] = [
        {day: _UP_TO_28},
        {day: _UP_TO_30, month: {"not": {"enum": _spellings(short)}}},
        {month: {"enum": [None, *_spellings(long)]}},
        {day: _UP_TO_29, year: {"enum": [None, *_spellings(leap)]}},
    ]
    return {"anyOf": [{"properties": choice} for choice in choices]}


def _spellings(numbers: Iterable[int]) -> list[int | str | None]:
    """Return the ways to write each number in a date."""
    spelt: list[int | str | None] = []
    for number in numbers:
        spelt += [number, str(number)]
        if number < 10:  # noqa: PLR2004 - two digits need no leading zero
            spelt.append(f"0{number}")
    return spelt
