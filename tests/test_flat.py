"""Flat documents decide as the published ones do, without any reference; those of types accept at least as much."""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any, NoReturn

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from sde_schema import catalog, versions
from sde_schema.catalog import BASE_URI, Schema, Subschema, flat
from sde_schema.errors import NotFlatError
from sde_schema.examples.random_events import Payloads
from tests.support.ajv import Job, ask_ajv
from tests.support.cases import json_cases
from tests.support.payloads import damaged
from tests.support.rounds import every_version, some_every_day
from tests.support.schemas import DIALECT, subschemas, validator_of

if TYPE_CHECKING:
    from tests.support.program import Program

DOCUMENTS = [
    pytest.param(*version.values, name, marks=version.marks)
    for version in every_version()
    for name in flat.flat_names(*version.values)
]
MADE = {"flat": flat.flat, "types": flat.types}
PAYLOADS = 400
NUMBERS = {"minimum", "maximum"}


def _refuse(*_: object) -> NoReturn:
    pytest.fail("a schema is fetched")


@cache
def _engines(version: str, name: str, form: str) -> tuple[Any, Any]:
    """Return the two engines of a document in a form, which know no other document."""
    document = MADE[form](name, version)
    return Draft202012Validator(document), jsonschema_rs.validator_for(document, retriever=_refuse)


@cache
def _published(version: str, name: str) -> Any:
    docs = catalog.documents(version)
    return validator_of(docs, Subschema(name, "", docs[name]))


def _agree(version: str, name: str, value: Any, *, is_valid: bool) -> None:
    """Hold both engines of both forms to the verdict of the published document."""
    assert [engine.is_valid(value) for engine in _engines(version, name, "flat")] == [is_valid] * 2, value
    if is_valid:
        assert [engine.is_valid(value) for engine in _engines(version, name, "types")] == [True] * 2, value


def _nodes(document: Schema) -> list[Schema]:
    return [each.node for each in subschemas(Subschema("", "", document))]


@pytest.mark.parametrize(("version", "name"), some_every_day(DOCUMENTS, one_of=3))
@pytest.mark.parametrize("form", MADE)
def test_the_command_prints_a_document_with_an_id_of_its_own(
    version: str, name: str, form: str, program: Program
) -> None:
    printed = json.loads(program("show", name, f"--{form}", "--schema-version", version).out)
    assert printed == MADE[form](name, version)
    assert (printed["$schema"], printed["$id"]) == (DIALECT, f"{BASE_URI}{version}/{form}/{name}.schema.json")
    Draft202012Validator.check_schema(printed)


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
@pytest.mark.parametrize("form", MADE)
def test_there_is_no_reference_and_no_annotation_of_our_own(version: str, name: str, form: str) -> None:
    keywords = {key for node in _nodes(MADE[form](name, version)) for key in node}
    assert {"$ref", "$defs", "allOf"} & keywords == set()
    assert [key for key in keywords if key.startswith("x-")] == []


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_types_have_no_condition_and_keep_the_words_of_every_property(version: str, name: str) -> None:
    document = flat.types(name, version)
    keywords = {key for node in _nodes(document) for key in node}
    may_have = {"$schema", "$id", "title", "description", "type", "properties", "required", "items", "enum"} | NUMBERS
    assert keywords <= may_have | {"additionalProperties"} | ({"anyOf"} if name == catalog.PAYLOAD else set())
    for node in _nodes(document):
        for named, member in node.get("properties", {}).items():
            assert member["title"], named
            assert member["description"], named


@pytest.mark.parametrize("version", every_version())
def test_a_flat_document_decides_every_case_as_the_published_one(version: str) -> None:
    for case in json_cases():
        if case.version == version:
            assert _published(version, case.schema).is_valid(case.value) == case.is_valid, case.name
            _agree(version, case.schema, case.value, is_valid=case.is_valid)


@pytest.mark.parametrize("version", every_version())
def test_a_flat_document_decides_random_payloads_as_the_published_one(version: str) -> None:
    random, verdicts = Random(0), []  # noqa: S311 - the same payloads in each run
    for _ in range(PAYLOADS):
        payload = damaged(random)
        verdicts.append(_published(version, catalog.PAYLOAD).is_valid(payload))
        _agree(version, catalog.PAYLOAD, payload, is_valid=verdicts[-1])
    assert verdicts.count(False) > PAYLOADS / 2


@pytest.mark.parametrize("version", every_version())
def test_flat_events_accept_what_goes_to_the_edges_of_what_is_valid(version: str) -> None:
    payloads = Payloads(version, 3, wide=True)
    for _ in range(PAYLOADS // 2):
        event = payloads.event()
        _agree(version, catalog.EVENT, event, is_valid=True)
        ((attribute, body),) = ((name, event[name]) for name in catalog.attribute_types(version) if name in event)
        _agree(version, attribute, body, is_valid=True)


@pytest.mark.slow
@pytest.mark.parametrize("version", versions())
def test_ajv_compiles_each_in_its_strict_mode_and_decides_alike(version: str) -> None:
    names = flat.flat_names(version)
    cases = {name: [case for case in json_cases() if (case.version, case.schema) == (version, name)] for name in names}
    values = {name: [case.value for case in held] for name, held in cases.items()}
    jobs = [Job(schema=make(name, version), values=values[name]) for make in MADE.values() for name in names]
    answer = ask_ajv([], jobs)
    assert answer.messages == []
    verdicts = dict(zip(((form, name) for form in MADE for name in names), answer.verdicts, strict=True))
    for name, held in cases.items():
        assert verdicts["flat", name] == [case.is_valid for case in held], name
        assert [case.name for case, ok in zip(held, verdicts["types", name], strict=True) if case.is_valid > ok] == []


def test_types_say_what_codes_mean() -> None:
    body = flat.types("serviceActivity", "2.0")["properties"]["serviceActivity"]
    assert body["properties"]["status"]["enum"] == [*range(14), None]
    assert "0: Complete; 1: In Progress;" in body["properties"]["status"]["description"]


def test_a_document_that_contains_itself_cannot_be_flat() -> None:
    docs: dict[str, Schema] = {
        "tree": {"$schema": DIALECT, "$id": "urn:tree", "properties": {"leaf": {"$ref": "#/$defs/node"}}, "$defs": {}}
    }
    docs["tree"]["$defs"]["node"] = {"items": {"$ref": "#/$defs/node"}}
    with pytest.raises(NotFlatError, match=r"tree cannot be flat: tree\.schema\.json#/\$defs/node contains itself"):
        flat.flattened(docs, "tree")


def test_another_base_is_that_of_the_id(program: Program) -> None:
    done = program("show", "lead", "--flat", "--base-uri", "https://schemas.example/sde", "--schema-version", "2.0")
    assert json.loads(done.out)["$id"] == "https://schemas.example/sde/2.0/flat/lead.schema.json"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lead", "--flat", "--bundle"), "--bundle keeps each $ref and --flat has none"),
        (("lead", "--bundle", "--types"), "--bundle keeps each $ref and --types has none"),
        (("common", "--flat"), "not for common"),
        (("report", "--types"), "not for report"),
    ],
)
def test_options_that_make_no_sense_are_usage_errors(arguments: tuple[str, ...], said: str, program: Program) -> None:
    done = program("show", *arguments)
    assert (done.status, said in done.err) == (2, True)


def test_all_flat_documents_are_written_but_the_shared_definitions(here: Any, program: Program) -> None:
    assert program("show", "--all", "--types", "--flat", "-o", "types", "--schema-version", "2.0").status == 0
    written = {path.name.removesuffix(".schema.json"): path for path in (here / "types").iterdir()}
    assert written.keys() == {*flat.flat_names("2.0")}
    assert json.loads(written["event"].read_text(encoding="utf-8")) == flat.types("event", "2.0")
