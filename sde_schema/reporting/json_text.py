"""JSON as reports write it: nothing in it is a command to the CI system whose log it may be in, or stops a parser."""

from __future__ import annotations

import json
import re
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sde_schema.model import MOST_KNOWN
from sde_schema.terminal import LOG_COMMAND

if TYPE_CHECKING:
    from sde_schema.model import Placed, Problem

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_ESCAPE = re.compile(r"\\(?:ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|(?P<half>ud[89a-f][0-9a-f]{2})|.)")
"""An escape in JSON, two together for a character beyond the first 65,536, or half of such two."""


def json_text(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON in ASCII, in one line without ``indent``.

    What a CI system would take for a command is written with an escape; half a surrogate pair, as in a name of a file
    that is not UTF-8, is written as the text of its escape, because parsers refuse it.
    """
    text = json.dumps(value, indent=indent)
    if r"\ud" in text:
        text = _ESCAPE.sub(lambda found: rf"\\{found['half']}" if found["half"] else found[0], text)
    return LOG_COMMAND.sub(r"#\\u0023", text)


class _Cut(NamedTuple):
    """The text of a problem before and after the number of its line, which is None where it has none."""

    before: str
    line: int | None
    after: str

    def text(self, further: int) -> str:
        """Return the text of the same problem so many lines further down."""
        return f"{self.before}{_number(self.line and self.line + further)}{self.after}"


_SAME = attrgetter("code", "severity", "message", "hint", "file", "property", "schema")
"""What many problems have in common: all but where they are."""


class ProblemTexts:
    """Writes problems as JSON: what many have in common once, and of those that come again all but the line."""

    def __init__(self) -> None:
        self._around: dict[tuple[str | None, ...], tuple[str, str]] = {}
        self._known: dict[int, tuple[list[Problem], list[_Cut]]] = {}

    def of(self, placed: Placed) -> list[str]:
        """Return the text of each problem, in one line."""
        if not placed.further:
            return [self._cut(problem).text(0) for problem in placed.problems]
        return [cut.text(placed.further) for cut in self._cuts(placed.problems)]

    def _cuts(self, problems: list[Problem]) -> list[_Cut]:
        known, cuts = self._known.get(id(problems), (None, []))
        if known is not problems:
            cuts = [self._cut(problem) for problem in problems]
            _keep(self._known, id(problems), (problems, cuts))
        return cuts

    def _cut(self, problem: Problem) -> _Cut:
        where = f', "column": {_number(problem.column)}, "pointer": {json_text(problem.pointer)}'
        same = _SAME(problem)
        around = self._around.get(same)
        if around is None:
            before, name, after = json_text(problem.as_dict()).partition('"line": ')  # strings have no bare quotes
            around = before + name, after[len(_number(problem.line)) + len(where) :]
            _keep(self._around, same, around)
        return _Cut(around[0], problem.line, where + around[1])


def _number(value: int | None) -> str:
    return "null" if value is None else str(value)


def _keep(known: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    if len(known) >= MOST_KNOWN:
        known.clear()
    known[key] = value


def shown_json(text: str) -> str:
    """Return JSON as a terminal may have it: what is not printable, which only strings have, as escapes."""
    if text.isascii() and not {"\r", "\x7f"} & {*text}:
        return text
    shown = {"\n": "\n", "\t": "\t", "\r": " "}
    return "".join(c if c.isprintable() else shown.get(c) or json.dumps(c)[1:-1] for c in text)
