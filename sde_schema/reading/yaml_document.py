"""A document read from YAML text: its locations, and its lines with their values masked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from sde_schema.model import safe_name
from sde_schema.reading.document import Located, Span
from sde_schema.reading.masking import MASK, laid_over, masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.model import Path
    from sde_schema.reading.json_fixes import BadSyntax
    from sde_schema.reading.yaml_positions import Positions

_PUNCTUATION = "-:[]{},?|>&*!'\" \t"
_VALUES = re.compile(f"[^{re.escape(_PUNCTUATION)}]+")
_ASCII_MASKS = {code: MASK for code in range(128) if chr(code) not in _PUNCTUATION and not chr(code).isspace()}
_KNOWN_NAME = re.compile(r"(?<!\w)([A-Za-z_]\w*+)[\"']?\s*+:")


@dataclass(slots=True)
class YamlDocument:
    """A document read from YAML text; see ``Parsed``."""

    is_yaml: ClassVar[bool] = True

    written: str
    positions: Positions
    begin: int = 0
    value: Any = None
    complete: bool = False
    repeats: bool = False
    bad_syntax: list[BadSyntax] = field(default_factory=list)
    end: int = 0

    def locate(self, paths: Iterable[Path]) -> dict[Path, Located]:
        """Return where the values at the paths are; what an alias repeats is at the alias."""
        return {path: self.positions.located(path) for path in paths}

    def repeated(self, is_checked: Callable[[Path], bool], checks_name: Callable[[Path], bool]) -> Iterator[Located]:
        """Yield the names that appear twice in an object, as far as they are validated."""
        found = self.positions.repeated()
        return (located for located in found if checks_name(located.path) and is_checked(located.path[:-1]))

    def scalars(self, parts: list[Span]) -> list[Located]:
        """Return the scalars that are at least partly in some spans, which are in order."""
        return [located for part in parts for located in self.positions.scalars(part)]

    def masked(self, low: int, high: int, names: frozenset[str] | None) -> str:
        """Return a span of one line, masked but for punctuation and names."""
        line = self.written[low:high]
        if not self.complete:
            return _masked_unread(line, names or frozenset())
        return laid_over(_masked_values(line), low, self._masked_scalars(Span(low, high), names))

    def _masked_scalars(self, part: Span, names: frozenset[str] | None) -> Iterator[tuple[int, str]]:
        """Yield the scalars in a span, with their offsets, masked but for names."""
        for span, name in self.positions.written(part):
            start, end = span.within(part)
            text = self.written[start:end]
            shown = name is not None and _may_show(name, self.written[span.start : span.end], names)
            yield start, text if shown else _filled(text)


def _may_show(name: str, written: str, names: frozenset[str] | None) -> bool:
    """Return whether a name may be shown as it is written; what is more than the name itself may not."""
    is_plain = written in (name, f'"{name}"', f"'{name}'")
    return is_plain and (safe_name(name) == name if names is None else name in names)


def _filled(text: str) -> str:
    """Return a scalar masked, its white space too."""
    return MASK * len(text) if text.isascii() else masked(text).replace(" ", MASK)


def _masked_values(line: str) -> str:
    """Return a line with all masked but punctuation."""
    if line.isascii():
        return line.translate(_ASCII_MASKS)
    return _VALUES.sub(lambda value: masked(value[0]), line)


def _masked_unread(line: str, names: frozenset[str]) -> str:
    """Return a line that was not understood with all masked but the names that the schemas know."""
    known = (found for found in _KNOWN_NAME.finditer(line) if found[1] in names)
    return laid_over(masked(line), 0, ((found.start(), found[0]) for found in known))
