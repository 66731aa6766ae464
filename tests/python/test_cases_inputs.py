"""Faulty input of everyday: it is kept apart with a reason, and no figure moves in silence."""

from collections.abc import Iterator

import pytest

from cases import AS_OF, Group
from cases.inputs import decimals
from cases.reader import Marts
from warehouse import build, workplace

LAST = "2025-12-31"
NEEDED = ("fct_receivables_months", "fct_account_status_periods", "quarantined_rows", "fct_bills")


@pytest.fixture(scope="module")
def thousandths() -> Iterator[Marts]:
    """The companies of three currencies, where money has three decimals."""
    group = Group()
    decimals(group)
    models = [f"+{name}" for name in (*NEEDED, "fct_account_months")]
    with workplace() as place:
        options = {"as_of_date": AS_OF, "money_decimals": "3"}
        with build(place, group.raw, models, **options) as found:
            yield Marts(found)


def test_deposits_nothing_and_days_to_come(marts: Marts) -> None:
    assert set(marts.quarantined("typo")) == {("payments", f"typo-{number}") for number in (1, 2, 4)}
    assert marts.on("typo-a", LAST, "balance, unapplied_credit") == (85, 0)
    assert marts.findings("typo")["payment_dated_after_as_of"] == (1, "typo-3")


def test_one_payment_counts_once_and_two_ids_twice(marts: Marts) -> None:
    balances = {name: marts.on(f"COPY-{name}", LAST, "balance") for name in "ABCDE"}
    assert balances == {"A": 0, "B": -85, "C": 85, "D": 85, "E": 0}
    kept = marts.quarantined("copy-")
    assert set(kept) == {("payments", f"copy-{number}") for number in (3, 4, 6)}
    lines = marts.rows("quarantined_rows", "row_no", table_name="payments", row_key="copy-4")
    assert len(lines) == 2
    cleared = marts.one("cleared_references", "cleared_references", row_key="copy-5")
    assert "copy-bill-a" in cleared
    assert marts.bill("copy-bill-e", "settled_on, open_amount") == ("2025-03-20", 0)
    assert marts.bill("copy-bill-a", "settled_on, open_amount") == ("2025-03-20", 0)


def test_findings_name_doubles_and_what_an_id_resembles(marts: Marts) -> None:
    found = dict(marts.rows("input_findings", "code, example_key", table_name="payments"))
    assert found["payment_under_two_ids"] in ("copy-2", "copy-2x")
    every = marts.rows("input_findings", "*", code="account_resembles_another")
    assert len(every) == 1 and "COPY-C" in str(every)


def test_an_id_of_two_countries_is_nobodys(marts: Marts) -> None:
    for account_id in ("7001", "7002"):
        lines = marts.rows("quarantined_rows", "reason", table_name="accounts", row_key=account_id)
        assert lines == [("account_id: used by two opcos",)] * 2
        assert marts.rows("fct_receivables_months", "balance", account_id=account_id) == []
        assert marts.rows("dim_accounts", "account_id", account_id=account_id) == []
    tables = sorted(table for table, _ in marts.quarantined("lake-", "hill-"))
    assert tables == ["bills"] * 4 + ["payments"] * 2
    assert marts.on("7003", LAST, "balance") == 20
    assert marts.total("fct_billing_kpis", "billed", opco_id="hill") == 0
    assert marts.total("fct_billing_kpis", "billed", opco_id="lake") == 20


def test_amounts_of_eleven_digits(marts: Marts) -> None:
    assert marts.on("rupiah-a", LAST, "balance, over_180") == (2499999999.5, 2499999999.5)


def test_a_currency_has_its_decimals(marts: Marts) -> None:
    kept = marts.quarantined("yen", "gulf", "sand")
    assert set(kept) == {
        ("bills", "yen-bad"),
        ("bills", "gulf-1"),
        ("bills", "gulf-2"),
        ("payments", "gulf-p1"),
        ("payments", "gulf-p2"),
        ("contracts", "sand-k"),
        ("payments", "sand-p"),
    }
    assert "JPY" in kept["bills", "yen-bad"]
    for (_, key), reason in kept.items():
        if not key.startswith("yen"):
            currency = "KWD" if key.startswith("gulf") else "TND"
            assert currency in reason and "3" in reason and "money_decimals: 3" in reason
    assert marts.bill("yen-bill", "open_amount, default_60d_allocated") == (1, False)


def test_dinars_with_thousandths(thousandths: Marts) -> None:
    assert set(thousandths.quarantined("yen", "gulf", "sand")) == {("bills", "yen-bad")}
    assert thousandths.bill("gulf-1", "bill_amount, open_amount, settled_on") == (14.325, 0, "2025-03-20")
    assert thousandths.bill("gulf-2", "open_amount, default_60d_allocated") == (0.002, True)
    assert thousandths.on("gulf-a", LAST, "balance, gross_receivables") == (0.002, 0.002)
    assert thousandths.bill("yen-bill", "open_amount") == 1
    # 0.999 at 0.005 a day: 199 days and 19 hours
    periods = thousandths.periods("sand-a")
    assert periods[:2] == [("2025-01-01", "normal", 0), ("2025-07-20", "late", 1)]
    assert thousandths.at("sand-a", LAST, "outstanding_balance, daily_rate") == (44.626, 0.005)
