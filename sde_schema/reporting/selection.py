"""Which problems a report prints, so that it stays readable at any number of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sde_schema.model import Kind


class Quota(NamedTuple):
    """How many problems are printed, and how many of each kind; infinite without limits."""

    problems: float = math.inf
    per_kind: float = math.inf


NO_LIMITS = Quota()


class Selection:
    """Takes the first problems of each kind; errors are never left out for warnings' sake.

    So there are at most as many errors as the quota says; a warning comes only as long as fewer problems were taken.
    """

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._errors = 0
        self._taken = 0
        self._of_kind: dict[Kind, int] = {}

    def takes(self, kind: Kind) -> bool:
        """Return whether the next problem, which is of this kind, is printed."""
        is_error = kind.severity == "error"
        if (self._errors if is_error else self._taken) >= self._quota.problems:
            return False
        number = self._of_kind.get(kind, 0)
        if number >= self._quota.per_kind:
            return False
        if self._quota.per_kind < math.inf:
            self._of_kind[kind] = number + 1
        self._taken += 1
        self._errors += is_error
        return True
