"""The code of the guides to tables, as printed, over other data than theirs: nothing of it rests on what occurs."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import fastavro
import pytest

from sde_schema import Validator
from sde_schema.examples.random_events import Payloads
from tests.support.paths import DOCS
from tests.support.sessions import blocks

if TYPE_CHECKING:
    from tests.support.program import Program

pytestmark = pytest.mark.usefixtures("here")

LEAD = {"lead": {"serverTimeStamp": "1440412721832", "lead": {"value": "1"}}}
PRICE = {"price": "150000000000000.5"}
DEAR = {"serverTimeStamp": 1, "cart": {"products": [{"product": PRICE, "quantity": 2}]}}
RANDOM = [Payloads("1.1", seed).event() for seed in range(30)]
QUERIES = ("events.sql", "in_order.sql", "products.sql", "totals.sql", "customers.sql")


def _write_files_of(guide: str) -> None:
    for block in blocks((DOCS / "guides" / guide).read_text(encoding="utf-8")):
        if block.title:
            Path(block.title).write_text(block.text, encoding="utf-8")


def _run(monkeypatch: pytest.MonkeyPatch, script: str, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", [script, *arguments])
    runpy.run_path(script)


def _record(info: dict[str, Any], *events: Any) -> str:
    return json.dumps({"info": info, "sdes": {"events": events}})


@pytest.mark.parametrize(
    ("records", "count"),
    [
        ([_record({"conversationId": 17}, LEAD), _record({"conversationId": "c"}, LEAD)], 2),
        ([_record({"engagementId": "e"}, LEAD)], 1),
        ([json.dumps(LEAD)], 1),
        ([_record({"conversationId": "c", "engagementId": None}, {"purchase": DEAR}, LEAD)], 2),
        ([json.dumps(event) for event in RANDOM], len(RANDOM)),
    ],
    ids=["messaging", "history", "bare", "a-dear-product", "random"],
)
def test_the_warehouse_takes_what_comes(
    records: list[str], count: int, monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    _write_files_of("warehouse.md")
    Path("records.ndjson").write_text("\n".join(records), encoding="utf-8")
    program("convert", "records.ndjson", "--events", "--unconvertible", "null", "-o", "events.ndjson")
    program("export", "spark", "-o", "event.spark.json")
    _run(monkeypatch, "lines.py")
    _run(monkeypatch, "warehouse.py", *QUERIES)
    with duckdb.connect("warehouse.duckdb") as warehouse:
        assert warehouse.sql("SELECT count(*) FROM events").fetchall() == [(count,)]


def test_every_event_goes_to_avro_and_back(monkeypatch: pytest.MonkeyPatch, program: Program) -> None:
    _write_files_of("exports.md")
    payloads = [Payloads("2.0", 3, wide=True), Payloads("2.0", 3), Payloads("1.1", 3)]
    made = [each.event() for each in payloads for _ in range(100)]
    Path("in.ndjson").write_text("".join(json.dumps(event) + "\n" for event in made), encoding="utf-8")
    program("convert", "in.ndjson", "--events", "--unconvertible", "null", "-o", "lines.ndjson")
    program("export", "avro", "-o", "event.avsc")
    script = Path("to_avro.py").read_text(encoding="utf-8").partition('with open("events.avro", "rb")')[0]
    Path("to_avro.py").write_text(script, encoding="utf-8")
    _run(monkeypatch, "to_avro.py")
    with Path("events.avro").open("rb") as file:
        rows: list[Any] = [*fastavro.reader(file)]
    assert len(rows) == len(Path("lines.ndjson").read_bytes().splitlines()) > 280
    Path("rows.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = program("convert", "rows.ndjson", "-o", "again.ndjson")
    assert (done.status, Validator("2.0").is_valid(Path("again.ndjson").read_bytes())) == (0, True)
