"""Every path through the program says the same of each form of JSON, wherever in a document it is.

The forms are those of `tests/support/json_forms.py`; no name of a form, and no path, is an exception.
"""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from sde_schema import default_version
from sde_schema.catalog.engines import FAST, REFERENCE
from sde_schema.checking.fast_path import FastPath
from sde_schema.reading import file_parts
from sde_schema.reading.blocks import BLOCK
from sde_schema.reading.sources import Source
from tests.support.json_forms import EMPTY, FORMS, YAML
from tests.support.proofs import prove
from tests.support.rounds import first_every_day
from tests.support.validators import as_dicts, cached_validator, without_location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.json_forms import Form
    from tests.support.program import Program

pytestmark = pytest.mark.usefixtures("here")

KIND = "forms of JSON, on every path"
GOOD = b'{"lead": {"serverTimeStamp": 1440412721836, "lead": {"topic": "test drive"}}}'
NOT_JSON = frozenset({"SDE101", "SDE103", "SDE105"})
"""What is said of a text that is not JSON, or is deeper than is read."""


class Place(NamedTuple):
    """Where a form is put: the text around it, what becomes of it there, and whether it is written to files, too."""

    text: Callable[[bytes], bytes]
    is_alone: bool = False
    is_name: bool = False
    is_filed: bool = False


def _record(form: bytes) -> bytes:
    return b'{"info": {"id": 1, "x": %s}, "sdes": {"events": [%s]}}' % (form, GOOD)


PLACES = {
    "passed over": Place(_record),
    "validated": Place(lambda form: b'{"lead": {"serverTimeStamp": 1440412721836, "lead": {"topic": %s}}}' % form),
    "a document": Place(lambda form: form, is_alone=True, is_filed=True),
    "a name": Place(lambda form: b'{"info": {%s: 1}, "sdes": {"events": [%s]}}' % (form, GOOD), is_name=True),
    "a line": Place(lambda form: b"%s\n%s\n%s\n" % (GOOD, _record(form), GOOD), is_filed=True),
    "an item": Place(lambda form: b"[%s, %s, %s]" % (GOOD, _record(b"[0, %s, 0]" % form), GOOD)),
    "between line ends": Place(lambda form: b'{\n "info": {\n  "x":\n%s\n },\n "sdes": null\n}\n' % form),
}


def _placed(form: Form, place: Place) -> bytes:
    text = place.text(form.data)
    return text if form.codec == "utf-8" else text.decode().encode(form.codec, errors="replace")


def _answer(form: Form, place: Place) -> str:
    """Return whether a text with a form somewhere in it is to be JSON."""
    if place.is_alone:
        return form.alone or form.answer
    if place.is_name and not form.data.strip(b" \t\r\n").startswith(b'"'):
        return "invalid"
    return form.answer


class Way(NamedTuple):
    """A path through the program: its name, and the problems that it finds in a text."""

    name: str
    problems: Callable[[bytes], list[dict[str, Any]] | None]


def _of_engine(engine: str) -> Callable[[bytes], list[dict[str, Any]]]:
    return lambda text: as_dicts(cached_validator(default_version(), None, engine).validate(text))


def _without_fast_path(text: bytes) -> list[dict[str, Any]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FastPath, "has_fast_path", property(lambda _: False))
        return _of_engine(FAST)(text)


def _of_str(text: bytes) -> list[dict[str, Any]] | None:
    try:
        written = text.decode()
    except UnicodeDecodeError:
        return None
    return as_dicts(cached_validator(default_version(), None, FAST).validate(written))


def _of_gzip(text: bytes) -> list[dict[str, Any]]:
    return _of_engine(FAST)(gzip.compress(text, 1))


def _of_file(name: str) -> Callable[[bytes], list[dict[str, Any]]]:
    def problems(text: bytes) -> list[dict[str, Any]]:
        Path(name).write_bytes(gzip.compress(text, 1) if name.endswith(".gz") else text)
        found = as_dicts(list(cached_validator(default_version(), None, FAST).validate_file(name)))
        return [{**problem, "file": None} for problem in found]

    return problems


WAYS = (
    Way("exact path", _without_fast_path),
    Way("slow engine", _of_engine(REFERENCE)),
    Way("string", _of_str),
    Way("gzip", _of_gzip),
)
FILES = tuple(Way(name, _of_file(name)) for name in ("x.json", "x.ndjson.gz"))


def _ways(place: Place) -> tuple[Way, ...]:
    return (*WAYS, *FILES) if place.is_filed else WAYS


def _of_object(text: bytes, engine: str) -> list[dict[str, Any]] | None:
    """Return the problems of the object or array that a text is, None for what no parser has as it is."""
    try:
        value = json.loads(text.decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict | list):
        return None
    return as_dicts(cached_validator(default_version(), None, engine).validate(value))


def _disagreements(form: Form, place: Place) -> Iterator[str]:
    """Yield how paths disagree about a form in a place, with each other or with the table."""
    text = _placed(form, place)
    said = _of_engine(FAST)(text)
    codes = {problem["code"] for problem in said}
    is_valid = codes.isdisjoint(NOT_JSON)
    if place.is_alone and form in EMPTY:
        is_valid = codes != {"SDE104"}
    if is_valid != (_answer(form, place) == "valid"):
        yield f"{form.name}: {sorted(codes)}"
    for way in _ways(place):
        found = None if _is_read_otherwise(form, place, way.name) else way.problems(text)
        if found is not None and found != said:
            yield f"{form.name}: {way.name}: {found[:2]}, not {said[:2]}"
    if is_valid and "SDE102" not in codes:
        for engine in (FAST, REFERENCE):
            found = _of_object(text, engine)
            if found is not None and found != without_location(said):
                yield f"{form.name}: object, {engine}: {found[:2]}, not {said[:2]}"


def _is_read_otherwise(form: Form, place: Place, way: str) -> bool:
    """Return whether the name of a file says that a form alone in it is something else: not YAML, or lines."""
    has_lines = b"\n" in form.data.strip()
    return place.is_alone and ((form in YAML and "json" in way) or (has_lines and "ndjson" in way))


@pytest.mark.proof
@pytest.mark.parametrize("place", first_every_day(PLACES))
def test_every_path_says_the_same_of_each_form(place: str) -> None:
    crashes: list[str] = []
    disagreements: list[str] = []
    for form in FORMS:
        try:
            disagreements += _disagreements(form, PLACES[place])
        except Exception as error:  # noqa: BLE001 - any is a crash of the program
            crashes.append(f"{form.name}: {error!r}")
    cases = len(FORMS) * (len(_ways(PLACES[place])) + 1)
    prove(KIND, place, cases, crashes=crashes, disagreements=disagreements)


_BETWEEN = 12
"""So many good lines are between two forms, so that the file has several parts."""


def _file_of_forms(path: Path) -> tuple[int, set[int]]:
    """Write a file of all forms in lines among good ones; return the number of forms, and the lines that they have."""
    forms = [form for form in FORMS if form.codec == "utf-8"]
    lines: list[bytes] = []
    of_forms: set[int] = set()
    for form in forms:
        record = _record(form.data).split(b"\n")
        of_forms.update(range(len(lines) + 1, len(lines) + len(record) + 1))
        lines += [*record, *[GOOD] * _BETWEEN]
    path.write_bytes(b"\n".join(lines))
    return len(forms), of_forms


@pytest.mark.slow
@pytest.mark.proof
def test_processes_say_the_same_as_one_and_as_python(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path("forms.ndjson")
    number, of_forms = _file_of_forms(path)
    monkeypatch.setattr(file_parts, "PART", BLOCK)
    assert len([*file_parts.file_parts(Source(str(path)))]) > 3
    done = {jobs: program("validate", path, "--format", "json", "--jobs", jobs) for jobs in ("1", "2")}
    found = as_dicts(list(cached_validator(default_version(), None, FAST).validate_file(path)))
    disagreements = {problem["line"] for problem in found} - of_forms
    if done["1"] != done["2"]:
        disagreements.add("--jobs 2")
    if done["1"].report["problems"] != found:
        disagreements.add("Python")
    prove(KIND, "a file in parts", 2 * number, disagreements=disagreements)


_WITHOUT_FAST_PAIR = """
import base64, json, sys, warnings
sys.modules["orjson"] = sys.modules["jsonschema_rs"] = None
import importlib.util
find_spec = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name in ("orjson", "jsonschema_rs") else find_spec(name, *more)
import sde_schema
warnings.simplefilter("ignore", sde_schema.SlowEngineWarning)
for line in sys.stdin:
    problems = sde_schema.validate(base64.b64decode(line))
    print(json.dumps([problem.as_dict() for problem in problems]))
"""
"""Prints the problems of texts, each in base64 on a line, where the fast pair of libraries is not installed."""


@pytest.mark.slow
@pytest.mark.proof
def test_without_the_fast_pair_of_libraries_all_is_the_same() -> None:
    texts = {form.name: _placed(form, PLACES["validated"]) for form in FORMS}
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_FAST_PAIR],
        input=b"\n".join(map(base64.b64encode, texts.values())),
        capture_output=True,
        timeout=120,
        check=True,
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    pairs = zip(texts.items(), said, strict=True)
    disagreements = [name for (name, text), found in pairs if found != _of_engine(FAST)(text)]
    prove(KIND, "without the fast pair of libraries", len(texts), disagreements=disagreements)
