"""The metrics of the oracle against the worked examples of the rulings."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import oracle
from oracle.values import nearest_closed_month_end
from oracle_cases import Case, on

JAN, FEB, MAR = date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)


def months(case: Case, as_of: date, **options: Any) -> list[dict[str, Any]]:
    return oracle.build(case.raw, as_of, **options)["fct_account_months"]


def metric(rows: list[dict[str, Any]], metric_id: str, month_end: date, value: str = "all") -> dict[str, Any]:
    found = [r for r in rows if r["metric_id"] == metric_id and r["dimension_value"] == value]
    return on(found, month_end)


def categories(case: Case, as_of: date, account_id: str = "a") -> list[tuple[date, str, Any]]:
    return [
        (row["valid_from"], row["portfolio_category"], row["days_expired_at_start"])
        for row in oracle.build(case.raw, as_of)["fct_account_status_periods"]
        if row["account_id"] == account_id
    ]


def _cohort(churned: int) -> Case:
    case = Case()
    for number in range(100):
        account_id = f"a{number:03d}"
        case.account(account_id, "2024-01-01")
        if number < churned:
            case.contract(
                f"k{number}",
                account_id,
                "2024-01-01",
                ended_on="2024-02-10",
                end_reason="repossessed",
            )
            continue
        case.contract(f"k{number}", account_id, "2024-01-01")
        if number >= churned + 20:
            case.payment(f"p{number}", account_id, "2024-01-02", "100.00")
    return case


@pytest.mark.parametrize(("churned", "denominator"), [(10, 90), (15, 85)])
def test_cohort_of_a_hundred(churned: int, denominator: int) -> None:
    out = oracle.build(_cohort(churned).raw, date(2024, 3, 15))
    for opco_id in ("o", "all"):
        row = on([r for r in out["fct_default_cohorts"] if r["opco_id"] == opco_id], FEB)
        assert (row["cohort_size"], row["numerator"], row["denominator"]) == (
            100,
            20,
            denominator,
        )
        assert row["months_since_install"] == 1
        assert not row["is_partial"]
    last = on([r for r in out["fct_churn_cohorts"] if r["opco_id"] == "all"], MAR)
    assert (last["numerator"], last["denominator"], last["is_partial"]) == (churned, 100, True)
    values = out["fct_metric_values"]
    pooled = on(
        [r for r in values if r["metric_id"] == "portfolio_in_default_cohort" and r["dimension"] == "opco"],
        FEB,
    )
    assert (pooled["numerator"], pooled["denominator"]) == (20, denominator)


def test_rates_are_net_and_divide_by_the_opening() -> None:
    values = oracle.build(_cohort(10).raw, FEB)["fct_metric_values"]
    row = metric(values, "default_rate", FEB)
    # At the end of January all 30 payers-of-nothing are already in default.
    assert (row["numerator"], row["denominator"]) == (0, 70)
    assert metric(values, "default_rate", JAN)["value"] is None
    assert metric(values, "churn_rate", FEB)["denominator"] == 90
    assert metric(values, "churn_rate_90d", FEB)["value"] is None
    assert metric(values, "dp_only_defaulters_rate", FEB)["value"] == 1
    assert metric(values, "all_accounts", FEB)["value"] == 100


@pytest.mark.parametrize(
    ("day", "as_of", "expected"),
    [
        (date(2024, 2, 14), date(2024, 3, 15), JAN),
        (date(2024, 2, 15), date(2024, 3, 15), FEB),
        (date(2024, 3, 30), date(2024, 3, 30), FEB),
        (MAR, MAR, MAR),
        (date(2023, 4, 15), date(2024, 1, 1), date(2023, 3, 31)),  # a tie: the earlier
    ],
)
def test_nearest_closed_month_end(day: date, as_of: date, expected: date) -> None:
    assert nearest_closed_month_end(day, as_of) == expected


def test_money_without_a_rate_is_null() -> None:
    case = Case(currency="kes")
    case.account("a", "2024-01-01")
    case.contract("k", "a", "2024-01-01", financed_amount="100.00")
    case.payment("p", "a", "2024-01-05", "30.00")
    case.add("fx_rates", currency_code="KES", rate_on="2024-01-29", rate_to_reporting="0.01")
    values = oracle.build(case.raw, MAR)["fct_metric_values"]
    assert metric(values, "par_1_balance_rate", JAN)["denominator"] == Decimal("0.70")
    assert metric(values, "par_1_balance_rate", FEB)["denominator"] == Decimal("0.70")
    assert metric(values, "par_1_balance_rate", MAR)["denominator"] is None
    assert metric(values, "par_1_balance_rate", MAR, "o")["denominator"] == Decimal("70.00")
