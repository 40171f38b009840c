"""Every page in a browser: what it asks for, what it complains of, whether it fits, whether everyone can read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import attribute_types, default_version
from tests.site.building import MISSING, addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.site.serving import Served

pytestmark = pytest.mark.slow

WIDTHS = (1280, 360)
THEMES = {"light": "default", "dark": "slate"}
RULES: dict[str, dict[str, Any]] = {"light": {}, "dark": {"runOnly": ["color-contrast", "link-in-text-block"]}}
"""What axe looks for: all that it knows, then, in other colors, what depends on colors."""
ALL_BUT_COLORS = {"rules": {"color-contrast": {"enabled": False}}}
"""What axe looks for in a page with the styles of another; colors take it as long as all the rest."""
DEAD_ANCHORS = """() => [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href'))
  .filter((href) => href.length > 1 && !document.getElementById(decodeURIComponent(href.slice(1))))"""
TWICE = """() => { const ids = [...document.querySelectorAll('[id]')].map((node) => node.id)
  return ids.filter((id, index) => ids.indexOf(id) < index) }"""
LIKE_ANOTHER = re.compile(
    rf"reference/(?!{re.escape(default_version())}/)[0-9.]+/(\w+/)?|changes/1.0-1.1/|reference/[0-9.]+/(?!customerInfo/)({'|'.join(attribute_types())})/"
    r"|problems/SDE(?!101/)|guides/(?!ci/|words/|warehouse/)\w+/|decisions/\w+"
)
"""Pages whose like is looked at in full: of another version, attribute type or code, another guide or decision."""
LOOKED_AT = [
    address for number, address in enumerate(addresses()) if number % 3 == 0 or not LIKE_ANOTHER.match(address)
]
"""Of those that are like another, one of three; what one has wrong by itself, other tests read in the HTML."""
SETTLED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"""
FAULTS = """async (options) => (await axe.run(document, {resultTypes: ['violations'], ...options})).violations
  .map(({id, nodes}) => ({id, where: nodes.map((node) => node.target.join(' '))}))"""


class Watched:
    """A page with all that it asked for and complained of."""

    def __init__(self, context: BrowserContext, served: Served) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self._origin = served.origin
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", lambda answer: self._answered(answer.status, answer.url))

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def _answered(self, status: int, url: str) -> None:
        if status >= 400:
            self.complaints.append(f"{status} {url}")

    @property
    def elsewhere(self) -> list[str]:
        """The addresses on other hosts that the page asked for."""
        return [url for url in self.asked if not url.startswith((self._origin + "/", "data:"))]


def _look(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # else the drawer, on its way, is measured
    page.locator(f"body[data-md-color-scheme={THEMES[scheme]}]").wait_for()


@pytest.fixture(scope="module")
def window(browser: Browser, axe: str) -> Iterator[BrowserContext]:
    """A window for all pages, so that what they have in common is loaded once."""
    with browser.new_context(viewport={"width": WIDTHS[0], "height": 800}, color_scheme="light") as opened:
        opened.set_default_timeout(30_000)
        opened.add_init_script(axe)
        yield opened


@pytest.mark.parametrize("address", LOOKED_AT, ids=lambda address: address or "home")
def test_a_page(address: str, window: BrowserContext, served: Served) -> None:
    watched = Watched(window, served)
    page = watched.page
    is_like_another = LIKE_ANOTHER.match(address) is not None
    page.goto(served.below + address)
    assert page.locator("h1").count() == 1
    assert page.evaluate(DEAD_ANCHORS) == []
    assert page.evaluate(TWICE) == []
    if is_like_another:
        assert page.evaluate(FAULTS, ALL_BUT_COLORS) == []
    for scheme in ["light"] if is_like_another else THEMES:
        _look(page, scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_function(SETTLED)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width, (scheme, width)
            if not is_like_another and (scheme == "light" or width == WIDTHS[0]):  # colors do not depend on the width
                assert page.evaluate(FAULTS, RULES[scheme]) == [], (scheme, width)
    assert (watched.elsewhere, watched.complaints) == ([], [])
    assert watched.asked
    page.close()


def test_the_watch_sees_what_is_wrong(context: BrowserContext, served: Served, axe: str) -> None:
    """The control of the test above: a page with each fault has each fault found."""
    context.add_init_script(axe)
    watched = Watched(context, served)
    page = watched.page
    page.goto(served.below + MISSING)
    page.evaluate("""() => {
      const faulty = '<a href="#nowhere" style="color: red"></a><p id=a></p><p id=a></p>'
      document.body.insertAdjacentHTML('beforeend', faulty)
      const wide = document.createElement('div'); wide.textContent = 'wide'
      Object.assign(wide.style, {width: '3000px', color: '#eee', background: '#fff'}); document.body.append(wide)
      return fetch('http://other.invalid/').catch(() => null)
    }""")
    assert page.evaluate(DEAD_ANCHORS) == ["#nowhere"]
    assert page.evaluate(TWICE) == ["a"]
    assert page.evaluate("document.scrollingElement.scrollWidth") > 1280
    assert {"color-contrast", "link-name"} <= {fault["id"] for fault in page.evaluate(FAULTS, {})}
    assert len(watched.complaints) >= 2  # the style attribute, and the request that the policy forbade
