"""What the search finds first, asked of the site's own worker with the built index: names, codes, and what is meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import default_version

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.site.serving import Served

pytestmark = pytest.mark.slow

REFERENCE = f"reference/{default_version()}"
CHANNEL = f"{REFERENCE}/marketingCampaignInfo/#marketingCampaignInfo.originatingChannel"
STATUS = f"{REFERENCE}/serviceActivity/#serviceActivity.status"
RIGHT: dict[str, tuple[str, ...]] = {
    # A mistake in JSON has a row on the page of syntax errors, with its hint; SDE101 links it.
    "missing comma": ("syntax-errors/#commas",),
    "trailing comma": ("syntax-errors/#commas",),
    "single quotes": ("syntax-errors/#quotes",),
    # The meaning of a code leads to the code.
    "paid search": (f"{CHANNEL}.5",),
    "in progress": (f"{STATUS}.1",),
    "waiting for customer": (f"{STATUS}.10",),
    # Where unauthenticated events are is said by the forms of documents.
    "unAuthSdes": (f"{REFERENCE}/payload/",),
    # What a CI job needs is on the page of the commands.
    "exit code": ("command-line/#exit-status",),
    "exit status": ("command-line/#exit-status",),
    # Which fields hold personal data is on one page.
    "personal data": ("reference/personal-data/",),
    "GDPR": ("reference/personal-data/",),
    "PII": ("reference/personal-data/",),
    # Types and copies in tables are the warehouse guide's.
    "cast amount": ("guides/warehouse/#types",),
    "duplicate events": ("guides/warehouse/#key",),
    # What a web page pushes has another name in a response.
    "ctmrinfo": ("reference/terms/",),
    # A code and its name lead to its page.
    "SDE302": ("problems/SDE302/",),
    "unknown code": ("problems/SDE302/",),
    "not numeric": ("problems/SDE402/",),
    # Names of fields lead to fields of the default version.
    "customerMonthOfBirth": (f"{REFERENCE}/personalInfo/#personalInfo.customerAge.customerMonthOfBirth",),
    "order id": (f"{REFERENCE}/purchase/#orderId",),
    "phone number": (f"{REFERENCE}/personalInfo/#personalInfo.contacts.personalContact.phone",),
    "epoch milliseconds": (f"{REFERENCE}/common/#epochMilliseconds",),
    "originalTimeStamp": (f"{REFERENCE}/",),
    "currency": (f"{REFERENCE}/",),
    "sku": (f"{REFERENCE}/",),
    # What is done with events is in the guides.
    "pre-commit": ("guides/ci/",),
    "parquet": ("guides/history/#to-a-parquet-table",),
    "ignore": ("guides/configuration/#ignores",),
}
"""What a reader types, and the beginnings of the right addresses, each with the reason."""

ASK = """async ([base, queries]) => {
  const worker = new Worker(JSON.parse(document.querySelector('#__config').textContent).search)
  const ask = (message) => new Promise((done) => {
    worker.onmessage = ({data}) => done(data.data)
    worker.postMessage(message)
  })
  const {config, docs} = await (await fetch(new URL('search/search_index.json', base))).json()
  await ask({type: 0, data: {config, docs, options: {suggest: false}}})
  const found = []
  for (const query of queries) found.push((await ask({type: 2, data: query})).items.map(([best]) => best.location))
  return found
}"""


@pytest.fixture(scope="module")
def found(browser: Browser, served: Served) -> dict[str, list[str]]:
    """The addresses that each query finds, best first."""
    page = browser.new_page()
    page.goto(served.root + "problems/")
    addresses: list[list[str]] = page.evaluate(ASK, [served.root, [*RIGHT]])
    page.close()
    return dict(zip(RIGHT, addresses, strict=True))


@pytest.mark.parametrize("query", RIGHT)
def test_a_query_finds_the_right_page_first(query: str, found: dict[str, list[str]]) -> None:
    assert found[query]
    assert found[query][0].startswith(RIGHT[query]), found[query][:3]


def test_every_code_of_a_list_is_in_the_index_with_an_anchor_that_its_page_has(site: Path) -> None:
    index: dict[str, Any] = json.loads((site / "search" / "search_index.json").read_bytes())
    codes = [entry["location"] for entry in index["docs"] if entry["text"].startswith("A code of ")]
    assert f"{CHANNEL}.5" in codes
    for location in codes:
        page, _, anchor = location.partition("#")
        assert f'id="{anchor}"' in (site / page / "index.html").read_text(encoding="utf-8")
