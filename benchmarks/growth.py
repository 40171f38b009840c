"""How CPU time grows with inputs that have many problems in one line or object: ``python -m benchmarks.growth``.

Four sizes of each, each twice as large as the one before. The exponent is that of the last step: 1 is linear, 2 is
quadratic.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice, product
from math import log2
from resource import RUSAGE_CHILDREN, getrusage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STAMP = 1690000000000
SIZES = 4
OPTIONS = (("--show-values",), ("--format", "json"))


def _events(body: str) -> Callable[[int], str]:
    event = f'{{"lead": {{"serverTimeStamp": {STAMP}, "lead": {body}}}}}'
    return lambda number: f'{{"events": [{", ".join([event] * number)}]}}'


def _spellings() -> Iterator[str]:
    for between in product(("", "_", "-"), repeat=7):
        for word in product("sS", "dD", "eE", "sS"):
            yield "_" + "".join(map("".join, zip(between[:4], word, strict=True))) + "".join(between[4:])


def _names(number: int) -> str:
    return ", ".join(f'"n{index}": 1' for index in range(number))


def _in_lead(members: str) -> str:
    return f'{{"lead": {{"serverTimeStamp": {STAMP}, "lead": {{{members}}}}}}}'


def _beside_the_attribute(number: int) -> str:
    return f'{{"lead": {{"serverTimeStamp": {STAMP}, "lead": {{}}}}, {_names(number)}}}'


def _in_a_date(number: int) -> str:
    date = f'{{"year": 2020, "month": 1, "day": 1, {_names(number)}}}'
    return f'{{"customerInfo": {{"serverTimeStamp": {STAMP}, "customerInfo": {{"registrationDate": {date}}}}}}}'


def _other_spellings(number: int) -> str:
    others = ", ".join(f'"{name}": 1' for name in islice(_spellings(), number))
    return f'{{"sdes": {{"events": []}}, {others}}}'


def _duplicates(number: int) -> str:
    return _in_lead(", ".join(['"topic": "x"'] * number))


_WRONG, _WARNED = _events('{"topik": "x"}'), _events('{"value": "x"}')

INPUTS: dict[str, tuple[Callable[[int], str], int]] = {
    "wrong events on a line": (_WRONG, 2500),
    "warnings on a line": (_WARNED, 2500),
    "pretty-printed": (lambda number: json.dumps(json.loads(_WRONG(number)), indent=1), 2500),
    "YAML on a line": (lambda number: f"# YAML\n{_WRONG(number)}", 500),
    "comments on a line": (lambda number: _in_lead("/* a */" * number), 5000),
    "missing commas on a line": (lambda number: _in_lead(f'"topic": [{" ".join("1" * number)}]'), 5000),
    "duplicate names": (_duplicates, 5000),
    "unknown names": (lambda number: _in_lead(_names(number)), 5000),
    "unknown names in sdes": (lambda number: f'{{"sdes": {{"events": [], {_names(number)}}}}}', 5000),
    "unknown names beside the attribute": (_beside_the_attribute, 5000),
    "unknown names in a date": (_in_a_date, 5000),
    "other spellings of sdes": (_other_spellings, 2000),
}


def seconds(text: str, *options: str) -> float:
    """Return the CPU seconds that the validator takes for a text."""
    before = getrusage(RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "sde_schema", "validate", "-", *options]
    subprocess.run(command, input=text.encode(), stdout=subprocess.DEVNULL, check=False)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a row for each input and report."""
    start = seconds("[]")
    print("| input | report | problems | KiB | CPU seconds without the start | exponent |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, (make, number) in INPUTS.items():
        texts = [make(number * 2**step) for step in range(SIZES)]
        for options in OPTIONS:
            taken = [max(seconds(text, *options) - start, 0.001) for text in texts]
            cells = [name, " ".join(options), f"{number * 2 ** (SIZES - 1):,}", f"{len(texts[-1]) // 1024:,}"]
            cells += [" / ".join(f"{each:.2f}" for each in taken), f"{log2(taken[-1] / taken[-2]):.1f}"]
            print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
