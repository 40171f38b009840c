"""What was found in a document to edits of its file."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.fixing.line_edits import Edit
from sde_schema.fixing.names import rename
from sde_schema.fixing.values import new_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.checking.outcome import Outcome
    from sde_schema.findings import Finding
    from sde_schema.fixing.file_text import FileText
    from sde_schema.model import Path
    from sde_schema.reading.document import Located
    from sde_schema.reading.json_fixes import TextFix
    from sde_schema.reading.text import Text
    from sde_schema.rules.wording import Context

MARK = "\ufeff"
_COMMA = ","
_BLANK = re.compile(r"[ \t\r]*")
_SPACES = " \t"


class _Change(NamedTuple):
    """What to write in place of a value, or of its member's name; ``others`` are changes that belong to it."""

    path: Path
    text: str
    old_name: str = ""
    others: tuple[_Change, ...] = ()

    @property
    def paths(self) -> set[Path]:
        """The paths of all that is changed."""
        return {self.path, *(change.path for change in self.others)}


def fixable(outcome: Outcome, context: Context) -> int:
    """Return how many problems of a document have a safe fix."""
    number, known = len(_syntax(outcome)), dict[int, bool]()
    for finding in _fixed_by_value(outcome):
        key = id(finding.like or finding)
        if key not in known:
            known[key] = _change(finding, context) is not None
        number += known[key]
    return number


def has_document(outcome: Outcome) -> bool:
    """Return whether there is more than comments; an input of comments alone would become empty."""
    return outcome.parsed is None or outcome.parsed.begin < outcome.parsed.end


def edits(outcome: Outcome, context: Context, file: FileText) -> Iterator[Edit]:
    """Yield the edits of the file that fix problems of a document."""
    text, parsed = outcome.text, outcome.parsed
    if text is None or parsed is None:
        return
    in_file = _InFile(file, text)
    for fix in _syntax(outcome):
        yield from in_file.edits(Edit(*fix))
    found = (_change(finding, context) for finding in _fixed_by_value(outcome))
    changes = [change for change in found if change]
    located = parsed.locate({path for change in changes for path in change.paths})
    for change in changes:
        yield from in_file.edits_of(change, located)


def _syntax(outcome: Outcome) -> list[TextFix]:
    """Return what the reader did to go past syntax errors; nothing is put in where it was only to be taken away."""
    parsed = outcome.parsed
    if parsed is None or parsed.is_yaml:
        return []
    fixes = [bad.fix for bad in parsed.bad_syntax if bad.fix]
    return [fix._replace(end=fix.start) if fix.text == _COMMA else fix._replace(text="") for fix in fixes]


def _fixed_by_value(outcome: Outcome) -> list[Finding]:
    """Return the findings about a value that was read from JSON."""
    is_json = outcome.parsed is not None and outcome.parsed.complete and not outcome.parsed.is_yaml
    return [finding for finding in outcome.findings if finding.span is None] if is_json else []


def _change(finding: Finding, context: Context) -> _Change | None:
    renamed = rename(finding, context)
    if renamed:
        holder = finding.path[:-1] if finding.named else finding.path
        others = (_Change((*holder, *path), f'"{it.new}"', it.old) for path, it in renamed.others)
        return _Change((*holder, renamed.old), f'"{renamed.new}"', renamed.old, tuple(others))
    text = new_value(finding, context)
    return None if text is None else _Change(finding.path, text)


class _InFile:
    """Finds the text of a document again in that of its file."""

    def __init__(self, file: FileText, text: Text) -> None:
        self._file = file
        self._text = text

    @cached_property
    def _base(self) -> int:
        """Where the text of the document begins; a byte order mark is not in it."""
        start = self._file.line_start(self._text.first_line - 1)
        return start + (not start and self._file.written.startswith(MARK))

    def edits(self, fix: Edit) -> Iterator[Edit]:
        """Yield an edit of the document's text as one of the file, if what it replaces is there in both."""
        written, base = self._file.written, self._base
        before = fix.start - (fix.start == fix.end)
        if written[base + before : base + fix.end] == self._text.written[before : fix.end]:
            edit = fix._replace(start=base + fix.start, end=base + fix.end)
            yield edit if edit.text or written[edit.start] == _COMMA else self._without(edit)

    def edits_of(self, change: _Change, located: dict[Path, Located]) -> Iterator[Edit]:
        """Yield the edit of the file that makes a change, with those that belong to it, if it is there in both."""
        at = located[change.path]
        span = at.name if change.old_name else at.value
        others = [edit for other in change.others for edit in self.edits_of(other, located)]
        if span and len(others) == len(change.others):
            found = self.edits(Edit(*span, change.text, change.old_name))
            yield from (edit._replace(others=tuple(others)) for edit in found)

    def _without(self, comment: Edit) -> Edit:
        """Return the edit that takes a comment away with the spaces around it, or with its line where it is alone."""
        written, begin = self._file.written, comment.start
        line_start = self._file.start_of_line(begin)
        while begin > line_start and written[begin - 1] in _SPACES:
            begin -= 1
        end = _spaces_end(written, comment.end)
        ends_line = written[end : end + 1] in ("", "\n")
        if begin == line_start and not written.startswith(MARK, line_start, comment.start):
            whole = comment._replace(start=line_start, end=min(end + 1, len(written)))
            return whole if ends_line else comment._replace(end=end)
        return comment._replace(start=begin)


def _spaces_end(text: str, at: int) -> int:
    found: Any = _BLANK.match(text, at)
    return int(found.end())
