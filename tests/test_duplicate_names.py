"""Repeated names are never missed, however they are written."""

from __future__ import annotations

import json
from random import Random

import pytest

import sde_schema
from sde_schema.checking.fast_path import loads, may_repeat_names
from sde_schema.reading.json_reader import parse
from tests.support.rounds import first_every_day

PIECES = (
    "a",
    "b",
    "sku",
    ":",
    '"',
    ": ",
    "\\",
    "\\u003a",
    'a":"b',
    "u003a",
    "é",
    "",
    "x:",
    '":',
    '{"a":1}',
    "\t",
    "😀",
)
DOCUMENTS = 8_000


class Writer:
    """Writes random JSON, with names and values full of colons, quotes and escapes, and knows what it repeats."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - the same documents in each run
        self.repeats = False

    def document(self, levels: int = 3) -> str:
        """Return a value; ``repeats`` says whether some object of it has a name twice."""
        kind = self.random.random()
        if not levels or kind < 0.35:
            return self._plain()
        if kind < 0.55:
            return f"[{self._joined([self.document(levels - 1) for _ in range(self.random.randint(0, 3))])}]"
        names = [
            "".join(self.random.choices(PIECES, k=self.random.randint(1, 2))) for _ in range(self.random.randint(0, 3))
        ]
        self.repeats |= len(set(names)) < len(names)
        members = [f"{self._text(name)}{self._space()}:{self._space()}{self.document(levels - 1)}" for name in names]
        return f"{{{self._joined(members)}}}"

    def _pieces(self, number: int) -> str:
        return "".join(self.random.choices(PIECES, k=number))

    def _plain(self) -> str:
        text = self._pieces(2)
        value = self.random.choice((1, -1.5, 1.0, 10**22, 1e22, True, None, text, text, text))
        return self._text(value) if isinstance(value, str) else json.dumps(value)

    def _text(self, text: str) -> str:
        return f'"{"".join(map(self._character, text))}"'

    def _character(self, character: str) -> str:
        if self.random.random() < 0.15 and ord(character) < 0x10000:
            return self.random.choice(("\\u%04x", "\\u%04X")) % ord(character)
        return json.dumps(character, ensure_ascii=self.random.random() < 0.5)[1:-1]

    def _joined(self, parts: list[str]) -> str:
        return self._space() + f"{self._space()},{self._space()}".join(parts) + self._space()

    def _space(self) -> str:
        return self.random.choice(("",) * 6 + (" ", "\t", "\r\n", "  "))


@pytest.mark.parametrize("seed", first_every_day(range(2)))
def test_no_repeated_name_is_missed(seed: int) -> None:
    repeated = suspected = 0
    for number in range(DOCUMENTS):
        writer = Writer(seed * DOCUMENTS + number)
        text = writer.document()
        may_repeat = may_repeat_names([loads(text.encode())], text.encode())
        assert may_repeat or not writer.repeats, text
        assert parse(text, 0, 128).repeats == writer.repeats, text
        repeated += writer.repeats
        suspected += may_repeat
    assert DOCUMENTS / 100 < repeated < suspected < DOCUMENTS / 2


def test_a_repeated_name_among_clean_lines_is_found() -> None:
    clean = b'{"lead": {"serverTimeStamp": 1440412721836, "lead": {"topic": "a: \\"b\\": c"}}}\n'
    escaped = clean.replace(b"{", b'{"\\u006cead": {"serverTimeStamp": 1440412721836, "lead": {}}, ', 1)
    spaced = clean.replace(b'"topic"', b'"topic" : 1, "topic"')
    hidden = clean.replace(b'"topic": "', b'"topic": 1, "topic": "\\u003a')
    text = clean * 500 + escaped + clean * 500 + spaced + clean * 500 + hidden
    reported = [(problem.code, problem.line, problem.property) for problem in sde_schema.validate(text)]
    assert reported == [("SDE102", 501, "lead"), ("SDE102", 1002, "topic"), ("SDE102", 1503, "topic")]
