"""jsonschema-rs alone: orjson parses each line, and `is_valid` says yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from jsonschema_rs import validator_for

from benchmarks.peers.running import run

if TYPE_CHECKING:
    from benchmarks.peers.running import Check


def compiled(schema: Any) -> Check:
    """Return the check of a line."""
    is_valid, loads = validator_for(schema).is_valid, orjson.loads
    return lambda line: None if is_valid(loads(line)) else ""


if __name__ == "__main__":
    raise SystemExit(run(compiled))
