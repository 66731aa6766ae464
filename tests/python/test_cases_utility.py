"""Bills in everyday trouble: credit notes, early payers, refunds, chargebacks, late billing."""

import pytest

from cases import METHODS
from cases.reader import Marts

LAST = "2025-12-31"
both = pytest.mark.parametrize("method", METHODS)


@both
def test_a_credit_note_settles_the_bill_that_it_names(marts: Marts, method: str) -> None:
    a = f"mill_{method}-a"
    assert marts.bill(f"{a}-feb", "settled_on, open_amount, credited") == ("2025-05-12", 0, 120)
    assert marts.bill(f"{a}-apr", "settled_on, open_amount, credited") == (None, 80, 0)
    columns = "over_180, gross_receivables, arrears, unapplied_credit, balance, oldest_due_on, days_past_due"
    assert marts.on(a, LAST, columns) == (80, 80, 80, 0, 80, "2025-04-30", 245)
    assert marts.at(a, LAST, "days_expired, par_bucket, outstanding_balance") == (245, "121_plus", 80)
    assert marts.on(a, "2025-05-31", "balance, days_31_60, billed") == (80, 80, 0)
    assert marts.bill(f"{a}-cn", "is_rated, is_first_bill") == (False, False)
    assert marts.kpi(f"mill_{method}", "2025-05-31", "rated_bills, billed") == (0, 0)


@both
def test_the_rest_of_a_credit_note_goes_to_the_oldest_bill(marts: Marts, method: str) -> None:
    o = f"mill_{method}"
    found = {name: marts.bill(f"{o}-{name}", "open_amount") for name in ("b-feb", "b-apr", "c-feb", "c-apr")}
    assert found == {"b-feb": 120, "b-apr": 50, "c-feb": 105, "c-apr": 0}
    assert [marts.bill(f"{o}-d-{name}", "open_amount") for name in ("feb", "apr")] == [70, 80]
    assert [marts.on(f"{o}-{name}", LAST, "balance") for name in "bcd"] == [170, 105, 150]


@both
def test_money_before_the_bill_waits_for_it(marts: Marts, method: str) -> None:
    a = f"pond_{method}-a"
    columns = "balance, unapplied_credit, gross_receivables, days_1_30, days_past_due"
    assert marts.on(a, "2025-03-31", columns)[:4] == (-90, 90, 0, 0)
    assert marts.on(a, "2025-04-30", columns)[:4] == (-140, 140, 0, 0)
    assert marts.on(a, "2025-05-31", columns) == (110, 0, 110, 110, 25)
    assert marts.at(a, "2025-04-30", "days_expired, portfolio_category") == (0, "normal")
    assert marts.at(a, "2025-05-31", "days_expired, portfolio_category") == (25, "late")
    lines = marts.rows("fct_payment_allocations", "payment_id, allocated, settled_on", account_id=a)
    assert lines == [(f"{a}-1", 90, "2025-05-06"), (f"{a}-2", 50, "2025-05-06")]
    assert marts.rows("fct_payments", "allocated, unapplied", account_id=a) == [(50, 0), (90, 0)]


@both
@pytest.mark.parametrize("days", ["3", ""], ids=["three_days_before", "from_the_ledger"])
def test_who_pays_early_is_never_late(marts: Marts, method: str, days: str) -> None:
    o = f"lark{days}_{method}"
    a = f"{o}-a"
    columns = "is_late, settled_on is not null, default_60d_allocated, default_60d_balance_forward"
    lines = marts.rows("fct_bills", f"{columns}, default_60d_open_item", account_id=a)
    assert lines == [(False, True, False, False, False)] * 6
    assert marts.total("fct_receivables_months", "arrears", account_id=a) == 0
    assert marts.total("fct_account_months", "days_expired", account_id=a) == 0
    flags = marts.rows("fct_bills", "bill_id, paid_before_window, default_60d", account_id=a)
    early = days == "3"
    assert flags == [(f"{a}-{number}", early, early and number == 6) for number in range(1, 7)]
    assert marts.kpi(o, "2025-06-30", "default_60d_rate, default_60d_allocated_rate") == (int(early), 0)
    assert marts.kpi(o, "2025-05-31", "default_60d_rate, default_60d_allocated_rate") == (0, 0)
    assert marts.bill(f"{a}-1", "window_from") == ("2025-01-28" if early else "2025-01-01")
    assert ("settled_before_window" in marts.findings(o)) == early


@both
def test_money_taken_back_never_came(marts: Marts, method: str) -> None:
    o = f"bounce_{method}"
    assert [marts.on(f"{o}-{name}", LAST, "balance") for name in "abcde"] == [90, 50, 90, 90, 30]
    assert [marts.on(f"{o}-{name}", "2025-04-30", "arrears") for name in "abcde"] == [90, 50, 90, 90, 30]
    cash = [marts.total("fct_receivables_months", "paid", account_id=f"{o}-{name}") for name in "abcde"]
    # with the sign of the balance
    assert cash == [0, -40, 0, 0, -60]
    assert marts.total("fct_billing_kpis", "cash", opco_id=o) == 100
    assert set(marts.quarantined(o)) == {("payments", f"{o}-e-r2")}


@both
def test_refunds_are_owed_and_never_arrears(marts: Marts, method: str) -> None:
    a, b, c = (f"mint_{method}-{name}" for name in "abc")
    columns = "balance, gross_receivables, arrears, unapplied_credit, over_180, oldest_due_on"
    assert marts.on(a, LAST, columns) == (80, 80, 0, 0, 80, None)
    assert marts.at(a, LAST, "days_expired, portfolio_category") == (0, "normal")
    assert marts.bill(f"{a}-bill", "settled_on, is_late") == ("2025-03-25", False)
    assert marts.on(b, LAST, columns) == (0, 0, 0, 0, 0, None)
    assert marts.on(b, "2025-03-31", columns)[:4] == (-25, 0, 0, 25)
    assert marts.bill(f"{b}-bill", "settled_on, is_late, default_60d_allocated") == (
        "2025-03-25",
        False,
        False,
    )
    assert set(marts.quarantined(b)) == {("payments", f"{b}-x")}
    assert marts.on(c, "2025-05-31", columns)[:4] == (30, 30, 0, 0)
    assert marts.on(c, "2025-06-30", columns)[:4] == (-5, 0, 0, 5)
    lines = marts.rows(
        "fct_payments", "allocated, allocated_to_refunds, unapplied", payment_type="bill", account_id=c
    )
    assert lines == [(30, 30, 5), (60, 10, 0)]
    assert marts.total("fct_billing_kpis", "arrears", opco_id=f"mint_{method}", month_end=LAST) == 0


@both
def test_a_bill_that_comes_after_its_window_has_one_of_its_own(marts: Marts, method: str) -> None:
    o = f"slow_{method}"
    columns = "default_60d, default_60d_allocated, window_to, is_window_closed, settled_on"
    assert marts.bill(f"{o}-a-bill", columns) == (False, False, "2025-10-19", True, "2025-08-22")
    assert marts.bill(f"{o}-b-bill", columns) == (True, True, "2025-10-19", True, None)
    assert marts.at(f"{o}-b", "2025-08-31", "days_expired") == 108
    assert marts.at(f"{o}-b", "2025-07-31", "days_expired") == 0


@both
def test_a_connection_given_up_leaves_and_its_bills_stay(marts: Marts, method: str) -> None:
    a, b, c = (f"move_{method}-{name}" for name in "abc")
    assert marts.periods(a) == [("2024-02-29", "normal", 0), ("2025-05-15", "other", None)]
    assert marts.at(a, "2025-05-31", "is_contracted, voids_count, days_expired") == (False, 1, None)
    assert marts.at(a, "2024-02-29", "new_count, portfolio_category") == (1, "normal")
    assert marts.bill(f"{a}-bill", "settled_on, is_rated, default_60d") == ("2025-06-28", True, False)
    assert marts.on(a, "2025-06-30", "balance, billed") == (0, 35)
    assert marts.at(b, "2025-04-30", "portfolio_category, days_expired") == ("defaulted", 61)
    assert marts.at(b, "2025-05-31", "portfolio_category, default_exits_count, default_cures_count") == (
        "other",
        1,
        0,
    )
    assert marts.on(b, LAST, "arrears, over_180") == (35, 35)
    assert marts.at(c, LAST, "portfolio_category, days_expired") == ("defaulted", 306)


@both
def test_named_money_goes_first_and_other_money_to_the_oldest(marts: Marts, method: str) -> None:
    a = f"order_{method}-a"
    found = [marts.bill(f"{a}-{name}", "settled_on, open_amount") for name in ("feb", "mar", "apr", "jun")]
    first = ["2025-04-20", "2025-05-10"] if method == METHODS[0] else ["2025-05-10", "2025-04-05"]
    assert found == [(first[0], 0), (first[1], 0), ("2025-05-10", 0), (None, 15)]
    assert marts.on(a, "2025-05-31", "balance, unapplied_credit") == (-15, 15)
    assert marts.on(a, "2025-06-30", "balance, unapplied_credit") == (15, 0)


def test_what_was_never_installed_still_owes(marts: Marts) -> None:
    assert marts.on("blank-a", LAST, "balance, arrears, over_180") == (65, 65, 65)
    assert marts.rows("fct_account_months", "account_id", account_id="blank-a") == []
    assert marts.findings("blank")["account_not_installed"][0] == 1
