"""The package as programs use it: what it takes, what it raises, what it leaves alone."""

from __future__ import annotations

import collections
import copy
import dataclasses
import enum
import gzip
import io
import json
import math
import multiprocessing
import pickle
import types
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cloudpickle
import joblib
import pytest

import sde_schema
from sde_schema import Validator
from tests.support.program import BAD, GOOD, WARNED, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.program import Program

MANY = "9" * 5000
KINDS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "bytes": str.encode,
    "bytearray": lambda text: bytearray(text.encode()),
    "memoryview": lambda text: memoryview(text.encode()),
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "str with a byte order mark": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_a_text_of_any_kind_has_locations_but_no_file(make: Callable[[str], Any]) -> None:
    [problem] = sde_schema.validate(make(BAD), version="1.0")
    assert (problem.code, problem.file, problem.line, problem.column) == ("SDE203", None, 1, 54)
    assert sde_schema.validate(make(GOOD)) == []


@pytest.mark.parametrize("wrap", [lambda event: event, lambda event: [event], lambda event: (event,)])
def test_a_parsed_object_has_no_locations_and_stays_as_it_is(wrap: Callable[[Any], Any]) -> None:
    payload = wrap(json.loads(BAD))
    before = copy.deepcopy(payload)
    [problem] = sde_schema.validate(payload)
    assert (problem.file, problem.line, problem.column, problem.frame) == (None, None, None, None)
    assert payload == before


def test_problems_are_values() -> None:
    problems = sde_schema.validate(BAD)
    assert pickle.loads(pickle.dumps(problems)) == problems == sde_schema.validate(BAD)  # noqa: S301 - our own
    assert len(set(problems)) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        problems[0].code = "SDE101"  # type: ignore[misc] # that it may not be is the point


@pytest.mark.usefixtures("here")
def test_a_problem_as_text_is_the_line_of_the_concise_report(program: Program) -> None:
    write(bad=BAD, warned=WARNED)
    lines = program("validate", "--format", "concise", "--quiet", "bad.json", "warned.json").out.splitlines()
    problems = [*Validator().validate_file("bad.json"), *Validator().validate_file("warned.json")]
    assert [str(problem) for problem in problems] == [line for line in lines if line]
    [problem] = sde_schema.validate(json.loads(BAD))
    assert str(problem) == f"error SDE203 {problem.message} {problem.hint}"


def test_only_errors_make_a_payload_invalid() -> None:
    validator = Validator("1.0")
    assert [validator.is_valid(text) for text in (GOOD, WARNED, BAD, "", "{")] == [True, True, False, False, False]
    assert [problem.severity for problem in validator.validate(WARNED)] == ["warning"]


def test_a_type_makes_each_document_a_body() -> None:
    body = {"serverTimeStamp": 1440412721836, "keywords": ["apple"]}
    assert sde_schema.validate(body, "1.0", type="searchContent") == []
    assert [problem.code for problem in sde_schema.validate(body)] == ["SDE104"]


def test_where_nothing_is_recognized_there_is_no_property() -> None:
    found = [(problem.code, problem.pointer, problem.schema) for problem in sde_schema.validate([{"x": 1}, 5])]
    assert found == [("SDE104", "/0", None), ("SDE104", "/1", None)]


def test_a_schema_is_the_caller_s_own() -> None:
    sde_schema.load_schema("purchase", version="1.0").clear()
    assert sde_schema.load_schema("purchase")["title"] == "Purchase"


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda: sde_schema.validate({}, version="0.9"), sde_schema.UnknownVersionError),
        (lambda: sde_schema.validate({}, type="Lead"), sde_schema.UnknownSchemaError),
        (lambda: sde_schema.load_schema("leed"), sde_schema.UnknownSchemaError),
        (lambda: sde_schema.load_schema("../manifest"), sde_schema.UnknownSchemaError),
        (lambda: Validator("0.9"), sde_schema.SdeSchemaError),
        (lambda: Validator(max_depth=0), ValueError),
        (lambda: Validator(engine="ajv"), ValueError),
    ],
)
def test_a_wrong_question_is_an_error_at_once(ask: Callable[[], Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        ask()


def test_one_validator_serves_many_threads() -> None:
    validator = Validator()
    texts: list[Any] = [GOOD, BAD, WARNED, json.loads(BAD), f"{GOOD}\n{BAD}\n", "lead: 1"] * 10
    alone = [Validator().validate(text) for text in texts[:6]] * 10
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(validator.validate, texts)) == alone


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ({"customerInfo": {"registrationDate": {"year": MANY, "month": MANY, "day": MANY}}}, ["SDE305"] * 3),
        ({"customerInfo": {}, "originalTimeStamp": MANY}, ["SDE303"]),
    ],
)
def test_more_digits_than_python_reads_as_a_number(body: dict[str, Any], codes: list[str]) -> None:
    event = {"serverTimeStamp": MANY, "customerInfo": {"serverTimeStamp": 1440412721836, **body}}
    for payload in (event, json.dumps(event)):
        assert [problem.code for problem in sde_schema.validate(payload, version="1.1")] == ["SDE303", *codes]


LEAD: dict[str, Any] = {"lead": {"serverTimeStamp": 1440412721836, "lead": {}}}


def _lead(value: Any) -> dict[str, Any]:
    event = copy.deepcopy(LEAD)
    event["lead"]["lead"]["value"] = value
    return event


class Code(str, enum.Enum):  # noqa: UP042 - many are
    """A string of its own name, as programs have them."""

    TOPIC = "shoes"


class Color(enum.Enum):
    """Another enumeration: its members are no numbers in Python."""

    RED = 1


class Money(float):
    """A number of a class of its own."""


@pytest.mark.parametrize(
    "value",
    [
        Decimal("11.70"),
        Decimal("1e3"),
        Decimal(12),
        Decimal("-0"),
        Decimal("9" * 40),
        Money(1.5),
        Code.TOPIC,
        Color.RED,
        "x" * 9,
    ],
    ids=lambda it: type(it).__name__,
)  # fmt: skip
def test_a_value_of_another_class_is_what_it_is_in_json(value: Any) -> None:
    held = value.value if isinstance(value, enum.Enum) else value
    plain = float(held) if isinstance(held, Decimal | float | int) else held
    for version in sde_schema.versions():
        assert sde_schema.validate(_lead(value), version) == sde_schema.validate(_lead(plain), version)


@pytest.mark.parametrize(
    "value",
    [
        math.nan, -math.inf, 10**400, Decimal("NaN"), Decimal("Infinity"), Decimal("1e999"), b"1", {1}, object(),
        types.MappingProxyType({}), "\ud800", range(2),
    ],
    ids=lambda it: type(it).__name__,
)  # fmt: skip
def test_a_value_that_json_does_not_have_is_of_the_wrong_type(value: Any) -> None:
    for payload in (_lead(value), [_lead(value)], {"sdes": {"events": [_lead(1), _lead(value)]}}):
        [problem] = sde_schema.validate(payload)
        assert (problem.code, problem.pointer[-16:]) == ("SDE205", "/lead/lead/value")
        assert not Validator().is_valid(payload)


def test_what_holds_itself_is_too_deep() -> None:
    payload: dict[str, Any] = {"sdes": {"events": []}}
    payload["sdes"]["events"].append(payload)
    assert [problem.code for problem in sde_schema.validate(payload)] == ["SDE105"]


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (Path("a.json"), "validate_file(path)"),
        (io.BytesIO(b"{}"), "validate(file.read())"),
        (types.MappingProxyType(LEAD), "validate(dict(…))"),
        (collections.UserDict(LEAD), "validate(dict(…))"),
        (iter([LEAD]), "for each of its items"),
        ({"lead"}, "takes a dict or list"),
        (object(), "takes a dict or list"),
    ],
    ids=lambda it: type(it).__name__,
)
def test_what_is_no_payload_is_a_type_error_that_names_the_method(payload: Any, words: str) -> None:
    for method in (sde_schema.validate, Validator().validate, Validator().is_valid):
        with pytest.raises(TypeError, match="no payload") as raised:
            method(payload)
        assert words in str(raised.value)
        assert "1440412721836" not in str(raised.value)


@pytest.mark.parametrize("path", [LEAD, b"a.json", None, io.StringIO(), 3], ids=lambda it: type(it).__name__)
def test_validate_file_takes_paths_alone_and_says_so_at_once(path: Any) -> None:
    with pytest.raises(TypeError, match=r"validate_file takes a path, not .*; for a payload there is validate\(\)"):
        Validator().validate_file(path)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["a.json", "a.ndjson", "a.ndjson.gz", "noname"])
def test_a_file_has_its_problems_with_locations_one_after_the_other(name: str) -> None:
    text = f"{GOOD}\n{BAD}\n{WARNED}\n".encode()
    Path(name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    for path in (name, Path(name)):
        found = Validator("1.0").validate_file(path)
        assert next(found).code == "SDE203"
        assert [(problem.file, problem.line) for problem in found] == [(name, 3)]


@pytest.mark.usefixtures("here")
def test_a_file_that_cannot_be_read_is_an_error_of_the_operating_system() -> None:
    Path("folder").mkdir()
    for path in ("missing.json", "folder"):
        problems = Validator().validate_file(path)
        with pytest.raises(OSError, match=r"such file|directory") as raised:
            list(problems)
        assert isinstance(raised.value, sde_schema.UnreadableError)
        assert (raised.value.filename, path in str(raised.value)) == (path, True)


def test_what_is_compiled_is_shared() -> None:
    assert Validator("2.0")._checks._fast_path is Validator("2.0", show_values=True)._checks._fast_path  # noqa: SLF001
    assert Validator("2.0")._checks._fast_path is not Validator("1.1")._checks._fast_path  # noqa: SLF001


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])  # noqa: S301 - our own
def test_a_used_validator_can_be_copied_and_pickled(again: Callable[[Any], Any]) -> None:
    validator = Validator("2.0", type="lead", allow_unknown=True, at="/x", max_depth=60)
    payload = {"x": {"lead": {"value": "1", "y": 1}, "serverTimeStamp": 1440412721836}}
    problems = validator.validate(payload)
    other = again(validator)
    assert (other.version, other.type, repr(other)) == ("2.0", "lead", repr(validator))
    assert other.validate(payload) == problems
    assert [problem.severity for problem in problems] == ["error", "warning"]


ERRORS: list[tuple[str, Callable[[], Any]]] = [
    ("UnknownVersionError", lambda: Validator("0.9")),
    ("UnknownSchemaError", lambda: sde_schema.load_schema("leed")),
    ("UnreadableError", lambda: list(Validator().validate_file("missing.json"))),
]


@pytest.mark.parametrize(("name", "ask"), ERRORS, ids=[name for name, _ in ERRORS])
def test_errors_can_be_copied_and_pickled(name: str, ask: Callable[[], Any]) -> None:
    with pytest.raises(sde_schema.SdeSchemaError) as raised:
        ask()
    for again in (pickle.loads(pickle.dumps(raised.value)), copy.deepcopy(raised.value)):  # noqa: S301 - our own
        assert (type(again).__name__, str(again), again.args) == (name, str(raised.value), raised.value.args)


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_a_validator_goes_to_other_processes(method: str) -> None:
    texts = [GOOD, BAD, WARNED]
    validator = Validator()
    expected = [validator.validate(text) for text in texts]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
        assert list(pool.map(validator.validate, texts)) == expected


def test_joblib_and_cloudpickle_take_a_validator_along() -> None:
    validator = Validator()
    expected = [validator.validate(text) for text in (GOOD, BAD)]
    found = joblib.Parallel(n_jobs=2)(joblib.delayed(validator.validate)(text) for text in (GOOD, BAD))
    assert found == expected
    again = pickle.loads(cloudpickle.dumps(validator.validate))  # noqa: S301 - our own
    assert [again(text) for text in (GOOD, BAD)] == expected


@pytest.mark.slow
def test_eight_threads_agree_over_many_mixed_calls() -> None:
    payloads: list[Any] = [GOOD, BAD, WARNED, json.loads(GOOD), json.loads(BAD), GOOD.encode(), [json.loads(BAD)] * 3]
    expected = [(Validator().is_valid(payload), Validator().validate(payload)) for payload in payloads]

    def many(first: int) -> int:
        wrong = 0
        for number in range(first, first + 10_000):
            payload, answer = payloads[number % len(payloads)], expected[number % len(payloads)]
            if number % 2:
                wrong += Validator().is_valid(payload) != answer[0]
            else:
                wrong += sde_schema.validate(payload) != answer[1]
        return wrong

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(many, range(8))) == 0
