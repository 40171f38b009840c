"""Tables that a page shows and a file holds: the same columns and cells as Markdown and as CSV."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple


class Cell(NamedTuple):
    """A cell: its text, what it links to, if anything, and whether it is shown as code."""

    text: str
    target: str | None = None
    is_code: bool = False


class Table(NamedTuple):
    """The headings of a table, and its rows, which have a cell for each of them."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_csv(self) -> bytes:
        """Return the table as CSV in UTF-8, its first line the headings."""
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(self.headings)
        writer.writerows([cell.text for cell in row] for row in self.rows)
        return written.getvalue().encode()
