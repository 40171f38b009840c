"""Write a made-up corpus: NDJSON, an envelope on each line, the same bytes for the same seed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.mistakes import spoil
from sde_schema import catalog
from sde_schema.examples.draw import Draw
from sde_schema.examples.random_events import Payloads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VALID, WRONG = "valid", "wrong"
KINDS = (VALID, WRONG)
MEGABYTE = 1_000_000

#: how many events a line has, in twentieths: 2.5 on average
EVENTS = (1,) * 5 + (2,) * 6 + (3,) * 5 + (4,) * 2 + (5,) * 2


def records(kind: str, seed: int) -> Iterator[dict[str, Any]]:
    """Yield envelopes without end; the wrong ones are the valid ones with one mistake in each."""
    draw, slips = Draw(f"corpus {seed}"), Draw(f"mistakes {seed}")
    payloads = Payloads(catalog.default_version(), seed, odd_share=0)
    while True:
        events = [payloads.event() for _ in range(draw.one(EVENTS))]
        if kind == WRONG:
            spoil(slips, slips.one(events))
        yield {"sdes": {"events": events}}


def lines(kind: str, seed: int, size: int) -> Iterator[bytes]:
    """Yield lines of NDJSON until they hold at least this many bytes."""
    written = 0
    for record in records(kind, seed):
        line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
        yield line
        written += len(line)
        if written >= size:
            return


def write(path: Path, kind: str, seed: int, megabytes: float) -> int:
    """Write a corpus file and return how many lines it has."""
    count = 0
    with path.open("wb") as out:
        for line in lines(kind, seed, int(megabytes * MEGABYTE)):
            out.write(line)
            count += 1
    return count


def main(argv: Sequence[str] | None = None) -> int:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT.ndjson")
    parser.add_argument("--megabytes", type=float, default=100, help="millions of bytes (default: 100)")
    parser.add_argument("--kind", choices=KINDS, default=VALID)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    write(options.out, options.kind, options.seed, options.megabytes)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
