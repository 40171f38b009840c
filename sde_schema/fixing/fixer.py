"""Bytes of a file to bytes with fewer problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sde_schema.fixing.edits import edits, has_document
from sde_schema.fixing.file_text import FileText
from sde_schema.fixing.line_edits import EditedLines

if TYPE_CHECKING:
    from collections.abc import Callable

    from sde_schema.checking.checks import Checks
    from sde_schema.checking.outcome import Outcome
    from sde_schema.fixing.line_edits import Edit
    from sde_schema.model import Kind
    from sde_schema.reading.blocks import Kind as InputKind

_MOST_TRIED = 24
"""So often a text is validated to find which edits of the same kind lead to other problems."""


@dataclass(frozen=True, slots=True)
class Version:
    """The bytes of a text, the kinds of its problems, and the edits that would fix some.

    ``is_yaml`` says that problems are in a text that is YAML.
    """

    data: bytes
    kinds: Counter[Kind]
    edits: tuple[Edit, ...]
    is_yaml: bool

    @property
    def problems(self) -> int:
        """The number of problems."""
        return self.kinds.total()


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text before and after its problems were fixed; ``names`` are those that were replaced."""

    before: Version
    after: Version
    lines: EditedLines
    names: frozenset[str]

    @property
    def number(self) -> int:
        """How many problems were fixed."""
        return self.before.problems - self.after.problems

    @property
    def refused(self) -> int:
        """How many edits were left out, because they would lead to other problems."""
        return len(self.after.edits)

    @property
    def why_not(self) -> str | None:
        """Why a text cannot be fixed, None if it can."""
        return "YAML cannot be fixed, only JSON" if self.before.is_yaml else None

    @property
    def note(self) -> str | None:
        """How many fixes were left out and why, None if all were made."""
        if not self.refused:
            return None
        number = "1 fix is" if self.refused == 1 else f"{self.refused:,} fixes are"
        return f"{number} left out, because other problems would follow"


class Fixer:
    """Fixes texts; ``checks`` say what is wrong with them, ``treated`` what of that is to be fixed."""

    def __init__(self, checks: Checks, treated: Callable[[Outcome], Outcome] = lambda outcome: outcome) -> None:
        self._checks = checks
        self._treated = treated

    def fixed(self, data: bytes, kind: InputKind) -> Fixed:
        """Return a text after all safe fixes: after each round it has fewer problems, and none of a new kind."""
        before = after = self.version(data, kind)
        lines = EditedLines(data)
        names: frozenset[str] = frozenset()
        while after.edits:
            chosen, lines = _Round(self, after, lines, kind).chosen()
            if chosen is after:
                break
            names |= {single.old_name for edit in after.edits for single in edit.together}
            after = chosen
        return Fixed(before, after, lines, names)

    def version(self, data: bytes, kind: InputKind) -> Version:
        """Return a text with what is wrong with it."""
        file = FileText(data)
        describer = self._checks.describer()
        kinds: Counter[Kind] = Counter()
        found: list[Edit] = []
        is_yaml = is_some = False
        for outcome in map(self._treated, self._checks.data(data, kind)):
            is_some = is_some or has_document(outcome)
            if outcome.findings:
                kinds.update(describer.kinds(outcome))
                found += edits(outcome, describer.context(outcome), file)
                is_yaml = is_yaml or (outcome.parsed is not None and outcome.parsed.is_yaml)
        return Version(data, kinds, tuple(sorted(found)) if is_some else (), is_yaml)


class _Round:
    """Finds those of a text's edits that fix a problem each and lead to no other."""

    def __init__(self, fixer: Fixer, start: Version, lines: EditedLines, kind: InputKind) -> None:
        self._fixer = fixer
        self._start = self._best = start
        self._lines = self._best_lines = lines
        self._kind = kind
        self._taken: list[Edit] = []
        self._left = 0

    def chosen(self) -> tuple[Version, EditedLines]:
        """Return the text after these edits, and its lines."""
        by_name: dict[str, list[Edit]] = {}
        for edit in self._start.edits:
            by_name.setdefault(edit.old_name, []).append(edit)
        self._some([*by_name.values()])
        return self._best, self._best_lines

    def _some(self, groups: list[list[Edit]]) -> None:
        """Take the edits of some groups; what is wrong with one of a group may be so with all of it."""
        if self._takes([edit for group in groups for edit in group]):
            return
        half = len(groups) // 2
        if half:
            self._some(groups[:half])
            self._some(groups[half:])
            return
        before, self._left = (self._best, self._best_lines, self._taken), _MOST_TRIED
        self._halves(groups[0])
        if self._left < 0:
            self._best, self._best_lines, self._taken = before  # all or none: so a second run has nothing to go on with

    def _halves(self, group: list[Edit]) -> None:
        """Take those edits of a group that can be taken, if that is known soon enough."""
        half = len(group) // 2
        for part in (group[:half], group[half:]) if half else ():
            self._left -= 1
            if self._left >= 0 and not self._takes(part):
                self._halves(part)

    def _takes(self, some: list[Edit]) -> bool:
        """Take some edits more, if there are as many problems less and none of a new kind."""
        edits = [*self._taken, *some]
        lines = self._lines.edited(edits)
        after = self._fixer.version(lines.new, self._kind)
        has_fewer = after.problems <= self._best.problems - len(some)
        if has_fewer and after.kinds.keys() <= self._start.kinds.keys():
            self._best, self._best_lines, self._taken = after, lines, edits
            return True
        return False
