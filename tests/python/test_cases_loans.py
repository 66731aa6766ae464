"""Loans in everyday trouble: paid out early, written off, recovered, restructured, without a contract."""

import json
from typing import Any

import pytest

from cases import METHODS
from cases.reader import Marts

LAST = "2025-12-31"
both = pytest.mark.parametrize("method", METHODS)
RATED = "is_rated, default_60d, default_60d_allocated"


@both
def test_who_pays_out_a_loan_owes_nothing_and_is_owed_nothing(marts: Marts, method: str) -> None:
    for name in "abe":
        a = f"early_{method}-{name}"
        columns = "balance, unapplied_credit, arrears, paid_off"
        assert marts.on(a, "2025-05-31", columns) == (0, 0, 0, 320), a
        assert marts.on(a, LAST, columns) == (0, 0, 0, 0)
        assert marts.at(a, "2025-05-31", "portfolio_category, completions_count, outstanding_balance") == (
            "completed",
            1,
            0,
        )
        assert marts.total("fct_account_months", "default_entries_count", account_id=a) == 0
        for number in range(3, 7):
            assert marts.bill(f"{a}-k-{number}", "is_void, is_rated") == (True, False)
        assert marts.one("dim_contracts", "outstanding_balance", contract_id=f"{a}-k") == 0
        assert marts.bill(f"{a}-k-2", RATED) == (True, False, False)
    assert marts.bill(f"early_{method}-a-k-2", "settled_on, is_late") == ("2025-04-15", False)
    assert marts.bill(f"early_{method}-b-k-2", "settled_on, is_late") == ("2025-05-02", True)
    assert marts.kpi(f"early_{method}", "2025-05-31", "paid_off") == 4 * 320


@both
def test_what_is_more_than_the_loan_stays_credit(marts: Marts, method: str) -> None:
    a = f"early_{method}-c"
    assert marts.on(a, "2025-05-31", "balance, unapplied_credit, paid_off") == (-30, 30, 320)
    assert marts.on(a, LAST, "balance, unapplied_credit") == (-30, 30)


@both
def test_what_a_completed_loan_leaves_open_is_waived_and_no_default(marts: Marts, method: str) -> None:
    a = f"early_{method}-d"
    assert marts.on(a, "2025-05-31", "balance, arrears, unapplied_credit, paid_off, waived") == (
        0,
        0,
        0,
        0,
        -80,
    )
    assert marts.bill(f"{a}-k-2", f"{RATED}, left_on") == (True, False, False, "2025-05-02")
    assert marts.kpi(f"early_{method}", "2025-04-30", "default_60d_rate, default_60d_allocated_rate") == (
        0,
        0,
    )


@both
def test_a_write_off_collects_nothing(marts: Marts, method: str) -> None:
    o = f"gone_{method}"
    a = f"{o}-a"
    assert marts.kpi(o, "2025-07-31", "cei, cash, closing_receivables, written_off") == (0, 0, 0, 300)
    assert marts.kpi(o, "2025-06-30", "closing_receivables, written_off") == (300, 0)
    assert marts.on(a, "2025-07-31", "balance, arrears, written_off") == (0, 0, -300)
    assert marts.one("dim_contracts", "outstanding_balance, written_off_amount", account_id=a) == (0, 300)
    assert marts.at(a, "2025-07-31", "portfolio_category, write_off_count, outstanding_balance") == (
        "written_off",
        1,
        0,
    )
    assert marts.rows("fct_bills", RATED, account_id=a) == [(True, True, True)] * 4


@both
def test_money_after_a_write_off_is_a_recovery(marts: Marts, method: str) -> None:
    o = f"back_{method}"
    of_opco = {"dimension": "opco", "dimension_value": o}
    found = dict(marts.rows("fct_recovery_kpis", "month_end, value", metric_id="recoveries", **of_opco))
    assert {day: amount for day, amount in found.items() if amount} == {"2025-08-31": 25, "2025-09-30": 175}
    rates = dict(marts.rows("fct_recovery_kpis", "month_end, value", metric_id="recovery_rate", **of_opco))
    assert rates[LAST] == pytest.approx(200 / 1080)
    assert rates["2025-08-31"] == pytest.approx(25 / 1080)
    assert marts.kpi(o, "2025-07-31", "cei, closing_receivables") == (0, 0)
    amounts = marts.rows(
        "dim_contracts", "contract_id, written_off_amount", opco_id=o, end_reason="written_off"
    )
    assert amounts == [(f"{o}-a-k", 700), (f"{o}-b-k1", 100), (f"{o}-g-k", 280)]
    for name in "agb":
        balances = marts.rows(
            "fct_receivables_months", "balance, unapplied_credit", account_id=f"{o}-{name}", month_end=LAST
        )
        assert set(balances) <= {(0, 0)}
    assert marts.bill(f"{o}-b-k2-1", "settled_on, open_amount") == ("2025-08-28", 0)
    for name in "ag":
        assert marts.at(f"{o}-{name}", LAST, "portfolio_category, outstanding_balance") == ("written_off", 0)


@both
def test_a_restructured_loan_is_not_cured(marts: Marts, method: str) -> None:
    o, month = f"again_{method}", "2025-08-31"
    columns = "restructures_count, default_exits_count, default_cures_count, voids_count, is_restructured"
    assert marts.at(f"{o}-a", month, columns) == (1, 1, 0, 0, True)
    assert marts.at(f"{o}-b", month, columns) == (0, 1, 0, 1, False)
    assert marts.at(f"{o}-c", month, columns) == (0, 0, 1, 0, False)
    assert marts.at(f"{o}-a", "2025-07-31", "par_bucket, is_restructured") == ("121_plus", False)
    assert marts.at(f"{o}-a", month, "par_bucket, days_expired, outstanding_balance") == ("normal", 0, 360)
    assert marts.at(f"{o}-a", LAST, "days_expired, is_restructured, default_cures_count") == (117, True, 0)
    rolls = marts.rows("fct_roll_rates", "to_bucket, accounts", opco_id=o, month_end=month)
    assert rolls == [("normal", 1), ("other", 1), ("restructured", 1)]
    rolled = marts.one(
        "fct_portfolio_roll_forward",
        "opening_late_or_defaulted, cured_accounts, cure_rate, residual, default_residual",
        opco_id=o,
        month_end=month,
    )
    assert rolled == (3, 1, pytest.approx(1 / 3), 0, 0)


@both
def test_the_bills_of_a_restructured_loan_leave_unpaid(marts: Marts, method: str) -> None:
    o = f"again_{method}"
    assert marts.on(f"{o}-a", "2025-08-31", "balance, gross_receivables, arrears") == (0, 0, 0)
    assert marts.on(f"{o}-a", "2025-09-30", "balance") == 60
    assert marts.on(f"{o}-a", LAST, "balance, billed") == (240, 60)
    assert marts.kpi(o, "2025-08-31", "cash, cei") == (360, pytest.approx(100 / 3))
    rated = [marts.bill(f"{o}-a-k1-{number}", "is_rated") for number in range(1, 7)]
    assert rated == [True] * 4 + [False] * 2


@both
def test_the_first_attempt_is_the_earliest(marts: Marts, method: str) -> None:
    a = f"count_{method}-a"
    first = marts.rows("fct_collection_attempts", "attempt_id", account_id=a, is_first_attempt=True)
    assert first == [(f"{a}-1",), (f"{a}-3",), (f"{a}-5",)]
    found = marts.one(
        "smart_collect_summary",
        "first_attempts, first_attempt_successes, first_attempt_success_rate",
        customer_id=f"count_{method} {a}",
    )
    assert found == (2, 1, 0.5)
    bills = [marts.bill(f"{a}-k-{number}", "settled_on, open_amount") for number in range(1, 5)]
    assert bills == [("2025-07-12", 0), ("2025-08-05", 0), ("2025-09-05", 0), (None, 50)]
    assert "attempt_number_against_order" in marts.findings(f"count_{method}")


@both
def test_a_lender_without_contracts_has_a_portfolio(marts: Marts, method: str) -> None:
    o = f"bare_{method}"
    assert marts.at(f"{o}-a", "2025-01-31", "portfolio_category, new_count") == ("normal", 1)
    assert marts.at(f"{o}-a", "2025-03-31", "portfolio_category, days_expired") == ("late", 21)
    assert marts.at(f"{o}-a", LAST, "portfolio_category, days_expired") == ("defaulted", 296)
    assert marts.at(f"{o}-b", "2025-05-31", "portfolio_category, days_expired") == ("defaulted", 110)
    assert marts.at(f"{o}-b", "2025-06-30", "portfolio_category, voids_count") == ("other", 1)
    for metric_id in ("par_0_rate", "par_90_rate"):
        found = marts.one(
            "fct_metric_values",
            "numerator, denominator",
            metric_id=metric_id,
            dimension="opco",
            dimension_value=o,
            month_end="2025-05-31",
        )
        assert found == ((2, 2) if metric_id == "par_0_rate" else (1, 2))
    assert marts.findings(o)["loan_account_without_contract"][0] == 2


@both
def test_a_credit_note_makes_the_loan_smaller(marts: Marts, method: str) -> None:
    a = f"lower_{method}-a"
    assert marts.at(a, "2025-02-28", "outstanding_balance") == 500
    assert marts.at(a, "2025-03-31", "outstanding_balance") == 460
    assert marts.bill(f"{a}-k-2", "open_amount, credited") == (60, 40)
    assert marts.on(a, LAST, "balance") == 460
    found = marts.one(
        "fct_contract_repayment_months", "due, paid, applied", contract_id=f"{a}-k", month_end=LAST
    )
    assert found == (600, 100, 100)


@both
def test_money_for_a_loan_settles_that_loan_first(marts: Marts, method: str) -> None:
    a = f"pair_{method}-a"
    found = [marts.bill(f"{a}-{name}", "open_amount") for name in ("k1-1", "k2-1", "k1-2", "k2-2")]
    assert found == ([0, 50, 100, 100] if method == METHODS[0] else [50, 0, 100, 100])


def test_payments_of_bills_are_instalments_on_a_loan(marts: Marts) -> None:
    assert marts.at("twin-two", LAST, "outstanding_balance") == 210
    assert marts.one("fct_contract_repayment_months", "paid", contract_id="twin-two-k", month_end=LAST) == 210
    tables = marts.connection.execute(
        "select table_name, list(column_name) from duckdb_columns() where schema_name = 'marts' group by 1"
    ).fetchall()
    compared = 0
    for name, columns in sorted(tables):
        if "account_id" in columns and name not in ("dim_accounts", "customer_lookup"):
            one, two = told(marts, name, "twin-one"), told(marts, name, "twin-two")
            assert one == two, name
            compared += bool(one)
    assert compared > 8


def told(marts: Marts, mart: str, account_id: str) -> list[str]:
    """The rows of an account without its name and without the word for its payments."""
    query = f"select to_json(m) from marts.{mart} as m where account_id = '{account_id}'"
    lines: list[dict[str, Any]] = [json.loads(line) for (line,) in marts.connection.execute(query).fetchall()]
    for line in lines:
        line.pop("payment_type", None)
    return sorted(json.dumps(line, sort_keys=True).replace(account_id, "twin") for line in lines)


def test_a_success_without_money_is_found(marts: Marts) -> None:
    assert marts.findings("ghost")["success_without_payment"][0] == 1
    assert set(marts.quarantined("ghost")) == {("attempts", "ghost-2")}
    assert marts.bill("ghost-k-1", "open_amount") == 50
