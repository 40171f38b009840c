"""From the way through the schema to what is there: code and property."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import ADVICE_CODE, Schema, Spot, resolve
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


@dataclass(frozen=True, slots=True)
class Site:
    """A keyword in the schemas, as an evaluation reached it.

    ``spot`` is the subschema that holds the keyword; ``owner`` the subschema of the property or
    list item that is validated, before its references are followed; ``depth`` how many steps into the
    payload the value lies; ``steps`` how many steps it is from the root. ``is_conditional`` says that
    the keyword is under ``dependentSchemas``, which say more of a property that is described beside them.
    """

    keyword: str
    spot: Spot
    owner: Spot
    code: str
    depth: int
    steps: int
    is_conditional: bool


class SiteMap:
    """The strict documents of a version, walked along evaluation paths; each walk is made once."""

    def __init__(self, docs: dict[str, Schema], root: str) -> None:
        self._docs = docs
        self._root = Spot(root, "", docs[root])
        self._known: dict[Path, Site] = {}

    def site(self, way: Path) -> Site:
        """Return the keyword that an evaluation path leads to."""
        known = self._known.get(way)
        if known is None:
            known = self._known[way] = _Walk(self._docs, self._root).to(way)
        return known


class _Walk:
    """One walk from the root, step by step, through references."""

    def __init__(self, docs: dict[str, Schema], root: Spot) -> None:
        self._docs = docs
        self._at = root
        self._owner = root
        self._advice: str | None = None
        self._depth = 0
        self._condition_of: Spot | None = None
        self._is_conditional = False

    def to(self, way: Path) -> Site:
        """Walk the whole way; its last step is the keyword."""
        steps = iter(way[:-1])
        for step in steps:
            if step == "dependentSchemas":
                self._reach(step)
                self._condition_of = self._at
            self._step(step)
            if step == "properties":
                name = next(steps)
                self._step(name)
                self._enter(name)
            elif step == "items":
                self._enter()
        keyword = str(way[-1])
        self._reach(keyword)
        return self._site(keyword, len(way))

    def _site(self, keyword: str, steps: int) -> Site:
        node = self._at.node
        code = self._advice or node.get("x-problem", {}).get(keyword) or USUAL_CODES[keyword]
        return Site(keyword, self._at, self._owner, code, self._depth, steps, self._is_conditional)

    def _step(self, step: str | int) -> None:
        self._reach(step)
        here: Any = self._at.node
        escaped = str(step).replace("~", "~0").replace("/", "~1")
        self._at = Spot(self._at.document, f"{self._at.pointer}/{escaped}", here[step])
        self._look()

    def _reach(self, step: str | int) -> None:
        """Follow references until the step is to be found here."""
        while isinstance(self._at.node, dict) and step not in self._at.node:
            self._at = resolve(self._docs, self._at.document, self._at.node["$ref"])
            self._look()

    def _look(self) -> None:
        node: Any = self._at.node
        if isinstance(node, dict):
            self._advice = node.get(ADVICE_CODE, self._advice)

    def _enter(self, name: str | int = "") -> None:
        """Note that the walk is now at a value one level deeper in the payload, a property or an item."""
        holder = self._condition_of
        described = holder.node.get("properties", {}).get(name) if holder else None
        self._owner = (
            Spot(holder.document, f"{holder.pointer}/properties/{name}", described)
            if holder and described
            else self._at
        )
        self._condition_of, self._is_conditional = None, holder is not None
        self._advice = None
        self._depth += 1
