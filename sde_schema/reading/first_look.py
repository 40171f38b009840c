"""What an input is that is neither JSON, NDJSON nor YAML: its name, and the command that unwraps it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIPE = "| sde-schema validate -"


class Foreign(NamedTuple):
    """What an input is, to be reported once for all of it: the problem's code, the line that shows it, words."""

    code: str
    line: int
    message: str
    hint: str


class _Kind(NamedTuple):
    """A kind of binary file: what it is called, and what to do with it."""

    name: str
    remedy: str

    @property
    def hint(self) -> str:
        """The remedy after the name."""
        noun = self.name.partition(" ")[2]
        return f"{noun[0].upper()}{noun[1:]}: {self.remedy}"


def _packed(name: str, command: str) -> _Kind:
    return _Kind(name, f"unpack it first: `{command} FILE {_PIPE}`.")


_ZIP = _packed("a zip archive", "unzip -p")
_TAR = _packed("a tar archive", "tar -xOf")
_MAGIC: dict[bytes, _Kind] = {
    b"PK\x03\x04": _ZIP,
    b"PK\x05\x06": _ZIP,
    b"BZh": _packed("a bzip2 file", "bzip2 -dc"),
    b"\xfd7zXZ\x00": _packed("an xz file", "xz -dc"),
    b"\x28\xb5\x2f\xfd": _packed("a zstd file", "zstd -dc"),
    b"\x04\x22\x4d\x18": _packed("an lz4 file", "lz4 -dc"),
    b"7z\xbc\xaf\x27\x1c": _packed("a 7z archive", "7z x -so"),
    b"Rar!\x1a\x07": _packed("a RAR archive", "unrar p -inul"),
    b"\xff\x06\x00\x00sNaPpY": _packed("a Snappy file", "snzip -dc"),
    b"PAR1": _Kind("a Parquet file", f"export it as JSON first: `duckdb -jsonlines -c \"FROM 'FILE'\" {_PIPE}`."),
    b"Obj\x01": _Kind("an Avro file", f"export it as JSON first: `avro-tools tojson FILE {_PIPE}`."),
    b"ARROW1": _Kind("an Arrow or Feather file", "export it as JSON first, for example with pandas."),
    b"SQLite format 3\x00": _Kind("an SQLite database", "export its rows as JSON first: `sqlite3 -json FILE QUERY`."),
    b"%PDF-": _Kind("a PDF document", "check whether this is the right file."),
}
"""What files begin with that are not text, or only seem to be."""

_BZIP2 = re.compile(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)")
_TAR_MARK, _TAR_OFFSET = b"ustar", 257

_HTTP = re.compile(r"(?:< )?HTTP/[0-9.]+ [0-9]{3}\b")
_MARKUP = re.compile(r"<(?:!doctype|html|\?xml|[a-z][a-z0-9:]*[ >])", re.IGNORECASE)
_STREAMED = re.compile(r"(?:event|data|id|retry)?:")
_STREAMED_JSON = re.compile(r"data: ?[{\[]")
_CSV = re.compile(r'(?:^|[,;\t])"\s*[{\[][{\[\s]*(?:""|[}\]])')
_YAML_BEFORE = re.compile(r"\s*(?:---|[-?]|[\w.\"' -]+:)(?:\s+&\S+)?\s*\Z")
"""What may be before an object that YAML writes like JSON."""

_MOST_LINES = 5


def first_look(head: bytes, kind_by_name: str) -> Foreign | None:
    """Return what an input is that begins like this, None where it may be JSON, NDJSON or YAML.

    What YAML can be is not looked at where its name says that it is YAML, or nothing.
    """
    kind = _binary_kind(head)
    if kind:
        code = "SDE103" if _is_binary(head) else "SDE101"
        return Foreign(code, 1, f"This is {kind.name}, not JSON.", kind.hint)
    lines = list(_first_lines(head))
    if not lines or lines[0][1].startswith(("{", "[")):
        return None
    found = _http(lines) or _markup(lines)
    return found if found or kind_by_name == "yaml" else _text_around(lines, may_be_yaml=kind_by_name == "unknown")


def misnamed(head: bytes) -> Foreign:
    """Return that an input is named like gzip but is not, and what it is."""
    kind = _binary_kind(head)
    if kind:
        return Foreign("SDE106", 1, f"This file is named .gz, but is {kind.name}, not gzip.", kind.hint)
    message = "This file is named .gz, but is not gzip."
    if head.lstrip().startswith((b"{", b"[")):
        return Foreign("SDE106", 1, message, "It looks like JSON that was unpacked already: rename it without `.gz`.")
    return Foreign("SDE106", 1, message, "Check what it is: if it was unpacked already, rename it without `.gz`.")


def _binary_kind(head: bytes) -> _Kind | None:
    if head[_TAR_OFFSET : _TAR_OFFSET + len(_TAR_MARK)] == _TAR_MARK:
        return _TAR
    for magic, kind in _MAGIC.items():
        if head.startswith(magic) and (magic != b"BZh" or _BZIP2.match(head)):
            return kind
    return None


def _is_binary(head: bytes) -> bool:
    """Return whether bytes are not UTF-8; a character that is cut off at their end does not count."""
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return len(head) - error.start > len("\U0010ffff".encode())
    return False


def _first_lines(head: bytes) -> Iterator[tuple[int, str]]:
    """Yield the first lines that are not blank, each with its number."""
    found = 0
    for number, line in enumerate(head.decode(errors="replace").split("\n"), 1):
        if line.strip():
            yield number, line.strip()
            found += 1
        if found == _MOST_LINES:
            return


def _http(lines: list[tuple[int, str]]) -> Foreign | None:
    number, first = lines[0]
    if not _HTTP.match(first):
        return None
    message = "HTTP headers precede the body."
    return Foreign(
        "SDE101", number, message, "HTTP headers: fetch the body alone, with `curl` without `-i` or `--include`."
    )


def _markup(lines: list[tuple[int, str]]) -> Foreign | None:
    number, first = lines[0]
    if not _MARKUP.match(first):
        return None
    message = "This is HTML or XML, not JSON."
    return Foreign("SDE101", number, message, "Markup: check what the server answered; it may be an error page.")


def _text_around(lines: list[tuple[int, str]], *, may_be_yaml: bool) -> Foreign | None:
    """Return what an input is whose lines have JSON within other text."""
    number = lines[0][0]
    if _is_stream(lines):
        hint = f"Server-sent events: remove `data:`, for example with `sed -n 's/^data: *//p' FILE {_PIPE}`."
        return Foreign("SDE101", number, "This is a stream of server-sent events, not JSON.", hint)
    for found, line in lines:
        if _CSV.search(line):
            hint = (
                "CSV: it doubles the quotes of the JSON in a column; take the column out with a CSV reader:"
                ' `python3 -c "import csv, sys; [print(row[-1]) for row in csv.reader(sys.stdin)]" < FILE`.'
            )
            return Foreign("SDE101", found, "This is CSV with JSON in a column.", hint)
    prefixed = [line_has_prefix(line, may_be_yaml=may_be_yaml) for _, line in lines[:2]]
    if all(prefixed):
        return Foreign("SDE101", number, PREFIXED[0], PREFIXED[1])
    return None


PREFIXED = (
    "Text precedes the JSON on each line, as in a log.",
    f"Log lines: leave out what is before the JSON, for example with `sed 's/^[^{{]*//' FILE {_PIPE}`.",
)


def _is_stream(lines: list[tuple[int, str]]) -> bool:
    return all(_STREAMED.match(line) for _, line in lines) and any(_STREAMED_JSON.match(line) for _, line in lines)


def line_has_prefix(line: str, *, may_be_yaml: bool = False) -> bool:
    """Return whether a line is a JSON object after other text; ``name: {…}`` may be YAML."""
    prefix, brace, rest = line.partition("{")
    if not brace or not prefix.strip() or prefix.lstrip().startswith(('"', "[{")):
        return False
    if may_be_yaml and _YAML_BEFORE.match(prefix):
        return False
    try:
        value = json.loads(brace + rest)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict)
