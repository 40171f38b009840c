"""Time single calls from Python on payloads of a corpus: ``python -m benchmarks.micro CORPUS SCHEMA`` prints JSON."""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import orjson
from jsonschema_rs import validator_for

from sde_schema import Validator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PAYLOADS = 200
ROUNDS = 15


def _microseconds(call: Callable[[Any], bool], payloads: Sequence[Any]) -> float:
    start = perf_counter()
    for payload in payloads:
        call(payload)
    return (perf_counter() - start) * 1_000_000 / len(payloads)


def timed(schema: Any, values: Sequence[Any]) -> dict[str, list[float]]:
    """Return the microseconds a call of the engine and the validator, on each value and its text, in turn."""
    alone, is_valid, loads = validator_for(schema).is_valid, Validator().is_valid, orjson.loads
    texts = [orjson.dumps(value) for value in values]
    calls: dict[str, tuple[Callable[[Any], bool], Sequence[Any]]] = {
        "engine": (alone, values),
        "engine of bytes": (lambda text: alone(loads(text)), texts),
        "dict": (is_valid, values),
        "bytes": (is_valid, texts),
    }
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, (call, payloads) in calls.items():
            taken[name].append(_microseconds(call, payloads))
    return taken


def main(corpus: str, schema: str) -> None:
    """Time calls on the first records of a corpus, and on the first event of each."""
    with Path(corpus).open("rb") as lines:
        records = [orjson.loads(line) for line in islice(lines, PAYLOADS)]
    events = [record["sdes"]["events"][0] for record in records]
    compiled = json.loads(Path(schema).read_bytes())
    print(json.dumps({"record": timed(compiled, records), "event": timed(compiled, events)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
