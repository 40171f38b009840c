"""An input that is something else is named for what it is, once, with the command that unwraps it."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import subprocess
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.program import BAD, GOOD
from tests.support.rounds import some_every_day

if TYPE_CHECKING:
    from tests.support.program import Program

pytestmark = pytest.mark.usefixtures("here")
LINES = f"{GOOD}\n{GOOD}\n".encode()


def _zip(name: str = "a.json") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name)  # of a fixed date: it is in a test's id
        archive.writestr(entry, GOOD * 20, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _tar() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        entry = tarfile.TarInfo("a.json")
        entry.size = len(GOOD)
        archive.addfile(entry, io.BytesIO(GOOD.encode()))
    return held.getvalue()


BINARY = {
    "a.zip": (_zip(), "zip archive", "unzip -p FILE"),
    "a.json.bz2": (bz2.compress(LINES), "bzip2", "bzip2 -dc FILE"),
    "a.ndjson.xz": (lzma.compress(LINES), "xz", "xz -dc FILE"),
    "a.json.zst": (b"\x28\xb5\x2f\xfd\x04\x00\xff", "zstd", "zstd -dc FILE"),
    "a.json": (_zip(), "zip archive", "unzip -p FILE"),
    "a.ndjson": (b"PAR1\x15\x04\n\x15\x04PAR1", "Parquet", "duckdb"),
    "a.avro": (b"Obj\x01\x04\x14avro.codec\x08null\xff\x00", "Avro", "avro-tools"),
    "a.tar": (_tar(), "tar archive", "tar -xOf FILE"),
    "a.tar.gz": (gzip.compress(_tar()), "tar archive", "tar -xOf FILE"),
    "a.db": (b"SQLite format 3\x00\x10\x00\xff\xfe", "SQLite", "sqlite3 -json"),
    "b.tar.bz2": (bz2.compress(_tar()), "bzip2", "tar -xOf FILE"),
    "b.tar.xz": (lzma.compress(_tar()), "xz", "tar -xOf FILE"),
    "b.json.lzma": (lzma.compress(LINES, format=lzma.FORMAT_ALONE), "LZMA", "xz -dc FILE"),
    "b.json.Z": (b"\x1f\x9d\x90{\x44\x84", "compress", "gzip -dc FILE"),
    "b.json": (zlib.compress(LINES), "zlib stream", "zlib.decompress"),
    "b.bson": (b"\x16\x00\x00\x00\x02name\x00\x02\x00\x00\x00a\x00\x00", "BSON", "bsondump FILE"),
    "b.orc": (b"ORC\x08\x03\xff", "ORC", "orc-tools data FILE"),
    "b.xlsx": (_zip("[Content_Types].xml"), "Excel workbook", "export the column"),
    "b.png": (b"\x89PNG\r\n\x1a\n\x00", "PNG image", "right file"),
    "a.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF", "right file"),
}


@pytest.mark.parametrize("name", BINARY)
def test_a_binary_file_is_one_problem_that_names_it(name: str, program: Program) -> None:
    data, kind, command = BINARY[name]
    Path(name).write_bytes(data)
    done = program("validate", name, "--format", "json")
    [problem] = done.report["problems"]
    assert (done.status, problem["line"], problem["column"], problem["pointer"]) == (1, 1, 1, "")
    assert problem["code"] in ("SDE101", "SDE103")
    assert kind in problem["message"]
    assert kind.casefold() in problem["hint"].casefold()
    assert command in problem["hint"]


LOG = f"2026-01-01 12:00:00 [main] INFO received {GOOD}\n2026-01-01 12:00:01 [main] INFO received {BAD}\n"
TEXTS = {
    "log lines": (LOG, "Log lines", 1),
    "one log line": (f"12:00:00 {GOOD}\n", "Log lines", 1),
    "keys and values of a topic": (f"key-1\t{GOOD}\nkey-2\t{GOOD}\n", "Log lines", 1),
    "curl -i": (f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{GOOD}", "`-i`", 1),
    "curl -i over HTTP/2": (f"HTTP/2 200 \r\ndate: x\r\n\r\n{GOOD}", "`-i`", 1),
    "server-sent events": (f"event: sde\nid: 1\ndata: {GOOD}\n\ndata: {BAD}\n\n", "data:", 1),
    "a comment of server-sent events": (f": hello\n\ndata: {GOOD}\n\n", "data:", 1),
    "CSV": ('id,payload\n1,"{""lead"": {""serverTimeStamp"": 1}}"\n', "CSV", 2),
    "CSV without a head": ('"{""lead"": 1}","x"\n', "CSV", 1),
    "CSV with semicolons": ('a;b\n"[{""lead"": 1}]";2\n', "CSV", 2),
    "an error page": ("<!DOCTYPE html>\n<html>\n<body>\n502\n", "Markup", 1),
    "XML": ('<?xml version="1.0"?>\n<a/>\n', "Markup", 1),
}


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("name", ["a.json", "a.ndjson", "a.txt"])
def test_text_around_json_is_one_problem_that_names_it(kind: str, name: str, program: Program) -> None:
    text, words, line = TEXTS[kind]
    Path(name).write_text(text, encoding="utf-8")
    done = program("validate", name, "--format", "json")
    [problem] = done.report["problems"]
    assert (done.status, problem["code"], problem["line"], problem["pointer"]) == (1, "SDE101", line, "")
    assert words in problem["hint"]


DOUBLED = GOOD.replace('"', '""')
ESCAPED = GOOD.replace('"', '\\"')
UNWRAPPED = {
    "a level in brackets": (f"[INFO] {GOOD}\n[INFO] {GOOD}\n", 2),
    "a time in brackets": (f"[2026-07-22 04:26:40] INFO {GOOD}\n[2026-07-22 04:26:41] INFO {GOOD}\n", 2),
    "an array": (f"INFO [{GOOD}]\nINFO [{GOOD}, {GOOD}]\n", 3),
    "an array after brackets": (f"[INFO] [{GOOD}]\n", 1),
    "braces before": (f"INFO {{main}} {GOOD}\n", 1),
    "text after, too": (f"INFO {GOOD} took 3 ms\nINFO {GOOD} took 2 ms\n", 2),
    "a heading": (f"time message\n12:00 {GOOD}\n12:01 {GOOD}\n", 2),
    "server-sent events": (f"data: {GOOD}\n\ndata: {GOOD}\n\n", 2),
    "CSV with a heading": (f'id,payload\n1,"{DOUBLED}"\n2,"{DOUBLED}"\n', 2),
    "CSV without a heading": (f'1,"{DOUBLED}"\n2,"{DOUBLED}"\n', 2),
    "CSV with a column after": (f'id,payload,x\n1,"{DOUBLED}",y\n', 1),
    "CSV with semicolons": (f'"id";"payload"\n"1";"{DOUBLED}"\n', 1),
    "CSV of one column": (f'payload\n"{DOUBLED}"\n', 1),
    "CSV with backslashes": (f'id,payload\n1,"{ESCAPED}"\n', 1),
    "CSV without quotes": (f"id,payload\n1,{GOOD}\n2,{GOOD}\n", 2),
    "bars": (f'1|"{DOUBLED}"|x\n', 1),
    "bars without quotes": (f"id|payload|x\n1|{GOOD}|y\n", 1),
    "tabs": (f"id\tpayload\n1\t{GOOD}\n", 1),
    "tabs with a column after": (f"id\tpayload\tx\n1\t{GOOD}\ty\n", 1),
}


@pytest.mark.parametrize(
    ("kind", "name"),
    some_every_day(
        [
            pytest.param(kind, name, id=f"{kind}-{name}")
            for kind in UNWRAPPED
            for name in ("a.json", "a.ndjson", "a.yaml", "a.csv")
            if name != "a.yaml" or kind != "server-sent events"  # which are YAML
        ],
        one_of=3,
    ),
)
def test_the_command_that_is_named_unwraps_it(kind: str, name: str, program: Program) -> None:
    text, events = UNWRAPPED[kind]
    Path(name).write_text(text, encoding="utf-8")
    [problem] = program("validate", name, "--format", "json").report["problems"]
    assert (problem["code"], problem["pointer"]) == ("SDE101", "")
    [command] = re.findall(r"`([^`]*) \| sde-schema validate -`", problem["hint"])
    command = command.replace("FILE", name).replace("python3", sys.executable)
    printed = subprocess.run(command, shell=True, capture_output=True, check=True)  # noqa: S602 - as users do
    done = program("validate", "-", stdin=printed.stdout)
    assert (done.status, done.out) == (0, f"1 file, {events} event{'s' * (events > 1)}: all valid\n")


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"\xef\xbb\xbf" * 2 + GOOD.encode(), "SDE101", "Byte order mark"),
        (b"\xe2\x80\x8b" + GOOD.encode(), "SDE101", "U+200B"),
        (GOOD.encode() + b"\0\0", "SDE101", "U+0000"),
        (GOOD.encode() + b"\xe2\x80\xa8", "SDE101", "U+2028"),
        (GOOD.encode("utf-32-le"), "SDE103", "UTF-32"),
        (GOOD.encode("utf-32-be"), "SDE103", "UTF-32"),
        (GOOD.encode("utf-16-le"), "SDE103", "UTF-16"),
        (b"some\0thing\xff\0binary", "SDE103", "right file"),
        (GOOD.replace("test", "t\xe9st").encode("latin-1"), "SDE103", "save it as UTF-8"),
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.ndjson", "-"])
def test_what_cannot_be_seen_is_named(data: bytes, code: str, words: str, name: str, program: Program) -> None:
    if name != "-":
        Path(name).write_bytes(data)
    [problem] = program("validate", name, "--format", "json", stdin=data).report["problems"]
    assert problem["code"] == code
    assert words.casefold() in problem["hint"].casefold()


@pytest.mark.parametrize(
    "text",
    [
        f"- {GOOD}\n- {GOOD}\n",
        f"sdes: {{events: [{GOOD}]}}\n",
        f"---\n{GOOD}\n--- {GOOD}\n",
        f"events:\n- {GOOD}\n",
        f"events: &all [{GOOD}]\n",
        f"# {chr(9) * 60_000}.\n- {GOOD}\n",
        f"-{' ' * 60_000}\n  {GOOD}\n",
    ],
    ids=str.__len__,
)
@pytest.mark.parametrize("name", ["a.yaml", "a.txt"])
def test_yaml_with_json_in_it_is_yaml(text: str, name: str, program: Program) -> None:
    Path(name).write_text(text, encoding="utf-8")
    assert program("validate", name).status == 0


def test_a_log_line_among_documents_is_one_problem_and_stops_nothing(program: Program) -> None:
    Path("a.ndjson").write_text(f"{GOOD}\n12:00 {GOOD}\n{GOOD}\nINFO {GOOD}\n{BAD}\n", encoding="utf-8")
    done = program("validate", "a.ndjson", "--format", "json")
    reported = [(problem["code"], problem["line"]) for problem in done.report["problems"]]
    assert reported == [("SDE101", 2), ("SDE101", 4), ("SDE203", 5)]
    assert done.counts == (1, 3)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (LINES, "rename it without `.gz`"),
        (b"\x1e" + LINES, "rename it without `.gz`"),
        (_zip(), "zip archive"),
        (b"what is this", "rename it without `.gz`"),
    ],
)
def test_a_file_that_only_is_named_gz_is_called_what_it_is(data: bytes, words: str, program: Program) -> None:
    Path("a.json.gz").write_bytes(data)
    done = program("validate", "a.json.gz", "--format", "json")
    [problem] = done.report["problems"]
    assert (done.status, problem["code"]) == (1, "SDE106")
    assert words in f"{problem['message']} {problem['hint']}"


def test_names_of_files_are_taken_in_any_letter_case(program: Program) -> None:
    Path("B.JSON").write_text(BAD, encoding="utf-8")
    Path("c.Ndjson.GZ").write_bytes(gzip.compress(f"{BAD}\n{BAD}\n".encode()))
    Path("d.YML").write_text("lead: {serverTimeStamp: 1440412721836, lead: {Topic: x}}\n", encoding="utf-8")
    Path("e.JSON.txt").write_text(BAD, encoding="utf-8")
    done = program("validate", ".", "--format", "json")
    assert (done.codes, done.counts) == ({"SDE203": 4}, (3, 4))
