"""What checking speaks of: limits, manners, faults of texts, outcomes of documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from sde_schema.model import Problem, Severity

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
    """What was found in a document or in a run of clean ones.

    ``events`` counts bad events too; ``found`` has the code and severity of each problem; ``tell``
    returns the problems, in the order of the file, and is only called where somebody wants them.
    ``without_events`` is None where there are events. ``other_versions`` returns those in which the errors would not
    be there, because all of them are types that this version does not allow.
    """

    events: int = 0
    found: list[tuple[str, Severity]] = field(default_factory=list)
    tell: Callable[[], list[Problem]] = list
    without_events: WithoutEvents | None = None
    other_versions: Callable[[], frozenset[str]] = frozenset


class WithoutEvents(NamedTuple):
    """That a document without any problem that explains it has no events; ``has_array`` that it has an array of them.

    ``outcome`` is the one that says so.
    """

    outcome: Outcome
    has_array: bool


class Manner(NamedTuple):
    """How problems are told: which are mere warnings, whether values are shown, frames wanted."""

    allow_unknown: bool = False
    show_values: bool = False
    frames: bool = False


class Fault(NamedTuple):
    """A problem about a text, not about a value in it: code, offset in the written text, words."""

    code: str
    offset: int
    message: str
    hint: str | None
