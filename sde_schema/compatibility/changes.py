"""The values that a comparison of two versions is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sde_schema.codes import MISSING_PROPERTY

if TYPE_CHECKING:
    from sde_schema.model import Path, Problem

Kind: TypeAlias = Literal["added", "removed", "retyped", "tightened", "loosened", "words"]
"""What happened to a property. Only its words changed, or also what is accepted; tightened wins over loosened."""

Way: TypeAlias = Literal["contained", "sampled"]
"""How it is known that nothing breaks: an engine proved that the new version accepts all that the old one does,
or so many generated payloads of the old version were validated by the new one."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A small payload that the old version accepts and the new one refuses, with the problem that it has there."""

    payload: Any
    code: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """How it is known that a change breaks nothing; ``payloads`` counts the generated ones that were validated."""

    way: Way
    payloads: int


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one property between two versions.

    ``where`` is the attribute type, ``event``, or ``payload`` for the forms of documents; ``path`` leads from there
    to the property. ``old`` and ``new`` say what is accepted, None where the property does not exist or it is
    known by the payloads alone.
    """

    where: str
    path: Path
    kind: Kind
    old: str | None
    new: str | None
    known_by: Witness | Evidence

    @property
    def is_breaking(self) -> bool:
        """Whether some payload that was valid is no longer."""
        return isinstance(self.known_by, Witness)

    @property
    def anchor(self) -> str:
        """The property's anchor on its reference page: the path with dots, lists left out."""
        return ".".join(step for step in self.path if isinstance(step, str))

    @property
    def name(self) -> str:
        """The path with dots, and a mark after lists: ``products[].quantity``; the attribute's name for its body."""
        dotted = ".".join("[]" if isinstance(step, int) else step for step in self.path)
        return dotted.replace(".[]", "[]") or self.where


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed from one version to another, in the order of the schemas.

    ``evidence`` says for each attribute type how it is known that nothing else breaks.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    evidence: dict[str, Evidence]

    @property
    def breaking(self) -> int:
        """How many changes are breaking."""
        return sum(change.is_breaking for change in self.changes)

    @property
    def compatible(self) -> int:
        """How many changes are not."""
        return len(self.changes) - self.breaking


def pointer_of(error: Problem) -> str:
    """Return the pointer of a problem; of a property that is missing that of the property."""
    return f"{error.pointer}/{error.property}" if error.code == MISSING_PROPERTY else error.pointer
