"""Texts that have JSON in other text: what each is called, and the command that takes the JSON out."""

from __future__ import annotations

import io
import json
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from sde_schema.reading.first_look import PIPE

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_LINES = 5
_LINE_WITH_TEXT = re.compile(r"\S[^\n]*")
_HTTP = re.compile(r"(?:< )?HTTP/[0-9.]+ [0-9]{3}\b")
_MARKUP = re.compile(r"<(?:!doctype|html|\?xml|[a-z][a-z0-9:]*[ >])", re.IGNORECASE)
_STREAMED = re.compile(r"(?:event|data|id|retry)?:")
_STREAMED_JSON = re.compile(r"data: ?[{\[]")
_DATA = "sed -n 's/^data: *{/{/p; s/^data: *\\[ *{/[{/p' FILE"
_YAML_BEFORE = re.compile(r"\s*+(?:---|[-?]|[\w.\"' -]*+(?<!\A):)(?:\s+&\S+)?\s*\Z")
"""What may be before an object that YAML writes like JSON."""

_IN_BRACKETS = re.compile(r"\[[^\[\]{}\"]*\]")
_REMOVALS = (
    (re.compile(r"^[^{]*"), "sed 's/^[^{]*//' FILE"),
    (re.compile(r"^[^\[{]*"), "sed 's/^[^[{]*//' FILE"),
    (re.compile(r'^.*?(?=\{ *")'), "grep -o '{ *\".*' FILE"),
    (re.compile(r"^.*?(?=\[ *\{)"), "grep -o '\\[ *{.*' FILE"),
    (re.compile(r"^[^{]*|(?<=\})[\s,|][^}]*$"), "sed 's/^[^{]*//; s/[^}]*$//' FILE"),
)
"""What removes the text around JSON on a line, and the command that does the same."""


class Words(NamedTuple):
    """What is said of a text: the line that shows it, what it is, and what to do."""

    line: int
    message: str
    hint: str


def wrapped_text(head: str, kind_by_name: str) -> Words | None:
    """Return what a text is that begins like this, None where it may be JSON or YAML."""
    lines = list(_first_lines(head))
    if not lines or lines[0][1].startswith(("{", "[{")):
        return None
    number, first = lines[0]
    if _HTTP.match(first):
        hint = "HTTP headers: fetch only the body, with `curl` without `-i` or `--include`."
        return Words(number, "HTTP headers precede the body.", hint)
    if _MARKUP.match(first):
        hint = "Markup: check what the server answered; it may be an error page."
        return Words(number, "This is HTML or XML, not JSON.", hint)
    may_be_yaml = kind_by_name in ("yaml", "unknown")
    return _server_sent_events(lines, kind_by_name) or _csv(head, first) or _log(lines, may_be_yaml=may_be_yaml)


def _first_lines(head: str) -> Iterator[tuple[int, str]]:
    """Yield the first lines that are not blank, each with its number."""
    number, begin = 1, 0
    for found in islice(_LINE_WITH_TEXT.finditer(head), _MOST_LINES):
        number += head.count("\n", begin, found.start())
        begin = found.start()
        yield number, found[0].strip()


def _server_sent_events(lines: list[tuple[int, str]], kind_by_name: str) -> Words | None:
    is_stream = all(_STREAMED.match(line) for _, line in lines) and any(_STREAMED_JSON.match(line) for _, line in lines)
    if not is_stream or kind_by_name == "yaml":
        return None
    hint = f"Server-sent events: remove `data:`, for example with `{_DATA} {PIPE}`."
    return Words(lines[0][0], "This is a stream of server-sent events, not JSON.", hint)


class _Dialect(NamedTuple):
    """How a table is written: what is between its columns, and whether a backslash is before quotes in quotes."""

    delimiter: str
    has_escapes: bool

    def command(self, column: int, *, has_heading: bool) -> str:
        """Return the command that prints a column, with Python's reader of such tables."""
        delimiter = {",": "", "\t": ", delimiter='\\t'"}.get(self.delimiter, f", delimiter='{self.delimiter}'")
        escape = ", escapechar='\\\\\\\\', doublequote=False" if self.has_escapes else ""
        skip = "next(rows); " if has_heading else ""
        rows = f"rows = csv.reader(sys.stdin{delimiter}{escape})"
        script = f"{rows}; {skip}[print(*row[{column}:{column + 1}]) for row in rows]"
        return f'python3 -c "import csv, sys; {script}" < FILE {PIPE}'

    def rows(self, text: str) -> list[tuple[int, list[str]]]:
        """Return the first rows of a text, each with the number of its first line."""
        import csv

        escape = "\\" if self.has_escapes else None
        lines = io.StringIO(text, newline="")
        reader = csv.reader(lines, delimiter=self.delimiter, escapechar=escape, doublequote=not self.has_escapes)
        found: list[tuple[int, list[str]]] = []
        begin = 1
        try:
            for row in islice(reader, _MOST_LINES):
                found.append((begin, row))
                begin = reader.line_num + 1
        except csv.Error:  # not a table of this dialect
            return found
        return found


_QUOTED_JSON = re.compile(r'(?:^|[,;\t|]) *"\s*[\[{]', re.MULTILINE)
_DIALECTS = tuple(_Dialect(delimiter, has_escapes) for has_escapes in (False, True) for delimiter in ",;\t|")


def _csv(head: str, first: str) -> Words | None:
    """Return that a text is a table that has JSON in a column: in quotes, or before another column."""
    is_quoted = _QUOTED_JSON.search(head) is not None
    if first.startswith("[") or not (is_quoted or any(delimiter in first for delimiter in "\t|")):
        return None
    for dialect in _DIALECTS:
        rows = dialect.rows(head)
        for line, row in rows:
            column = next((index for index, cell in enumerate(row) if _holds_events(cell)), None)
            is_one_string = len(row) == 1 and (dialect.has_escapes or '"' not in row[0])
            if column is not None and not is_one_string and (is_quoted or column < len(row) - 1):
                command = dialect.command(column, has_heading=not _looks_like_json(rows[0][1], column))
                return Words(line, "This is CSV with JSON in a column.", f"CSV: take the column out: `{command}`.")
    return None


def _looks_like_json(row: list[str], column: int) -> bool:
    return "".join(row[column : column + 1]).lstrip().startswith(("{", "["))


def _log(lines: list[tuple[int, str]], *, may_be_yaml: bool) -> Words | None:
    """Return that the lines of a text have JSON after other text; the first one may be a heading."""
    for some in (lines[:2], lines[1:3]):
        found = some and prefixed([line for _, line in some], may_be_yaml=may_be_yaml)
        if found:
            return found._replace(line=some[0][0])
    return None


def prefixed(lines: list[str], *, may_be_yaml: bool = False) -> Words | None:
    """Return what is said of lines that are a JSON object, or an array of these, after other text.

    ``name: {…}`` may be YAML.
    """
    if not all(_may_have_prefix(line, may_be_yaml=may_be_yaml) for line in lines):
        return None
    for around, command in _REMOVALS:
        if all(_holds_events(around.sub("", line.rstrip())) for line in lines):
            hint = f"Log lines: leave out what is not JSON, for example with `{command} {PIPE}`."
            return Words(1, "Text precedes the JSON on each line, as in a log.", hint)
    return None


def _may_have_prefix(line: str, *, may_be_yaml: bool) -> bool:
    in_brackets = _IN_BRACKETS.match(line.lstrip())
    if in_brackets and not _is_json(in_brackets[0]):
        return True
    prefix = re.split(r"[\[{]", line, maxsplit=1)[0]
    if prefix == line or prefix.lstrip().startswith('"') or not any(map(str.isprintable, prefix.strip())):
        return False
    return not (may_be_yaml and _YAML_BEFORE.match(prefix))


def _holds_events(text: str) -> bool:
    """Return whether a text is a JSON object, or an array of these."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(item, dict) for item in items)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
