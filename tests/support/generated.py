"""What `generate` makes, made once in each process."""

from __future__ import annotations

from functools import cache

from sde_schema.cli.main import PROGRAM, commands
from sde_schema.examples.files import example_files
from sde_schema.pages.generate import pages


@cache
def generated_pages() -> dict[str, bytes]:
    """Return every generated page by its path from the project's root."""
    return pages(commands, PROGRAM)


@cache
def generated_examples() -> dict[str, bytes]:
    """Return every generated example file by its path from the project's root."""
    return example_files()
