"""The files that can be fixed: which they are, and how they are read and written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sde_schema.errors import UnreadableError
from sde_schema.reading.inputs import MAGIC
from sde_schema.reading.sources import STANDARD_INPUT
from sde_schema.rewriting import Rewriting

if TYPE_CHECKING:
    from sde_schema.reading.sources import Source

LARGEST = 16 * 1024 * 1024
"""Larger files, in bytes, are not fixed: they are held in memory whole, with all that is found in them."""


def why_not(source: Source) -> str | None:
    """Return why a source cannot be fixed, None if it can. Raises UnreadableError."""
    path = Path(source.name)
    try:
        if source.name == STANDARD_INPUT:
            return "standard input cannot be fixed: name a file"
        if not path.is_file():
            return "only a regular file can be fixed"
        if path.stat().st_size > LARGEST:
            return f"only files of up to {LARGEST // 1024**2} MiB can be fixed: split it"
        with source.open() as stream:
            is_packed = source.is_packed or stream.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise UnreadableError.of(error) from error
    return "a gzip file cannot be fixed: decompress it first" if is_packed else None


def data_of(source: Source) -> bytes:
    """Return the bytes of a file. Raises UnreadableError."""
    with source.open() as stream:
        try:
            return stream.read()
        except OSError as error:
            raise UnreadableError.of(error) from error


def rewrite(name: str, data: bytes) -> None:
    """Write a file anew, as a whole. Raises OSError."""
    with Rewriting(name) as file:
        file.stream.write(data)
