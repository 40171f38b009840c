"""What the hints about names promise: no value is lost, and what they suggest is valid there."""

from __future__ import annotations

import json
from typing import Any

import pytest

import sde_schema
from sde_schema import Problem, attribute_types
from sde_schema.checking import evaluator, property_names
from sde_schema.names import nearest
from tests.support.events import STAMP, TIME, cart, contact, customer, error, lead, personal, search, with_body

GOOD = {"sdes": {"events": [lead()]}}
BROKEN = {"sdes": {"events": [lead(topik="x")]}}


def only(payload: Any, version: str | None = None) -> Problem:
    """Return the one problem of a payload."""
    [problem] = sde_schema.validate(payload, version=version)
    return problem


def product(**fields: Any) -> dict[str, Any]:
    return with_body("viewedProduct", products=[{"product": fields}])


NAMES: list[tuple[Any, str, str]] = [
    # the right name is there, too
    (cart(currency=None, Currency="USD"), "Currency", "Move its value to `currency`, which is null, and upper"),
    (with_body("purchase", orderId=None, order_id="x"), "order_id", "Move its value to `orderId`, which is null."),
    (cart(products=[], Products=[{"product": {}}]), "Products", "Move its value to `products`, which is empty"),
    (with_body("lead", lead={}, Lead={"topic": "x"}), "Lead", "Move its value to `lead`, which is empty"),
    (contact(email="", Email="a@example.com"), "Email", "Move its value to `email`, which is empty"),
    (lead(topic=None, Topic=["x"]), "Topic", "If `topic` is meant, its value must be a string, a number or null."),
    (lead(topic="x", Topic=None), "Topic", "Remove it: `topic` is already here"),
    (lead(topic="x", Topic="y"), "Topic", "is already here, and upper and lower case matter: keep one of the two"),
    (with_body("lead", lead={"topic": "x"}, Lead={"topic": "x"}), "Lead", "put the two together in `lead`."),
    ({"sdes": None, "Sdes": GOOD["sdes"]}, "Sdes", "Move its value to `sdes`, which is null"),
    ({**GOOD, "unAuthSdes": None, "unauthSdes": GOOD["sdes"]}, "unauthSdes", "Move its value to `unAuthSdes`"),
    ({**GOOD, "Sdes": GOOD["sdes"]}, "Sdes", "put the two together in `sdes`."),
    ({"events": [], "Events": [lead()]}, "Events", "Move its value to `events`, which is empty"),
    (with_body("lead", LEAD={"topic": "x"}), "LEAD", "Did you mean `lead`?"),
    ({"serviceActivity": {**TIME, "serviceActivity": {"Status": "x"}}}, "Status", "If `status` is meant, change its"),
    # the value belongs elsewhere
    (cart(total=5, cart={"total": 5, "products": []}), "cart", "Put `products` one level up, in place of this"),
    (cart(total=None, cart={"total": 5}), "cart", "Put `total` one level up, in place of this object."),
    (cart(total=6, cart={"total": 5}), "cart", "one level up: `total`. For each of them, keep one of the two."),
    (
        with_body("customerInfo", customerInfo={"role": "x"}, personalInfo={"name": "x"}),
        "personalInfo",
        'give this one an event of its own, as {"personalInfo": { … }}.',
    ),
    ({**lead(), "purchas": TIME}, "purchas", 'give this one an event of its own, as {"purchase": { … }}.'),
    (cart(currency="EUR", products=[{"product": {"currency": "USD"}}]), "currency", "already has a value: keep one of"),
    (with_body("purchase", orderId="1", cart={"orderId": "2"}), "orderId", "`orderId`, which already has a value"),
    (with_body("purchase", numItems=3, cart={"numItems": 3}), "numItems", "`cart.numItems`, which already has a value"),
    (cart(name="x", products=[{"product": {"name": "y"}}]), "name", "name`, which already has a value"),
    (with_body("purchase", numItems=3, cart={"numItems": None}), "numItems", "it belongs at `cart.numItems`."),
    (with_body("purchase", cartTotal=3, cart={}), "cartTotal", "it belongs at `cart.total`."),
    (with_body("lead", lead={"lead": None}), "lead", "it belongs at `lead`, which already has a value"),
    (cart(productName="x", products=[]), "productName", "it belongs at `products[].product.name`."),
    (with_body("lead", leadInfo={"topic": "x"}), "leadInfo", "Did you mean `lead`?"),
    (with_body("lead", data={"topic": "x"}), "data", "Did you mean `lead`?"),
    ({"lead": {"lead": {**TIME, "topic": "x"}}}, "serverTimeStamp", "Put it one level up, next to `lead`."),
    ({**GOOD, "lead": None}, "lead", "Remove it: it is null"),
    ({**GOOD, "events": None}, "events", "Remove it: it is null"),
    ({"sdes": lead()}, "lead", "Put it into `events`, as an event"),
    # what other APIs call it
    (contact(emailAddress="a@example.com"), "emailAddress", "it is `email`."),
    (contact(phoneNumber="+1 212-555-0188"), "phoneNumber", "it is `phone`."),
    (personal(firstName="x"), "firstName", "it is `name`."),
    (personal(name=None, lastName="x"), "lastName", "it is `surname`."),
    (personal(name="x", firstName="y"), "firstName", "for `name`, which is already here: keep one of the two."),
    (customer(cstatus="x"), "cstatus", "it is `customerStatus`."),
    (customer(ctype="x"), "ctype", "it is `customerType`."),
    (personal(customerAge={"age": 34}), "age", "it is `customerAgeInYears`."),
    (cart(items=[{"product": {}}]), "items", "it is `products`."),
    # a value that is not right
    ({**lead(), "type": 1}, "type", 'If `sdeType` is meant, its value must be `"LEAD"`.'),
    ({**lead(), "sde_type": "lead"}, "sde_type", 'If `sdeType` is meant, its value must be `"LEAD"`.'),
    ({**lead(), "SdeType": "PURCHASE"}, "SdeType", 'If `sdeType` is meant, its value must be `"LEAD"`.'),
    ({**lead(), "SdeType": "LEAD"}, "SdeType", "Did you mean `sdeType`?"),
    ({**lead(), "isAuthenticatd": "yes"}, "isAuthenticatd", "its value must be true, false or null."),
    (cart(product=[{"name": "x"}]), "product", "its value must be an array of objects with `quantity` or `product`"),
    (cart(product=[{"product": {"name": "x"}}]), "product", "Did you mean `products`?"),
    (cart(products=[{"products": {"product": {}}}]), "products", "Put `product` one level up"),
    ({"lead": {"lead": {}, "timeStamp": "2015-08-24"}}, "timeStamp", "must be a time in milliseconds since 1970"),
    ({"lead": {"lead": {}, "timeStamp": STAMP}}, "timeStamp", "Did you mean `serverTimeStamp`?"),
    ({"lead": {"lead": {}, "serverTimeStam": "1"}}, "serverTimeStam", "Did you mean `serverTimeStamp`?"),
    (cart(prodcts=[{}]), "prodcts", "Did you mean `products`?"),
    (error(isResolved="1"), "isResolved", 'meant, change its value, too. Write it as "true" (Resolved).'),
    (error(isResolved="true"), "isResolved", "Did you mean `resolved`?"),
    (error(unresolved="true", level=1, code=1, message=1), "unresolved", "Remove it, or use `contextId`."),
    (product(inStock=True), "inStock", "Remove it: no other property here takes such a value."),
    (with_body("purchase", tax=4), "tax", "Remove it, or use `total` or `orderId`."),
]  # fmt: skip


@pytest.mark.parametrize(("payload", "name", "words"), NAMES, ids=[f"{name}: {words}" for _, name, words in NAMES])
def test_a_hint_keeps_the_value(payload: Any, name: str, words: str) -> None:
    problem = only(payload)
    assert (problem.code, problem.property) == ("SDE203", name)
    assert words in str(problem.hint)


OTHER_WORDS = [
    ("storeId", ["storeZipCode", "storeNumber"]),
    ("accountBalance", ["accountName", "balance"]),
    ("companyName", ["companySize", "userName"]),
    ("company", ["companySize", "companyBranch"]),
    ("emailAddress", ["email", "address"]),
    ("authSdes", ["unAuthSdes"]),
    ("unresolved", ["resolved"]),
    ("campaignName", ["campaignId", "affiliate"]),
]
MISSPELLED = [
    ("costumerinfo", "customerInfo"),
    ("serachContent", "searchContent"),
    ("product_viewd", None),
    ("viewProduct", "viewedProduct"),
    ("customer-infos", "customerInfo"),
    ("marketingInfo", "marketingCampaignInfo"),
]


@pytest.mark.parametrize(("name", "known"), OTHER_WORDS)
def test_a_name_with_another_word_is_another_name(name: str, known: list[str]) -> None:
    assert nearest(name, tuple(known)) is None


@pytest.mark.parametrize(("name", "meant"), MISSPELLED)
def test_a_misspelled_name_is_recognized_word_by_word(name: str, meant: str | None) -> None:
    assert nearest(name, tuple(attribute_types())) == meant


def test_the_fields_beside_an_empty_inner_object_are_one_mistake() -> None:
    for inner, code in ((None, "SDE205"), ("", "SDE205"), ([], "SDE205"), ({}, "SDE203")):
        problem = only(with_body("lead", topic="x", value="1", lead=inner))
        assert (problem.code, problem.hint) == (code, "Put `topic` and `value` into `lead`.")


def test_the_empty_attributes_of_a_wide_row_are_one_mistake() -> None:
    problem = only({**lead(), "purchase": {}, "cartStatus": "", "viewedProduct": [], "searchContent": None})
    assert problem.code == "SDE204"
    assert str(problem.hint).startswith("Remove the attributes that are null or empty: `purchase`, `cartStatus`,")


def test_several_bodies_in_one_are_not_put_one_over_the_other() -> None:
    for problem in sde_schema.validate({"lead": {"0": lead()["lead"], "1": lead()["lead"]}}):
        assert problem.hint == 'There are 2 bodies here: give each an event of its own, as {"lead": { … }}.'


def test_names_that_mean_the_same_property_are_not_put_one_over_the_other() -> None:
    for problem in sde_schema.validate(lead(Currency="USD", CURRENCY="EUR")):
        assert problem.hint == "`Currency` and `CURRENCY` all mean `currency`: keep one of them, as `currency`."
    for problem in sde_schema.validate(with_body("lead", LEAD={"topic": "x"}, Lead={"value": 1})):
        assert problem.hint == "`LEAD` and `Lead` all mean `lead`: put them together, as `lead`."


def test_the_time_beside_an_attribute_is_moved_into_it_whatever_a_later_version_has() -> None:
    problem = only({**TIME, "lead": {"lead": {"topic": "x"}}}, "1.0")
    assert (problem.code, problem.hint) == ("SDE203", "Move it into `lead`.")


def test_the_type_of_an_event_with_several_attributes_is_that_of_the_first() -> None:
    problems = sde_schema.validate({"sdeType": "", **lead(), "purchase": TIME})
    assert [(it.code, it.hint) for it in problems if it.pointer] == [
        ("SDE306", 'It must be `"LEAD"`, or be left out.'),
    ]


def test_a_pushed_lead_is_one_mistake() -> None:
    assert "Web pages push this" in str(only({"type": "lead", "lead": {"topic": "x", "value": 1}}).hint)


def test_an_attribute_is_not_suggested_without_its_time_nor_an_event_without_attribute() -> None:
    assert "one level up" not in str(only({"events": [{"ProductViewed": TIME}]}).hint)


DEEPER: list[tuple[Any, str]] = [
    ({"conv1": GOOD, "conv2": BROKEN}, "at /conv1 and at 1 more location: use --at '/*'."),
    ({"2026-01-01": GOOD, "2026-01-02": BROKEN}, "at /2026-01-01 and at 1 more location: use --at '/*'."),
    ({"123456789": GOOD, "123456790": BROKEN}, "at /(withheld) and at 1 more location: use --at '/*'."),
    ({"123456789": GOOD, "count": 1}, "at /(withheld): use --at '/*'."),
    ({"0": lead(), "1": lead(topik="x")}, "at /0 and at 1 more location: use --at '/*'."),
    ({"data": lead(), "included": [lead(topik="x")]}, "at /data and at 1 more location: use --at '/*'."),
    ({"a": {"x": GOOD}, "b": {"y": BROKEN}, "c": {"z": GOOD}}, "at /a/x and at 2 more locations: use --at '/*/*'."),
    ({"all": {"x": GOOD, "y": BROKEN}, "count": 1}, "at /all/x and at 1 more location: use --at '/all/*'."),
    ({"a": GOOD, "b": BROKEN, "count": 1}, "at 1 more location (/b): use --at with each of them, first --at /a."),
    ({"a": GOOD, "b": GOOD, "c": GOOD, "d": {"e": GOOD}, "n": 1}, "/a and at 3 more locations (/b, /c, …): use --at"),
    ({"a": GOOD, "b": json.dumps(BROKEN)}, "at /a: use --at /a. More are in JSON inside a string, at /b."),
    ({"hits": [{"_source": GOOD}, {"_source": BROKEN}]}, "/hits/0/_source and at 1 more location: use --at '/hits/*/_"),
]  # fmt: skip


@pytest.mark.parametrize(("payload", "words"), DEEPER, ids=[words for _, words in DEEPER])
def test_the_hint_for_deeper_events_reaches_all_of_them(payload: Any, words: str) -> None:
    problem = only(payload)
    assert problem.code == "SDE104"
    assert words in str(problem.hint)


def test_searched_names_that_mean_the_authenticated_events() -> None:
    assert str(only({"authSdes": {"events": [search(STAMP)]}}).hint).startswith("Did you mean `sdes`")


@pytest.mark.parametrize(("members", "is_guessed"), [(1_000, True), (1_001, False)])
def test_in_a_very_large_object_no_name_is_guessed(members: int, *, is_guessed: bool) -> None:
    inner: dict[str, Any] = {f"{number}": 1 for number in range(members - 1)}
    found = {problem.property: problem.hint for problem in sde_schema.validate(lead(**inner, topik="x"))}
    assert len(found) == members
    assert ("Did you mean `topic`?" in str(found["topik"])) == is_guessed


@pytest.mark.parametrize(("members", "missing"), [(1_000, 0), (1_001, 1)])
def test_in_a_very_large_object_no_name_explains_what_is_missing(members: int, missing: int) -> None:
    others = {f"{number}": 1 for number in range(members - 2)}
    codes = [problem.code for problem in sde_schema.validate({"lead": {"serverTimeStam": [], "lead": {}, **others}})]
    assert (codes.count("SDE203"), codes.count("SDE202")) == (members - 1, missing)


def test_of_very_many_unknown_names_so_many_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (evaluator, property_names):
        monkeypatch.setattr(module, "MOST_KEPT", 10)
    for number in (10, 11):
        text = json.dumps(lead(**{f"n{index}": 1 for index in range(number)}))
        codes = [problem.code for problem in sde_schema.Validator().validate(text)]
        assert codes == (["SDE203"] * 10 if number == 10 else ["SDE105", *["SDE203"] * 10])
