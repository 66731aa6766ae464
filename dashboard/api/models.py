"""What the API takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

# printable text without control characters, which databases and logs take badly
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"),
]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")
]


class Strict(BaseModel):
    """A body in which unknown fields are an error: `decided_by` comes from the token, never from here."""

    model_config = ConfigDict(extra="forbid")


class Attempt(Strict):
    """Ask for a collection attempt on an instalment."""

    bill_id: Text
    reason: Reason | None = None
    idempotency_key: Text = Field(
        description="the same key stores the decision once, however often it is sent"
    )


class Reschedule(Attempt):
    """Move an instalment's collection to another day."""

    rescheduled_for: date


class Decided(BaseModel):
    """A stored decision; `pending` until a build has judged it."""

    decision_id: str
    decision_type: str
    bill_id: str
    rescheduled_for: date | None
    reason: str | None
    decided_by: str
    decided_at: datetime
    status: str = "pending"
    is_new: bool


class Point(BaseModel):
    """A value of a metric."""

    month_end: date
    dimension: str
    dimension_value: str
    currency_code: str | None
    numerator: Decimal | None
    denominator: Decimal | None
    value: float | None


class MetricValues(BaseModel):
    """A metric with its definition and values."""

    metric_id: str
    name: str
    description: str
    formula: str | None
    unit: str | None
    publication: int
    values: list[Point]


class SmartCollect(BaseModel):
    """Smart Collect of one customer."""

    customer_id: str
    publication: int
    as_of: date
    summary: dict[str, Any] | None
    upcoming_collections: list[dict[str, Any]]
    collection_history: list[dict[str, Any]]
    recommendations: list[dict[str, Any]]
    behavioral_insights: dict[str, Any] | None
    risk_signals: list[dict[str, Any]]
    decisions: list[dict[str, Any]]


class CustomerProfile(BaseModel):
    """A customer with accounts and Smart Collect; personal data as the caller's role sees it."""

    customer: dict[str, Any]
    accounts: list[dict[str, Any]]
    smart_collect: SmartCollect


class Health(BaseModel):
    """Whether figures can be read, and of when they are."""

    status: str
    publication: int | None = None
    as_of: date | None = None
    published_at: str | None = None
    tests_passed: int | None = None
    tests_failed: int | None = None


class Problem(BaseModel):
    """Why a request was refused."""

    detail: str
