"""A document read from YAML text: its locations, and its lines with their values masked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from sde_schema.model import safe_name
from sde_schema.reading.document import Located, Span, overlapping
from sde_schema.reading.masking import MASK, laid_over, masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.model import Path
    from sde_schema.reading.json_fixes import BadSyntax

_VALUES = re.compile("[^-:\\[\\]{},?|>&*!'\" \t]+")
_KNOWN_NAME = re.compile(r"([A-Za-z_]\w*)[\"']?\s*:")


@dataclass(slots=True)
class YamlDocument:
    """A document read from YAML text; see ``Parsed``."""

    is_yaml: ClassVar[bool] = True

    written: str
    begin: int = 0
    value: Any = None
    complete: bool = False
    repeats: bool = False
    bad_syntax: list[BadSyntax] = field(default_factory=list)
    end: int = 0
    located_at: dict[Path, Located] = field(default_factory=dict)
    again: list[Located] = field(default_factory=list)
    spans: list[tuple[Span, str | None]] = field(default_factory=list)
    """Where scalars are, in order; of a name, the name too."""
    in_order: list[Located] | None = None
    """The scalars that are values, once they were asked for."""

    def locate(self, paths: Iterable[Path]) -> dict[Path, Located]:
        """Return where the values at the paths are; what an alias repeats is at the alias."""
        return {path: self._located(path) for path in paths}

    def _located(self, path: Path) -> Located:
        above = path
        while above not in self.located_at:
            above = above[:-1]
        located = self.located_at[above]
        return located if above == path else Located(path, None, located.value, None)

    def repeated(self, is_checked: Callable[[Path], bool], checks_name: Callable[[Path], bool]) -> list[Located]:
        """Return the names that appear twice in an object, as far as they are validated."""
        return [located for located in self.again if checks_name(located.path) and is_checked(located.path[:-1])]

    def scalars(self, parts: list[Span]) -> list[Located]:
        """Return the scalars that are at least partly in some spans, which are in order."""
        if self.in_order is None:
            scalars = {span for span, name in self.spans if name is None}
            found = (located for located in self.located_at.values() if located.value in scalars)
            self.in_order = sorted(found, key=lambda located: located.value)
        in_order = self.in_order
        found_in = (overlapping(in_order, part, lambda located: located.value) for part in parts)
        return [located for found in found_in for located in found]

    def masked(self, low: int, high: int, names: frozenset[str] | None) -> str:
        """Return a span of one line, masked but for punctuation and names."""
        line = self.written[low:high]
        if not self.complete:
            return _masked_unread(line, names or frozenset())
        kept = _VALUES.sub(lambda value: masked(value[0]), line)
        return laid_over(kept, low, self._masked_scalars(Span(low, high), names))

    def _masked_scalars(self, part: Span, names: frozenset[str] | None) -> Iterator[tuple[int, str]]:
        """Yield the scalars in a span, with their offsets, masked but for names."""
        for span, name in overlapping(self.spans, part, lambda entry: entry[0]):
            start, end = span.within(part)
            text = self.written[start:end]
            shown = name is not None and _may_show(name, self.written[span.start : span.end], names)
            yield start, text if shown else _filled(text)


def _may_show(name: str, written: str, names: frozenset[str] | None) -> bool:
    """Return whether a name may be shown as it is written; what is more than the name itself may not."""
    is_plain = written in (name, f'"{name}"', f"'{name}'")
    return is_plain and (safe_name(name) == name if names is None else name in names)


def _filled(text: str) -> str:
    return re.sub(r"\s", MASK, masked(text))


def _masked_unread(line: str, names: frozenset[str]) -> str:
    """Return a line that was not understood with all masked but the names that the schemas know."""
    kept = masked(line)
    for found in _KNOWN_NAME.finditer(line):
        if found[1] in names:
            kept = kept[: found.start()] + found[0] + kept[found.end() :]
    return kept
