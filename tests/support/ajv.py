"""ajv, the engine of JavaScript: what it says of schemas and values.

It is installed by `npm ci --prefix tests/ajv --ignore-scripts`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from tests.support.needs import need
from tests.support.paths import TESTS

if TYPE_CHECKING:
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


def need_ajv() -> str:
    """Return the path of node; without it or ajv, fail in CI and skip elsewhere."""
    node = shutil.which("node")
    need(found=node is not None and (AJV / "node_modules" / "ajv").is_dir(), what=f"node and ajv ({INSTALL})")
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
