"""Pages of the history APIs: records of conversations, each with its messages and its events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sde_schema.examples.draw import Draw

RECORDS_ON_A_PAGE = 100

#: a message is about 0.3 kB, so that a record is about 10 kB and a page of 100 records about 1 MB
MESSAGES_IN_A_RECORD = 30
SENTENCES = (
    "Hello, how can I help you today?",
    'I ordered a lamp last week and the status still says "in progress".',
    "Could you please give me the number of the order?",
    "Merci beaucoup, c'est très gentil de votre part.",
    "The parcel leaves our warehouse tomorrow morning; you receive a message with the link to follow it.",
    "ありがとうございます。",
)
FIRST_START, SPAN = 1_600_000_000_000, 90_000_000_000


def _message(draw: Draw, conversation: str, number: int, time: int) -> dict[str, Any]:
    return {
        "type": "TEXT_PLAIN",
        "messageData": {"msg": {"text": draw.one(SENTENCES)}},
        "messageId": f"ms::dialog:{conversation}::msg:{number}",
        "seq": number,
        "dialogId": conversation,
        "participantId": f"{draw.below(10**9):09}",
        "source": draw.one(("APP", "SHARK", "WEB")),
        "timeL": time + number * 20_000,
        "sentBy": draw.one(("Agent", "Consumer")),
    }


def record(draw: Draw, events: Sequence[dict[str, Any]], messages: int = MESSAGES_IN_A_RECORD) -> dict[str, Any]:
    """Return the record of one conversation with these events."""
    conversation, time = f"c-{draw.below(10**12):012}", FIRST_START + draw.below(SPAN)
    return {
        "info": {
            "conversationId": conversation,
            "brandId": "12345678",
            "status": "CLOSE",
            "startTimeL": time,
            "endTimeL": time + messages * 20_000,
            "duration": messages * 20_000,
            "latestAgentFullName": "Example Agent",
            "latestSkillName": draw.one(("sales", "service", "returns")),
            "mcs": draw.below(100),
            "alertedMCS": draw.below(3),
        },
        "campaign": {"campaignId": 5, "campaignName": "Example campaign", "visitorProfileName": "All"},
        "messageRecords": [_message(draw, conversation, number, time) for number in range(messages)],
        "sdes": {"events": [*events]},
    }


def page(records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a response with these records."""
    return {"_metadata": {"count": len(records)}, "conversationHistoryRecords": [*records]}
