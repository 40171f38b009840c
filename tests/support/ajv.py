"""ajv, and two more engines of JavaScript: what they say of schemas and values.

They are installed by `npm ci --prefix tests/ajv --ignore-scripts`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from tests.support.needs import need
from tests.support.paths import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.catalog import Schema

AJV = TESTS / "ajv"
INSTALL = "npm ci --prefix tests/ajv --ignore-scripts"


class Job(TypedDict):
    """A schema that needs no other one, and the values to validate."""

    schema: Schema
    values: list[Any]


class Answer(NamedTuple):
    """What ajv logged or threw, the ids that it compiled, and a verdict for each value of each job."""

    messages: list[str]
    compiled: list[str]
    verdicts: list[list[bool]]


def pinned() -> dict[str, str]:
    """Return the versions of the engines that are to be installed, by their names."""
    versions: dict[str, str] = json.loads((AJV / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return versions


def installed(engine: str) -> str:
    """Return the version of an engine that is installed."""
    about = json.loads((AJV / "node_modules" / engine / "package.json").read_text(encoding="utf-8"))
    return str(about["version"])


def need_ajv(engines: Iterable[str] = ("ajv",)) -> str:
    """Return the path of node; without it or one of these engines, fail in CI and skip elsewhere."""
    node = shutil.which("node")
    are_there = all((AJV / "node_modules" / engine).is_dir() for engine in engines)
    need(found=node is not None and are_there, what=f"node and {', '.join(engines)} ({INSTALL})")
    return str(node)


def ask_ajv(documents: list[Schema], jobs: list[Job]) -> Answer:
    """Return what one node process says of documents compiled together, and of values under schemas alone."""
    done = subprocess.run(
        [need_ajv(), str(AJV / "verdicts.mjs")],
        input=json.dumps({"documents": documents, "jobs": jobs}).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return Answer(**json.loads(done.stdout))


def verdicts_of_three(schema: Schema, texts: list[str]) -> dict[str, list[bool]]:
    """Return what three engines say of texts of JSON, a line each, which JavaScript parses; by the engine's name."""
    lines = "\n".join([json.dumps(schema), *texts])
    done = subprocess.run(
        [need_ajv(pinned()), str(AJV / "agreement.mjs")],
        input=lines.encode(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    verdicts: dict[str, list[bool]] = json.loads(done.stdout)
    return verdicts
