"""The text report: locations, frames, what is withheld, color, width, summary."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.events import event, with_body
from tests.support.program import BAD, COMMAND, GOOD, WARNED, main_on_terminal, on_terminal, run
from tests.support.rounds import first_every_day

if TYPE_CHECKING:
    from tests.support.program import Program

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
WITHHELD = ["ada@example.com", "id123456", "5550100", "x" * 65, "長" * 65, "@"]
SHOWN = ["id12345", "x" * 64, "長" * 64, "id 12345 6", "Ada", "a/b~c"]


def lead(inner: dict[str, Any], **dumping: Any) -> str:
    return json.dumps(event("lead", inner), **{"ensure_ascii": False, **dumping})


def cells(text: str) -> int:
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


# Each frame of a report: its line, and what the carets are under.
def frames(out: str) -> list[tuple[str, str]]:
    lines = ESCAPE.sub("", out).split("\n")
    found = []
    for number, line in enumerate(lines[:-1]):
        carets = re.fullmatch(r" +\| ( *)(\^+)", lines[number + 1])
        if carets:
            shown = re.sub(r"^[0-9]+ \| ", "", line)
            found.append((shown, _part(shown, len(carets[1]), len(carets[1]) + len(carets[2]))))
    return found


def _part(text: str, first: int, last: int) -> str:
    at, inside = 0, ""
    for character in text:
        if first <= at < last:
            inside += character
        at += _cells(character)
    return inside


def only_frame(program: Program, text: str, *options: str) -> tuple[str, str]:
    found = frames(program("validate", "-", *options, stdin=text.encode()).out)
    assert len(found) == 1
    return found[0]


def test_the_first_line_has_location_code_and_message(here: Path, program: Program) -> None:
    (here / "payload.json").write_text(f"\n{BAD}\n", encoding="utf-8")
    first = program("validate", "payload.json").out.splitlines()[0]
    assert first == "payload.json:2:54: error SDE203 `Topic` is not a property of `lead`."
    assert program("validate", "-", stdin=WARNED.encode()).out.startswith("-:1:63: warning SDE402 `value` ")


def test_a_frame_masks_values_to_their_width_and_marks_the_name(program: Program) -> None:
    shown, marked = only_frame(program, BAD)
    assert shown == '{"lead": {"serverTimeStamp": *************, "lead": {"Topic": "**********"}}}'
    assert marked == '"Topic"'


@pytest.mark.parametrize(
    ("value", "masked"),
    [("[1]", "["), ('{"a": 1}', "{"), ("true", "****"), ("[]", "[")],
)
def test_a_frame_marks_a_value(program: Program, value: str, masked: str) -> None:
    text = lead({"topic": 0}).replace("0}", f"{value}}}")
    shown, marked = only_frame(program, text)
    assert marked == masked
    assert len(shown) == len(text)


def test_the_line_of_a_frame_is_that_of_the_location(program: Program) -> None:
    out = program("validate", "-", stdin=json.dumps(json.loads(BAD), indent=2).encode()).out
    assert '\n5 |       "Topic": "**********"\n  |       ^^^^^^^\n' in out


def test_a_missing_property_is_reported_of_its_object(program: Program) -> None:
    shown, marked = only_frame(program, '{"lead": {"lead": {"topic": null}}}')
    assert (shown, marked) == ('{"lead": {"lead": {"topic": ****}}}', "{")


@pytest.mark.parametrize("name", WITHHELD)
def test_names_that_may_hold_data_are_withheld_everywhere(program: Program, name: str) -> None:
    out = program("validate", "-", stdin=lead({name: "x"}, indent=1).encode()).out
    assert name not in out
    assert "error SDE203 `(withheld)` is not a property of `lead`." in out
    assert "at: /lead/lead/(withheld)\n" in out
    marked = frames(out)[0][1]
    assert set(marked) <= set('"*…')
    assert cells(marked) == cells(name) + 2 or cells(name) > 80


@pytest.mark.parametrize("name", WITHHELD)
def test_names_that_may_hold_data_are_withheld_where_another_one_is_reported(program: Program, name: str) -> None:
    out = program("validate", "-", stdin=lead({name: {"y": 1}, "topic": [1]}).encode()).out
    assert name not in out
    assert "(withheld)" in out


@pytest.mark.parametrize("name", SHOWN)
def test_other_unknown_names_are_shown(program: Program, name: str) -> None:
    done = program("validate", "-", stdin=lead({name: "x"}, indent=1).encode())
    assert f"`{name}` is not a property of `lead`." in done.out
    marked = frames(done.out)[0][1]
    assert marked == f'"{name}"' or (cells(name) > 80 and name.startswith(marked.strip('"…')))


@pytest.mark.parametrize(
    "before",
    [
        {"topic": "漢字かな交じり文"},
        {"topic": "한국어 ＡＢＣ"},
        {"topic": "e\u0301e\u0301e\u0301"},
        {"topic": "a\u200bb\u200dc"},
        {"topic": "😀👍🏽"},
        {"topic": "Ωß€"},
        {"題目": "x", "タイトル": {"ａ": 1}},
        {"to\u0301pic": 1},
    ],
)
def test_carets_are_under_the_location_after_wide_characters(program: Program, before: dict[str, Any]) -> None:
    text = lead({**before, "value": [0]})
    found = frames(program("validate", "-", stdin=text.encode()).out)
    shown, marked = found[-1]
    assert marked == "["
    assert re.search(r'"value": \[\*\]', shown)
    prefix = shown.partition('"value"')[0].removeprefix("…")
    assert text.partition('"value"')[0][-1:] == prefix[-1:]


def test_wide_values_are_masked_to_as_many_cells(program: Program) -> None:
    text = '{"lead": {"lead": {"topic": "漢字 é e\u0301"}}}'
    shown, _ = only_frame(program, text)
    assert shown == '{"lead": {"lead": {"topic": "*********"}}}'.replace("*********", "*" * cells("漢字 é e\u0301"))


def test_a_wide_name_is_marked_in_all_its_cells(program: Program) -> None:
    assert only_frame(program, lead({"題目": "x"}))[1] == '"題目"'


def test_tabs_are_one_cell_each(program: Program) -> None:
    text = BAD.replace('"Topic"', '\t\t"Topic"\t').replace(": {", ":\t{")
    shown, marked = only_frame(program, text)
    assert "\t" not in shown
    assert marked == '"Topic"'


@pytest.mark.parametrize("before", ["x" * 40_000, "漢" * 20_000, "x" * 150])
@pytest.mark.parametrize("after", ["y" * 40_000, ""])
def test_a_long_line_is_cut_around_the_location(program: Program, before: str, after: str) -> None:
    text = lead({"topic": before, "value": [0], "leadId": after})
    out = program("validate", "-", stdin=text.encode()).out
    shown, marked = frames(out)[0]
    assert marked == "["
    assert '"value": [*]' in shown
    assert (shown.startswith("…"), shown.endswith("…")) == (True, after != "")
    assert max(map(cells, out.splitlines())) <= 120


def test_a_location_after_names_that_are_long_and_wide(program: Program) -> None:
    text = lead({"題" * 60: 1, "値" * 60: 2, "value": [0]})
    found = frames(program("validate", "-", stdin=text.encode()).out)
    assert found[-1][1] == "["
    assert '"value": [*]' in found[-1][0]


@pytest.mark.parametrize(
    ("options", "environment", "is_colored"),
    [
        ((), {}, False),
        (("--color", "auto"), {}, False),
        (("--color", "never"), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ((), {"FORCE_COLOR": ""}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
    ],
)
def test_a_pipe_has_color_only_when_asked(
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    environment: dict[str, str],
    *,
    is_colored: bool,
) -> None:
    plain = program("validate", "-", stdin=BAD.encode()).out
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = program("validate", "-", *options, stdin=BAD.encode())
    assert ("\x1b" in done.out) == is_colored
    assert ESCAPE.sub("", done.out) == plain


@pytest.mark.parametrize(
    ("options", "environment", "is_colored"),
    [
        ((), {}, True),
        ((), {"NO_COLOR": ""}, True),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"TERM": "dumb"}, False),
        (("--color", "never"), {}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
    ],
)
def test_a_terminal_has_color_unless_refused(
    here: Path, options: tuple[str, ...], environment: dict[str, str], *, is_colored: bool
) -> None:
    (here / "bad.json").write_text(BAD, encoding="utf-8")
    done = main_on_terminal("validate", *options, "bad.json", env=environment)
    assert done.status == 1
    assert ("\x1b[" in done.out) == is_colored


WIDE_REPORTS = {
    "long message": lead({"topic": [1], "leadId": {"x": 1}, "currency": ["USD"]}),
    "long line": lead({"topic": "x" * 500, "value": [0], "leadId": "y" * 500}),
    "wide values": lead({"topic": "漢" * 300, "value": [0]}),
    "wide names": lead({"題" * 30: 1, "値" * 30: 2, "value": [0]}),
    "wide place": lead({"題" * 60: 1}),
    "syntax": GOOD.replace('"topic"', "topic"),
    "missing": '{"purchase": {}}',
    "advice": lead({"value": "12 dollars", "currency": "dollars"}),
}


def on_terminal_of(here: Path, text: str, columns: int) -> str:
    (here / "payload.json").write_text(text, encoding="utf-8")
    done = main_on_terminal("validate", "payload.json", columns=columns)
    assert "\x1b[" in done.out
    return ESCAPE.sub("", done.out)


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("text", WIDE_REPORTS.values(), ids=WIDE_REPORTS)
def test_no_line_is_wider_than_the_terminal(here: Path, text: str, columns: int) -> None:
    lines = on_terminal_of(here, text, columns).splitlines()
    assert [line for line in lines if cells(line) > columns] == []


def test_a_terminal_gets_the_lines_of_a_pipe_where_they_fit(here: Path) -> None:
    shown = on_terminal_of(here, f"{BAD}\n{WARNED}\n" * 5, 300)
    process = on_terminal(*COMMAND, "validate", "payload.json", columns=300, cwd=here)
    assert shown == ESCAPE.sub("", process.out) == run("validate", "payload.json", cwd=here).out


@pytest.mark.parametrize("columns", first_every_day([80, 60]))
@pytest.mark.parametrize("text", WIDE_REPORTS.values(), ids=WIDE_REPORTS)
def test_no_frame_is_wider_than_the_terminal(here: Path, text: str, columns: int) -> None:
    found = frames(on_terminal_of(here, text, columns))
    assert found
    assert all(marked for _, marked in found)
    assert max(cells(shown) for shown, _ in found) <= columns - len("1 | ")


CONTROLS = ["\x7f", "\x9b", "\x85", "\u202e", "\u2028", "\u200b", "\u2066"]


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
@pytest.mark.parametrize("ensure_ascii", [True, False])
def test_what_steers_a_terminal_never_comes_out(program: Program, control: str, *, ensure_ascii: bool) -> None:
    text = lead({f"to{control}pic": "x", "topic": [control]}, ensure_ascii=ensure_ascii)
    done = program("validate", "-", "--show-values", stdin=text.encode())
    assert control not in done.out
    assert done.out.count("SDE203") == 3


@pytest.mark.parametrize("name", ["\x1b[31mred", "\x1b]0;title\x07", "a\rb", "a\nb", "\b\b"], ids=ascii)
def test_escape_sequences_never_come_out(program: Program, name: str) -> None:
    done = program("validate", "-", "--show-values", stdin=lead({name: 1, "topic": [name]}).encode())
    assert "\x1b" not in done.out
    assert all(character.isprintable() or character == "\n" for character in done.out)
    raw = program("validate", "-", stdin=f'{{"lead": {{"{name}": 1}}}}'.encode())
    assert all(character.isprintable() or character == "\n" for character in raw.out)


@pytest.mark.usefixtures("here")
def test_names_of_files_do_not_steer_a_terminal(program: Program) -> None:
    Path("\x1b[31mred.json").write_text(BAD, encoding="utf-8")
    done = program("validate", ".", "\x1bcmissing.json", "\x1b[33m*.json")
    assert "[31mred.json:1:54: error SDE203" in done.out
    assert "cmissing.json: no such file" in done.err
    assert "\x1b" not in done.out
    assert "\x1b" not in done.err


def test_the_summary_is_a_table_of_kinds(program: Program) -> None:
    text = f"{WARNED}\n{BAD}\n{GOOD}\n{BAD}\n"
    summary = program("validate", "-", stdin=text.encode()).out.split("\n\n")[-1].splitlines()
    assert summary == [
        "1 file, 4 events: 2 errors, 1 warning",
        "  2 error SDE203 `Topic` is not a property of `lead`. (first at -:2:54)",
        "  1 warning SDE402 `value` is an amount or count, but not a number. (-:1:63)",
        "sde-schema explain SDE203 says more about a code.",
    ]


def test_kinds_that_read_alike_have_their_pointers(program: Program) -> None:
    events = [with_body(name, serverTimeStamp="soon") for name in ("viewedProduct", "searchContent")]
    done = program("validate", "-", stdin=json.dumps({"events": [*events, json.loads(BAD)]}).encode())
    said = "1 error SDE303 `serverTimeStamp` is not a time in epoch milliseconds."
    assert done.out.splitlines()[-4:-1] == [
        f"  {said} (/events/viewedProduct/serverTimeStamp, -:1:51)",
        f"  {said} (/events/searchContent/serverTimeStamp, -:1:99)",
        "  1 error SDE203 `Topic` is not a property of `lead`. (-:1:162)",
    ]


@pytest.mark.parametrize(
    ("payload", "codes"),
    [
        (event("personalInfo", {"contacts": [{"emial": "x"}] * 60}), ["SDE203"]),
        (with_body("searchContent", keywords=[[]] * 60), ["SDE205"]),
        (with_body("searchContent", keywords=["x" * (50_001 + number) for number in range(60)]), ["SDE301"]),
        (with_body("viewedProduct", products=[{"name": "x"}] * 60), ["SDE203"]),
        ([{"events": 1, "stray": 2}] * 60, ["SDE205", "SDE203"]),
        ([{"x": 1}] * 60, ["SDE104"]),
    ],
    ids=lambda value: "" if isinstance(value, dict) else None,
)
def test_a_mistake_in_many_items_is_of_one_kind(program: Program, payload: object, codes: list[str]) -> None:
    done = program("validate", "-", stdin=json.dumps(payload).encode())
    report = program("validate", "-", "--format", "json", stdin=json.dumps(payload).encode()).report
    assert [(kind["count"], kind["code"]) for kind in report["summary"]["kinds"]] == [(60, code) for code in codes]
    assert done.out.count("\n") <= 10 + 20 * len(codes)


def test_a_clean_run_says_that_all_is_valid(program: Program) -> None:
    assert program("validate", "-", stdin=GOOD.encode()).out == "1 file, 1 event: all valid\n"
    many = f"{GOOD}\n" * 1200
    assert program("validate", "-", stdin=many.encode()).out == "1 file, 1,200 events: all valid\n"
