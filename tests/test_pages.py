"""The generated pages: every field has one anchor, every link leads somewhere, every answer is real."""

from __future__ import annotations

import json
import posixpath
import re
import textwrap
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click
import pytest

from sde_schema import attribute_types, catalog, versions
from sde_schema.catalog import Subschema
from sde_schema.catalog.flat import flat_names
from sde_schema.cli.main import commands
from sde_schema.compatibility import compare
from sde_schema.compatibility.changes import Witness
from sde_schema.examples.files import KINDS
from sde_schema.examples.of_codes import versions_with
from sde_schema.exporting import FORMATS
from sde_schema.pages.field_facts import Facts, definitions, facts
from sde_schema.pages.sources import PAGES
from sde_schema.rules import rules_by_code
from tests.support.generated import generated_pages
from tests.support.paths import DOCS, ROOT
from tests.support.schemas import subschemas
from tests.support.walk import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.program import Program

ATTRIBUTES = [(version, name) for version in versions() for name in attribute_types()]
FLAT = [(version, name) for version in versions() for name in flat_names(version)]
FIRST = versions()[0]
LINK = re.compile(r"\]\(([^)\s]+)\)")
ID = re.compile(r"\{ #(\S+)|<span id=\"([^\"]+)\"")
JSON_BLOCK = re.compile(r"^( *)```json[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
ANSWER = re.compile(r"^ *```text title=\"sde-schema (.*?)\"\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
CODE_BLOCK = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)


@cache
def made() -> dict[str, str]:
    """Return every generated page by its path below ``docs/``."""
    return {path.removeprefix("docs/"): text.decode() for path, text in generated_pages().items()}


def attribute_page(version: str, name: str) -> str:
    return made()[f"reference/{version}/{name}.md"]


def ids(page: str) -> list[str]:
    return [first or second for first, second in ID.findall(page)]


@cache
def anchors(path: str) -> set[str]:
    """Return the anchors of a page, the empty one for its start among them; none where there is no such page."""
    written = DOCS / path
    page = made().get(path) or (written.read_text(encoding="utf-8") if written.is_file() else None)
    if page is None:
        return set()
    titles = (re.sub(r"[^\w\s-]", "", title).lower() for title in re.findall(r"^##+ (.*)$", page, re.MULTILINE))
    return {"", *ids(page), *(re.sub(r"\s+", "-", title) for title in titles)}


@pytest.mark.parametrize(("version", "name"), ATTRIBUTES)
def test_every_field_has_exactly_one_anchor(version: str, name: str) -> None:
    page = attribute_page(version, name)
    expected = [anchor for anchor, _ in fields_of(version, name)]
    assert re.findall(r"^### .* \{ #(\S+) \.sde-field \}$", page, re.MULTILINE) == expected
    assert Counter(ids(page)).most_common(1)[0][1] == 1


@pytest.mark.parametrize(("version", "name"), ATTRIBUTES)
def test_every_field_has_its_title_description_examples_and_source(version: str, name: str) -> None:
    by_anchor = {field.anchor: field for field in facts(version, name)}
    for anchor, subschema in fields_of(version, name):
        field = by_anchor[anchor]
        assert field.title
        assert field.description
        assert list(field.examples) == subschema.node["examples"]
        assert field.source.page == subschema.node["x-source"]["page"]
        assert field.source.table == subschema.node["x-source"].get("table")
        assert field.since in versions()
        assert field.kinds


@pytest.mark.parametrize(("version", "name"), ATTRIBUTES)
def test_every_code_has_an_anchor_and_its_meaning(version: str, name: str) -> None:
    page = attribute_page(version, name)
    for anchor, subschema in fields_of(version, name):
        for branch in subschema.node.get("oneOf", []):
            code = next((value for value in branch["enum"] if isinstance(value, str)), json.dumps(branch["enum"][0]))
            row = next(line for line in page.splitlines() if f"{{ #{anchor}.{code} }}" in line)
            assert row.endswith(f"| {branch['title']} |")
            assert all(f"`{json.dumps(value)}`" in row for value in branch["enum"])


@pytest.mark.parametrize(("version", "name"), ATTRIBUTES)
def test_personal_data_are_marked_and_none_but_the_schemas_examples_are_shown(version: str, name: str) -> None:
    page = attribute_page(version, name)
    personal = {field.anchor: field for field in facts(version, name) if field.personal}
    listed = page.partition("{ #personal-data }")[2].partition("\n## ")[0]
    assert re.findall(r"\]\(#(\S+)\)", listed) == list(personal)
    documents = [json.loads(block) for _, block in JSON_BLOCK.findall(page.partition("## Fields")[0])]
    assert len(documents) == len(KINDS)
    for document in documents:
        for anchor, value in leaves(document[name], ""):
            assert anchor not in personal or value is None or value in personal[anchor].examples


def leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield the anchors and values of an example's scalars."""
    if isinstance(value, dict):
        for name, held in value.items():
            yield from leaves(held, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for held in value:
            yield from leaves(held, path)
    else:
        yield path, value


def test_every_link_leads_to_a_page_or_a_published_schema_and_to_an_anchor_there() -> None:
    published = {
        f"{version}/{folder}{name}.schema.json"
        for version in versions()
        for name in catalog.document_names()
        for folder in ("", "bundled/")
    }
    published |= {f"{version}/{folder}/{name}.schema.json" for version, name in FLAT for folder in ("flat", "types")}
    published |= {f"{version}/exports/{name}{form.suffix}" for version, name in FLAT for form in FORMATS.values()}
    published |= {
        f"{version}/{name}" for version in versions() for name in ("fields.csv", "schemas.zip", "examples.zip")
    }
    published |= {"personal-data.csv"}
    elsewhere = {source.address for source in PAGES}
    broken = []
    for path, text in made().items():
        for link in (link for link in LINK.findall(CODE_BLOCK.sub("", text)) if link not in elsewhere):
            file, _, anchor = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            if target not in (published if not anchor else ()) and anchor not in anchors(target):
                broken.append((path, link))
    assert broken == []


def test_every_page_says_what_made_it_and_has_headings_in_order() -> None:
    for path, text in made().items():
        assert "python -m sde_schema generate" in text.splitlines()[0], path
        levels = [len(marks) for marks in re.findall(r"^(#+) ", CODE_BLOCK.sub("", text), re.MULTILINE)]
        assert levels[0] == 1, path
        assert 1 not in levels[1:], path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path


def test_there_is_a_page_for_every_version_document_and_code() -> None:
    names = [*catalog.document_names(), "index"]
    expected = {f"reference/{version}/{name}.md" for version in versions() for name in names}
    expected |= {f"problems/{code}.md" for code in (*rules_by_code(), "index")}
    expected |= {f"changes/{old}-{new}.md" for old, new in pairwise(versions())}
    assert expected <= made().keys()


@pytest.mark.parametrize("version", versions())
def test_every_page_of_a_version_links_to_its_twin_in_the_others(version: str) -> None:
    for name in [*catalog.document_names(), "index"]:
        page = made()[f"reference/{version}/{name}.md"]
        [switch] = re.findall(r'<nav class="sde-versions"[^>]*>(.*?)</nav>', page, re.DOTALL)
        assert f"**{version}**" in switch
        assert LINK.findall(switch) == [f"../{other}/{name}.md" for other in versions() if other != version]


@pytest.mark.parametrize("version", versions())
def test_shared_definitions_and_event_members_are_all_described(version: str) -> None:
    assert list(definitions(version)) == list(catalog.document(version, "common")["$defs"])
    assert set(definitions(version)) <= set(ids(made()[f"reference/{version}/common.md"]))
    assert set(catalog.document(version, "event")["properties"]) <= set(ids(made()[f"reference/{version}/event.md"]))


def test_no_constraint_needs_the_schema_s_own_words() -> None:
    every = [field for version in versions() for name in attribute_types() for field in facts(version, name)]
    texts = {constraint.text for field in every for constraint in field.constraints}
    assert not [text for text in texts if text.startswith("`")]


def test_a_field_s_facts() -> None:
    by_anchor = {field.anchor: field for field in facts(FIRST, "customerInfo")}
    date: Facts = by_anchor["customerInfo.lastPaymentDate"]
    assert (date.kinds, date.required, date.nullable) == (("object", "null"), False, True)
    assert [advice.code for advice in date.advice] == ["SDE404"]
    assert date.definition == "date"
    year = by_anchor["customerInfo.lastPaymentDate.year"]
    assert year.required
    assert {code for constraint in year.constraints for code in constraint.codes} == {"SDE304", "SDE305"}
    assert by_anchor["customerInfo.imei"].personal
    assert by_anchor["serverTimeStamp"].kinds == ("integer", "string")


@pytest.mark.parametrize("code", ["SDE101", "SDE202", "SDE203", "SDE304", "SDE401", "SDE406"])
def test_the_answers_on_a_problem_s_page_are_the_program_s(code: str, here: Path, program: Program) -> None:
    page = made()[f"problems/{code}.md"].partition("{ #bad-example }")[2].partition("\n## ")[0]
    tabs = re.findall(r'^=== "([0-9.]+)"\n(.*?)(?=^===|\Z)', page, re.MULTILINE | re.DOTALL)
    assert [version for version, _ in tabs] == versions_with(rules_by_code()[code])
    for version, tab in tabs:
        bad, good = (textwrap.dedent(block) for _, block in JSON_BLOCK.findall(tab))
        (here / "bad.json").write_text(bad.removesuffix("\n"), encoding="utf-8")
        (here / "good.json").write_text(good.removesuffix("\n"), encoding="utf-8")
        [(arguments, shown)] = ANSWER.findall(tab)
        assert program(*arguments.split()).out.split() == shown.split()
        assert program("validate", "--quiet", "--schema-version", version, "good.json").out == ""


@pytest.mark.parametrize("version", versions())
def test_the_pages_of_codes_have_every_code_of_a_list_with_its_meaning(version: str) -> None:
    every = [*attribute_types(version), catalog.EVENT]
    fields = [field for name in every for field in facts(version, name) if field.codes]
    assert fields
    pages = made()["problems/SDE302.md"] + made()["problems/SDE306.md"]
    for field in fields:
        for code in field.codes:
            anchor = re.escape(f"/{version}/") + r"\w+\.md#" + re.escape(f"{field.anchor}.{code.name})")
            assert re.search(rf"{anchor} \| {re.escape(code.meaning)} \|$", pages, re.MULTILINE)


def test_the_page_of_currencies_has_every_code_and_that_of_syntax_errors_is_linked() -> None:
    listed = made()["problems/SDE403.md"].partition("{ #the-codes }")[2]
    assert {"`EUR`", "`USD`"} <= set(listed.split())
    assert "(../syntax-errors.md)" in made()["problems/SDE101.md"]


def test_the_index_of_problems_has_the_severity_of_each() -> None:
    for line in re.findall(r"^\[SDE.*$", made()["problems/index.md"], re.MULTILINE):
        code = line[1:7]
        assert f">{rules_by_code()[code].severity}<" in line


def test_every_command_and_option_is_described() -> None:
    page = made()["command-line.md"]
    for name in commands.list_commands(click.Context(commands)):
        assert f"## sde-schema {name} " in page
        command = commands.get_command(click.Context(commands), name)
        assert command is not None
        for option in (entry for entry in command.params if isinstance(entry, click.Option)):
            assert f"`{option.opts[0]}" in page


@pytest.mark.parametrize("version", versions())
def test_the_notes_say_every_decision(version: str) -> None:
    text = made()["source-notes.md"].replace("\\", "")
    for name, document in catalog.documents(version).items():
        for subschema in subschemas(Subschema(name, "", document)):
            decision = subschema.node.get("x-source", {}).get("decision")
            assert decision is None or decision.replace("\\", "") in text


@pytest.mark.parametrize(
    "words",
    [
        "not JSON",
        '`"Currency": "USD"',
        "lists it flat",
        "repeats the row",
        "without sdes",
        "letter case",
        "gives no type",
        "`personalInfo.contacts`",
        "example shows a string",
        "false.true",
        "Unlimited",
    ],
)
def test_the_notes_have_what_the_page_contradicts_itself_in(words: str) -> None:
    assert words in made()["source-notes.md"]


def notes_on(name: str) -> str:
    """Return the notes on one of the sources other than the first."""
    return re.split(r"^##+ ", made()["source-notes.md"].partition(f"{{ #notes-{name} }}")[2], flags=re.MULTILINE)[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("EH-later", "nine of its ten examples"),
        ("EH-later", "`Currency`"),
        ("EH-later", "statusInStock"),
        ("EH-later", "quantityInStock"),
        ("EH-methods", "older responses"),
        ("EH-methods", "zipCode"),
        ("EH-methods", "cart.originalTimeStamp"),
        ("MI", "twice, with two meanings"),
        ("MI", "still calls it the creation time"),
        ("MI", "shows an array"),
        ("MI", "shows an object"),
        ("MI", "`unAuthSdes`"),
        ("seen", "is not guaranteed"),
        ("seen", "may appear twice"),
        ("inferred", "visitorError.isAuthenticated"),
    ],
)
def test_the_notes_have_what_the_other_sources_contradict(name: str, words: str) -> None:
    assert words in notes_on(name)


def test_the_notes_name_every_source_and_what_rests_on_it() -> None:
    page = made()["source-notes.md"]
    named = [source.name for source in PAGES]
    assert set(re.findall(r"^### (\S+) \{ #source-", page, re.MULTILINE)) == set(named)
    rows = {cells[0]: cells[1:] for line in page.splitlines() if (cells := re.findall(r"\| ([^|]+) (?=\|)", line))}
    for version in versions():
        counts = dict(zip(named, rows[f"[{version}](reference/{version}/index.md)"], strict=True))
        used = {field.source.page for name in attribute_types() for field in facts(version, name)}
        assert {name for name, count in counts.items() if count != "–"} == used


@pytest.mark.parametrize(("version", "name"), ATTRIBUTES)
def test_a_field_s_source_is_a_link_to_the_notes(version: str, name: str) -> None:
    fields = attribute_page(version, name).partition("{ #all-fields }")[2].partition("\n## ")[0]
    sources = re.findall(r"^Source: (\S+)", fields, re.MULTILINE)
    pages = [field.source.page for field in facts(version, name)]
    assert sources == [f"[{page}](../../source-notes.md#source-{page})" for page in pages]


def test_the_same_table_names_the_version_to_use_in_the_guide_the_readme_and_the_reference() -> None:
    table = re.compile(r"^\| What you read .*(?:\n\|.*)+", re.MULTILINE)
    files = (ROOT / "docs/guides/versions.md", ROOT / "README.md")
    texts = [made()["reference/index.md"], *(file.read_text(encoding="utf-8") for file in files)]
    found = [table.findall(text) for text in texts]
    assert found == [found[0]] * len(texts)
    [rows] = found[0]
    assert {version for version in versions() if version in rows} == set(versions())


@pytest.mark.parametrize(("old", "new"), list(pairwise(versions())))
def test_a_page_of_changes_has_each_field_once_and_each_kind_with_its_number(old: str, new: str) -> None:
    page, changes = made()[f"changes/{old}-{new}.md"], compare(old, new).changes
    kinds, fields = (page.partition(f"{{ #{name} }}")[2].partition("\n## ")[0] for name in ("kinds", "fields"))
    rows = [line.split(" | ") for line in fields.splitlines() if line.startswith("| ") and ".md" in line]
    assert [re.findall(r"(\w+)\.md#?(\S*?)\)", row[0])[0] for row in rows] == [(it.where, it.anchor) for it in changes]
    for row, change in zip(rows, changes, strict=True):
        assert (change.old or "–", f"{change.new or '–'} |") == tuple(row[1:])
    assert sum(map(int, re.findall(r"^\| (\d+) \|", kinds, re.MULTILINE))) == len(changes)
    assert len(kinds.splitlines()) < 20
    payloads = [json.loads(block) for _, block in JSON_BLOCK.findall(page)]
    assert payloads == [it.known_by.payload for it in changes if isinstance(it.known_by, Witness)]


def test_the_notes_say_what_masked_values_are() -> None:
    assert "Masked dates, ages, codes and timestamps are errors" in made()["source-notes.md"]
