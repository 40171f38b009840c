"""What readers look through: all fields, personal data, terms, the forms of documents, and archives."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import attribute_types, catalog, default_version, validate, versions
from sde_schema.catalog.constraints import types
from sde_schema.pages import personal_data
from sde_schema.pages.all_fields import field_table
from sde_schema.pages.archives import archive
from sde_schema.pages.field_facts import definitions, fields_of_version, uses
from sde_schema.pages.personal_data import FREE_TEXT, personal_table
from sde_schema.reading.events import EVENT_HOLDERS, EVENTS, INFO, RECORD_LISTS
from sde_schema.rules.suggestions import OLD_ATTRIBUTES, OTHER_MEMBERS, OTHER_NAMES, PUSHED_TYPES
from tests.support.generated import generated_pages
from tests.support.paths import DOCS, ROOT
from tests.support.walk import fields_of

if TYPE_CHECKING:
    from sde_schema.catalog import Subschema
    from sde_schema.pages.tables import Table

JSON_BLOCK = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ID = re.compile(r"\{ #(\S+) \}|<span id=\"([^\"]+)\"")
SHARED = "common.schema.json#/$defs/"
NUMBERLESS = {"SDE401", "SDE402", "SDE403", "SDE409"}
"""Advice that a free text cannot draw: it is about times, amounts, currencies and years."""


def page(path: str) -> str:
    return generated_pages()[f"docs/{path}"].decode()


def ids(text: str) -> set[str]:
    return {first or second for first, second in ID.findall(text)}


def read(table: Table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.as_csv().decode())))


@cache
def every_field(version: str) -> dict[tuple[str, str], Subschema]:
    """Return every field of a version by the name of its document and its anchor."""
    beside = [
        (anchor, it) for anchor, it in fields_of(version, "event") if anchor.split(".")[0] not in attribute_types()
    ]
    found = {("event", anchor): it for anchor, it in beside}
    return found | {(name, anchor): it for name in attribute_types() for anchor, it in fields_of(version, name)}


def keyword(version: str, subschema: Subschema, name: str) -> Any:
    """Return what a subschema says under a keyword, or else the one that it refers to."""
    node = subschema.node
    if name in node or "$ref" not in node:
        return node.get(name)
    return keyword(version, catalog.resolve(catalog.documents(version), subschema.document, node["$ref"]), name)


def types_of(version: str, subschema: Subschema) -> str:
    said = keyword(version, subschema, "type")
    return types([said] if isinstance(said, str) else said)


def since(name: str, anchor: str) -> str:
    return next(version for version in versions() if (name, anchor) in every_field(version))


@pytest.mark.parametrize("version", versions())
def test_every_field_is_in_the_index_with_its_types_codes_and_first_version(version: str) -> None:
    newest, rows = versions()[-1], read(field_table(version))
    by_field = {(row["Attribute"], row["Path"].replace("[]", "")): row for row in rows}
    assert len(rows) == len(by_field)
    assert list(by_field) == list(every_field(version))
    for key, subschema in every_field(version).items():
        row = by_field[key]
        assert row["What it is"] == keyword(version, subschema, "title")
        assert row["Type"].split(";")[0] == types_of(version, subschema)
        if version != newest:
            assert row[f"Type in {newest}"].split(";")[0] == types_of(newest, every_field(newest)[key])
        assert row["Since"] == since(*key)
        branches = keyword(version, subschema, "oneOf") or []
        listed = [branch for branch in branches if "enum" in branch]
        assert [code.split(": ")[1] for code in row["Codes"].split("; ") if code] == [it["title"] for it in listed]


@pytest.mark.parametrize("version", versions())
def test_the_index_marks_what_is_required_and_personal(version: str) -> None:
    rows = {(row["Attribute"], row["Path"].replace("[]", "")): row for row in read(field_table(version))}
    for name, field in fields_of_version(version):
        assert bool(rows[name, field.anchor]["Personal data"]) == field.personal
        assert bool(rows[name, field.anchor]["Required"]) == field.required
    assert {row["Required"] for key, row in rows.items() if key[1] == "serverTimeStamp" and key[0] != "event"} == {
        "required"
    }


@pytest.mark.parametrize("version", versions())
def test_the_page_of_all_fields_has_a_row_and_a_link_for_each(version: str) -> None:
    text = page(f"reference/{version}/fields.md")
    links = re.findall(r"^\| `\w+` \| \[`([^`]+)`\]\((\w+)\.md#(\S+)\)", text, re.MULTILINE)
    assert [(name, anchor) for _, name, anchor in links] == list(every_field(version))
    assert all(path.replace("[]", "") == anchor for path, _, anchor in links)


def test_personal_data_are_the_marked_fields_and_the_free_texts() -> None:
    listed = {(row["Attribute"], row["Path"]): row for row in read(personal_table())}
    every = [(name, field) for version in versions() for name, field in fields_of_version(version)]
    assert {key for key, row in listed.items() if row["Marked"] == "yes"} == {
        (name, field.path) for name, field in every if field.personal
    }
    assert all((row["Kind"] == FREE_TEXT) == (row["Marked"] == "no") for row in listed.values())
    for name, field in every:
        if (name, field.path) in listed:
            assert listed[name, field.path]["Since"] == field.since


def test_the_kinds_are_those_of_the_marked_fields_and_of_texts_without_a_list_of_codes() -> None:
    known = json.loads((ROOT / "sde_schema/pages/personal_data.json").read_bytes())
    kinds = {(name, field): kind for name, fields in known["fields"].items() for field, kind in fields.items()}
    assert set(kinds.values()) == known["kinds"].keys()
    every = [(name, field) for version in versions() for name, field in fields_of_version(version)]
    marked = {(name, field.anchor.rpartition(".")[2]) for name, field in every if field.personal}
    assert {key for key, kind in kinds.items() if kind != FREE_TEXT} == marked
    for key in kinds.keys() - marked:
        fields = [field for name, field in every if (name, field.anchor.rpartition(".")[2]) == key]
        assert fields, key
        for field in fields:
            assert "string" in field.kinds or (field.entry and "string" in field.entry.kinds)
            assert not field.codes
            assert NUMBERLESS.isdisjoint(advice.code for advice in field.advice)


@pytest.mark.parametrize("words", ["GDPR", "PII", "personal data as a whole", "free text", "not legal advice"])
def test_the_page_of_personal_data_says(words: str) -> None:
    assert words in page(personal_data.PATH)


def test_the_terms_have_every_older_pushed_and_other_name() -> None:
    text = page("reference/terms.md")
    for kind, names in (("old", OLD_ATTRIBUTES), ("push", PUSHED_TYPES), ("name", OTHER_NAMES)):
        for name in names:
            row = next(line for line in text.splitlines() if f'id="{kind}-{name}"' in line)
            assert "](" in row
    for name, meant in (OLD_ATTRIBUTES | PUSHED_TYPES).items():
        assert re.search(rf"`{name}` \| \[`{meant}`\]\({default_version()}/{meant}\.md\) \|$", text, re.MULTILINE)
    assert all(f"`{name}`" in text for name in (*OTHER_MEMBERS, *RECORD_LISTS, *EVENT_HOLDERS))


@pytest.mark.parametrize(
    ("name", "fields"),
    [("firstname", ["personalInfo.personalInfo.name"]), ("cstatus", ["customerInfo.customerInfo.customerStatus"])],
)
def test_another_name_leads_to_the_fields_that_are_meant(name: str, fields: list[str]) -> None:
    [row] = [line for line in page("reference/terms.md").splitlines() if f'"name-{name}"' in line]
    assert re.findall(r"\[`([^`]+)`\]", row) == fields


@pytest.mark.parametrize("version", versions())
def test_the_members_of_what_holds_events_have_anchors_and_the_picture_leads_there(version: str) -> None:
    text = page(f"reference/{version}/payload.md")
    picture = text.partition('<div class="sde-nesting"')[2].partition("</div>")[0]
    for name in (*RECORD_LISTS, *EVENT_HOLDERS, EVENTS, INFO):
        assert {name, name.lower()} <= ids(text)
        assert f"[`{name}`](#{name.lower()})" in picture
    beside = [field.anchor for name, field in fields_of_version(version) if name == "event"]
    assert re.findall(r"\(event\.md#(\w+)\)", picture) == beside


@pytest.mark.parametrize("version", versions())
def test_the_examples_of_forms_are_valid_and_have_events_of_both_kinds(version: str) -> None:
    text = page(f"reference/{version}/payload.md")
    examples = [json.loads(block) for block in JSON_BLOCK.findall(text)]
    assert [validate(example, version=version) for example in examples] == [[]] * len(examples)
    responses = [example for example in examples if "conversationHistoryRecords" in example]
    assert responses
    assert any(record.get("unAuthSdes") for response in responses for record in response["conversationHistoryRecords"])
    assert any("unAuthSdes" in example for example in examples if isinstance(example, dict))


@pytest.mark.parametrize("version", versions())
def test_the_times_of_an_event_are_those_that_the_version_has(version: str) -> None:
    picture = page(f"reference/{version}/payload.md").partition('<div class="sde-times"')[2].partition("</div>")[0]
    has_original = any(field.anchor == "originalTimeStamp" for _, field in fields_of_version(version))
    assert ("originalTimeStamp" in picture) == has_original
    assert "serverTimeStamp" in picture
    assert re.findall(r"^\d\. \*\*(\w+)", picture, re.MULTILINE) == ["Created", "Processed", "Read"]


@pytest.mark.parametrize("version", versions())
def test_a_shared_definition_names_all_that_use_it(version: str) -> None:
    used = uses(version)
    assert list(used) == list(definitions(version))
    assert all(used.values())
    for (name, anchor), subschema in every_field(version).items():
        refs = [part.get("$ref", "") for part in (subschema.node, subschema.node.get("items", {}))]
        shared = [ref.removeprefix(SHARED) for ref in refs if ref.startswith(SHARED)]
        assert all(anchor in used[definition][name] for definition in shared)
    text = page(f"reference/{version}/common.md")
    counts = [int(count) for count in re.findall(r"<summary>Used by \((\d+)\)", text)]
    assert counts == [sum(map(len, places.values())) for places in used.values()]


def test_an_archive_is_the_same_whenever_it_is_made_and_opens_to_its_files() -> None:
    files = {"1.1/a.json": b"{}\n", "1.1/b/ä.json": b"[]\n" * 1000}
    made = archive(files)
    assert archive(files) == made
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        assert {entry.filename: opened.read(entry) for entry in opened.infolist()} == files
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened.testzip() is None


@pytest.mark.parametrize("target", ["reference/personal-data.md", "reference/1.1/fields.md", "reference/terms.md"])
def test_home_is_a_click_away_from_the_indexes(target: str) -> None:
    assert f"]({target})" in (DOCS / "index.md").read_text(encoding="utf-8")


def test_the_privacy_guide_leads_to_the_personal_data() -> None:
    assert "](../reference/personal-data.md)" in (DOCS / "guides/privacy.md").read_text(encoding="utf-8")
