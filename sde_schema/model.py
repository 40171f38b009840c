"""The values that pass from stage to stage: frozen, and free of values from the payload."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from sde_schema.terminal import file_name, harmless

Severity: TypeAlias = Literal["error", "warning"]
Path: TypeAlias = "tuple[str | int, ...]"
"""The way from a document's root to a value: member names and list indexes."""

MAX_DEPTH = 128
DEEPEST = 250
"""More levels than these no limit may allow: engines read little more."""

MAX_DOCUMENT_SIZE = 256 * 1024 * 1024


LARGEST_EXPANSION = 100
SURELY_UNPACKED = MAX_DOCUMENT_SIZE
"""Gzip data may expand to so many times its size, unless told otherwise, and to so many bytes in any case."""


MOST_KEPT = 40_000
"""So many failing keywords, and so many fixes of syntax errors, are kept of one document that is read as a whole."""


MOST_KNOWN, LONGEST_KNOWN, FINDINGS_KNOWN = 500, 2_000, 10
"""So many texts that may come again are known of a file, none that is longer (bytes) or has more findings."""


MOST_VALUES = 20_000
"""So many members and items an event with a problem may have, and an object around events.

Engines copy an object or array for each keyword that fails there, or at a value in it.
"""


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
    return "".join([f"/{step}" if isinstance(step, int) else _escaped(step) for step in path])


@lru_cache(maxsize=1024)
def _escaped(name: str) -> str:
    return "/" + safe_name(name).replace("~", "~0").replace("/", "~1")


class Location(NamedTuple):
    """A location in a text: line and column, both from 1, columns counted in code points."""

    line: int
    column: int


class Frame(NamedTuple):
    """One line of the source with its values masked, and the cells to mark under it.

    ``indent`` and ``width`` count terminal cells: a wide character takes two; ``start`` and ``end`` code points.
    """

    text: str
    indent: int
    width: int
    start: int
    end: int

    @property
    def parts(self) -> tuple[str, str, str]:
        """What is before the marked part, the marked part, and what is after it."""
        return self.text[: self.start], self.text[self.start : self.end], self.text[self.end :]


class Kind(NamedTuple):
    """What problems of one kind have in common: all but where they are.

    ``message`` shows no value, ``pointer`` has no list indexes.
    """

    code: str
    severity: Severity
    message: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake or piece of advice, with its location and its fix.

    ``file`` is ``-`` for standard input; it, ``line`` and ``column`` are None for parsed objects.
    ``pointer`` runs from the document's root; ``property`` is the name of the member for SDE102,
    SDE201, SDE202 and SDE203; ``schema`` is ``<version>/<file>#<pointer>`` of the property, ``title`` and
    ``description`` are its words there; ``kind`` is what it has in common with others.
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
    kind: Kind | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        """Return it in one line: ``file:line:column: error SDE203 message. Hint``, as far as the location is known."""
        where, kind, words = self.line_parts()
        return f"{where}: {kind} {words}" if where else f"{kind} {words}"

    def line_parts(self) -> tuple[str, str, str]:
        """Return the location, the severity with the code, and the message with the hint, each fit for a terminal."""
        words = " ".join(text for text in (self.message, self.hint) if text)
        return self.location(), f"{self.severity} {self.code}", harmless(words)

    def location(self) -> str:
        """Return ``file:line:column``, as far as it is known, fit for a terminal."""
        known = (part for part in (self.file, self.line, self.column) if part is not None)
        return file_name(":".join(map(str, known)))

    def moved(self, lines: int) -> Problem:
        """Return the problem so many lines further down, without its frame."""
        return Problem(
            self.code,
            self.severity,
            self.message,
            self.hint,
            self.file,
            None if self.line is None else self.line + lines,
            self.column,
            self.pointer,
            self.property,
            self.schema,
            self.title,
            self.description,
            None,
            self.kind,
        )

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the ten members that the JSON report prints, in its order."""
        return {name: getattr(self, name) for name in _REPORTED}


class Placed(NamedTuple):
    """The problems of a text that comes again: where it is now, they are so many lines ``further`` down."""

    problems: list[Problem]
    further: int = 0

    def moved(self) -> list[Problem]:
        """Return the problems where they are now."""
        if not self.further:
            return self.problems
        return [problem.moved(self.further) for problem in self.problems]


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
