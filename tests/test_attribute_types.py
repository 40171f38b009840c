"""A new attribute type comes in a new version alone, as CONTRIBUTING says; the older versions are as they were."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from sde_schema import attribute_types, catalog
from tests.support.copies import copy_with_version, edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
from subprocess import PIPE

OLD, NEW, TYPE, CODE = "1.1", "1.2", "chatSurvey", "CHAT_SURVEY"
EVENT = {TYPE: {"serverTimeStamp": 1440412721836, "score": "5"}}


def _manifest(manifest: Any) -> None:
    older = next(entry for entry in manifest["versions"] if entry["version"] == OLD)
    newer = {**older, "version": NEW, "attributeTypes": [*older["attributeTypes"], TYPE]}
    manifest["versions"].insert(manifest["versions"].index(older) + 1, newer)


def _event(event: Any) -> None:
    example = EVENT[TYPE]
    event["properties"][TYPE] = {
        "$ref": f"{TYPE}.schema.json",
        "title": "Chat survey",
        "description": "What the consumer answered.",
        "examples": [example],
        "x-source": {"page": "inferred"},
    }
    event["properties"]["sdeType"]["oneOf"].insert(-1, {"title": "Chat survey", "enum": [CODE]})
    event["oneOf"].append({"required": [TYPE]})
    event["$defs"]["hasAttribute"]["anyOf"].append({"type": "object", "required": [TYPE]})
    named = {"title": f"SDE type of {TYPE}", "enum": [CODE, None], "examples": [CODE], "x-problem": {"enum": "SDE306"}}
    event["dependentSchemas"][TYPE] = {"properties": {"sdeType": named}}


def _payload(payload: Any) -> None:
    names = payload["$defs"]["record"]["propertyNames"]["else"]["not"]["anyOf"][0]["enum"]
    names.append(TYPE)


def _survey(document: Any) -> None:
    kept = ("serverTimeStamp", "originalTimeStamp", "isAuthenticated")
    document["title"], document["description"] = "Chat survey", "What the consumer answered after a chat."
    document["properties"] = {name: document["properties"][name] for name in kept}
    document["properties"]["score"] = {
        "$ref": "common.schema.json#/$defs/amount",
        "title": "Score",
        "description": "The score that the consumer gave.",
        "examples": ["5", 5],
        "x-source": {"page": "inferred", "decision": "A field of this test."},
    }
    document["examples"] = [EVENT[TYPE]]


ANSWERING = """
import contextlib, io, json, sys
from sde_schema.cli import main
for line in sys.__stdin__:
    arguments, text = json.loads(line)
    sys.stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
    shown = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
        status = main(arguments)
    shown.flush()
    print(json.dumps([status, shown.buffer.getvalue().decode()]), flush=True)
"""
"""A process of the copied program: each line that it reads is the arguments and the standard input of one run."""


class Copy(NamedTuple):
    """A copy of the project, and a process of the program in it."""

    root: Path
    process: subprocess.Popen[str]

    def run(self, *arguments: str, stdin: Any = None) -> tuple[int, str]:
        """Run the program once; return its status and all that it printed."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([arguments, json.dumps(stdin)]) + "\n")
        self.process.stdin.flush()
        status, shown = json.loads(self.process.stdout.readline())
        assert "internal error" not in shown
        return status, shown


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """A copy of the project with a version that has an eleventh attribute type."""
    root = tmp_path_factory.mktemp("copy")
    folder = copy_with_version(root, OLD, NEW)
    (root / "docs").mkdir()
    text = (folder / "searchContent.schema.json").read_text(encoding="utf-8")
    (folder / f"{TYPE}.schema.json").write_text(text.replace("/searchContent.", f"/{TYPE}."), encoding="utf-8")
    edit(root / "schemas" / "manifest.json", _manifest)
    for name, change in (("event", _event), ("payload", _payload), (TYPE, _survey)):
        edit(folder / f"{name}.schema.json", change)
    command = [sys.executable, "-c", ANSWERING]
    with subprocess.Popen(command, cwd=root, stdin=PIPE, stdout=PIPE, text=True, encoding="utf-8") as process:
        yield Copy(root, process)


def _codes(copy: Copy, version: str, payload: Any) -> list[str]:
    _, out = copy.run("validate", "-", "--schema-version", version, "--format", "json", stdin=payload)
    return [problem["code"] for problem in json.loads(out)["problems"]]


def test_the_types_of_this_project_are_ten_in_every_version() -> None:
    assert {version: len(attribute_types(version)) for version in catalog.versions()} == dict.fromkeys(
        catalog.versions(), 10
    )


@pytest.mark.parametrize("version", ["1.0", OLD, "2.0"])
def test_older_versions_do_not_know_the_new_type_and_work_as_before(copy: Copy, version: str) -> None:
    status, out = copy.run("list", "--schema-version", version)
    assert status == 0
    assert TYPE not in out
    assert _codes(copy, version, {"events": [EVENT]}) == ["SDE201"]
    assert _codes(copy, version, {"searchContent": {"serverTimeStamp": 1440412721836}}) == []
    assert copy.run("show", TYPE, "--schema-version", version)[0] == 2
    assert copy.run("show", "payload", "--bundle", "--schema-version", version)[0] == 0


def test_the_new_version_knows_it(copy: Copy) -> None:
    assert TYPE in copy.run("list", "--schema-version", NEW)[1]
    assert _codes(copy, NEW, {**EVENT, "sdeType": CODE}) == []
    assert _codes(copy, NEW, {**EVENT, "sdeType": "LEAD"}) == ["SDE306"]
    assert _codes(copy, NEW, {"events": [{TYPE: {"serverTimeStamp": 1440412721836, "scor": 1}}]}) == ["SDE203"]
    assert _codes(copy, NEW, {"sdes": None, **EVENT}) == ["SDE203"]
    assert _codes(copy, OLD, {"sdes": {"events": []}, **EVENT}) == ["SDE406"]
    assert copy.run("examples", TYPE, "--schema-version", NEW, "--count", "3")[0] == 0
    assert copy.run("examples", TYPE)[0] == 2


@pytest.mark.slow
def test_the_difference_is_the_new_type_and_nothing_breaks(copy: Copy) -> None:
    status, out = copy.run("diff", OLD, NEW, "--fail-on-breaking")
    assert status == 0
    assert f"  added     {TYPE}: object (compatible" in out
    assert " 0 breaking" in out
    status, out = copy.run("diff", NEW, OLD, "--fail-on-breaking")
    assert status == 1
    assert f"  removed   {TYPE}: object (breaking)" in out


@pytest.mark.slow
def test_pages_and_examples_come_with_it(copy: Copy) -> None:
    status, out = copy.run("generate")
    assert (status, "up to date" in out) == (0, True)
    reference, examples = copy.root / "docs" / "reference", copy.root / "examples"
    assert (reference / NEW / f"{TYPE}.md").is_file()
    assert (examples / NEW / TYPE / "typical.json").is_file()
    assert not (reference / OLD / f"{TYPE}.md").exists()
    assert not (examples / OLD / TYPE).exists()
    assert TYPE in (copy.root / "docs" / "source-notes.md").read_text(encoding="utf-8")
