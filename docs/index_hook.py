"""What the site has beside the docs to find and take along: tables and archives, and the picture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

from sde_schema import catalog
from sde_schema.pages import all_fields, personal_data
from sde_schema.pages.archives import archive
from sde_schema.pages.nesting import nesting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
PICTURE = "<!-- The picture of what is in what comes here. -->"

TABLE = re.compile(r'(?<=<div class="sde-index").*?</table>', re.DOTALL)
HEADING = re.compile(r"<th>(.*?)</th>")
ROW = re.compile(r"<tr>\s*<td>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<td>(.*?)</td>", re.DOTALL)


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Publish the tables as CSV, and archives of each version's schemas and examples."""
    for path, content in _taken_along():
        files.append(File.generated(config, path, content=content))


def on_page_markdown(markdown: str, *, page: Page, **_: Any) -> str:
    """Draw the picture where a page wants it, and leave the width of a page of fields to its table."""
    if page.file.name == all_fields.NAME:
        page.meta["hide"] = ["toc"]
    return markdown.replace(PICTURE, nesting(catalog.default_version(), page.file.src_uri))


def on_page_content(html: str, **_: Any) -> str:
    """Give each cell of a table of fields its heading."""
    return TABLE.sub(lambda found: labeled(found[0]), html)


def labeled(table: str) -> str:
    """Return a table in which each cell that says something names its heading, except where it says just that."""
    headings = HEADING.findall(table)
    return ROW.sub(lambda row: _row(row[0], iter(headings)), table)


def _row(row: str, headings: Iterator[str]) -> str:
    return CELL.sub(lambda cell: _cell(cell[1], next(headings)), row)


def _cell(content: str, heading: str) -> str:
    says_more = content and content != heading.lower()
    return f'<td data-label="{heading}">{content}</td>' if says_more else f"<td>{content}</td>"


def _taken_along() -> Iterator[tuple[str, bytes]]:
    yield personal_data.CSV, personal_data.personal_table().as_csv()
    for version in catalog.versions():
        yield f"{version}/{all_fields.NAME}.csv", all_fields.field_table(version).as_csv()
        for folder in ("schemas", "examples"):
            yield f"{version}/{folder}.zip", archive(_files(ROOT / folder / version))


def _files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their paths, which begin with the folder's name."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder.parent).as_posix(): path.read_bytes() for path in paths}
