"""The lines of a text as they were, and as they are after some edits: only what is changed is held beside the text."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from sde_schema.fixing.file_text import FileText, encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Edit(NamedTuple):
    """What to put in place of a part of a text: offsets and text; ``old_name`` is the name that it replaces.

    ``others`` are edits that are made with it, and fix no problem by themselves.
    """

    start: int
    end: int
    text: str
    old_name: str = ""
    others: tuple[Edit, ...] = ()

    @property
    def together(self) -> tuple[Edit, ...]:
        """This edit and those that are made with it."""
        return (self, *(edit for other in self.others for edit in other.together))


class Change(NamedTuple):
    """Some whole lines, and what is in place of them: offsets in the text as it was, and in the text as it is.

    What is in place of them counts as one line, in place of the first; the others are gone, and that one too where
    nothing is.
    """

    start: int
    end: int
    new_start: int
    new_end: int


class Run(NamedTuple):
    """So many lines that follow each other, and how many are in place of them; None where they are as they were."""

    lines: int
    others: int | None = None


class EditedLines:
    """The lines of a text before and after some edits; only a line feed ends a line.

    The two texts are held as bytes, and no more of them but where they differ.
    """

    def __init__(self, old: bytes, new: bytes | None = None, changes: Sequence[Change] = ()) -> None:
        self.old = old
        self.new = old if new is None else new
        self.changes = changes

    def edited(self, edits: Iterable[Edit]) -> EditedLines:
        """Return the lines after some edits more, which have offsets in the text as it is.

        One that overlaps the one before is left out.
        """
        text = FileText(self.new).written
        pieces: list[str] = []
        made: list[Change] = []
        grown: list[int] = []
        at = size = 0
        singles = sorted(single for edit in edits for single in edit.together)
        for lines, some in _Lines(text, self.changes).together(singles):
            replaced = _replaced(text[lines.new_start : lines.new_end], lines.new_start, some)
            pieces += text[at : lines.new_start], replaced
            begin, at = size + lines.new_start - at, lines.new_end
            size = begin + len(replaced)
            made.append(lines._replace(new_start=begin, new_end=size))
            grown.append(size - at)
        data = encoded("".join([*pieces, text[at:]]))
        return EditedLines(self.old, data, sorted([*made, *_kept(self.changes, made, grown)]))

    def compared(self) -> ComparedLines:
        """Return the lines as texts."""
        return ComparedLines(FileText(self.old), FileText(self.new), self.changes)


def _kept(before: Iterable[Change], made: Sequence[Change], grown: Sequence[int]) -> Iterator[Change]:
    """Yield the changes that are still there after others, where these have moved them.

    ``grown`` says of each of the others by how many characters the text has grown up to its end.
    """
    starts = [change.start for change in made]
    for change in before:
        index = bisect_right(starts, change.start) - 1
        if index < 0:
            yield change
        elif made[index].end < change.end:
            further = grown[index]
            yield change._replace(new_start=change.new_start + further, new_end=change.new_end + further)


class ComparedLines:
    """The lines of a text before and after some edits, to be shown."""

    def __init__(self, old: FileText, new: FileText, changes: Sequence[Change]) -> None:
        self._old = old
        self._new = new
        self._changes = changes

    def runs(self) -> Iterator[Run]:
        """Yield the lines in runs of which all are as they were, or none is."""
        old, at = self._old.written, 0
        for change in self._changes:
            yield Run(self._number(at, change.start))
            first, number = (
                old.find("\n", change.start, change.end) + 1 or change.end,
                self._number(change.start, change.end),
            )
            text = self._text(change)
            if first - change.start == len(text) and old.startswith(text, change.start):
                yield Run(1)
                yield Run(number - 1, 0)
            else:
                yield Run(number, int(bool(text)))
            at = change.end
        yield Run(self._number(at, len(old)))

    def pairs(self, low: int, high: int) -> Iterator[tuple[str, str]]:
        """Yield the lines with numbers from ``low`` up to ``high``, from 0 on: as they were and as they are."""
        old, at = self._old.written, self._old.line_start(low)
        index = bisect_right(self._changes, at, key=lambda change: change.end)
        for _ in range(high - low):
            end = old.find("\n", at) + 1 or len(old)
            line = old[at:end]
            change = self._changes[index] if index < len(self._changes) else None
            if change and change.start <= at:
                yield line, self._text(change) if change.start == at else ""
                index += change.end == end
            else:
                yield line, line
            at = end

    def _text(self, change: Change) -> str:
        """Return what is in place of some lines."""
        return self._new.written[change.new_start : change.new_end]

    def _number(self, start: int, end: int) -> int:
        """Return how many lines of the text as it was are between two offsets."""
        old = self._old.written
        is_open = start < end == len(old) and not old.endswith("\n")
        return old.count("\n", start, end) + is_open


class _Lines:
    """Finds the lines of a text as it is, where what is in place of some lines counts as one."""

    def __init__(self, text: str, changes: Sequence[Change]) -> None:
        self._text = text
        self._changes = changes
        self._last = Change(0, 0, 0, 0)

    def together(self, edits: Sequence[Edit]) -> Iterator[tuple[Change, list[Edit]]]:
        """Yield the edits that are on the same lines, which are in order, with these lines."""
        lines: list[Change] = []
        some: list[Edit] = []
        for edit in edits:
            line = self._line(edit.start)
            if lines and line.start > lines[-1].start:
                yield _from_to(*lines), some
                lines, some = [], []
            last = self._line(max(edit.end - 1, edit.start))
            lines = [lines[0], max(lines[1], last)] if lines else [line, last]
            some.append(edit)
        if lines:
            yield _from_to(*lines), some

    def _line(self, offset: int) -> Change:
        """Return the line of an offset."""
        if not self._last.new_start <= offset < self._last.new_end:
            self._last = self._found(offset)
        return self._last

    def _found(self, offset: int) -> Change:
        index = bisect_right(self._changes, offset, key=lambda change: change.new_start) - 1
        before = self._changes[index] if index >= 0 else Change(0, 0, 0, 0)
        if offset < before.new_end:
            return before
        end = self._changes[index + 1].new_start if index + 1 < len(self._changes) else len(self._text)
        low = self._text.rfind("\n", before.new_end, offset) + 1 or before.new_end
        high = self._text.find("\n", offset, end) + 1 or end
        further = before.end - before.new_end
        return Change(low + further, high + further, low, high)


def _from_to(first: Change, last: Change) -> Change:
    return Change(first.start, last.end, first.new_start, last.new_end)


def _replaced(text: str, start: int, edits: list[Edit]) -> str:
    """Return a text, which begins at an offset, after some edits."""
    made: list[str] = []
    at = start
    for edit in edits:
        if edit.start >= at:
            made += text[at - start : edit.start - start], edit.text
            at = edit.end
    return "".join([*made, text[at - start :]])
