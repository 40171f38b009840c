"""``sde-schema examples``: what is printed, what is written, what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import attribute_types, default_version
from tests.support.generated import generated_examples
from tests.support.program import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.program import Program

KINDS = ["minimal", "typical", "full", "invalid"]


def _lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def _kept(name: str) -> bytes:
    return generated_examples()[f"examples/{default_version()}/{name}"]


def test_without_options_it_prints_a_typical_event_of_each_type(program: Program) -> None:
    done = program("examples")
    assert (done.status, done.err) == (0, "")
    assert _lines(done.out) == [json.loads(_kept(f"{name}/typical.json")) for name in attribute_types()]


@pytest.mark.parametrize("kind", KINDS[:3])
def test_one_payload_is_printed_as_its_file_holds_it(program: Program, kind: str) -> None:
    assert program("examples", "purchase", "--kind", kind).out.encode() == _kept(f"purchase/{kind}.json")


def test_types_come_in_the_order_in_which_they_are_named_and_once(program: Program) -> None:
    done = program("examples", "lead", "cartStatus", "lead", "--kind", "minimal")
    assert [list(event) for event in _lines(done.out)] == [["lead"], ["cartStatus"]]


def test_invalid_payloads_are_printed_a_line_each(program: Program) -> None:
    printed = program("examples", "lead", "--kind", "invalid").out
    expected = _kept("lead/expected.tsv").decode().splitlines()[1:]
    assert printed.encode() == _kept("lead/invalid.ndjson")
    report = program("validate", "--format", "json", "-", stdin=printed.encode()).report
    assert [problem["code"] for problem in report["problems"]] == [row.split("\t")[2] for row in expected]


def test_random_payloads_are_valid_and_the_same_for_a_seed(program: Program) -> None:
    first, again, other = (program("examples", "--count", "300", "--seed", seed).out for seed in ("1", "1", "2"))
    assert first == again != other
    assert program("examples", "--count", "300").out == program("examples", "--count", "300", "--seed", "0").out
    assert len(_lines(first)) == 300
    done = program("validate", "--format", "json", "-", stdin=first.encode())
    assert (done.status, done.counts) == (0, (1, 300))


def test_random_payloads_are_of_the_types_that_are_named(program: Program) -> None:
    events = _lines(program("examples", "lead", "purchase", "--count", "60", "--seed", "3").out)
    assert {name for event in events for name in event if name in attribute_types()} == {"lead", "purchase"}


@pytest.mark.parametrize("kind", KINDS[:3])
def test_files_of_a_kind_are_written_into_a_folder(program: Program, here: Path, kind: str) -> None:
    done = program("examples", "--kind", kind, "-o", "made/there")
    assert (done.status, done.out) == (0, "")
    assert done.err == "10 files written to made/there\n"
    for name in attribute_types():
        assert (here / "made/there" / name / f"{kind}.json").read_bytes() == _kept(f"{name}/{kind}.json")


def test_invalid_files_are_written_with_what_is_expected(program: Program, here: Path) -> None:
    assert program("examples", "lead", "--kind", "invalid", "-o", ".").status == 0
    folder = here / "lead" / "invalid"
    first, *rows = (folder / "expected.tsv").read_text(encoding="utf-8").splitlines()
    assert first.startswith("# Made by `sde-schema examples --kind invalid`")
    names = [row.split("\t")[0] for row in rows]
    assert sorted(names) == sorted(file.name for file in folder.glob("*.json"))
    kept = _lines(_kept("lead/invalid.ndjson").decode())
    assert [json.loads((folder / name).read_bytes()) for name in names] == kept


def test_random_payloads_are_written_into_a_folder(program: Program, here: Path) -> None:
    done = program("examples", "--count", "5", "-o", "made")
    assert (done.status, done.out, done.err) == (0, "", "1 file written to made\n")
    assert (here / "made/random.ndjson").read_text(encoding="utf-8") == program("examples", "--count", "5").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--kind", "full", "--count", "2"), "use one of them"),
        (("--seed", "2"), "--seed belongs to --count"),
        (("--count", "0"), "--count"),
        (("--count", "many"), "--count"),
        (("--count", "1", "--seed", "-1"), "--seed"),
        (("--kind", "random"), "--kind"),
        (("leed",), "did you mean 'lead'?"),
        (("common",), "no schema named 'common'"),
        (("--schema-version", "0.9"), "no schema version '0.9'"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_cannot_be_meant_is_refused(program: Program, arguments: tuple[str, ...], said: str) -> None:
    done = program("examples", *arguments)
    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_a_folder_that_cannot_be_written_is_named(program: Program, here: Path) -> None:
    (here / "lead").write_text("a file, no folder", encoding="utf-8")
    done = program("examples", "lead", "-o", ".")
    assert done.status == 2
    assert "cannot be written" in done.err


def test_the_bytes_do_not_depend_on_the_terminal(program: Program) -> None:
    arguments = ("examples", "personalInfo", "--count", "60", "--seed", "1")
    ascii_only = run(*arguments, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONHASHSEED": "7"})
    assert any(ord(letter) > 127 for letter in ascii_only.out)
    assert ascii_only.out == program(*arguments).out
