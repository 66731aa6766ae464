"""Faults that show in one row of a table: words, days and amounts that contradict each other."""

from decimal import Decimal

from .parsing import Row

# What cannot be less than nothing, and what cannot be none.
NOT_NEGATIVE = {
    "policies": (
        "default_after_days",
        "bill_window_before_days",
        "bill_window_after_days",
        "bill_tolerance",
        "attribution_window_days",
        "promise_grace_days",
        "retry_cost",
        "baseline_first_attempt_rate",
    ),
    "contracts": (
        "downpayment_amount",
        "downpayment_days",
        "daily_rate",
        "financed_amount",
        "term_days",
        "opening_paid_amount",
    ),
    "actions": ("promised_amount", "cost"),
    "attempts": ("amount", "attempt_number"),
}


def row_fault(table: str, row: Row) -> str | None:
    for column in NOT_NEGATIVE.get(table, ()):
        if row[column] is not None and row[column] < 0:
            return f"{column} below zero"
    if table == "policies" and row["baseline_first_attempt_rate"] > 1:
        return "a rate above one"
    if table == "attempts" and row["attempt_number"] < 1:
        return "attempts are numbered from one"
    if table == "bills" and row["period_start"] is not None and row["period_start"] > row["period_end"]:
        return "period_start after period_end"
    if table == "contracts":
        fulfilled, ended = row["fulfilled_on"], row["ended_on"]
        if (ended is None) != (row["end_reason"] is None):
            return "one of ended_on and end_reason without the other"
        if fulfilled is not None and ended is not None and ended < fulfilled:
            return "ended_on before fulfilled_on"
        rate: Decimal | None = row["daily_rate"]
        if row["contract_type"] == "payg" and (rate is None or rate <= 0):
            return "no positive daily_rate on a payg contract"
    if table == "opcos" and row["opco_id"] == "all":
        return "all is the word for the group"
    if table == "fx_rates" and not 0 < row["rate_to_reporting"] < 10**8:
        return "no possible rate"
    if table == "payments":
        negative = row["payment_type"] in ("refund", "reversal")
        if (row["amount"] >= 0) if negative else (row["amount"] <= 0):
            return "wrong sign"
    return None
