"""`sde-schema convert` and `sde_schema.convert`: what is converted, what is rejected, what is said of it."""

from __future__ import annotations

import gzip
import io
import json
from base64 import b64decode
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import sde_schema
from sde_schema import Validator, convert
from sde_schema.converting import numbers
from sde_schema.converting.numbers import Number, json_bytes
from sde_schema.examples.random_events import Payloads
from sde_schema.examples.wrapped import FORMS
from tests.support.cases import json_cases
from tests.support.payloads import damaged
from tests.support.program import Program, run
from tests.support.rounds import first_every_day
from tests.support.secrets import Secrets

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.cases import Case
    from tests.support.program import Done

NEWEST = sde_schema.versions()[-1]
STAMP = "1440412721832"
TIME = int(STAMP)
VALID = Validator(NEWEST)
OLD = [case for case in json_cases() if case.version < NEWEST and case.is_valid and not case.type]


def cart(**members: Any) -> dict[str, Any]:
    return {"cartStatus": {"serverTimeStamp": STAMP, **members}}


def nested(attribute: str, **members: Any) -> dict[str, Any]:
    return {attribute: {"serverTimeStamp": STAMP, attribute: members}}


def product(**members: Any) -> dict[str, Any]:
    return {"viewedProduct": {"serverTimeStamp": STAMP, "products": [{"product": members}]}}


def contact(**members: Any) -> dict[str, Any]:
    return nested("personalInfo", contacts=[{"personalContact": members}])


def at(value: Any, *path: str | int) -> Any:
    for step in path:
        value = value[step]
    return value


def last(value: Any) -> Any:
    """Return the last scalar of a value."""
    while isinstance(value, dict | list) and value:
        value = [*value.values()][-1] if isinstance(value, dict) else value[-1]
    return value


@pytest.mark.parametrize(
    ("event", "after"),
    [
        ({"searchContent": {"serverTimeStamp": STAMP}}, TIME),
        ({"searchContent": {"serverTimeStamp": "0001440412721832"}}, TIME),
        (cart(originalTimeStamp="0"), 0),
        (cart(total="11.7"), 11.7),
        (cart(total="1e3"), 1000.0),
        (cart(total="-0.5"), -0.5),
        (cart(total="007.5"), 7.5),
        (cart(total="12345678901234567890"), 12345678901234567890),
        (cart(total="0.12345678901234567890"), Decimal("0.12345678901234567890")),
        (cart(total=11.7), 11.7),
        (cart(total=None), None),
        (cart(total={"double": 1.5}), 1.5),
        (cart(total={"string": "1.5"}), 1.5),
        (cart(numItems="6"), 6),
        (cart(numItems="6.0"), 6),
        (cart(numItems="1e2"), 100),
        (cart(numItems="-3"), -3),
        (cart(numItems={"long": 6}), 6),
        (cart(numItems={"int": "6"}), 6),
        (cart(currency={"string": "USD"}), "USD"),
        (cart(currency=12), "12"),
        (cart(products={"array": [{"com.example.Entry": {"quantity": {"string": "2"}}}]}), 2),
        (cart(isAuthenticated={"boolean": True}), True),
        (nested("customerInfo", balance="-400.99"), -400.99),
        (nested("customerInfo", companySize="250", loginStatus="1"), 1),
        (nested("customerInfo", lastPaymentDate={"year": "2014", "month": "05", "day": 7}), 7),
        (nested("customerInfo", lastPaymentDate={"year": "2014", "day": "31", "month": "05"}), 5),
        (nested("customerInfo", socialId=4444), "4444"),
        (nested("marketingCampaignInfo", originatingChannel="6"), 6),
        (nested("marketingCampaignInfo", originatingChannel=6.0), 6),
        (nested("serviceActivity", status="13"), 13),
        (nested("visitorError", level="3"), 3),
        (nested("visitorError", resolved="true"), True),
        (nested("visitorError", resolved="false"), False),
        (nested("lead", value="-1"), -1),
        (nested("personalInfo", customerAge={"customerAgeInYears": "34"}), 34),
        (nested("personalInfo", customerAge={"customerYearOfBirth": "1980"}), 1980),
        (contact(address={"zipCode": 10001}), "10001"),
        (contact(address={"zipCode": 1.50}), "1.5"),
        (contact(address={"zipCode": "010"}), "010"),
        (product(quantityInStock="25"), 25),
        (product(statusInStock=1), "1"),
        ({"searchContent": {"serverTimeStamp": STAMP, "keywords": ["apple", 2015]}}, "2015"),
        ({"viewProduct": {"serverTimeStamp": STAMP, "currency": 1}}, "1"),
        ({"formFillingError": {"serverTimeStamp": STAMP, "visitorError": {"level": "1"}}}, 1),
        ({"personalInfo": {"serverTimeStamp": STAMP, "name": 7}}, "7"),
        ({"serverTimeStamp": STAMP, "sdeType": "LEAD", **nested("lead", value="2")}, 2),
    ],
    ids=str,
)
def test_what_is_certain_is_converted(event: dict[str, Any], after: Any) -> None:
    before = json.dumps(event)
    conversion = convert(event)
    assert conversion.problems == ()
    assert (last(conversion.value), type(last(conversion.value))) == (after, type(after))
    assert VALID.is_valid(json_bytes(_with_numbers(conversion.value)))
    assert json.dumps(event) == before
    assert convert(json.dumps(event)) == convert(conversion.value) == conversion


def _with_numbers(value: Any) -> Any:
    """Return a value whose decimals are written with all digits."""
    if isinstance(value, dict):
        return {name: _with_numbers(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_with_numbers(item) for item in value]
    return Number(str(value), str(value)) if isinstance(value, Decimal) else value


@pytest.mark.parametrize(
    ("event", "null"),
    [
        (cart(total="****"), True),
        (cart(total=""), True),
        (cart(total="ten"), True),
        (cart(total=" 5 "), True),
        (cart(total="+5"), True),
        (cart(total=".5"), True),
        (cart(total="1,234.50"), True),
        (cart(total="0x10"), True),
        (cart(total="1e400"), True),
        (cart(total="NaN"), True),
        (cart(total="١٢"), True),
        (cart(total=True), True),
        (cart(numItems="6.5"), True),
        (cart(numItems=6.5), True),
        (cart(numItems={"string": "ten"}), True),
        (cart(numItems={"$oid": "6"}), False),
        (cart(numItems=["6"]), False),
        (cart(originalTimeStamp="9999999999999999"), True),
        (cart(originalTimeStamp="1.44041E+12"), True),
        (cart(originalTimeStamp="2015-08-24"), True),
        (cart(isAuthenticated="yes"), True),
        (cart(currency=True), True),
        (nested("customerInfo", lastPaymentDate={"year": "2014", "month": "13", "day": "1"}), True),
        (nested("customerInfo", lastPaymentDate={"year": "2014", "month": 13, "day": "1"}), True),
        (nested("customerInfo", lastPaymentDate="2014-10-15"), True),
        (nested("marketingCampaignInfo", originatingChannel="7"), True),
        (nested("marketingCampaignInfo", originatingChannel=7), True),
        (nested("marketingCampaignInfo", originatingChannel="Search"), True),
        (cart(originalTimeStamp=-1), True),
        (cart(originalTimeStamp="-1"), True),
        (cart(total={"boolean": 5}), False),
        (cart(total={"int": 5.5}), False),
        (cart(products={"array": "x"}), False),
        (cart(currency={"map": "x"}), False),
        (nested("lead", topic=True), True),
        (nested("lead", topic=["x"]), False),
        (nested("visitorError", resolved="True"), True),
        (nested("visitorError", level="warning"), True),
        (contact(address="1 Main Street"), True),
        ({"searchContent": {"serverTimeStamp": "****"}}, False),
        ({"searchContent": {"serverTimeStamp": ""}}, False),
        ({"searchContent": {"serverTimeStamp": STAMP, "keywords": [True]}}, False),
        ({"personalInfo": {"serverTimeStamp": STAMP, "name": "x", "nickname": "y"}}, False),
        ({"lead": {"serverTimeStamp": STAMP}}, False),
    ],
    ids=str,
)
def test_what_cannot_be_typed_is_rejected_or_null(event: dict[str, Any], null: bool) -> None:  # noqa: FBT001 - a parameter
    rejected = convert(event)
    assert {problem.severity for problem in rejected.problems} == {"error"}
    made = convert(event, unconvertible="null")
    assert {problem.severity for problem in made.problems} == {"warning" if null else "error"}
    assert VALID.is_valid(made.value) == null
    if null:
        assert made.problems[0].pointer == rejected.problems[0].pointer
        steps = [int(step) if step.isdigit() else step for step in made.problems[0].pointer.split("/")[1:]]
        assert at(made.value, *steps) is None


def test_several_values_become_null_at_once() -> None:
    made = convert(cart(total="", numItems="****", products=[{"quantity": "two"}]), unconvertible="null")
    assert made.value == {
        "cartStatus": {"serverTimeStamp": TIME, "total": None, "numItems": None, "products": [{"quantity": None}]}
    }
    assert [problem.pointer for problem in made.problems] == [
        "/cartStatus/total",
        "/cartStatus/numItems",
        "/cartStatus/products/0/quantity",
    ]


@pytest.mark.parametrize("case", OLD, ids=lambda case: case.name)
def test_every_valid_case_of_older_versions_is_valid_or_has_a_problem(case: Case) -> None:
    for unconvertible in ("reject", "null"):
        conversion = convert(case.value, unconvertible=unconvertible)
        errors = [problem for problem in conversion.problems if problem.severity == "error"]
        assert VALID.is_valid(conversion.value) == (not errors)


def _rows(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.splitlines()]


def _counted(rows: list[Any], member: str) -> int:
    return sum(member in row for row in rows)


def _files(seed: int, version: str, *, wide: bool, count: int) -> None:
    """Write the same events in several layouts into the current folder."""
    payloads = Payloads(version, seed, wide=wide)
    events = [payloads.event() for _ in range(count)]
    forms: list[Callable[[Any], Any]] = [*FORMS.values(), lambda event: event, lambda event: [event, event]]
    documents = [forms[index % len(forms)](event) for index, event in enumerate(events)]
    lines = [json.dumps(document, ensure_ascii=index % 2 == 0) for index, document in enumerate(documents)]
    Path("in.ndjson").write_text("\n".join(lines), encoding="utf-8")
    items = [document for document in documents if isinstance(document, dict)]
    Path("in.json").write_text(json.dumps(items, indent=1), encoding="utf-8")
    Path("in.ndjson.gz").write_bytes(gzip.compress(Path("in.ndjson").read_bytes()))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("seed", first_every_day(range(8)))
@pytest.mark.parametrize("version", sde_schema.versions())
def test_events_out_and_rejects_are_events_in(seed: int, version: str, program: Program) -> None:
    _files(seed, version, wide=seed % 2 == 0, count=120)
    files = ("in.ndjson", "in.json", "in.ndjson.gz")
    done = program("validate", "--format", "json", "--schema-version", version, *files)
    assert done.report["summary"]["errors"] == 0
    for choice in ("reject", "null"):
        made = program("convert", "--events", "-o", "out", "--rejects", "bad.ndjson", "--unconvertible", choice, *files)
        out = [
            row
            for name in files
            for row in _rows(
                gzip.decompress(Path("out", name).read_bytes())
                if name.endswith(".gz")
                else Path("out", name).read_bytes()
            )
        ]
        bad = _rows(Path("bad.ndjson").read_bytes())
        assert _counted(bad, "event") == len(bad)
        assert len(out) + len(bad) == done.report["summary"]["events"]
        assert made.status == (1 if bad else 0)
        assert all(row["problems"] for row in bad)
        assert VALID.is_valid([row["event"] for row in out])
        if version == NEWEST:  # only what no table can hold
            assert {problem["code"] for row in bad for problem in row["problems"]} <= {"SDE305"}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("seed", first_every_day(range(4)))
def test_any_payload_is_converted_or_rejected(seed: int, program: Program) -> None:
    random = Random(seed)  # noqa: S311 - test data is no secret
    payloads = [damaged(random) for _ in range(150)]
    Path("in.ndjson").write_text("".join(json.dumps(payload) + "\n" for payload in payloads), encoding="utf-8")
    before = program("validate", "--format", "json", "--schema-version", NEWEST, "in.ndjson").report["summary"]
    made = program("convert", "--events", "in.ndjson", "-o", "out.ndjson", "--rejects", "bad.ndjson")
    out, bad = (_rows(Path(name).read_bytes()) for name in ("out.ndjson", "bad.ndjson"))
    assert made.status == 1
    assert len(out) + _counted(bad, "event") >= before["events"]
    assert VALID.is_valid([row["event"] for row in out])
    whole = program("convert", "in.ndjson", "-o", "whole.ndjson", "--rejects", "bad.ndjson")
    kept = Path("whole.ndjson").read_bytes().splitlines()
    assert len(kept) + len(_rows(Path("bad.ndjson").read_bytes())) == len(payloads)
    assert all(VALID.is_valid(line) for line in kept)
    assert whole.status == 1
    again = program("convert", "whole.ndjson")
    assert (again.status, again.out.encode()) == (0, Path("whole.ndjson").read_bytes())


RECORD: dict[str, Any] = {
    "info": {"engagementId": 12345678901234567890, "ratio": 1.10, "conversationId": "c-1"},
    "sdes": {"events": [cart(total="1.50"), cart(total="ten"), nested("lead", value="2")]},
    "unAuthSdes": {"events": [cart(numItems="3")]},
}


@pytest.mark.usefixtures("here")
def test_the_line_of_an_event_begins_with_whose_it_is(program: Program) -> None:
    Path("in.json").write_text(json.dumps({"conversationHistoryRecords": [RECORD]}), encoding="utf-8")
    done = program("convert", "in.json", "--events")
    assert done.out.splitlines() == [
        (
            '{"conversationId":"c-1","list":"sdes","index":0,"attributeType":"cartStatus",'
            '"event":{"cartStatus":{"serverTimeStamp":1440412721832,"total":1.50}}}'
        ),
        (
            '{"conversationId":"c-1","list":"sdes","index":2,"attributeType":"lead",'
            '"event":{"lead":{"serverTimeStamp":1440412721832,"lead":{"value":2}}}}'
        ),
        (
            '{"conversationId":"c-1","list":"unAuthSdes","index":0,"attributeType":"cartStatus",'
            '"event":{"cartStatus":{"serverTimeStamp":1440412721832,"numItems":3}}}'
        ),
    ]
    assert done.status == 1
    assert done.err.splitlines()[:4] == [
        f"sde-schema: 3 events converted to version {NEWEST}, 1 event rejected",
        (
            "  1 SDE205 /cartStatus/total `total` must be a number or null, but is a string."
            " It must be a number, such as `11.7`, or null where there is none."
        ),
        "    in.json:1 /conversationHistoryRecords/0/sdes/events/1/cartStatus/total",
        "sde-schema: note: --rejects FILE keeps what is rejected, with all its values",
    ]


@pytest.mark.parametrize(
    ("document", "head"),
    [
        (cart(), {"list": None, "index": 0}),
        ([cart(), cart()], {"list": None, "index": 0}),
        ({"events": [cart()]}, {"list": None, "index": 0}),
        ({"sdes": {"events": [cart()]}}, {"list": "sdes", "index": 0}),
        (
            {"info": {"engagementId": 7}, "sdes": {"events": [cart()]}},
            {"engagementId": "7", "list": "sdes", "index": 0},
        ),
    ],
    ids=str,
)
@pytest.mark.usefixtures("here")
def test_where_an_event_was_in_each_form(document: Any, head: dict[str, Any], program: Program) -> None:
    done = program("convert", "-", "--events", stdin=json.dumps(document).encode())
    row = json.loads(done.out.splitlines()[0])
    assert list(row) == [*head, "attributeType", "event"]
    assert {name: row[name] for name in head} == head
    assert done.status == 0


@pytest.mark.usefixtures("here")
def test_digits_stay_what_they_are(program: Program) -> None:
    text = json.dumps({**RECORD, "sdes": {"events": [cart(total=0)]}})
    text = text.replace('"total": 0', '"total": "0.10000000000000000001", "currency": 1.10')
    done = program("convert", "-", stdin=text.encode())
    assert '"info":{"engagementId":12345678901234567890,"ratio":1.1,' in done.out
    assert '"total":0.10000000000000000001,"currency":"1.10"' in done.out


@pytest.mark.usefixtures("here")
def test_what_is_valid_already_stays_the_same_byte_for_byte(program: Program) -> None:
    new = {"cartStatus": {"serverTimeStamp": TIME, "total": 6.0, "numItems": 6.0}}
    record = {"info": {"conversationId": "é"}, "sdes": {"events": [new]}}
    layouts = {
        "a.json": json.dumps(record, indent=3) + "\n\n",
        "b.json": json.dumps(record, indent="\t"),
        "c.ndjson": json.dumps(record) + "\r\n" + json.dumps(new, separators=(",", ":")) + "\n",
        "d.ndjson": json.dumps(new) + "\n" + json.dumps(record, ensure_ascii=False),
        "e.json": json.dumps(record, indent=1) + "\n" + json.dumps(new, indent=2) + "\n",
        "g.ndjson": json.dumps(new) + "\n\n \n" + json.dumps(record) + "\n\n",
        "f.ndjson.gz": json.dumps(new) + "\n",
    }
    for name, text in layouts.items():
        data = text.encode()
        Path(name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert program("convert", "-o", "out", *layouts).status == 0
    for name, text in layouts.items():
        data = Path("out", name).read_bytes()
        assert (gzip.decompress(data) if name.endswith(".gz") else data) == text.encode()
    assert program("convert", "b.json").out == layouts["b.json"]


@pytest.mark.usefixtures("here")
def test_layouts_stay_where_that_is_sensible(program: Program) -> None:
    Path("one.json").write_text(json.dumps(cart(total="1"), indent=4) + "\n", encoding="utf-8")
    assert (
        program("convert", "one.json").out
        == json.dumps({"cartStatus": {"serverTimeStamp": TIME, "total": 1}}, indent=2) + "\n"
    )
    yaml = (
        "cartStatus:\n  serverTimeStamp: '1'\n  currency: 1.50\n---\n- lead: {serverTimeStamp: 1, lead: {topic: 007}}"
    )
    Path("two.yaml").write_text(yaml, encoding="utf-8")
    done = program("convert", "two.yaml", "one.json", "-o", "out")
    assert Path("out/two.ndjson").read_text(encoding="utf-8").splitlines() == [
        '{"cartStatus":{"serverTimeStamp":1,"currency":"1.50"}}',
        '[{"lead":{"serverTimeStamp":1,"lead":{"topic":"007"}}}]',
    ]
    assert (done.status, done.out) == (0, "")


@pytest.mark.usefixtures("here")
def test_documents_of_yaml_are_rejected_each_with_its_own_text(program: Program) -> None:
    parts = "---\na: [\n", "---\nb: &b [*b]\n", "---\nc: &c [*c]\n", "---\nlead: {lead: 1, lead: 2}\n"
    Path("a.yaml").write_text("".join(parts), encoding="utf-8")
    program("convert", "a.yaml", "--rejects", "r.ndjson")
    rejected = [json.loads(line) for line in Path("r.ndjson").read_text(encoding="utf-8").splitlines()]
    assert [(each["line"], each["text"]) for each in rejected] == [
        (3, parts[0]),
        (4, "".join(parts)),
        (6, None),
        (8, parts[3]),
    ]


BROKEN = b"""{"cartStatus": {"serverTimeStamp": "1440412721832"}}
{"cartStatus": {"serverTimeStamp": "1440412721832",}}
{"cartStatus": {"serverTimeStamp": "1440412721832", "total": "1", "total": "2"}}
{"nothing": 1}
{"sdes": {"events": []}, "SDEs": {}}
5
{"cartStatus": {"serverTimeStamp": "\\ud800"}}
{"cartStatus": {"serverTimeStamp": "\xff"}}
{"info": {"conversationId": 1, "conversationId": 1}, "sdes": {"events": [{"cartStatus": {"serverTimeStamp": "1"}}]}}
{"cartStatus": {"serverTimeStamp": 1, "total": 1e400}}
{"cartStatus": {"serverTimeStamp": 1
"""


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("how", [(), ("--events",)])
def test_what_is_broken_is_rejected_with_its_place(how: tuple[str, ...], program: Program) -> None:
    Path("in.ndjson").write_bytes(BROKEN)
    Path("more.json").write_text(json.dumps(cart()), encoding="utf-8")
    Path("cut.ndjson.gz").write_bytes(gzip.compress(json.dumps(cart()).encode() * 900)[:-9])
    done = program("convert", "in.ndjson", "cut.ndjson.gz", "more.json", "--rejects", "bad.ndjson", "-o", "out", *how)
    bad = _rows(Path("bad.ndjson").read_bytes())
    assert [(row["line"], [problem["code"] for problem in row["problems"]]) for row in bad] == [
        (2, ["SDE101"]),
        (3, ["SDE102"]),
        (4, ["SDE104"]),
        (5, ["SDE203"]),
        (6, ["SDE104"]),
        (7, ["SDE101"]),
        (8, ["SDE103"]),
        (10, ["SDE101"]),
        (11, ["SDE101"]),
        (1, ["SDE106"]),
    ]
    assert [row["file"] for row in bad] == ["in.ndjson"] * 9 + ["cut.ndjson.gz"]
    if how:
        assert bad[0]["event"] == cart(), "the comma is certain"
    else:
        assert bad[0]["text"] == BROKEN.splitlines()[1].decode()
    assert b64decode(bad[6]["base64"]) == BROKEN.splitlines(keepends=True)[7]
    assert bad[2]["document"] == {"nothing": 1}
    assert len(Path("out/in.ndjson").read_bytes().splitlines()) == 2 if not how else True
    assert len(Path("out/more.json").read_bytes().splitlines()) == 1
    assert (done.status, done.out) == (1, "")
    assert "Traceback" not in done.err


@pytest.mark.usefixtures("here")
def test_lines_of_rejects_are_those_of_the_events(program: Program) -> None:
    document = {"sdes": {"events": [cart(), cart(total="ten"), cart(), cart(total="")]}}
    text = "\n\n" + json.dumps(document, indent=1)
    Path("in.json").write_text(text, encoding="utf-8")
    done = program("convert", "in.json", "--events", "--rejects", "bad.ndjson")
    lines = text.split("\n")
    wrong = [index for index, line in enumerate(lines, 1) if '"total"' in line]
    bad = _rows(Path("bad.ndjson").read_bytes())
    assert [row["line"] for row in bad] == [line - 3 for line in wrong]
    assert [row["pointer"] for row in bad] == ["/sdes/events/1", "/sdes/events/3"]
    assert [row["event"] for row in bad] == [cart(total="ten"), cart(total="")]
    assert len(done.out.splitlines()) == 2


@pytest.mark.parametrize(
    ("document", "pointers"),
    [
        ({"lead": {"serverTimeStamp": STAMP}}, [("", "/lead")]),
        ([{"lead": {"serverTimeStamp": STAMP}}], [("/0", "/0/lead")]),
        ([{"x": 1}, cart()], [("", "/0")]),
        ({**cart(), "lead": {}}, [("", "")]),
        ({"sdes": {"events": [5, cart()]}}, [("/sdes/events/0", "/sdes/events/0")]),
        ({"sdes": {"events": [{"sdes": {}}]}}, [("/sdes/events/0", "/sdes/events/0/sdes")]),
        ({"events": [], "x": 1}, [("", "/x")]),
    ],
    ids=str,
)
@pytest.mark.usefixtures("here")
def test_pointers_are_those_of_the_document(document: Any, pointers: list[tuple[str, str]], program: Program) -> None:
    program("convert", "-", "--events", "--rejects", "bad.ndjson", stdin=json.dumps(document).encode())
    bad = _rows(Path("bad.ndjson").read_bytes())
    assert [(row["pointer"], row["problems"][0]["pointer"]) for row in bad] == pointers


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("how", [(), ("--events",)])
def test_rejects_can_be_converted_once_they_are_fixed(how: tuple[str, ...], program: Program) -> None:
    Path("in.ndjson").write_text(json.dumps(RECORD) + "\n", encoding="utf-8")
    program("convert", "in.ndjson", *how, "--rejects", "bad.ndjson")
    [row] = _rows(Path("bad.ndjson").read_bytes())
    member = "event" if how else "document"
    assert row[member] == (RECORD["sdes"]["events"][1] if how else RECORD)
    assert program("validate", "--at", f"/{member}", "bad.ndjson").status == 0


@pytest.mark.usefixtures("here")
def test_null_is_counted_by_kind(program: Program) -> None:
    events = [cart(total=value) for value in ("****", "", "ten", "", "5")]
    Path("in.ndjson").write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    done = program("convert", "in.ndjson", "--unconvertible", "null")
    assert done.out.count('"total":null') == 4
    assert done.status == 0
    assert done.err.splitlines() == [
        f"sde-schema: 5 documents with 5 events converted to version {NEWEST}, none rejected",
        "sde-schema: 4 values could not be typed and became null",
        "  4 SDE205 /cartStatus/total `total` must be a number or null, but is a string.",
        "    2: It is empty; write null where there is no value.",
        "    1: It looks masked; write null instead.",
        "    1: It must be a number, such as `11.7`, or null where there is none.",
    ]


@pytest.mark.usefixtures("here")
def test_ten_places_of_a_kind_are_listed(program: Program) -> None:
    Path("in.ndjson").write_text((json.dumps(cart(total="ten")) + "\n") * 12, encoding="utf-8")
    done = program("convert", "in.ndjson")
    places = [line for line in done.err.splitlines() if line.startswith("    ")]
    assert len(places) == 11
    assert places[0] == "    in.ndjson:1 /cartStatus/total"
    assert places[-1] == "    and 2 more"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("how", [(), ("--events",), ("--unconvertible", "null")])
def test_no_value_is_said(how: tuple[str, ...], program: Program) -> None:
    secrets = Secrets()
    secret = secrets.string
    name = secret()
    events = [
        cart(total=secret(), currency=secrets.number()),
        cart(numItems={"string": secret()}),
        {name: {"serverTimeStamp": STAMP}},
        nested("personalInfo", name=secret(), customerAge={"customerAgeInYears": secret()}, nickname=secret()),
        {"lead": secret()},
        secret(),
    ]
    lines = [json.dumps({"sdes": {"events": [event]}, "info": {"conversationId": secret()}}) for event in events]
    lines += [json.dumps({"x": secret()}), f'{{"cartStatus": {{"total": "{secret()}",}}}}', f'{{"{secret()}']
    Path("in.ndjson").write_text("\n".join(lines), encoding="utf-8")
    done = program("convert", "in.ndjson", *how, "-o", "out.ndjson")
    assert secrets.leaked_by(done) == {name}, "an unknown name is shown, for it must be fixed"
    assert done.status == 1


@pytest.mark.usefixtures("here")
def test_running_twice_changes_nothing(program: Program) -> None:
    _files(1, sde_schema.versions()[-2], wide=False, count=60)
    files = ("in.ndjson", "in.json", "in.ndjson.gz")
    program("convert", *files, "-o", "once", "--unconvertible", "null")
    assert program("convert", *(f"once/{name}" for name in files), "-o", "twice").status == 0
    for name in files:
        assert Path("once", name).read_bytes() == Path("twice", name).read_bytes()


@pytest.mark.usefixtures("here")
def test_outputs(program: Program) -> None:
    Path("deep/er").mkdir(parents=True)
    for name in ("deep/a.json", "deep/er/a.json"):
        Path(name).write_text(json.dumps(cart()) + "\n", encoding="utf-8")
    new = '{"cartStatus":{"serverTimeStamp":1440412721832}}\n'
    assert program("convert", "deep", "-o", "out").status == 0
    assert Path("out/a.json").read_text(encoding="utf-8") == Path("out/er/a.json").read_text(encoding="utf-8") == new
    assert program("convert", "deep/a.json", "-o", "one.json.gz").status == 0
    assert gzip.decompress(Path("one.json.gz").read_bytes()).decode() == new
    first = Path("one.json.gz").read_bytes()
    assert program("convert", "deep/a.json", "-o", "one.json.gz").status == 0
    assert Path("one.json.gz").read_bytes() == first
    assert program("convert", "deep/a.json", "-o", "folder/").status == 0
    assert Path("folder/a.json").read_text(encoding="utf-8") == new
    assert program("convert", "-", "-o", "in.json", stdin=json.dumps(cart()).encode()).status == 0
    assert Path("in.json").read_text(encoding="utf-8") == new
    assert [path.name for path in Path().rglob("*.part")] == []
    assert program("convert", "deep", stdin=b"").out == new * 2


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("a.json", "b.json", "-o", "a.json/"), "cannot be made a folder"),
        (("a.json", "b.json", "-o", "all.json"), "if its name ends with .ndjson; for a folder write all.json/"),
        (("c", "-o", "all.json.gz"), "if its name ends with .ndjson; for a folder write all.json.gz/"),
        (("a.json", "b.json", "-o", "out.ndjson", "--rejects", "out.ndjson"), "cannot be both"),
        (("a.json", "b.json", "--events", "-o", "b.json"), "b.json is a file to convert"),
        (("a.json", "-o", "a.json"), "a.json is a file to convert"),
        (("a.json", "--rejects", "./a.json"), "a.json is a file to convert"),
        (("a.json", "-o", "x", "--rejects", "x"), "cannot be both"),
        (("a.json", "c/a.json", "-o", "out"), "a.json and c/a.json would both be written to out/a.json"),
        (("-", "a.json", "-o", "out"), "standard input has no name"),
        (("a.json", "-o", "."), "a.json is a file to convert"),
        (("a.json", "--to", "9.9"), "no schema version '9.9'"),
        (("a.json", "-o", "no/such/file.json"), "cannot be written"),
        (("missing.json", "a.json", "-o", "out/"), "missing.json: no such file"),
        (("empty", "a.json", "-o", "out"), "empty: there is no file to convert"),
    ],
)
def test_what_cannot_be_done(arguments: tuple[str, ...], words: str, program: Program) -> None:
    Path("c").mkdir()
    Path("empty").mkdir()
    for name in ("a.json", "b.json", "c/a.json"):
        Path(name).write_text(json.dumps(cart()), encoding="utf-8")
    done = program("convert", *arguments)
    assert (done.status, done.out) == (2, "")
    assert words in done.err.replace("\n", " ")
    assert json.loads(Path("a.json").read_text(encoding="utf-8")) == cart()


@pytest.mark.usefixtures("here")
def test_an_empty_input_is_rejected(program: Program) -> None:
    done = program("convert", "-", "--events", "--rejects", "bad.ndjson")
    assert done.status == 1
    assert [row["problems"][0]["code"] for row in _rows(Path("bad.ndjson").read_bytes())] == ["SDE104"]


def test_an_older_version_may_be_wanted() -> None:
    older = sde_schema.versions()[0]
    assert convert({"viewProduct": {"serverTimeStamp": STAMP}}, to=older).value == {
        "viewedProduct": {"serverTimeStamp": STAMP}
    }


def test_texts_and_objects_from_python() -> None:
    text = json.dumps(cart(total="1.5")) + "\n" + json.dumps(cart(total="ten"))
    conversion = convert(text)
    assert at(conversion.value, 0, "cartStatus", "total") == 1.5
    assert [(problem.line, problem.pointer) for problem in conversion.problems] == [(2, "/cartStatus/total")]
    assert convert(text.encode()) == conversion
    assert convert("{").value is None
    assert [problem.code for problem in convert("{").problems] == ["SDE101"]
    assert convert(cart(total=Decimal("1.10"))).value == convert(cart(total=1.1)).value
    assert convert(cart(currency=Decimal("1.10"))).value["cartStatus"]["currency"] == "1.10"
    assert [problem.code for problem in convert(cart(total=float("nan"))).problems] == ["SDE205"]
    deep: Any = []
    for _ in range(200):
        deep = [deep]
    assert [problem.code for problem in convert(deep).problems] == ["SDE105"]


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (Path("x"), r"a path .* is no payload: use convert\(path.read_bytes\(\)\)"),
        (io.StringIO(), r"an open file .*: use convert\(path.read_bytes\(\)\), or convert\(file.read\(\)\)"),
        (iter([1]), r"an iterator .*: use convert\(\) for each of its items"),
        ({1, 2}, r"set is no payload: convert\(\) takes a dict or list"),
    ],
)
def test_what_is_no_payload_is_a_type_error_that_says_what_to_do(payload: Any, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        convert(payload)


@pytest.mark.parametrize("payload", [None, 5, 1.5, True, Decimal("1.5")])
def test_a_scalar_is_a_payload_without_events(payload: Any) -> None:
    assert [problem.code for problem in convert(payload).problems] == ["SDE104"]
    assert convert((cart(total="5"), cart())).value == convert([cart(total="5"), cart()]).value


class _Name(StrEnum):
    TOTAL = "total"


_ALIENS = [
    float("nan"), float("inf"), Decimal("NaN"), Decimal("1E+500"), 10**400, datetime.now(UTC), object(),
    "\ud800", {1, 2},
]  # fmt: skip


@pytest.mark.parametrize("alien", _ALIENS, ids=lambda alien: type(alien).__name__)
@pytest.mark.parametrize("unconvertible", ["reject", "null"])
def test_what_json_does_not_have_is_kept_outside_of_events(alien: Any, unconvertible: Any) -> None:
    payload = {"info": {"x": alien, "y": [alien]}, "sdes": {"events": [cart(total="1.5", numItems="6")]}}
    conversion = convert(payload, unconvertible=unconvertible)
    assert conversion.problems == ()
    assert conversion.value["info"] == {"x": alien, "y": [alien]}
    event = {"serverTimeStamp": TIME, "total": 1.5, "numItems": 6}
    assert at(conversion.value, "sdes", "events", 0, "cartStatus") == event


@pytest.mark.parametrize("alien", _ALIENS, ids=lambda alien: type(alien).__name__)
def test_what_json_does_not_have_is_a_problem_in_events(alien: Any) -> None:
    payload = {"info": {"x": alien}, "sdes": {"events": [cart(total=alien, numItems="6")]}}
    conversion = convert(payload)
    assert [(problem.code, problem.severity) for problem in conversion.problems] == [("SDE205", "error")]
    assert conversion.problems[0].pointer == "/sdes/events/0/cartStatus/total"
    assert [at(conversion.value, "sdes", "events", 0, "cartStatus", "total")] == [alien]
    assert convert(payload, unconvertible="null") == conversion
    assert at(conversion.value, "sdes", "events", 0, "cartStatus", "numItems") == 6
    assert [(each.code, each.line) for each in conversion.problems] == [
        (each.code, each.line) for each in VALID.validate(conversion.value) if each.severity == "error"
    ]


def test_names_that_are_not_utf_8_stay_outside_of_events() -> None:
    names = {"\ud800": {"\udfff\\": 1}, "\0x": 2, "é": 3}
    made = convert({**names, "sdes": {"events": [cart(total="5")]}})
    assert (made.problems, {name: made.value[name] for name in names}) == ((), names)
    for alien in ({"sdes": {"events": [cart(**names)]}}, {"sdes": object()}, [float("nan"), cart()]):
        found = [(each.code, each.pointer) for each in convert(alien).problems]
        assert found == [(each.code, each.pointer) for each in VALID.validate(convert(alien).value)] != []
    assert convert('{"\\u0000x": 1, "sdes": null}').value == {"\0x": 1, "sdes": None}


def test_members_of_enumerations_are_their_values() -> None:
    assert convert({"cartStatus": {"serverTimeStamp": TIME, _Name.TOTAL: "1", "currency": _Name.TOTAL}}).value == {
        "cartStatus": {"serverTimeStamp": TIME, "total": 1, "currency": "total"}
    }


def test_what_is_valid_already_is_the_same_in_python() -> None:
    new = contact(address={"zipCode": 10001})
    new["personalInfo"]["serverTimeStamp"] = TIME
    assert convert(new).value == convert(json.dumps(new)).value == new


def test_other_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="unconvertible must be"):
        convert({}, unconvertible="drop")  # type: ignore[arg-type]  # a wrong value is meant
    with pytest.raises(sde_schema.UnknownVersionError):
        convert({}, to="9.9")


def test_json_is_the_same_without_the_fast_library() -> None:
    value = {"a": [1, Number("1.50", "1.50"), {}, [], {"é": None, "b": True}], "c": "\u2028"}
    for indented, line in ((False, ""), (True, "\n")):
        assert "".join(numbers._pieces(value, line)).encode() == json_bytes(value, indented=indented)  # noqa: SLF001 - what the slow way does


@pytest.mark.slow
def test_tables_are_read_with_exact_types(tmp_path: Path) -> None:
    import duckdb
    import pyarrow as pa
    from pyarrow import json as arrow_json

    payloads = Payloads(sde_schema.versions()[-2], 5)
    events = [payloads.event() for _ in range(20_000)]
    file, out = tmp_path / "in.ndjson.gz", tmp_path / "out.ndjson"
    lines = (json.dumps(FORMS["response"](event)) + "\n" for event in events)
    file.write_bytes(gzip.compress("".join(lines).encode(), 1))
    done: Done = run("convert", file, "--events", "-o", out, "--rejects", tmp_path / "bad.ndjson")
    rows = [json.loads(line, parse_float=Decimal) for line in out.read_text(encoding="utf-8").splitlines()]
    bad = (tmp_path / "bad.ndjson").read_text(encoding="utf-8").splitlines()
    assert (done.status, len(rows) + len(bad)) == (1, len(events))
    carts = [row["event"]["cartStatus"] for row in rows if row["attributeType"] == "cartStatus"]
    times = sum(cart["serverTimeStamp"] for cart in carts)
    total = sum(cart["total"] for cart in carts if cart.get("total") is not None)

    cart_type = pa.struct([("serverTimeStamp", pa.int64()), ("total", pa.float64()), ("numItems", pa.int64())])
    schema = pa.schema([("index", pa.int64()), ("event", pa.struct([("cartStatus", cart_type)]))])
    options = arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
    table = arrow_json.read_json(out, parse_options=options)
    read = [row["cartStatus"] for row in table["event"].to_pylist() if row["cartStatus"]]
    assert (table.num_rows, len(read)) == (len(rows), len(carts))
    assert sum(cart["serverTimeStamp"] for cart in read) == times
    assert sum(Decimal(repr(cart["total"])) for cart in read if cart["total"] is not None) == total

    columns = {"event": "STRUCT(cartStatus STRUCT(serverTimeStamp BIGINT, total DOUBLE, numItems BIGINT))"}
    table = duckdb.read_json(str(out), format="newline_delimited", columns=columns)
    found = table.aggregate(
        "count(*), sum(event.cartStatus.serverTimeStamp), sum(event.cartStatus.total::DECIMAL(18, 4))"
    ).fetchall()
    assert found == [(len(rows), times, total)]
