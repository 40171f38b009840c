"""Nothing is lost: every event is written or rejected, with what it belongs to, whatever is wrong with its document."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import sde_schema
from sde_schema.converting.numbers import json_bytes
from sde_schema.converting.repeating import Repeating
from sde_schema.examples.random_events import Payloads
from sde_schema.model import DEEPEST
from tests.support.rounds import first_every_day

if TYPE_CHECKING:
    from tests.support.program import Done, Program

pytestmark = pytest.mark.usefixtures("here")

NEWEST = sde_schema.versions()[-1]
OLD = '{"lead":{"serverTimeStamp":"1440412721832","lead":{"value":"1"}}}'
NEW = '{"lead":{"serverTimeStamp":1440412721832,"lead":{"value":1}}}'
TWICE = '{"lead":{"serverTimeStamp":"1440412721832","lead":{"value":"1","value":"2"}}}'


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(name).read_bytes().splitlines()]


def _record(info: str, *events: str) -> str:
    return f'{{"info":{info},"sdes":{{"events":[{",".join(events)}]}}}}'


def _converted(program: Program, text: str, *options: str) -> Done:
    Path("in.ndjson").write_text(text, encoding="utf-8")
    return program("convert", "in.ndjson", "--rejects", "bad.ndjson", *options)


def _with_fault(random: Random, text: str) -> str:
    """Return a text with a mistake that keeps it from being JSON, or makes a name appear twice."""
    names = [found.end() for found in re.finditer(r'[{,](?="\w+":)', text)]
    commas = [found.start() for found in re.finditer(",", text)]
    at, comma = random.choice(names), random.choice(commas)
    name = text[at : text.index(":", at) + 1]
    return random.choice(
        (
            f"{text[:at]}{name}{random.choice(('1', 'null', '{}'))},{text[at:]}",
            f"{text[:comma]}{text[comma + 1 :]}",
            f"{text[:comma]},{text[comma:]}",
            f"{text[:comma]}/* , */{text[comma:]}",
            text[: -random.randrange(1, 20)],
            f"{text},",
            f"{text[:comma]}\udcff{text[comma:]}",
            f"\ufeff{text}",
            text.replace('"sdes"', '"SDEs"'),
            text.replace('"sdes":', '"sdes":{"events":[]},"sdes":', 1),
            text.replace('"info":', '"info":{"conversationId":"b"},"info":', 1),
            text,
        )
    )


@pytest.mark.parametrize("seed", first_every_day(range(8)))
def test_events_are_those_that_validate_counts(seed: int, program: Program) -> None:
    random, payloads = Random(seed), Payloads("1.1", seed)  # noqa: S311 - test data is no secret
    documents = []
    for _ in range(24):
        record = {"info": {"conversationId": "c"}, "sdes": {"events": [payloads.event() for _ in range(3)]}}
        document = random.choice([record, {"conversationHistoryRecords": [record, record]}, record["sdes"]])
        documents.append(_with_fault(random, json.dumps(document, separators=(",", ":"))))
    for name, data in (
        ("in.ndjson", "\n".join(documents)),
        ("in.json", "\n\n".join(f"{text[:1]}\n{text[1:]}" for text in documents)),
    ):
        Path(name).write_bytes(data.encode(errors="surrogateescape"))
        events = program("validate", "--format", "json", name).report["summary"]["events"]
        for how in ((), ("--events",), ("--events", "--unconvertible", "null")):
            done = program("convert", name, *how, "-o", "out.ndjson", "--rejects", "bad.ndjson")
            said = re.findall(r"([0-9,]+) events?", done.err.splitlines()[0])
            assert sum(int(number) for number in said) == events
            if how:
                rejected = sum(("event" in row) + row.get("eventCount", 0) for row in _rows("bad.ndjson"))
                assert len(_rows("out.ndjson")) + rejected == events


def test_names_that_appear_twice_outside_of_events_stay(program: Program) -> None:
    info = '"info":{"conversationId":"a","conversationId":"b"},"info":{"x":1.50}'
    text = f'{{{info},"campaign":{{"a":1,"a":2}},"sdes":{{"events":[{OLD}]}},"a":[{{"é":1,"é":2}}]}}'
    done = _converted(program, text)
    assert (done.status, done.out) == (0, text.replace(OLD, NEW) + "\n")
    spread = text.replace("{", "{\n", 1)
    assert json.loads(_converted(program, spread).out) == json.loads(text.replace(OLD, NEW))
    done = program("convert", "-", stdin=f"info: {{a: 1, a: 2}}\nsdes: {{events: [{OLD}]}}".encode())
    assert "1 document with 1 event rejected\n  1 SDE102 /info/a `a` appears twice" in done.err


@pytest.mark.parametrize(
    ("info", "pointers"),
    [
        ('{"conversationId":"a","conversationId":"b"}', ["/info/conversationId"]),
        ('{"conversationId":"a","conversationId":null}', ["/info/conversationId"]),
        ('{"conversationId":"a"},"info":{"engagementId":"a"}', ["/info"]),
        ('{"conversationId":"a"},"info":null', ["/info"]),
    ],
)
def test_of_several_identifiers_none_is_chosen(info: str, pointers: list[str], program: Program) -> None:
    done = _converted(program, f"{_record(info, OLD)}\n{OLD}", "--events")
    assert (done.status, len(done.out.splitlines())) == (1, 1)
    [row] = _rows("bad.ndjson")
    assert row["event"] == json.loads(OLD)
    assert [(problem["code"], problem["pointer"]) for problem in row["problems"]] == [("SDE102", at) for at in pointers]


@pytest.mark.parametrize(
    "info", ['{"conversationId":"a","conversationId":"a"}', '{"conversationId":"a"},"info":{"conversationId":"a"}']
)
def test_equal_identifiers_are_one(info: str, program: Program) -> None:
    done = _converted(program, _record(info, OLD), "--events")
    assert (done.status, json.loads(done.out)["conversationId"]) == (0, "a")


def test_python_says_which_value_is_not_there() -> None:
    conversion = sde_schema.convert(_record('{"conversationId":"a","conversationId":"b"}', OLD))
    assert conversion.value["info"] == {"conversationId": "b"}
    assert [(each.code, each.severity, each.pointer) for each in conversion.problems] == [
        ("SDE102", "warning", "/info/conversationId")
    ]


@pytest.mark.parametrize(
    ("info", "head"),
    [
        ('{"conversationId":null,"engagementId":"e"}', {"engagementId": "e"}),
        ('{"conversationId":{"string":null},"engagementId":{"string":"e"}}', {"engagementId": "e"}),
        ('{"conversationId":null,"engagementId":null}', {}),
        ('{"conversationId":17}', {"conversationId": "17"}),
        ('{"conversationId":12345678901234567890}', {"conversationId": "12345678901234567890"}),
        ('{"conversationId":1.50}', {"conversationId": "1.50"}),
        ('{"conversationId":true}', {"conversationId": "true"}),
        ('{"conversationId":{"x":1}}', {"conversationId": '{"x":1}'}),
        ('{"conversationId":[1]}', {"conversationId": "[1]"}),
        ('{"conversationId":"","engagementId":"e"}', {"conversationId": ""}),
    ],
)
def test_an_identifier_is_a_string(info: str, head: dict[str, str], program: Program) -> None:
    row = json.loads(_converted(program, _record(info, NEW), "--events").out)
    assert {name: row[name] for name in row if name.endswith("Id")} == head


@pytest.mark.parametrize(
    ("events", "written", "rejected"),
    [
        (f"{OLD},{TWICE},{OLD}", 2, ["event"]),
        (f"{OLD}{OLD},{OLD}", 3, ["document"]),
        (f"{OLD},{OLD},", 2, ["document"]),
        (f"{OLD},{OLD.replace(',', ' ')},{TWICE}", 1, ["event", "event"]),
        (f"{OLD},{OLD.replace(',', ',/* , */')}", 1, ["event"]),
        (f"{OLD},{OLD}]}}", 0, ["text"]),  # what follows the document is not in it
    ],
)
def test_one_bad_event_costs_one_event(events: str, written: int, rejected: list[str], program: Program) -> None:
    done = _converted(program, _record('{"conversationId":"c"}', events), "--events")
    rows = _rows("bad.ndjson")
    assert len(done.out.splitlines()) == written
    assert [next(name for name in ("event", "document", "text") if name in row) for row in rows] == rejected
    assert _converted(program, _record("{}", events)).out == ""


def test_rejects_keep_every_byte(program: Program) -> None:
    line = b'{"personalInfo":{"serverTimeStamp":"1","name":"M\xfcller"}}'
    Path("in.ndjson").write_bytes(b"\n".join([OLD.encode(), line, TWICE.encode()]) + b"\n")
    program("convert", "in.ndjson", "--events", "--rejects", "bad.ndjson")
    first, second = Path("bad.ndjson").read_bytes().splitlines()
    assert b64decode(json.loads(first)["base64"]).strip() == line
    assert second.endswith(f'"event":{TWICE}}}'.encode())


def test_a_kind_has_no_hint_of_its_own(program: Program) -> None:
    twice = TWICE.replace('"value":"2"', '\n"value":"2"')
    done = _converted(program, "\n".join([twice] * 9), "--events")
    kinds = [line for line in done.err.splitlines() if line.startswith("  ")]
    assert kinds == ["  9 SDE102 /lead/lead/value `value` appears twice in this object."]


def test_what_is_rejected_is_corrected_and_converted_again(program: Program) -> None:
    wrong = OLD.replace('"1"}', '"ten"}')
    done = _converted(program, _record('{"conversationId":"c"}', OLD, OLD, wrong), "--events")
    first = done.out.splitlines()
    rejects = Path("bad.ndjson").read_text(encoding="utf-8")
    assert {"conversationId": "c", "list": "sdes", "index": 2}.items() <= json.loads(rejects).items()
    Path("fixed.ndjson").write_text(rejects.replace('"ten"', '"10"'), encoding="utf-8")
    again = program("convert", "fixed.ndjson", "--at", "/event", "--events")
    assert again.status == 0
    assert again.out == first[0].replace('"index":0', '"index":2').replace('"value":1', '"value":10') + "\n"
    Path("again.ndjson").write_text(again.out, encoding="utf-8")
    assert program("convert", "again.ndjson", "--at", "/event", "--events").out == again.out
    assert (
        json.loads(program("convert", "fixed.ndjson", "--at", "/event").out)["event"] == json.loads(again.out)["event"]
    )


def test_where_the_documents_are_may_be_said(program: Program) -> None:
    wrapped = f'{{"payload":{{"sdes":{{"events":[{OLD}]}}}},"x":[1]}}\n{{"payload":{OLD}}}\n{{"y":1}}\n'
    done = _converted(program, wrapped, "--at", "/payload")
    assert done.out == "\n".join(wrapped.replace(OLD, NEW).splitlines()[:2]) + "\n"
    assert [(row["line"], row["problems"][0]["code"]) for row in _rows("bad.ndjson")] == [(3, "SDE104")]
    done = _converted(program, wrapped, "--at", "/payload", "--events")
    assert [json.loads(line)["event"] for line in done.out.splitlines()] == [json.loads(NEW)] * 2
    assert _converted(program, done.out, "--at", "/payload").out == ""
    every = f'{{"hits":[{{"e":{OLD}}},{{"e":{OLD}}}]}}'
    assert _converted(program, every, "--at", "/hits/*/e").out == every.replace(OLD, NEW) + "\n"
    rows = [json.loads(line) for line in _converted(program, every, "--at", "/hits/*/e", "--events").out.splitlines()]
    assert [row["event"] for row in rows] == [json.loads(NEW)] * 2


def test_settings_that_apply_are_those_of_the_file(program: Program) -> None:
    Path("a").mkdir()
    for name in ("a/in.json", "in.json", "left.json"):
        Path(name).write_text(f'{{"{"event" if "/" in name else "payload"}":{OLD}}}', encoding="utf-8")
    settings = 'at = "/payload"\nexclude = ["left.json"]\n[[override]]\npaths = ["a"]\nat = "/event"\n'
    Path("sde-schema.toml").write_text(settings, encoding="utf-8")
    done = program("convert", ".")
    assert (done.status, len(done.out.splitlines())) == (0, 2)
    assert program("convert", "in.json", "--no-config").status == 1
    assert program("convert", "a/in.json", "--at", "/payload").status == 1
    Path("sde-schema.toml").write_text('type = "lead"', encoding="utf-8")
    done = program("convert", "in.json", "-o", "out.json")
    assert (done.status, Path("out.json").exists()) == (2, False)
    assert "in.json: its documents are bodies, by the setting `type`" in done.err


def test_limits_may_be_raised(program: Program) -> None:
    deep = f'{{"x":{"[" * 140}{"]" * 140},"sdes":{{"events":[{OLD}]}}}}'
    assert _converted(program, deep).status == 1
    assert _converted(program, deep, "--max-depth", "200").out == deep.replace(OLD, NEW) + "\n"
    assert _converted(program, f"{OLD}\n{OLD}", "--max-document-size", "20").status == 1


@pytest.mark.parametrize("literal", ["9223372036854775808", "-9223372036854775809", "1e30", '"98765432109876543210"'])
def test_a_whole_number_that_no_table_holds_is_said(literal: str, program: Program) -> None:
    event = f'{{"cartStatus":{{"serverTimeStamp":1440412721832,"total":1e30,"numItems":{literal}}}}}'
    done = _converted(program, f"{event}\n{OLD}", "--events")
    assert (done.status, len(done.out.splitlines())) == (1, 1)
    [row] = _rows("bad.ndjson")
    assert [(each["code"], each["pointer"]) for each in row["problems"]] == [("SDE305", "/cartStatus/numItems")]
    assert literal.strip('"') not in done.err
    done = _converted(program, f"{event}\n{OLD}", "--events", "--unconvertible", "null")
    assert json.loads(done.out.splitlines()[0])["event"]["cartStatus"] == {
        "serverTimeStamp": 1440412721832,
        "total": 1e30,
        "numItems": None,
    }
    assert _converted(program, event).status == 0
    fits = event.replace(literal, "9223372036854775807")
    assert _converted(program, fits, "--events").status == 0


def test_rows_of_tables_come_back(program: Program) -> None:
    null = dict.fromkeys(["sdeType", "isAuthenticated", *sde_schema.attribute_types(NEWEST), "viewProduct"])
    wrapped = {
        "sde_schema.v2.Lead": {"serverTimeStamp": {"long": 1440412721832}, "lead": {"x.LeadLead": {"value": None}}}
    }
    done = _converted(program, json.dumps({**null, "lead": wrapped}))
    row = json.loads(done.out)
    assert row["lead"] == {"serverTimeStamp": 1440412721832, "lead": {"value": None}}
    assert row.keys() == {"sdeType", "isAuthenticated", "lead"}
    assert _converted(program, json.dumps(null)).status == 1
    assert _converted(program, json.dumps({**null, "lead": {}, "purchase": {}})).status == 1


def test_several_inputs_go_into_one_file(program: Program) -> None:
    Path("d").mkdir()
    for name in ("d/a.ndjson", "d/b.ndjson"):
        Path(name).write_text(f"{OLD}\n{OLD}", encoding="utf-8")
    Path("d/c.json").write_text(NEW.replace("{", "{\n", 1), encoding="utf-8")
    assert program("convert", "d", "--events", "-o", "all.json.gz").status == 0
    assert program("convert", "all.json.gz", "--at", "/event").out.count("\n") == 5
    assert program("convert", "d", "-o", "all.jsonl").status == 0
    assert Path("all.jsonl").read_text(encoding="utf-8") == f"{NEW}\n" * 5
    assert program("convert", "d", "missing.json", "-o", "more.ndjson").status == 2
    assert Path("more.ndjson").read_text(encoding="utf-8") == f"{NEW}\n" * 5
    assert program("convert", "d", "--events", "-o", "folder").status == 0
    assert sorted(path.name for path in Path("folder").iterdir()) == ["a.ndjson", "b.ndjson", "c.json"]


def test_objects_with_equal_names_are_written_as_they_are() -> None:
    made = Repeating([("a", 1), ("b", 2), ("a", {"c": [3]})])
    copy = made.copy()
    copy["a"] = 4
    assert (json_bytes(made), json_bytes([copy])) == (b'{"a":1,"b":2,"a":{"c":[3]}}', b'[{"a":1,"b":2,"a":4}]')
    assert (made, made.every("a")) == ({"a": {"c": [3]}, "b": 2}, [1, {"c": [3]}])
    deep: Any = 1
    for _ in range(DEEPEST):
        deep = Repeating([("a", 1), ("a", deep)])
    assert json_bytes(deep).count(b"a") == 2 * DEEPEST
