"""Fingerprints, by which a CI system knows a problem again after lines have moved."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from sde_schema.reporting.repository import from_root

if TYPE_CHECKING:
    from sde_schema.model import Problem


class Fingerprints:
    """Gives each problem of a run a fingerprint of its own.

    It is made of the file, the kind (so not of lines and list indexes), and of how many there were of it before.
    """

    def __init__(self) -> None:
        self._seen: Counter[tuple[object, ...]] = Counter()

    def of(self, problem: Problem) -> str:
        """Return the fingerprint of the next problem: 64 hexadecimal digits."""
        kind = problem.kind or (problem.code, problem.severity, problem.message, problem.pointer)
        return self.of_parts((from_root(problem.file or "-"), *kind))

    def of_parts(self, key: tuple[object, ...]) -> str:
        """Return the next fingerprint of what these parts identify."""
        self._seen[key] += 1
        return sha256("\0".join(map(str, (*key, self._seen[key]))).encode(errors="backslashreplace")).hexdigest()
