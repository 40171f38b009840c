"""All that is generated: the pages and the examples, by path from the project's root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.generating.change_pages import change_pages
from sde_schema.generating.command_page import command_page
from sde_schema.generating.example_files import example_files
from sde_schema.generating.note_pages import note_pages
from sde_schema.generating.problem_pages import problem_pages
from sde_schema.generating.reference_pages import reference_pages

if TYPE_CHECKING:
    import click


def generated_files(commands: click.Group, program: str) -> dict[str, bytes]:
    """Return every generated file by its path from the project's root."""
    return pages(commands, program) | example_files()


def pages(commands: click.Group, program: str) -> dict[str, bytes]:
    """Return every generated page by its path from the project's root."""
    made = reference_pages() | problem_pages() | change_pages() | note_pages() | command_page(commands, program)
    return {f"docs/{path}": text.encode() for path, text in made.items()}
