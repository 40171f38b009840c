"""How far a long run has come, on a terminal only."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any, Self

import click

from sde_schema.ending import is_finished, undo_at_end
from sde_schema.reading.sources import Source
from sde_schema.reporting.lines import number_of
from sde_schema.terminal import cells, harmless, window

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PATIENCE = 1.0
"""Seconds after which a run counts as long."""

_PAUSE = 0.1
"""Seconds between two looks of the bar."""

_MEGABYTE = 1_000_000
_COLUMNS = 80
_CLEAR_LINE = "\r\x1b[2K"


class Progress:
    """A bar on standard error for a whole run: bytes of all files, time left, and what was found.

    ``items`` are what is to be read, ``found`` says what was found so far. It is shown once the run takes long, in one
    line of the terminal, however narrow that is.
    """

    def __init__(self, items: Sequence[object], found: Callable[[], str]) -> None:
        self._sources = [item for item in items if isinstance(item, Source)]
        self._found = found
        self._begun = self._last = time.monotonic()
        self._read = 0
        self._bar: Any = None
        self._is_shown = False
        self._is_wanted = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.clear()

    def advance(self, size: int) -> None:
        """Note that so many bytes have been read."""
        if not self._is_wanted:
            return
        self._read += size
        now = time.monotonic()
        if now - self._begun > _PATIENCE and now - self._last > _PAUSE:
            self._last = now
            self._show()

    def clear(self) -> None:
        """Take the bar away, so that other output has the line to itself."""
        if self._is_shown:
            click.echo(_CLEAR_LINE, nl=False, err=True)
            self._is_shown = False
            is_finished(self)

    def _show(self) -> None:
        size = self._size()
        if self._bar is None and size:
            self._bar = click.progressbar(length=size, width=20, file=sys.stderr)
        if self._bar is not None:
            self._bar.make_step(self._read - self._bar.pos)
        self._is_shown = True
        undo_at_end(self, self.clear)
        click.echo(_CLEAR_LINE + self._line(), nl=False, err=True)

    def _line(self) -> str:
        """Return as much as the terminal has room for: the counts last of all are cut."""
        label = self._sources[0].shown if len(self._sources) == 1 else number_of(len(self._sources), "file")
        parts = [harmless(label), f"{self._read / _MEGABYTE:,.0f} MB, {self._found()}"]
        if self._bar is not None:
            bar = self._bar
            parts[1:1] = [f"[{bar.format_bar()}]", bar.format_pct(), *([bar.format_eta()] if bar.eta_known else [])]
        room = _columns() - 1
        while len(parts) > 1 and cells("  ".join(parts)) > room:
            del parts[min(1, len(parts) - 2)]
        line = "  ".join(parts)
        return line if cells(line) <= room else window(line, 0, room)

    def _size(self) -> int | None:
        """Return how many bytes there are to be read, None where that is not known."""
        try:
            sizes = [source.size for source in self._sources]
        except OSError:
            return None
        return None if None in sizes else sum(size or 0 for size in sizes)


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _COLUMNS
    except OSError:
        return _COLUMNS
