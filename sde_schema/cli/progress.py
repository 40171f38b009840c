"""How far a long run has come, on a terminal only."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import click

if TYPE_CHECKING:
    from sde_schema.reading.sources import Source

_PATIENCE = 1.0
"""Seconds after which a run counts as long."""

_CLEAR_LINE = "\r\x1b[2K"


class Progress:
    """A bar on standard error for one source, shown once reading it takes long."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._begun = time.monotonic()
        self._read = 0
        self._bar: Any = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.clear()
        self._stack.close()
        if self._bar is not None:
            click.echo(_CLEAR_LINE, nl=False, err=True)

    def advance(self, size: int) -> None:
        """Note that so many bytes have been read."""
        self._read += size
        if self._bar is not None:
            self._bar.update(size)
        elif time.monotonic() - self._begun > _PATIENCE and sys.stderr.isatty():
            self._show()

    def clear(self) -> None:
        """Take the bar away, so that other output has the line to itself."""
        if self._bar is not None:
            click.echo(_CLEAR_LINE, nl=False, err=True)

    def _show(self) -> None:
        size = self._source.size
        if size:
            bar = click.progressbar(length=size, label=self._source.shown, file=sys.stderr)
            self._bar = self._stack.enter_context(bar)
            self._bar.update(self._read)
