"""gzip, limits, many documents: what comes in, in whatever shape."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING

import pytest

import sde_schema
from sde_schema.cli import main
from sde_schema.reading.blocks import Lines, TooLarge, blocks
from sde_schema.reading.inputs import Input

if TYPE_CHECKING:
    from pathlib import Path

GOOD = b'{"searchContent": {"serverTimeStamp": "1481111429931", "keywords": ["apple"]}}'
BAD = b'{"searchContent": {"serverTimeStamp": "1481111429931", "keywords": [null]}}'
PRETTY = b'{\n  "searchContent": {\n    "serverTimeStamp": "1481111429931",\n    "keywords": [null]\n  }\n}'


def _told(payload: bytes) -> list[tuple[str, int | None]]:
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
    ],
)
def test_many_documents_in_one_text(text: bytes, lines: list[int]) -> None:
    assert _told(text) == [("SDE205", line) for line in lines]


def test_pretty_printed_documents_across_blocks() -> None:
    text = GOOD + b"\n" + (PRETTY + b"\n") * 3000
    assert _told(text) == [("SDE205", 5 + 6 * index) for index in range(3000)]


def test_lines_of_nothing_are_each_an_error() -> None:
    assert _told(GOOD + b"\nfoo\nbar\n" + GOOD) == [("SDE101", 2), ("SDE101", 3)]


@pytest.mark.parametrize("name", ["a.ndjson.gz", "a.json.gz", "a.gz", "a.ndjson"])
def test_gzip_is_told_by_content(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / name
    file.write_bytes(gzip.compress(GOOD + b"\n" + BAD + b"\n"))
    assert main(["validate", str(file), "--quiet", "--max-problems", "1"]) == 1
    assert f"{file}:2:69: error SDE205" in capsys.readouterr().out


def test_several_gzip_members_are_one_stream() -> None:
    assert _told(gzip.compress(GOOD + b"\n") + gzip.compress(BAD + b"\n")) == [("SDE205", 2)]


@pytest.mark.parametrize("cut", [15, 60, 1000])
def test_a_cut_stream_still_reports_what_came_before(cut: int) -> None:
    packed = gzip.compress(b"".join(b"%s \n" % (BAD if n % 2 else GOOD) for n in range(20_000)))
    told = _told(packed[:cut])
    assert told[-1][0] == "SDE106"
    assert {code for code, _ in told[:-1]} <= {"SDE205"}
    assert [line for _, line in told] == sorted(line or 0 for _, line in told)


def test_a_damaged_stream_is_corrupt_input() -> None:
    packed = bytearray(gzip.compress(b"\n".join([GOOD] * 5000)))
    packed[-6] ^= 0xFF
    assert _told(bytes(packed)) == [("SDE106", 5000)]


def test_a_name_that_promises_gzip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json.gz").write_bytes(GOOD)
    assert main(["validate", str(tmp_path)]) == 1
    assert "SDE106" in capsys.readouterr().out


def test_yaml_is_told_by_name_and_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.yaml", "b.yml", "c.txt"):
        (tmp_path / name).write_text("lead:\n  serverTimeStamp: 1440412721836\n  lead: {x: 1}\n", encoding="utf-8")
    assert main(["validate", str(tmp_path), str(tmp_path / "c.txt"), "--quiet"]) == 1
    assert capsys.readouterr().out.count(":3:10: error SDE203") == 3


def test_a_line_beyond_the_limit_is_passed_over() -> None:
    long = b'{"x": "' + b"y" * 200_000 + b'"}'
    text = GOOD + b"\n" + long + b"\n" + BAD + b"\n" + long
    validator = sde_schema.Validator(max_document_size=1000)
    assert [(p.code, p.line) for p in validator.validate(text)] == [("SDE105", 2), ("SDE205", 3), ("SDE105", 4)]


def test_the_blocks_of_a_large_input_are_small() -> None:
    line = b'{"a": "' + b"x" * 700 + b'"}\n'
    held = list(blocks(Input(io.BytesIO(line * 3000)), kind="unknown", limit=10**6))
    assert all(isinstance(block, Lines) and len(block.data) < 140_000 for block in held)
    assert sum(len(block.data.split()) // 2 for block in held if isinstance(block, Lines)) == 3000
    assert not any(isinstance(block, TooLarge) for block in held)


def test_not_utf8_stops_the_line_alone() -> None:
    assert _told(GOOD + b"\n" + GOOD[:-4] + b"\xe9" + GOOD[-4:] + b"\n" + BAD) == [("SDE103", 2), ("SDE205", 3)]


def test_utf16_is_named() -> None:
    [problem] = sde_schema.validate(GOOD.decode().encode("utf-16"))
    assert problem.code == "SDE103"
    assert "UTF-16" in str(problem.hint)
