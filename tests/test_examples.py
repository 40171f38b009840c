"""Examples without chance: minimal, typical, full and invalid ones, and the files that they are kept in."""

from __future__ import annotations

import copy
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import attribute_types, catalog, versions
from sde_schema.catalog import Subschema
from sde_schema.catalog.engines import ENGINES, FAST, REFERENCE
from sde_schema.examples.fixed import full, minimal, typical
from sde_schema.examples.invalid import Invalid, invalid
from tests.support.cases import json_cases
from tests.support.generated import generated_examples
from tests.support.paths import ROOT
from tests.support.rounds import every_version
from tests.support.schemas import TESTING, subschemas, validator_of
from tests.support.validators import cached_validator

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERY = [(version, attribute) for version in versions() for attribute in attribute_types()]
EVERY_ENGINE = [
    *((version, FAST) for version in versions()),
    *(pytest.param(*each.values, REFERENCE, marks=each.marks) for each in every_version()),
]
HINT = "the examples differ from what the schemas say: run `python -m sde_schema generate` and look at the changes"


@cache
def _invalid(version: str, attribute: str) -> list[Invalid]:
    return invalid(version, attribute)


def _found(version: str, engine: str, payload: Any) -> list[tuple[str, str]]:
    return [(problem.code, problem.pointer) for problem in cached_validator(version, None, engine).validate(payload)]


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the dotted path of every member below a value, indexes left out, and its value."""
    if isinstance(value, list):
        for item in value:
            yield from _members(item)
    elif isinstance(value, dict):
        for name, member in value.items():
            yield name, member
            yield from ((f"{name}.{below}", held) for below, held in _members(member))


def _property_paths(version: str, name: str, pointer: str = "") -> set[str]:
    """Return the dotted path of every property below a subschema, followed through its references."""
    subschema = catalog.resolve(catalog.documents(version), name, f"#{pointer}")
    found: set[str] = set()
    if "$ref" in subschema.node:
        target = catalog.resolve(catalog.documents(version), name, subschema.node["$ref"])
        found |= _property_paths(version, target.document, target.pointer)
    for member in subschema.node.get("properties", {}):
        below = _property_paths(version, name, f"{pointer}/properties/{member}")
        found |= {member, *(f"{member}.{path}" for path in below)}
    return found | (_property_paths(version, name, f"{pointer}/items") if "items" in subschema.node else set())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("make", [minimal, typical, full], ids=lambda make: make.__name__)
@pytest.mark.parametrize(("version", "attribute"), EVERY)
def test_valid_kinds_draw_nothing(make: Any, version: str, attribute: str, engine: str) -> None:
    event = make(version, attribute)
    assert attribute in event
    assert _found(version, engine, event) == []


@pytest.mark.parametrize(("version", "attribute"), EVERY)
def test_minimal_has_only_what_is_required(version: str, attribute: str) -> None:
    event = minimal(version, attribute)
    assert list(event) == [attribute]
    doc = catalog.document(version, attribute)
    validator = validator_of(catalog.documents(version), Subschema(attribute, "", doc))
    for name in event[attribute]:
        assert not validator.is_valid({key: value for key, value in event[attribute].items() if key != name})
        assert not isinstance(event[attribute][name], dict) or event[attribute][name] == {}


@pytest.mark.parametrize(("version", "attribute"), EVERY)
def test_typical_is_the_example_of_the_schema(version: str, attribute: str) -> None:
    event_doc = catalog.document(version, catalog.EVENT)
    listed = [
        *event_doc["properties"][attribute].get("examples", []),
        *catalog.document(version, attribute)["examples"],
    ]
    assert typical(version, attribute)[attribute] == listed[0]


@pytest.mark.parametrize(("version", "attribute"), EVERY)
def test_full_has_every_property_and_no_null(version: str, attribute: str) -> None:
    event = full(version, attribute)
    beside = set(catalog.document(version, catalog.EVENT)["properties"]) - set(attribute_types())
    assert set(event) == {attribute} | beside
    assert {path for path, _ in _members(event[attribute])} == _property_paths(version, attribute)
    assert [path for path, held in _members(event) if held is None or held == []] == []


@pytest.mark.parametrize(("version", "engine"), EVERY_ENGINE)
@pytest.mark.parametrize("attribute", attribute_types())
def test_invalid_ones_draw_exactly_what_is_expected(version: str, attribute: str, engine: str) -> None:
    wrong = [
        (entry.name, entry.code, entry.pointer, reported)
        for entry in _invalid(version, attribute)
        if (reported := _found(version, engine, entry.payload)) != [(entry.code, entry.pointer)]
    ]
    assert wrong == []


@pytest.mark.parametrize(("version", "attribute"), EVERY)
def test_invalid_ones_have_names_for_files(version: str, attribute: str) -> None:
    names = [entry.name for entry in _invalid(version, attribute)]
    assert len({name.casefold() for name in names}) == len(names)
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*", name)] == []


@pytest.mark.parametrize("version", versions())
def test_every_code_of_structure_and_values_has_an_invalid_example(version: str) -> None:
    in_cases = {code for case in json_cases() if case.version == version for code in case.codes}
    made = {entry.code for attribute in attribute_types() for entry in _invalid(version, attribute)}
    assert made == {code for code in in_cases if "SDE200" < code < "SDE400"}


def _mutants(version: str, attribute: str) -> Iterator[tuple[str, Any]]:
    """Yield the attribute's document without one of its constraints, and where that was."""
    doc = catalog.document(version, attribute)
    for _, pointer, node in subschemas(Subschema(attribute, "", doc)):
        for keyword in node.keys() & (TESTING | {"oneOf", "not", "additionalProperties"}):
            is_implied = keyword == "type" and ("oneOf" in node or "enum" in node)
            is_long = keyword == "maxLength" and node[keyword] > 1000  # one such payload is enough
            is_complete = keyword == "oneOf" and node["type"] == ["boolean", "null"]  # nothing else is of its type
            is_apart = re.search("/(x-advice|not|oneOf/[0-9]+)(/|$)", pointer) is not None
            if not (is_implied or is_long or is_complete or is_apart):
                mutant = copy.deepcopy(doc)
                del catalog.resolve({attribute: mutant}, attribute, f"#{pointer}").node[keyword]
                yield f"{pointer}/{keyword}", mutant


@pytest.mark.parametrize(("version", "attribute"), EVERY)
def test_for_each_constraint_one_payload_is_invalid_by_it_alone(version: str, attribute: str) -> None:
    bodies = [entry.payload[attribute] for entry in _invalid(version, attribute) if attribute in entry.payload]
    docs = catalog.documents(version)
    unguarded = []
    for where, mutant in _mutants(version, attribute):
        validator = validator_of({**docs, attribute: mutant}, Subschema(attribute, "", mutant))
        before = validator_of(docs, Subschema(attribute, "", docs[attribute]))
        if not any(validator.is_valid(body) and not before.is_valid(body) for body in bodies):
            unguarded.append(where)
    assert unguarded == []


def test_the_files_are_those_that_the_schemas_say() -> None:
    made = generated_examples()
    folders = [ROOT / "examples" / version for version in versions()]
    kept = {
        file.relative_to(ROOT).as_posix(): file.read_bytes()
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file()
    }
    assert sorted(kept) == sorted(made), HINT
    assert [name for name, held in made.items() if kept[name] != held] == [], HINT


@pytest.mark.parametrize(("version", "attribute"), EVERY)
def test_expected_tsv_names_the_problem_of_each_line(version: str, attribute: str) -> None:
    folder = ROOT / "examples" / version / attribute
    first, *rows = (folder / "expected.tsv").read_text(encoding="utf-8").splitlines()
    assert first.startswith("# Made by `python -m sde_schema generate`")
    found = []
    for number, (line, entry) in enumerate(
        zip((folder / "invalid.ndjson").read_bytes().splitlines(), _invalid(version, attribute), strict=True), 1
    ):
        [(code, pointer)] = _found(version, "jsonschema-rs", line)
        found.append(f"{number}\t{entry.name}\t{code}\t{pointer}")
    assert rows == found


def test_few_files_are_large() -> None:
    large = [name for name, held in generated_examples().items() if len(held) > 10_000]
    assert len(large) == len(EVERY)
    assert all(name.endswith("/invalid.ndjson") for name in large)
