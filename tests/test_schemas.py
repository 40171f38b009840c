"""The schema documents, the manifest and the case files keep to the contract's form."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from sde_schema import attribute_types, catalog, default_version, versions
from sde_schema.catalog import ADVICE_CODE, BASE_URI, Schema, Subschema
from sde_schema.catalog.keywords import USUAL_CODES
from sde_schema.rules import rules_by_code
from tests.support.cases import case_files
from tests.support.paths import SCHEMAS, TESTS
from tests.support.schemas import DIALECT, LISTS, MAPS, SINGLES, TESTING, subschemas, subschemas_under, validator_of
from tests.support.vendor import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = frozenset({"title", "description", "examples"})
REFERRING = frozenset({"$schema", "$id", "$ref"})
OUR_OWN = frozenset({"x-personal-data", "x-source", "x-advice", "x-problem"})
OPEN = {("payload", f"/$defs/{name}") for name in ("response", "record", "namesItsConversation")}
CONDITIONS = "/dependentSchemas/"
"""What is below it says more of a property that is described above."""

CUSTOMER = "/properties/customerInfo/properties"
PERSON = "/properties/personalInfo/properties"
AGE = f"{PERSON}/customerAge"
CONTACT = f"{PERSON}/contacts/items/properties/personalContact"
PERSONAL = {
    ("customerInfo", f"{CUSTOMER}/{name}") for name in ("customerId", "socialId", "imei", "userName", "accountName")
} | {
    *(("personalInfo", f"{PERSON}/{name}") for name in ("name", "surname", "gender", "customerAge", "contacts")),
    *(("personalInfo", f"{AGE}/properties/customer{part}") for part in ("AgeInYears", "YearOfBirth", "MonthOfBirth")),
    ("personalInfo", f"{AGE}/properties/customerDateOfBirth"),
    *(("personalInfo", f"{CONTACT}{part}") for part in ("", "/properties/email", "/properties/phone")),
}
PERSONAL_FROM_1_1_ON = {
    ("personalInfo", f"{CONTACT}/properties/{part}")
    for part in (
        "phoneType",
        "preferredContactMethod",
        "address",
        "address/properties/country",
        "address/properties/region",
        "address/properties/zipCode",
    )
}
DOCUMENTS = [(version, name) for version in versions() for name in catalog.document_names(version)]


def _subschemas(version: str, name: str) -> list[Subschema]:
    return list(subschemas(Subschema(name, "", catalog.document(version, name))))


def _properties(version: str, name: str) -> list[Subschema]:
    return [
        subschema
        for subschema in _subschemas(version, name)
        if subschema.pointer.rpartition("/")[0].endswith("/properties")
    ]


def _loaded(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("version", versions())
def test_a_version_s_folder_holds_its_documents_and_nothing_else(version: str) -> None:
    files = {file.name for file in (SCHEMAS / version).iterdir()}
    assert files == {f"{name}.schema.json" for name in catalog.document_names(version)}


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_the_document_is_a_schema_with_its_name(version: str, name: str) -> None:
    doc = catalog.document(version, name)
    Draft202012Validator.check_schema(doc)
    assert doc["$schema"] == DIALECT
    assert doc["$id"] == f"{BASE_URI}{version}/{name}.schema.json"
    assert [subschema.pointer for subschema in _subschemas(version, name) if "$id" in subschema.node] == [""]


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_every_reference_stays_within_the_version(version: str, name: str) -> None:
    for subschema in _subschemas(version, name):
        if "$ref" in subschema.node:
            file, _, fragment = subschema.node["$ref"].partition("#")
            assert not file or (SCHEMAS / version / file).is_file()
            assert "/" not in file
            assert not fragment or fragment.startswith("/")
            assert isinstance(catalog.resolve(catalog.documents(version), name, subschema.node["$ref"]).node, dict)


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_only_standard_keywords_and_our_four(version: str, name: str) -> None:
    known = MAPS | LISTS | SINGLES | WORDS | REFERRING | TESTING | OUR_OWN
    strange = {
        (subschema.pointer, keyword)
        for subschema in _subschemas(version, name)
        for keyword in subschema.node.keys() - known
    }
    assert strange == set()


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_our_annotations_have_their_shapes(version: str, name: str) -> None:
    for subschema in _subschemas(version, name):
        node = subschema.node
        assert node.get("x-personal-data", True) is True, subschema.pointer
        assert "x-source" not in node or _is_source(node["x-source"]), subschema.pointer
        assert all(_is_advice(entry) for entry in node.get("x-advice", [{"code": "SDE402", "schema": {}}])), (
            subschema.pointer
        )
        assert all(keyword in node for keyword in node.get("x-problem", {})), subschema.pointer
        assert rules_by_code().keys() >= set(node.get("x-problem", {}).values()), subschema.pointer


def _is_source(source: dict[str, str]) -> bool:
    return source.keys() <= {"page", "table", "example", "decision"} and all(map(str.strip, source.values()))


EH = "EH"
PAGES = (EH, "EH-later", "EH-methods", "MI", "seen", "inferred")
TYPE_WORDS = {"alphanumeric", "int", "as cartStatus"}
"""What `x-source.table` may keep of a page other than the first: the word for the type."""

ADDRESS = "personalInfo.contacts.personalContact.address"
ADDED = {
    **{
        ("customerInfo", f"customerInfo.{name}"): page
        for name, page in (("companyBranch", "EH-later"), ("loginStatus", "MI"))
    },
    **{("personalInfo", f"{ADDRESS}{part}"): "EH-methods" for part in ("", ".country", ".region", ".zipCode")},
    **{
        ("personalInfo", f"personalInfo.contacts.personalContact.{name}"): "seen"
        for name in ("phoneType", "preferredContactMethod")
    },
    **{("purchase", f"cart.{name}"): "EH-methods" for name in ("serverTimeStamp", "originalTimeStamp")},
    ("viewedProduct", "products.quantity"): "MI",
    **{("viewedProduct", f"products.product.{name}"): "EH-later" for name in ("statusInStock", "quantityInStock")},
    **{(name, "originalTimeStamp"): "EH-later" for name in attribute_types()},
    **{(name, "isAuthenticated"): "inferred" for name in attribute_types()},
    **{(name, "isAuthenticated"): "seen" for name in ("customerInfo", "personalInfo")},
}
"""The source of each field of an attribute that 1.1 adds."""

MI_HAS = (
    "customerInfo.companyBranch",
    "originalTimeStamp",
    "products.product.statusInStock",
    "products.product.quantityInStock",
)
"""What 1.1 takes from other pages and MI has, too: 2.0 rests on MI there."""


def _pages(version: str, name: str) -> dict[tuple[str, str], str]:
    """Return the page of each field of an attribute, by the names on the way to it."""
    found = {}
    for subschema in _properties(version, name):
        steps = subschema.pointer.removeprefix("/properties/").replace("/items/", "/").split("/properties/")
        found[name, ".".join(steps)] = subschema.node["x-source"]["page"]
    return found


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_every_property_names_its_page_and_so_does_every_other_source(version: str, name: str) -> None:
    assert all("x-source" in subschema.node for subschema in _properties(version, name))
    sources = [subschema.node["x-source"] for subschema in _subschemas(version, name) if "x-source" in subschema.node]
    assert {source["page"] for source in sources} <= set(PAGES)


def test_version_1_0_rests_on_the_first_page_alone() -> None:
    pages = {page for name in attribute_types() for page in _pages("1.0", name).values()}
    assert pages == {EH}


@pytest.mark.parametrize("name", attribute_types())
def test_what_1_1_adds_rests_on_the_later_sources_and_2_0_on_the_messaging_page(name: str) -> None:
    first, later, typed = (_pages(version, name) for version in ("1.0", "1.1", "2.0"))
    added = {field: page for field, page in ADDED.items() if field[0] == name}
    assert later == first | added
    assert typed == dict.fromkeys(first, "MI") | {
        field: "MI" if field[1] in MI_HAS else page for field, page in added.items()
    }


@pytest.mark.parametrize("version", versions())
def test_no_sentence_of_another_page_is_kept_and_none_of_the_first_is_given_for_its(version: str) -> None:
    documents = catalog.documents(version)
    every = [subschema for name in documents if name != catalog.PAYLOAD for subschema in _subschemas(version, name)]
    sources = [subschema.node["x-source"] for subschema in every if "x-source" in subschema.node]
    of_first = [source for source in sources if source.get("page", EH) == EH]
    others = [source for source in sources if source.get("page", EH) != EH]
    assert all("example" not in source for source in others)
    assert {source["table"] for source in others if "table" in source} <= TYPE_WORDS
    said = {source["decision"] for source in of_first if "decision" in source}
    assert not said & {source.get("decision") for source in others}
    assert bool(others) == (version != "1.0")


def _is_advice(entry: dict[str, Any]) -> bool:
    Draft202012Validator.check_schema(entry["schema"])
    return entry.keys() == {"code", "schema"} and rules_by_code()[entry["code"]].severity == "warning"


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_objects_are_closed_except_records_and_responses(version: str, name: str) -> None:
    every = [subschema for subschema in _subschemas(version, name) if CONDITIONS not in subschema.pointer]
    with_properties = [subschema for subschema in every if "properties" in subschema.node]
    is_open = {
        (name, subschema.pointer)
        for subschema in with_properties
        if subschema.node.get("additionalProperties") is not False
    }
    assert is_open == {it for it in OPEN if it[0] == name}


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_every_property_has_words_and_examples(version: str, name: str) -> None:
    for subschema in _properties(version, name):
        assert (subschema.node.get("title") or subschema.node.get("description") or "").strip(), subschema.pointer
        assert subschema.node.get("examples"), subschema.pointer


OF_DEFINITIONS = {
    "epochMilliseconds": "in milliseconds since 1970-01-01T00:00:00Z",
    "optionalEpochMilliseconds": "null where that is not known",
    "unsetEpochMilliseconds": "null or 0 means unset",
    "isAuthenticated": "null where that is not known",
    "currencyCode": "ISO 4217 code in capitals",
    "date": "each of them, or the whole, may be null",
    "year": "from 0 to 9999",
    "month": "from 1 (January) to 12 (December)",
    "day": "from 1 to 31",
}
"""What a shared definition says that its fields say, too: a field's own words are shown instead."""


@pytest.mark.parametrize("version", versions())
def test_nothing_that_a_definition_says_is_lost_where_a_field_has_words_of_its_own(version: str) -> None:
    found = set()
    for name in catalog.documents(version):
        for subschema in _properties(version, name):
            definition = subschema.node.get("$ref", "").rpartition("/$defs/")[2]
            if definition in OF_DEFINITIONS:
                found.add(definition)
                target = catalog.resolve(catalog.documents(version), name, subschema.node["$ref"])
                for said in (subschema.node["description"], target.node["description"]):
                    assert OF_DEFINITIONS[definition] in said, f"{name}#{subschema.pointer}"
    assert found == OF_DEFINITIONS.keys() & catalog.document(version, "common")["$defs"].keys()


AVOIDED = re.compile(
    r"\b(visitors?|[Tt]ime stamps?|behind|stands?|tells?|told|saves?|blanks?|is no|a text|texts|after the fact|grave)\b"
)


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_words_that_readers_trip_over_are_avoided(version: str, name: str) -> None:
    for subschema in _subschemas(version, name):
        decision = subschema.node.get("x-source", {}).get("decision", "")
        for said in (subschema.node.get("title", ""), subschema.node.get("description", ""), decision):
            assert not AVOIDED.search(said), subschema.pointer


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_every_example_is_valid_and_draws_no_advice(version: str, name: str) -> None:
    plain, strict = catalog.documents(version), catalog.strict_documents(version)
    seen = 0
    for subschema in _subschemas(version, name):
        if subschema.node.get("examples") and "/x-advice/" not in subschema.pointer:
            for docs in (plain, strict):
                validator = validator_of(docs, subschema)
                assert [example for example in subschema.node["examples"] if not validator.is_valid(example)] == [], (
                    subschema.pointer
                )
            seen += 1
    assert seen


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_code_lists_are_choices_with_a_title(version: str, name: str) -> None:
    for subschema in _subschemas(version, name):
        is_event = name == catalog.EVENT and not subschema.pointer
        if is_event or any(part in subschema.pointer for part in ("/x-advice/", CONDITIONS, "/propertyNames/")):
            continue
        if "enum" in subschema.node or "const" in subschema.node:
            assert subschema.pointer.rpartition("/")[0].endswith("/oneOf"), subschema.pointer
        branches = subschema.node.get("oneOf", [])
        assert all(branch.keys() == {"title", "enum"} and branch["title"] for branch in branches), subschema.pointer
        codes = [json.dumps(code) for branch in branches for code in branch["enum"]]
        assert len(codes) == len(set(codes)), subschema.pointer


@pytest.mark.parametrize("row", [row for row in ROWS if row.note.startswith("0-")], ids=lambda row: row.name)
def test_code_lists_are_the_vendor_s(row: Any) -> None:
    node = catalog.resolve(catalog.documents("1.0"), row.attribute, f"#{row.pointer}").node
    printed = [code.split("-", 1) for code in row.note.split(", ")]
    *listed, unset = [(branch["enum"], branch["title"].casefold()) for branch in node["oneOf"]]
    assert listed == [([int(code), code], meaning.casefold()) for code, meaning in printed]
    assert unset[0] == [None]


def test_personal_data_is_marked_where_the_contract_says() -> None:
    for version in versions():
        marked = {
            (name, subschema.pointer)
            for name in catalog.document_names(version)
            for subschema in _subschemas(version, name)
            if "x-personal-data" in subschema.node
        }
        assert marked == (PERSONAL if version == "1.0" else PERSONAL | PERSONAL_FROM_1_1_ON)


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_no_keyword_beside_a_reference_is_in_its_target_too(version: str, name: str) -> None:
    docs = catalog.strict_documents(version)
    passed = WORDS | OUR_OWN | {"type", "$ref", "$defs", "$id", "$schema", ADVICE_CODE}
    for subschema in subschemas(Subschema(name, "", docs[name])):
        beside = subschema.node.keys() - passed
        target = subschema
        while "$ref" in target.node:
            target = catalog.resolve(docs, target.document, target.node["$ref"])
            assert not beside & target.node.keys(), subschema.pointer


def _reported(docs: dict[str, Schema], subschema: Subschema, seen: set[tuple[str, str]]) -> Iterator[Subschema]:
    """Yield the subschemas whose failures are reported: not the conditions, choices and advice."""
    if (subschema.document, subschema.pointer) in seen:
        return
    seen.add((subschema.document, subschema.pointer))
    yield subschema
    if "$ref" in subschema.node:
        yield from _reported(docs, catalog.resolve(docs, subschema.document, subschema.node["$ref"]), seen)
    for keyword in ("properties", "items", "allOf", "then", "else"):
        for way, below in subschemas_under(keyword, subschema.node[keyword]) if keyword in subschema.node else ():
            yield from _reported(
                docs, Subschema(subschema.document, f"{subschema.pointer}/{keyword}{way}", below), seen
            )


@pytest.mark.parametrize("version", versions())
def test_every_keyword_that_can_fail_has_a_code(version: str) -> None:
    docs = catalog.documents(version)
    for subschema in _reported(docs, Subschema(catalog.PAYLOAD, "", docs[catalog.PAYLOAD]), set()):
        failing = subschema.node.keys() & (TESTING | {"additionalProperties", "anyOf", "oneOf", "not"})
        assert failing <= USUAL_CODES.keys() | subschema.node.get("x-problem", {}).keys(), subschema.pointer


def test_the_manifest_is_as_its_schema_says() -> None:
    schema = _loaded(SCHEMAS / "manifest.schema.json")
    Draft202012Validator.check_schema(schema)
    assert (schema["$schema"], schema["$id"]) == (DIALECT, f"{BASE_URI}manifest.schema.json")
    Draft202012Validator(schema).validate(catalog.manifest())
    _examples_are_valid("manifest", schema)


def test_the_manifest_names_each_folder_and_a_known_default() -> None:
    assert default_version() in versions()
    assert len(set(versions())) == len(versions())
    assert {path.name for path in SCHEMAS.iterdir() if path.is_dir()} == set(versions())


def test_attribute_types_are_in_the_order_of_the_vendor_s_page() -> None:
    assert attribute_types() == list(dict.fromkeys(row.attribute for row in ROWS))


@pytest.mark.parametrize("entry", catalog.manifest()["versions"], ids=lambda entry: entry["version"])
def test_the_digest_is_that_of_the_documents(entry: dict[str, str]) -> None:
    version, digest = entry["version"], catalog.digest(entry["version"])
    if entry["status"] == "draft":
        advice = f'if that is meant, set the digest of {version} in schemas/manifest.json to "{digest}"'
    else:
        advice = f"{version} is released and must not change: undo the change, or make it in a new version"
    assert entry["digest"] == digest, f"the meaning of the documents of {version} has changed; {advice}"


@pytest.mark.parametrize("version", versions())
def test_the_digest_is_of_the_meaning_not_of_the_words(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = catalog.digest(version)
    docs = copy.deepcopy(catalog.documents(version))
    monkeypatch.setattr("sde_schema.catalog.schemas.documents", lambda _: docs)
    field = docs["lead"]["properties"]["lead"]["properties"]["topic"]
    field |= {"title": "?", "description": "?", "examples": [], "x-source": {"table": "?"}, "x-personal-data": True}
    docs["common"]["$defs"]["amount"]["x-advice"] = []
    assert catalog.digest(version) == before
    docs["common"]["$defs"]["keyword"]["maxLength"] += 1
    assert catalog.digest(version) != before


def _examples_are_valid(name: str, schema: Schema) -> None:
    for subschema in subschemas(Subschema(name, "", schema)):
        validator = validator_of({name: schema}, subschema)
        assert all(validator.is_valid(example) for example in subschema.node.get("examples", [])), subschema.pointer


@pytest.mark.parametrize("name", ["report", "config"])
def test_the_schemas_of_report_and_configuration_are_schemas(name: str) -> None:
    schema = json.loads({"report": catalog.report_schema_bytes, "config": catalog.config_schema_bytes}[name]())
    Draft202012Validator.check_schema(schema)
    assert (schema["$schema"], schema["$id"]) == (DIALECT, f"{BASE_URI}{name}.schema.json")
    _examples_are_valid(name, schema)
    for subschema in subschemas(Subschema(name, "", schema)):
        for entry in subschema.node.get("properties", {}).values():
            assert "$ref" in entry or {"title", "description"} <= entry.keys()


def test_the_case_files_are_as_their_schema_says() -> None:
    schema = _loaded(TESTS / "cases" / "case.schema.json")
    Draft202012Validator.check_schema(schema)
    assert schema["$defs"]["case"]["properties"]["type"]["enum"] == attribute_types()
    files = case_files()
    assert {file.parent.name for file in files} == set(versions())
    for file in files:
        cases = _loaded(file)
        Draft202012Validator(schema).validate(cases)
        assert len({case["description"] for case in cases}) == len(cases), file.name
