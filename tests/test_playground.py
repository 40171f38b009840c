"""The playground without a browser: what its bundle has, that this is enough, and what it answers."""

from __future__ import annotations

import importlib
import io
import json
import logging
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import rpds as real
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from playground import hook
from playground.bundled import rpds as stand_in
from playground.bundled import session
from sde_schema import Validator, versions
from sde_schema.rules import rules_by_code
from tests.support.paths import ROOT
from tests.support.program import BAD, GOOD, WARNED
from tests.support.rounds import every_version

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.program import Program

BROKEN = '{"cartStatus": {"serverTimeStamp": "1440412721832",\n "Currency": "USD" "numItems": ["6"]}}'
YAML = "lead:\n  serverTimeStamp: 1440412721836\n  lead: {Topic: test drive}\n"
SAME_IN_BROWSER = """
import json, sys
sys.path[:0] = [sys.argv[1]]
import session
print(session.answer('{"ask": "check"}', sys.argv[2].encode()))
print(json.dumps(sorted({"jsonschema_rs", "orjson", "yaml._yaml"} & set(sys.modules))))
print(sys.modules["rpds"].__file__, file=sys.stderr)
"""


def ask(what: str, data: str | bytes, **question: Any) -> dict[str, Any]:
    text = data.encode() if isinstance(data, str) else data
    found: dict[str, Any] = json.loads(session.answer(json.dumps({"ask": what, **question}), text))
    return found


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with small files in place of Python for browsers."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    for name in hook.PYTHON:
        (folder / name).write_bytes(name.encode() * 100_000)
    (folder / hook.LOCK).write_text('{"info": {"version": "1"}, "packages": {"numpy": {}}}', encoding="utf-8")
    monkeypatch.setattr(hook, "PYODIDE", folder)
    return folder


def build() -> tuple[Files, Page, str]:
    """Let the hook do its part: return the files of the site, the page, and its HTML."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "x", "docs_dir": str(ROOT / "docs"), "site_dir": "site"})
    config.plugins = PluginCollection()
    config.plugins._current_plugin = "playground"  # noqa: SLF001 - mkdocs sets it while a hook runs
    files = Files([])
    hook.on_files(files, config=config)
    page = Page(None, File(hook.PAGE, str(ROOT / "docs"), "site", use_directory_urls=True), config)
    page.meta = {}
    hook.on_page_markdown("", page=page)
    return files, page, hook.on_page_content(f"<p>before</p>{hook.PLACE}", page=page, files=files)


def test_the_bundle_is_all_that_a_check_needs(tmp_path: Path) -> None:
    """Python without any installed library gives the answer of the command line."""
    with zipfile.ZipFile(io.BytesIO(hook.program())) as bundle:
        bundle.extractall(tmp_path / "program")
    if sys.version_info < (3, 13):  # older than the browser's: a library needs a backport
        shutil.copy(importlib.import_module("typing_extensions").__file__ or "", tmp_path / "program")
    command = [sys.executable, "-I", "-S", "-c", SAME_IN_BROWSER, str(tmp_path / "program"), BROKEN]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    answer, compiled = map(json.loads, done.stdout.splitlines())
    assert compiled == []
    assert done.stderr == f"{tmp_path / 'program' / 'rpds.py'}\n"
    assert answer == ask("check", BROKEN)


def test_the_bundle_is_the_same_each_time_and_has_the_licenses() -> None:
    made = hook.program()
    assert made == hook.program()
    with zipfile.ZipFile(io.BytesIO(made)) as bundle:
        names = bundle.namelist()
    legal = {name.partition("-")[0].lower() for name in names if re.search(r"\.dist-info/.*(LICENSE|COPYING)", name)}
    assert legal == {name.replace("-", "_").lower() for name in hook.LIBRARIES}
    assert {
        name.rpartition(".")[2] for name in names if not re.search(r"dist-info|LICENSE|metaschemas?|vocabularies", name)
    } == {"py", "json"}


def test_the_bundle_has_every_library_that_the_project_requires() -> None:
    required = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.match(r"[\w-]+", line)[0].lower() for line in required}  # type: ignore[index] # each line names one
    assert names - {"jsonschema-rs", "orjson"} <= {name.lower() for name in hook.LIBRARIES}


@pytest.mark.parametrize("module", [real, stand_in], ids=["library", "stand-in"])
def test_the_stand_in_does_what_the_library_does(module: Any) -> None:
    mapping = module.HashTrieMap.convert({"a": 1})
    assert module.HashTrieMap.convert(mapping) is mapping
    more = mapping.insert("b", 2)
    assert (dict(mapping), dict(more), dict(more.remove("a"))) == ({"a": 1}, {"a": 1, "b": 2}, {"b": 2})
    assert dict(mapping.update({"a": 3}, c=4)) == {"a": 3, "c": 4}
    assert (mapping["a"], mapping.get("b"), len(more), "b" in more) == (1, None, 2, True)
    assert mapping == module.HashTrieMap({"a": 1})
    assert hash(mapping) == hash(module.HashTrieMap({"a": 1}))
    with pytest.raises(KeyError):
        mapping.remove("b")
    values = module.HashTrieSet(["a"])
    assert (set(values.insert("b")), set(values.update(["c"], ["d"]))) == ({"a", "b"}, {"a", "c", "d"})
    assert (set(values.discard("a")), set(values.discard("b")), set(values)) == (set(), {"a"}, {"a"})
    front = module.List().push_front("a").push_front("b")
    assert ([*front], len([*module.List()])) == (["b", "a"], 0)


def test_referencing_uses_no_other_class_of_the_library() -> None:
    used = {"HashTrieMap", "HashTrieSet", "List"}
    for name in ("referencing._core", "jsonschema._types", "jsonschema.validators"):
        module = importlib.import_module(name)
        assert {
            key for key, value in vars(module).items() if isinstance(value, type) and value.__module__ == "rpds"
        } <= used


@pytest.mark.parametrize("version", versions())
@pytest.mark.parametrize("text", [GOOD, BAD, WARNED, BROKEN, f"{BAD}\n{GOOD}\n{WARNED}", YAML, "[1]", "nonsense"])
def test_the_answer_is_that_of_the_command_line(text: str, version: str, here: Path, program: Program) -> None:
    (here / "payload").write_text(text, encoding="utf-8")
    done = program("validate", "payload", "--schema-version", version, "--format", "json")
    answer = ask("check", text, version=version)
    names = done.report["problems"][0].keys() if done.report["problems"] else ()
    assert [{name: problem[name] for name in names} for problem in answer["problems"]] == done.report["problems"]
    assert (answer["state"] == "invalid") == (done.status == 1)


def test_the_type_and_the_name_of_the_file_count() -> None:
    assert ask("check", '{"serverTimeStamp": 1440412721836, "lead": {}}', type="lead")["state"] == "valid"
    assert ask("check", "{a: 1", name="x.yaml")["problems"][0]["file"] == "payload.yaml"
    assert ask("check", "[]", name="Jane Sample.secret")["problems"][0]["file"] == "payload"


def test_a_verdict_says_what_was_found() -> None:
    assert ask("check", GOOD)["verdict"] == "Valid: no problems in 1 event."
    assert ask("check", WARNED)["verdict"] == "Valid, with 1 warning in 1 event."
    assert ask("check", f"{BAD}\n{WARNED}")["verdict"] == "Not valid: 1 error and 1 warning in 2 events."


def test_of_many_problems_the_first_of_each_kind_are_listed() -> None:
    answer = ask("check", f"{WARNED}\n" * 400 + BAD)
    assert len(answer["problems"]) == session.LISTED.problems
    assert answer["unlisted"] == 401 - session.LISTED.problems
    assert answer["problems"][-1]["code"] == "SDE203"


def test_what_is_wrong_can_be_selected() -> None:
    lines = BROKEN.split("\n")
    found = [(p["line"], p["column"] - 1, p["length"]) for p in ask("check", BROKEN)["problems"]]
    assert [lines[line - 1][at : at + length] for line, at, length in found] == ['"Currency"', " ", "["]


def test_an_issue_shows_no_value_and_cannot_end_its_fence() -> None:
    payload = '{"lead": {"serverTimeStamp": "hunter2hunter2", "lead": {"```": "hunter2"}}}'
    report = ask("check", payload)["report"]
    assert "hunter2" not in report
    assert "SDE203" in report
    *_, opening, inside, closing = re.split(r"^(`{3,}.*)$", report, flags=re.MULTILINE)[:-1]
    assert (opening, "SDE203" in inside, closing in inside) == (f"{closing}text", True, False)


def test_fixes_are_those_of_the_command_line(here: Path, program: Program) -> None:
    (here / "payload").write_text(BROKEN, encoding="utf-8")
    shown = program("fix", "payload").out.splitlines()
    answer = ask("fix", BROKEN)
    assert answer["diff"] == shown
    assert answer["what"] == "2 of 3 problems can be fixed"
    program("fix", "--write", "payload")
    assert (here / "payload").read_text(encoding="utf-8") == answer["text"]


@pytest.mark.parametrize(
    ("data", "why"), [(YAML, "YAML cannot be fixed, only JSON"), (GOOD, "nothing to fix"), (b'{"\xff": 1}', "UTF-8")]
)
def test_what_cannot_be_fixed_has_a_reason(data: str | bytes, why: str) -> None:
    answer = ask("fix", data)
    assert why in answer["why"]
    assert "text" not in answer


@pytest.mark.parametrize("version", every_version())
def test_examples_are_what_their_titles_say(version: str) -> None:
    groups = hook.examples()[version]
    validator = Validator(version)
    assert [title for title, text in groups["Valid"].items() if validator.validate(text)] == []
    assert [title for title, text in groups["With problems"].items() if not validator.validate(text)] == []
    for title, text in groups["With problems"].items():
        code = title.partition(" ")[0]
        if code in rules_by_code():
            assert {problem.code for problem in validator.validate(text)} == {code}
    assert len(groups["With problems"]) >= 15


@pytest.mark.usefixtures("installed")
def test_the_site_gets_what_the_playground_loads() -> None:
    files, page, html = build()
    held = {file.src_uri.removeprefix("playground/runtime/"): file.content_bytes for file in files}
    assert set(held) == {*hook.LOADED, hook.EXAMPLES}
    assert json.loads(held[hook.LOCK]) == {"info": {"version": "1"}, "packages": {}}
    assert page.meta["webassembly"] is True
    assert 'data-testid="payload"' in html
    total = sum(len(held[name]) for name in hook.LOADED)
    assert f"({round(total / 1e6)} MB)" in html
    assert "style=" not in html


def test_without_node_modules_one_line_says_what_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(hook, "PYODIDE", tmp_path / "nothing")
    with caplog.at_level(logging.INFO):
        files, page, html = build()
    assert caplog.messages == [f"The playground is left out: it needs `{hook.INSTALL}`."]
    assert [record.levelno for record in caplog.records] == [logging.INFO]  # else a strict build would fail
    assert ([*files], page.meta["webassembly"]) == ([], False)
    assert hook.INSTALL in html
    assert "data-testid" not in html


def test_python_for_browsers_is_pinned_and_installed_where_the_site_is_built() -> None:
    pinned = json.loads((ROOT / "playground" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert [re.fullmatch(r"[0-9.]+", version) is not None for version in pinned.values()] == [True]
    assert "for folder in playground " in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert hook.INSTALL in (ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
    assert hook.INSTALL in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
