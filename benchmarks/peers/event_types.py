"""Types of msgspec, written by hand, for an envelope with events of version 1.1.

They cover three of the ten attribute types: lead, purchase and searchContent. A body of another type may be any object.
What types cannot say is not checked: that an event has exactly one attribute, that `sdeType` fits it, and all warnings.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

Timestamp: TypeAlias = int | Annotated[str, Meta(pattern="^[0-9]{1,16}$")]
Alphanumeric: TypeAlias = Annotated[str, Meta(max_length=50_000)] | int | float | None
Body: TypeAlias = dict[str, Any] | UnsetType


class Closed(Struct, forbid_unknown_fields=True):  # type: ignore[call-arg]  # mypy runs without msgspec
    """An object with no other members than its own."""


class Timed(Closed):
    """What every attribute has."""

    serverTimeStamp: Timestamp  # noqa: N815 - the field's name
    originalTimeStamp: Timestamp | None = None  # noqa: N815
    isAuthenticated: bool | None = None  # noqa: N815


class LeadDetails(Closed):
    """The details of a lead."""

    topic: Alphanumeric = None
    value: Alphanumeric = None
    currency: Alphanumeric = None
    leadId: Alphanumeric = None  # noqa: N815


class Lead(Closed):
    """A lead; what is required comes first."""

    serverTimeStamp: Timestamp  # noqa: N815
    lead: LeadDetails
    originalTimeStamp: Timestamp | None = None  # noqa: N815
    isAuthenticated: bool | None = None  # noqa: N815


class SearchContent(Timed):
    """What the consumer searched for."""

    keywords: list[str | int | float] | None = None


class Product(Closed):
    """A product."""

    name: Alphanumeric = None
    category: Alphanumeric = None
    sku: Alphanumeric = None
    price: Alphanumeric = None


class ProductEntry(Closed):
    """A product and how many units of it."""

    quantity: Alphanumeric = None
    product: Product | None = None


class Cart(Closed):
    """The cart that was bought."""

    serverTimeStamp: Timestamp | None = None  # noqa: N815
    originalTimeStamp: Timestamp | None = None  # noqa: N815
    total: Alphanumeric = None
    numItems: Alphanumeric = None  # noqa: N815
    currency: Alphanumeric = None
    products: list[ProductEntry] | None = None


class Purchase(Timed):
    """A purchase."""

    total: Alphanumeric = None
    orderId: Alphanumeric = None  # noqa: N815
    currency: Alphanumeric = None
    cart: Cart | None = None


class Event(Closed):
    """An event, with a member for each attribute type."""

    sdeType: str | None = None  # noqa: N815
    serverTimeStamp: Timestamp | None = None  # noqa: N815
    isAuthenticated: bool | None = None  # noqa: N815
    lead: Lead | UnsetType = UNSET
    purchase: Purchase | UnsetType = UNSET
    searchContent: SearchContent | UnsetType = UNSET  # noqa: N815
    cartStatus: Body = UNSET  # noqa: N815
    customerInfo: Body = UNSET  # noqa: N815
    marketingCampaignInfo: Body = UNSET  # noqa: N815
    personalInfo: Body = UNSET  # noqa: N815
    serviceActivity: Body = UNSET  # noqa: N815
    viewedProduct: Body = UNSET  # noqa: N815
    visitorError: Body = UNSET  # noqa: N815


class Events(Struct):
    """The events object."""

    events: list[Event]


class Envelope(Struct):
    """A document of the corpus."""

    sdes: Events
