"""Schemas that are compiled once for a whole run: many tests start the program, and each start would compile them.

What is shared holds nothing of a payload: the same schemas have the same lean form and the same engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from sde_schema.catalog import engines
from sde_schema.checking import fast_path
from sde_schema.checking.fast_schema import lean_documents

if TYPE_CHECKING:
    import pytest

    from sde_schema.catalog import Schema
    from sde_schema.catalog.engines import Engine

    Documents = dict[str, Schema]

_compiled = engines.compiled
_lean: dict[tuple[bytes, str, int], Documents | None] = {}
_engines: dict[tuple[str, int, str], tuple[Documents, Engine]] = {}
"""By the identity of the documents, which are kept so that no other ones can get it."""


def share(patch: pytest.MonkeyPatch) -> None:
    """Let all validators of this process share what they compile."""
    patch.setattr(fast_path, "lean_documents", _shared_lean_documents)
    patch.setattr(engines, "compiled", _shared_compiled)


def _shared_lean_documents(strict: Documents, root: str, max_depth: int) -> Documents | None:
    key = (orjson.dumps(strict), root, max_depth)
    if key not in _lean:
        _lean[key] = lean_documents(strict, root, max_depth)
    return _lean[key]


def _shared_compiled(engine: str, docs: Documents, root: str) -> Engine:
    key = (engine, id(docs), root)
    if key not in _engines:
        _engines[key] = (docs, _compiled(engine, docs, root))
    return _engines[key][1]
