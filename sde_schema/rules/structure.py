"""SDE2xx: names and nesting."""

from __future__ import annotations

from sde_schema.rules.rule import Rule

_GOOD = b'{"lead": {"serverTimeStamp": "1440412721836", "lead": {"topic": "test drive"}}}'

RULES = (
    Rule(
        code="SDE201",
        name="unknown-attribute",
        severity="error",
        meaning="The event's attribute has a name that the schemas do not know.",
        why="Consumers pick events by the attribute's name; one with another name is lost to all of them.",
        bad=b'{"events": [{"leed": {"serverTimeStamp": "1440412721836", "lead": {"topic": "test drive"}}}]}',
        good=b'{"events": [' + _GOOD + b"]}",
        fix="Use the name of an attribute type; upper and lower case matter.",
    ),
    Rule(
        code="SDE202",
        name="missing-property",
        severity="error",
        meaning="A required property is absent.",
        why="Every event needs its time, and attributes with a nested body need that body: feeds rely on them.",
        bad=b'{"lead": {"lead": {"topic": "test drive"}}}',
        good=_GOOD,
        fix="Add the property. Where an attribute nests its fields in a second object of its name, move them there.",
    ),
    Rule(
        code="SDE203",
        name="unknown-property",
        severity="error",
        meaning=(
            "A property that the schema does not have: in a body, beside the attribute in an event, or, in a record,"
            " another spelling of `sdes` or `unAuthSdes`, `events`, or the name of an attribute."
        ),
        why="A misspelled name is read by nobody: the value is there, and every consumer misses it.",
        bad=b'{"lead": {"serverTimeStamp": "1440412721836", "lead": {"Topic": "test drive"}}}',
        good=_GOOD,
        fix="Rename it to the property that the hint suggests, or remove it; --allow-unknown makes it a warning.",
    ),
    Rule(
        code="SDE204",
        name="not-one-attribute",
        severity="error",
        meaning="An event has more than one attribute, or nothing that could be one.",
        why="An event is one thing that happened at one time; consumers read one attribute and drop the rest.",
        bad=(
            b'{"lead": {"serverTimeStamp": "1440412721836", "lead": {"topic": "test drive"}},'
            b' "searchContent": {"serverTimeStamp": "1481111429931", "keywords": ["apple"]}}'
        ),
        good=_GOOD,
        fix="Give each attribute an event of its own in the array of events.",
    ),
    Rule(
        code="SDE205",
        name="wrong-type",
        severity="error",
        meaning="A value of the wrong type: an array where a string is expected, say, or null where it is not allowed.",
        why="Typed consumers (databases, Java, BigQuery) fail on the first such value, often for the whole batch.",
        bad=b'{"lead": {"serverTimeStamp": "1440412721836", "lead": {"topic": ["test drive"]}}}',
        good=_GOOD,
        fix="Write the type that the message names; the hint says how, where that is certain.",
    ),
)
