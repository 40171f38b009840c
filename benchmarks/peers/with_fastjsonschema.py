"""fastjsonschema: orjson parses each line, and the code that it generates raises the first problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import fastjsonschema
import orjson

from benchmarks.peers.running import run

if TYPE_CHECKING:
    from benchmarks.peers.running import Check


def compiled(schema: Any) -> Check:
    """Return the check of a line."""
    validate, loads, problem = fastjsonschema.compile(schema), orjson.loads, fastjsonschema.JsonSchemaException

    def check(line: bytes) -> str | None:
        try:
            validate(loads(line))
        except problem as error:
            return str(error)
        return None

    return check


if __name__ == "__main__":
    raise SystemExit(run(compiled))
