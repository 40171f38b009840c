"""What a problem code is: one value that tells all there is to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sde_schema.model import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A problem code: what it means, why it matters, an example that is bad, one that is good.

    ``bad`` and ``good`` are whole documents, as bytes; the bad one yields just this code, the good
    one none. ``mend`` says what to do.
    """

    code: str
    name: str
    severity: Severity
    meaning: str
    why: str
    bad: bytes
    good: bytes
    mend: str
