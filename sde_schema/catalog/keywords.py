"""From evaluation paths to keyword locations: the failing keyword's schema, its code, and the field that has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import ADVICE_CODE, Schema, Subschema, resolve
from sde_schema.catalog.fields import Field
from sde_schema.codes import (
    BAD_NUMBER,
    MISSING_PROPERTY,
    OUT_OF_RANGE,
    TOO_LONG,
    UNKNOWN_CODE,
    UNKNOWN_PROPERTY,
    WRONG_TYPE,
)

if TYPE_CHECKING:
    from sde_schema.model import Path

USUAL_CODES = {
    "type": WRONG_TYPE,
    "required": MISSING_PROPERTY,
    "additionalProperties": UNKNOWN_PROPERTY,
    "maxLength": TOO_LONG,
    "oneOf": UNKNOWN_CODE,
    "enum": UNKNOWN_CODE,
    "pattern": BAD_NUMBER,
    "minimum": OUT_OF_RANGE,
    "maximum": OUT_OF_RANGE,
}
"""The code that a failing keyword means where its schema has no ``x-problem`` for it."""


def code_of(node: Schema, keyword: str) -> str:
    """Return the code that the failure of a keyword of a subschema means."""
    code: str = node.get("x-problem", {}).get(keyword) or USUAL_CODES[keyword]
    return code


@dataclass(frozen=True, slots=True)
class KeywordLocation:
    """A keyword in the schemas, as an evaluation reached it.

    ``schema`` is the value's field as the subschema with the keyword describes it; ``field`` as the property or
    array item does that is validated, before its references are followed. ``depth`` is how many steps into the
    payload the value lies; ``steps`` how many steps the keyword is from the root. ``is_conditional`` says that
    the keyword is under ``dependentSchemas``, which say more of a property that is described beside them.
    """

    keyword: str
    schema: Field
    field: Field
    code: str
    depth: int
    steps: int
    is_conditional: bool


class KeywordLocations:
    """The strict documents of a version, walked along evaluation paths; each walk is made once."""

    def __init__(self, docs: dict[str, Schema], root: str) -> None:
        self._docs = docs
        self._root = Subschema(root, "", docs[root])
        self._known: dict[Path, KeywordLocation] = {}
        self._fields: dict[tuple[str, str], Field] = {}

    def at(self, evaluation_path: Path) -> KeywordLocation:
        """Return the keyword that an evaluation path leads to."""
        known = self._known.get(evaluation_path)
        if known is None:
            known = self._known[evaluation_path] = self._reached(evaluation_path)
        return known

    def _reached(self, evaluation_path: Path) -> KeywordLocation:
        walk = _Walk(self._docs, self._root)
        keyword = walk.to(evaluation_path)
        schema, field = self._field(walk.here), self._field(walk.owner)
        code = walk.advice or code_of(schema.node, keyword)
        return KeywordLocation(keyword, schema, field, code, walk.depth, len(evaluation_path), walk.is_conditional)

    def _field(self, subschema: Subschema) -> Field:
        document, pointer, _ = subschema
        if (document, pointer) not in self._fields:
            self._fields[document, pointer] = Field(self._docs, document, "", (subschema,))
        return self._fields[document, pointer]


class _Walk:
    """One walk from the root, step by step, through references.

    ``here`` is the subschema that is reached, ``owner`` that of the property or item, ``advice`` the code of the
    advice that it is in.
    """

    def __init__(self, docs: dict[str, Schema], root: Subschema) -> None:
        self._docs = docs
        self.here = root
        self.owner = root
        self.advice: str | None = None
        self.depth = 0
        self.is_conditional = False
        self._condition_of: Subschema | None = None

    def to(self, evaluation_path: Path) -> str:
        """Walk the whole way; return its last step, the keyword."""
        steps = iter(evaluation_path[:-1])
        for step in steps:
            if step == "dependentSchemas":
                self._reach(step)
                self._condition_of = self.here
            self._step(step)
            if step == "properties":
                name = next(steps)
                self._step(name)
                self._enter(name)
            elif step == "items":
                self._enter()
        keyword = str(evaluation_path[-1])
        self._reach(keyword)
        return keyword

    def _step(self, step: str | int) -> None:
        self._reach(step)
        node: Any = self.here.node
        escaped = str(step).replace("~", "~0").replace("/", "~1")
        self.here = Subschema(self.here.document, f"{self.here.pointer}/{escaped}", node[step])
        self._look()

    def _reach(self, step: str | int) -> None:
        """Follow references until the step is to be found here."""
        while isinstance(self.here.node, dict) and step not in self.here.node:
            self.here = resolve(self._docs, self.here.document, self.here.node["$ref"])
            self._look()

    def _look(self) -> None:
        node: Any = self.here.node
        if isinstance(node, dict):
            self.advice = node.get(ADVICE_CODE, self.advice)

    def _enter(self, name: str | int = "") -> None:
        """Note that the walk is now at a value one level deeper in the payload, a property or an item."""
        holder = self._condition_of
        described = holder.node.get("properties", {}).get(name) if holder else None
        self.owner = (
            Subschema(holder.document, f"{holder.pointer}/properties/{name}", described)
            if holder and described
            else self.here
        )
        self._condition_of, self.is_conditional = None, holder is not None
        self.advice = None
        self.depth += 1
