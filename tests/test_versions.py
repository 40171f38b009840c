"""Versions are law: what is the same is the same, what differs fits the number, and `diff` says which is which."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import Validator, catalog, versions
from sde_schema.cli import main
from sde_schema.compatibility import Evidence, Witness, compare
from sde_schema.compatibility import proofs as proofs_module
from sde_schema.compatibility.formats import TELLINGS
from sde_schema.compatibility.pairs import pairs
from tests.support.copies import copy_with_version, edit
from tests.support.rounds import some_every_day

if TYPE_CHECKING:
    from collections.abc import Callable

NEIGHBORS = list(pairwise(versions()))
WHERES = (catalog.EVENT, *catalog.attribute_types())
OTHER_WORDS = {
    ("1.0", "1.1", "personalInfo.contacts[].personalContact"): "it may hold a postal region, too",
    ("1.0", "1.1", "products[]"): "an entry has a quantity, too",
    ("1.0", "1.1", "event"): "facts about the event may be beside the attribute",
}
"""Properties whose words alone differ between versions, and why."""


def _major(version: str) -> str:
    return version.partition(".")[0]


@pytest.mark.parametrize(("old", "new"), some_every_day([pytest.param(*pair) for pair in NEIGHBORS], one_of=2))
def test_the_number_fits_the_kind_of_the_changes(old: str, new: str) -> None:
    breaking = [change.name for change in compare(old, new).changes if change.is_breaking]
    has_new_major = _major(old) != _major(new)
    assert bool(breaking) == has_new_major, (
        f"{new} breaks what was valid under {old} ({breaking}), so it needs a new major number"
        if breaking
        else f"nothing that was valid under {old} breaks under {new}, so the major number stays"
    )


@pytest.mark.parametrize(("old", "new"), NEIGHBORS)
def test_what_means_the_same_in_two_versions_has_the_same_words(old: str, new: str) -> None:
    changes = compare(old, new).changes
    reworded = {(old, new, change.name) for change in changes if change.kind == "words"}
    assert reworded == {entry for entry in OTHER_WORDS if entry[:2] == (old, new)}


@pytest.mark.parametrize(("old", "new"), NEIGHBORS)
def test_titles_and_marks_of_personal_data_stay(old: str, new: str) -> None:
    for where in WHERES:
        for pair in pairs(where, old, new):
            if pair.old and pair.new:
                assert pair.old.values("title")[:1] == pair.new.values("title")[:1], pair.path
                assert pair.old.is_personal == pair.new.is_personal, pair.path


def test_the_forms_of_documents_are_the_same_in_every_version() -> None:
    forms = [catalog.without(catalog.document(version, catalog.PAYLOAD), words=True) for version in versions()]
    assert all({**form, "$id": ""} == {**forms[0], "$id": ""} for form in forms)


def test_nothing_breaks_from_1_0_to_1_1_and_every_addition_is_reported() -> None:
    compared = compare("1.0", "1.1")
    assert (compared.breaking, {change.kind for change in compared.changes}) == (0, {"added", "words"})
    added = {(change.where, change.name) for change in compared.changes if change.kind == "added"}
    everywhere = {
        (name, field) for name in catalog.attribute_types() for field in ("originalTimeStamp", "isAuthenticated")
    }
    contact = "personalInfo.contacts[].personalContact"
    assert added == everywhere | {
        *(("event", name) for name in ("sdeType", "serverTimeStamp", "isAuthenticated")),
        *(("customerInfo", f"customerInfo.{name}") for name in ("companyBranch", "loginStatus")),
        *(("personalInfo", f"{contact}.{name}") for name in ("phoneType", "preferredContactMethod", "address")),
        ("viewedProduct", "products[].quantity"),
        *(("viewedProduct", f"products[].product.{name}") for name in ("statusInStock", "quantityInStock")),
        *(("purchase", f"cart.{name}") for name in ("serverTimeStamp", "originalTimeStamp")),
    }


@pytest.mark.slow
def test_all_that_2_0_accepts_is_valid_under_1_1() -> None:
    assert compare("2.0", "1.1").breaking == 0


def test_that_nothing_breaks_from_1_0_to_1_1_is_proved_for_every_attribute() -> None:
    evidence = compare("1.0", "1.1").evidence
    assert {where for where, known in evidence.items() if known.way == "contained"} == set(catalog.attribute_types())
    assert all(known.payloads >= 500 for known in evidence.values())
    assert evidence[catalog.EVENT].payloads >= 5_000


def test_every_property_that_is_retyped_in_2_0_has_a_witness() -> None:
    retyped = {(change.where, change.name) for change in compare("1.1", "2.0").changes if change.kind == "retyped"}
    expected = {
        (where, pair.path)
        for where in WHERES
        for pair in pairs(where, "1.1", "2.0")
        if pair.old and pair.new and pair.old.types != pair.new.types
    }
    assert len(retyped) == len(expected) > 90
    assert all(change.is_breaking for change in compare("1.1", "2.0").changes)


@pytest.mark.parametrize(("old", "new"), [*NEIGHBORS, pytest.param("2.0", "1.0", marks=pytest.mark.slow)])
def test_witnesses_are_small_and_what_they_claim_to_be(old: str, new: str) -> None:
    validators = Validator(old), Validator(new)
    for change in compare(old, new).changes:
        if isinstance(change.known_by, Witness):
            witness = change.known_by
            assert validators[0].is_valid(witness.payload)
            errors = [problem for problem in validators[1].validate(witness.payload) if problem.severity == "error"]
            assert [(error.code, error.pointer) for error in errors] == [(witness.code, witness.pointer)]
            assert len(json.dumps(witness.payload)) < 250


@pytest.mark.slow
def test_a_version_does_not_differ_from_itself() -> None:
    for version in versions():
        compared = compare(version, version)
        assert compared.changes == ()
        assert TELLINGS["text"](compared).endswith("\n0 compatible, 0 breaking\n")


def test_without_the_engine_that_proves_payloads_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs_module, "find_spec", lambda _: None)
    compared = compare.__wrapped__("1.0", "1.1")
    assert {known.way for known in compared.evidence.values()} == {"sampled"}
    assert {change.known_by.way for change in compared.changes if isinstance(change.known_by, Evidence)} == {"sampled"}


def test_the_command_prints_each_format_and_keeps_the_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "1.1", "2.0"]) == 0
    text = capsys.readouterr().out
    assert '{"cartStatus": {"serverTimeStamp": 1440412721832, "total": "11.7"}}' in text
    assert "is now SDE205 at /cartStatus/total" in text
    assert text.endswith(" compatible, 102 breaking\n")
    assert main(["diff", "1.1", "2.0", "--fail-on-breaking", "--format", "markdown"]) == 1
    assert "- `total` **retyped**: string, number or null → number or null (breaking)" in capsys.readouterr().out
    assert main(["diff", "1.0", "1.1", "--fail-on-breaking", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["summary"] == {"compatible": 36, "breaking": 0}
    assert report["changes"][1]["knownBy"] == {"way": "sampled", "payloads": report["evidence"]["event"]["payloads"]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("1.0", "7.0"), "there is 1.0, 1.1, 2.0"),
        (("0", "1.0"), "there is 1.0, 1.1, 2.0"),
        (("1.0",), "Missing argument 'NEW'"),
        (("1.0", "1.1", "--format", "yaml"), "'text', 'json', 'markdown'"),
    ],
)
def test_versions_that_cannot_be_compared_are_refused(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *arguments]) == 2
    assert words in capsys.readouterr().err


def _of_lead(doc: dict[str, Any]) -> None:
    fields = doc["properties"]["lead"]["properties"]
    fields["added"] = {"type": "string", "examples": ["x"]}
    fields["demanded"] = {"type": "string", "examples": ["x"]}
    doc["properties"]["lead"]["required"] = ["demanded", "topic"]
    del fields["leadId"]
    fields["value"] = {"type": ["string", "number", "boolean", "null"], "maxLength": 50000, "examples": ["1"]}
    fields["currency"]["title"] = "Other words"


def _of_search(doc: dict[str, Any]) -> None:
    doc["properties"]["keywords"]["items"] = {"type": ["string", "number"], "maxLength": 4, "examples": ["pear"]}


def _of_service(doc: dict[str, Any]) -> None:
    del doc["properties"]["serviceActivity"]["properties"]["status"]["oneOf"][13]
    doc["properties"]["serviceActivity"]["properties"]["topic"] = {
        "type": ["string", "number", "null"],
        "maxLength": 60000,
        "examples": ["x"],
    }


def _of_campaign(doc: dict[str, Any]) -> None:
    fields = doc["properties"]["marketingCampaignInfo"]["properties"]
    fields["affiliate"]["pattern"] = "^[A-Z]"
    fields["originatingChannel"]["oneOf"][1]["title"] = "Another meaning"


def _of_error(doc: dict[str, Any]) -> None:
    doc["required"].remove("visitorError")


def _of_viewed(doc: dict[str, Any]) -> None:
    del doc["additionalProperties"]


def _of_cart(doc: dict[str, Any]) -> None:
    doc["properties"]["products"]["type"] = "array"


def _of_common(doc: dict[str, Any]) -> None:
    month = doc["$defs"]["month"]
    month["pattern"] = month["pattern"].replace("1[0-2]", "1[0-3]")


def _of_event(doc: dict[str, Any]) -> None:
    del doc["dependentSchemas"]["lead"]
    doc["required"] = ["serverTimeStamp"]
    doc["anyOf"] = doc.pop("oneOf")


def _of_payload(doc: dict[str, Any]) -> None:
    del doc["$defs"]["record"]["propertyNames"], doc["$defs"]["record"]["x-problem"]


def _add_version(manifest: dict[str, Any]) -> None:
    manifest["versions"].append({**manifest["versions"][-1], "version": "9.0"})


EDITS: dict[str, Callable[[dict[str, Any]], None]] = {
    "lead": _of_lead,
    "searchContent": _of_search,
    "serviceActivity": _of_service,
    "marketingCampaignInfo": _of_campaign,
    "visitorError": _of_error,
    "viewedProduct": _of_viewed,
    "cartStatus": _of_cart,
    "common": _of_common,
    "event": _of_event,
    "payload": _of_payload,
}


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    """Compare 1.1 with an edited copy of it in a copy of the program; return the changes by location."""
    root = tmp_path_factory.mktemp("edited")
    folder = copy_with_version(root, "1.1", "9.0")
    for name, change in EDITS.items():
        edit(folder / f"{name}.schema.json", change)
    edit(root / "schemas" / "manifest.json", _add_version)
    command = (sys.executable, "-m", "sde_schema", "diff", "1.1", "9.0", "--format", "json")
    done = subprocess.run(command, cwd=root, capture_output=True, check=True)
    return {(change["where"], change["property"]): change for change in json.loads(done.stdout)["changes"]}


EDITED = [
    ("lead", "lead.added", "added", False),
    ("lead", "lead.demanded", "added", True),
    ("lead", "lead.topic", "tightened", True),
    ("lead", "lead.leadId", "removed", True),
    ("lead", "lead.value", "retyped", False),
    ("lead", "lead.currency", "words", False),
    ("searchContent", "keywords[]", "tightened", True),
    ("serviceActivity", "serviceActivity.status", "tightened", True),
    ("serviceActivity", "serviceActivity.topic", "loosened", False),
    ("marketingCampaignInfo", "marketingCampaignInfo.affiliate", "tightened", True),
    ("marketingCampaignInfo", "marketingCampaignInfo.originatingChannel", "words", False),
    ("visitorError", "visitorError", "loosened", False),
    ("viewedProduct", "viewedProduct", "loosened", False),
    ("cartStatus", "products", "retyped", True),
    ("customerInfo", "customerInfo.lastPaymentDate.month", "loosened", False),
    ("customerInfo", "customerInfo.registrationDate.month", "loosened", False),
    ("personalInfo", "personalInfo.customerAge.customerMonthOfBirth", "loosened", False),
    ("event", "event", "loosened", False),
    ("event", "sdeType", "loosened", False),
    ("event", "serverTimeStamp", "tightened", True),
    ("payload", "payload", "loosened", False),
]


@pytest.mark.parametrize(("where", "name", "kind", "breaking"), EDITED)
def test_each_kind_of_change_is_found(
    edited: dict[tuple[str, str], dict[str, Any]],
    where: str,
    name: str,
    kind: str,
    breaking: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    change = edited[where, name]
    assert (change["kind"], change["breaking"]) == (kind, breaking)
    assert change["knownBy"]["way"] in (("witness",) if breaking else ("contained", "sampled"))


def test_no_other_change_is_reported(edited: dict[tuple[str, str], dict[str, Any]]) -> None:
    assert sorted(edited) == sorted((where, name) for where, name, _, _ in EDITED)


def test_a_witness_of_what_is_demanded_lacks_it(edited: dict[tuple[str, str], dict[str, Any]]) -> None:
    witness = edited["lead", "lead.demanded"]["knownBy"]
    assert (witness["code"], witness["pointer"]) == ("SDE202", "/lead/lead")
    assert "demanded" not in witness["payload"]["lead"]["lead"]


def test_a_witness_of_what_is_removed_has_it(edited: dict[tuple[str, str], dict[str, Any]]) -> None:
    witness = edited["lead", "lead.leadId"]["knownBy"]
    assert witness["code"] == "SDE203"
    assert "leadId" in witness["payload"]["lead"]["lead"]
