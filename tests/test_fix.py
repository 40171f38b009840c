"""`sde-schema fix`: what it changes, what it leaves, what it shows."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import Validator, attribute_types, default_version, versions
from sde_schema.checking.checks import Checks, Options
from sde_schema.examples.fixed import typical
from sde_schema.fixing import files
from sde_schema.fixing.edits import fixable
from sde_schema.fixing.fixer import Fixer
from sde_schema.fixing.line_changes import changes
from sde_schema.fixing.line_edits import Edit, EditedLines
from sde_schema.fixing.masked_diff import diff_of
from sde_schema.fixing.names import is_one_edit
from sde_schema.rules.suggestions import OLD_ATTRIBUTES
from tests.support.memory import most_memory
from tests.support.payloads import damaged, folded, misnamed
from tests.support.program import BAD, GOOD, WARNED, Program, write
from tests.support.rounds import first_every_day
from tests.support.secrets import Secrets
from tests.support.vendor import EXAMPLES, printed

if TYPE_CHECKING:
    from collections.abc import Callable

CAMPAIGN = (
    '{"marketingCampaignInfo": {"serverTimeStamp": 1440412721836, "marketingCampaignInfo": {"originatingChannel": %s}}}'
)
CART = '{"cartStatus": {"serverTimeStamp": 1440412721836, "total": %s}}'
PERSON = '{"personalInfo": {"serverTimeStamp": 1440412721836, "personalInfo": {%s}}}'
ITEMS = '{"lead": {"serverTimeStamp": 1440412721836, "lead": {%s}}}'


def fixed(text: str | bytes, version: str = default_version(), **options: Any) -> str:
    """Return a text with all safe fixes made."""
    data = text.encode() if isinstance(text, str) else text
    return Fixer(Checks(Options(version, **options))).fixed(data, "unknown").after.data.decode()


@pytest.mark.usefixtures("here")
def test_the_ten_examples_of_the_vendor_are_valid_after_it(program: Program) -> None:
    for name in attribute_types():
        Path(f"{name}.json").write_bytes(printed(name))
    assert program("validate", "--schema-version", "1.0", ".").status == 1
    done = program("fix", "--write", "--schema-version", "1.0", ".")
    assert (done.status, done.out) == (0, "")
    assert "4 of 4 problems in 3 files are fixed" in done.err
    assert "10 files, 10 events: all valid" in program("validate", "--schema-version", "1.0", ".").out
    unbroken = [file for file in EXAMPLES.glob("*.json") if file.read_bytes() == Path(file.name).read_bytes()]
    assert len(unbroken) == 7


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ITEMS % '"topic": "x",', ITEMS % '"topic": "x"'),
        (ITEMS % '"topic": "x" "value": 1', ITEMS % '"topic": "x", "value": 1'),
        (ITEMS % '"topic": "x"\r\n"value": 1', ITEMS % '"topic": "x",\r\n"value": 1'),
        (ITEMS % '\n  // mine\n  "topic": "x"', ITEMS % '\n  "topic": "x"'),
        (ITEMS % '\n  "topic": "x"  // mine\n', ITEMS % '\n  "topic": "x"\n'),
        (ITEMS % '\n  "topic": "x" # mine\r\n  "value": 1', ITEMS % '\n  "topic": "x",\r\n  "value": 1'),
        (ITEMS % '\n  /* my\n own */ "topic": /* too */ "x"', ITEMS % '\n  "topic": "x"'),
        (ITEMS % '"topic": "x", // mine\n', ITEMS % '"topic": "x"\n'),
        (f"// mine\n{GOOD}\n# too", f"{GOOD}\n"),
        (f"\ufeff// mine\n{GOOD}", f"\ufeff\n{GOOD}"),
        (BAD, GOOD),
        (ITEMS % '"topik": "x"', ITEMS % '"topic": "x"'),
        (ITEMS % '"to\\u0070ik": "x"', ITEMS % '"topic": "x"'),
        (PERSON % '"nam": "a"', PERSON % '"name": "a"'),
        (PERSON % '"naame": "a"', PERSON % '"name": "a"'),
        (PERSON % '"nmae": "a"', PERSON % '"name": "a"'),
        ('{"Lead": {"serverTimestamp": 1440412721836, "LEAD": {"Topic": "test drive"}}}', GOOD),
        (f'[{{"Lead": {{"server_time_stamp": 1440412721836, "lead": {{}}}}}}, {GOOD}]', f"[{ITEMS % ''}, {GOOD}]"),
        (CART[:-2] % '1, "Products": [{"Product": {"Name": "x"}, "Quantity": 1}]}}',
         CART[:-2] % '1, "products": [{"product": {"name": "x"}, "quantity": 1}]}}'),
        (f'{{"SDEs": {{"events": [{GOOD}]}}}}', f'{{"sdes": {{"events": [{GOOD}]}}}}'),
        (GOOD.replace("lead", "Lead", 1), GOOD),
        (GOOD.replace("lead", "laed", 1), GOOD),
        (CAMPAIGN % '"Search"', CAMPAIGN % '"1"'),
        (CAMPAIGN % '"paid search"', CAMPAIGN % '"5"'),
        (CAMPAIGN % '"paid_search"', CAMPAIGN % '"5"'),
        (ITEMS % '"Topic": "x", "value": 1, "value": 2', ITEMS % '"topic": "x", "value": 1, "value": 2'),
        (f"{BAD}\n\n{GOOD}\n{BAD}\n", f"{GOOD}\n\n{GOOD}\n{GOOD}\n"),
        (f"{BAD}{BAD}", f"{GOOD}{GOOD}"),
        (f"\x1e{BAD}\n\x1e{BAD}\n", f"\x1e{GOOD}\n\x1e{GOOD}\n"),
        (f"\ufeff{BAD}\r\n", f"\ufeff{GOOD}\r\n"),
    ],
)  # fmt: skip
def test_a_safe_fix_changes_what_it_must_and_no_more(before: str, after: str) -> None:
    assert fixed(before) == after
    assert fixed(after) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CART % '"11.70"', CART % "11.70"),
        (CART % '"\\u0031"', CART % "1"),
        (CAMPAIGN % '"Search"', CAMPAIGN % "1"),
        (CAMPAIGN % '"1"', CAMPAIGN % "1"),
        (CART % '"011"', CART % '"011"'),
        (CART % '"1,5"', CART % '"1,5"'),
        (CART % '"12345678901234567890"', CART % '"12345678901234567890"'),
        (ITEMS % '"leadId": "007", "topic": "12"', ITEMS % '"leadId": "007", "topic": "12"'),
    ],
)
def test_quotes_around_a_number_go_where_no_string_is_valid(before: str, after: str) -> None:
    assert fixed(before, "2.0") == after


@pytest.mark.parametrize(("old", "modern"), OLD_ATTRIBUTES.items())
@pytest.mark.parametrize("form", ["%s", '{"sdes": {"events": [%s]}}', "[%s]"])
def test_an_older_name_of_an_attribute_becomes_the_modern_one(old: str, modern: str, form: str) -> None:
    event = '{"%s": {"serverTimeStamp": 1440412721836}}'
    wanted = form % (event % modern)
    expected = wanted if Validator().is_valid(wanted) else form % (event % old)
    assert fixed(form % (event % old)) == expected


@pytest.mark.parametrize(
    "text",
    [
        ITEMS % '"topic": "x", "Topic": "y"',
        ITEMS % '"Topic": "x", "TOPIC": "y"',
        ITEMS % '"Topic": "x", "topik": "y"',
        ITEMS % '"Topic": ["x"]',
        ITEMS % '"Value": "much"',
        ITEMS % '"topicks": "x"',
        PERSON % '"lname": "b"',
        PERSON % '"sname": "b", "surname": null',
        PERSON % '"uname": "b"',
        PERSON % '"nam": "a", "sname": "b"',
        PERSON % '"nave": "b"',
        ITEMS.replace('"lead": {%s', '"originalTimestamp": 1440412799999, "lead": {%s') % "",
        f'{{"serverTimestamp": 1440412721999, {GOOD[1:]}',
        '{"Lead": {"serverTimeStamp": 1440412721836, "Lead": {"topic": ["x"]}}}',
        '{"Lead": {"serverTimeStamp": 1440412721836, "lead": {}, "LEAD": {}}}',
        '{"Events": []}',
        "/* a */",
        ITEMS % '"topic" "x"',
        GOOD.replace("1440412721836", '"yesterday"').replace("lead", "Lead", 1),
        CAMPAIGN % '"searching"',
        CAMPAIGN % "77",
        ITEMS % '"Topic": "x", "Topic": "y"',
        ITEMS % '"topic": "x", "topic": "y"',
        pytest.param(ITEMS % ", ".join(f'"{name}": "x"' for name in ("Topic", *range(1_000))), id="many names"),
        GOOD[:-1],
        WARNED,
        "{}",
        "",
        "\ufeff",
        "// only a comment",
        "\ud800x".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    assert fixed(text) == text


@pytest.fixture
def with_times_in_disorder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a rename be tried that is known to lead to another problem."""
    monkeypatch.setattr("sde_schema.fixing.names.agree", lambda _: True)


@pytest.mark.usefixtures("with_times_in_disorder")
def test_a_fix_that_leads_to_another_problem_is_left_out_and_the_others_are_made() -> None:
    later = '{"lead": {"serverTimeStamp": 1440412721836, "originaltimeStamp": 1540412721836, "lead": {"Topic": "x"}}}'
    result = Fixer(Checks(Options())).fixed(f"{BAD}\n{later}\n{BAD}\n".encode(), "lines")
    assert result.after.data.decode() == f"{GOOD}\n{later.replace('Topic', 'topic')}\n{GOOD}\n"
    assert (result.number, result.refused) == (3, 1)


@pytest.mark.usefixtures("with_times_in_disorder")
def test_where_many_fixes_lead_to_other_problems_their_kind_is_left_out_and_that_soon() -> None:
    event = '{"lead": {"serverTimeStamp": 1440412721836, "originaltimeStamp": %d, "lead": {"Topic": "x"}}}'
    text = "\n".join(event % (1440412721836 + late) for _ in range(25) for late in (-1, 1))
    fixer = Fixer(Checks(Options()))
    once = fixer.fixed(text.encode(), "lines")
    assert once.after.data.decode() == text.replace("Topic", "topic")
    assert (once.number, once.refused) == (50, 50)
    assert fixer.fixed(once.after.data, "lines").number == 0


@pytest.mark.usefixtures("here", "with_times_in_disorder")
def test_a_fix_that_is_left_out_is_said_and_nothing_is_written(program: Program) -> None:
    text = '{"lead": {"serverTimeStamp": 1440412721836, "originaltimeStamp": 1540412721836, "lead": {}}}'
    write(empty=text)
    for arguments in (("empty.json",), ("--write", "empty.json")):
        done = program("fix", *arguments)
        assert (done.status, done.out) == (0, "")
        assert "note: empty.json: 1 fix is left out, because other problems would follow\n" in done.err
    assert Path("empty.json").read_text() == text


def test_bytes_that_are_not_utf8_stay() -> None:
    bad = b'{"lead": "\xff\xc3"}'
    result = Fixer(Checks(Options())).fixed(bad + b"\n" + BAD.encode(), "lines")
    assert result.after.data == bad + b"\n" + GOOD.encode()


def test_only_what_is_at_the_pointer_is_fixed() -> None:
    text = f'{{"a": {BAD}, "b": {BAD}}}'
    assert fixed(text, at="/b") == f'{{"a": {BAD}, "b": {GOOD}}}'


def test_a_body_is_fixed_with_its_type() -> None:
    text = json.dumps({"ServerTimeStamp": 1440412721836, "lead": {}})
    assert fixed(text, type="lead") == text.replace("Server", "server")


@pytest.mark.parametrize("version", versions())
def test_what_a_database_exports_in_lower_case_is_valid_after_it(version: str) -> None:
    for name in attribute_types(version):
        text = json.dumps(_lowered(typical(version, name)))
        for form in (text, f'{{"sdes": {{"events": [{text}]}}}}'):
            assert Validator(version).validate(fixed(form, version)) == []


def _lowered(value: Any) -> Any:
    if isinstance(value, list):
        return [_lowered(item) for item in value]
    return {name.lower(): _lowered(held) for name, held in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("seed", first_every_day(range(8)))
@pytest.mark.parametrize("version", ["1.1", "2.0"])
def test_a_second_time_nothing_changes_and_there_are_fewer_problems(seed: int, version: str) -> None:
    random = Random(f"{seed} {version}")  # noqa: S311 - no secret
    checks, validator = Checks(Options(version)), Validator(version)
    fixer, describer = Fixer(checks), checks.describer()
    changed = 0
    for _ in range(100):
        payload = random.choice((damaged, misnamed))(random)
        text = folded(json.dumps(payload, indent=random.choice((None, 1, 2)), ensure_ascii=False), random)
        data = text.encode(errors="surrogatepass")
        once = fixer.fixed(data, "unknown")
        outcomes = [outcome for outcome in checks.data(data) if outcome.findings]
        assert sum(fixable(outcome, describer.context(outcome)) for outcome in outcomes) == once.number
        kinds = [problem.kind for problem in validator.validate(once.after.data)]
        assert len(kinds) == once.after.problems
        assert {*kinds} <= once.before.kinds.keys()
        assert (once.number > 0) == (once.after.data != data)
        changed += once.number > 0
        again = fixer.fixed(once.after.data, "unknown")
        assert again.after.data == once.after.data
    assert changed > 20


def test_no_value_is_shown(here: Path, program: Program) -> None:
    secrets = Secrets()
    string, number, name = secrets.string, secrets.number, f"{secrets.string()}@x.example"
    texts = [
        ITEMS % f'"Topic": "{string()}", "value": "{number()}"',
        ITEMS % f'\n "topic": "{string()}" // {string()}\n "value": "{number()}", "{name}": {number()}',
        ITEMS % f'\n /* "{string()}": "{string()}"\n {string()}: 1 */ "Topic": "{string()}"',
        CAMPAIGN % '"Search"' + f"\n# {string()}",
        f'{{"sdes": {string()}',
        ITEMS % f'"Topic": "{string()}", "{"x" * 65}": "{string()}"' + "," + string(),
        f'{{"{string()}": "{string()}"}}',
        ITEMS % f'"Topic": "{string()}\\"{string()}"',
        f"\n{string()}\n{BAD}",
    ]
    for index, text in enumerate(texts):
        (here / f"{index}.json").write_text(text, encoding="utf-8")
    (here / "all.ndjson").write_text("\n".join(texts), encoding="utf-8")
    done = program("fix", ".")
    assert done.status == 1
    assert secrets.leaked_by(done) == set()
    assert done.out.count("Topic") > 4
    assert secrets.leaked_by(program("fix", "--write", ".")) == set()


@pytest.mark.usefixtures("here")
def test_the_diff_has_the_changed_lines_with_three_around_them(program: Program) -> None:
    lines = [GOOD] * 14
    lines[4] = BAD
    lines.insert(13, "// mine")
    Path("x.ndjson").write_text("\n".join(lines), encoding="utf-8")
    done = program("fix", "x.ndjson")
    assert done.out.startswith("--- x.ndjson\n+++ x.ndjson (fixed)\n@@ -2,7 +2,7 @@\n")
    assert "\n@@ -11,5 +11,4 @@\n" in done.out
    assert done.out.count("\n-") == 2
    assert done.out.count("\n+") == 2
    assert done.out.endswith("}\n\\ No newline at end of file\n")


def test_of_a_long_line_what_has_changed_is_shown(here: Path, program: Program) -> None:
    rest = json.dumps([json.loads(GOOD)] * 100)[1:-1]
    (here / "x.json").write_text(f"[{rest}, {BAD}, {rest}]", encoding="utf-8")
    [_, _, _, old, _, new, _] = program("fix", "x.json").out.splitlines()
    assert old.startswith("-…")
    assert old.endswith("…")
    assert '"Topic"' in old
    assert '"topic"' in new
    assert len(old) < 500


def test_of_a_long_line_each_change_is_shown_or_counted(here: Path, program: Program) -> None:
    events = [GOOD] * 60
    for number in (0, 20, 40):
        events[number] = BAD
    (here / "x.json").write_text(f"[{', '.join(events)}]", encoding="utf-8")
    [_, _, _, old, _, new, _] = program("fix", "x.json").out.splitlines()
    assert (old.count('"Topic"'), old.count('"topic"'), new.count('"topic"') >= 3) == (3, 0, True)
    assert old.startswith('-[{"lead"')
    assert len(old) < 600
    (here / "x.json").write_text(f"[{', '.join([*[GOOD] * 9, *[BAD] * 40])}]", encoding="utf-8")
    out = program("fix", "x.json").out
    assert out.count('"Topic"') == 10
    assert out.splitlines()[-1] == "\\ 30 more changes on long lines"


def test_a_diff_of_very_many_null_characters_ends(here: Path, program: Program) -> None:
    (here / "x.json").write_text(f"{GOOD} // {chr(0) * 1000}", encoding="utf-8")
    done = program("fix", "x.json")
    shown = GOOD.replace("test drive", "*" * 10).replace("1440412721836", "*" * 13)
    assert (done.status, done.out.splitlines()[-2]) == (1, f"+{shown}")


@pytest.mark.parametrize(
    ("line", "other", "found"),
    [
        ("a" * 5000, "a" * 5000, []),
        ("x" * 40 + "Topic" + "y" * 40, "x" * 40 + "topic" + "y" * 40, [(40, 41, 40, 41)]),
        ("x" * 40 + "Search" + "y" * 40, "x" * 40 + "1" + "y" * 40, [(40, 46, 40, 41)]),
        ("x" * 40, "x" * 40 + ",", [(40, 40, 40, 41)]),
        ("x" * 40 + "," + "y" * 40, "x" * 40 + "y" * 40, [(40, 41, 40, 40)]),
        ("x" * 40 + "/" * 4000 + "y" * 40 + "A", "x" * 40 + "y" * 40 + "B", [(40, 4040, 40, 40), (4080, 4081, 80, 81)]),
        ("abc", "xyz", [(0, 3, 0, 3)]),
        ("", "a", [(0, 0, 0, 1)]),
        ("x" + "\0" * 20 + "y", "x", [(1, 22, 1, 1)]),
    ],
)
def test_the_changes_of_a_long_line_are_found(line: str, other: str, found: list[tuple[int, ...]]) -> None:
    assert [*map(tuple, changes(line, other))] == found
    back = [change[2:] + change[:2] for change in found]
    if len(line) < 1000:
        assert [*map(tuple, changes(other, line))] == back


@pytest.mark.usefixtures("here")
def test_validate_ends_with_how_many_problems_can_be_fixed(program: Program) -> None:
    write(bad=BAD, broken=ITEMS % '"Topic": "x", "other": 1 "value": 2,', warned=WARNED)
    ending = "4 of 6 problems can be fixed with `sde-schema fix`.\n"
    assert program("validate", ".").out.endswith(ending)
    assert "4 of 6 problems in 2 files can be fixed" in program("fix", ".").err
    assert program("validate", "--jobs", "2", ".").out.endswith(ending)
    for arguments in (("warned.json",), ("--quiet", "."), ("--format", "json", "."), ("-",)):
        assert "can be fixed" not in program("validate", *arguments, stdin=BAD.encode()).out


@pytest.mark.usefixtures("here")
def test_the_command_that_validate_names_fixes_what_it_found(program: Program) -> None:
    number = '{"a b": {"serverTimeStamp": 1440412721836, "lead": {"value": "7.5"}}}'
    write(x=number)
    Path("c.toml").write_text("", encoding="utf-8")
    options = ("--schema-version", "2.0", "--type", "lead", "--at", "/a b", "--config", "c.toml")
    out = program("validate", *options, "x.json").out
    command = "sde-schema fix --schema-version 2.0 --type lead --at '/a b' --config c.toml"
    assert out.endswith(f"1 of 1 problems can be fixed with `{command}`.\n")
    _, *arguments = shlex.split(command)
    assert "1 of 1 problems in 1 file can be fixed" in program(*arguments, "x.json").err
    write(x=BAD)
    for given, said in ((("--no-config",), "sde-schema fix --no-config"), (("--strict",), "sde-schema fix")):
        assert f"fixed with `{said}`." in program("validate", *given, "x.json").out


def test_a_file_keeps_its_mode_and_a_link_stays_one(here: Path, program: Program) -> None:
    write(bad=BAD)
    (here / "bad.json").chmod(0o640)
    (here / "link.json").symlink_to("bad.json")
    assert program("fix", "--write", "link.json").status == 0
    assert (here / "link.json").is_symlink()
    assert (here / "bad.json").read_text() == GOOD
    assert (here / "bad.json").stat().st_mode & 0o777 == 0o640
    assert sorted(file.name for file in here.iterdir()) == ["bad.json", "link.json"]


@pytest.mark.usefixtures("here")
def test_the_exit_status_says_whether_something_would_change(program: Program) -> None:
    write(good=GOOD, bad=BAD, warned=WARNED)
    assert program("fix", "good.json", "warned.json").status == 0
    assert program("fix", ".").status == 1
    assert Path("bad.json").read_text() == BAD
    assert program("fix", "--exclude", "bad*", ".").status == 0
    assert program("fix", "--write", ".").status == 0
    assert "there is nothing to fix" in program("fix", ".").err


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("x.json.gz", BAD.encode(), "a gzip file cannot be fixed: decompress it first"),
        ("x.json", b"\x1f\x8bxxx", "a gzip file cannot be fixed: decompress it first"),
        ("x.yaml", b"lead: {serverTimeStamp: 1}", "YAML cannot be fixed, only JSON"),
        ("x.json", b" " * files.LARGEST + BAD.encode(), "only files of up to 16 MiB can be fixed: split it"),
    ],
)
def test_what_cannot_be_fixed_is_said(here: Path, program: Program, name: str, data: bytes, why: str) -> None:
    (here / name).write_bytes(data)
    write(bad=BAD)
    done = program("fix", "--write", ".")
    assert done.status == 2
    assert f"{name}: {why}\n" in done.err
    assert (here / "bad.json").read_text() == GOOD
    assert "can be fixed" not in program("validate", name).out


@pytest.mark.usefixtures("here")
def test_what_is_no_file_is_said(program: Program) -> None:
    Path("empty").mkdir()
    os.mkfifo("pipe.json")
    for path, why in (
        ("-", "standard input cannot be fixed: name a file"),
        ("missing.json", "no such file"),
        ("empty", "there is no file to fix"),
        ("pipe.json", "only a regular file can be fixed"),
    ):
        done = program("fix", path)
        assert done.status == 2
        assert f"{path}: {why}\n" in done.err
    assert program("fix").status == 2
    assert "is not a JSON Pointer" in program("fix", "--at", "x", ".").err
    assert program("fix", "--schema-version", "9", ".").status == 2


def test_a_folder_that_cannot_be_written_is_said(here: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    write(bad=BAD)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "rewrite", refuse)
    done = program("fix", "--write", "bad.json")
    assert done.status == 2
    assert "bad.json: cannot be written: Permission denied" in done.err
    assert (here / "bad.json").read_text() == BAD


def test_a_file_that_changes_meanwhile_is_left_alone(
    here: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(bad=BAD)
    make: Callable[..., Any] = Fixer.fixed

    def slow(self: Fixer, *arguments: Any) -> Any:
        write(bad=WARNED)
        return make(self, *arguments)

    monkeypatch.setattr(Fixer, "fixed", slow)
    done = program("fix", "--write", "bad.json")
    assert done.status == 2
    assert "another program has changed it" in done.err
    assert (here / "bad.json").read_text() == WARNED


def test_edits_on_the_same_lines_are_made_together() -> None:
    def lines_after(lines: EditedLines, number: int) -> list[str]:
        return [after for _, after in lines.compared().pairs(0, number)]

    lines = EditedLines(b"ab\ncd\n\nef")
    assert lines.new == b"ab\ncd\n\nef"
    once = lines.edited([Edit(1, 4, "-"), Edit(4, 4, "+"), Edit(4, 5, "*"), Edit(7, 8, "E")])
    assert lines_after(once, 4) == ["a-+*\n", "", "\n", "Ef"]
    assert once.new == b"a-+*\n\nEf"
    assert lines_after(once.edited([Edit(0, 1, "A"), Edit(5, 7, "")]), 4) == ["A-+*\n", "", "f", ""]
    assert lines_after(lines.edited([Edit(3, 6, "")]), 4) == ["ab\n", "", "\n", "ef"]
    assert lines_after(lines.edited([Edit(3, 6, "")]).edited([Edit(4, 5, "")]), 4) == ["ab\n", "", "\n", "f"]
    assert lines_after(lines.edited([Edit(0, 3, "")]).edited([Edit(0, 3, "x")]), 4) == ["", "x", "\n", "ef"]


def test_a_text_of_very_many_lines_takes_little_memory() -> None:
    fixer = Fixer(Checks(Options(default_version())))

    def diff(line_feeds: int) -> list[str]:
        begin, end = '{"lead": {"lead": {},', '"serverTimeStamp": 1440412721836,}}'
        text = begin + "\n" * line_feeds + end + "\n" * line_feeds
        return [*diff_of(fixer.fixed(text.encode(), "json"), "x", default_version())]

    assert diff(9)[2] == "@@ -7,7 +7,7 @@"
    assert most_memory(lambda: diff(200_000)) < 25 * 400_000


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("topic", "topicks", False),
        ("total", "totals", True),
        ("nam", "name", True),
        ("totl", "total", True),
        ("totla", "total", True),
        ("tetal", "total", True),
        ("total", "total", False),
        ("ttaol", "total", False),
        ("skus", "sku", False),
        ("totallys", "total", False),
    ],
)
def test_one_edit_is_one_character(one: str, other: str, is_near: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_one_edit(one, other) is is_near


@pytest.mark.usefixtures("here")
def test_a_named_file_may_be_left_out(program: Program) -> None:
    write(bad=BAD)
    assert program("fix", "--exclude", "bad.json", "bad.json").status == 1
    assert program("fix", "--force-exclude", "--exclude", "bad.json", "bad.json").status == 0
    Path("sde-schema.toml").write_text('force-exclude = true\nexclude = ["bad.json"]\n', encoding="utf-8")
    assert program("fix", "bad.json").status == 0
    assert program("fix", "--no-force-exclude", "bad.json").status == 1


@pytest.mark.usefixtures("here")
def test_what_is_ignored_is_not_fixed(program: Program) -> None:
    write(bad=BAD, both=f'[{BAD}, {{"Lead": {{"serverTimeStamp": 1440412721836, "lead": {{}}}}}}]')
    Path("sde-schema.toml").write_text(
        '[[ignore]]\ncode = "SDE203"\nreason = "The partner insists."\n', encoding="utf-8"
    )
    assert program("validate", "bad.json").status == 0
    for options in ((), ("--write",)):
        done = program("fix", *options, "bad.json")
        assert (done.status, done.out) == (0, "")
        assert "there is nothing to fix" in done.err
    assert program("fix", "--write", ".").status == 0
    assert Path("bad.json").read_text() == BAD
    assert Path("both.json").read_text() == f'[{BAD}, {{"lead": {{"serverTimeStamp": 1440412721836, "lead": {{}}}}}}]'


@pytest.mark.usefixtures("here")
def test_validate_counts_no_fix_that_is_not_made(program: Program) -> None:
    later = '{"lead": {"serverTimeStamp": 1440412721836, "originalTimestamp": 1440412799999, "lead": {}}}'
    for text in (later, f'{{"serverTimestamp": 1440412721999, {GOOD[1:]}', "/* a */", "// a\n// b", '{"Events": []}'):
        write(x=text)
        assert "can be fixed" not in program("validate", "x.json").out
        assert "there is nothing to fix" in program("fix", "x.json").err


@pytest.mark.usefixtures("here")
def test_the_configuration_says_which_version_a_file_has_and_which_are_left_out(program: Program) -> None:
    number = '{"lead": {"serverTimeStamp": 1440412721836, "lead": {"value": "7.5"}}}'
    write(new=number, old=number, left=number)
    Path("sde-schema.toml").write_text(
        'exclude = ["left.json"]\n[[override]]\npaths = ["new.json"]\nschema-version = "2.0"\n', encoding="utf-8"
    )
    done = program("fix", ".")
    assert done.status == 1
    assert "+++ new.json (fixed)" in done.out
    assert "old.json" not in done.out + done.err
    assert "left.json" not in done.out + done.err
    assert program("fix", ".", "--no-config").err.endswith("there is nothing to fix\n")
    assert "old.json" in program("fix", ".", "--schema-version", "2.0").out
