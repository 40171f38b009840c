"""Patterns and limits mean the same to Python, Rust and JavaScript.

They are compared where a verdict hangs on them: at the subschema that holds the pattern or the limit, so that the
guards beside it count; for advice, which is only heeded where the value is valid, at the value's strict schema.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema_rs import FancyRegexOptions, RegexOptions, Registry, validator_for

from sde_schema import catalog, versions
from sde_schema.catalog import ADVICE_CODE, Schema, Subschema
from tests.support.ajv import Job, ask_ajv
from tests.support.rounds import some_every_day
from tests.support.schemas import subschemas, validator_of
from tests.support.strings import SEEDS, strings

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = ("minimum", "maximum", "minLength", "maxLength", "minProperties", "maxProperties")
NOT_THE_SAME_EVERYWHERE = re.compile(r"\\[dDwWsSbBpPAzZk0-9]|\(\?")
"""Classes that are Unicode in one engine and ASCII in another, look-around, flags, back references."""


def _numbers() -> list[float | None]:
    """Return numbers at and beside every limit of every version, whole and with a fraction."""
    limits = {subschema.node[key] for _, _, subschema in _held(LIMITS) for key in LIMITS if key in subschema.node}
    near = [limit + step for limit in sorted(limits) for step in (-1, -0.5, 0, 0.5, 1)]
    return [None, 0, -0.0, 1e-300, 1e15, 1e300, -1e300, 2**53 + 2, 2**63, 2**64, 2**70, *near, *map(float, near)]


def _long_strings() -> list[str]:
    """Return strings at and beside the longest length, of one, two, three and four bytes a character."""
    return [letter * length for letter in ("0", "é", "€", "\U0001f600") for length in (49_999, 50_000, 50_001)]


def _objects() -> list[Any]:
    """Return objects of no, one and two members that the documents know."""
    body = {"serverTimeStamp": 1440412721832}
    return [{}, {"cartStatus": body}, {"cartStatus": body, "purchase": body}, [], [{}]]


def _held(keywords: tuple[str, ...]) -> Iterator[tuple[str, str, Subschema]]:
    """Yield version, a name, and subschema of all that a verdict on these keywords hangs on, in strict documents."""
    for version in versions():
        docs = catalog.strict_documents(version)
        for name, doc in docs.items():
            every = subschemas(Subschema(name, "", doc))
            known = {it.pointer: it for it in every if "/x-advice/" not in it.pointer}  # in `allOf`, too
            holders = {
                _holder(known, subschema)
                for subschema in known.values()
                if not subschema.node.keys().isdisjoint(keywords)
            }
            for pointer in sorted(holders):
                yield version, f"{version}/{name}#{pointer}", known[pointer]


def _holder(known: dict[str, Subschema], subschema: Subschema) -> str:
    """Return the pointer of the subschema whose verdict counts: above a `not` and above a whole piece of advice."""
    pointer = subschema.pointer
    while pointer.endswith("/not") or ADVICE_CODE in known[pointer].node:
        above = pointer.rpartition("/")[0]
        pointer = above if above in known else above.rpartition("/")[0]
    return pointer


def _fast(docs: dict[str, Schema], subschema: Subschema, options: RegexOptions | FancyRegexOptions | None) -> Any:
    registry = Registry([(doc["$id"], doc) for doc in docs.values()])
    ref = {"$ref": f"{docs[subschema.document]['$id']}#{subschema.pointer}"}
    return validator_for(ref, registry=registry, pattern_options=options, offline=True)


def _alone(docs: dict[str, Schema], subschema: Subschema) -> Schema:
    """Return a schema for an engine that knows nothing else: a reference, with every document under `$defs`."""
    embedded = {name: catalog.without(doc, words=True) for name, doc in docs.items()}
    return {"$ref": f"{docs[subschema.document]['$id']}#{subschema.pointer}", "$defs": embedded}


def _values(kind: str) -> list[Any]:
    return list(strings()) if kind == "pattern" else [*_numbers(), *_long_strings(), *_objects(), *SEEDS]


def _probes() -> list[Any]:
    """Return the subschemas to try; what is the same in several versions, and refers to nothing, is tried once."""
    probes: dict[tuple[str, ...], Any] = {}
    for kind, keywords in (("pattern", ("pattern",)), ("limits", LIMITS)):
        for version, name, subschema in _held(keywords):
            rules = json.dumps(catalog.without(subschema.node, words=True))
            key = (kind, rules, version if "$ref" in rules else "")
            probes.setdefault(key, pytest.param(version, subschema, kind, id=f"{name} {kind}"))
    return list(probes.values())


@cache
def _by_python(version: str, document: str, pointer: str, kind: str) -> list[bool]:
    validator = validator_of(catalog.strict_documents(version), Subschema(document, pointer, {}))
    return [validator.is_valid(value) for value in _values(kind)]


def _differing(values: list[Any], one: list[bool], other: list[bool]) -> list[Any]:
    return [value for value, *verdicts in zip(values, one, other, strict=True) if verdicts[0] != verdicts[1]]


def test_there_are_thousands_of_strings() -> None:
    assert len(strings()) > 5_000


@pytest.mark.parametrize("version", versions())
def test_no_pattern_uses_what_engines_read_differently(version: str) -> None:
    patterns = {
        subschema.node["pattern"]
        for name, doc in catalog.documents(version).items()
        for subschema in subschemas(Subschema(name, "", doc))
        if "pattern" in subschema.node
    }
    assert len(patterns) >= 5
    assert [pattern for pattern in patterns if NOT_THE_SAME_EVERYWHERE.search(pattern)] == []
    assert all(pattern.isascii() for pattern in patterns)


@pytest.mark.parametrize(("version", "subschema", "kind"), some_every_day(_probes(), one_of=6))
def test_rust_agrees_with_python(version: str, subschema: Subschema, kind: str) -> None:
    docs = catalog.strict_documents(version)
    values = _values(kind)
    expected = _by_python(version, subschema.document, subschema.pointer, kind)
    assert {True, False} == set(expected), "all values are valid, or none is"
    for options in (None, RegexOptions(), FancyRegexOptions()):
        validator = _fast(docs, subschema, options)
        assert _differing(values, expected, [validator.is_valid(value) for value in values]) == []


@pytest.mark.slow
def test_javascript_agrees_with_python() -> None:
    probes = [probe.values for probe in _probes()]
    jobs: list[Job] = [
        {"schema": _alone(catalog.strict_documents(version), subschema), "values": _values(kind)}
        for version, subschema, kind in probes
    ]
    answer = ask_ajv([], jobs)
    assert answer.messages == []
    for (version, subschema, kind), verdicts in zip(probes, answer.verdicts, strict=True):
        expected = _by_python(version, subschema.document, subschema.pointer, kind)
        assert _differing(_values(kind), expected, verdicts) == [], subschema.pointer
