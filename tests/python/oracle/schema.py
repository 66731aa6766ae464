"""The sixteen input tables: columns, types, keys, parents and optional references."""

from dataclasses import dataclass, field

SECTORS = ("payg", "utility", "lending")
ACCOUNT_TYPES = ("payg", "utility", "loan")
CONTRACT_TYPES = ("payg", "upfront", "loan", "service")
END_REASONS = ("completed", "opted_out", "cancelled", "repossessed", "written_off", "restructured")
PAYMENT_TYPES = ("downpayment", "instalment", "bill", "bonus", "refund", "reversal")
ACTION_TYPES = (
    "reminder",
    "call",
    "sms",
    "email",
    "letter",
    "visit",
    "promise",
    "arrangement_agreed",
    "arrangement_broken",
    "disconnection",
    "other",
)
OUTCOMES = (
    "call_not_connected",
    "call_connected",
    "right_party_contact",
    "wrong_party_contact",
    "promise_to_pay",
    "partial_payment",
    "instalment_payment",
    "payment_in_full",
    "invalid_number",
)
ATTEMPT_METHODS = ("e_nach", "upi_autopay", "manual", "card", "other")
ATTEMPT_STATUSES = ("success", "failed", "pending")
ENABLE_STATUSES = (
    "enabled",
    "disabled",
    "pending_enable",
    "pending_disable",
    "error",
    "unknown",
)
ALLOCATION_METHODS = ("balance_forward", "open_item")
DECISION_TYPES = ("reschedule", "attempt")


@dataclass(frozen=True)
class Column:
    """One column: `kind` is text, upper, zone, code, date, time, money, number, int or bool."""

    name: str
    kind: str
    required: bool
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: `parents` and `references` map a column to the table it names."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parents: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)


def _columns(text: str, codes: dict[str, tuple[str, ...]]) -> tuple[Column, ...]:
    """Read a compact list: `name:kind`, a trailing ? for a column that may be null."""
    result = []
    for part in (text + " loaded_at:time").split():
        name, _, kind = part.partition(":")
        required = not kind.endswith("?")
        kind = kind.rstrip("?") or "text"
        result.append(Column(name, kind, required, codes.get(name, ())))
    return tuple(result)


def _table(
    name: str,
    key: str,
    columns: str,
    codes: dict[str, tuple[str, ...]] | None = None,
    parents: dict[str, str] | None = None,
    references: dict[str, str] | None = None,
) -> Table:
    return Table(
        name,
        tuple(key.split()),
        _columns(columns, codes or {}),
        parents or {},
        references or {},
    )


_OPCO = {"opco_id": "opcos"}
_ACCOUNT = {"account_id": "accounts"}

# In an order in which every parent stands before its children.
TABLES: tuple[Table, ...] = (
    _table(
        "opcos",
        "opco_id",
        "opco_id opco_name country_code:upper currency_code:upper timezone:zone sector:code",
        {"sector": SECTORS},
    ),
    _table(
        "policies",
        "opco_id valid_from",
        "opco_id valid_from:date default_after_days:int bill_window_before_days:int? "
        "bill_window_after_days:int bill_tolerance:money allocation_method:code "
        "attribution_window_days:int promise_grace_days:int retry_cost:money "
        "baseline_first_attempt_rate:number",
        {"allocation_method": ALLOCATION_METHODS},
        _OPCO,
    ),
    _table(
        "shops",
        "shop_id",
        "shop_id opco_id shop_name region territory:?",
        {},
        _OPCO,
    ),
    _table(
        "customers",
        "customer_id",
        "customer_id opco_id customer_name:? phone:? email:? language:? income_band:? "
        "tenure_band:? is_vulnerable:bool? prefers_direct_debit:bool? address:? "
        "credit_score:number? customer_status:? is_test:bool created_at:time",
        {},
        _OPCO,
    ),
    _table(
        "accounts",
        "account_id",
        "account_id customer_id opco_id shop_id:? account_type:code installed_on:date? "
        "cu_type:? tariff:? has_meter:bool? subsidy:? sign_up_agent_code:? "
        "sign_up_agent_name:? install_technician_code:? install_technician_name:? "
        "upgrade_technician_code:? upgrade_technician_name:? region:? closed_on:date? created_at:time",
        {"account_type": ACCOUNT_TYPES},
        {"customer_id": "customers", "opco_id": "opcos"},
        {"shop_id": "shops"},
    ),
    _table(
        "contracts",
        "contract_id",
        "contract_id account_id product_name product_category:? product_tags:? "
        "contract_type:code ordered_on:date? fulfilled_on:date? downpayment_amount:money? "
        "downpayment_paid_on:date? downpayment_days:int daily_rate:money? "
        "financed_amount:money? term_days:int? ended_on:date? end_reason:code? "
        "replaces_contract_id:? opening_on:date? opening_credit_expires_on:date? "
        "opening_paid_amount:money?",
        {"contract_type": CONTRACT_TYPES, "end_reason": END_REASONS},
        _ACCOUNT,
        {"replaces_contract_id": "contracts"},
    ),
    _table(
        "bills",
        "bill_id",
        "bill_id account_id contract_id:? period_start:date? period_end:date "
        "issued_on:date? due_on:date bill_amount:money usage_quantity:number? "
        "credits_bill_id:? is_opening:bool?",
        {},
        _ACCOUNT,
        {"contract_id": "contracts", "credits_bill_id": "bills"},
    ),
    _table(
        "payments",
        "payment_id",
        "payment_id account_id contract_id:? bill_id:? paid_at:time amount:money "
        "payment_type:code reverses_payment_id:? method:?",
        {"payment_type": PAYMENT_TYPES},
        _ACCOUNT,
        {"contract_id": "contracts", "bill_id": "bills"},
    ),
    _table(
        "actions",
        "action_id",
        "action_id account_id bill_id:? action_at:time action_type:code action_name "
        "agent_id:? script_id:? previous_status:? new_status:code? "
        "promised_amount:money? promised_for:date? cost:money? is_holdout:bool?",
        {"action_type": ACTION_TYPES, "new_status": OUTCOMES},
        _ACCOUNT,
        {"bill_id": "bills"},
    ),
    _table(
        "attempts",
        "attempt_id",
        "attempt_id account_id contract_id:? bill_id:? attempted_at:time "
        "attempt_number:int amount:money balance_at_attempt:money? method:code status:code",
        {"method": ATTEMPT_METHODS, "status": ATTEMPT_STATUSES},
        _ACCOUNT,
        {"contract_id": "contracts", "bill_id": "bills"},
    ),
    _table(
        "bank_transactions",
        "transaction_id",
        "transaction_id customer_id booked_at:time amount:money balance_after:money category:? narration:?",
        {},
        {"customer_id": "customers"},
    ),
    _table(
        "device_states",
        "account_id changed_at",
        "account_id changed_at:time enable_status:code",
        {"enable_status": ENABLE_STATUSES},
        _ACCOUNT,
    ),
    _table(
        "notifications",
        "notification_id",
        "notification_id account_id sent_at:time campaign_name notification_name language:? delivery_state",
        {},
        _ACCOUNT,
    ),
    _table(
        "fx_rates",
        "currency_code rate_on",
        "currency_code:upper rate_on:date rate_to_reporting:number",
    ),
    _table(
        "segments",
        "account_id segment_name",
        "account_id segment_name segment_value",
        {},
        _ACCOUNT,
    ),
    _table(
        "decisions",
        "decision_id",
        "decision_id decided_at:time decided_by decision_type:code bill_id rescheduled_for:date? reason:?",
        {"decision_type": DECISION_TYPES},
        {"bill_id": "bills"},
    ),
)

TABLE_BY_NAME = {table.name: table for table in TABLES}
