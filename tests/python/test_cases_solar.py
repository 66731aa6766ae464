"""Credit in everyday trouble: paid in full and not ended, cut over, refunds, bills on payg accounts."""

import pytest

from cases.reader import Marts

LAST = "2025-12-31"


def test_who_has_paid_all_expires_no_more(marts: Marts) -> None:
    months = marts.rows(
        "fct_account_months", "portfolio_category, days_expired, par_bucket", account_id="full-a"
    )
    assert months == [("normal", 0, "normal")] * 12
    assert marts.periods("full-a") == [("2025-01-01", "normal", 0)]
    assert marts.one("dim_contracts", "outstanding_balance, overpaid_amount", contract_id="full-a-k") == (
        0,
        15,
    )
    assert marts.at("full-b", "2025-02-28", "portfolio_category, completions_count") == ("completed", 1)
    assert "paid_in_full_not_ended" in marts.findings("full")


def test_a_payment_called_bill_pays_in_full_too(marts: Marts) -> None:
    assert marts.periods("full-c") == [("2025-01-01", "late", 1), ("2025-01-11", "normal", 0)]
    assert marts.at("full-c", LAST, "outstanding_balance, is_contracted") == (0, True)


def test_all_contracts_have_to_be_paid(marts: Marts) -> None:
    assert marts.periods("full-d") == [
        ("2025-01-01", "normal", 0),
        ("2025-01-16", "late", 1),
        ("2025-02-14", "defaulted", 30),
        ("2025-06-10", "normal", 0),
    ]
    assert marts.at("full-d", "2025-06-30", "default_cures_count, restructures_count") == (1, 0)
    for metric_id in ("par_0_rate", "par_1_rate", "par_30_rate"):
        found = marts.one(
            "fct_metric_values",
            "numerator, denominator",
            metric_id=metric_id,
            dimension="opco",
            dimension_value="full",
            month_end=LAST,
        )
        assert found == (0, 3)


def test_an_opening_balance_is_owed_and_was_never_billed_here(marts: Marts) -> None:
    columns = "days_61_90, balance, billed, days_past_due"
    assert marts.on("shift-u", "2025-01-31", columns) == (180, 180, 0, 72)
    assert marts.at("shift-u", "2025-01-31", "days_expired, portfolio_category") == (72, "defaulted")
    assert marts.on("shift-u", "2025-02-28", "balance, billed, paid") == (0, 40, -220)
    assert marts.bill("shift-ob", "is_rated, is_first_bill, settled_on") == (False, False, "2025-02-12")
    assert marts.bill("shift-b1", "is_rated, is_first_bill, default_60d_allocated") == (True, True, False)
    assert marts.kpi("shift", "2025-02-28", "first_payment_default_rate, closed_first_bills") == (0, 1)
    assert marts.kpi("shift", "2025-01-31", "billed, rated_bills") == (80, 1)
    opened = marts.rows("fct_billing_kpis", "rated_bills, billed", opco_id="shift", month_end="2024-12-31")
    assert set(opened) <= {(0, 0)}


@pytest.mark.parametrize(
    ("name", "balance", "expected"),
    [
        ("g", 60, [("2025-01-01", "normal", 0), ("2025-04-11", "late", 1), ("2025-05-10", "defaulted", 30)]),
        ("h", 167, [("2025-01-01", "normal", 0), ("2025-01-21", "late", 1), ("2025-02-19", "defaulted", 30)]),
        ("i", 400, [("2025-01-01", "late", 1), ("2025-01-30", "defaulted", 30)]),
        ("l", 160, [("2025-01-01", "normal", 0)]),
    ],
)
def test_an_account_goes_on_where_the_old_system_left_it(
    marts: Marts, name: str, balance: int, expected: list[tuple[str, str, int]]
) -> None:
    a = f"shift-{name}"
    assert marts.periods(a) == expected
    assert marts.one("fct_account_months", "min(month_end)", account_id=a) == "2025-01-31"
    assert marts.at(a, "2025-01-31", "outstanding_balance") == balance


def test_a_loan_that_was_half_paid_elsewhere_is_paid_here(marts: Marts) -> None:
    found = [marts.at("shift-l", day, "outstanding_balance") for day in ("2025-02-28", "2025-03-31", LAST)]
    assert found == [80, 0, 0]
    assert marts.total("fct_portfolio_roll_forward", "abs(residual)", opco_id="shift") == 0


def test_no_mart_counts_the_bills_of_a_payg_account(marts: Marts) -> None:
    assert marts.rows("fct_receivables_months", "balance", opco_id="stray") == []
    assert marts.rows("fct_bills", "bill_id", opco_id="stray", is_in_ledger=True) == []
    assert marts.total("fct_billing_kpis", "billed", opco_id="stray") == 0
    assert marts.findings("stray")["bill_on_payg_account"][0] == 2
    assert (marts.periods("stray-a")[1][0], marts.periods("stray-b")[1][0]) == ("2025-10-28", "2025-11-12")
    assert marts.at("stray-b", LAST, "outstanding_balance") == 185


def test_a_refund_is_owed_again_and_moves_no_clock(marts: Marts) -> None:
    assert marts.at("lamp-a", "2025-01-31", "outstanding_balance") == 180
    assert marts.at("lamp-a", LAST, "outstanding_balance") == 225
    assert marts.periods("lamp-a")[:2] == [("2025-01-01", "normal", 0), ("2025-05-01", "late", 1)]


def test_what_is_left_of_a_payment_buys_credit(marts: Marts) -> None:
    assert marts.periods("lamp-b")[:2] == [("2025-01-01", "normal", 0), ("2025-01-21", "late", 1)]
    assert marts.at("lamp-b", "2025-01-31", "outstanding_balance") == 280
