"""ajv, the engine of JavaScript: compiles the documents in strict mode without a word, and agrees with the cases."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from sde_schema import attribute_types, catalog, default_version, versions
from sde_schema.examples.fixed import full, minimal, typical
from sde_schema.examples.invalid import invalid
from sde_schema.examples.random_events import Payloads
from tests.support.ajv import AJV, INSTALL, Answer, Job, ask_ajv, installed, need_ajv, pinned
from tests.support.cases import Case, json_cases
from tests.support.paths import DOCS
from tests.support.rounds import every_version
from tests.support.sessions import blocks

if TYPE_CHECKING:
    from pathlib import Path

    from sde_schema.catalog import Schema


def _documents() -> list[Schema]:
    return [doc for version in versions() for doc in catalog.documents(version).values()]


def _cases_by_bundle() -> dict[tuple[str, str], list[Case]]:
    grouped: dict[tuple[str, str], list[Case]] = {}
    for case in json_cases():
        grouped.setdefault((case.version, case.schema), []).append(case)
    return grouped


@pytest.fixture(scope="module")
def answer() -> Answer:
    """What ajv says of all documents and of all cases."""
    jobs: list[Job] = [
        {"schema": catalog.bundle(name, version), "values": [case.value for case in group]}
        for (version, name), group in _cases_by_bundle().items()
    ]
    return ask_ajv(_documents(), jobs)


def test_all_documents_compile_without_a_message(answer: Answer) -> None:
    assert answer.messages == []
    assert answer.compiled == [doc["$id"] for doc in _documents()]


def test_ajv_says_of_every_case_what_it_says_itself(answer: Answer) -> None:
    groups = _cases_by_bundle().values()
    pairs = [
        (case, verdict)
        for group, verdicts in zip(groups, answer.verdicts, strict=True)
        for case, verdict in zip(group, verdicts, strict=True)
    ]
    assert len(pairs) == len(json_cases())
    assert [case.name for case, verdict in pairs if verdict != case.is_valid] == []


@pytest.mark.parametrize("version", every_version())
def test_ajv_validates_every_example_as_it_is_meant(version: str) -> None:
    good = [make(version, name) for make in (minimal, typical, full) for name in attribute_types()]
    random = [Payloads(version, 11, wide=wide) for wide in (False, True)]
    good += [payloads.event() for payloads in random for _ in range(1000)]
    bad = [entry.payload for name in attribute_types() for entry in invalid(version, name)]
    answer = ask_ajv([], [{"schema": catalog.bundle(catalog.PAYLOAD, version), "values": good + bad}])
    assert answer.messages == []
    [verdicts] = answer.verdicts
    assert [event for event, is_valid in zip(good, verdicts, strict=False) if not is_valid] == []
    assert [event for event, is_valid in zip(bad, verdicts[len(good) :], strict=True) if is_valid] == []


def test_the_guide_s_program_for_node_prints_what_the_guide_says(tmp_path: Path) -> None:
    node = need_ajv()
    shown = {block.title: block.text for block in blocks((DOCS / "guides/pipelines.md").read_text(encoding="utf-8"))}
    for name in ("other_validator.cjs", "history.ndjson"):
        (tmp_path / name).write_text(shown[name], encoding="utf-8")
    bundle = json.dumps(catalog.bundle(catalog.PAYLOAD, default_version()))
    (tmp_path / "payload.schema.json").write_text(bundle, encoding="utf-8")
    done = subprocess.run(
        [node, "other_validator.cjs"],
        cwd=tmp_path,
        env={**os.environ, "NODE_PATH": str(AJV / "node_modules")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == shown["What node other_validator.cjs prints"]


SLACK: dict[str, Schema] = {
    "unknown keyword": {"x-unheard": 1},
    'missing type "object"': {"properties": {"a": {}}, "required": ["a"]},
    'missing type "number"': {"type": "string", "minimum": 1},
    '"prefixItems" is 1-tuple': {"prefixItems": [{}], "type": "array"},
    "unknown format": {"type": "string", "format": "unheard"},
}
"""Schemas that strict mode refuses, by what it says of them."""


def test_each_slack_schema_draws_a_message_among_documents_and_alone() -> None:
    documents = [{**schema, "$id": f"https://schemas.example/{number}"} for number, schema in enumerate(SLACK.values())]
    answer = ask_ajv(documents, [{"schema": schema, "values": [0]} for schema in SLACK.values()])
    said = {words: sum(words in message for message in answer.messages) for words in SLACK}
    assert said == dict.fromkeys(SLACK, 2)


def test_engines_have_the_versions_that_are_pinned() -> None:
    need_ajv(pinned())
    assert pinned() == {engine: installed(engine) for engine in pinned()}


def test_without_ajv_a_test_fails_in_ci_and_is_skipped_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=INSTALL):
        need_ajv()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match=INSTALL):
        need_ajv()
