"""The playground in a browser: one page that loads the checker once, then every check of it."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from playground import hook
from sde_schema import attribute_types, default_version, versions
from tests.support.cases import case_files, cases_in, text_of
from tests.support.needs import need
from tests.support.program import BAD, GOOD, WARNED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from tests.site.serving import Served, Sink
    from tests.support.program import Program

pytestmark = pytest.mark.slow

BROKEN = '{"cartStatus": {\n  "serverTimeStamp": "1440412721832",\n  "Currency": "USD"\n  "numItems": ["6"]\n}}\n'
FIXED = BROKEN.replace('"Currency": "USD"', '"currency": "USD",')
PRIVATE = '{"lead": {"serverTimeStamp": "hunter2hunter2", "lead": {"Topic": "hunter2"}}}'
YAML = "lead:\n  serverTimeStamp: 1440412721836\n  lead: {Topic: test drive}\n"
LOADED_IN = 90_000
ASK = """(asked) => {
  const {checker} = document.querySelector('.sde-play').playground
  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return Promise.all(asked.map(([question, data]) => checker.ask({ask: 'check', ...question}, bytes(data))))
}"""
WATCH_PROGRESS = """() => {
  const text = document.querySelector('[data-testid=progress-text]')
  window.shown = []
  new MutationObserver(() => window.shown.push(text.textContent)).observe(text, {childList: true})
}"""
DROP = """([text, name]) => {
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(new File([text], name))
  document.querySelector('.sde-play').dispatchEvent(new DragEvent('drop', {dataTransfer, bubbles: true}))
}"""
FILL = """(text) => {
  const area = document.querySelector('[data-testid=payload]')
  area.value = text
  area.dispatchEvent(new Event('input'))
}"""
SELECTED = "(area) => area.value.slice(area.selectionStart, area.selectionEnd)"
KEPT = "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
AXE = "async () => (await axe.run('article')).violations.map(({id, nodes}) => [id, nodes.map((node) => node.html)])"


def _long_checked(count: int) -> str:
    """Return so many wrong lines, each another one, for equal ones are checked once: 1,000 take more than a second."""
    return "".join(BAD.replace("1440412721836", str(1440412721836 + line)) + "\n" for line in range(count))


class Loaded(NamedTuple):
    """The page with its checker loaded, all that it asked for, and what the progress bar said on the way."""

    page: Page
    asked: list[str]
    at_first: list[str]
    progress: list[str]
    origin: str

    def part(self, name: str) -> Locator:
        """Return the part of the page with a test id."""
        return self.page.locator(f"[data-testid={name}]")

    def says(self, text: str, state: str) -> list[Any]:
        """Put in a text and wait for its verdict; return the code and the pointer of each problem."""
        self.page.evaluate(FILL, "")
        self.part("verdict").filter(has_text="Nothing to check yet.").wait_for()
        self.page.evaluate(FILL, text)
        self.verdict(state)
        attributes = "items => items.map((item) => [item.dataset.code, item.dataset.pointer])"
        found: list[Any] = self.part("problem").evaluate_all(attributes)
        return found

    def verdict(self, state: str) -> str:
        """Wait for a verdict and return its words."""
        self.page.locator(f"[data-testid=verdict][data-state={state}]").wait_for(timeout=LOADED_IN)
        words: str = self.part("verdict").inner_text()
        return words


@pytest.fixture(scope="module")
def window(browser: Browser, served: Served, axe: str) -> Iterator[BrowserContext]:
    """A window of its own, which may use the clipboard."""
    need(found=hook.is_installed(), what="pyodide")
    with browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light") as opened:
        opened.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.origin)
        opened.add_init_script(axe)
        opened.set_default_timeout(30_000)
        yield opened


@pytest.fixture(scope="module")
def loaded(window: BrowserContext, served: Served) -> Loaded:
    """The page after a press of the button that loads the checker."""
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    page: Page = window.new_page()
    page.goto(served.below + "playground/", wait_until="networkidle")
    at_first = [*asked]
    page.evaluate(WATCH_PROGRESS)
    page.click("[data-testid=load]")
    page.locator("[data-testid=loading]").wait_for(state="hidden", timeout=LOADED_IN)
    return Loaded(page, asked, at_first, page.evaluate("() => window.shown"), served.origin)


def test_the_checker_is_loaded_when_it_is_asked_for_and_not_before(loaded: Loaded) -> None:
    names = [url.rpartition("/")[2] for url in loaded.asked]
    at_first = [url.rpartition("/")[2] for url in loaded.at_first]
    assert [name for name in hook.LOADED if name in at_first] == []
    assert [names.count(name) for name in hook.LOADED] == [1] * len(hook.LOADED)
    assert {url for url in loaded.asked if not url.startswith((loaded.origin, f"blob:{loaded.origin}"))} == set()
    assert loaded.progress[-1].endswith("loaded; the checker starts …")
    assert loaded.progress[0].startswith("Loading the checker: ")


def test_verdicts_and_problems_have_what_programs_look_for(loaded: Loaded, site: Path) -> None:
    assert loaded.says(BROKEN, "invalid") == [
        ["SDE203", "/cartStatus/Currency"],
        ["SDE101", ""],
        ["SDE205", "/cartStatus/numItems"],
    ]
    assert loaded.verdict("invalid") == "Not valid: 3 errors and 0 warnings in 1 event."
    for link in loaded.part("problem").locator("a").evaluate_all("links => links.map((link) => link.href)"):
        where = link.removeprefix(loaded.origin + "/some/where/")
        assert (site / where / "index.html").is_file()
    assert loaded.says(WARNED, "valid") == [["SDE402", "/lead/lead/value"]]
    assert loaded.says(GOOD, "valid") == []
    assert loaded.says(f"{GOOD}\n{BAD}\n", "invalid") == [["SDE203", "/lead/lead/Topic"]]
    assert loaded.part("problem").locator("button").inner_text() == "2:54"
    assert loaded.says(YAML, "invalid") == [["SDE203", "/lead/lead/Topic"]]


def test_the_version_and_the_type_are_chosen(loaded: Loaded) -> None:
    assert loaded.part("version").locator("option").all_inner_texts() == [*reversed(versions())]
    assert loaded.part("version").input_value() == default_version()
    assert loaded.part("type").locator("option").all_inner_texts() == ["any form", *attribute_types()]
    body = '{"serverTimeStamp": "1440412721836", "lead": {}}'
    assert loaded.says(body, "invalid") == [["SDE202", "/lead"]]
    loaded.page.select_option("[data-testid=type]", "lead")
    loaded.verdict("valid")
    loaded.page.select_option("[data-testid=version]", "2.0")
    assert loaded.verdict("invalid")
    loaded.page.select_option("[data-testid=version]", default_version())
    loaded.page.select_option("[data-testid=type]", "")
    assert loaded.verdict("invalid")


@pytest.mark.parametrize("version", versions())
def test_every_case_has_the_problems_of_the_command_line(
    version: str, loaded: Loaded, here: Path, program: Program
) -> None:
    by_type: dict[str | None, list[bytes]] = {}
    for file in case_files():
        for case in cases_in(file) if file.parent.name == version else ():
            by_type.setdefault(case.get("type"), []).append(text_of(case))
    for attribute, texts in by_type.items():
        names = [f"{number:04}.json" for number in range(len(texts))]
        for name, text in zip(names, texts, strict=True):
            (here / name).write_bytes(text)
        options = ("--type", attribute) if attribute else ()
        done = program("validate", *names, "--schema-version", version, "--format", "json", *options)
        question = {"version": version, "type": attribute, "name": "payload.json"}
        asked = [[question, base64.b64encode(text).decode()] for text in texts]
        for name, answer in zip(names, loaded.page.evaluate(ASK, asked), strict=True):
            expected = [problem for problem in done.report["problems"] if problem["file"] == name]
            found = [{**problem, "file": name} for problem in answer["problems"]]
            kept = [{key: problem[key] for key in expected[0]} for problem in found] if expected else found
            assert kept == expected, texts[int(name[:4])]
            assert answer["state"] == ("invalid" if any(it["severity"] == "error" for it in expected) else "valid")


def test_a_problem_leads_to_its_location_by_mouse_and_keyboard(loaded: Loaded) -> None:
    loaded.says(BROKEN, "invalid")
    loaded.part("problem").nth(0).click()
    assert loaded.part("payload").evaluate(SELECTED) == '"Currency"'
    loaded.says(f"\ufeff[{BAD},{BAD}]", "invalid")
    for problem in loaded.part("problem").all():  # each of a kind, and a byte order mark is in no column
        problem.click()
        assert loaded.part("payload").evaluate(SELECTED) == '"Topic"'
    loaded.says(BROKEN, "invalid")
    loaded.part("problem").nth(2).locator("button").focus()
    loaded.page.keyboard.press("Enter")
    assert loaded.part("payload").evaluate(SELECTED) == "["
    assert loaded.part("payload").evaluate("area => area === document.activeElement")


def test_lines_are_numbered_and_marked_wherever_the_text_is_scrolled_to(loaded: Loaded) -> None:
    loaded.says(f"{GOOD}\n" * 500 + f"{WARNED}\n{BAD}\n", "invalid")
    loaded.part("problem").nth(1).locator("button").click()
    assert loaded.part("lines").locator(".sde-play-error").all_inner_texts() == ["502"]
    assert loaded.part("lines").locator(".sde-play-warning").all_inner_texts() == ["501"]
    number = loaded.part("lines").locator(".sde-play-error").bounding_box()
    area = loaded.part("payload").bounding_box()
    assert number is not None
    assert area is not None
    assert area["y"] < number["y"] < area["y"] + area["height"]
    assert loaded.part("lines").locator("span").count() < 100


def test_safe_fixes_are_shown_then_made_and_can_be_undone(loaded: Loaded) -> None:
    loaded.says(BROKEN, "invalid")
    loaded.part("fix").click()
    loaded.part("panel").wait_for()
    assert loaded.part("what").inner_text() == "2 of 3 problems can be fixed."
    assert [text.strip() for text in loaded.part("diff").locator("del, ins").all_inner_texts()] == [
        '-  "Currency": "***"',
        '+  "currency": "***",',
    ]
    loaded.part("apply").click()
    assert loaded.part("payload").input_value() == FIXED
    loaded.part("verdict").filter(has_text="1 error").wait_for()
    assert not loaded.part("panel").is_visible()
    loaded.part("payload").press("Control+z")
    assert loaded.part("payload").input_value() == BROKEN
    loaded.says(YAML, "invalid")
    assert not loaded.part("fix").is_visible()


def test_what_is_copied_shows_no_value(loaded: Loaded) -> None:
    loaded.says(PRIVATE, "invalid")
    loaded.part("copy").click()
    loaded.part("done").filter(has_text="Copied").wait_for()
    report = loaded.page.evaluate("() => navigator.clipboard.readText()")
    assert report.startswith("### sde-schema: Not valid: 2 errors and 0 warnings in 1 event.")
    assert "hunter2" not in report
    loaded.part("fix").click()
    loaded.part("panel").wait_for()
    assert "hunter2" not in loaded.part("diff").inner_text() + loaded.part("problems").inner_text()


def test_files_are_opened_and_dropped(loaded: Loaded, tmp_path: Path) -> None:
    named = tmp_path / "a.yaml"
    named.write_text("a: 1", encoding="utf-8")
    loaded.says(GOOD, "valid")
    loaded.part("file").set_input_files(named)
    loaded.verdict("invalid")
    assert loaded.part("payload").input_value() == "a: 1"
    loaded.page.evaluate(DROP, [GOOD, "b.json"])
    loaded.verdict("valid")
    (tmp_path / "latin.json").write_bytes(GOOD.replace("test", "caf\xe9").encode("latin-1"))
    loaded.part("file").set_input_files(tmp_path / "latin.json")
    loaded.verdict("invalid")
    assert loaded.part("problem").get_attribute("data-code") == "SDE103"
    loaded.page.evaluate(DROP, ["x" * 2_100_000, "c.json"])
    assert "at most 2 MB" in loaded.verdict("empty")
    (tmp_path / "d.json").write_bytes(b"\x1f\x8b")
    loaded.part("file").set_input_files(tmp_path / "d.json")
    loaded.part("verdict").filter(has_text="This is a gzip file").wait_for()
    loaded.part("file").set_input_files(named)
    loaded.verdict("invalid")
    loaded.page.select_option("[data-testid=example]", "lead")  # it is no YAML for the file before it
    loaded.verdict("valid")


def test_the_name_of_a_file_says_how_its_text_is_read_and_no_other(loaded: Loaded, tmp_path: Path) -> None:
    broken = GOOD.replace("}}", ",}}")
    (tmp_path / "a.yaml").write_text(broken, encoding="utf-8")
    loaded.says("", "empty")
    loaded.part("file").set_input_files(tmp_path / "a.yaml")
    loaded.verdict("valid")
    assert loaded.part("note").inner_text() == "This is read as the file a.yaml."
    loaded.part("payload").press("End")
    loaded.page.keyboard.type(" # of YAML")
    loaded.part("verdict").filter(has_text="no problems").wait_for()
    loaded.part("payload").press("Control+a")
    loaded.page.keyboard.insert_text(broken)
    loaded.verdict("invalid")
    assert loaded.part("problem").get_attribute("data-code") == "SDE101"


def test_what_is_shown_is_about_the_text_that_is_there(loaded: Loaded) -> None:
    loaded.says(BROKEN, "invalid")
    loaded.part("fix").click()
    loaded.page.evaluate(FILL, GOOD)
    loaded.verdict("valid")
    loaded.page.wait_for_timeout(1_000)
    assert not loaded.part("panel").is_visible()
    loaded.says(BAD, "invalid")
    loaded.page.evaluate(FILL, _long_checked(3_000))
    loaded.part("verdict").filter(has_text="Checking …").wait_for()
    assert (loaded.part("problem").count(), loaded.part("copy").is_visible()) == (0, False)
    loaded.verdict("invalid")


def test_a_text_that_is_too_large_is_not_checked(loaded: Loaded) -> None:
    loaded.says(BAD, "invalid")
    loaded.page.evaluate(FILL, "x" * 2_100_000)
    said = "Not checked: the payload has 2.1 MB; this page takes at most 2 MB. Use the command line."
    assert loaded.verdict("empty") == said
    assert loaded.part("problem").count() == 0


def test_examples_are_those_of_the_version(loaded: Loaded) -> None:
    expected = hook.examples()
    for version in reversed(versions()):
        loaded.page.select_option("[data-testid=version]", version)
        groups = loaded.part("example").locator("optgroup")
        titles = [groups.nth(index).locator("option").all_text_contents() for index in range(2)]
        assert titles == [[*texts] for texts in expected[version].values()]
    loaded.page.select_option("[data-testid=version]", default_version())
    loaded.page.select_option("[data-testid=example]", "purchase")
    assert loaded.part("payload").input_value() == expected[default_version()]["Valid"]["purchase"]
    loaded.verdict("valid")


def test_nothing_is_asked_while_typing_or_kept(loaded: Loaded) -> None:
    loaded.says(GOOD, "valid")
    before = len(loaded.asked)
    loaded.part("payload").fill("")
    loaded.part("payload").press_sequentially(PRIVATE, delay=5)
    loaded.verdict("invalid")
    loaded.part("fix").click()
    loaded.part("apply").click()
    loaded.page.wait_for_timeout(500)
    assert loaded.asked[before:] == []
    assert "hunter2" not in loaded.page.url + loaded.page.evaluate(KEPT)
    loaded.page.evaluate("() => fetch('?counted')")  # the control: a request would be seen
    assert [url.rpartition("?")[2] for url in loaded.asked[before:]] == ["counted"]


def test_the_worker_can_ask_no_other_host(loaded: Loaded, sink: Sink) -> None:
    (worker,) = [each for each in loaded.page.workers if each.url.startswith("blob:")]
    attempt = """(out) => new Promise((done) => {
      const request = new XMLHttpRequest()
      request.onload = () => done('reached')
      request.onerror = () => done('refused')
      request.open('GET', out)
      request.send()
    })"""
    assert worker.evaluate(attempt, sink.origin + "/worker") == "refused"
    assert sink.asked == set()


def test_it_works_without_a_network_also_after_a_stop(loaded: Loaded, window: BrowserContext) -> None:
    loaded.says(GOOD, "valid")
    before = len(loaded.asked)
    window.set_offline(True)
    try:
        assert loaded.says(BAD, "invalid") == [["SDE203", "/lead/lead/Topic"]]
        loaded.page.evaluate(FILL, _long_checked(20_000))
        loaded.part("stop").click()
        loaded.part("verdict").filter(has_text="The check was stopped before it was done.").wait_for()
        assert loaded.says(GOOD, "valid") == []
    finally:
        window.set_offline(False)
    assert [url for url in loaded.asked[before:] if not url.startswith("blob:")] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_it(scheme: Any, loaded: Loaded) -> None:
    page = loaded.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    loaded.says(f"{BROKEN}{WARNED}", "invalid")
    loaded.part("fix").click()
    loaded.part("panel").wait_for()
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("() => document.scrollingElement.scrollWidth") <= width
        loaded.part("apply").hover()
        assert page.evaluate(AXE) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")


def test_it_works_at_a_host_s_root_and_says_its_size(loaded: Loaded, served: Served, site: Path) -> None:
    sizes = {name: (site / "playground" / "runtime" / name).stat().st_size for name in hook.LOADED}
    page: Page = loaded.page.context.new_page()
    page.goto(served.root + "playground/")
    page.locator("[data-testid=example] optgroup").first.wait_for(state="attached")
    assert f"The checker is {round(sum(sizes.values()) / 1e6)} MB." in page.inner_text("[data-testid=progress-text]")
    said = json.loads(page.get_attribute(".sde-play", "data-files") or "")
    assert said == sizes
    page.close()
