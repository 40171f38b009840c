"""Events of a few attribute types, as short as tests want them."""

from __future__ import annotations

from typing import Any

STAMP = "1440412721832"
TIME = {"serverTimeStamp": STAMP}


def with_body(attribute: str, **fields: Any) -> dict[str, Any]:
    """Return an event of an attribute with these fields in its body, besides the time."""
    return {attribute: {**TIME, **fields}}


def event(attribute: str, inner: Any) -> dict[str, Any]:
    """Return an event of an attribute whose body has an object of the same name."""
    return with_body(attribute, **{attribute: inner})


def campaign(channel: Any) -> dict[str, Any]:
    """Return a marketing campaign with a channel."""
    return event("marketingCampaignInfo", {"originatingChannel": channel})


def lead(**inner: Any) -> dict[str, Any]:
    """Return a lead."""
    return event("lead", inner)


def search(stamp: Any) -> dict[str, Any]:
    """Return a search at a time."""
    return {"searchContent": {"serverTimeStamp": stamp}}


def keywords(value: Any) -> dict[str, Any]:
    """Return a search with keywords."""
    return with_body("searchContent", keywords=value)


def cart(**fields: Any) -> dict[str, Any]:
    """Return a cart."""
    return with_body("cartStatus", **fields)


def customer(**inner: Any) -> dict[str, Any]:
    """Return a customer."""
    return event("customerInfo", inner)


def registered(date: Any) -> dict[str, Any]:
    """Return a customer with a date of registration."""
    return customer(registrationDate=date)


def service(status: Any) -> dict[str, Any]:
    """Return a service activity with a status."""
    return event("serviceActivity", {"status": status})


def error(**inner: Any) -> dict[str, Any]:
    """Return an error that the consumer saw."""
    return event("visitorError", inner)


def personal(**inner: Any) -> dict[str, Any]:
    """Return personal details."""
    return event("personalInfo", inner)


def contact(**details: Any) -> dict[str, Any]:
    """Return personal details with one contact."""
    return personal(contacts=[{"personalContact": details}])
