"""Small documents for the examples of the rules: one event each, with one value to play with."""

from __future__ import annotations

import json


def lead(**fields: str) -> bytes:
    """Return a lead with these text fields."""
    inner = ", ".join(f'"{name}": "{value}"' for name, value in fields.items())
    return f'{{"lead": {{"serverTimeStamp": "1440412721836", "lead": {{{inner}}}}}}}'.encode()


def search(stamp: str | int, original: int | None = None) -> bytes:
    """Return a search at a time, sent by the page at another one if that is given."""
    sent = "" if original is None else f'"originalTimeStamp": {original}, '
    return f'{{"searchContent": {{"serverTimeStamp": {json.dumps(stamp)}, {sent}"keywords": ["apple"]}}}}'.encode()


def stamped(**facts: str) -> bytes:
    """Return a search with these facts about the event beside it."""
    members = ", ".join(f'"{name}": "{value}"' for name, value in facts.items())
    return b"{%b, %b" % (members.encode(), search("1481111429931")[1:])


def payment(year: str, month: str, day: str) -> bytes:
    """Return a customer who last paid on a day."""
    date = f'{{"year": "{year}", "month": "{month}", "day": "{day}"}}'
    return _wrapped("customerInfo", f'"lastPaymentDate": {date}')


def campaign(channel: str | int) -> bytes:
    """Return a campaign of a channel."""
    return _wrapped("marketingCampaignInfo", f'"originatingChannel": {json.dumps(channel)}')


def age(year_of_birth: str) -> bytes:
    """Return a consumer who was born in a year."""
    return _wrapped("personalInfo", f'"customerAge": {{"customerYearOfBirth": "{year_of_birth}"}}')


def contact(email: str) -> bytes:
    """Return a visitor with an e-mail address."""
    return _wrapped("personalInfo", f'"contacts": [{{"personalContact": {{"email": "{email}"}}}}]')


def _wrapped(attribute: str, members: str) -> bytes:
    inner = f'"serverTimeStamp": "1440412721833", "{attribute}": {{{members}}}'
    return f'{{"{attribute}": {{{inner}}}}}'.encode()
