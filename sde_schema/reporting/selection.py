"""Which problems a report prints, so that it stays readable at any number of them."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from sde_schema.summary import MOST_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.model import Kind, Problem, Severity


class Quota(NamedTuple):
    """How many problems are printed, and how many of each kind; infinite without limits.

    The first of so many kinds, ``firsts``, are among them however many problems there are before. So many of each kind
    are printed with their source line, ``framed``. With ``per_file`` each file has the quota for itself.
    """

    problems: float = math.inf
    per_kind: float = math.inf
    firsts: int = 0
    framed: float = 0
    per_file: bool = False


NO_LIMITS = Quota()
MOST_RESULTS = Quota(problems=5_000, firsts=MOST_KINDS)
"""What viewers of results take; services refuse more."""


class Choice(NamedTuple):
    """Whether a problem may be printed, and whether with its source line."""

    is_printed: bool
    is_framed: bool


_NOT_PRINTED = Choice(is_printed=False, is_framed=False)
_PRINTED = Choice(is_printed=True, is_framed=False)


class Allowance:
    """What is left of a quota: so many problems of each kind and severity."""

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self._of_kind: dict[Kind, int] = {}
        self._of_severity: dict[Severity, int] = {"error": 0, "warning": 0}

    def is_over(self, kind: Kind) -> bool:
        """Return whether no problem of this kind may be printed any more."""
        number = self._of_kind.get(kind, 0)
        is_first = not number and len(self._of_kind) < self.quota.firsts
        is_full = self._of_severity[kind.severity] >= self.quota.problems or number >= self.quota.per_kind
        return is_full and not is_first

    def choice(self, kind: Kind) -> Choice:
        """Return whether the next problem, which is of this kind, may be printed; then there is one less left."""
        if self.quota == NO_LIMITS:
            return _PRINTED
        if self.is_over(kind):
            return _NOT_PRINTED
        number = self._of_kind.get(kind, 0)
        self._of_kind[kind] = number + 1
        self._of_severity[kind.severity] += 1
        return Choice(is_printed=True, is_framed=number < self.quota.framed)


class Candidates:
    """Chooses the problems of a run that one of its reports may print; each report then makes its own selection.

    What earlier files had of the quotas is used up, as far as it is known.
    """

    def __init__(self, quotas: Iterable[Quota]) -> None:
        self._allowances = [Allowance(quota) for quota in dict.fromkeys(quotas)]
        self._file: str | None = None

    def begin(self, file: str) -> None:
        """Go on with a file, or with the next part of it."""
        if file != self._file:
            self._file = file
            self._allowances = [Allowance(it.quota) if it.quota.per_file else it for it in self._allowances]

    def choice(self, kind: Kind) -> Choice:
        """Return whether a report may print the next problem, which is of this kind."""
        choices = [allowance.choice(kind) for allowance in self._allowances]
        return choices[0] if len(choices) == 1 else Choice(*map(any, zip(*choices, strict=True)))

    def last_choice(self, kinds: Iterable[Kind]) -> Choice | None:
        """Return the choice for all further problems of these kinds, None while quotas have room for some of them."""
        limited = [allowance for allowance in self._allowances if allowance.quota != NO_LIMITS]
        if not all(allowance.is_over(kind) for allowance in limited for kind in kinds):
            return None
        return _PRINTED if len(limited) < len(self._allowances) else _NOT_PRINTED


class Selection:
    """Takes the first problems of each kind, in their order, and never leaves an error out for a warning's sake.

    So the first warning and what comes after it is held back, until it is known which warnings have room. ``printed``
    counts those that were returned, by severity.
    """

    def __init__(self, quota: Quota) -> None:
        self.printed: Counter[Severity] = Counter()
        self._quota = quota
        self._allowance = Allowance(quota)
        self._taken = 0
        self._errors = 0
        self._held: dict[int, Problem] = {}
        self._warnings: list[int] = []

    def offer(self, problem: Problem) -> list[Problem]:
        """Return the problems that are to be printed now that this one has come."""
        if self._errors >= self._quota.problems or not (
            problem.kind is None or self._allowance.choice(problem.kind).is_printed
        ):
            return []
        self._taken += 1
        self._held[self._taken] = problem
        if problem.severity == "error":
            self._errors += 1
        else:
            self._warnings.append(self._taken)
        if self._errors + len(self._warnings) > self._quota.problems:
            del self._held[self._warnings.pop()]
        return self.rest() if not self._warnings or self._quota == NO_LIMITS else []

    def rest(self) -> list[Problem]:
        """Return the problems that have been held back."""
        held = [*self._held.values()]
        self.printed.update(problem.severity for problem in held)
        self._held.clear()
        self._warnings.clear()
        return held


class Results:
    """Keeps so many problems: the first of each kind, whatever came before it, then errors, then warnings."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._held: dict[int, Problem] = {}
        self._offered = 0
        self._firsts: set[Kind | None] = set()
        self._others: dict[Severity, list[int]] = {"error": [], "warning": []}

    def offer(self, problem: Problem) -> None:
        """Take a problem, and drop the least important one where there is no room."""
        self._offered += 1
        self._held[self._offered] = problem
        if problem.kind not in self._firsts and len(self._firsts) < self._quota.firsts:
            self._firsts.add(problem.kind)
        else:
            self._others[problem.severity].append(self._offered)
        if len(self._held) > self._quota.problems:
            others = self._others["warning"] or self._others["error"]
            del self._held[others.pop()]

    @property
    def kept(self) -> list[Problem]:
        """The problems that are kept, in their order."""
        return [*self._held.values()]
