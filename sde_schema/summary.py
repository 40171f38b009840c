"""What a run counts: files, events, problems by severity, code and kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sde_schema.model import Kind, Problem

MOST_KINDS = 1_000
"""So many kinds are counted one by one, those that come first; the rest is counted as one."""


class First(NamedTuple):
    """Where the first problem of a kind is; ``line`` and ``column`` are None where it has no location."""

    file: str | None = None
    line: int | None = None
    column: int | None = None


_NOWHERE = First()


class Unchecked(NamedTuple):
    """A file that could not be checked, or not to its end, and why."""

    file: str
    why: str


@dataclass(slots=True)
class KindCount:
    """How many problems of a kind there are, in how many files, and where the first one is."""

    count: int = 0
    files: int = 0
    first: First = _NOWHERE


class Tally(NamedTuple):
    """What problems that come again add to a summary, each time the same; ``counts`` are those of their kinds."""

    errors: int
    codes: list[str]
    counts: list[KindCount]


@dataclass(slots=True)
class Summary:
    """What has been counted so far: files, events (bad ones too), problems.

    ``other_kinds`` counts the problems whose kinds came after the first MOST_KINDS, ``fixable`` those that have a safe
    fix in a file that can be fixed, ``ignored`` those that the configuration ignores, which are in no other number.
    ``unchecked`` are the files that could not be read, ``fix_command`` makes the fixes. Of a part of a file all kinds
    are counted one by one: ``most_kinds`` has no end.
    """

    files: int = 0
    events: int = 0
    errors: int = 0
    warnings: int = 0
    codes: dict[str, int] = field(default_factory=dict)
    kinds: dict[Kind, KindCount] = field(default_factory=dict)
    other_kinds: int = 0
    fixable: int = 0
    ignored: int = 0
    unchecked: list[Unchecked] = field(default_factory=list)
    most_kinds: float = MOST_KINDS
    fix_command: str = "sde-schema fix"

    def count(self, kind: Kind) -> bool:
        """Count one problem of a file; return whether it is the first of a kind that is counted by itself."""
        self.codes[kind.code] = self.codes.get(kind.code, 0) + 1
        if kind.severity == "error":
            self.errors += 1
        else:
            self.warnings += 1
        known = self.kinds.get(kind)
        if known is not None:
            known.count += 1
        elif len(self.kinds) < self.most_kinds:
            self.kinds[kind] = KindCount(1, 1)
            return True
        else:
            self.other_kinds += 1
        return False

    def tally(self, kinds: Sequence[Kind]) -> Tally:
        """Return what problems of these kinds add, each of which was counted before."""
        errors = sum(kind.severity == "error" for kind in kinds)
        counts = [self.kinds[kind] for kind in kinds if kind in self.kinds]
        return Tally(errors, [kind.code for kind in kinds], counts)

    def count_again(self, tally: Tally) -> None:
        """Count problems of kinds that were counted before."""
        self.errors += tally.errors
        self.warnings += len(tally.codes) - tally.errors
        self.other_kinds += len(tally.codes) - len(tally.counts)
        for code in tally.codes:
            self.codes[code] += 1
        for counted in tally.counts:
            counted.count += 1

    def note_first(self, kind: Kind, problem: Problem) -> None:
        """Note where the first problem of a kind is."""
        self.kinds[kind].first = First(problem.file, problem.line, problem.column)

    def add(self, other: Summary, *, of_same_file: bool = False) -> None:
        """Add what was counted in other files, or in another part of the same file."""
        self.files = max(self.files, other.files) if of_same_file else self.files + other.files
        self.events += other.events
        self.errors += other.errors
        self.warnings += other.warnings
        self.other_kinds += other.other_kinds
        self.fixable += other.fixable
        self.ignored += other.ignored
        self.unchecked += other.unchecked
        for code, number in other.codes.items():
            self.codes[code] = self.codes.get(code, 0) + number
        for kind, counted in other.kinds.items():
            self._add(kind, counted, 0 if of_same_file else counted.files)

    def _add(self, kind: Kind, counted: KindCount, more_files: int) -> None:
        known = self.kinds.get(kind)
        if known is not None:
            known.count += counted.count
            known.files += more_files
        elif len(self.kinds) < self.most_kinds:
            self.kinds[kind] = KindCount(counted.count, counted.files, counted.first)
        else:
            self.other_kinds += counted.count

    def by_kind(self) -> list[tuple[Kind, KindCount]]:
        """Return the kinds with what was counted of them: errors first, of these the most frequent, then the first."""
        return sorted(self.kinds.items(), key=lambda pair: (pair[0].severity != "error", -pair[1].count))

    def as_dict(self) -> dict[str, Any]:
        """Return the members of the report's ``summary``, codes in order."""
        kinds = [_as_dict(kind, counted) for kind, counted in self.by_kind()]
        if self.other_kinds:
            kinds.append({**dict.fromkeys(_OF_KINDS), "count": self.other_kinds})
        return {
            "files": self.files,
            "events": self.events,
            "errors": self.errors,
            "warnings": self.warnings,
            "codes": dict(sorted(self.codes.items())),
            "kinds": kinds,
            "ignored": self.ignored,
            "unchecked": [each._asdict() for each in self.unchecked],
        }


_OF_KINDS = ("code", "severity", "message", "pointer", "count", "files", "first")


def _as_dict(kind: Kind, counted: KindCount) -> dict[str, Any]:
    return dict(zip(_OF_KINDS, (*kind, counted.count, counted.files, counted.first._asdict()), strict=True))
