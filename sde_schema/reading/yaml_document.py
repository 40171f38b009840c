"""A document read from YAML text: its places, and its lines with their values blanked."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from sde_schema.model import safe_name
from sde_schema.reading.blanking import blanked
from sde_schema.reading.parsed import Spot, Stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sde_schema.model import Path
    from sde_schema.reading.slips import Slip

_STRUCTURE = frozenset("-:[]{},?|>&*!'\" \t")
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
    slips: list[Slip] = field(default_factory=list)
    end: int = 0
    spots: dict[Path, Spot] = field(default_factory=dict)
    again: list[Spot] = field(default_factory=list)
    stretches: list[tuple[Stretch, str | None]] = field(default_factory=list)
    """Where scalars stand, in order; of a name, the name too."""
    in_order: list[Spot] | None = None
    """The scalars that are values, once they were asked for."""

    def locate(self, paths: Iterable[Path]) -> dict[Path, Spot]:
        """Return where the values at the paths stand; what an alias stands for stands at the alias."""
        return {path: self._spot(path) for path in paths}

    def _spot(self, path: Path) -> Spot:
        above = path
        while above not in self.spots:
            above = above[:-1]
        spot = self.spots[above]
        return spot if above == path else Spot(path, None, spot.value, None)

    def repeated(self, is_judged: Callable[[Path], bool], judges_name: Callable[[Path], bool]) -> list[Spot]:
        """Return the names that stand twice in an object, as far as they are judged."""
        return [spot for spot in self.again if judges_name(spot.path) and is_judged(spot.path[:-1])]

    def scalars(self, low: int, high: int) -> list[Spot]:
        """Return the scalars that stand at least partly between two offsets."""
        if self.in_order is None:
            scalars = {stretch for stretch, name in self.stretches if name is None}
            found = (spot for spot in self.spots.values() if spot.value in scalars)
            self.in_order = sorted(found, key=lambda spot: spot.value)
        first = max(bisect_left(self.in_order, low, key=lambda spot: spot.value.start) - 1, 0)
        last = bisect_left(self.in_order, high, key=lambda spot: spot.value.start)
        return [spot for spot in self.in_order[first:last] if spot.value.end > low]

    def blank(self, low: int, high: int, names: frozenset[str] | None) -> str:
        """Return a stretch of one line, blanked but for punctuation and names."""
        line = self.written[low:high]
        if not self.complete:
            return _blank_unread(line, names or frozenset())
        kept = "".join(c if c in _STRUCTURE else blanked(c) for c in line)
        first = max(bisect_left(self.stretches, low, key=lambda entry: entry[0].start) - 1, 0)
        for stretch, name in self.stretches[first:]:
            if stretch.start >= high:
                break
            start, end = max(stretch.start - low, 0), max(min(stretch.end, high) - low, 0)
            shown = name is not None and _may_show(name, self.written[stretch.start : stretch.end], names)
            kept = kept[:start] + (line[start:end] if shown else _filled(line[start:end])) + kept[end:]
        return kept


def _may_show(name: str, written: str, names: frozenset[str] | None) -> bool:
    """Return whether a name may be shown as it is written; what is more than the name itself may not."""
    is_plain = written in (name, f'"{name}"', f"'{name}'")
    return is_plain and (safe_name(name) == name if names is None else name in names)


def _filled(text: str) -> str:
    return "".join(blanked("x") if c.isspace() else blanked(c) for c in text)


def _blank_unread(line: str, names: frozenset[str]) -> str:
    """Return a line that was not understood with all blanked but the names that the schemas know."""
    kept = blanked(line)
    for found in _KNOWN_NAME.finditer(line):
        if found[1] in names:
            kept = kept[: found.start()] + found[0] + kept[found.end() :]
    return kept
