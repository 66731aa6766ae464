"""The sixteen raw tables as typed rows; the field order is the column order."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, get_args, get_type_hints

Money = Annotated[int, "money"]  # minor units, two decimals


@dataclass(slots=True, kw_only=True)
class Row:
    """Any row of any table."""


@dataclass(slots=True, kw_only=True)
class Opco(Row):
    opco_id: str
    opco_name: str
    country_code: str
    currency_code: str
    timezone: str
    sector: str
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class Policy(Row):
    opco_id: str
    valid_from: date
    default_after_days: int
    bill_window_before_days: int
    bill_window_after_days: int
    bill_tolerance: Money
    allocation_method: str
    attribution_window_days: int
    promise_grace_days: int
    retry_cost: Money
    baseline_first_attempt_rate: Decimal
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class Shop(Row):
    shop_id: str
    opco_id: str
    shop_name: str
    region: str
    territory: str | None = None
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class Customer(Row):
    customer_id: str
    opco_id: str
    customer_name: str | None = None
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    income_band: str | None = None
    tenure_band: str | None = None
    is_vulnerable: bool | None = None
    prefers_direct_debit: bool | None = None
    address: str | None = None
    credit_score: int | None = None
    customer_status: str | None = None
    is_test: bool
    created_at: datetime
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class Account(Row):
    account_id: str
    customer_id: str
    opco_id: str
    shop_id: str | None = None
    account_type: str
    installed_on: date | None = None
    cu_type: str | None = None
    tariff: str | None = None
    has_meter: bool | None = None
    subsidy: str | None = None
    sign_up_agent_code: str | None = None
    sign_up_agent_name: str | None = None
    install_technician_code: str | None = None
    install_technician_name: str | None = None
    upgrade_technician_code: str | None = None
    upgrade_technician_name: str | None = None
    region: str | None = None
    closed_on: date | None = None
    created_at: datetime
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class Contract(Row):
    contract_id: str
    account_id: str
    product_name: str
    product_category: str | None = None
    product_tags: str | None = None
    contract_type: str
    ordered_on: date | None = None
    fulfilled_on: date | None = None
    downpayment_amount: Money | None = None
    downpayment_paid_on: date | None = None
    downpayment_days: int = 0
    daily_rate: Money | None = None
    financed_amount: Money | None = None
    term_days: int | None = None
    ended_on: date | None = None
    end_reason: str | None = None
    replaces_contract_id: str | None = None
    opening_on: date | None = None
    opening_credit_expires_on: date | None = None
    opening_paid_amount: Money | None = None
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class Bill(Row):
    bill_id: str
    account_id: str
    contract_id: str | None = None
    period_start: date | None = None
    period_end: date
    issued_on: date | None = None
    due_on: date
    bill_amount: Money
    usage_quantity: Decimal | None = None
    credits_bill_id: str | None = None
    is_opening: bool | None = None
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class Payment(Row):
    payment_id: str
    account_id: str
    contract_id: str | None = None
    bill_id: str | None = None
    paid_at: datetime
    amount: Money
    payment_type: str
    reverses_payment_id: str | None = None
    method: str | None = None
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class Action(Row):
    action_id: str
    account_id: str
    bill_id: str | None = None
    action_at: datetime
    action_type: str
    action_name: str
    agent_id: str | None = None
    script_id: str | None = None
    previous_status: str | None = None
    new_status: str | None = None
    promised_amount: Money | None = None
    promised_for: date | None = None
    cost: Money | None = None
    is_holdout: bool | None = None
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class Attempt(Row):
    attempt_id: str
    account_id: str
    contract_id: str | None = None
    bill_id: str | None = None
    attempted_at: datetime
    attempt_number: int
    amount: Money
    balance_at_attempt: Money | None = None
    method: str
    status: str
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class BankTransaction(Row):
    transaction_id: str
    customer_id: str
    booked_at: datetime
    amount: Money
    balance_after: Money
    category: str | None = None
    narration: str | None = None
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class DeviceState(Row):
    account_id: str
    changed_at: datetime
    enable_status: str
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class Notification(Row):
    notification_id: str
    account_id: str
    sent_at: datetime
    campaign_name: str
    notification_name: str
    language: str | None = None
    delivery_state: str
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class FxRate(Row):
    currency_code: str
    rate_on: date
    rate_to_reporting: Decimal
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class Segment(Row):
    account_id: str
    segment_name: str
    segment_value: str
    loaded_at: datetime


@dataclass(slots=True, kw_only=True)
class Decision(Row):
    decision_id: str
    decided_at: datetime
    decided_by: str
    decision_type: str
    bill_id: str
    rescheduled_for: date | None = None
    reason: str | None = None
    loaded_at: datetime


TABLES: dict[str, type[Row]] = {
    "opcos": Opco,
    "policies": Policy,
    "shops": Shop,
    "customers": Customer,
    "accounts": Account,
    "contracts": Contract,
    "bills": Bill,
    "payments": Payment,
    "actions": Action,
    "attempts": Attempt,
    "bank_transactions": BankTransaction,
    "device_states": DeviceState,
    "notifications": Notification,
    "fx_rates": FxRate,
    "segments": Segment,
    "decisions": Decision,
}
NAMES: dict[type[Row], str] = {row: name for name, row in TABLES.items()}


def columns(name: str) -> list[str]:
    return [field.name for field in fields(TABLES[name])]


def column_types(name: str) -> dict[str, str]:
    """Per column: text, integer, money, decimal, boolean, date or timestamp."""
    words: dict[object, str] = {
        str: "text",
        int: "integer",
        Money: "money",
        Decimal: "decimal",
        bool: "boolean",
        date: "date",
        datetime: "timestamp",
    }
    hints = get_type_hints(TABLES[name], include_extras=True)
    return {
        column: words[hint]
        if hint in words
        else next(words[part] for part in get_args(hint) if part in words)
        for column, hint in hints.items()
    }
