"""How far a long run has come, on a terminal only."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, Self

import click

from sde_schema.reading.sources import Source
from sde_schema.reporting.lines import number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PATIENCE = 1.0
"""Seconds after which a run counts as long."""

_PAUSE = 0.1
"""Seconds between two looks of the bar."""

_MEGABYTE = 1_000_000
_CLEAR_LINE = "\r\x1b[2K"
_SHOW_CURSOR = "\x1b[?25h"
_WITHOUT_END = "%(label)s: %(info)s"
"""How the bar looks where it is not known how much there is to read."""


class Progress:
    """A bar on standard error for a whole run: bytes of all files, time left, and what was found.

    ``items`` are what is to be read, ``found`` says what was found so far. It is shown once the run takes long.
    """

    def __init__(self, items: Sequence[object], found: Callable[[], str]) -> None:
        self._sources = [item for item in items if isinstance(item, Source)]
        self._found = found
        self._begun = self._last = time.monotonic()
        self._read = 0
        self._bar: Any = None
        self._is_wanted = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            click.echo(_CLEAR_LINE + _SHOW_CURSOR, nl=False, err=True)
            self._bar = None

    def advance(self, size: int) -> None:
        """Note that so many bytes have been read."""
        if not self._is_wanted:
            return
        self._read += size
        now = time.monotonic()
        if self._bar is not None and now - self._last > _PAUSE:
            self._last = now
            self._bar.update(self._read - self._bar.pos)
        elif self._bar is None and now - self._begun > _PATIENCE:
            self._show()

    def clear(self) -> None:
        """Take the bar away, so that other output has the line to itself."""
        if self._bar is not None:
            click.echo(_CLEAR_LINE, nl=False, err=True)

    def _show(self) -> None:
        size = self._size()
        label = self._sources[0].shown if len(self._sources) == 1 else number_of(len(self._sources), "file")
        template = "%(label)s  [%(bar)s]  %(info)s" if size else _WITHOUT_END
        self._bar = click.progressbar(
            length=size or sys.maxsize,
            label=label,
            file=sys.stderr,
            bar_template=template,
            show_eta=bool(size),
            show_percent=bool(size),
            width=20,
            item_show_func=lambda _: self._words(),
        )
        self._bar.__enter__()
        self._bar.update(self._read)

    def _words(self) -> str:
        return f"{self._read / _MEGABYTE:,.0f} MB, {self._found()}"

    def _size(self) -> int | None:
        """Return how many bytes there are to be read, None where that is not known."""
        try:
            sizes = [source.size for source in self._sources]
        except OSError:
            return None
        return None if None in sizes else sum(size or 0 for size in sizes)
