"""Examples as files: how they are written, and those that are kept in ``examples/``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.examples.fixed import full, minimal, typical
from sde_schema.examples.invalid import invalid

if TYPE_CHECKING:
    from collections.abc import Callable

MADE_BY = "Made by `python -m sde_schema generate`"
INVALID = "invalid"
EXPECTED = "expected.tsv"
KINDS: dict[str, Callable[[str, str], dict[str, Any]]] = {
    "minimal": minimal,
    "typical": typical,
    "full": full,
}
"""The kinds of valid examples that need no chance."""


def example_files() -> dict[str, bytes]:
    """Return every generated file below ``examples/``: its path from the project's root, and what it holds."""
    files: dict[str, bytes] = {}
    for version in catalog.versions():
        files[f"examples/{version}/README.md"] = _readme(version)
        for attribute in catalog.attribute_types(version):
            held = {f"{kind}.json": pretty(make(version, attribute)) for kind, make in KINDS.items()}
            held |= _invalid_lines(version, attribute)
            files |= {f"examples/{version}/{attribute}/{name}": text for name, text in held.items()}
    return files


def _invalid_lines(version: str, attribute: str) -> dict[str, bytes]:
    """Return the broken examples of an attribute type as lines of one file, with ``expected.tsv`` beside it."""
    found = invalid(version, attribute)
    first = f"# {MADE_BY}: the one problem of each line of {INVALID}.ndjson, as line, name, code, pointer"
    rows = [f"{line}\t{entry.name}\t{entry.code}\t{entry.pointer}" for line, entry in enumerate(found, 1)]
    return {f"{INVALID}.ndjson": b"".join(one_line(entry.payload) for entry in found), EXPECTED: _table(first, rows)}


def invalid_files(version: str, attribute: str, made_by: str) -> dict[str, bytes]:
    """Return the broken examples of an attribute type as a file each, with ``expected.tsv`` beside them."""
    found = invalid(version, attribute)
    first = f"# {made_by}: the one problem of each file, as file, code, pointer"
    rows = [f"{entry.name}.json\t{entry.code}\t{entry.pointer}" for entry in found]
    return {EXPECTED: _table(first, rows)} | {f"{entry.name}.json": pretty(entry.payload) for entry in found}


def _table(first: str, rows: list[str]) -> bytes:
    return "\n".join([first, *rows, ""]).encode()


def pretty(payload: Any) -> bytes:
    """Return a payload as the text of a file of its own."""
    return (json.dumps(payload, indent=2, ensure_ascii=False) + "\n").encode()


def one_line(payload: Any) -> bytes:
    """Return a payload as a line of NDJSON."""
    return (json.dumps(payload, ensure_ascii=False) + "\n").encode()


_README = """\
<!-- {made_by}: change the schemas or the generator instead. -->

# Examples of schema version {version}

A folder for each attribute type, made from the schemas. Each `.json` file is a bare event.

| file | holds |
| --- | --- |
| `minimal.json` | only the required properties |
| `typical.json` | the usual properties |
| `full.json` | every property, and no property null |
| `invalid.ndjson` | invalid events, one on each line, one for each constraint |
| `expected.tsv` | the one problem of each line: line, name, code, JSON Pointer |

`sde-schema examples --schema-version {version} --kind invalid -o DIR` writes each invalid one to a file of its own, and
`sde-schema examples --schema-version {version} --count 100 --seed 1` makes random valid ones.
"""


def _readme(version: str) -> bytes:
    return _README.format(made_by=MADE_BY, version=version).encode()
