"""Repayment rates: sums over contracts, divided once."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from oracle.fx import Rates
from oracle.model import MINOR
from oracle.parsing import Row

from .plans import Plan

MONEY = {
    "repayment_rate_paid_vs_plan": ("applied", "due"),
    "repayment_rate_paid_vs_financed": ("applied", "financed"),
    "repayment_rate_at_90_days": ("applied_by_day_90", "due_by_day_90"),
    "repayment_rate_at_2x": ("applied_by_2x", "due_over_term"),
    "collection_rate": ("received_in_month", "due_in_month"),
}
LOCAL = ("opco", "region", "shop")


def _dimensions(plan: Plan) -> dict[str, str]:
    opco_id = plan.account.opco.opco_id
    shop_id = plan.account.row["shop_id"]
    return {
        "all": "all",
        "opco": opco_id,
        "region": f"{opco_id} / {plan.account.region or 'unknown'}",
        "shop": shop_id or f"{opco_id} / unknown",
        "account_type": plan.account.account_type,
    }


def repayment_kpis(months: list[Row], plans: list[Plan], rates: Rates) -> list[Row]:
    plan_of = {plan.contract.contract_id: plan for plan in plans}
    slices: dict[tuple[date, str, str], list[tuple[Row, Decimal | None]]] = defaultdict(list)
    for row in months:
        plan = plan_of[row["contract_id"]]
        rate = rates.rate(plan.account.opco.currency, row["snapshot_on"])
        for dimension, value in _dimensions(plan).items():
            factor = Decimal(1) if dimension in LOCAL else rate
            slices[row["month_end"], dimension, value].append((row, factor))
    rows: list[Row] = []
    for (month_end, dimension, value), members in slices.items():
        key = {"month_end": month_end, "dimension": dimension, "dimension_value": value}
        for metric_id, (top, bottom) in MONEY.items():
            numerator, denominator = _money(members, top), _money(members, bottom)
            rows.append({**key, "metric_id": metric_id, **_ratio(numerator, denominator)})
        owned = Decimal(sum(bool(row["is_owned_by_2x"]) for row, _ in members))
        reached = Decimal(sum(row["has_reached_2x"] for row, _ in members))
        rows.append({**key, "metric_id": "ownership_rate_at_2x", **_ratio(owned, reached)})
    return rows


def _money(members: list[tuple[Row, Decimal | None]], column: str) -> Decimal | None:
    total = Decimal(0)
    for row, factor in members:
        if factor is None:
            return None
        total += Decimal(row[column] or 0) / MINOR * factor
    return total


def _ratio(numerator: Decimal | None, denominator: Decimal | None) -> Row:
    value = None
    if numerator is not None and denominator:
        value = float(numerator / denominator)
    return {"numerator": numerator, "denominator": denominator, "value": value}
