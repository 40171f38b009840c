"""The parse floor: read a file of NDJSON and parse each line, nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

BLOCK = 65_536


def parse(path: Path) -> None:
    """Parse each line of the file and forget it."""
    loads = orjson.loads
    rest = b""
    with path.open("rb", buffering=0) as stream:
        while block := stream.read(BLOCK):
            lines = (rest + block).split(b"\n")
            rest = lines.pop()
            for line in lines:
                loads(line)
    if rest:
        loads(rest)


if __name__ == "__main__":
    parse(Path(sys.argv[1]))
