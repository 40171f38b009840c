"""What is different in two long lines of which one is the other one after some edits."""

from __future__ import annotations

from typing import NamedTuple

_BLOCK = 4096
_ANCHOR = 16
"""So many characters that are the same in both lines end a change."""

_LONGEST = 96
"""A change is at most so long on either side, unless much was removed."""

_END = "\0" * _ANCHOR


class Change(NamedTuple):
    """From where to where a part of a line is replaced by one of another line."""

    start: int
    end: int
    other_start: int
    other_end: int


def changes(line: str, other: str) -> list[Change]:
    """Return what is different in two lines, in their order; changes that are near each other are one."""
    ended, other_ended = line + _END, other + _END
    found: list[Change] = []
    at = other_at = 0
    while True:
        same = _same(ended, at, other_ended, other_at)
        same = min(same, len(line) - at, len(other) - other_at)  # the characters of the end may be in a line, too
        at, other_at = at + same, other_at + same
        if at == len(line) or other_at == len(other):
            rest = Change(at, len(line), other_at, len(other))
            return found if at == len(line) and other_at == len(other) else [*found, rest]
        step, other_step = _step(ended, at, other_ended, other_at)
        end, other_end = min(at + step, len(line)), min(other_at + other_step, len(other))
        found.append(Change(at, end, other_at, other_end))
        at, other_at = end, other_end


def _same(line: str, at: int, other: str, other_at: int) -> int:
    """Return how many characters are the same from two offsets on."""
    same, size = 0, _BLOCK
    while size:
        part = line[at + same : at + same + size]
        if len(part) == size and part == other[other_at + same : other_at + same + size]:
            same += size
        else:
            size //= 2
    return same


def _step(line: str, at: int, other: str, other_at: int) -> tuple[int, int]:
    """Return how much to pass over in both lines, so that they go on alike; all where they do not."""
    best: tuple[int, int] | None = None
    for other_step in range(_LONGEST):
        if best and other_step >= sum(best):
            break
        anchor = other[other_at + other_step : other_at + other_step + _ANCHOR]
        found = line.find(anchor, at, at + _LONGEST + _ANCHOR) if len(anchor) == _ANCHOR else -1
        if found >= 0 and (best is None or found - at + other_step < sum(best)):
            best = found - at, other_step
    if best:
        return best
    removed = line.find(other[other_at : other_at + 2 * _ANCHOR], at)
    return (removed - at, 0) if removed >= 0 else (len(line) - at, len(other) - other_at)
