"""What holds of any payload: properties that Hypothesis tries with random ones.

`HYPOTHESIS_PROFILE=long` tries many new ones.
"""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume
from hypothesis import strategies as st

from sde_schema import Validator, attribute_types, versions
from sde_schema.catalog.fields import event_field
from sde_schema.checking.checks import Checks, Options
from sde_schema.cli import main
from sde_schema.converting.converter import Converter
from sde_schema.converting.results import Converted, Rejected
from sde_schema.fixing.edits import fixable
from sde_schema.fixing.fixer import Fixer
from sde_schema.model import Location
from sde_schema.reading import file_parts
from sde_schema.reading.blocks import BLOCK
from sde_schema.reading.inputs import Input
from sde_schema.reporting import REPORTS
from tests.fuzz import oracles
from tests.support.payloads import damaged, folded, misnamed
from tests.support.program import Done
from tests.support.proofs import prove
from tests.support.properties import (
    SCALARS,
    SPELLINGS,
    Held,
    Spelling,
    at,
    attribute_of,
    documents,
    events,
    paths_of,
    pool,
    spelled,
    tried,
)
from tests.support.reports import printed_of
from tests.support.rounds import every_version, first_every_day
from tests.support.secrets import Secrets

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

    from sde_schema import Problem
    from sde_schema.catalog.fields import Field
    from sde_schema.converting.converter import Unconvertible
    from sde_schema.converting.results import Result
    from sde_schema.model import Path as Path_

pytestmark = pytest.mark.proof

KIND = "properties of random payloads (Hypothesis)"
NEWEST = versions()[-1]
MANY = pytest.mark.parametrize("many", first_every_day([False, True]))
"""A few examples every day, many with ``-m slow``."""


def _errors(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.pointer) for problem in problems if problem.severity == "error"]


def _said(problems: list[Problem]) -> list[tuple[str, str, str]]:
    """Return what is said of a document, without locations and order, which depend on how it is written."""
    return sorted((problem.code, problem.pointer, problem.message) for problem in problems)


# Valid stays valid


@MANY
@pytest.mark.parametrize("version", versions())
def test_what_is_valid_stays_so_however_it_is_written(version: str, *, many: bool) -> None:
    validator = Validator(version)

    def check(example: tuple[Held, Spelling]) -> None:
        held, how = example
        said = _said(validator.validate(held.document))
        assert not any(code < "SDE4" for code, _, _ in said)
        assert _said(validator.validate(spelled(held.document, how))) == said

    cases = tried(st.tuples(documents(version), SPELLINGS), check, many=many)
    prove(KIND, f"other spellings, {version}", cases, disagreements=[])


# One damage gives its problem at its location


@dataclass(frozen=True, slots=True)
class Damage:
    """A document with one damage: its text, and the one error that there must be; its location where that is sure."""

    text: bytes
    code: str
    pointer: str
    location: Location | None = None
    property: str | None = None


def _pointer(path: Path_) -> str:
    return "".join(f"/{step}" for step in path)


def _written(document: Any) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False)


MARK = "zqxwv"
"""A name or value that no payload has, and no name is near."""

STAMP = "serverTimeStamp"


def _location(text: str, offset: int) -> Location:
    return Location(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _location_of_mark(document: Any) -> Location:
    """Return the location of the mark in the text of a document."""
    text = _written(document)
    return _location(text, text.index(f'"{MARK}"'))


def _replaced(document: Any, path: Path_, value: Any) -> Any:
    if not path:
        return value
    made = json.loads(json.dumps(document))
    at(made, path[:-1])[path[-1]] = value
    return made


def _at_value(document: Any, path: Path_, value: Any, code: str) -> Damage:
    """Return a document with another value at a path."""
    location = _location_of_mark(_replaced(document, path, MARK))
    return Damage(_written(_replaced(document, path, value)).encode(), code, _pointer(path), location)


def _without_stamp(_: DrawFn, held: Held, body: Path_) -> Damage:
    left = {name: value for name, value in at(held.document, body).items() if name != STAMP}
    return replace(_at_value(held.document, body, left, "SDE202"), property=STAMP)


def _with_unknown(draw: DrawFn, held: Held, body: Path_) -> Damage:
    path = (*body, *draw(st.sampled_from(paths_of(at(held.document, body), dict))))
    members = list(at(held.document, path).items())
    members.insert(draw(st.integers(0, len(members))), (MARK, draw(st.sampled_from([None, 1, "x", [], {"a": 1}]))))
    made = _replaced(held.document, path, dict(members))
    pointer = _pointer((*path, MARK))
    return Damage(_written(made).encode(), "SDE203", pointer, _location_of_mark(made), MARK)


def _with_array(draw: DrawFn, held: Held, body: Path_) -> Damage:
    value = at(held.document, body)
    paths = [path for path in paths_of(value, SCALARS) if at(value, path) is not None]  # null may be for an array
    path = (*body, *draw(st.sampled_from(paths)))
    return _at_value(held.document, path, draw(st.sampled_from([[[]], [1], [{"a": "x"}]])), "SDE205")


def _with_bad_stamp(draw: DrawFn, held: Held, body: Path_) -> Damage:
    value = draw(st.sampled_from([-1, -1440412721832, 2**53, 2**63, 10**30]))
    return _at_value(held.document, (*body, STAMP), value, "SDE303")


def _with_second(draw: DrawFn, held: Held, body: Path_) -> Damage:
    other = draw(events(held.version).filter(lambda event: body[-1] not in event))
    name = attribute_of(other)
    both = {**at(held.document, body[:-1]), name: other[name]}
    return _at_value(held.document, body[:-1], both, "SDE204")


def _without_attribute(_: DrawFn, held: Held, body: Path_) -> Damage:
    event = at(held.document, body[:-1])
    others = {name: value for name, value in event.items() if name not in (body[-1], "sdeType")}
    made = _replaced(held.document, body[:-1], {**others, MARK: event[body[-1]]})
    is_alone = len(body) <= 2  # a bare event of no known name, or an item of that kind
    if is_alone:
        return Damage(_written(made).encode(), "SDE104", _pointer(body[:-1]))
    return Damage(_written(made).encode(), "SDE201", _pointer((*body[:-1], MARK)), _location_of_mark(made), MARK)


def _with_repeated(_: DrawFn, held: Held, body: Path_) -> Damage:
    marked = _replaced(held.document, (*body, STAMP), MARK)
    first = f'"{STAMP}": 1, '
    text = _written(marked).replace(f'"{STAMP}": "{MARK}"', f'{first}"{STAMP}": 1440412721832')
    line, column = _location_of_mark(marked)
    second = Location(line, column - len(f'"{STAMP}": ') + len(first))
    return Damage(text.encode(), "SDE102", _pointer((*body, STAMP)), second, STAMP)


def _without_comma(draw: DrawFn, held: Held, _: Path_) -> Damage:
    lines = _written(held.document).split("\n")
    ends = [number for number, line in enumerate(lines) if line.endswith(",")]
    assume(ends)
    number = draw(st.sampled_from(ends))
    lines[number] = lines[number][:-1]
    return Damage("\n".join(lines).encode(), "SDE101", "", Location(number + 1, len(lines[number]) + 1))


def _with_last_comma(draw: DrawFn, held: Held, _: Path_) -> Damage:
    lines = _written(held.document).split("\n")
    ends = [number for number, line in enumerate(lines[:-1]) if line[-1] not in "{[,"]
    number = draw(st.sampled_from(ends))
    lines[number] += ","
    return Damage("\n".join(lines).encode(), "SDE101", "", Location(number + 1, len(lines[number])))


def _with_nan(draw: DrawFn, held: Held, body: Path_) -> Damage:
    path = (*body, *draw(st.sampled_from(paths_of(at(held.document, body), SCALARS))))
    marked = _replaced(held.document, path, MARK)
    word = draw(st.sampled_from(["NaN", "Infinity", "-Infinity", "None", "True", "undefined", "nul"]))
    return Damage(_written(marked).replace(f'"{MARK}"', word).encode(), "SDE101", "", _location_of_mark(marked))


def _cut(draw: DrawFn, held: Held, _: Path_) -> Damage:
    text = _written(held.document)
    return Damage(text[: draw(st.integers(1, len(text) - 1))].encode(), "SDE101", "")


def _not_utf8(draw: DrawFn, held: Held, body: Path_) -> Damage:
    marked = _replaced(held.document, (*body, STAMP), MARK)
    data = _written(marked).encode().replace(MARK.encode(), draw(st.sampled_from([b"\xff", b"\xc3", b"\xed\xa0\x80"])))
    line, column = _location_of_mark(marked)
    return Damage(data, "SDE103", "", Location(line, column + 1))


def _too_deep(draw: DrawFn, held: Held, body: Path_) -> Damage:
    marked = _replaced(held.document, (*body, STAMP), MARK)
    deep = draw(st.sampled_from(["[" * 130 + "]" * 130, '{"a":' * 130 + "1" + "}" * 130]))
    return Damage(_written(marked).replace(f'"{MARK}"', deep).encode(), "SDE105", "")


DAMAGES: dict[str, Callable[[DrawFn, Held, Path_], Damage]] = {
    "a time is missing": _without_stamp,
    "an unknown property": _with_unknown,
    "an array for a scalar": _with_array,
    "a bad timestamp": _with_bad_stamp,
    "a second attribute": _with_second,
    "no known attribute": _without_attribute,
    "a name twice": _with_repeated,
    "a comma is missing": _without_comma,
    "a comma too many": _with_last_comma,
    "a word that JSON does not have": _with_nan,
    "cut off": _cut,
    "bytes that are not UTF-8": _not_utf8,
    "too deep": _too_deep,
}


@st.composite
def damages(draw: DrawFn, version: str) -> Damage:
    """Return a strategy of valid documents with one damage."""
    held = draw(documents(version))
    path = draw(st.sampled_from(held.events))
    body = (*path, attribute_of(at(held.document, path)))
    return DAMAGES[draw(st.sampled_from([*DAMAGES]))](draw, held, body)


@MANY
@pytest.mark.parametrize("version", versions())
def test_one_damage_gives_its_problem_at_its_location(version: str, *, many: bool) -> None:
    validator = Validator(version)

    def check(damage: Damage) -> None:
        [problem] = [each for each in validator.validate(damage.text) if each.severity == "error"]
        assert (problem.code, problem.pointer) == (damage.code, damage.pointer)
        assert damage.location in (None, (problem.line, problem.column))
        assert damage.property in (None, problem.property)

    prove(KIND, f"one damage, {version}", tried(damages(version), check, many=many), disagreements=[])


# No report shows a planted value


def _planted(random: Random, secrets: Secrets, value: Any) -> Any:
    """Return a value with secrets in place of its strings and of some of its numbers."""
    if isinstance(value, dict):
        return {name: _planted(random, secrets, below) for name, below in value.items()}
    if isinstance(value, list):
        return [_planted(random, secrets, below) for below in value]
    if isinstance(value, str):
        return secrets.string()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return secrets.number() if is_number and random.random() < 0.3 else value


def _broken(random: Random, text: str) -> str:
    """Return a text that is mostly no JSON any more; no value becomes a name."""
    cut = random.randrange(len(text) + 1)
    before, after = text[:cut], text[cut:]
    piece = random.choice(("", ",", "}", "]", "[", "{", "#", "//", "\n", "\\", "'"))
    return random.choice((before, after, before + piece + after, before + piece + after[1:]))


@MANY
@pytest.mark.parametrize("version", every_version())
def test_no_report_shows_a_planted_value(version: str, *, many: bool) -> None:
    checks = Checks(Options(version, frames=True))

    def check(seed: int) -> None:
        random, secrets = Random(seed), Secrets()  # noqa: S311 - no secret
        text = json.dumps(_planted(random, secrets, damaged(random)), indent=random.choice((None, 1)))
        if random.random() < 0.3:
            text = _broken(random, text)
        _, printed = printed_of(checks, text.encode())
        assert secrets.leaked_by(Done(1, printed, "")) == set()

    prove(KIND, f"planted values, {version}", tried(st.integers(0, 2**32), check, many=many), leaks=[])


@cache
def _personal_paths(version: str) -> dict[str, list[Path_]]:
    """Return valid events of a version, as texts, with the paths in them of the values that are personal data."""
    fields = {name: event_field(version, name).below(name) for name in attribute_types(version)}
    found = {}
    for text in pool(version):
        event = json.loads(text)
        attribute = attribute_of(event)
        paths = paths_of(event[attribute], SCALARS)
        found[text] = [(attribute, *path) for path in paths if _is_personal(fields[attribute], path)]
    return {text: paths for text, paths in found.items() if paths}


def _is_personal(field: Field | None, path: Path_) -> bool:
    """Return whether what is at a path below the body of an attribute is marked as personal data, or in what is."""
    for step in path:
        field = field and field.below(step)
        if field and field.is_personal:
            return True
    return False


@st.composite
def personal_texts(draw: DrawFn, version: str) -> tuple[str, Secrets]:
    """Return texts with secrets in personal data, under an unknown name, and in a part that is passed over."""
    secrets = Secrets()
    text = draw(st.sampled_from([*_personal_paths(version)]))
    event = json.loads(text)
    values: list[Callable[[], Any]] = [
        secrets.string, secrets.number, lambda: [secrets.string()], lambda: {"x": secrets.number()},
        lambda: f" {secrets.string()}*", lambda: secrets.string() * 40,
    ]  # fmt: skip
    for path in _personal_paths(version)[text]:
        event = _replaced(event, path, draw(st.sampled_from(values))())
    event[MARK] = draw(st.sampled_from(values))()
    document = {"info": {"conversationId": secrets.string()}, "sdes": {"events": [event]}}
    return json.dumps(document, indent=draw(st.sampled_from([None, 1]))), secrets


@MANY
@pytest.mark.parametrize("version", every_version())
def test_even_where_values_are_shown_personal_data_is_not(version: str, *, many: bool) -> None:
    checks = Checks(Options(version, frames=True, show_values=True))

    def check(example: tuple[str, Secrets]) -> None:
        text, secrets = example
        problems, printed = printed_of(checks, text.encode())
        assert problems
        assert secrets.leaked_by(Done(1, printed, "")) == set()

    cases = tried(personal_texts(version), check, many=many)
    prove(KIND, f"personal data with --show-values, {version}", cases, leaks=[])


# Processes change nothing


def _lines(seed: int) -> bytes:
    """Return lines that are large enough for parts: valid events, damaged payloads, broken and blank ones."""
    random = Random(seed)  # noqa: S311 - no secret
    some: list[str] = []
    size = 0
    while size < 4 * BLOCK:
        text = json.dumps(damaged(random), indent=random.choice((None, None, None, 1)))[: 2 * BLOCK]
        line = random.choice((text, text, json.dumps(random.choice(GOOD)), _broken(random, text), "", " "))
        some += [line] * random.choice((1, 1, 1, 20))
        size += len(line) * 2
    return random.choice(("\n", "\n", "\r\n")).join(some).encode()


GOOD = ({"searchContent": {STAMP: 1440412721832}}, {"lead": {STAMP: "1440412721836", "lead": {}}})


def _reports(path: str, jobs: int) -> dict[str, bytes]:
    """Return what each format writes of a file, and what is said on standard error, with so many processes."""
    formats = [f"--format={name}={name}-{jobs}" for name in REPORTS]
    said = io.StringIO()
    with redirect_stderr(said), redirect_stdout(said):
        status = main(["validate", path, "--jobs", str(jobs), *formats])
    files = {name: Path(f"{name}-{jobs}").read_bytes() for name in REPORTS}
    return {"said": said.getvalue().replace(f"-{jobs}", "").encode(), "status": str(status).encode(), **files}


@pytest.mark.slow
@pytest.mark.usefixtures("here")
def test_processes_never_change_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_parts, "PART", BLOCK)

    def check(seed: int) -> None:
        Path("in.ndjson").write_bytes(_lines(seed))
        assert _reports("in.ndjson", 1) == _reports("in.ndjson", 2)

    prove(KIND, "--jobs", tried(st.integers(0, 2**32), check, many=True, costs=25), disagreements=[])


# `fix` and `convert` converge


def _several(seed: int) -> bytes:
    """Return a text of one document or more, with wrong values, wrong names or broken text in most of them."""
    random = Random(seed)  # noqa: S311 - no secret
    texts = []
    for _ in range(random.choice((1, 1, 2, 4))):
        document = random.choice((damaged, misnamed))(random)
        text = json.dumps(document, indent=random.choice((None, 1)), ensure_ascii=False)
        texts.append(folded(text, random) if random.random() < 0.5 else text)
    return "\n".join(texts).encode()


@MANY
@pytest.mark.parametrize("version", every_version())
def test_what_was_fixed_has_nothing_to_be_fixed(version: str, *, many: bool) -> None:
    checks = Checks(Options(version))
    fixer, describer = Fixer(checks), checks.describer()

    def check(seed: int) -> None:
        data = _several(seed)
        oracles.of_fix(data, "unknown", version)
        fixed = fixer.fixed(data, "unknown")
        left = [outcome for outcome in checks.data(fixed.after.data) if outcome.findings]
        assert sum(fixable(outcome, describer.context(outcome)) for outcome in left) == fixed.refused

    prove(KIND, f"fix, {version}", tried(st.integers(0, 2**32), check, many=many), disagreements=[])


@MANY
@pytest.mark.parametrize("unconvertible", ["reject", "null"])
def test_what_was_converted_is_valid_and_stays_and_no_event_is_lost(
    unconvertible: Unconvertible, *, many: bool
) -> None:
    converter = Converter(Options(NEWEST), unconvertible)
    checks, validator = Checks(Options(NEWEST)), Validator(NEWEST)

    def results(data: bytes) -> list[Result]:
        return [converter.document(found) for found in converter.read(Input(io.BytesIO(data)))]

    def written(some: list[Result]) -> bytes:
        made = [result.data for result in some if isinstance(result, Converted)]
        return b"".join(data if data.endswith(b"\n") else data + b"\n" for data in made)

    def check(seed: int) -> None:
        data = _several(seed)
        number = sum(outcome.events for outcome in checks.data(data))
        whole = results(data)
        by_event = [each for found in converter.read(Input(io.BytesIO(data))) for each in converter.events(found)]
        for some in (whole, by_event):
            assert sum(result.events for result in some) == number
        for result in by_event:
            assert isinstance(result, Rejected) or validator.is_valid(json.loads(result.data)["event"])
        if made := written(whole):
            again = results(made)
            assert all(isinstance(result, Converted) for result in again)
            assert written(again) == made
            assert not _errors(validator.validate(made))

    cases = tried(st.integers(0, 2**32), check, many=many)
    prove(KIND, f"convert, {unconvertible}", cases, disagreements=[])
