"""The files of a run, in a temporary folder, and whether the program finds in their like what was put into them."""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.measure import PYTHON, VALIDATE, NotMeasurableError, note, output
from benchmarks.plant import plant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SAMPLE_MEGABYTES = 0.25

#: the kinds of corpora, and how a sentence names each
WORDS = {
    "valid": "a valid sample",
    "mixed": "a mixed one",
    "pages": "pages",
    "one-page": "one page",
    "repeated": "records wrong in few ways",
    "wrong": "records wrong in many ways",
}


@dataclass(frozen=True, slots=True)
class Inputs:
    """The corpora by kind, what is made of them, one small document, and the bundled payload schema."""

    corpora: dict[str, Path]
    planted: Path
    packed: Path
    page_files: Path
    small: Path
    schema: Path


def corpus(path: Path, kind: str, megabytes: float) -> dict[str, int]:
    """Make a corpus in a child (its peak memory counts from its parent's, which must stay small); return its counts."""
    note(f"making {path.name}: {megabytes:g} MB")
    made = output(*PYTHON, "benchmarks.corpus", "--megabytes", str(megabytes), "--kind", kind, str(path))
    counts: dict[str, int] = json.loads(made)
    return counts


def packed(path: Path) -> Path:
    """Return a gzip of a file beside it."""
    target = path.with_name(path.name + ".gz")
    with path.open("rb") as plain, gzip.open(target, "wb", compresslevel=1) as out:
        shutil.copyfileobj(plain, out, 1 << 20)
    return target


def split(corpus_of_pages: Path, folder: Path) -> Path:
    """Write each line of a corpus as a file of its own into a new folder."""
    folder.mkdir()
    with corpus_of_pages.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            (folder / f"{number:05}.json").write_bytes(line)
    return folder


def make_inputs(folder: Path, megabytes: float) -> Inputs:
    """Make all files of a run."""
    corpora = {kind: folder / f"{kind}.jsonl" for kind in WORDS}
    for kind, path in corpora.items():
        corpus(path, kind, megabytes)
    small, schema = folder / "small.json", folder / "payload.json"
    corpus(small, "valid", 0)
    schema.write_text(output(*PYTHON, "sde_schema", "show", "payload", "--bundle"), encoding="utf-8")
    valid = corpora["valid"]
    planted = plant(valid, folder / "planted.jsonl")
    return Inputs(corpora, planted, packed(valid), split(corpora["pages"], folder / "pages"), small, schema)


def size(path: Path) -> int:
    """Return the bytes of a file, or of all files of a folder."""
    return sum(file.stat().st_size for file in path.iterdir()) if path.is_dir() else path.stat().st_size


def _found(path: Path) -> dict[str, Any]:
    """Return the summary of a JSON report on this file."""
    summary: dict[str, Any] = json.loads(output(*VALIDATE, "--format", "json", str(path)))["summary"]
    return summary


def _checked(folder: Path, kinds: Iterable[str]) -> Iterable[str]:
    for kind in kinds:
        path = folder / f"sample-{kind}.jsonl"
        made = corpus(path, kind, SAMPLE_MEGABYTES)
        found = _found(path)
        put, seen = [[each["errors"], each["warnings"]] for each in (made, found)]
        if put != seen:
            raise NotMeasurableError(f"{seen} errors and warnings in a {kind} sample that has {put}")
        yield f"{sum(put)} in {WORDS[kind]}"


def check_verdicts(folder: Path) -> str:
    """Say that the program finds exactly what was put into a sample of each kind, or raise NotMeasurableError."""
    return f"Checked first: the problems found are those put in: {', '.join(_checked(folder, WORDS))}."
