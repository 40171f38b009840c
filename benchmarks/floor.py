"""The parse floor: read files and parse them, nothing else.

Each line of a file is a document, plain or gzipped; with ``--whole`` each file is one, also those in a folder.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from benchmarks.lines import batches

if TYPE_CHECKING:
    from io import FileIO

WHOLE = "--whole"


def parse_lines(stream: FileIO | gzip.GzipFile) -> None:
    """Parse each line and forget it."""
    loads = orjson.loads
    for lines in batches(stream):
        for line in lines:
            loads(line)


def parse_whole(path: Path) -> None:
    """Parse a file, or each file of a folder, as one document and forget it."""
    for file in sorted(path.iterdir()) if path.is_dir() else (path,):
        orjson.loads(file.read_bytes())


def main(*arguments: str) -> None:
    """Parse the file that the last argument names."""
    path = Path(arguments[-1])
    if WHOLE in arguments:
        parse_whole(path)
        return
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb", buffering=0) as stream:
        parse_lines(stream)


if __name__ == "__main__":
    main(*sys.argv[1:])
