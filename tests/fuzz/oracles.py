"""What must hold of any bytes, however they come into the program.

No exception but those that are documented, one verdict on every path, no planted value in any report, `fix` and
`convert` that have nothing left to do the second time, and little time.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import re
import time
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from sde_schema import Validator, convert, default_version, versions
from sde_schema.catalog.engines import FAST, REFERENCE
from sde_schema.checking.checks import Checks, Options
from sde_schema.cli import main
from sde_schema.fixing.fixer import Fixer
from sde_schema.fixing.masked_diff import diff_of
from sde_schema.reading.inputs import MAGIC
from sde_schema.reading.json_reader import is_deeper
from tests.support.reports import printed_of
from tests.support.validators import as_dicts, cached_validator, without_location

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from sde_schema import Problem
    from sde_schema.fixing.fixer import Version
    from sde_schema.model import Kind
    from sde_schema.reading.blocks import Kind as InputKind

PLANTED = "Vexqorp@Zibquonk"
"""What is planted as a value; as a name it would be withheld, so that no report shows it wherever it is."""

NAMES: dict[InputKind, str] = {"json": "in.json", "lines": "in.ndjson", "yaml": "in.yaml", "unknown": "in"}
"""Names of files, by what they promise."""

MOST_SECONDS = 2.0
"""So much processor time one input may take, all of an entry's ways together; inputs have a few kilobytes."""

_VERSION = default_version()
_NEWEST = versions()[-1]


class Violation(AssertionError):  # noqa: N818 - no error of the program: what must hold does not
    """Something that must hold of any bytes does not hold."""


def _must(*, hold: bool, what: str, shown: object = "") -> None:
    if not hold:
        text = f"{what}: {shown!r}"[:2000]
        raise Violation(text)


def _same(one: object, other: object, what: str) -> None:
    _must(hold=one == other, what=f"not the same: {what}", shown=(one, other))


def of_file(data: bytes, folder: Path, kind: InputKind) -> None:
    """A file gives the same problems by the fast path, by the exact path with another engine, and packed."""
    path = folder / NAMES[kind]
    path.write_bytes(data)
    problems = list(cached_validator(_VERSION, None, FAST).validate_file(path))
    exact = list(cached_validator(_VERSION, None, REFERENCE).validate_file(path))
    _same(as_dicts(problems), as_dicts(exact), f"the fast and the exact path, {kind}")
    packed = folder / f"{NAMES[kind]}.gz"
    packed.write_bytes(gzip.compress(data, 1))
    unpacked = list(cached_validator(_VERSION, None, FAST).validate_file(packed))
    if data.startswith(MAGIC):
        return  # packed twice
    _same([_without_file(each) for each in problems], [_without_file(each) for each in unpacked], f"gzip, {kind}")


def _without_file(problem: Problem) -> dict[str, Any]:
    return {**problem.as_dict(), "file": None}


def of_reports(data: bytes, kind: InputKind) -> None:
    """Every problem can be reported in every format, and none shows a planted value."""
    _, printed = printed_of(Checks(Options(frames=True)), data, kind, NAMES[kind])
    _must(hold=PLANTED not in printed, what=f"a report shows a value, {kind}")


def of_python(data: bytes) -> None:
    """A call from Python says the same of bytes, of a string and of a parsed object, and of its verdict alone."""
    validator = cached_validator(_VERSION, None, FAST)
    problems = validator.validate(data)
    said = as_dicts(problems)
    _same(validator.is_valid(data), all(each.severity == "warning" for each in problems), "is_valid")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return
    _same(said, as_dicts(validator.validate(text)), "bytes and str")
    codes = {each.code for each in problems}
    value = _object_in(text)
    if value is not None and codes.isdisjoint({"SDE101", "SDE102"}):
        for engine in (FAST, REFERENCE):
            found = as_dicts(cached_validator(_VERSION, None, engine).validate(value))
            _same(without_location(said), found, f"text and object, {engine}")


def _object_in(text: str) -> Any:
    """Return the object or array that a text is, None for any other text."""
    try:
        value = json.loads(text)
        is_one = isinstance(value, dict | list) and not is_deeper(value, 100)
    except (ValueError, RecursionError):
        return None
    return value if is_one else None


@cache
def _fixer(version: str) -> Fixer:
    return Fixer(Checks(Options(version)))


def of_fix(data: bytes, kind: InputKind, version: str = _VERSION) -> None:
    """A text that was fixed has fewer problems or the same, none of a new kind, and nothing more to be fixed."""
    if data.startswith(MAGIC):
        return  # the command refuses it
    fixer = _fixer(version)
    fixed = fixer.fixed(data, kind)
    _of_kinds(fixed.before, fixed.after)
    if not fixed.number:
        _same(fixed.after.data, data, "a text without a fix")
    again = fixer.fixed(fixed.after.data, kind)
    _same((again.after.data, again.number), (fixed.after.data, 0), f"fixed once and twice, {kind}")
    diff = "\n".join(diff_of(fixed, NAMES[kind], version))
    _must(hold=PLANTED not in diff, what=f"a diff shows a value, {kind}")


def _of_kinds(before: Version, after: Version) -> None:
    added: Counter[Kind] = after.kinds - before.kinds
    _must(hold=not added, what="fixes have added problems", shown=added)


def of_convert(data: bytes) -> None:
    """What was converted is valid in the newest version or has an error, and converting it again changes nothing."""
    for unconvertible in ("reject", "null"):
        made = convert(data, unconvertible=unconvertible)
        _must(hold=PLANTED not in "".join(map(str, made.problems)), what="a problem shows a value")
        if any(problem.severity == "error" for problem in made.problems):
            continue
        for value in made.value if _is_several(data, made.value) else [made.value]:
            errors = [each for each in Validator(_NEWEST).validate(value) if each.severity == "error"]
            _must(hold=not errors, what="what was converted is not valid", shown=errors)
            again = convert(value, unconvertible=unconvertible)
            _same(repr(again.value), repr(value), "converted once and twice")


def _is_several(data: bytes, value: Any) -> bool:
    """Return whether what was converted is made of several documents."""
    if not isinstance(value, list):
        return False
    try:
        return not isinstance(json.loads(data), list)
    except (ValueError, RecursionError):
        return True


OPTIONS: tuple[dict[str, Any], ...] = (
    *({"type": name} for name in ("lead", "personalInfo", "cartStatus")),
    *({"at": pointer} for pointer in ("/sdes/events/*", "/0", "/*", "/info", "/sdes")),
    *({"allow_unknown": True}, {"show_values": True}, {"max_depth": 5}, {"max_document_size": 300}),
    *({"version": version} for version in versions()),
)
"""Options of checking, of which each input is checked with one."""


def of_options(data: bytes) -> None:
    """Both engines find the same with an option, and the verdict alone is that of the problems."""
    options = OPTIONS[crc32(data) % len(OPTIONS)]
    fast, exact = (_validator(engine, tuple(options.items())) for engine in (FAST, REFERENCE))
    problems = fast.validate(data)
    _same(as_dicts(problems), as_dicts(exact.validate(data)), f"both engines, {options}")
    _same(fast.is_valid(data), all(each.severity == "warning" for each in problems), f"is_valid, {options}")


@cache
def _validator(engine: str, options: tuple[tuple[str, Any], ...]) -> Validator:
    return Validator(engine=engine, **dict(options))


COMMANDS = (
    "validate in.json", "validate in.ndjson --color always --max-problems 3", "validate in --format json --strict",
    "validate in.yaml --format html --at /sdes/events/* --allow-unknown",
    "validate in --format github --format junit=out", "fix in.json", "fix in.ndjson",
    "convert in.ndjson --events -o out.ndjson --rejects rejects.ndjson",
    "convert in.json -o out.json --unconvertible null", "convert in.yaml --events -o out.ndjson",
)  # fmt: skip
"""Runs of the program that print no value, of which each input is put to one; each reads one file."""

_COLOR = re.compile(r"\x1b\[[0-9;]*m")
_NOT_SHOWN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Characters that change a terminal or hide text."""


def of_command(data: bytes, folder: Path) -> None:
    """A run ends with a status that says what was found, and prints no planted value and no control character."""
    command = COMMANDS[crc32(data) % len(COMMANDS)].split()
    with contextlib.chdir(folder):
        Path(command[1]).write_bytes(data)
        with redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) as out, redirect_stderr(out):
            status = main(command)
            out.flush()
    printed = out.buffer.getvalue().decode()
    is_orderly = status in (0, 1, 2) and "internal error" not in printed
    _must(hold=is_orderly, what=f"{command} ends with {status}", shown=printed[-1000:])
    _must(hold=PLANTED not in printed, what=f"{command} shows a value")
    _must(hold=not _NOT_SHOWN.search(_COLOR.sub("", printed)), what=f"{command} prints control characters")


ENTRIES: tuple[Callable[[bytes, Path], None], ...] = (
    lambda data, folder: of_file(data, folder, "unknown"),
    lambda data, folder: of_file(data, folder, "json"),
    lambda data, folder: of_file(data, folder, "lines"),
    lambda data, folder: of_file(data, folder, "yaml"),
    lambda data, _: of_reports(data, "unknown"),
    lambda data, _: of_reports(data, "yaml"),
    lambda data, _: of_python(data),
    lambda data, _: of_fix(data, "json"),
    lambda data, _: of_fix(data, "lines"),
    lambda data, _: of_convert(data),
    lambda data, _: of_options(data),
    of_command,
)
"""The ways into the program."""


def hold(data: bytes, entry: int, folder: Path) -> None:
    """Put bytes to one of the ways into the program, by its number.

    Raises Violation, or what the program should not have raised.
    """
    begun = time.process_time()
    ENTRIES[entry](data, folder)
    taken = time.process_time() - begun
    _must(hold=taken < MOST_SECONDS, what="this takes too long", shown=taken)
