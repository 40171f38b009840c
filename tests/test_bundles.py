"""Bundles: one compound document, which validates alone as the separate documents do."""

from __future__ import annotations

import json
import socket
from functools import cache
from typing import Any, NoReturn

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry

from sde_schema import catalog, versions
from sde_schema.catalog import BASE_URI, Schema, Subschema
from sde_schema.cli import main
from tests.support.cases import json_cases
from tests.support.rounds import every_version, first_every_day
from tests.support.schemas import DIALECT, subschemas, validator_of

ELSEWHERE = "https://schemas.example/lp"
DOCUMENTS = [(version, name) for version in versions() for name in catalog.document_names(version)]


def _refuse(*_: object) -> NoReturn:
    pytest.fail("a schema is fetched")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse)


def _alone(bundle: Schema) -> Any:
    empty: Any = Registry()  # one that is given never fetches
    return Draft202012Validator(bundle, registry=empty)


@cache
def _reference(version: str, name: str) -> Any:
    """Return python-jsonschema's validator of a bundle, which knows no other document."""
    return _alone(catalog.bundle(name, version))


@cache
def _separate(version: str, name: str) -> Any:
    docs = catalog.documents(version)
    return validator_of(docs, Subschema(name, "", docs[name]))


@cache
def _fast(version: str, name: str) -> Any:
    """Return jsonschema-rs's validator of a bundle, which knows no other document."""
    return jsonschema_rs.validator_for(catalog.bundle(name, version), retriever=_refuse)


def _embedded(bundle: Schema) -> dict[str, Schema]:
    """Return the documents embedded in a bundle by their names there."""
    return {name: doc for name, doc in bundle.get("$defs", {}).items() if name.endswith(".schema.json")}


def _references(doc: Schema) -> dict[str, str]:
    """Return where each reference of one document is, those in `x-advice` and in embedded documents left out."""
    every = subschemas(Subschema("", "", doc))
    apart = ("/x-advice/", *(f"/$defs/{name}/" for name in _embedded(doc)))
    return {
        subschema.pointer: subschema.node["$ref"]
        for subschema in every
        if "$ref" in subschema.node and not any(part in f"{subschema.pointer}/" for part in apart)
    }


def _keys(node: Any) -> set[str]:
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return set(node if isinstance(node, dict) else ()).union(*map(_keys, below))


def _printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Schema:
    assert main(["show", *arguments]) == 0
    printed: Schema = json.loads(capsys.readouterr().out)
    return printed


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_the_root_and_each_embedded_document_keep_their_names(version: str, name: str) -> None:
    bundle = catalog.bundle(name, version)
    assert (bundle["$schema"], bundle["$id"]) == (DIALECT, f"{BASE_URI}{version}/{name}.schema.json")
    for file, doc in _embedded(bundle).items():
        assert (doc["$schema"], doc["$id"]) == (DIALECT, f"{BASE_URI}{version}/{file}")


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_every_document_that_is_used_is_embedded_and_no_other(version: str, name: str) -> None:
    embedded = _embedded(catalog.bundle(name, version))
    everything = [catalog.bundle(name, version), *embedded.values()]
    files = {ref.partition("#")[0] for doc in everything for ref in _references(doc).values()}
    assert embedded.keys() == files - {"", f"{name}.schema.json"}


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_no_reference_is_rewritten(version: str, name: str) -> None:
    bundle = catalog.bundle(name, version)
    assert _references(bundle) == _references(catalog.document(version, name))
    for file, doc in _embedded(bundle).items():
        assert _references(doc) == _references(catalog.document(version, file.removesuffix(".schema.json")))


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_our_own_keywords_are_dropped_and_the_words_kept(version: str, name: str) -> None:
    bundle = catalog.bundle(name, version)
    Draft202012Validator.check_schema(bundle)
    assert not [key for key in _keys(bundle) if key.startswith("x-")]
    assert bundle["title"] == catalog.document(version, name)["title"]


@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_the_command_prints_the_bundle(version: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _printed(capsys, name, "--bundle", "--schema-version", version) == catalog.bundle(name, version)


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(("version", "name"), DOCUMENTS)
def test_another_base_replaces_every_base(
    version: str, name: str, slash: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = catalog.bundle(name, version)
    moved = _printed(capsys, name, "--bundle", "--schema-version", version, "--base-uri", ELSEWHERE + slash)
    assert BASE_URI not in json.dumps(moved)
    assert json.loads(json.dumps(moved).replace(f"{ELSEWHERE}/", BASE_URI)) == plain
    assert moved["$id"] == f"{ELSEWHERE}/{version}/{name}.schema.json"
    assert all(_alone(moved).is_valid(example) for example in moved.get("examples", []))


@pytest.mark.parametrize("part", first_every_day(range(4)))
@pytest.mark.parametrize("version", every_version())
def test_the_bundle_alone_agrees_with_the_documents_and_the_case(version: str, part: int) -> None:
    for case in [case for case in json_cases() if case.version == version][part::4]:
        for make in (_separate, _reference, _fast):
            assert make(version, case.schema).is_valid(case.value) == case.is_valid, case.name


def test_cases_of_both_verdicts_are_asked() -> None:
    verdicts = [case.is_valid for case in json_cases()]
    assert min(verdicts.count(True), verdicts.count(False)) >= 50
