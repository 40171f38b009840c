"""Five engines of three languages give one verdict on damaged payloads, each of which they parse from its text.

python-jsonschema and jsonschema-rs are asked here, ajv, @cfworker/json-schema and Hyperjump by node.
"""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import orjson
import pytest
from jsonschema_rs import validator_for

from sde_schema import catalog, versions
from sde_schema.catalog import Subschema
from tests.support.ajv import verdicts_of_three
from tests.support.payloads import damaged
from tests.support.proofs import prove
from tests.support.schemas import validator_of

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

PAYLOADS = 10_000
"""So many damaged payloads of each version."""

_EVENT = '{"cartStatus": {"serverTimeStamp": %s, "numItems": 1}}'
TRAPS = {
    "an integer that JavaScript rounds to the largest one": _EVENT % "9007199254740991.4",
    "an integer that JavaScript rounds": _EVENT % "9007199254740993",
    "an integer of more than 64 bits": _EVENT % "1844674407370955161600",
    "an integer with a fraction of zeros": _EVENT % "1440412721832.000",
    "an integer with an exponent": _EVENT % "144041272183.2e1",
    "a negative zero": _EVENT % "-0.0",
    "digits with a line end, before which Python's `$` matches": _EVENT % r'"1440412721832\n"',
    "digits of another script": _EVENT % '"\u0661\u0664\u0664\u0660"',
    "as many code points as may be, twice as many units of UTF-16": (
        '{"cartStatus": {"serverTimeStamp": 1, "currency": "%s"}}' % ("\U0001f600" * 50_000)
    ),
    "a name that every object of JavaScript has": '{"cartStatus": {"serverTimeStamp": 1, "toString": 1}}',
    "an attribute of that name": '{"constructor": {"serverTimeStamp": 1}}',
    "the name of a prototype": '{"cartStatus": {"serverTimeStamp": 1, "__proto__": {"total": []}}}',
    "a required name that only a prototype has": '{"cartStatus": {"__proto__": {"serverTimeStamp": 1}}}',
    "a name with a slash and a tilde": '{"cartStatus": {"serverTimeStamp": 1, "a/b~0c": 1}}',
    "a name that is used twice": '{"cartStatus": {"serverTimeStamp": [], "serverTimeStamp": 1}}',
}
"""Texts of JSON on which engines, or the parsers before them, have been known to disagree."""


def _disagreements(version: str, texts: list[str]) -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield the texts on which engines disagree, with what each says."""
    docs, bundle = catalog.documents(version), catalog.bundle(catalog.PAYLOAD, version)
    reference = validator_of(docs, Subschema(catalog.PAYLOAD, "", docs[catalog.PAYLOAD]))
    compiled = validator_for(bundle)
    verdicts = {
        "jsonschema": [reference.is_valid(json.loads(text)) for text in texts],
        "jsonschema-rs": [compiled.is_valid(orjson.loads(text)) for text in texts],
        **verdicts_of_three(bundle, texts),
    }
    for index, text in enumerate(texts):
        said = {engine: verdict[index] for engine, verdict in verdicts.items()}
        if len(set(said.values())) > 1:
            yield text[:1000], said


@pytest.mark.proof
@pytest.mark.parametrize("version", versions())
def test_five_engines_agree_on_damaged_payloads(version: str) -> None:
    random = Random(f"five engines {version}")  # noqa: S311 - the same payloads in each run
    texts = [json.dumps(damaged(random), ensure_ascii=False) for _ in range(PAYLOADS)]
    texts += TRAPS.values()
    prove("damaged payloads, in five engines", version, len(texts), disagreements=[*_disagreements(version, texts)])
