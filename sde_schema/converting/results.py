"""What becomes of documents and events: what is written, and what is rejected with its problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sde_schema.converting.documents import Document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.converting.documents import Unreadable
    from sde_schema.model import Problem


@dataclass(frozen=True, slots=True)
class Converted:
    """What is written: one document, or the line of an event; ``nulled`` are the values that are null now."""

    data: bytes
    events: int
    nulled: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """What is not written, and why: an ``event``, a ``document``, or a ``text`` or its ``base64``, as it was read.

    A document of which the events are written has none of them here. ``line`` is the first one of the document,
    ``pointer`` leads to the event in it, ``where`` says whose the event is and where it was. ``held`` is the original,
    or the document that has it.
    """

    problems: Iterable[Problem]
    line: int
    pointer: str
    is_a: Literal["event", "document", "text", "base64"]
    held: Any
    events: int = 0
    where: dict[str, Any] = field(default_factory=dict)

    @property
    def original(self) -> Any:
        """The value or the text."""
        return self.held.value if isinstance(self.held, Document) else self.held


Result: TypeAlias = "Converted | Rejected"


def unread(found: Unreadable) -> Rejected:
    """Return that a text was rejected because it could not be read."""
    is_a: Literal["text", "base64"] = "text" if found.is_utf8 else "base64"
    return Rejected(found.problems, found.line, "", is_a, found.original, found.events)
