"""The HTML report in a browser: its filters work, it asks nobody, it can be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.program import BAD, WARNED, write

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.support.program import Program

pytestmark = pytest.mark.slow


@pytest.fixture
def report(context: BrowserContext, here: Path, program: Program) -> Page:
    """A page with three errors and two warnings in two files, one of which has a name with two spaces."""
    write(a=f"{BAD}\n{BAD}\n{WARNED}")
    Path("x  y.json").write_text(f"{BAD}\n{WARNED}", encoding="utf-8")
    program("validate", ".", "--format", "html=report.html")
    opened: Page = context.new_page()
    opened.goto((here / "report.html").as_uri())
    return opened


def _shown(page: Page) -> int:
    """Return how many problems are shown; the heading says the same."""
    number: int = page.locator("article:visible").count()
    assert page.locator("#shown").inner_text() == str(number)
    return number


def test_problems_are_filtered_by_code_file_and_severity(report: Page) -> None:
    assert _shown(report) == 5
    report.select_option("select[name=severity]", "warning")
    assert _shown(report) == 2
    report.select_option("select[name=file]", "x  y.json")
    assert _shown(report) == 1
    report.select_option("select[name=code]", "SDE203")
    assert _shown(report) == 0
    report.select_option("select[name=severity]", "")
    assert _shown(report) == 1
    report.select_option("select[name=file]", "")
    assert _shown(report) == 3


def test_nothing_is_asked_of_another_host_and_nothing_is_refused(context: BrowserContext, report: Page) -> None:
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    report.on("console", lambda message: said.append(message.text))
    report.reload()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert said == []


@pytest.mark.parametrize("colors", ["light", "dark"])
def test_the_report_can_be_read(report: Page, axe: str, colors: str) -> None:
    report.emulate_media(color_scheme="dark" if colors == "dark" else "light")
    found = report.evaluate(f"(() => {{ {axe} }})(), axe.run()")["violations"]
    assert [violation["id"] for violation in found] == []


def test_on_paper_there_are_no_filters(report: Page) -> None:
    report.emulate_media(media="print")
    assert not report.locator("form").is_visible()
    assert report.locator("article:visible").count() == 5
