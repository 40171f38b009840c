"""The names of an example on a built page lead to the sections of their fields."""

from __future__ import annotations

import html
import json
import re

import pytest

from sde_schema import attribute_types, versions
from sde_schema.examples.files import KINDS
from sde_schema.pages.field_facts import facts
from sde_schema.pages.linked_examples import linked
from sde_schema.pages.rendering import laid_out

TOKEN = re.compile(r'(?P<nt>"[^"]*"(?=:))|(?P<s2>"(?:[^"\\]|\\.)*")|(?P<p>[\[\]{},:]+)')


def highlighted(payload: object) -> str:
    """Return a payload as the site colors it."""
    text = laid_out(payload)
    return TOKEN.sub(lambda token: f'<span class="{token.lastgroup}">{html.escape(token[0])}</span>', text)


def beside(payload: object) -> str:
    """Return a page that has an example beside its fields, as the site has it."""
    code = highlighted(payload)
    return f'<div class="sde-beside-example"><pre><code>{code}</code></pre></div><div class="sde-beside-fields"></div>'


@pytest.mark.parametrize("version", versions())
def test_each_name_leads_to_its_field_and_every_field_is_led_to(version: str) -> None:
    for name in attribute_types():
        page = linked(beside(KINDS["full"](version, name)))
        targets = re.findall(r'href="#([^"]+)"', page)
        assert set(targets) == {field.anchor for field in facts(version, name)}
        around = set(re.findall(r'href="\.\./event/#([^"]+)"', page))
        assert around == set(KINDS["full"](version, name))


def test_the_text_stays_as_it_is() -> None:
    payload = {"lead": {"lead": {"topic": 'a "quoted" {word} <b>'}, "list": [{"x": 1}, [{"y": "]"}]]}}
    page = linked(beside(payload))
    assert json.loads(html.unescape(re.sub(r"<[^>]+>", "", page))) == payload
    assert re.findall(r'href="([^"]+)"', page) == [
        "../event/#lead",
        "#lead",
        "#lead.topic",
        "#list",
        "#list.x",
        "#list.y",
    ]


def test_other_code_of_a_page_has_no_links() -> None:
    page = f"<pre><code>{highlighted({'lead': {}})}</code></pre>"
    assert linked(page) == page
