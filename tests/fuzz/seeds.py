"""What fuzzing begins with: texts of the cases, random payloads with planted values, and the words of the formats."""

from __future__ import annotations

import gzip
import json
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import yaml

from sde_schema import attribute_types, default_version
from sde_schema.examples.random_events import Payloads
from tests.fuzz.oracles import ENTRIES, PLANTED
from tests.support.cases import case_files, cases_in, text_of
from tests.support.payloads import NAMES, damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 1_200
"""Longer texts are changed too slowly."""

_ROUNDS = 60
_SHARE = 0.6
_MARKS = (
    *('"', "'", "{", "}", "[", "]", ",", ":", "#", "/*", "*/", "//", "\\", "\\u", "\\ud83d\\ude00", "\\ud800", "\n"),
    *("\r\n", "\t", "\f", "\0", "\x1e", "\x7f", "\u00a0", "\u2028", "\ufeff", "\ufffd", "é", "日", "\U0001f600"),
    *("null", "true", "false", "NaN", "Infinity", "-", "+", ".", "e", "E1", "0", "1e400", "-0.0", "1440412721832"),
    *("- ", "? ", ": ", "---\n", "...\n", "%YAML 1.2\n", "&a ", "*a", "!!str ", "| \n", ">-\n", "<<: ", "~", "0x1F"),
)
_BYTES = (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x1f\x8b\x08", b"\xff\xfe", b"PK")


@cache
def seeds() -> tuple[bytes, ...]:
    """Return the inputs to begin with: the byte that chooses a way into the program, and a text."""
    texts = [*_case_texts(), *_planted_texts()]
    packed = [gzip.compress(text, 1, mtime=0) for text in texts[:: len(texts) // 20]]
    return tuple(bytes([index % len(ENTRIES)]) + text for index, text in enumerate([*texts, *packed, b""]))


def split(data: bytes) -> tuple[int, bytes]:
    """Return the way into the program that an input chooses, and its text."""
    return data[0] % len(ENTRIES), data[1:]


def dictionary() -> Iterator[str]:
    """Yield the words of the formats and of the schemas, as libFuzzer reads them."""
    names = (*attribute_types(), "events", "sdes", "unAuthSdes", "info", "conversationId", "serverTimeStamp", PLANTED)
    yield from (_quoted(word.encode()) for word in (*_MARKS, *names, *NAMES) if word)
    yield from map(_quoted, _BYTES)


def _quoted(word: bytes) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"'


def _case_texts() -> Iterator[bytes]:
    for file in case_files():
        for case in cases_in(file):
            text = text_of(case)
            if len(text) <= LONGEST:
                yield text


def _planted_texts() -> Iterator[bytes]:
    random = Random("planted")  # noqa: S311 - the same texts in each run
    payloads = Payloads(default_version(), 13, wide=True)
    for number in range(_ROUNDS):
        some = [_planted(random, payloads.event()) for _ in range(number % 3 + 1)]
        wrong = _planted(random, damaged(random))
        yield b"\n".join(json.dumps(each, ensure_ascii=False).encode() for each in (*some, wrong))[:LONGEST]
        yield json.dumps({"sdes": {"events": some}, "info": wrong}, indent=1).encode()[:LONGEST]
        yield yaml.safe_dump_all([some, wrong], allow_unicode=True).encode()[:LONGEST]


def _planted(random: Random, value: Any) -> Any:
    """Return a value with the secret in place of many of its strings."""
    if isinstance(value, dict):
        return {name: _planted(random, below) for name, below in value.items()}
    if isinstance(value, list):
        return [_planted(random, below) for below in value]
    return PLANTED if isinstance(value, str) and random.random() < _SHARE else value


def changed(random: Random, data: bytes) -> bytes:
    """Return bytes with one to four changes, as a fuzzer makes them."""
    for _ in range(random.randint(1, 4)):
        at, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
        piece = random.choice([random.choice(_BYTES), *(random.choice(_MARKS).encode() for _ in range(3))])
        data = random.choice(
            (
                data[:at] + piece + data[at:],
                data[:at] + piece + data[at + len(piece) :],
                data[:at] + data[at + 1 :],
                data[:at] + data[min(end, at + 9) :],
                data[:end] + data[at : min(end, at + 99)] + data[end:],
                data[:at],
            )
        )
    return data
