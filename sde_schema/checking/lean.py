"""The documents as the fast path compiles them: no words, and stricter where that is cheaper.

What these accept is clean: no error, and no advice but that no event is there. What they refuse may
still be clean, and goes to the exact path.
"""

from __future__ import annotations

from typing import Any

from sde_schema.catalog import SUFFIX, Schema, without
from sde_schema.checking.dates import possible_days

LIST = "list"
"""The name of the added document: a list of documents, so that one call judges many."""

_DEEPEST_FORM = 8
"""No more levels than these lie above what a record or response is open for."""


def lean_documents(strict: dict[str, Schema], root: str, max_depth: int) -> dict[str, Schema] | None:
    """Return the lean form of strict documents and, beside them, a list of ``root`` documents.

    None where ``max_depth`` is so small that only the exact path can hold it.
    """
    if max_depth <= 2 * _DEEPEST_FORM:
        return None
    docs = {name: without(_Lean(strict, name).of(doc), words=True) for name, doc in strict.items()}
    any_doc = docs[root]
    docs[LIST] = {
        "$schema": any_doc["$schema"],
        "$id": any_doc["$id"].replace(f"/{root}{SUFFIX}", f"/{LIST}{SUFFIX}"),
        "type": "array",
        "items": {"$ref": root + SUFFIX},
        "$defs": _depths(max_depth - _DEEPEST_FORM),
    }
    return docs


class _Lean:
    """Makes one document lean."""

    def __init__(self, docs: dict[str, Schema], document: str) -> None:
        self._docs = docs
        self._document = document

    def of(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self.of(item) for item in node]
        if not isinstance(node, dict):
            return node
        guard = possible_days(self._docs, self._document, node) if "properties" in node else None
        changed = {key: value if key == "enum" else self.of(value) for key, value in node.items()}
        if _is_code_list(node):
            changed["enum"] = [value for branch in changed.pop("oneOf") for value in branch["enum"]]
        if guard:
            changed["allOf"] = [*changed.get("allOf", []), guard]
        if _is_open(node):
            changed["additionalProperties"] = {"$ref": f"{LIST}{SUFFIX}#/$defs/depth1"}
        return changed


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
