"""Rows with one fault each, and odd rows that are fine: every rule for bad input is met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from demo.tables import columns

T1, T2 = "2025-06-02 08:00:00", "2025-06-03 08:00:00"


def cells(**values: str) -> dict[str, str]:
    return values


# A good row of each table; a case changes what its rule is about.
GOOD: dict[str, dict[str, str]] = {
    "opcos": cells(opco_name="Faulty Demo", country_code="RW", currency_code="RWF", timezone="Africa/Kigali", sector="payg"),
    "policies": cells(opco_id="TG", default_after_days="120", bill_window_before_days="3", bill_window_after_days="60",
                     bill_tolerance="1.00", allocation_method="balance_forward", attribution_window_days="7",
                     promise_grace_days="2", retry_cost="0.00", baseline_first_attempt_rate="0.30"),
    "shops": cells(opco_id="RW", shop_name="Faulty demo shop", region="East"),
    "customers": cells(opco_id="RW", customer_name="Faulty Fern (demo)", phone="+99920000000", is_test="false", created_at="2024-01-05 08:00:00"),
    "accounts": cells(customer_id="ZU1", opco_id="RW", account_type="payg", installed_on="2024-01-10", created_at="2024-01-05 08:10:00"),
    "contracts": cells(account_id="ZA1", product_name="Home 50", contract_type="payg", ordered_on="2024-01-08", fulfilled_on="2024-01-10",
                      downpayment_days="0", daily_rate="280.00", financed_amount="201600.00", term_days="720"),
    "bills": cells(account_id="ZA3", period_start="2025-01-01", period_end="2025-03-31", issued_on="2025-04-03", due_on="2025-04-24", bill_amount="41.20"),
    "payments": cells(account_id="ZA1", paid_at="2024-09-01 10:00:00", amount="280.00", payment_type="instalment"),
    "actions": cells(account_id="ZA3", action_at="2025-05-06 09:00:00", action_type="call", action_name="Outbound call"),
    "attempts": cells(account_id="ZA4", attempted_at="2025-05-05 02:00:00", attempt_number="1", amount="2500.00", method="e_nach", status="failed"),
    "bank_transactions": cells(customer_id="ZU4", booked_at="2025-05-05 02:00:00", amount="-100.00", balance_after="900.00"),
    "device_states": cells(account_id="ZA1", enable_status="enabled"),
    "notifications": cells(account_id="ZA1", sent_at="2024-05-05 02:00:00", campaign_name="Expiry", notification_name="Credit has ended", delivery_state="delivered"),
    "fx_rates": cells(currency_code="KES", rate_to_reporting="0.0077"),
    "decisions": cells(decided_at="2025-12-20 10:00:00", decided_by="collector1@example.com", decision_type="attempt", bill_id="ZB1", loaded_at="2025-12-20 10:01:00"),
}  # fmt: skip

PREFIX = {"opcos": "ZO", "shops": "ZS", "customers": "ZV", "accounts": "ZW", "contracts": "ZX", "bills": "ZY",
          "payments": "ZQ", "actions": "ZC", "attempts": "ZT", "bank_transactions": "ZK", "notifications": "ZN", "decisions": "ZD"}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One row and the fate that it must meet."""

    rule: str
    table: str
    changes: dict[str, str] = field(default_factory=dict)
    fate: str = "quarantined"


def ok(table: str, rule: str = "good", **changes: str) -> Case:
    return Case(rule, table, changes, "accepted")


def bad(table: str, rule: str, **changes: str) -> Case:
    return Case(rule, table, changes)


def gone(table: str, fate: str, rule: str, **changes: str) -> Case:
    return Case(rule, table, changes, fate)


def parents() -> list[Case]:
    """Good rows for the faulty ones to hang on: a solar, another solar, a water and a loan account."""
    return [
        ok("customers", customer_id="ZU1"),
        ok("customers", customer_id="ZU2"),
        ok("customers", customer_id="ZU3", opco_id="UK"),
        ok("customers", customer_id="ZU4", opco_id="IN"),
        gone("customers", "excluded_test", "test customer", customer_id="ZUT", is_test="Yes"),
        ok("accounts", account_id="ZA1"),
        ok("accounts", account_id="ZA2", customer_id="ZU2"),
        ok("accounts", account_id="ZA3", customer_id="ZU3", opco_id="UK", account_type="utility", region="Vale East"),
        ok("accounts", account_id="ZA4", customer_id="ZU4", opco_id="IN", account_type="loan"),
        gone("accounts", "excluded_test", "test customer", account_id="ZAT", customer_id="ZUT"),
        ok("contracts", contract_id="ZC1"),
        ok("contracts", contract_id="ZC2", account_id="ZA2"),
        ok("bills", bill_id="ZB1"),
        ok("payments", payment_id="ZP1"),
        ok("payments", payment_id="ZP2", account_id="ZA2"),
        ok("payments", payment_id="ZP3", paid_at="2024-09-11 10:00:00"),
        ok("payments", payment_id="ZP4", paid_at="2024-09-21 10:00:00", amount="-280.00", payment_type="refund"),
        ok("payments", payment_id="ZP5", paid_at="2024-09-22 10:00:00", amount="-280.00", payment_type="reversal", reverses_payment_id="ZP3"),
    ]  # fmt: skip


def dirty_cases() -> list[Case]:
    from demo.dirty_cases import CASES

    numbered = []
    for number, case in enumerate((*parents(), *CASES), 1):
        numbered.append(Case(case.rule, case.table, complete(case, number), case.fate))
    return numbered


def complete(case: Case, number: int) -> dict[str, str]:
    """The whole row: a key of its own, unless the case is about keys, and a load time."""
    row = {"loaded_at": T1} | GOOD[case.table]
    if case.table in PREFIX:
        row[columns(case.table)[0]] = f"{PREFIX[case.table]}{number}"
    elif case.table == "policies":
        row["valid_from"] = f"2030-01-{number % 28 + 1:02d}"
    elif case.table == "device_states":
        row["changed_at"] = f"2024-06-{number % 28 + 1:02d} 08:00:00"
    else:
        row["rate_on"] = f"2025-05-{number % 28 + 1:02d}"
    return row | case.changes


def dirty_rows() -> Iterator[tuple[str, tuple[object, ...]]]:
    for case in dirty_cases():
        yield case.table, tuple(case.changes.get(column) or None for column in columns(case.table))
