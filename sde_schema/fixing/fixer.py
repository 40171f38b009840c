"""Bytes of a file to bytes with fewer problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sde_schema.fixing.edits import FileText, edits
from sde_schema.fixing.line_edits import edited, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sde_schema.checking.validator import Validator
    from sde_schema.model import Kind
    from sde_schema.reading.blocks import Kind as InputKind
    from sde_schema.reading.json_fixes import TextFix

_MOST_TRIED = 50
"""So often a text is validated to find the edits that lead to other problems."""

_ESCAPES = "surrogateescape"
"""Bytes that are not UTF-8 stay what they are."""


@dataclass(frozen=True, slots=True)
class Version:
    """The lines of a text, the kinds of its problems, and the edits that would fix some.

    ``names`` are those that the edits replace. ``is_yaml`` says that problems are in a text that is YAML.
    """

    lines: tuple[str, ...]
    kinds: Counter[Kind]
    edits: tuple[TextFix, ...]
    names: frozenset[str]
    is_yaml: bool

    @property
    def problems(self) -> int:
        """The number of problems."""
        return self.kinds.total()

    @property
    def data(self) -> bytes:
        """The bytes of the text."""
        return "".join(self.lines).encode(errors=_ESCAPES)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text before and after its problems were fixed; ``names`` are those that were replaced."""

    before: Version
    after: Version
    names: frozenset[str]

    @property
    def number(self) -> int:
        """How many problems were fixed."""
        return self.before.problems - self.after.problems

    @property
    def refused(self) -> int:
        """How many edits were left out, because they would lead to other problems."""
        return len(self.after.edits)


class Fixer:
    """Fixes texts; ``validator`` says what is wrong with them."""

    def __init__(self, validator: Validator) -> None:
        self._validator = validator

    def fixed(self, data: bytes, kind: InputKind) -> Fixed:
        """Return a text after all safe fixes: after each round it has fewer problems, and none of a new kind."""
        before = after = self.version(lines_of(data.decode(errors=_ESCAPES)), kind)
        names: frozenset[str] = frozenset()
        while after.edits:
            chosen = _Round(self, after, kind).chosen(after, after.edits)
            if chosen is after:
                break
            names |= after.names
            after = chosen
        return Fixed(before, after, names)

    def version(self, lines: tuple[str, ...], kind: InputKind) -> Version:
        """Return lines with what is wrong with them."""
        text = "".join(lines)
        file = FileText(text)
        describer = self._validator.describer()
        kinds: Counter[Kind] = Counter()
        found: list[tuple[TextFix, str | None]] = []
        is_yaml = False
        for outcome in self._validator.check_bytes(text.encode(errors=_ESCAPES), kind):
            if outcome.findings:
                kinds.update(describer.kinds(outcome))
                found += edits(outcome, describer.context(outcome), file)
                is_yaml = is_yaml or (outcome.parsed is not None and outcome.parsed.is_yaml)
        in_order = tuple(sorted(edit for edit, _ in found))
        return Version(lines, kinds, in_order, frozenset(name for _, name in found if name is not None), is_yaml)


class _Round:
    """Finds those of a text's edits that do what they should."""

    def __init__(self, fixer: Fixer, start: Version, kind: InputKind) -> None:
        self._fixer = fixer
        self._start = start
        self._kind = kind
        self._tried = 0

    def chosen(self, base: Version, edits: Sequence[TextFix]) -> Version:
        """Return a text after some edits, or after those of them that fix a problem each and lead to no other."""
        if self._tried == _MOST_TRIED:
            return base
        self._tried += 1
        after = self._fixer.version(edited(base.lines, edits), self._kind)
        if after.problems <= base.problems - len(edits) and after.kinds.keys() <= self._start.kinds.keys():
            return after
        if len(edits) == 1:
            return base
        half = len(edits) // 2
        later = self.chosen(base, edits[half:])  # what comes first keeps its offsets
        return self.chosen(later, edits[:half])
