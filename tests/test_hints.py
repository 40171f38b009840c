"""What the hints promise: the likely name, code, unit or form, told without the value."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import sde_schema
from sde_schema import Validator
from sde_schema.checking.foreign import OLD_ATTRIBUTES, PUSHED_TYPES

STAMP = "1440412721832"


def campaign(channel: Any) -> dict[str, Any]:
    return {
        "marketingCampaignInfo": {"serverTimeStamp": STAMP, "marketingCampaignInfo": {"originatingChannel": channel}}
    }


def lead(**inner: Any) -> dict[str, Any]:
    return {"lead": {"serverTimeStamp": STAMP, "lead": inner}}


def search(stamp: Any) -> dict[str, Any]:
    return {"searchContent": {"serverTimeStamp": stamp}}


def registered(date: Any) -> dict[str, Any]:
    return {"customerInfo": {"serverTimeStamp": STAMP, "customerInfo": {"registrationDate": date}}}


def person(**contact: Any) -> dict[str, Any]:
    contacts = [{"personalContact": contact}]
    return {"personalInfo": {"serverTimeStamp": STAMP, "personalInfo": {"contacts": contacts}}}


def keywords(value: Any) -> dict[str, Any]:
    return {"searchContent": {"serverTimeStamp": STAMP, "keywords": value}}


HINTS: list[tuple[Any, str, str]] = [
    ({"purchse": {}}, "SDE104", "`purchase`"),
    ({"SDES": {}}, "SDE104", "`sdes` instead of `SDES`? Upper and lower case matter."),
    ([{"event": []}], "SDE104", "`events`"),
    ({"events": [{"searchcontent": {}}]}, "SDE201", "Did you mean `searchContent`? Upper and lower case matter."),
    ({"events": [{"leed": {}}]}, "SDE201", "Did you mean `lead`?"),
    ({"events": [{"qqqq": {}}]}, "SDE201", "cartStatus, customerInfo"),
    (lead(Topic="x"), "SDE203", "Did you mean `topic`? Upper and lower case matter."),
    (lead(lead_id="x"), "SDE203", "Did you mean `leadId`?"),
    (lead(valeu="1"), "SDE203", "Did you mean `value`?"),
    (lead(topic="x", Topic="x"), "SDE203", "`topic` is already here"),
    (lead(qqqq="x", topic="x", value="1"), "SDE203", "use `currency` or `leadId`"),
    ({"lead": {"serverTimeStamp": STAMP, "Lead": "x"}}, "SDE203", "If `lead` is meant, its value must be an object."),
    ({"sdes": {"event": lead()}}, "SDE203", "If `events` is meant, its value must be an array."),
    ({"lead": {"serverTimeStamp": STAMP, "Topic": "x"}}, "SDE203", "belongs at `lead.topic`"),
    ({"purchase": {"serverTimeStamp": STAMP, "total": 1, "Total": 1}}, "SDE203", "`total` is already here"),
    ({"purchase": {"serverTimeStamp": STAMP, "product": "x"}}, "SDE203", "Remove it, or use"),
    ({"lead": {"lead": {}, "serverTimestamp": []}}, "SDE203", "If `serverTimeStamp` is meant, its value must be a"),
    ({"searchContent": {"searchContent": {"serverTimeStamp": STAMP}}}, "SDE203", "Put `serverTimeStamp` one level up"),
    ({"sdes": {"sdes": {"events": [lead()]}}}, "SDE203", "Put `events` one level up, in place of this object."),
    ({"events": [{"event": lead()}]}, "SDE201", "Put `lead` one level up, in place of this object."),
    ({"events": [{"<<": lead()}]}, "SDE201", "YAML 1.2 has no merge keys"),
    (lead(topic="x")["lead"], "SDE202", "The document looks like the body of `lead`: use --type lead."),
    ([lead()["lead"]], "SDE202", "Item 1 of the array looks like the body of `lead`: use --type lead --at '/*'."),
    ([search(STAMP)["searchContent"] | {"keywords": []}], "SDE104", "use --type searchContent --at '/*'."),
    ({"events": [lead(topic="x")["lead"]]}, "SDE202", 'put it into an object, as an event: {"lead": { … }}.'),
    ([{"lead": None, "purchase": None}], "SDE204", "All of them are null: remove the event"),
    (
        {**lead(), **search(STAMP), "purchase": None},
        "SDE204",
        "null: `purchase`. Give each attribute an event of its own.",
    ),
    (person(phoneType="HOME"), "SDE203", "`phoneType` is known from version 1.1 on: use --schema-version 1.1."),
    ({"sdes": None, "sdess": None}, "SDE203", "Remove it: `sdes` is already here."),
    ({"sdes": None, "SDE": None}, "SDE203", "Remove it: `sdes` is already here."),
    ({"sdes": None, "s_des": None}, "SDE203", "Remove it: `sdes` is already here."),
    ({"sdes": None, "SDEs": None}, "SDE203", "Remove it: `sdes` is already here, and upper and lower case matter."),
    ({"unauthenticated_sdes": {"events": [lead()]}}, "SDE104", "Did you mean `unAuthSdes` instead of"),
    ({"Item": {"sdes": {"M": {"events": {"L": []}}}}}, "SDE104", "DynamoDB's JSON, which does not belong here"),
    ({"body": {"sdes": [{"type": "ctmrinfo"}]}}, "SDE104", "a web page pushes; in a response it is the attribute"),
    ({"sdes": [{"type": "ctmrinfo"}]}, "SDE205", "a web page pushes; in a response it is the attribute"),
    ({"a": {"sdes": None}, "b": {"events": [lead()]}}, "SDE104", "The events are deeper, at /b: use --at /b."),
    ({"a": {"sdes": None}}, "SDE104", "A document without events is deeper, at /a: use --at /a."),
    ({"a": {"conversationHistoryRecords": []}}, "SDE104", "A document without events is deeper, at /a: use --at /a."),
    ({"sdes": {"events": [], "unAuthSdes": None}}, "SDE203", "Put it next to `sdes`, one level up."),
    (
        {"conversationHistoryRecords": [{"a": {"sdes": {"events": [lead()]}}}]},
        "SDE406",
        "/conversationHistoryRecords/0/a",
    ),
    ({"conversationHistoryRecords": [{"M": {"sdes": {"M": {}}}}]}, "SDE406", "This is DynamoDB's JSON"),
    ({"logEvents": [{"message": json.dumps(lead())}]}, "SDE104", "/logEvents/0/message is JSON inside a string"),
    ({"evnts": [lead()]}, "SDE104", "Did you mean `events` instead of `evnts`?"),
    ({"error": search(STAMP)["searchContent"]}, "SDE104", "in a response the attribute is `visitorError`"),
    ({"events": [{"data": lead()["lead"]}]}, "SDE201", "Its value looks like the body of `lead`: name it `lead`."),
    ({"lead": lead()}, "SDE202", "There is one `lead` too many: put what is in the inner one in its place"),
    ({"sdes": {"list": [lead()]}}, "SDE203", "Did you mean `events`?"),
    ({"sdes": lead()}, "SDE203", "Put it into `events`, as an event"),
    ({"events": [{"sdes": {"events": [lead()]}}]}, "SDE201", "It holds events of its own: put them here"),
    ({"<<": {"sdes": {"events": [lead()]}}}, "SDE104", "YAML 1.2 has no merge keys"),
    ({"lead": {"serverTimeStamp": STAMP, "lead": {}, "topic": "x"}}, "SDE203", "belongs at `lead.topic`"),
    ({"lead": {"serverTimeStamp": STAMP, "topic": "x"}}, "SDE202", "Put `topic` into `lead`."),
    ({**search(STAMP), "sdeTyp": "x"}, "SDE203", "nothing else"),
    ({**search(STAMP), "keywords": []}, "SDE203", "Move it into `searchContent`."),
    ({**search(STAMP), "sdeType": "x"}, "SDE203", "`sdeType` is known from version 1.1 on: use --schema-version 1.1."),
    (lead(loginStatus="x"), "SDE203", "or use `topic`, `value`, `currency` or `leadId`."),
    (lead(topic={"string": "x"}), "SDE205", "bare value"),
    (lead(topic=["x"]), "SDE205", "without the brackets"),
    (registered({"$date": "2013-05-23T00:00:00Z"}), "SDE205", 'JSON: write the bare value, as an object: {"year"'),
    (registered({"S": "2013-05-23"}), "SDE205", "DynamoDB's JSON: write the bare value, as an object: {"),
    (registered({"M": {"year": {"N": "1"}}}), "SDE205", "DynamoDB's JSON, which does not belong here"),
    ({"lead": {"M": lead()["lead"]}}, "SDE205", "This is DynamoDB's JSON: write the bare value."),
    ({"lead": {"com.lp.Lead": lead()["lead"]}}, "SDE205", "Avro JSON wraps the objects of a union like this: write"),
    ({"sdes": {"M": {"events": {"L": []}}}}, "SDE205", "DynamoDB's JSON, which does not belong here"),
    ({"events": [{"M": lead()}]}, "SDE201", "DynamoDB's JSON, which does not belong here"),
    (keywords({"array": ["x"]}), "SDE205", "bare value"),
    (keywords({"list": ["x"]}), "SDE205", "Write the array itself, without the object around it."),
    (keywords({"0": "x", "1": "y"}), "SDE205", "Write the values as an array, without their numbers"),
    ({"conversationHistoryRecords": {"0": {"sdes": None}}}, "SDE205", "Write the values as an array"),
    (campaign("Search"), "SDE302", 'Did you mean "1" (Search)?'),
    (campaign("paid serch"), "SDE302", '"5" (Paid Search)'),
    (campaign("01"), "SDE302", 'Write it as "1"'),
    (campaign(7), "SDE302", "0 (Direct), 1 (Search)"),
    (search(""), "SDE303", "empty"),
    (search(-1), "SDE303", "negative"),
    (search("2016-12-07T11:50:29Z"), "SDE303", "a date in text"),
    (search("12345678901234567"), "SDE303", "too large"),
    (search("****"), "SDE303", "masked"),
    (search("1440412721"), "SDE401", "seconds; multiply it by 1,000"),
    (search(1440412721832000), "SDE401", "microseconds; divide it by 1,000"),
    (lead(value="1,000.00"), "SDE402", "separators between thousands"),
    (lead(value="7,8"), "SDE402", "a point, not a comma"),
    (lead(currency="usd"), "SDE403", "capital letters"),
]


@pytest.mark.parametrize(("payload", "code", "words"), HINTS, ids=[f"{code} {words}" for _, code, words in HINTS])
def test_a_hint_names_the_likely_mend(payload: Any, code: str, words: str) -> None:
    hints = {problem.code: problem.hint or "" for problem in sde_schema.validate(payload, version="1.0")}
    assert words in hints[code]


@pytest.mark.parametrize("payload", [lead(), [lead()], {"events": [lead()]}, {"sdes": {"events": [lead()]}}])
@pytest.mark.parametrize("kind", ["lead", "purchase"])
def test_a_document_instead_of_a_body_is_one_mistake(payload: Any, kind: str) -> None:
    for validator, given in ((Validator(type=kind), payload), (Validator(type=kind, at="/x"), {"x": payload})):
        [problem] = validator.validate(given)
        assert "leave out --type" in (problem.hint or "")


BROKEN = {"sdes": {"events": [lead(topik="x")]}}


@pytest.mark.parametrize(
    "payload",
    [
        keywords({}),
        keywords({"0": {}}),
        {"events": {}},
        {"events": {"0": lead(topik="x")}},
        {"conversationHistoryRecords": {}},
        {"conversationHistoryRecords": {"0": BROKEN}},
        {"conversationHistoryRecords": {"items": [BROKEN]}},
    ],
)
def test_a_fix_is_offered_only_if_all_that_it_leaves_is_right(payload: Any) -> None:
    [problem] = sde_schema.validate(payload)
    assert problem.code == "SDE205"
    assert not re.match("Put|Write", problem.hint or "")


@pytest.mark.parametrize(
    "payload",
    [
        {"error": {"code": 401}},
        {"logEvents": [{"timestamp": 1}]},
        {"Events": [{"timestamp": 1}]},
        {"data": {"events": [{"timestamp": 1}]}},
        {"leaf": {"x": 1}},
        {"cart": {"items": []}},
        {"info_": {"x": 1}},
        {"conversationHistoryRecord": [{"id": 1}]},
    ],
)
def test_a_name_or_value_that_is_only_like_a_document_is_none(payload: Any) -> None:
    [problem] = sde_schema.validate(payload)
    assert (problem.code, str(problem.hint)[:24]) == ("SDE104", "A document is an event, ")


@pytest.mark.parametrize(("old", "modern"), OLD_ATTRIBUTES.items())
def test_an_older_name_is_told_as_such(old: str, modern: str) -> None:
    for payload, code in (({old: {}}, "SDE104"), ({"events": [{old: {}}]}, "SDE201")):
        [problem] = sde_schema.validate(payload)
        assert problem.code == code
        assert f"Older responses called it so; the attribute is now `{modern}`" in (problem.hint or "")


@pytest.mark.parametrize(("pushed", "attribute"), PUSHED_TYPES.items())
def test_what_a_page_pushes_is_told_as_such(pushed: str, attribute: str) -> None:
    payload = {"type": pushed, "fields": {}}
    for given, code in ((payload, "SDE104"), ([payload], "SDE104"), ({**payload, "info": {}}, "SDE104")):
        [problem] = sde_schema.validate(given)
        assert problem.code == code
        assert f"a web page pushes; in a response it is the attribute `{attribute}`" in (problem.hint or "")
