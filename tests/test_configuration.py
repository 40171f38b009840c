"""The configuration file: found, read, wrong, and what it changes of a run."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import jsonschema
import pytest

from sde_schema import catalog
from sde_schema.cli import settings
from sde_schema.cli.file_checks import FileChecks
from sde_schema.cli.main import commands
from sde_schema.cli.parameters import LARGEST
from sde_schema.configuration import keys, load, toml_lines
from sde_schema.model import DEEPEST
from tests.support.program import BAD, GOOD, WARNED, write
from tests.support.secrets import Secrets

if TYPE_CHECKING:
    from tests.support.program import Program

SCHEMA = json.loads(catalog.config_schema_bytes())
FILE = "sde-schema.toml"
IGNORE = '[[ignore]]\ncode = "SDE402"\nreason = "They correct it."\n'
TYPED = '{"lead": {"serverTimeStamp": 1440412721836, "lead": {"value": "1"}}}'
"""Is valid under 1.1, and not under 2.0."""

NOT_IN_FILE = {"config", "no-config", "stdin-name"}

pytestmark = pytest.mark.usefixtures("here")


def configure(text: str, file: str = FILE) -> None:
    """Write a configuration file."""
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    Path(file).write_text(text, encoding="utf-8")


def options_of_validate() -> list[click.Option]:
    command = commands.get_command(click.Context(commands), "validate")
    assert command is not None
    return [option for option in command.params if isinstance(option, click.Option)]


def shown(program: Program, *arguments: str) -> dict[str, Any]:
    """Return what `config` shows as JSON."""
    done = program("config", "--format", "json", *arguments)
    assert (done.status, done.err) == (0, "")
    parsed: dict[str, Any] = json.loads(done.out)
    return parsed


# Where it is


def test_the_nearest_file_is_in_force(program: Program, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = here / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert shown(program)["file"] is None
    configure("[tool.sde-schema]\nstrict = true\n", str(here / "pyproject.toml"))
    assert shown(program)["file"] == "../../pyproject.toml"
    configure("[tool.other]\nname = 'sde-schema'\n", str(here / "a" / "pyproject.toml"))
    assert shown(program)["file"] == "../../pyproject.toml"
    configure("", str(here / "a" / FILE))
    assert shown(program)["file"] == f"../{FILE}"
    configure("[tool.sde-schema]\n", "pyproject.toml")
    assert shown(program)["file"] == "pyproject.toml"


def test_a_file_may_be_named_or_none_wanted(program: Program) -> None:
    configure("strict = true\n")
    configure("strict = false\n", "other.toml")
    write(warned=WARNED)
    assert program("validate", "warned.json").status == 1
    assert program("validate", "--config", "other.toml", "warned.json").status == 0
    assert program("validate", "--no-config", "warned.json").status == 0
    both = program("validate", "--no-config", "--config", "other.toml", "warned.json")
    assert (both.status, both.out) == (2, "")


@pytest.mark.parametrize("name", ["none.toml", "folder"])
def test_a_named_file_must_be_there(program: Program, name: str) -> None:
    Path("folder").mkdir()
    done = program("validate", "--config", name, "x.json")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"sde-schema: {name} cannot be read: ")


# Each key

VALUES: dict[str, Any] = {
    "schema-version": "2.0", "type": "lead", "at": "/payload", "allow-unknown": True, "max-depth": 7,
    "max-document-size": 1000, "max-unpacked": 2000, "format": ["text", "json=out.json"], "exclude": ["x*"],
    "force-exclude": True,
    "strict": True, "exit-zero": True, "max-problems": 3, "max-per-kind": 2, "jobs": 2, "quiet": True,
    "show-values": True, "color": "always",
}  # fmt: skip


def test_the_keys_are_the_options_of_validate() -> None:
    assert set(keys()) | NOT_IN_FILE == {settings.key_of(option) for option in options_of_validate()}
    assert set(VALUES) == set(keys())
    override = SCHEMA["$defs"]["override"]["properties"]
    assert {key: value for key, value in SCHEMA["properties"].items() if key in override} == {
        key: value for key, value in override.items() if key != "paths"
    }


@pytest.mark.parametrize("file", [FILE, "pyproject.toml"])
def test_every_key_is_in_force(program: Program, file: str) -> None:
    lines = [f"{key} = {json.dumps(value)}" for key, value in VALUES.items()]
    configure("\n".join(["[tool.sde-schema]" if file == "pyproject.toml" else "# all", *lines]), file)
    found = shown(program)["settings"]
    expected = {
        key: {"value": value, "source": "file", "line": number} for number, (key, value) in enumerate(VALUES.items(), 2)
    }
    assert found == expected


def test_keys_change_a_run(program: Program) -> None:
    write(bad=f"{BAD}\n{BAD}\n", wrapped=f'{{"payload": {GOOD}}}')
    configure('format = ["concise", "json=out.json"]\nmax-per-kind = 1\nquiet = true\nexclude = ["wrapped.*"]\n')
    done = program("validate", ".")
    assert done.out.splitlines()[0].startswith("bad.json:1:54: error SDE203")
    assert len(done.out.splitlines()) == 2
    assert len(json.loads(Path("out.json").read_bytes())["problems"]) == 2
    configure('at = "/payload"\n')
    assert program("validate", "wrapped.json").status == 0
    configure("max-depth = 1\n")
    assert program("validate", "--format", "json", "bad.json").codes == {"SDE105": 2}


def test_the_command_line_wins(program: Program) -> None:
    write(typed=TYPED)
    configure('schema-version = "2.0"\n[[override]]\npaths = ["*"]\nschema-version = "2.0"\n')
    assert program("validate", "typed.json").status == 1
    assert program("validate", "--schema-version", "1.1", "typed.json").status == 0
    found = shown(program, "--schema-version", "1.1", "typed.json")
    assert found["settings"]["schema-version"] == {"value": "1.1", "source": "command line"}
    assert found["paths"]["typed.json"]["settings"] == {}


@pytest.mark.parametrize("key", [key for key, value in VALUES.items() if value is True])
def test_a_switch_that_the_file_turns_on_can_be_turned_off(program: Program, key: str) -> None:
    configure(f"{key} = true\n")
    assert shown(program)["settings"][key] == {"value": True, "source": "file", "line": 1}
    assert shown(program, f"--no-{key}")["settings"][key] == {"value": False, "source": "command line"}


def test_a_file_elsewhere_knows_payloads_by_their_names(
    program: Program, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "payloads").mkdir()
    configure(f'{IGNORE}paths = ["a.json"]\n', "settings/ci.toml")
    monkeypatch.chdir(here / "payloads")
    write(a=WARNED, b=WARNED)
    done = program("validate", "--config", "../settings/ci.toml", "--format", "json", ".")
    assert [problem["file"] for problem in done.report["problems"]] == ["b.json"]


def test_how_files_are_checked_can_be_sent_to_other_processes() -> None:
    configure(f'{IGNORE}until = 2999-12-31\n[[override]]\npaths = ["a"]\ntype = "lead"\n')
    checks = FileChecks({"version": "1.1"}, load())
    assert checks.of("a").checks.type == "lead"
    assert pickle.loads(pickle.dumps(checks)) == checks  # noqa: S301 - made here


# What is wrong in it


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("\nstric = true", 2, "`stric`; did you mean `strict`?"),
        ("max_depth = 3", 1, "`max_depth`; did you mean `max-depth`?"),
        ("zzz = 3", 1, "There is no setting `zzz`; there is "),
        ('strict = "yes"', 1, "`strict` must be true or false."),
        ("jobs = true", 1, "`jobs` must be "),
        ("jobs = 0", 1, "`jobs` must be 1 or more."),
        ("max-depth = 251", 1, "251"),
        ('color = "allways"', 1, "did you mean `always`?"),
        ('format = "text"', 1, "`format` must be an array."),
        ('format = [\n"text",\n"jsn"]', 1, "There is no format `jsn`; did you mean `json`?"),
        ('schema-version = "3"', 1, "there is 1.0, 1.1, 2.0"),
        ('type = "purchas"', 1, "did you mean 'purchase'?"),
        ('at = "payload"', 1, "is not a JSON Pointer"),
        (IGNORE.replace("[[ignore]]", "[ignore]"), 1, "`ignore` must be an array of tables, with two brackets"),
        ("override = 1", 1, "`override` must be an array."),
        ("[[override]]\nstrict = true\npaths = ['x']", 2, "There is no setting `strict`"),
        ("[[override]]\ntype = 'lead'", 1, "needs `paths`."),
        ("[[override]]\npaths = []", 2, "`paths` must not be empty."),
        ("[[override]]\npaths = ['a']\n[[override]]\npaths = ['a']\ntype = 'leed'", 5, "did you mean 'lead'?"),
        ("[[override]]\npaths = ['a', '!b']", 2, "Item 2 of `paths` must say what matches: "),
        ("exclude = ['{a,b}']", 1, "Item 1 of `exclude` must be several patterns: "),
        (f"{IGNORE}paths = ['x/{{a,b}}.json']", 4, "Item 1 of `paths` must be several patterns: "),
        ("[severity]\nSDE402 = 'of'", 2, "`SDE402` must be `error` or `warning`"),
        ("[severity]\nSDE4022 = 'error'", 2, "did you mean `SDE402`?"),
        ("[severity]\nSDE101 = 'warning'", 2, "SDE101 is always an error"),
        (IGNORE.replace("402", "104"), 2, "SDE104 cannot be ignored"),
        (IGNORE.replace("402", "901"), 2, "SDE901 cannot be ignored"),
        (IGNORE.replace("SDE402", "unknown-property"), 2, "did you mean `SDE203`?"),
        (IGNORE.replace("reason", "reasons"), 3, "`reasons`; did you mean `reason`?"),
        ("[[ignore]]\ncode = 'SDE402'", 1, "needs `reason`."),
        (IGNORE.replace("They correct it.", " "), 3, "`reason` must not be empty."),
        ("[[ignore]]\nreason = 'x'", 1, "needs either `code` or `codes`."),
        (IGNORE + "codes = ['SDE403']", 1, "needs either `code` or `codes`."),
        (IGNORE + "until = 'tomorrow'", 4, "`until` must be a date"),
        (IGNORE + "until = 20270331", 4, "`until` must be a date"),
        (IGNORE + "until = 10:00:00", 4, "`until` must be a date"),
        ('jobs = "banana"', 1, "`jobs` must be a number of 1 or more, or `auto`."),
        ('max-document-size = "10XB"', 1, "`max-document-size` must be a number of bytes, or a size such as `10MB`"),
        ("[severity]\nschema-version = '9'", 2, "There is no problem code `schema-version`"),
        ('exclude = [""]', 1, "Item 1 of `exclude` must not be empty."),
        (IGNORE + "pointer = 'x'", 4, "is not a JSON Pointer"),
        (f"# a = 'x'\nat = '''\n[[x]]\n'''\n{IGNORE}untill = 2027-03-31", 8, "did you mean `until`?"),
    ],
)
def test_a_mistake_has_its_line(program: Program, text: str, line: int, said: str) -> None:
    configure(text)
    write(good=GOOD)
    for command in ("validate", "config"):
        done = program(command, "good.json")
        assert (done.status, done.out) == (2, "")
        assert any(row.removeprefix("sde-schema: ").startswith(f"{FILE}:{line}:") for row in done.err.splitlines())
        assert said in done.err


def test_all_mistakes_are_said_at_once(program: Program) -> None:
    configure(
        'strict = "x"\nschema-version = "9"\ntype = "x"\nat = "x"\nformat = ["x", 1]\nexclude = ["!x"]\n', "c.toml"
    )
    done = program("config", "--config", "c.toml")
    rows = [row.partition("c.toml:")[2] for row in done.err.splitlines()]
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5", "5", "6"]
    configure(f"stric = true\nquite = true\n{IGNORE.replace('402', '101')}", "c.toml")
    done = program("config", "--config", "c.toml")
    assert [row.partition("c.toml:")[2][0] for row in done.err.splitlines()] == ["1", "2", "4"]


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"strict = \n", ":1:10: this is not TOML: Invalid value\n"),
        (b"a = 1\na = 2\n", ""),
        (b"x = 'caf\xe9'", ":1"),
        (b"x = " + b"[" * 9999, ""),
    ],
    ids=["value", "twice", "encoding", "depth"],
)
def test_what_is_not_toml_is_said(program: Program, data: bytes, where: str) -> None:
    Path(FILE).write_bytes(data)
    done = program("validate", "x.json")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"sde-schema: {FILE}{where}")
    assert "Traceback" not in done.err
    assert "internal error" not in done.err


@pytest.mark.parametrize(
    "wrong",
    [
        {"ignore": [{"code": "SDE101", "reason": "x"}]},
        {"ignore": [{"codes": ["SDE999"], "reason": "x"}]},
        {"ignore": [{"code": "SDE901", "reason": "x"}]},
        {"ignore": [{"code": "SDE402", "reason": "x", "pointer": "x"}]},
        {"ignore": [{"code": "SDE402", "reason": "x", "paths": ["!x"]}]},
        {"override": [{"paths": ["{a,b}"]}]},
        {"severity": {"SDE101": "error"}},
        *({key: value} for key, value in [
            ("schema-version", "3.0"), ("type", "common"), ("format", ["x"]), ("jobs", "banana"),
            ("max-depth", DEEPEST + 1), ("at", "x"), ("at", "/~2"), ("max-document-size", "10XB"),
            ("max-document-size", LARGEST + 1), ("max-document-size", "iB"), ("exclude", [""]),
        ]),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_program_refuses(program: Program, wrong: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(wrong)
    [(key, value)] = wrong.items()
    if isinstance(value, dict):
        head, table = f"[{key}]\n", value
    elif isinstance(value, list) and isinstance(value[0], dict):
        head, table = f"[[{key}]]\n", value[0]
    else:
        head, table = "", wrong
    configure(head + "\n".join(f"{name} = {json.dumps(held)}" for name, held in table.items()))
    done = program("config")
    assert (done.status, done.out) == (2, "")


@pytest.mark.parametrize(
    ("key", "value"),
    [("jobs", "AUTO"), ("at", ""), ("at", "/a~1b/*"), ("max-document-size", "1.5 kB"), ("max-document-size", "7B"),
     ("max-depth", DEEPEST), ("max-document-size", LARGEST), ("format", ["sarif=x"]), ("exclude", ["{a}", "a!"])],
)  # fmt: skip
def test_the_schema_takes_what_the_program_takes(program: Program, key: str, value: Any) -> None:
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid({key: value})
    configure(f"{key} = {json.dumps(value)}")
    assert program("config").status == 0


def test_a_project_s_file_that_is_no_toml_matters_only_with_the_table(program: Program) -> None:
    write(good=GOOD)
    configure("[tool.other]\nx = \n", "pyproject.toml")
    assert program("validate", "good.json").status == 0
    configure("[tool.sde-schema]\nstrict = \n", "pyproject.toml")
    assert program("validate", "good.json").status == 2
    configure("tool = 1 # sde-schema\n", "pyproject.toml")
    assert program("validate", "good.json").status == 0
    configure("[tool]\nsde-schema = 1\n", "pyproject.toml")
    assert program("validate", "good.json").status == 2
    configure("[tool]\nsde-schema = {strict = true}\n[tool.other]\nx = \n", "pyproject.toml")
    assert "is not TOML" in program("validate", "good.json").err


def test_a_table_under_a_wrong_name_is_said(program: Program) -> None:
    write(good=GOOD)
    for name in ("sde_schema", "sde-schemas", "SDE-Schema"):
        configure(f"[tool.{name}]\nstrict = true\n", "pyproject.toml")
        done = program("validate", "good.json")
        assert (done.status, done.out) == (2, "")
        assert f"pyproject.toml: There is no table `tool.{name}`; did you mean `tool.sde-schema`?" in done.err
    configure("[tool.other]\n", "pyproject.toml")
    assert program("validate", "good.json").status == 0
    assert "There is no table `tool.sde-schema`." in program("validate", "--config", "pyproject.toml", "good.json").err
    configure("[tool.sde-schema]\nstrict = true\n")
    assert "Remove `tool.sde-schema`" in program("validate", "good.json").err
    assert "--config needs the name of a file" in program("validate", "--config=", "good.json").err


def test_an_empty_type_undoes_that_of_the_file(program: Program) -> None:
    write(good=GOOD)
    configure('type = "lead"\n')
    assert program("validate", "good.json").status == 1
    assert program("validate", "--type", "", "good.json").status == 0
    configure('[[override]]\npaths = ["good.json"]\ntype = "lead"\n')
    assert program("validate", "--type=", "good.json").status == 0


def test_the_locations_of_keys_are_known() -> None:
    text = 'a = [\n 1, # [\n]\n"b.c" . d = """\nx = 1\n"""\n[[t]]\nk = {z = 1}\n  [[t.u]]\n'
    text += "[[t]] # no\nk=2\n[t.v]\nw=''\n"
    found = {steps: where.line for steps, where in toml_lines.locations(text).items()}
    assert found == {
        ("a",): 1, ("b.c", "d"): 4, ("t",): 7, ("t", 0): 7, ("t", 0, "k"): 8, ("t", 0, "u"): 9, ("t", 0, "u", 0): 9,
        ("t", 1): 10, ("t", 1, "k"): 11, ("t", 1, "v"): 12, ("t", 1, "v", "w"): 13,
    }  # fmt: skip


# Overrides


@pytest.mark.parametrize(
    ("pattern", "matched"),
    [
        ("old", {"old/a.json", "old/deep/b.json"}),
        ("old/", {"old/a.json", "old/deep/b.json"}),
        ("old/*", {"old/a.json", "old/deep/b.json"}),
        ("old/**", {"old/a.json", "old/deep/b.json"}),
        ("./old/a.*", {"old/a.json"}),
        ("**/b.json", {"old/deep/b.json", "new/b.json"}),
        ("old/**/*.json", {"old/a.json", "old/deep/b.json"}),
        ("b.json", {"old/deep/b.json", "new/b.json"}),
        ("none", set()),
    ],
)
def test_overrides_are_for_paths(program: Program, pattern: str, matched: set[str]) -> None:
    files = ["old/a.json", "old/deep/b.json", "new/b.json"]
    configure(f'[[override]]\npaths = ["{pattern}"]\nschema-version = "2.0"\n')
    for file in files:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).write_text(TYPED, encoding="utf-8")
    for extra in ((), ("--jobs", "2")):
        report = program("validate", "--format", "json", *extra, ".").report
        assert {problem["file"] for problem in report["problems"]} == matched
        assert report["schemaVersion"] == "1.1"


def test_the_later_override_decides_each_setting(program: Program) -> None:
    configure(
        '[[override]]\npaths = ["*.json"]\nschema-version = "1.0"\ntype = "lead"\n'
        '[[override]]\npaths = ["a*"]\nschema-version = "2.0"\nallow-unknown = true\n'
    )
    found = shown(program, "a.json", "b.json", "-")["paths"]
    of_a = {key: (each["value"], each["line"]) for key, each in found["a.json"]["settings"].items()}
    assert of_a == {"schema-version": ("2.0", 7), "type": ("lead", 4), "allow-unknown": (True, 8)}
    assert found["b.json"]["settings"].keys() == {"schema-version", "type"}
    assert found["-"]["settings"] == {}


def test_patterns_are_from_the_folder_of_the_file(
    program: Program, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure('exclude = ["in/no"]\n[[override]]\npaths = ["in/a.json"]\nschema-version = "2.0"\n')
    for file in ("in/a.json", "in/in/a.json", "in/no/a.json"):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).write_text(TYPED, encoding="utf-8")
    monkeypatch.chdir(here / "in")
    report = program("validate", "--format", "json", ".").report
    assert (report["summary"]["files"], {problem["file"] for problem in report["problems"]}) == (2, {"a.json"})


@pytest.mark.parametrize(
    ("pattern", "matched"),
    [
        ("../data", {"a.json", "b.json"}),
        ("../data/a.json", {"a.json"}),
        ("../*/b*", {"b.json"}),
        ("../../*/data", {"a.json", "b.json"}),
        ("data", {"a.json", "b.json"}),
        ("a.json", {"a.json"}),
        ("..", {"a.json", "b.json"}),
        ("{here}/data/a.json", {"a.json"}),
        ("../a.json", set()),
        ("*/a.json", set()),
        (".", set()),
    ],
)
def test_patterns_may_lead_out_of_the_folder_of_the_file(
    program: Program, here: Path, pattern: str, matched: set[str]
) -> None:
    Path("data").mkdir()
    for name in ("a.json", "b.json"):
        Path("data", name).write_text(TYPED, encoding="utf-8")
    written = pattern.replace("{here}", here.as_posix())
    configure(f'[[override]]\npaths = ["{written}"]\nschema-version = "2.0"\n', "ci/sde.toml")
    report = program("validate", "--config", "ci/sde.toml", "--format", "json", "data").report
    assert {Path(problem["file"]).name for problem in report["problems"]} == matched
    configure(f'exclude = ["{written}"]\n', "ci/sde.toml")
    report = program("validate", "--config", "ci/sde.toml", "--format", "json", "data").report
    assert report["summary"]["files"] == 2 - len(matched)


def test_standard_input_with_a_name_has_the_settings_of_that_file(program: Program) -> None:
    configure(f'exclude = ["no"]\n[[override]]\npaths = ["new"]\nschema-version = "2.0"\n{IGNORE}paths = ["old"]\n')
    Path("old").mkdir()
    Path("old/b.json").write_text(WARNED, encoding="utf-8")
    run = ("validate", "--format", "json", "-", "--stdin-name")
    assert program(*run, "new/a.json", stdin=TYPED.encode()).codes == {"SDE205": 1}
    assert program(*run, "a.json", stdin=TYPED.encode()).codes == {}
    assert program(*run, "old/a.json", stdin=WARNED.encode()).codes == {}
    assert program(*run, "a.json", stdin=WARNED.encode()).codes == {"SDE402": 1}
    assert program(*run, "no/a.json", stdin=BAD.encode()).status == 1
    assert program(*run, "no/a.json", "--force-exclude", stdin=BAD.encode()).counts == (0, 0)


def test_standard_input_matches_no_pattern(program: Program) -> None:
    configure(f'[[override]]\npaths = ["*", "-"]\nschema-version = "2.0"\n{IGNORE}paths = ["*"]\n')
    done = program("validate", "--format", "json", "-", stdin=f"{TYPED}\n{WARNED}".encode())
    assert (done.status, done.codes) == (0, {"SDE402": 1})
    configure(IGNORE)
    assert program("validate", "--format", "json", "-", stdin=WARNED.encode()).codes == {}


# Excluding


def test_force_exclude_is_for_files_that_are_named_too(program: Program) -> None:
    Path("no").mkdir()
    write(good=GOOD, **{"no/bad": BAD})
    for options in ((), ("--exclude", "no")):
        assert program("validate", *options, "no/bad.json").status == 1
    done = program("validate", "--force-exclude", "--exclude", "no", "no/bad.json", "good.json", "--format", "json")
    assert (done.status, done.counts) == (0, (1, 1))
    configure('force-exclude = true\nexclude = ["no"]\n')
    assert program("validate", "no/bad.json").out == "0 files, 0 events: nothing has been checked\n"
    assert program("validate", "no/bad.json").status == 0
    assert program("validate", "-", stdin=BAD.encode()).status == 1


# Severities and ignores


def test_severities_are_by_code(program: Program) -> None:
    write(warned=WARNED, bad=BAD)
    configure('[severity]\nSDE402 = "error"\nSDE203 = "warning"\n')
    assert program("validate", "bad.json").status == 0
    done = program("validate", "--format", "json", "bad.json", "warned.json")
    assert done.status == 1
    assert [problem["severity"] for problem in done.report["problems"]] == ["warning", "error"]
    assert [kind["severity"] for kind in done.report["summary"]["kinds"]] == ["error", "warning"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_ignore_makes_a_run_pass_and_a_new_mistake_makes_it_fail(program: Program, jobs: str) -> None:
    write(a=f"{WARNED}\n{WARNED}\n", b=WARNED)
    run = ("validate", "--strict", "--jobs", jobs, "--format", "json", "a.json", "b.json")
    assert program(*run).status == 1
    configure(f"{IGNORE}pointer = '/*/lead/value'\n")
    done = program(*run)
    assert (done.status, done.codes, done.report["summary"]["ignored"]) == (0, {}, 3)
    jsonschema.Draft202012Validator(json.loads(catalog.report_schema_bytes())).validate(done.report)
    text = program(*run[:-4], "a.json", "b.json")
    assert text.out == "2 files, 3 events: no other problems, 3 problems ignored\n"
    write(b=f"{WARNED}\n{BAD}")
    done = program(*run)
    assert (done.status, done.codes) == (1, {"SDE203": 1})
    assert [problem["line"] for problem in done.report["problems"]] == [2]


@pytest.mark.parametrize("form", ["text", "concise", "json", "jsonl", "github", "gitlab", "junit", "sarif", "html"])
def test_no_format_has_what_is_ignored(program: Program, form: str) -> None:
    write(a=f"{WARNED}\n{BAD}\n")
    configure(IGNORE)
    done = program("validate", "--format", form, "a.json")
    assert "SDE203" in done.out
    assert "SDE402" not in done.out


@pytest.mark.parametrize(
    ("change", "used"),
    [
        ("", True),
        ('paths = ["a.json"]', True),
        ('paths = ["b.json"]', False),
        ('pointer = "/lead/lead/value"', True),
        ('pointer = "/lead/lead/*"', True),
        ('pointer = "/lead/lead"', False),
        ('pointer = ""', False),
        ("until = 2999-12-31", True),
        ('until = "2999-12-31"', True),
        ("until = 2020-01-01", False),
        ("until = 2020-01-01T10:00:00Z", False),
    ],
)
def test_an_ignore_is_about_codes_paths_a_pointer_and_days(program: Program, change: str, used: bool) -> None:  # noqa: FBT001 - a row of a table
    write(a=WARNED)
    configure(IGNORE + change)
    done = program("validate", "--format", "json", "a.json")
    assert done.codes == ({} if used else {"SDE402": 1, "SDE901": 1})


def test_an_ignore_may_have_several_codes(program: Program) -> None:
    write(a=f"{WARNED}\n{BAD}\n")
    configure(IGNORE.replace('code = "SDE402"', 'codes = ["SDE402", "SDE203"]'))
    assert program("validate", "a.json").status == 0


def test_an_ignore_that_is_not_needed_is_reported_where_it_is(program: Program) -> None:
    write(a=GOOD)
    configure(f"strict = true\n\n  {IGNORE}")
    done = program("validate", "--format", "json", "a.json")
    [problem] = done.report["problems"]
    assert done.status == 1
    assert {name: problem[name] for name in ("code", "severity", "file", "line", "column", "pointer")} == {
        "code": "SDE901", "severity": "warning", "file": FILE, "line": 3, "column": 3, "pointer": "",
    }  # fmt: skip
    assert done.counts == (1, 1)
    suite = program("validate", "--format", "junit", "a.json").out
    assert f'<testcase name="{FILE}"' in suite
    configure(f'[severity]\nSDE901 = "error"\n{IGNORE}')
    assert program("validate", "a.json").status == 1


def test_an_expired_ignore_is_reported_with_its_day(program: Program) -> None:
    write(a=WARNED)
    configure(f"{IGNORE}until = 2020-02-29\n")
    done = program("validate", "-q", "--format", "concise", "a.json")
    assert "a.json:1:63: warning SDE402" in done.out
    assert f"{FILE}:1:1: warning SDE901 The ignore of SDE402 has expired: its last day was 2020-02-29." in done.out


def test_an_ignore_may_be_needed_by_files_of_another_run(program: Program) -> None:
    write(a=GOOD, b=WARNED)
    configure(f'{IGNORE}paths = ["b.json"]\n')
    assert program("validate", "--format", "json", "a.json").codes == {}
    assert program("validate", "--format", "json", "a.json", "b.json").codes == {}
    Path("b.json").unlink()
    assert program("validate", "--format", "json", "a.json").codes == {"SDE901": 1}


def test_an_ignore_is_not_needed_only_if_all_files_that_it_is_about_were_checked(program: Program) -> None:
    for folder in ("partners/east", "partners/west"):
        Path(folder).mkdir(parents=True)
    for file, text in (("lead", WARNED), ("clean", GOOD)):
        Path(f"partners/east/{file}.json").write_text(text, encoding="utf-8")
    Path("partners/west/clean.json").write_text(GOOD, encoding="utf-8")
    Path("partners/east/README.md").write_text("", encoding="utf-8")
    for paths in ('paths = ["partners/east"]\n', 'paths = ["lead.json", "clean.json"]\n', ""):
        configure(f"strict = true\n{IGNORE}{paths}")
        for part in ("partners/east/clean.json", "partners/west", "partners", "."):
            assert program("validate", part).status == 0, (paths, part)
    Path("partners/east/lead.json").write_text(GOOD, encoding="utf-8")
    for paths, status in (('paths = ["partners/east"]\n', 1), ("", 0)):
        configure(f"strict = true\n{IGNORE}{paths}")
        assert program("validate", "partners/east").status == status, paths
        assert program("validate", "partners").status == 1
        assert program("validate", "partners/east/clean.json").status == 0
    configure(f'strict = true\nexclude = ["lead.json"]\n{IGNORE}paths = ["partners/east"]\n')
    assert program("validate", "partners").status == 1


def test_an_ignore_of_files_that_no_search_finds_is_not_needed_once_these_were_checked(program: Program) -> None:
    write(a=GOOD)
    Path("export.txt").write_text(GOOD, encoding="utf-8")
    configure(f'{IGNORE}paths = ["*.txt"]\n')
    assert program("validate", "--format", "json", "a.json").codes == {}
    assert program("validate", "--format", "json", "export.txt").codes == {"SDE901": 1}


# What is shown


def test_config_shows_where_each_setting_comes_from(program: Program) -> None:
    configure(f'strict = true\n{IGNORE}paths = ["a.json"]\n[[override]]\npaths = ["b*"]\ntype = "lead"\n')
    rows = [" ".join(row.split()) for row in program("config", "--jobs", "2", "a.json", "b.json").out.splitlines()]
    assert rows[0] == f"Configuration file: {FILE}"
    assert {f"strict true {FILE}:1", "jobs 2 command line", "quiet false default"} <= set(rows)
    assert rows[rows.index("For a.json:") + 1] == f"SDE402 in a.json: They correct it. {FILE}:2"
    assert rows[rows.index("For b.json:") + 1] == f'type "lead" {FILE}:8'


def test_config_shows_overrides_without_a_path(program: Program) -> None:
    configure('[[override]]\npaths = ["b*", "c"]\ntype = "lead"\n[[override]]\npaths = ["b*", "c"]\nmax-depth = 9\n')
    assert shown(program)["override"] == [
        {"paths": ["b*", "c"], "settings": {"type": {"value": "lead", "source": "file", "line": 3}}},
        {"paths": ["b*", "c"], "settings": {"max-depth": {"value": 9, "source": "file", "line": 6}}},
    ]
    out = program("config").out
    assert f'Override for b*, c:\n  type  "lead"  {FILE}:3\n' in out
    assert f"Override for b*, c:\n  max-depth  9  {FILE}:6\n" in out


def test_config_says_which_paths_are_not_checked(program: Program) -> None:
    Path("empty").mkdir()
    write(good=GOOD, left=GOOD)
    configure('exclude = ["left.json"]\nforce-exclude = true\n')
    paths = shown(program, "good.json", "left.json", "nope.json", "empty", ".", "-")["paths"]
    assert {path: said["unchecked"] for path, said in paths.items()} == {
        "good.json": None, "left.json": "left out by exclude", "nope.json": "no such file",
        "empty": "there is no file to check", ".": None, "-": None,
    }  # fmt: skip
    assert "For left.json:\n  not checked: left out by exclude" in program("config", "left.json").out
    assert shown(program, "left.json", "--no-force-exclude")["paths"]["left.json"]["unchecked"] is None


def test_no_secret_is_shown(program: Program) -> None:
    secrets = Secrets()
    event = {
        "lead": {
            "serverTimeStamp": 1,
            "lead": {"value": secrets.string(), f"{secrets.string()}@x": 1, "topic": [secrets.string()]},
        }
    }
    write(a=f"{json.dumps(event)}\n{secrets.string()}\n", b=WARNED)
    configure(f"{IGNORE}[[ignore]]\ncode = 'SDE205'\nreason = 'x'\n[severity]\nSDE203 = 'warning'\n")
    for form in ("text", "json", "sarif", "html"):
        assert secrets.leaked_by(program("validate", "--format", form, "a.json", "b.json")) == set()
    for command in ("validate", "config"):
        assert secrets.leaked_by(program(command, "--config", "a.json", "b.json")) == set()
    Path("names.toml").write_text(f'"{secrets.string()}@x" = "{secrets.string()}"\ncolor = "{secrets.string()}"\n')
    assert secrets.leaked_by(program("config", "--config", "names.toml")) == set()
