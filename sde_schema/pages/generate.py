"""All that is generated, pages and examples, and how the files that are there differ from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sde_schema import catalog
from sde_schema.examples.files import example_files
from sde_schema.pages.changes import change_pages
from sde_schema.pages.commands import command_page
from sde_schema.pages.config_schema import config_schema
from sde_schema.pages.personal_data import personal_data_page
from sde_schema.pages.problems import problem_pages
from sde_schema.pages.reference import reference_pages
from sde_schema.pages.source_notes import note_pages
from sde_schema.pages.terms import terms_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import click

_FOLDERS = ("docs/reference", "docs/problems", "docs/changes")


def generated_files(commands: click.Group, program: str) -> dict[str, bytes]:
    """Return every generated file by its path from the project's root."""
    return pages(commands, program) | example_files() | config_schema()


def pages(commands: click.Group, program: str) -> dict[str, bytes]:
    """Return every generated page by its path from the project's root."""
    made = (
        reference_pages()
        | personal_data_page()
        | terms_page()
        | problem_pages(commands)
        | change_pages()
        | note_pages()
    )
    made |= command_page(commands, program)
    return {f"docs/{path}": text.encode() for path, text in made.items()}


@dataclass(frozen=True, slots=True)
class Drift:
    """How the files of a folder differ from what is generated; paths are relative to it."""

    missing: list[str]
    changed: list[str]
    left_over: list[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.left_over)


def drift(root: Path, generated: dict[str, bytes]) -> Drift:
    """Compare what is generated with what is there."""
    there = {path: (root / path).read_bytes() for path in generated if (root / path).is_file()}
    return Drift(
        missing=sorted(generated.keys() - there.keys()),
        changed=sorted(path for path, data in there.items() if data != generated[path]),
        left_over=sorted(path for path in _owned(root) if path not in generated),
    )


def remove(root: Path, left_over: list[str]) -> None:
    """Remove what is left over, and folders that have nothing else. Raises OSError."""
    for path in left_over:
        file = root / path
        file.unlink()
        if not any(file.parent.iterdir()):
            file.parent.rmdir()


def _owned(root: Path) -> Iterator[str]:
    """Yield the files in folders that hold nothing but generated files."""
    for folder in (*_FOLDERS, *(f"examples/{version}" for version in catalog.versions())):
        yield from (path.relative_to(root).as_posix() for path in (root / folder).rglob("*") if path.is_file())
