"""Documents in pieces: the report is that of the whole document."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import Validator, catalog
from sde_schema.checking import pieces
from sde_schema.checking.checker import Checker
from sde_schema.checking.pieces import event_pieces, listed_events, may_be_rounded, without_events
from sde_schema.examples.random_events import Payloads
from sde_schema.reading.events import Forms
from tests.support.rounds import first_every_day

if TYPE_CHECKING:
    from collections.abc import Iterator


JUNK: list[Any] = [
    None, 5, "x", True, [], {}, [[]], {"events": []}, 1e300, 12345678901234567890123, 2**60, "****", {"a": 1},
    {"sdes": {"events": []}}, [{"lead": {}}], "1690000000", -1, 1.5,
]  # fmt: skip
NAMES = ["unAuthSdes", "unauthSdes", "events", "sdes", "info", "lead", "Cart", "extra", "serverTimeStamp", "type"]


def _containers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for held in value.values() if isinstance(value, dict) else value:
            yield from _containers(held)


def _damage(document: Any, chance: Random) -> None:
    holder, junk = chance.choice([*_containers(document)]), json.loads(json.dumps(chance.choice(JUNK)))
    if isinstance(holder, dict):
        name = chance.choice([*holder, *NAMES])
        if name in holder and chance.random() < 0.4:
            held = holder.pop(name)
            holder[chance.choice([name.upper(), name[:-1], *NAMES])] = held
        else:
            holder[name] = junk
    elif holder and chance.random() < 0.5:
        holder[chance.randrange(len(holder))] = junk
    else:
        holder.insert(chance.randrange(len(holder) + 1), junk)


def _documents(version: str, chance: Random) -> Iterator[Any]:
    payloads = Payloads(version, chance.randrange(1000))

    def some() -> list[Any]:
        return [payloads.event() for _ in range(chance.randrange(5))]

    while True:
        yield {"sdes": {"events": some()}, "unAuthSdes": {"events": some()}, "info": {"conversationId": "c"}}
        yield {"interactionHistoryRecords": [{"sdes": {"events": some()}, "x": [[[]]]} for _ in range(4)]}
        yield [*some(), *some()]
        yield [{"sdes": {"events": some()}} for _ in range(3)]
        yield {"events": some()}
        yield payloads.event()


@pytest.mark.parametrize("seed", first_every_day(range(8)))
@pytest.mark.parametrize("version", catalog.versions())
@pytest.mark.parametrize("most", first_every_day([2, 256]))
def test_the_report_is_that_of_the_whole_document(
    seed: int, version: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "_MOST", most)
    monkeypatch.setattr(pieces, "MOST_VALUES", 10 * most)
    chance = Random(f"{seed} {version}")  # noqa: S311 - the same documents on every run
    documents = [document for document, _ in zip(_documents(version, chance), range(150), strict=False)]
    for document in documents:
        for _ in range(chance.randrange(4)):
            _damage(document, chance)
    texts = [json.dumps(document, ensure_ascii=chance.random() < 0.5) for document in documents]
    validator = Validator(version)
    found = [(validator.validate(text), validator.validate(json.loads(text))) for text in texts]
    assert sum(bool(problems) for problems, _ in found) > 50

    def whole(self: Checker, known: Any, by_event: Any) -> Any:  # noqa: ARG001 - as the method has them
        return self.exact_path.json(known.text, known.line, one_line=b"\n" not in known.text)

    monkeypatch.setattr(pieces, "_MOST", 10**6)
    monkeypatch.setattr(pieces, "MOST_VALUES", 10**9)
    monkeypatch.setattr(Checker, "_doubtful", whole)
    monkeypatch.setattr(Checker, "value", lambda self, value: self.exact_path.value(value))
    assert [(validator.validate(text), validator.validate(json.loads(text))) for text in texts] == found


EVENT = {"lead": {"serverTimeStamp": 1440412721836}}
FORMS = Forms(["lead"])


@pytest.mark.parametrize(
    ("document", "left"),
    [
        ({"events": [1, 2, 3]}, {"events": []}),
        ({"sdes": {"events": [1, 2]}, "info": 3}, {"sdes": {"events": []}, "info": 3}),
        (
            {"sdes": {"events": [1]}, "unAuthSdes": {"events": [2], "x": 1}},
            {"sdes": {"events": []}, "unAuthSdes": {"events": [], "x": 1}},
        ),
        ({"interactionHistoryRecords": [{"sdes": {"events": [1]}}, 2]}, None),
        (EVENT, EVENT),
        ([EVENT, 1, {"events": [1]}, EVENT], [1, {"events": []}]),
    ],
)
def test_without_its_events_the_rest_of_a_document_is_left(document: Any, left: Any) -> None:
    before = json.dumps(document)
    if left is None:
        left = {"interactionHistoryRecords": [{"sdes": {"events": []}}, 2]}
    assert without_events(document, FORMS) == left
    assert json.dumps(document) == before


def test_events_come_in_pieces_with_their_paths() -> None:
    document = [{"events": [1, {"a": 2}]}, EVENT, {"sdes": {"events": [3]}}]
    found = [*event_pieces(listed_events(document, FORMS))]
    assert [piece.value for piece in found] == [{"events": [1, {"a": 2}]}, [EVENT], {"events": [3]}]
    assert found[0].original(("events", 1, "a")) == (0, "events", 1, "a")
    assert found[1].original((0, "lead")) == (1, "lead")
    assert found[2].original(("events", 0)) == (2, "sdes", "events", 0)
    assert [path for piece in found for path, _ in piece.events] == [("events", 0), ("events", 1), (0,), ("events", 0)]


@pytest.mark.parametrize(
    ("text", "is_rounded"),
    [
        ("1e300", False),
        ("-1234567890123456789", False),
        ("-9223372036854775809", True),
        ("12345678901234567890123", True),
        ("1.5", False),
        ("9007199254740993", False),
        ("[[18446744073709551616]]", True),
    ],
)
def test_a_number_that_the_fast_parser_may_have_rounded_is_seen(text: str, is_rounded: bool) -> None:  # noqa: FBT001
    import orjson

    assert may_be_rounded([{"a": orjson.loads(text)}], text.encode()) is is_rounded
