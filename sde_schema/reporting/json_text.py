"""JSON as reports write it: nothing in it is a command to the CI system whose log it may be in, or stops a parser."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.model import MOST_KNOWN
from sde_schema.terminal import LOG_COMMAND

if TYPE_CHECKING:
    from sde_schema.model import Placed, Problem

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
        return self.before if self.line is None else f"{self.before}{self.line + further}{self.after}"


def _cut(problem: Problem) -> _Cut:
    text = json_text(problem.as_dict())
    if problem.line is None:
        return _Cut(text, None, "")
    before, name, after = text.partition('"line": ')  # as it is in no string: a quote has a backslash there
    return _Cut(before + name, problem.line, after.removeprefix(str(problem.line)))


class ProblemTexts:
    """Writes problems as JSON; of those that come again further down all but the line is written once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[list[Problem], list[_Cut]]] = {}

    def of(self, placed: Placed) -> list[str]:
        """Return the text of each problem, in one line."""
        if not placed.further:
            return [json_text(problem.as_dict()) for problem in placed.problems]
        return [cut.text(placed.further) for cut in self._cuts(placed.problems)]

    def _cuts(self, problems: list[Problem]) -> list[_Cut]:
        known, cuts = self._known.get(id(problems), (None, []))
        if known is not problems:
            cuts = [_cut(problem) for problem in problems]
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[id(problems)] = problems, cuts
        return cuts


def shown_json(text: str) -> str:
    """Return JSON as a terminal may have it: what is not printable, which only strings have, as escapes."""
    if text.isascii() and not {"\r", "\x7f"} & {*text}:
        return text
    shown = {"\n": "\n", "\t": "\t", "\r": " "}
    return "".join(c if c.isprintable() else shown.get(c) or json.dumps(c)[1:-1] for c in text)
