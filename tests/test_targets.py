"""`--at`: the values of a document that are validated, and where the events are when they are deeper."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import Validator
from sde_schema.catalog.engines import ENGINES
from sde_schema.reading.targets import Reached, Target
from tests.support.program import BAD, GOOD, WARNED, write

if TYPE_CHECKING:
    from tests.support.program import Program

pytestmark = pytest.mark.usefixtures("here")
GOOD_EVENT, BAD_EVENT = json.loads(GOOD), json.loads(BAD)
BASE64 = b64encode(GOOD.encode()).decode()
TWICE = '{"lead": {"serverTimeStamp": 1440412721836, "lead": {"topic": "a", "topic": "b"}}}'


def _found(done: Any) -> list[tuple[str, str]]:
    return [(problem["code"], problem["pointer"]) for problem in done.report["problems"]]


@pytest.mark.parametrize(
    ("pointer", "document", "reached"),
    [
        ("", {"a": 1}, [Reached((), {"a": 1})]),
        ("/a", {"a": 1}, [Reached(("a",), 1)]),
        ("/a~1b/c~0d", {"a/b": {"c~d": 1}}, [Reached(("a/b", "c~d"), 1)]),
        ("/", {"": 1}, [Reached(("",), 1)]),
        ("/0", [5, 6], [Reached((0,), 5)]),
        ("/0", {"0": 5}, [Reached(("0",), 5)]),
        ("/*", [5, 6], [Reached((0,), 5), Reached((1,), 6)]),
        ("/*/x", {"a": {"x": 1}, "b": {}}, [Reached(("a", "x"), 1), Reached(("b",), {}, ("x",))]),
        ("/a/*", {"a": []}, [Reached(("a",), [], ("*",))]),
        ("/2", [5, 6], [Reached((), [5, 6], ("2",))]),
        ("/01", [5, 6], [Reached((), [5, 6], ("01",))]),
        ("/a/b", {"a": "text"}, [Reached(("a",), "text", ("b",))]),
    ],
)
def test_a_pointer_leads_to_values(pointer: str, document: Any, reached: list[Reached]) -> None:
    assert list(Target(pointer).reached(document)) == reached


@pytest.mark.parametrize("pointer", ["payload", "/a~2", "/~", "#/a"])
def test_what_is_not_a_pointer_is_refused(pointer: str, program: Program) -> None:
    write(a=GOOD)
    done = program("validate", "a.json", "--at", pointer)
    assert (done.status, done.out) == (2, "")
    assert "is not a JSON Pointer" in done.err
    with pytest.raises(ValueError, match="is not a JSON Pointer"):
        Validator(at=pointer)


def test_pointers_and_locations_stay_those_of_the_whole_document(program: Program) -> None:
    Path("a.ndjson").write_text(f'{{"payload": {BAD}}}\n{{"payload": {GOOD}}}\n', encoding="utf-8")
    done = program("validate", "a.ndjson", "--at", "/payload", "--format", "json")
    assert (done.status, done.counts) == (1, (1, 2))
    [problem] = done.report["problems"]
    assert (problem["pointer"], problem["line"], problem["column"]) == ("/payload/lead/lead/Topic", 1, 54 + 12)
    assert problem["schema"] is None


@pytest.mark.parametrize("engine", ENGINES)
def test_every_item_is_validated_and_one_without_a_value_is_an_error(engine: str) -> None:
    hits = [{"_source": GOOD_EVENT}, {"_id": 1}, {"_source": BAD_EVENT}, {"_source": {"sdes": {"events": [BAD_EVENT]}}}]
    reported = Validator(at="/hits/*/_source", engine=engine).validate({"hits": hits})
    assert [(problem.code, problem.pointer) for problem in reported] == [
        ("SDE104", "/hits/1"),
        ("SDE203", "/hits/2/_source/lead/lead/Topic"),
        ("SDE203", "/hits/3/_source/sdes/events/0/lead/lead/Topic"),
    ]
    assert "has no `_source`" in reported[0].message


@pytest.mark.parametrize(
    ("document", "pointer"),
    [({}, ""), ({"a": {}}, "/a"), ({"a": {"b": {}}}, "/a/b"), ({"a": {"b": {"c": []}}}, "/a/b/c")],
)
def test_where_there_is_no_value_nothing_is_validated(document: Any, pointer: str) -> None:
    [problem] = Validator(at="/a/b/c/*").validate(document)
    assert (problem.code, problem.pointer) == ("SDE104", pointer)


def test_what_is_around_the_value_is_passed_over_duplicate_names_included(program: Program) -> None:
    write(a=f'{{"x": {TWICE}, "x": {BAD}, "payload": {GOOD}, "events": 1}}', b=f'{{"payload": {TWICE}}}')
    write(c=f'{{"payload": {BAD}, "payload": {GOOD}}}')
    for name, expected in (
        ("a", []),
        ("b", [("SDE102", "/payload/lead/lead/topic")]),
        ("c", [("SDE102", "/payload")]),
    ):
        assert _found(program("validate", f"{name}.json", "--at", "/payload", "--format", "json")) == expected


def test_a_body_of_one_attribute_may_be_deeper_too(program: Program) -> None:
    body = GOOD_EVENT["lead"]
    write(a=json.dumps({"rows": [body, {**body, "topic": 1}, body]}))
    done = program("validate", "a.json", "--type", "lead", "--at", "/rows/*", "--format", "json")
    assert (_found(done), done.counts) == ([("SDE203", "/rows/1/topic")], (1, 3))


def test_depth_is_that_of_the_whole_document(program: Program) -> None:
    write(
        a=f'{{"payload": {GOOD}, "x": {"[" * 128}{"]" * 128}}}', b=f'{{"payload": {GOOD}, "x": {"[" * 120}{"]" * 120}}}'
    )
    assert _found(program("validate", "a.json", "--at", "/payload", "--format", "json")) == [("SDE105", "")]
    assert program("validate", "b.json", "--at", "/payload").status == 0


def test_dates_times_and_missing_events_are_looked_for_there_too() -> None:
    day = {"year": 2015, "month": 2, "day": 30}
    customer = {"serverTimeStamp": 1440412721836, "customerInfo": {"registrationDate": day}}
    late = {"serverTimeStamp": 1440412721836, "originalTimeStamp": 1440412721837}
    document = {"a": [{"customerInfo": customer}, {"cartStatus": late}]}
    assert [(p.code, p.pointer) for p in Validator(at="/a").validate(document)] == [
        ("SDE404", "/a/0/customerInfo/customerInfo/registrationDate"),
        ("SDE407", "/a/1/cartStatus/originalTimeStamp"),
    ]
    for at, held, pointer in (
        ("/a", {"sdes": {"events": []}}, "/a/sdes/events"),
        ("/a/*", [{"events": []}, {"events": []}], "/a/0/events"),
        ("/a/*", [{"sdes": None}, {"sdes": None}], "/a/0"),
        ("/a/*", [{"sdes": None}, {"events": []}], "/a/1/events"),
        ("/a", {"sdes": None}, "/a"),
    ):
        [problem] = Validator(at=at).validate({"a": held})
        assert (problem.code, problem.pointer) == ("SDE406", pointer)


def test_that_there_are_no_events_is_said_of_the_first_array_of_them(program: Program) -> None:
    write(a='{"p": {"sdes": null}}\n{"p": {"events": []}}\n')
    done = program("validate", "a.json", "--at", "/p", "--format", "json")
    [problem] = done.report["problems"]
    assert (_found(done), problem["line"], problem["column"]) == ([("SDE406", "/p/events")], 2, 18)


def test_personal_data_and_what_is_around_stay_masked(program: Program) -> None:
    write(a=f'{{"secret": "SECRET", "payload": {WARNED}}}')
    done = program("validate", "a.json", "--at", "/payload", "--show-values")
    assert "much" in done.out
    assert "SECRET" not in done.out


WRAPPED: list[tuple[Any, str, str]] = [
    ({"schema": None, "payload": GOOD_EVENT}, "--at /payload", "/payload"),
    ({"specversion": "1.0", "data": {"sdes": {"events": [GOOD_EVENT]}}}, "--at /data", "/data"),
    ({"hits": {"hits": [{"_source": GOOD_EVENT}]}}, "--at '/hits/hits/*/_source'", "/hits/hits/0/_source"),
    ({"data": [GOOD_EVENT, GOOD_EVENT]}, "--at /data", "/data"),
    ([{"event": GOOD_EVENT}], "--at '/*/event'", "/0/event"),
    ({"a b": {"c/d": GOOD_EVENT}}, "--at '/a b/c~1d'", "/a b/c~1d"),
    ({"Records": [{"body": GOOD}]}, "jq -c '.Records[].body | fromjson'", "/Records/0/body"),
    ({"message": {"data": BASE64}}, "jq -c '.message.data | @base64d | fromjson'", "/message/data"),
    (
        {"Records": [{"kinesis": {"data": BASE64}}]},
        "jq -c '.Records[].kinesis.data | @base64d | fromjson'",
        "/Records/0",
    ),
    ({"Message": json.dumps(GOOD)}, "jq -c '.Message | fromjson'", "/Message"),
    (GOOD, "jq -r .", ""),
    (["" + GOOD], "jq -c '.[] | fromjson'", "/0"),
    ({"someone@mail.example": GOOD_EVENT}, "--at '/*'", "(withheld)"),
    ({"type": "RECORD", "stream": "s", "record": GOOD_EVENT}, "select(.type", "/record"),
    ({"log": {"entries": [{"response": {"content": {"text": GOOD}}}]}}, "fromjson", ".log.entries[]"),
]


@pytest.mark.parametrize(("document", "command", "pointer"), WRAPPED, ids=[pointer for *_, pointer in WRAPPED])
def test_events_that_are_deeper_are_named_with_the_way_to_them(document: Any, command: str, pointer: str) -> None:
    [problem] = Validator().validate(json.dumps(document).encode())
    assert problem.code == "SDE104"
    assert pointer in str(problem.hint)
    assert command in str(problem.hint)
    if command.startswith("--at "):
        at = command.removeprefix("--at ").strip("'")
        assert Validator(at=at).validate(document) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Records:\n- body: '{GOOD}'\n",
        f"'{GOOD}'\n",
        "type: RECORD\nrecord:\n  stream: s\n  data: {}\n  emitted_at: 1\n",
        "type: SCHEMA\nstream: s\n",
        f"log:\n  entries:\n  - response:\n      content:\n        text: '{GOOD}'\n",
    ],
    ids=["in a string", "encoded twice", "Airbyte", "Singer", "HAR"],
)
def test_yaml_draws_no_command_of_jq(text: str, program: Program) -> None:
    Path("a.yaml").write_text(text, encoding="utf-8")
    done = program("validate", "a.yaml")
    assert "SDE104" in done.out
    assert re.search(r"= hint: .*(string|at /record)", done.out)
    assert "jq" not in done.out


@pytest.mark.parametrize(
    "document",
    [
        {"a": {"b": {"c": {"d": {"e": GOOD_EVENT}}}}},
        {"a": {"lead": {"topic": "x"}}},
        {"a": "[" * 50},
        {"a": [[]]},
        {"a": 1},
    ],
    ids=["too deep", "no time", "no JSON", "empty arrays", "nothing"],
)
def test_what_is_too_deep_or_is_not_an_event_is_not_named(document: Any) -> None:
    [problem] = Validator().validate(document)
    assert "--at" not in str(problem.hint)


def test_the_body_of_one_attribute_is_recognized_as_such() -> None:
    [problem] = Validator().validate({"serverTimeStamp": 1440412721836, "keywords": ["apple"]})
    assert problem.hint == "It looks like the body of `searchContent`: use --type searchContent."
