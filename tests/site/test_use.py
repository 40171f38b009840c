"""What readers do on the site: follow anchors, open tabs, copy, search, switch version and colors, print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sde_schema import default_version, versions
from tests.site.building import MISSING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.site.serving import Served

pytestmark = pytest.mark.slow

PURCHASE = f"reference/{default_version()}/purchase/"
PRICE = "cart.products.product.price"
SCHEME = "document.body.dataset.mdColorScheme"


@pytest.fixture
def page(context: BrowserContext, served: Served) -> Page:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.origin)
    opened: Page = context.new_page()
    opened.goto(served.below + PURCHASE)
    return opened


def _copied(page: Page, block: str) -> str:
    """Return what the copy button of a code block puts into the clipboard."""
    page.locator(block).hover()
    page.locator(f"{block} >> button.md-code__button[data-md-type=copy]").click()
    page.locator(".md-dialog[data-md-state=open], .md-dialog--active").wait_for()
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text.replace("\r\n", "\n")


def _search(page: Page, words: str) -> list[str]:
    """Return the paths of what a search finds, best first, as a reader at the keyboard gets them."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.locator(".md-search-result__link").first.wait_for()
    found: list[str] = []
    before: list[str] | None = None
    while found != before:  # the list is written in steps, as the words are typed
        page.wait_for_timeout(300)
        before = found
        found = page.locator(".md-search-result__link").evaluate_all("links => links.map((link) => link.href)")
    return found


def test_a_field_has_a_link_to_itself(page: Page) -> None:
    heading = page.locator(f"[id='{PRICE}']")
    heading.hover()
    heading.locator(".headerlink").click()
    assert page.url.endswith(f"{PURCHASE}#{PRICE}")
    assert heading.evaluate("node => node.getBoundingClientRect().top") < 400
    page.reload()
    assert heading.evaluate("node => node.matches(':target')")


def test_the_overview_leads_to_the_fields(page: Page) -> None:
    page.locator(f".sde-tree a[href='#{PRICE}']").click()
    assert page.url.endswith(f"#{PRICE}")


def test_the_example_is_beside_the_fields_and_each_name_in_it_lights_its_field(page: Page) -> None:
    name = page.locator(f".sde-beside-example .tabbed-block:first-child a[href='#{PRICE}']")
    section = page.locator(".sde-part", has=page.locator(f"[id='{PRICE}']"))
    name.click()
    assert page.url.endswith(f"#{PRICE}")
    assert "sde-lit" in str(section.get_attribute("class"))
    assert name.is_visible()
    boxes = [node.bounding_box() for node in (page.locator(".sde-beside-example"), section)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["x"] >= boxes[1]["x"] + boxes[1]["width"]
    page.locator("[id='cart.currency']").hover()
    assert page.locator(".sde-beside-example a.sde-lit").first.get_attribute("href") == "#cart.currency"


def test_a_path_is_copied(page: Page) -> None:
    details = page.locator(".sde-part", has=page.locator(f"[id='{PRICE}']")).locator("details")
    assert not details.locator("sde-copy").first.is_visible()
    details.locator("summary").click()
    details.get_by_role("button", name="/purchase/").click()
    details.get_by_text("copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "/purchase/cart/products/0/product/price"


def test_the_longest_page_of_fields_has_eight_screens(page: Page, served: Served) -> None:
    page.goto(served.below + f"reference/{default_version()}/customerInfo/")
    assert page.evaluate("document.documentElement.scrollHeight") <= 8 * 800


def test_from_a_code_in_a_log_to_the_list_of_codes(page: Page) -> None:
    _search(page, "SDE302")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/problems/SDE302/**")
    assert page.locator("article").get_by_role("cell", name="Paid Search").first.is_visible()


def test_tabs_show_one_example_at_a_time_and_keep_the_choice(page: Page, served: Served) -> None:
    tabs = page.locator(".tabbed-set").first
    assert tabs.locator(".tabbed-block").nth(0).is_visible()
    tabs.get_by_text("Minimal", exact=True).click()
    assert tabs.locator(".tabbed-block").nth(1).is_visible()
    assert not tabs.locator(".tabbed-block").nth(0).is_visible()
    page.goto(served.below + f"reference/{default_version()}/lead/")
    assert page.locator(".tabbed-set").first.locator(".tabbed-block").nth(1).is_visible()


def test_an_example_is_copied_whole(page: Page) -> None:
    block = ".tabbed-block >> nth=0 >> .highlight >> nth=0"
    assert _copied(page, block).strip() == str(page.locator(f"{block} >> code").text_content()).strip()


def test_of_a_session_only_the_commands_are_copied(page: Page, served: Served) -> None:
    page.goto(served.below + "tutorial/")
    block = page.locator(".highlight", has_text="sde-schema --version")
    block.evaluate("node => { node.id = 'wanted' }")
    assert _copied(page, "#wanted").split("\n")[:2] == ["sde-schema --version", "sde-schema list"]
    assert "Attribute types" not in page.evaluate("navigator.clipboard.readText()")


def test_the_version_switch_names_all_versions_and_keeps_the_field(page: Page, served: Served) -> None:
    switch = page.locator(".sde-versions")
    assert switch.locator("[aria-current=page]").inner_text() == default_version()
    assert sorted(switch.locator("a, strong").all_inner_texts()) == sorted(versions())
    for other in versions():
        page.goto(f"{served.below}{PURCHASE}#{PRICE}")
        if other != default_version():
            switch.get_by_role("link", name=other).click()
        page.wait_for_url(f"{served.below}reference/{other}/purchase/#{PRICE}")
        assert switch.locator("[aria-current=page]").inner_text() == other
        assert page.locator(":target").count() == 1


def test_the_search_finds_as_the_reader_types(page: Page) -> None:
    assert "problems/SDE203/" in _search(page, "SDE203")[0]


def test_the_search_is_left_and_followed_by_keyboard(page: Page) -> None:
    assert _search(page, "SDE203")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/problems/SDE203/**")
    _search(page, "privacy")
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('md-skip')")
    page.keyboard.press("Enter")
    assert "#" in page.url


def test_colors_follow_the_system_until_the_reader_chooses(page: Page) -> None:
    assert page.evaluate(SCHEME) == "default"
    page.emulate_media(color_scheme="dark")
    page.locator("body[data-md-color-scheme=slate]").wait_for()
    page.get_by_title("Switch to light").click()
    assert page.evaluate(SCHEME) == "default"
    page.reload()
    assert page.evaluate(SCHEME) == "default"
    page.get_by_title("Switch to dark").click()
    page.emulate_media(color_scheme="light")
    assert page.evaluate(SCHEME) == "slate"
    page.get_by_title("Switch to the system's preference").click()
    assert page.evaluate(SCHEME) == "default"


def test_on_a_phone_a_drawer_holds_the_way_to_every_page(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    drawer = page.locator(".md-sidebar--primary")
    assert drawer.evaluate("node => node.getBoundingClientRect().right") <= 0
    page.locator(".md-header__button[for=__drawer]").click()
    page.wait_for_timeout(500)  # it slides
    assert drawer.evaluate("node => node.getBoundingClientRect().left") == 0
    assert page.locator(".md-nav__link", has_text="customerInfo").first.is_visible()


def test_wide_code_and_tables_scroll_in_their_box(page: Page, served: Served) -> None:
    page.goto(served.below + "syntax-errors/")
    page.set_viewport_size({"width": 360, "height": 800})
    box = page.locator(".md-typeset__scrollwrap").first
    assert box.evaluate("node => node.scrollWidth > node.clientWidth")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360


def test_on_paper_the_text_is_alone_and_whole(page: Page) -> None:
    page.emulate_media(media="print")
    assert not page.locator(".md-header").is_visible()
    assert not page.locator(".md-sidebar--primary").is_visible()
    assert page.locator(".tabbed-set").first.locator(".tabbed-block").nth(1).is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".sde-source").first.locator("p").first.is_visible()


def test_a_missing_address_gets_a_page_with_the_site_s_look(page: Page, served: Served) -> None:
    answer = page.goto(served.below + "reference/9.9/nothing/")
    assert answer is not None
    assert answer.status == 404
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    page.locator("article").get_by_role("link", name="Reference").click()
    page.wait_for_url(served.below + "reference/")
    page.locator(".md-header__button.md-logo").first.click()
    page.wait_for_url(served.below)


def test_the_site_works_at_a_host_s_root_too(page: Page, served: Served) -> None:
    page.goto(served.root + PURCHASE)
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    assert _search(page, "SDE203")[0].startswith(served.root)
    page.goto(served.root + MISSING)
    assert page.locator("h1").count() == 1
