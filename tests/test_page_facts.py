"""No fact of the schemas is lost on the pages: a resolver of its own reads the files, and looks for each fact."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import attribute_types, versions
from tests.support.generated import generated_pages
from tests.support.schema_facts import Fact, Found, definitions_of, facts_of, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ATTRIBUTES = [(version, name) for version in versions() for name in attribute_types()]
HEADING = re.compile(r"^#{2,3} .*?\{ #(\S+)[^}]*\}$", re.MULTILINE)
JSON_BLOCK = re.compile(r"^( *)```json[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
NOT_SAID = re.compile(r"</?\w[^>]*>|[\\`*]")
UNSEEN = re.compile(r"\{ [#.:][^}]*\}|\]\([^)]*\)")
WARNING_ONLY = "Only warnings use it"
OF_ADVICE = ("title", "description", "types")
"""What a page says of a shared definition that only advice refers to: its limits are no limits of payloads."""
OF_PROPERTIES = ("need", "null", "definition", "default code")
"""What is said of a property, and not of a shared definition by itself."""


class Text:
    """A page as a test reads it: its sections by anchor, what is above its fields, and the values in its JSON."""

    def __init__(self, markdown: str) -> None:
        self.markdown = markdown
        places = [*HEADING.finditer(markdown)]
        ends = [place.start() for place in places[1:]] + [len(markdown)]
        self.sections = {place[1]: markdown[place.start() : end] for place, end in zip(places, ends, strict=True)}

    @property
    def above(self) -> str:
        """What is said once, above the fields."""
        return "".join(self.sections.get(anchor, "") for anchor in ("all-fields", "beside-the-attribute"))

    @property
    def anchors(self) -> list[str]:
        """The anchors of fields in the order of the page."""
        return re.findall(r"^### .*\{ #(\S+) \.sde-field \}$", self.markdown, re.MULTILINE)

    def says(self, fact: Fact) -> bool:
        """Return whether a fact is in the field's section, or above all fields where that is enough."""
        section = self.sections[fact.anchor]
        return _says(section, fact.text) or (fact.usual and _says(self.above, fact.text))

    def shows(self, anchor: str, example: Any) -> bool:
        """Return whether an example is in the field's section, or in a document that the page shows."""
        return _says(self.sections[anchor], json.dumps(example, ensure_ascii=False)) or example in self.values

    @property
    def values(self) -> list[Any]:
        """Every object and array in the page's JSON, and all below them."""
        return [value for _, block in JSON_BLOCK.findall(self.markdown) for value in _holders(json.loads(block))]


def _holders(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for below in value.values() if isinstance(value, dict) else value:
            yield from _holders(below)


def _says(markdown: str, text: str) -> bool:
    """Return whether Markdown says a text; a link or an anchor is looked for as it is."""
    if "#" in text.partition(" | ")[0]:
        return text in markdown
    return _bare(text) in _bare(UNSEEN.sub("", markdown))


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", NOT_SAID.sub("", text)).casefold()


@cache
def page(version: str, name: str) -> Text:
    """Return a page of the reference."""
    return Text(generated_pages()[f"docs/reference/{version}/{name}.md"].decode())


@cache
def first_with(name: str, anchor: str) -> str:
    """Return the first version whose document of a name has a field."""
    return next(version for version in versions() if anchor in {found.anchor for found in fields_of(version, name)})


def expected(version: str, name: str, found: Found) -> list[Fact]:
    """Return all facts of a field, the version since which it exists among them."""
    since = Fact(found.anchor, "since", f"since {first_with(name, found.anchor)}", usual=True)
    return [*facts_of(version, name, found), since]


def lost(text: Text, facts: list[Fact]) -> list[Fact]:
    """Return the facts that a page does not say."""
    return [fact for fact in facts if not text.says(fact)]


@pytest.mark.parametrize(("version", "name"), ATTRIBUTES)
def test_every_fact_of_an_attribute_s_fields_is_on_its_page(version: str, name: str) -> None:
    text, fields = page(version, name), list(fields_of(version, name))
    assert text.anchors == [found.anchor for found in fields]
    assert lost(text, [fact for found in fields for fact in expected(version, name, found)]) == []
    examples = [(found.anchor, example) for found in fields for example in found.first("examples")]
    assert [shown for shown in examples if not text.shows(*shown)] == []


@pytest.mark.parametrize("version", versions())
def test_every_fact_of_an_event_s_own_fields_is_on_its_page(version: str) -> None:
    text = page(version, "event")
    fields = [found for found in fields_of(version, "event") if found.anchor not in attribute_types(version)]
    assert text.anchors == [found.anchor for found in fields]
    assert lost(text, [fact for found in fields for fact in expected(version, "event", found)]) == []


@pytest.mark.parametrize("version", versions())
def test_every_fact_of_the_shared_definitions_is_on_their_page(version: str) -> None:
    text = page(version, "common")
    for found in definitions_of(version):
        said = OF_ADVICE if WARNING_ONLY in text.sections[found.anchor] else None
        facts = [fact for fact in facts_of(version, "common", found) if said is None or fact.kind in said]
        unsaid = ("default code",) if "." in found.anchor else OF_PROPERTIES
        assert lost(text, [fact for fact in facts if fact.kind not in unsaid]) == []
        assert [example for example in found.first("examples") if not text.shows(found.anchor, example)] == []


def test_a_mark_is_on_no_other_field() -> None:
    """What may be said above the fields must be wrong for none of them."""
    for version, name in ATTRIBUTES:
        text = page(version, name)
        for found in fields_of(version, name):
            facts = _bare(text.sections[found.anchor].partition("{ .sde-facts }")[0])
            assert ("personal data" in facts) == found.personal
            assert ("required" in facts) == found.required
            assert ("not null" in facts) == ("null" not in found.kinds)
            since = re.findall(r"since ([0-9.]+)", facts)
            assert not since or since == [first_with(name, found.anchor)]


@pytest.mark.parametrize("version", versions())
def test_what_is_said_above_the_fields_holds_for_each(version: str) -> None:
    """A string without the usual limit has another one in its section, and every object is closed."""
    for name in attribute_types(version):
        for found in fields_of(version, name):
            kinds = found.kinds
            keywords = {keyword for node in found.nodes for keyword in node}
            if "object" in kinds:
                assert found.first("additionalProperties") is False
            if "string" in kinds:
                assert keywords & {"maxLength", "oneOf", "pattern", "not"}


def test_a_lost_fact_is_found() -> None:
    """The control: without a line of a section, the facts that it has are missed."""
    version, name = versions()[1], "customerInfo"
    whole = page(version, name)
    fields = list(fields_of(version, name))
    facts = [fact for found in fields for fact in expected(version, name, found)]
    lines = whole.markdown.splitlines()
    start = next(index for index, line in enumerate(lines) if "{ #all-fields }" in line)
    missed = set()
    for fact in facts:
        kept = [line for line in lines[start:] if line.startswith("#") or not _says(line, fact.text)]
        missed |= {fact.kind} if lost(Text("\n".join(lines[:start] + kept)), [fact]) else set()
    assert missed >= {fact.kind for fact in facts if not fact.usual}
