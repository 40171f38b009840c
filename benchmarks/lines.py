"""Read a file of NDJSON in blocks; each byte is copied once, however long a line is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from gzip import GzipFile
    from io import FileIO

BLOCK = 65_536


def batches(stream: FileIO | GzipFile) -> Iterator[list[bytes]]:
    """Yield the lines that end in each block, and at last the one without an end."""
    begun: list[bytes] = []
    while block := stream.read(BLOCK):
        lines = block.split(b"\n")
        last = lines.pop()
        if lines:
            lines[0] = b"".join((*begun, lines[0]))
            begun = []
            yield lines
        begun.append(last)
    if rest := b"".join(begun):
        yield [rest]
