"""gzip, limits, many documents: what comes in, in whatever shape."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sde_schema
from sde_schema.cli import main
from sde_schema.reading import inputs, json_fixes
from sde_schema.reading.blocks import Lines, TooLarge, blocks
from sde_schema.reading.inputs import Input
from sde_schema.reading.sources import Source
from tests.support.paths import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.program import Program

GOOD = b'{"searchContent": {"serverTimeStamp": "1481111429931", "keywords": ["apple"]}}'
BAD = b'{"searchContent": {"serverTimeStamp": "1481111429931", "keywords": [null]}}'
PRETTY = b'{\n  "searchContent": {\n    "serverTimeStamp": "1481111429931",\n    "keywords": [null]\n  }\n}'


def _found(payload: bytes) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.line) for problem in sde_schema.validate(payload)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (GOOD + b"\n" + BAD + b"\n", [2]),
        (GOOD + b"\n" + BAD, [2]),
        (GOOD + b"\r\n\r\n" + BAD + b"\r\n" + BAD, [3, 4]),
        (b"\xef\xbb\xbf" + BAD + b"\n" + BAD, [1, 2]),
        (b"\n\n" + BAD + b"\n \n" + BAD, [3, 5]),
        (PRETTY + b"\n" + PRETTY, [4, 10]),
        (PRETTY + b"\n\n" + BAD + b"\n" + PRETTY, [4, 8, 12]),
        (BAD + b"\n" + PRETTY + b"\n" + BAD, [1, 5, 8]),
        (b"[" + BAD + b",\n" + BAD + b"]\n" + BAD, [1, 2, 3]),
        (PRETTY.replace(b"\n", b"\r\n") + b"\r\n" + PRETTY, [4, 10]),
        (b"[\n" + BAD + b",\n" + BAD + b"\n]\n[\n" + BAD + b"\n]\n", [2, 3, 6]),
        (BAD + b"\r" + BAD, [1, 1]),
        (b"\t" + BAD + b"\n\t" + BAD + b"\n" + b" " + GOOD, [1, 2]),
    ],
)
def test_many_documents_in_one_text(text: bytes, lines: list[int]) -> None:
    assert _found(text) == [("SDE205", line) for line in lines]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["a.json", "a.ndjson", "a.yaml", "a.txt", "a.yml.gz"])
@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (GOOD + b"\n" + BAD + b"\n", [2]),
        (PRETTY + b"\n" + PRETTY + b"\n", [4, 10]),
        (b"[\n" + GOOD + b",\n" + BAD + b"\n]\n", [3]),
        (BAD + b"\n" + PRETTY, [1, 5]),
        (PRETTY.replace(b"  ", b"\t").replace(b'"keywords"', b'"\\u006beywords"'), [4]),
        (b"\xef\xbb\xbf" + PRETTY + b"\n\n" + BAD, [4, 8]),
        (b"[" + GOOD + b",\n" + BAD + b"]\n", [2]),
        (GOOD + b"\n[\n" + BAD + b",\n" + BAD + b"\n]\n" + BAD, [3, 4, 6]),
        (b'{"events":\n[' + BAD + b"]}\n", [2]),
        (GOOD + b'\n{"events":\n[\n' + BAD + b"\n]}\n" + BAD, [4, 6]),
        (b'{"interactionHistoryRecords": [{"info": {}, "sdes": {"events": [' + GOOD + b",\n" + BAD + b"]}}]}\n", [2]),
        (BAD + b"\n  " + PRETTY + b"\n" + BAD, [1, 5, 8]),
        (BAD + b"\x1e" + BAD + b"\n", [1, 1]),
        (b'{"events": [' + GOOD + b",\n" + BAD + b"]}", [2]),
        (b"\x1e\x1e" + BAD + b"\n\x1e" + BAD + b"\n", [1, 2]),
        (b"\x1e \x1e" + BAD + b"\n\x1e\n\x1e" + PRETTY + b"\n", [1, 6]),
    ],
)
def test_what_is_json_is_read_as_json_whatever_its_name(
    text: bytes, lines: list[int], name: str, program: Program
) -> None:
    Path(name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    problems = program("validate", "--format", "json", name).report["problems"]
    assert [(problem["code"], problem["line"]) for problem in problems] == [("SDE205", line) for line in lines]


def _laid_out(chance: random.Random, value: Any) -> str:
    """Return JSON with white space wherever it may be, line ends above all."""
    tokens = re.split(r'("(?:[^"\\\\]|\\\\.)*"|[][{},:])', json.dumps(value))
    return "".join(token + chance.choice(["", "", " ", "\n", "\n", "\r\n  "]) for token in tokens)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["a.json", "a.ndjson", "a.txt"])
def test_documents_in_any_layout_are_read(name: str) -> None:
    chance = random.Random(9)  # noqa: S311 - the same layouts on every run
    validator = sde_schema.Validator()
    wrong = []
    for _ in range(100):
        documents = [
            chance.choice([{"events": [json.loads(BAD)]}, [json.loads(BAD)] * 2, json.loads(BAD)]) for _ in "abc"
        ]
        text = "\n".join(_laid_out(chance, document).strip() for document in documents)
        Path(name).write_text(text, encoding="utf-8", newline="")
        found = [problem.code for problem in validator.validate_file(name)]
        if found != ["SDE205"] * json.dumps(documents).count("[null]"):
            wrong.append((text, found))
    assert wrong == []


@pytest.mark.parametrize(
    "document",
    [
        b"[\n" + b",\n".join([GOOD] * 20_000) + b"\n]",
        b'{\n  "events": [\n' + b",\n".join([PRETTY.replace(b"null", b'"a"')] * 15_000) + b"\n  ]\n}",
        b"".join([PRETTY.replace(b"null", b'"a"')] * 15_000),
    ],
)
def test_a_large_document_over_many_lines_after_a_line_is_one(document: bytes) -> None:
    assert _found(GOOD + b"\n" + document + b"\n" + BAD) == [("SDE205", document.count(b"\n") + 3)]


@pytest.mark.parametrize("length", [1, 100, 4_000, pytest.param(40_000, marks=pytest.mark.slow)])
def test_a_document_over_many_lines_beyond_the_limit_is_passed_over(length: int) -> None:
    large = b"[\n" + b",\n".join([GOOD] * length * 10) + b"\n]"
    text = b"\n".join([BAD, large, PRETTY, BAD])
    validator = sde_schema.Validator(max_document_size=len(GOOD) * length * 5)
    found = [(problem.code, problem.line) for problem in validator.validate(text)]
    after = large.count(b"\n") + 3
    assert found == [("SDE205", 1), ("SDE105", 2), ("SDE205", after + 3), ("SDE205", after + 6)]


def test_lines_that_are_cut_off_take_no_line_with_them() -> None:
    for cut in (b'{"searchContent": [', b'{"searchContent": ', b'{"searchContent": {"serverTimeStamp": 1,', b"["):
        assert _found(BAD + b"\n" + cut + b"\n" + BAD + b"\n" + BAD) == [
            ("SDE205", 1),
            ("SDE101", 2),
            ("SDE205", 3),
            ("SDE205", 4),
        ]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["a.json", "a.ndjson", "a.txt"])
def test_strings_and_numbers_on_lines_of_their_own_are_documents(name: str, program: Program) -> None:
    Path(name).write_bytes(b'"a"\n"b"\n79\n' + BAD + b"\ntrue\nnull\n" + PRETTY + b"\n-1\n" + BAD)
    problems = program("validate", "--format", "json", name).report["problems"]
    assert [(problem["code"], problem["line"]) for problem in problems] == [
        *(("SDE104", line) for line in (1, 2, 3)),
        ("SDE205", 4),
        *(("SDE104", line) for line in (5, 6)),
        ("SDE205", 10),
        ("SDE104", 13),
        ("SDE205", 14),
    ]


def test_documents_separated_as_in_yaml() -> None:
    assert _found(BAD + b"\n---\n" + BAD + b"\n") == [("SDE205", 1), ("SDE205", 3)]
    assert _found(BAD + b"\n--\n" + BAD + b"\n") == [("SDE205", 1), ("SDE101", 2), ("SDE205", 3)]


WRONG, CODE = b'{"lead":[]}', "SDE205"
LINES = b'{\n"lead":[]\n}'
NOT_UTF8 = b'{"a":"\xe9"}'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LINES + b"\n" + NOT_UTF8 + b"\n" + LINES, [(CODE, 2), ("SDE103", 4), (CODE, 6)]),
        (b"\x1e" + LINES + b"\n\x1e" + NOT_UTF8 + b"\n\x1e" + LINES + b"\n", [(CODE, 2), ("SDE103", 4), (CODE, 6)]),
        (b"lead: []\n---\na: \xe9\n---\nlead: []\n", [(CODE, 1), ("SDE103", 3), (CODE, 5)]),
        (b"hello\n" + LINES, [("SDE101", 1), (CODE, 3)]),
        (b'{"lead":"a\n' + LINES, [("SDE101", 1), (CODE, 3)]),
        (LINES + b"\nhello\n" + WRONG, [(CODE, 2), ("SDE101", 4), (CODE, 5)]),
        (LINES + b"\n====\n" + LINES, [(CODE, 2), ("SDE101", 4), (CODE, 6)]),
        (LINES + b";\n" + LINES, [(CODE, 2), ("SDE101", 3), (CODE, 5)]),
        (LINES + b"\nx\n[\n" + WRONG + b",\n" + WRONG + b"\n]", [(CODE, 2), ("SDE101", 4), (CODE, 6), (CODE, 7)]),
        (LINES + b"\n\xef\xbb\xbf" + LINES, [(CODE, 2), ("SDE101", 4), (CODE, 5)]),
    ],
)
def test_what_cannot_be_read_hides_no_other_document(text: bytes, found: list[tuple[str, int]]) -> None:
    assert _found(text) == found


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["a.json", "a.ndjson", "-"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b'{"events": [' + GOOD + b"\n" + BAD + b"]}", [("SDE101", 1), ("SDE205", 2)]),
        (
            b"[" + GOOD + b"\n" + BAD + b"\n" + BAD + b"]\n",
            [("SDE101", 1), ("SDE205", 2), ("SDE101", 2), ("SDE205", 3)],
        ),
        (b"[" + GOOD + b"\n" + BAD + b",]\n" + BAD, [("SDE101", 1), ("SDE205", 2), ("SDE101", 2), ("SDE205", 3)]),
        (b'{"events": [' + GOOD + b"\n" + BAD + b"\n" + BAD, [("SDE101", 1), ("SDE205", 2), ("SDE205", 3)]),
        (GOOD + b";\n" + BAD + b"\n", [("SDE101", 1), ("SDE205", 2)]),
        (GOOD + b" x\n" + BAD + b"\n", [("SDE101", 1), ("SDE205", 2)]),
    ],
)
def test_a_missing_comma_between_lines_is_one_problem(
    text: bytes, found: list[tuple[str, int]], name: str, program: Program
) -> None:
    Path(name).write_bytes(text)
    problems = program("validate", name, "--format", "json", stdin=text).report["problems"]
    assert [(problem["code"], problem["line"]) for problem in problems] == found


def test_documents_with_commas_between_them_are_all_validated() -> None:
    for text in (BAD + b",\n" + BAD + b",\n" + BAD, PRETTY + b",\n" + PRETTY + b" ,\r\n" + PRETTY):
        assert [code for code, _ in _found(text)] == ["SDE205", "SDE101", "SDE205", "SDE101", "SDE205"]


def test_after_a_broken_document_the_one_after_an_empty_line_is_validated() -> None:
    assert _found(PRETTY.replace(b": [", b" [") + b"\n\n" + PRETTY) == [("SDE101", 4), ("SDE205", 11)]


def test_comments_between_lines() -> None:
    text = GOOD + b"\n/* " + BAD + b"\n" + BAD + b"\n*/\n" + BAD + b"\n// why\n" + BAD
    assert _found(text) == [("SDE101", 2), ("SDE205", 5), ("SDE101", 6), ("SDE205", 7)]


@pytest.mark.parametrize("character", [b"\x0c", b"\x0b", b"\xc2\xa0", b"\xef\xbb\xbf", b"\0"])
def test_what_is_not_white_space_of_json_is_reported(character: bytes) -> None:
    for text in (GOOD + b"\n" + character + b"\n" + GOOD, GOOD + character + b"\n" + GOOD, PRETTY + character):
        assert "SDE101" in {code for code, _ in _found(text)}


def test_pretty_printed_documents_across_blocks() -> None:
    text = GOOD + b"\n" + (PRETTY + b"\n") * 3000
    assert _found(text) == [("SDE205", 5 + 6 * index) for index in range(3000)]


def test_lines_of_nothing_are_each_an_error() -> None:
    assert _found(GOOD + b"\nfoo\nbar\n" + GOOD) == [("SDE101", 2), ("SDE101", 3)]


@pytest.mark.parametrize("name", ["a.ndjson.gz", "a.json.gz", "a.gz", "a.ndjson"])
def test_gzip_is_recognized_by_content(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / name
    file.write_bytes(gzip.compress(GOOD + b"\n" + BAD + b"\n"))
    assert main(["validate", str(file), "--quiet", "--max-problems", "1"]) == 1
    assert f"{file}:2:69: error SDE205" in capsys.readouterr().out


def test_several_gzip_members_are_one_stream() -> None:
    assert _found(gzip.compress(GOOD + b"\n") + gzip.compress(BAD + b"\n")) == [("SDE205", 2)]


@pytest.mark.parametrize("cut", [15, 60, 1000])
def test_a_cut_stream_still_reports_what_came_before(cut: int) -> None:
    packed = gzip.compress(b"".join(b"%s \n" % (BAD if n % 2 else GOOD) for n in range(20_000)))
    found = _found(packed[:cut])
    assert found[-1][0] == "SDE106"
    assert {code for code, _ in found[:-1]} <= {"SDE205"}
    assert [line for _, line in found] == sorted(line or 0 for _, line in found)


def test_a_damaged_stream_is_corrupt_input() -> None:
    packed = bytearray(gzip.compress(b"\n".join([GOOD] * 5000)))
    packed[-6] ^= 0xFF
    assert _found(bytes(packed)) == [("SDE106", 5000)]


@pytest.mark.parametrize("lost", [1, 8])
@pytest.mark.parametrize(
    ("text", "lines", "end"),
    [
        (GOOD + b"\n" + BAD, [2], 2),
        (GOOD + b"\n" + BAD + b"\n", [2], 3),
        (GOOD + b"\n" + BAD + b"\n" + BAD[:-9], [2], 3),
        (BAD + b"\n" + PRETTY[:-2], [1], 6),
        ((PRETTY + b"\n") * 2 + PRETTY[:-2], [4, 10], 17),
        (PRETTY + b"\n" + PRETTY[:30], [4], 9),
        (BAD + b"\n" + BAD.replace(b"null", '"日'.encode())[:-3], [1], 2),
        (b"lead: 1\n---\nlead: 1", [1], 3),
        (b"lead: 1\n---\nlead: [1", [1], 3),
        (PRETTY[:30], [], 3),
    ],
)
def test_what_came_whole_before_the_cut_is_validated(text: bytes, lines: list[int], end: int, lost: int) -> None:
    assert _found(gzip.compress(text)[:-lost]) == [*(("SDE205", line) for line in lines), ("SDE106", end)]


def test_what_came_before_a_damaged_byte_is_validated() -> None:
    lines = [BAD.replace(b"[", b"[%d, " % number**5) for number in range(2000)]
    packed = bytearray(gzip.compress(b"\n".join(lines)))
    packed[len(packed) // 2 :: 7] = b"\xff" * len(packed[len(packed) // 2 :: 7])
    found = _found(bytes(packed))
    assert ("SDE205", 900) in found
    assert found[-1][0] == "SDE106"


def test_what_is_after_the_gzip_members() -> None:
    packed = gzip.compress(GOOD + b"\n" + BAD + b"\n")
    assert _found(packed + b"\0" * 70_000) == [("SDE205", 2)]
    assert _found(packed + b"\0" * 70_000 + packed) == [("SDE205", 2), ("SDE205", 4)]
    assert _found(packed + gzip.compress(b"") + packed) == [("SDE205", 2), ("SDE205", 4)]
    assert _found(packed + b"more") == [("SDE205", 2), ("SDE106", 3)]
    assert _found(packed + packed[:2]) == [("SDE205", 2), ("SDE106", 3)]


def test_every_cut_of_a_stream_is_reported() -> None:
    packed = gzip.compress((BAD + b"\n") * 3)
    validator = sde_schema.Validator()
    for length in range(2, len(packed)):
        codes = [problem.code for problem in validator.validate(packed[:length])]
        assert codes == ["SDE205"] * (len(codes) - 1) + ["SDE106"]


@pytest.mark.parametrize("name", ["payload.json.gz", "payload.yaml.gz"])
def test_gzip_in_gzip_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(gzip.compress(GOOD)))
    [problem] = sde_schema.Validator().validate_file(path)
    assert problem.code == "SDE103"
    assert "twice" in str(problem.hint)


def test_a_name_that_promises_gzip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json.gz").write_bytes(GOOD)
    assert main(["validate", str(tmp_path)]) == 1
    assert "SDE106" in capsys.readouterr().out


def test_yaml_is_recognized_by_name_and_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.yaml", "b.yml", "c.txt"):
        (tmp_path / name).write_text("lead:\n  serverTimeStamp: 1440412721836\n  lead: {x: 1}\n", encoding="utf-8")
    assert main(["validate", str(tmp_path), str(tmp_path / "c.txt"), "--quiet"]) == 1
    assert capsys.readouterr().out.count(":3:10: error SDE203") == 3


def test_a_line_beyond_the_limit_is_passed_over() -> None:
    long = b'{"x": "' + b"y" * 200_000 + b'"}'
    text = GOOD + b"\n" + long + b"\n" + BAD + b"\n" + long
    validator = sde_schema.Validator(max_document_size=1000)
    assert [(p.code, p.line) for p in validator.validate(text)] == [("SDE105", 2), ("SDE205", 3), ("SDE105", 4)]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["a.ndjson.gz", "a.json.gz", "a.yaml.gz", "-"])
def test_gzip_data_is_unpacked_up_to_a_limit(name: str, program: Program) -> None:
    text = b"---\n".join([GOOD + b"\n"] * 20) if name == "a.yaml.gz" else (GOOD + b"\n") * 20
    packed, limit = gzip.compress(text), len(text) - 10
    Path("a" if name == "-" else name).write_bytes(packed)
    asked = ("validate", "--format", "json", name)
    assert program(*asked, "--max-unpacked", str(len(text)), stdin=packed).status == 0
    done = program(*asked, "--max-unpacked", str(limit), stdin=packed)
    assert (done.status, done.codes) == (1, {"SDE105": 1})
    [problem] = done.report["problems"]
    assert f"more than {limit:,} bytes" in problem["message"]
    assert problem["line"] == text.count(b"\n")
    assert done.report["summary"]["events"] == 19


@pytest.mark.parametrize("limit", ["SURELY_UNPACKED", "LARGEST_EXPANSION"])
def test_gzip_data_may_expand_so_many_times(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (GOOD + b"\n") * 3_000
    assert not sde_schema.validate(gzip.compress(text))
    monkeypatch.setattr(inputs, "SURELY_UNPACKED", 1000 if limit == "LARGEST_EXPANSION" else 10 * len(text))
    monkeypatch.setattr(inputs, "LARGEST_EXPANSION", 10)
    codes = [problem.code for problem in sde_schema.validate(gzip.compress(text))]
    assert codes == (["SDE105"] if limit == "LARGEST_EXPANSION" else [])
    assert not sde_schema.Validator(max_unpacked=len(text)).validate(gzip.compress(text))


@pytest.mark.parametrize("piece", [b"[],", b"{},", b'{"a":[]},'])
def test_too_many_values_for_its_size_are_not_read(piece: bytes) -> None:
    crowded = b"[" + piece * (8_000_000 // len(piece) + 1) + b"1]"
    assert _found(crowded) == [("SDE105", 1)]
    assert _found(GOOD + b"\n" + crowded + b"\n" + BAD) == [("SDE105", 2), ("SDE205", 3)]
    assert not sde_schema.Validator().is_valid(crowded)


def test_many_of_the_shortest_events_are_read() -> None:
    event = b'{"lead":{"serverTimeStamp":"1440412721836","lead":{"topic":"x","value":1}}}'
    assert sde_schema.Validator().is_valid(b"[" + b",".join([event] * 200_000) + b"]")


def test_of_a_document_with_very_many_syntax_errors_so_many_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b'{"lead": {"serverTimeStamp": 1440412721836, "lead": {"topic": ' + b"/**/" * 30 + b'"x", "y": 1}}}'
    assert [code for code, _ in _found(text)] == ["SDE101"] * 30 + ["SDE203"]
    monkeypatch.setattr(json_fixes, "MOST_KEPT", 10)
    assert [code for code, _ in _found(text)] == ["SDE101"] * 11


def test_much_text_is_not_too_many_values() -> None:
    assert not _found(b'{"x": "' + b"A word, and [another]. " * 500_000 + b'", "sdes": {"events": [' + GOOD + b"]}}")


def test_the_blocks_of_a_large_input_are_small() -> None:
    line = b'{"a": "' + b"x" * 700 + b'"}\n'
    held = list(blocks(Input(io.BytesIO(line * 3000)), kind="unknown", limit=10**6))
    assert all(isinstance(block, Lines) and len(block.data) < 140_000 for block in held)
    assert sum(len(block.data.split()) // 2 for block in held if isinstance(block, Lines)) == 3000
    assert not any(isinstance(block, TooLarge) for block in held)


def test_not_utf8_stops_the_line_alone() -> None:
    assert _found(GOOD + b"\n" + GOOD[:-4] + b"\xe9" + GOOD[-4:] + b"\n" + BAD) == [("SDE103", 2), ("SDE205", 3)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_is_one_problem_and_named(encoding: str) -> None:
    for text in (GOOD + b"\n" + BAD, PRETTY, b"lead:\n  lead: {}\n"):
        [problem] = sde_schema.validate(text.decode().encode(encoding))
        assert (problem.code, problem.line, problem.column) == ("SDE103", 1, 1)
        assert encoding[:6].upper() in str(problem.hint)


class _Live(io.BytesIO):
    """A stream that has a few bytes at a time, as a pipe with a slow program at its other end."""

    def __init__(self, data: bytes, size: int, descriptor: int) -> None:
        super().__init__(data)
        self._size = size
        self._descriptor = descriptor

    def fileno(self) -> int:
        """Return the descriptor of a pipe."""
        return self._descriptor

    def read1(self, size: int | None = -1, /) -> bytes:
        """Return what is there."""
        return self.read(min(size or 0, self._size))


@pytest.fixture
def pipe() -> Iterator[int]:
    """The reading end of a pipe."""
    ends = os.pipe()
    yield ends[0]
    for end in ends:
        os.close(end)


@pytest.mark.parametrize("size", [7, 300])
def test_a_live_input_is_read_as_a_file_is(monkeypatch: pytest.MonkeyPatch, pipe: int, size: int) -> None:
    validator = sde_schema.Validator("1.1")
    texts = [file.read_bytes() for file in sorted((TESTS / "field").iterdir())]
    texts += [b"{}\n{}\n\x1e{}\n", (BAD + b"\n" + GOOD + b"\n\x1e\x1e" + BAD + b"\n") * 30, b"{}\n[\n1\n]\n"]
    for text in texts:
        monkeypatch.setattr(Source, "open", lambda _, text=text: io.BytesIO(text))
        expected = [*validator.validate_file("-")]
        monkeypatch.setattr(Source, "open", lambda _, text=text: _Live(text, size, pipe))
        found = [*validator.validate_file("-")]
        assert found == expected, text
