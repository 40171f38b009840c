"""Two versions of a text to a unified diff in which no value is shown."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from sde_schema.catalog.properties import Properties
from sde_schema.fixing.line_changes import changes
from sde_schema.model import safe_name
from sde_schema.reading.masking import mask_json_line, printable
from sde_schema.terminal import ELLIPSIS, harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.fixing.fixer import Fixed
    from sde_schema.fixing.line_edits import ComparedLines

    _Opcode = tuple[str, int, int, int, int]

_LONGEST, _BEFORE = 400, 150
"""So many code points of a line are shown, and of these so many before its one change."""

_AROUND, _MOST_CHANGES = 60, 10
"""So many code points before and after each change are shown where there are several, and so many changes."""

_LOG_COMMAND = re.compile(r"\A(\s*)::")
"""What begins a command to GitHub where a line does, which no line of JSON does."""

_EQUAL, _REPLACE = "equal", "replace"
"""What became of lines, as difflib calls it."""

_NO_END = "\\ No newline at end of file"


class _Known(SequenceMatcher[str]):
    """Groups changes that are known already."""

    def __init__(self, opcodes: list[_Opcode]) -> None:
        super().__init__()
        self._known = opcodes

    def get_opcodes(self) -> list[_Opcode]:  # type: ignore[override] # its items are named tuples elsewhere
        """Return the changes."""
        return self._known


def diff_of(fixed: Fixed, name: str, version: str) -> Iterator[str]:
    """Yield the lines of a diff of what was fixed in a file, with the names that a version knows or that change."""
    names = Properties(version).names | {old for old in fixed.names if safe_name(old) == old}
    return masked_diff(harmless(name), fixed.lines.compared(), names)


def masked_diff(name: str, lines: ComparedLines, names: frozenset[str]) -> Iterator[str]:
    """Yield the lines of a diff of the lines of a file; ``names`` are those that may be shown."""
    opcodes = _opcodes(lines)
    if not any(tag == _REPLACE for tag, *_ in opcodes):
        return
    yield f"--- {name}"
    yield f"+++ {name} (fixed)"
    for group in _Known(opcodes).get_grouped_opcodes():
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@"
        for tag, low, high, *_ in group:
            if tag == _EQUAL:
                yield from _shown(" ", lines.pairs(low, high), names)
            else:
                yield from _shown("-", lines.pairs(low, high), names)
                yield from _shown("+", ((new, old) for old, new in lines.pairs(low, high)), names)
                yield from _left_out(lines.pairs(low, high))


def _opcodes(lines: ComparedLines) -> list[_Opcode]:
    """Return what became of the lines, in the form of difflib."""
    found: list[_Opcode] = []
    index = at = 0
    for number, others in lines.runs():
        if not number:
            continue
        tag, low, new_low = _EQUAL if others is None else _REPLACE, index, at
        index, at = index + number, at + (number if others is None else others)
        if found and found[-1][0] == tag:
            _, low, _, new_low, _ = found.pop()
        found.append((tag, low, index, new_low, at))
    return found


def _range(start: int, stop: int) -> str:
    """Return a range of lines as a unified diff writes it."""
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _shown(sign: str, pairs: Iterable[tuple[str, str]], names: frozenset[str]) -> Iterator[str]:
    """Yield lines with their values masked; of a long one what is around its differences from the other one."""
    for line, other in pairs:
        if not line:
            continue
        masked = mask_json_line(line.rstrip("\r\n"), names)
        windows = _windows(line, other, len(masked)) if len(masked) > _LONGEST else [(0, len(masked))]
        before, after = ELLIPSIS if windows[0][0] else "", ELLIPSIS if windows[-1][1] < len(masked) else ""
        shown = f"{before}{ELLIPSIS.join(printable(masked[low:high]) for low, high in windows)}{after}"
        yield sign + _LOG_COMMAND.sub(r"\1?:", shown)
        if not line.endswith("\n"):
            yield _NO_END


def _windows(line: str, other: str, length: int) -> list[tuple[int, int]]:
    """Return the parts of a long line that are shown."""
    found = changes(line, other)
    if len(found) <= 1:
        low = max(min(found[0].start - _BEFORE, length - _LONGEST), 0) if found else 0
        return [(low, min(low + _LONGEST, length))]
    windows: list[tuple[int, int]] = []
    for change in found[:_MOST_CHANGES]:
        low, high = max(change.start - _AROUND, 0), min(min(change.end, change.start + _LONGEST) + _AROUND, length)
        if windows and low <= windows[-1][1]:
            low, _ = windows.pop()
        windows.append((low, high))
    return windows


def _left_out(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield how many changes of long lines are not shown."""
    left = sum(max(len(changes(*pair)) - _MOST_CHANGES, 0) for pair in pairs if max(map(len, pair)) > _LONGEST)
    if left:
        yield f"\\ {left:,} more changes on long lines"
