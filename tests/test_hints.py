"""What the hints promise: the likely name, code, unit or form, said without the value."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import sde_schema
from sde_schema import Validator
from sde_schema.rules.suggestions import OLD_ATTRIBUTES, PUSHED_TYPES
from tests.support.events import (
    STAMP,
    campaign,
    cart,
    contact,
    customer,
    error,
    keywords,
    lead,
    personal,
    registered,
    search,
    service,
)

HINTS: list[tuple[Any, str, str]] = [
    ({"purchse": {}}, "SDE104", "`purchase`"),
    (
        {"id": 1, "lead.topic": "x", "lead.value": 5},
        "SDE104",
        "Its names are paths, like the columns of a table: nest",
    ),
    ({"sdes_events": [lead()]}, "SDE104", 'nest the members, as in {"sdes": { … }}.'),
    ({"events": [{"lead.topic": "x", "lead.value": 5}]}, "SDE201", 'nest the members, as in {"lead": { … }}.'),
    ({"SDES": {}}, "SDE104", "`sdes` instead of `SDES`? Upper and lower case matter."),
    ([{"event": []}], "SDE104", "`events`"),
    ({"events": [{"searchcontent": {}}]}, "SDE201", "Did you mean `searchContent`? Upper and lower case matter."),
    ({"events": [{"leed": {}}]}, "SDE201", "Did you mean `lead`?"),
    ({"events": [{"qqqq": {}}]}, "SDE201", "cartStatus, customerInfo"),
    (lead(Topic="x"), "SDE203", "Did you mean `topic`? Upper and lower case matter."),
    (lead(lead_id="x"), "SDE203", "Did you mean `leadId`?"),
    (lead(valeu="1"), "SDE203", "Did you mean `value`?"),
    (lead(topic="x", Topic="x"), "SDE203", "`topic` is already here"),
    (lead(qqqq="x", topic="x", value="1"), "SDE203", "use `leadId`"),
    ({"lead": {"serverTimeStamp": STAMP, "Lead": "x"}}, "SDE203", "If `lead` is meant, its value must be an object."),
    ({"sdes": {"event": lead()}}, "SDE203", "It holds an event: put it into `events`."),
    ({"lead": {"serverTimeStamp": STAMP, "Topic": "x"}}, "SDE203", "belongs at `lead.topic`"),
    ({"purchase": {"serverTimeStamp": STAMP, "total": 1, "Total": 1}}, "SDE203", "`total` is already here"),
    ({"purchase": {"serverTimeStamp": STAMP, "product": "x"}}, "SDE203", "Remove it, or use"),
    ({"lead": {"lead": {}, "serverTimestamp": []}}, "SDE203", "If `serverTimeStamp` is meant, its value must be a"),
    ({"searchContent": {"searchContent": {"serverTimeStamp": STAMP}}}, "SDE203", "Put `serverTimeStamp` one level up"),
    ({"sdes": {"sdes": {"events": [lead()]}}}, "SDE203", "Put `events` one level up, in place of this object."),
    ({"events": [{"event": lead()}]}, "SDE201", "Put `lead` one level up, in place of this object."),
    ({"events": [{"<<": lead()}]}, "SDE201", "YAML 1.2 has no merge keys"),
    (lead(topic="x")["lead"], "SDE202", "The document looks like the body of `lead`: use --type lead."),
    ([lead()["lead"]], "SDE202", "An item of the array looks like the body of `lead`: use --type lead --at '/*'."),
    ([search(STAMP)["searchContent"] | {"keywords": []}], "SDE104", "use --type searchContent --at '/*'."),
    ({"events": [lead(topic="x")["lead"]]}, "SDE202", 'put it into an object, as an event: {"lead": { … }}.'),
    ([{"lead": None, "purchase": None}], "SDE204", "All of them are null: remove the event"),
    (
        {**lead(), **search(STAMP), "purchase": None},
        "SDE204",
        "null: `purchase`. Give each attribute an event of its own.",
    ),
    (contact(phoneType="HOME"), "SDE203", "`phoneType` is known from version 1.1 on: use --schema-version 1.1."),
    ({"sdes": None, "sdess": None}, "SDE203", "Remove it: `sdes` is already here."),
    ({"sdes": None, "SDE": None}, "SDE203", "Remove it: `sdes` is already here."),
    ({"sdes": None, "s_des": None}, "SDE203", "Remove it: `sdes` is already here."),
    ({"sdes": None, "SDEs": None}, "SDE203", "Remove it: `sdes` is already here, and upper and lower case matter."),
    ({"unauthenticated_sdes": {"events": [lead()]}}, "SDE104", "Did you mean `unAuthSdes` instead of"),
    ({"Item": {"sdes": {"M": {"events": {"L": []}}}}}, "SDE104", "DynamoDB's JSON, which does not belong here"),
    ({"body": {"sdes": [{"type": "ctmrinfo"}]}}, "SDE104", "eb pages push this; in a response it is the attribute"),
    ({"sdes": [{"type": "ctmrinfo"}]}, "SDE205", "eb pages push this; in a response it is the attribute"),
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
    ({"lead": lead()}, "SDE202", "There is one `lead` too many: put the content of the inner one into"),
    ({"sdes": {"list": [lead()]}}, "SDE203", "Did you mean `events`?"),
    ({"sdes": {"0": lead(), "1": lead()}}, "SDE202", "Put the values into `events` as an array"),
    ({"sdes": {"a": lead()}}, "SDE203", "It holds an event: put it into `events`."),
    ({"sdes": lead()}, "SDE203", "Put it into `events`, as an event"),
    ({"events": [{"sdes": {"events": [lead()]}}]}, "SDE201", "It has events in it: put them here"),
    ({"<<": {"sdes": {"events": [lead()]}}}, "SDE104", "YAML 1.2 has no merge keys"),
    ({"lead": {"serverTimeStamp": STAMP, "lead": {"value": 1}, "topic": "x"}}, "SDE203", "belongs at `lead.topic`"),
    ({"lead": {"serverTimeStamp": STAMP, "topic": "x"}}, "SDE202", "Put `topic` into `lead`."),
    ({**search(STAMP), "sdeTyp": "x"}, "SDE203", "no such member"),
    ({**search(STAMP), "keywords": []}, "SDE203", "Move it into `searchContent`."),
    ({**search(STAMP), "sdeType": "x"}, "SDE203", "`sdeType` is known from version 1.1 on: use --schema-version 1.1."),
    (lead(loginStatus="x"), "SDE203", "or use `topic` or `leadId`."),
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
    (keywords({"a": "x", "b": "y"}), "SDE205", "It must be an array of strings or numbers: [ … ]."),
    (keywords({"item": "x"}), "SDE205", "Write its value as the item of an array, without the object around it"),
    (search("1.44041E+12"), "SDE303", "It has lost digits, as in a spreadsheet: export it again with all digits."),
    (search("1.440412721836E+12"), "SDE303", "Write it in digits only, without fraction or exponent."),
    (search("1440412721836.5"), "SDE303", "Round it to whole milliseconds."),
    (search("/Date(1440412721836+0200)/"), "SDE303", "write only the number of milliseconds in it."),
    (search("Mon, 24 Aug 2015 10:38:41 GMT"), "SDE303", "It looks like a date in text; convert it"),
    (search("Mon, 99 Aug 2015 10:38:41 GMT"), "SDE303", "It must be milliseconds since 1970-01-01T00:00:00Z"),
    (
        search({"seconds": 1440412721, "nanos": 5}),
        "SDE205",
        "in seconds and nanoseconds: write it in milliseconds since",
    ),
    (search({"epochSecond": -1}), "SDE205", "It must be a time in"),
    (search({"#text": STAMP}), "SDE205", "XML converters wrap values like this: write the bare value."),
    (
        search({"timestampValue": "2015-08-24T10:38:41Z"}),
        "SDE205",
        "This is Firestore's JSON: write the bare value, in",
    ),
    (
        lead(topic={"_": "x", "$": {"id": "1"}}),
        "SDE205",
        "write the bare value; its attributes belong to other properties.",
    ),
    (lead(topic={"nullValue": "NULL_VALUE"}), "SDE205", "This is Firestore's JSON: write null."),
    (keywords({"arrayValue": {"values": ["x"]}}), "SDE205", "This is Firestore's JSON: write the bare value."),
    (lead(value={"centAmount": 500, "currencyCode": "EUR"}), "SDE205", ""),
    (registered({"date": "2014-10-15"}), "SDE205", 'Write it as an object: {"year": …, "month": …, "day": …}.'),
    (registered({"#text": "2014-10-15"}), "SDE205", 'write the bare value, as an object: {"year": …, "month"'),
    (registered({"seconds": 1440412721}), "SDE205", "This is a time in seconds and nanoseconds: write it as an object"),
    (registered({"y": 2014, "m": 10, "d": 15}), "SDE205", "It must be an object with `year`, `month` and `day`."),
    (registered("Wed, 15 Oct 2014 00:00:00 GMT"), "SDE205", "Write it as an object"),
    (registered({"year": "2014.5", "month": 1, "day": 1}), "SDE304", "It must be a whole number: check how it was"),
    (registered({"date": {"year": 2014, "month": 1, "day": 1}}), "SDE203", "one level up, in place of this object."),
    (lead(value="1,234"), "SDE402", "The comma may separate thousands or decimals: write only the number"),
    (lead(value="50 GBX"), "SDE402", "It is in cents or pence: divide it by 100"),
    (lead(currency="GBp"), "SDE403", "It may mean a hundredth of the currency"),
    (lead(currency="ZAc"), "SDE403", "It may mean a hundredth of the currency"),
    (contact(phone="2.12789E+9"), "SDE405", "It has lost digits, as in a spreadsheet"),
    (keywords({}), "SDE205", "It is empty; write null where there is no value."),
    (cart(products="x"), "SDE205", "It must be an array of objects with `quantity` or `product`: [ … ]."),
    (personal(contacts="x"), "SDE205", "It must be an array of objects with `personalContact`: [ … ]."),
    ({"events": "x"}, "SDE205", "It must be an array of events: [ … ]."),
    ({"conversationHistoryRecords": "x"}, "SDE205", "It must be an array of records: [ … ]."),
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
    (search("00001690000000000"), "SDE303", "Remove the leading zeros."),
    (search("1690000000.123"), "SDE303", "It looks like seconds; write it in whole milliseconds."),
    (search("12345678901234567"), "SDE303", "too large"),
    (search("0" * 17), "SDE303", "It is too long; it must be milliseconds"),
    (search("\t5\n"), "SDE303", "in plain digits only"),
    (search("-$5"), "SDE303", "in plain digits only"),
    (search("****"), "SDE303", "masked"),
    (search("1440412721"), "SDE401", "seconds; multiply it by 1,000"),
    (search(1440412721832000), "SDE401", "microseconds; divide it by 1,000"),
    (lead(value="1,000.00"), "SDE402", "Write it without the separators between thousands."),
    (lead(value="7,8"), "SDE402", "Write it with a point, not a comma, before the decimals."),
    (lead(value="12 EUR"), "SDE402", "Write it without the currency."),
    (lead(value="12 pcs"), "SDE402", "It must be a number, such as `22.22`, or null where there is none."),
    (lead(value="six"), "SDE402", "It must be a number, such as `22.22`, or null where there is none."),
    (lead(value="N/A"), "SDE402", "Write null where there is no value."),
    (lead(value=" "), "SDE402", "It is empty; write null where there is no value."),
    (lead(currency="usd"), "SDE403", "capital letters"),
    (lead(currency=" "), "SDE403", "It is empty; write null where there is no value."),
    (campaign("indirect"), "SDE302", "The codes are"),
    (campaign("disply"), "SDE302", 'Did you mean "6" (Display)?'),
    (service("unassigned"), "SDE302", "The codes are"),
    (service("not complete"), "SDE302", "The codes are"),
    (service("in progres"), "SDE302", 'Did you mean "1" (In Progress)?'),
    (service("non approved"), "SDE302", 'Did you mean "4" (Not Approved)?'),
    (error(resolved="unresolved"), "SDE302", "The codes are"),
    (error(resolved="not resolved"), "SDE302", 'Did you mean "false" (Not resolved)?'),
    (search(1690000000.5), "SDE205", "It looks like seconds; write it in whole milliseconds."),
    (campaign(" "), "SDE302", "It is empty; write null where there is no value."),
    (customer(registrationDate={"year": 2014, "month": 5, "day": "023"}), "SDE305", "Remove the leading zeros."),
    (personal(age=34), "SDE203", 'it is `customerAge`, as {"customerAgeInYears": … }.'),
    (personal(age="old"), "SDE203", "it is `customerAge`, an object with `customerAgeInYears`,"),
    (
        personal(age=34, customerAge={"customerAgeInYears": 34}),
        "SDE203",
        "Web pages and other APIs use this name for `customerAge`, which is",
    ),
    (personal(firstname=["x"]), "SDE203", "it is `name`, which must be a string, a number or null."),
    (personal(firstname="x"), "SDE203", "of the history APIs it is `name`."),
    ({"personalInfo": {"serverTimeStamp": STAMP, "firstname": "x"}}, "SDE203", "it is `personalInfo.name`."),
    (contact(phone={"string": "1"}), "SDE205", "which does not belong here: export plain JSON instead."),
    (contact(email="mailto:"), "SDE405", "An e-mail address has one @"),
]


@pytest.mark.parametrize(("payload", "code", "words"), HINTS, ids=[f"{code} {words}" for _, code, words in HINTS])
def test_a_hint_names_the_likely_fix(payload: Any, code: str, words: str) -> None:
    hints = {problem.code: problem.hint or "" for problem in sde_schema.validate(payload, version="1.0")}
    assert words in hints[code]


def age(years: Any) -> dict[str, Any]:
    return personal(customerAge={"customerAgeInYears": years})


FRACTION = "It must be a whole number: check how it was computed, or whether it belongs to another property."
COMMA = "The comma may separate thousands or decimals: write only the number, without the comma or with a point instead"
CENTS = "It is in cents or pence: divide it by 100, and write only the number."
TYPED_HINTS: list[tuple[Any, str]] = [
    (cart(total="11.7"), "Write it without the quotes."),
    (cart(total="11.7 "), "Write it without quotes and without the spaces around it."),
    (cart(total="1,234.50"), "Write it without quotes and without the separators between thousands."),
    (
        cart(total="\u20ac5,0"),
        "Write it without quotes, without the currency and with a point, not a comma, before the",
    ),
    (cart(total="1.234,50"), "Write it without quotes, without the separators between thousands and with a point,"),
    (cart(total="$5"), "Write it without quotes and without the currency."),
    (cart(total="12 EUR"), "Write it without quotes and without the currency."),
    (cart(total="12 pcs"), "It must be a number, such as `11.7`, or null where there is none."),
    (cart(total="2013-05-23"), "It must be a number, such as `11.7`, or null where there is none."),
    (cart(total=True), "It must be a number, such as `11.7`, or null where there is none."),
    (cart(total="+5"), "Write it without quotes and without the plus sign."),
    (cart(total=".5"), "Write it without quotes and with a zero before the point."),
    (cart(total="5."), "Write it without quotes and without the point after it."),
    (cart(total="05"), "Write it without quotes and without the leading zeros."),
    (cart(total="\u22125"), "Write it without quotes and with a hyphen as its minus sign."),
    (cart(total="\u200b5"), "Write it without quotes and without invisible characters."),
    (cart(total="\u0665\u0661"), "Write it without quotes and in plain digits."),
    (cart(total="null"), "Write null where there is no value."),
    (cart(total="**5**"), "It looks masked; write null instead."),
    (cart(numItems="1.5"), FRACTION),
    (cart(numItems="1.234"), FRACTION),
    (cart(numItems="0.5"), FRACTION),
    (cart(numItems=2.5), FRACTION),
    (cart(numItems="2.0"), "Write it without the quotes."),
    (cart(numItems="1,234"), "Write it without quotes and without the separators between thousands."),
    (cart(numItems={"N": "1.5"}), "This is DynamoDB's JSON, which does not belong here: export plain JSON instead."),
    (cart(numItems=["5"]), "Write the value itself, without the brackets around it, as a number."),
    (cart(total="1,234"), COMMA),
    (cart(total="EUR -1,234"), COMMA),
    (cart(total="50\u00a2"), CENTS),
    (cart(total="GBp 50"), CENTS),
    (cart(total="50 pence"), CENTS),
    (cart(total="50 USd"), "It must be a number, such as `11.7`, or null where there is none."),
    (cart(total={"amount": "5", "currency": "EUR"}), "Write only the amount, as a number; the currency has"),
    (cart(total={"value": "5"}), "Write the value itself, without the object around it, as a number."),
    (customer(customerId=138766.0), "Put it in quotes, in digits only, without fraction or exponent."),
    (customer(customerId=1e17), "It may have lost digits: export it again with all digits, in quotes."),
    (customer(customerId=[138766.0]), "Write the value itself, without the brackets around it, as a string."),
    (error(resolved=["true"]), "Write the value itself, without the brackets around it, as a boolean."),
    (error(resolved="1.0"), "Write it as true (Resolved)."),
    (cart(numItems={"N": "5"}), "This is DynamoDB's JSON: write the bare value, as a number."),
    (age("50.1"), "Write it without the quotes."),
    (age("150.1"), "It must be a number, such as `34`, or null where there is none."),
    (
        campaign({"N": "1.5"}),
        "This is DynamoDB's JSON, which does not belong here: export plain JSON instead.",
    ),
]


@pytest.mark.parametrize(("payload", "hint"), TYPED_HINTS, ids=[hint for _, hint in TYPED_HINTS])
def test_a_hint_says_how_a_string_is_written_as_a_number(payload: Any, hint: str) -> None:
    payload[next(iter(payload))]["serverTimeStamp"] = int(STAMP)
    [problem] = sde_schema.validate(payload, version="2.0")
    assert problem.code == "SDE205"
    assert str(problem.hint).startswith(hint)


def test_a_number_with_too_many_zeros_is_not_called_out_of_its_range() -> None:
    [problem] = sde_schema.validate(customer(registrationDate={"year": 2014, "month": "005", "day": 1}))
    assert problem.message == "`month` has too many leading zeros for a number from 1 to 12."


@pytest.mark.parametrize("payload", [lead(), [lead()], {"events": [lead()]}, {"sdes": {"events": [lead()]}}])
@pytest.mark.parametrize("kind", ["lead", "purchase"])
def test_a_document_instead_of_a_body_is_one_mistake(payload: Any, kind: str) -> None:
    for validator, given in ((Validator(type=kind), payload), (Validator(type=kind, at="/x"), {"x": payload})):
        [problem] = validator.validate(given)
        assert "leave out --type" in (problem.hint or "")


def test_an_array_instead_of_a_body_is_what_its_first_item_is() -> None:
    validator = Validator(type="searchContent")
    for payload, is_document in (([lead(), {}], True), ([{"lead": {}}, lead()], False)):
        [problem] = validator.validate(payload)
        assert ("leave out --type" in (problem.hint or "")) is is_document


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
        {"conversationHistoryRecords": {"0": {"sdes": None}, "1": {"items": [BROKEN]}}},
        cart(products={"0": {"name": "x"}}),
        personal(contacts={"0": {"email": "a@example.com"}}),
    ],
)
def test_a_fix_is_offered_only_if_all_that_it_leaves_is_right(payload: Any) -> None:
    [problem] = sde_schema.validate(payload)
    assert problem.code == "SDE205"
    assert not re.match("Put|Write the", problem.hint or "")


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
def test_an_older_name_is_called_that(old: str, modern: str) -> None:
    for payload, code in (({old: {}}, "SDE104"), ({"events": [{old: {}}]}, "SDE201")):
        [problem] = sde_schema.validate(payload)
        assert problem.code == code
        assert f"Older responses have this name; the attribute is now `{modern}`" in (problem.hint or "")


@pytest.mark.parametrize(("pushed", "attribute"), PUSHED_TYPES.items())
def test_what_a_page_pushes_is_called_that(pushed: str, attribute: str) -> None:
    payload = {"type": pushed, "fields": {}}
    for given, code in ((payload, "SDE104"), ([payload], "SDE104"), ({**payload, "info": {}}, "SDE104")):
        [problem] = sde_schema.validate(given)
        assert problem.code == code
        assert f"eb pages push this; in a response it is the attribute `{attribute}`" in (problem.hint or "")
