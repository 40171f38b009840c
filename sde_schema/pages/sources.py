"""The sources that the schemas rest on: the vendor's pages, published responses, the project's own conclusions.

Which field rests on which source is said by the schemas themselves (`x-source.page`), and so is what was decided
about a single field. Here is what belongs to a source as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """What was found in a source, and what was decided about it."""

    finding: str
    decision: str


@dataclass(frozen=True, slots=True)
class Page:
    """A source: its name in `x-source.page`, what it is and says beyond its fields, and what was found in it.

    ``address`` is where the vendor publishes it, as far as that is known.
    """

    name: str
    text: str
    remarks: tuple[Remark, ...] = ()
    address: str | None = None

    @property
    def anchor(self) -> str:
        """The anchor of its description on the page of notes."""
        return f"source-{self.name}"


EH = Page(
    "EH",
    "*Engagement Attributes* of the Engagement History API, first edition: ten tables, each with an example. Its "
    "address now leads to the later edition.",
)

EH_LATER = Page(
    "EH-later",
    "The same page in a later edition. It calls `serverTimeStamp` the time of processing (the time of creation until "
    "then), and `originalTimeStamp` the time of creation. It has the commas that the first edition lacks.",
    (
        Remark(
            "In nine of its ten examples `originalTimeStamp` is later than `serverTimeStamp`. It is the same number in "
            "all of them, so it was edited in and is not data.",
            "The meanings are kept: an event is not processed before it is created. The vendor's own examples draw the "
            "warning SDE407.",
        ),
        Remark(
            "The example of customerInfo still has `Currency`, where the table has `currency`.",
            "The tables' names win, as in EH: `Currency` is an error.",
        ),
    ),
    "https://developers.liveperson.com/data-engagement-history-appendix.html",
)

EH_METHODS = Page(
    "EH-methods",
    "*Methods* of the Engagement History API: a whole response.",
    (
        Remark(
            "It still shows forms of older responses, such as the event `viewProduct`.",
            "They are errors; where the meaning is certain, the hint names the current form.",
        ),
    ),
)

MI = Page(
    "MI",
    "*Engagement Attributes* of the Messaging Interactions API: tables with types. Version 1 returns alphanumeric "
    "values, version 2 values of the type that the attribute defines.",
    (
        Remark(
            "It says that version 1 returns authenticated attributes only, yet a sample that looks like version 1 has "
            "`unAuthSdes`.",
            "Every version of the schemas accepts both `sdes` and `unAuthSdes`.",
        ),
    ),
)

SEEN = Page(
    "seen",
    "Responses that users published, including a production dump of version 2 of the Messaging Interactions API. "
    "They are the source where no page of the vendor is one.",
    (
        Remark(
            "The dump's events are in the order of neither timestamp. Nine of its 16 events share one "
            "`serverTimeStamp`, 42 minutes to 4 hours after their `originalTimeStamp`.",
            "The order of `events` is not guaranteed. For the order in which the consumer acted, sort by "
            "`originalTimeStamp`.",
        ),
        Remark("The same event may appear twice, in one array or in both.", "Each of them is valid."),
        Remark(
            "In the Engagement History API unauthenticated events appear in `sdes`, with `isAuthenticated` `false`.",
            "`sdes` may hold events of both kinds under every version.",
        ),
    ),
)

INFERRED = Page("inferred", "This project's own conclusion, where neither a page nor a response says it.")

PAGES = (EH, EH_LATER, EH_METHODS, MI, SEEN, INFERRED)
"""Every source, the one that all others build on first."""
