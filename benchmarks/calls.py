"""The rows of single calls from Python, beside the engine alone; `benchmarks.micro` times them in a child."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.measure import PYTHON, output
from benchmarks.table import Goal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.inputs import Inputs

#: what was called by its name in the child, the engine that it is compared with first
NAMES = {
    "engine": "jsonschema-rs alone",
    "engine of bytes": "orjson, then jsonschema-rs",
    "dict": "`Validator.is_valid(dict)`",
    "bytes": "`Validator.is_valid(bytes)`",
}

#: the most microseconds where the engine alone takes 4; on other machines and payloads the ratio counts
ENGINE = 4
MOST = {"dict": 12, "bytes": 15}


@dataclass(frozen=True, slots=True)
class Call:
    """A call on a payload, the microseconds of each of its rounds, those of the engine alone, and its goals."""

    payload: str
    name: str
    rounds: tuple[float, ...]
    engine: float
    most: int | None = None
    failure: str | None = None

    @property
    def microseconds(self) -> float:
        """The median."""
        return statistics.median(self.rounds)

    @property
    def ratio(self) -> float:
        """The ratio to the engine alone."""
        return self.microseconds / self.engine

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The goal of the call, where there is one."""
        if self.most is None:
            return ()
        words = f"≤ {self.most / ENGINE:g} x the engine ({self.most} µs where it takes {ENGINE})"
        return (Goal(words, self.ratio <= self.most / ENGINE),)


def _of(payload: str, taken: dict[str, list[float]]) -> Iterator[Call]:
    engine = statistics.median(taken["engine"])
    for name, rounds in taken.items():
        yield Call(payload, NAMES[name], tuple(rounds), engine, MOST.get(name))


def calls(inputs: Inputs) -> list[Call]:
    """Time the calls."""
    printed = output(*PYTHON, "benchmarks.micro", str(inputs.corpora["valid"]), str(inputs.schema))
    timed: dict[str, dict[str, list[float]]] = json.loads(printed)
    return [call for payload, taken in timed.items() for call in _of(payload, taken)]
