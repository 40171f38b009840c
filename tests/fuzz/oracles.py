"""What must hold of any bytes, however they come into the program.

No exception but those that are documented, one verdict on every path, no planted value in any report, `fix` and
`convert` that have nothing left to do the second time, and little time.
"""

from __future__ import annotations

import gzip
import json
import time
from functools import cache
from typing import TYPE_CHECKING, Any

from sde_schema import Validator, convert, default_version, versions
from sde_schema.catalog.engines import FAST, REFERENCE
from sde_schema.checking.checks import Checks, Options
from sde_schema.fixing.fixer import Fixer
from sde_schema.fixing.masked_diff import diff_of
from sde_schema.reading.json_reader import is_deeper
from tests.support.reports import printed_of
from tests.support.validators import as_dicts, cached_validator, without_location

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable
    from pathlib import Path

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
    if data.startswith(b"\x1f\x8b"):
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
)
"""The ways into the program."""


def hold(data: bytes, entry: int, folder: Path) -> None:
    """Put bytes to one of the ways into the program. Raises Violation, or what the program should not have raised."""
    begun = time.process_time()
    ENTRIES[entry % len(ENTRIES)](data, folder)
    taken = time.process_time() - begun
    _must(hold=taken < MOST_SECONDS, what="this takes too long", shown=taken)
