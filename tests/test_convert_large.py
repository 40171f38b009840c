"""What `convert` holds of large documents, and that they become what small ones do."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

import sde_schema
from sde_schema.checking import fast_path
from sde_schema.checking.checks import Options
from sde_schema.converting import converter, documents, drafts, error_finder
from sde_schema.converting.converter import Converter
from sde_schema.converting.decoding import LENIENT
from sde_schema.converting.numbers import json_bytes
from sde_schema.converting.results import Rejected
from sde_schema.reading.inputs import Input
from tests.support.memory import most_memory

if TYPE_CHECKING:
    from tests.support.program import Done, Program

OLD = {"cartStatus": {"serverTimeStamp": "1690000000000", "total": "11.70"}}
NEW = {"cartStatus": {"serverTimeStamp": 1690000000000, "total": 11.7}}
BAD = {"cartStatus": {"serverTimeStamp": "1690000000000", "total": "much", "numItems": "few"}}
MANY = 1_500
"""So many events are more than are held beside what becomes of them."""


def page(events: list[Any]) -> dict[str, Any]:
    return {"interactionHistoryRecords": [{"info": {}, "sdes": {"events": [event]}} for event in events]}


def rejects() -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("bad.ndjson").read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("here")
def test_a_large_document_becomes_what_a_small_one_does(program: Program) -> None:
    for indent in (None, 2):
        Path("x.json").write_text(json.dumps(page([OLD] * MANY), indent=indent), encoding="utf-8")
        done = program("convert", "x.json")
        separators = None if indent else (",", ":")
        text = json.dumps(page([NEW] * MANY), indent=indent, separators=separators).replace("11.7", "11.70")
        assert (done.status, done.out.rstrip()) == (0, text)


@pytest.mark.usefixtures("here")
def test_values_of_a_large_document_become_null(program: Program) -> None:
    Path("x.json").write_text(json.dumps(page([OLD, BAD] * MANY)), encoding="utf-8")
    done = program("convert", "--unconvertible", "null", "x.json")
    nulls = {"cartStatus": {"serverTimeStamp": 1690000000000, "total": None, "numItems": None}}
    assert json.loads(done.out) == page([NEW, nulls] * MANY)
    assert "3,000 values could not be typed and became null" in done.err


@pytest.mark.usefixtures("here")
def test_a_large_document_is_rejected_with_all_its_problems_as_it_was(program: Program) -> None:
    Path("x.json").write_text(json.dumps(page([OLD, BAD] * MANY), indent=1), encoding="utf-8")
    done = program("convert", "--rejects", "bad.ndjson", "x.json")
    [rejected] = rejects()
    assert (done.status, done.out) == (1, "")
    assert rejected["document"] == page([OLD, BAD] * MANY)
    assert len(rejected["problems"]) == 2 * MANY
    assert rejected["problems"][-1]["pointer"].startswith(f"/interactionHistoryRecords/{2 * MANY - 1}/sdes/events/0/")


@pytest.mark.usefixtures("here")
def test_wrong_events_get_what_each_would_alone(program: Program) -> None:
    deep: Any = 1
    for _ in range(140):
        deep = {"x": deep}
    too_deep = {"cartStatus": {"serverTimeStamp": "1690000000000", "total": deep}}
    Path("x.json").write_text(json.dumps({"events": [OLD, BAD, {}, too_deep, BAD, 1]}), encoding="utf-8")

    def rejected() -> tuple[Done, list[dict[str, Any]]]:
        done = program("convert", "--events", "--max-depth", "200", "--rejects", "bad.ndjson", "x.json")
        return done, rejects()

    together = rejected()
    with mock.patch.object(error_finder.ErrorFinder, "_errors_together", return_value=None):
        assert rejected() == together
    assert [each["index"] for each in together[1]] == [1, 2, 3, 4, 5]
    assert [each["problems"][0]["code"] for each in together[1]][2] == "SDE105"


@pytest.mark.usefixtures("here")
def test_lines_of_events_are_the_same_where_names_appear_twice(program: Program) -> None:
    events = json.dumps([BAD, OLD, BAD, {}], indent=1)
    for before in ("", '"a": {"x": 1, "x": 2},'):
        Path("x.json").write_text(f'{{{before}\n"events":\n{events}}}', encoding="utf-8")
        program("convert", "--events", "--rejects", "bad.ndjson", "x.json")
        assert [each["line"] for each in rejects()][:3] == [4, 17, 24]


def test_names_may_repeat_as_deep_as_documents_may_be() -> None:
    text = '{"x":1,"x":[' * 125 + "1" + "]}" * 125
    value = LENIENT.decode(text)
    frame, depth = sys._getframe(), 0  # noqa: SLF001 - there is no other way to count
    while frame:
        frame, depth = frame.f_back, depth + 1  # type: ignore[assignment] # None at the end
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + 60)
    try:
        written = json_bytes(value)
    finally:
        sys.setrecursionlimit(before)
    assert written.decode() == text


def test_numbers_of_yaml_that_become_text_are_the_digits_alone() -> None:
    event = "- viewedProduct: {serverTimeStamp: 1690000000000, products: [{product: {name: NUMBERS}}]}\n"
    numbers = ("&a 7, sku: *a", "!!int 7, sku: &c !!int '07'", "007, sku: 1.50")
    text = "events:\n" + "".join(event.replace("NUMBERS", each) for each in numbers)
    text += event.replace("viewedProduct: {", "viewedProduct: &b {").replace("NUMBERS", "5") + "- viewedProduct: *b\n"
    events = sde_schema.convert(text).value["events"]
    products = [event["viewedProduct"]["products"][0]["product"] for event in events]
    assert [[*product.values()] for product in products] == [["7", "7"], ["7", "07"], ["007", "1.50"], ["5"], ["5"]]


def became(text: str, *, of_events: bool) -> int:
    """Convert a text; return how many problems are said."""
    newest = Converter(Options("2.0"))
    problems = 0
    for found in newest.read(Input(io.BytesIO(text.encode())), "json", for_events=of_events):
        for result in newest.events(found) if of_events else [newest.document(found)]:
            problems += sum(1 for _ in result.problems) if isinstance(result, Rejected) else 0
    return problems


@pytest.mark.parametrize(
    ("document", "of_events", "problems", "times"),
    [
        (page([OLD] * 600), False, 0, 20),
        (page([OLD] * 600), True, 0, 20),
        ({"events": [{}] * 2_000}, False, 2_000, 250),
    ],
)
def test_a_large_document_takes_so_many_times_its_size(
    monkeypatch: pytest.MonkeyPatch, document: Any, problems: int, times: int, *, of_events: bool
) -> None:
    for module in (documents, converter, fast_path):
        monkeypatch.setattr(module, "loads", json.loads)  # the fast parser reserves much that it does not use
    for module in (documents, drafts, error_finder):
        monkeypatch.setattr(module, "SHORT", 1_000)
    text = json.dumps(document)
    assert became(text, of_events=of_events) == problems
    assert most_memory(lambda: became(text, of_events=of_events)) < times * len(text)
