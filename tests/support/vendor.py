"""What the vendor's page prints: the rows of its tables, and its ten examples."""

from __future__ import annotations

import csv
from typing import NamedTuple

from tests.support.paths import TESTS

ROWS_FILE = TESTS / "data" / "vendor-rows.tsv"


class Row(NamedTuple):
    """One row of a table, and where its property is."""

    section: str
    name: str
    description: str
    type: str
    note: str
    document: str
    pointer: str

    @property
    def attribute(self) -> str:
        """The attribute type that the section is about; the page writes some headings with a capital."""
        return self.section[0].lower() + self.section[1:]

    @property
    def as_source(self) -> str:
        """What `x-source.table` makes of the row."""
        note = f" Note: {self.note}" if self.note else ""
        if self.type.startswith("JSON :"):
            return f"{self.type} – {self.description}{note}"
        return f"{self.description} ({self.type or 'no type given'}){note}"


def _rows() -> list[Row]:
    with ROWS_FILE.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
    assert tuple(header) == Row._fields
    return [Row(*row) for row in rows]


ROWS = _rows()
EXAMPLES = TESTS / "data" / "vendor-examples"
COMMAS = {"cartStatus": (8, 27), "customerInfo": (11, 28), "lead": (9, 28)}
"""Line and column at which the broken examples lack a comma: right after the currency."""


def printed(name: str) -> bytes:
    """Return the example of an attribute as the page prints it."""
    [file] = EXAMPLES.glob(f"{name}.*")
    return file.read_bytes()


def corrected(name: str) -> bytes:
    """Return a broken example of the page with the comma that it lacks."""
    lines = printed(name).decode().split("\n")
    line, column = COMMAS[name]
    lines[line - 1] = lines[line - 1][: column - 1] + "," + lines[line - 1][column - 1 :]
    return "\n".join(lines).encode()
