"""Readers of the indexes, by their clicks: columns as CSV, personal data, filters, copies, archives."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import default_version, versions
from sde_schema.pages.all_fields import field_table
from sde_schema.pages.personal_data import personal_table
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.site.serving import Served

pytestmark = pytest.mark.slow

FIELDS = f"reference/{default_version()}/fields/"
FILTER = ".sde-filter input"
PHONE: Any = {"width": 360, "height": 740}
BROKEN = """() => [...document.querySelectorAll('.sde-field code')].flatMap((code) => [...code.childNodes])
  .filter((node) => node.nodeType === Node.TEXT_NODE).filter((node) => {
    const range = document.createRange(); range.selectNodeContents(node); return range.getClientRects().length > 1
  }).map((node) => node.data)"""
"""The parts of headings between two dots that are in more than one line."""
CELLS = "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()))"
PLACE = """() => ['.md-search__output', 'article'].find((place) => document.activeElement.closest(place)) ?? ''"""
"""What the stop of the keyboard is in, of what matters here."""


class Reader:
    """Someone at the home page, whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, place: Any) -> None:
        """Click a place."""
        place.click()
        self.clicks += 1

    @property
    def clipboard(self) -> str:
        """What was copied, once the page says so."""
        self.page.locator(".sde-said", has_text="copied").wait_for()
        text: str = self.page.evaluate("navigator.clipboard.readText()")
        return text.replace("\r\n", "\n")


@pytest.fixture
def reader(context: BrowserContext, served: Served) -> Reader:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.origin)
    page = context.new_page()
    page.goto(served.below)
    return Reader(page)


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_columns_of_two_attributes_with_types_are_three_clicks_away(reader: Reader) -> None:
    reader.click(reader.page.get_by_role("link", name="All fields"))
    reader.click(reader.page.locator(FILTER))
    reader.page.keyboard.type("purchase, customerInfo")
    reader.click(reader.page.get_by_role("button", name="Copy as CSV"))
    assert reader.clicks == 3
    every = rows(field_table(default_version()).as_csv().decode())
    assert rows(reader.clipboard) == [every[0], *(row for row in every if row[0] in ("purchase", "customerInfo"))]


def test_all_personal_data_are_one_click_away(reader: Reader) -> None:
    reader.click(reader.page.locator("article").get_by_role("link", name="Personal data", exact=True))
    reader.page.wait_for_url("**/reference/personal-data/")
    assert reader.clicks == 1
    shown = reader.page.locator(".sde-index tbody tr").evaluate_all(CELLS)
    assert shown == [[cell.text for cell in row] for row in personal_table().rows]


def test_a_filter_asks_nobody_and_copies_leave_out_what_it_hides(reader: Reader, served: Served) -> None:
    page = reader.page
    page.goto(served.below + FIELDS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(FILTER).fill("personal data phone")
    assert page.locator(".sde-index tbody tr:visible").count() == 2
    assert page.locator(".sde-said").inner_text().startswith("2 of ")
    page.get_by_role("button", name="Copy as Markdown").click()
    lines = reader.clipboard.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("| Attribute | Path |")
    assert all("phone" in line for line in lines[2:])
    every = rows(field_table(default_version()).as_csv().decode())[1:]
    for words, column, value in (("since 1.1", -1, "1.1"), ("personal data yes", -2, "yes")):
        page.locator(FILTER).fill(words)
        found = page.locator(".sde-index tbody tr:visible").evaluate_all(CELLS)
        assert [row[1] for row in found] == [row[1] for row in every if row[column] == value]
    page.locator(FILTER).fill("")
    page.get_by_role("button", name="Copy as CSV").click()
    page.locator(".sde-said", has_text="as CSV").wait_for()
    assert [url for url in asked if not url.endswith("/favicon.png")] == []  # which the browser fetches when it likes
    answer = page.request.get(f"{served.below}{default_version()}/fields.csv")
    assert reader.clipboard == answer.text()


def test_on_a_phone_a_row_is_a_card(reader: Reader, served: Served) -> None:
    page = reader.page
    page.set_viewport_size(PHONE)
    page.goto(served.below + FIELDS)
    row = page.locator(".sde-index tbody tr", has_text="originatingChannel")
    assert row.evaluate("node => node.scrollWidth <= node.clientWidth && node.getBoundingClientRect().right <= 360")
    assert row.locator("[data-label='Type in 2.0']").is_visible()


def test_without_scripts_the_table_is_there(browser: Browser, served: Served) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served.below + FIELDS)
        assert page.locator(".sde-index tbody tr").count() == len(field_table(default_version()).rows)
        assert page.locator(".sde-filter").count() == 0


def test_headings_break_after_dots_alone(reader: Reader, served: Served) -> None:
    reader.page.set_viewport_size(PHONE)
    reader.page.goto(f"{served.below}reference/{default_version()}/personalInfo/")
    assert reader.page.evaluate(BROKEN) == []
    assert reader.page.locator("h3[id='personalInfo.contacts.personalContact.preferredContactMethod'] wbr").count() == 3


def test_no_stop_of_the_keyboard_is_in_the_closed_search(reader: Reader) -> None:
    stops = []
    while "article" not in stops:
        reader.page.keyboard.press("Tab")
        stops.append(reader.page.evaluate(PLACE))
        assert len(stops) < 20
    assert ".md-search__output" not in stops


@pytest.mark.parametrize("version", versions())
@pytest.mark.parametrize("folder", ["schemas", "examples"])
def test_an_archive_holds_the_files_of_the_repository(folder: str, version: str, site: Path) -> None:
    with zipfile.ZipFile(site / version / f"{folder}.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    files = [path for path in (ROOT / folder / version).rglob("*") if path.is_file()]
    assert held == {path.relative_to(ROOT / folder).as_posix(): path.read_bytes() for path in files}
