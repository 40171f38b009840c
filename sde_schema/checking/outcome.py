"""What checking speaks of: limits, presentation, outcomes of documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.findings import Finding
    from sde_schema.model import Severity
    from sde_schema.reading.document import Parsed
    from sde_schema.reading.text import Text

MAX_DEPTH = 128
DEEPEST = 250
"""More levels than these no limit may allow: engines read little more."""

MAX_DOCUMENT_SIZE = 256 * 1024 * 1024


class Limits(NamedTuple):
    """How deep (levels) and how large (bytes) a document may be."""

    depth: int = MAX_DEPTH
    document_size: int = MAX_DOCUMENT_SIZE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in a document or in a run of clean ones: plain data, of which problems are made where wanted.

    ``events`` counts bad events too; ``findings`` are in the order of the file, ``severities`` has that of each.
    ``text`` is what was read and ``parsed`` what became of it, both None for a parsed object; ``value`` is the
    document. ``no_events`` is the finding that there are no events, where nothing else explains it.
    """

    events: int = 0
    findings: tuple[Finding, ...] = ()
    severities: tuple[Severity, ...] = ()
    text: Text | None = None
    parsed: Parsed | None = None
    value: Any = None
    no_events: Finding | None = None

    @property
    def found(self) -> Iterator[tuple[str, Severity]]:
        """The code and the severity of each finding."""
        return zip((finding.code for finding in self.findings), self.severities, strict=True)

    @property
    def has_errors(self) -> bool:
        """Whether a finding is an error."""
        return "error" in self.severities


class Presentation(NamedTuple):
    """How problems are described: which are mere warnings, whether values are shown, frames wanted."""

    allow_unknown: bool = False
    show_values: bool = False
    frames: bool = False
