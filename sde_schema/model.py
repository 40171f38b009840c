"""The values that pass from stage to stage: frozen, and free of values from the payload."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]
Path: TypeAlias = "tuple[str | int, ...]"
"""The way from a document's root to a value: member names and list indexes."""

MAX_DEPTH = 128
DEEPEST = 250
"""More levels than these no limit may allow: engines read little more."""

MAX_DOCUMENT_SIZE = 256 * 1024 * 1024


class Limits(NamedTuple):
    """How deep (levels) and how large (bytes) a document may be."""

    depth: int = MAX_DEPTH
    document_size: int = MAX_DOCUMENT_SIZE


WITHHELD = "(withheld)"
_LONGEST_NAME = 64
_TELLTALE = re.compile(r"@|[0-9]{6}")


def safe_name(name: str) -> str:
    """Return a member's name, or ``(withheld)`` where the name itself may hold personal data.

    A name is withheld when it has an ``@``, six digits in a row, or more than 64 code points.
    """
    if len(name) > _LONGEST_NAME or _TELLTALE.search(name):
        return WITHHELD
    return name


def pointer(path: Path) -> str:
    """Return a path as a JSON Pointer (RFC 6901), with telltale names withheld."""
    return "".join("/" + _escape(step) for step in path)


def _escape(step: str | int) -> str:
    if isinstance(step, int):
        return str(step)
    return safe_name(step).replace("~", "~0").replace("/", "~1")


@dataclass(frozen=True, slots=True)
class Location:
    """A location in a text: line and column, both from 1, columns counted in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of the source with its values masked, and the cells to mark under it.

    ``indent`` and ``width`` count terminal cells: a wide character takes two.
    """

    text: str
    indent: int
    width: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake or piece of advice, with its location and its fix.

    ``file`` is ``-`` for standard input; it, ``line`` and ``column`` are None for parsed objects.
    ``pointer`` runs from the document's root; ``property`` is the name of the member for SDE102,
    SDE201, SDE202 and SDE203; ``schema`` is ``<version>/<file>#<pointer>`` of the property, ``title`` and
    ``description`` are its words there.
    """

    code: str
    severity: Severity
    message: str
    hint: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    pointer: str = ""
    property: str | None = None
    schema: str | None = None
    title: str | None = field(default=None, compare=False, repr=False)
    description: str | None = field(default=None, compare=False, repr=False)
    frame: Frame | None = field(default=None, compare=False, repr=False)

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the ten members that the JSON report prints, in its order."""
        return {name: getattr(self, name) for name in _REPORTED}


_REPORTED = (
    "code",
    "severity",
    "message",
    "hint",
    "file",
    "line",
    "column",
    "pointer",
    "property",
    "schema",
)


@dataclass(slots=True)
class Summary:
    """What a run has counted so far: files, events (bad ones too), problems by severity and code."""

    files: int = 0
    events: int = 0
    errors: int = 0
    warnings: int = 0
    codes: dict[str, int] = field(default_factory=dict)

    def count(self, code: str, severity: Severity) -> None:
        """Count one problem."""
        self.codes[code] = self.codes.get(code, 0) + 1
        if severity == "error":
            self.errors += 1
        else:
            self.warnings += 1

    def add(self, other: Summary) -> None:
        """Add what another run has counted."""
        self.files += other.files
        self.events += other.events
        self.errors += other.errors
        self.warnings += other.warnings
        for code, number in other.codes.items():
            self.codes[code] = self.codes.get(code, 0) + number

    def as_dict(self) -> dict[str, int | dict[str, int]]:
        """Return the members of the report's ``summary``, codes in order."""
        return {
            "files": self.files,
            "events": self.events,
            "errors": self.errors,
            "warnings": self.warnings,
            "codes": dict(sorted(self.codes.items())),
        }
