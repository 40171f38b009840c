"""The built site, a server for it, and a browser."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.site.building import build
from tests.site.serving import Served, Sink
from tests.support.needs import need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    folder = tmp_path_factory.mktemp("site")
    assert build(folder) == ""
    return folder


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[Served]:
    """A server of the built site."""
    with Served(site) as server:
        yield server


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Another host, which remembers what it is asked."""
    with Sink() as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    need(found=program is not None, what="chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        need(found=False, what="playwright")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of its own, with nothing remembered."""
    with browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light") as opened:
        opened.set_default_timeout(30_000)
        yield opened


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe."""
    need(found=AXE.is_file(), what="axe")
    return AXE.read_text(encoding="utf-8")
