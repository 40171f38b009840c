"""The exact reader and the fast parser agree on what JSON is."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

import sde_schema
from sde_schema.checking.fast_path import loads
from sde_schema.reading.json_reader import DeepError, parse
from tests.support.rounds import first_every_day

# Kinds of cases as in the public suites of JSON parsers: y must be accepted, n refused.
ACCEPTED = [
    "[]", "{}", '""', "0", "-0", "1.5", "-1.5e-7", "1E22", "1e+2", "true", "false", "null", " [1 , 2 ] ", "[[[[]]]]",
    '{"a":{"a":{}}}', '{"":0}', '"\\u0041\\n\\/\\b\\f\\r\\t\\\\\\""', '"\\ud83d\\ude00"', '"\u2028\u2029"', '"\x7f"',
    "[123e-10000000]", "\t[1]\r\n", '"\U0001f600"', "18446744073709551616", "[1.0,1,1e0]", '{"a":"b\\u0000c"}',
]  # fmt: skip
REFUSED = [
    "", " ", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1,,2]", "[1 2]", '{"a"}', '{"a":}', '{"a":1,}',
    '{"a":1 "b":2}', "{a:1}", "{'a':1}", "[NaN]", "[Infinity]", "[-Infinity]", "nul", "tru", "True", "None",
    "01", "-01", "1.", ".1", "+1", "1e", "1e+", "0x1", "1_0", "--1", "- 1", '"', '"\\', '"\\x"', '"\\u12"', '"\\uZZZZ"',
    '"\t"', '"\n"', '"\x00"', '"\\ud800"', '"\\ude00"', '"\\ud800\\u0041"', '"\\ud800\\ud800"', "1e400", "-1e400",
    "9" * 401, "[1]x", "[1]]", "{}{}", "/* */ 1", "// a\n1", "# a\n1", "[1] // a", "\ufeff[]", "[1\x0b]", "[\u00a01]",
    "\u200b[]", "['a']", "“a”", "[1;2]", "{1:2}", '{"a":1;}', "()", "undefined", "[True]", "\x0c[]",
]  # fmt: skip


NUMBER = pytest.mark.parametrize("number", first_every_day([5_000, 20_000]))
"""How many damaged texts are read."""

_PIECES = [",", ":", '"', "}", "]", "{", "[", " ", "\n", "\\", "1", "-", ".", "e", "tru", "é", "\\u", "/*", "#"]


def _exact(text: str) -> tuple[bool, Any]:
    """Return whether the exact reader finds one document without a syntax error, and its value."""
    try:
        document = parse(text, 0, 250)
    except DeepError:
        return False, None
    good = document.complete and not document.bad_syntax and not text[document.end :].strip(" \t\n\r")
    return good, document.value


def _fast(text: str) -> tuple[bool, Any]:
    try:
        return True, loads(text.encode(errors="surrogatepass"))
    except ValueError:
        return False, None


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_is_json_is_accepted(text: str) -> None:
    assert _exact(text)[0]
    assert _exact(text) == _fast(text)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_json_is_refused(text: str) -> None:
    assert not _exact(text)[0]
    assert not _fast(text)[0]


def _damaged(chance: random.Random, text: str) -> str:
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        kind = chance.randrange(4)
        piece = chance.choice(_PIECES)
        if kind == 0:
            text = text[:at] + piece + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + 1 :]
        elif kind == 2:
            text = text[:at] + piece + text[at + 1 :]
        else:
            text = text[:at]
    return text


@NUMBER
def test_both_agree_on_damaged_texts(number: int) -> None:
    chance = random.Random(7)  # noqa: S311 - the same damage on every run
    value = {"a": [1, -2.5, "x\u00e9\n", None, True, {"b": {}}], "c d": "e\\f", "g": [[], [1e3]], "h": {"a": 1}}
    text = json.dumps(value)
    disagreed = [
        broken for _ in range(number) if (broken := _damaged(chance, text)) and _exact(broken)[0] != _fast(broken)[0]
    ]
    assert disagreed == []


@NUMBER
def test_values_agree_on_damaged_texts_that_are_json(number: int) -> None:
    chance = random.Random(8)  # noqa: S311 - the same damage on every run
    text = json.dumps({"a": [1, -2.5, "x"], "b": {"c": 1e10, "a": "1"}, "d": 12345678})
    both = [(_exact(broken), _fast(broken)) for _ in range(number) if (broken := _damaged(chance, text))]
    assert [pair for pair in both if pair[0][0] and pair[0] != pair[1]] == []
    assert sum(exact[0] for exact, _ in both) > number / 40


@pytest.mark.parametrize(("levels", "deep"), [(5, False), (6, True)])
def test_depth_is_counted_outside_of_strings(levels: int, *, deep: bool) -> None:
    text = '{"[[[[[[[": "\\"[[[[[[[", "a": ' + "[" * (levels - 1) + "]" * (levels - 1) + "}"
    if deep:
        with pytest.raises(DeepError) as caught:
            parse(text, 0, 5)
        assert text[caught.value.args[0] :].startswith("[]")
    else:
        assert parse(text, 0, 5).complete


def test_a_hundred_thousand_levels_are_refused_at_once() -> None:
    with pytest.raises(DeepError):
        parse("[" * 100_000, 0, 128)


def test_documents_that_are_not_closed_are_not_taken_for_one_that_is_too_deep() -> None:
    text = "\n".join(['{\n"searchContent": {}'] * 300)
    assert [problem.code for problem in sde_schema.validate(text)] == ["SDE101"] * 300


def test_depth_is_counted_up_to_a_syntax_error() -> None:
    assert parse('{"a": x, "b": [[[[]]]]}', 0, 3).bad_syntax[0].offset == len('{"a": ')
    with pytest.raises(DeepError) as caught:
        parse('{"b": [[[[]]]], "a": x}', 0, 3)
    assert caught.value.args == (len('{"b": [['),)
