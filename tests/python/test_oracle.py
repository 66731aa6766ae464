"""The oracle against the worked examples of the rulings: the first link of the chain."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import oracle
from oracle.states import CreditClock
from oracle_cases import Case, on

JAN, FEB, MAR = date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)


def months(case: Case, as_of: date, **options: Any) -> list[dict[str, Any]]:
    return oracle.build(case.raw, as_of, **options)["fct_account_months"]


def categories(case: Case, as_of: date, account_id: str = "a") -> list[tuple[date, str, Any]]:
    return [
        (row["valid_from"], row["portfolio_category"], row["days_expired_at_start"])
        for row in oracle.build(case.raw, as_of)["fct_account_status_periods"]
        if row["account_id"] == account_id
    ]


# The credit clock.


def test_a_contract_without_credit_is_one_day_expired_on_its_first_day() -> None:
    case = Case()
    case.account("a", "2024-01-10")
    case.contract("k", "a", "2024-01-10")
    assert categories(case, date(2024, 1, 12)) == [(date(2024, 1, 10), "late", 1)]


def test_downpayment_days_are_new_and_then_credit_runs_out() -> None:
    case = Case(default_after_days="5")
    case.account("a", "2024-01-10")
    case.contract("k", "a", "2024-01-10", downpayment_days="3")
    assert categories(case, date(2024, 1, 31)) == [
        (date(2024, 1, 10), "new", 0),
        (date(2024, 1, 13), "late", 1),
        (date(2024, 1, 17), "defaulted", 5),
    ]


@pytest.mark.parametrize(
    ("cents", "rate", "seconds"),
    [(1, 86400 * 2, 1), (1, 86400 * 2 + 1, 0), (100, 300, 28800), (1, 7, 12343), (5, 0, 0)],
)
def test_seconds_are_rounded_half_up(cents: int, rate: int, seconds: int) -> None:
    day = date(2024, 1, 1)
    clock = CreditClock(day, [])
    clock.add_payments(day, cents, rate)
    assert clock.until - 86400 * day.toordinal() == seconds


def test_a_payment_after_expiry_buys_from_the_start_of_its_day() -> None:
    case = Case()
    case.account("a", "2024-01-01")
    case.contract("k", "a", "2024-01-01")
    case.payment("p", "a", "2024-01-05 10:00:00", "2.50")
    # Two and a half days from the 5th: credit into the 7th, expired on the 8th.
    assert categories(case, date(2024, 1, 9)) == [
        (date(2024, 1, 1), "late", 1),
        (date(2024, 1, 5), "normal", 0),
        (date(2024, 1, 8), "late", 1),
    ]


def test_contract_starts_come_before_the_payments_of_a_day() -> None:
    case = Case()
    case.account("a", "2024-01-01")
    case.contract("k1", "a", "2024-01-01", downpayment_days="1")
    case.contract("k2", "a", "2024-01-10", downpayment_days="2")
    case.payment("p", "a", "2024-01-10 10:00:00", "2.00")
    # Two days of downpayment, then one day for 2.00 at 2.00 a day: the 10th to the 12th.
    assert categories(case, date(2024, 1, 13))[-2:] == [
        (date(2024, 1, 10), "normal", 0),
        (date(2024, 1, 13), "late", 1),
    ]


def test_days_are_local() -> None:
    case = Case(zone="Asia/Kolkata")
    case.account("a", "2024-01-01")
    case.contract("k", "a", "2024-01-01")
    case.payment("p", "a", "2024-01-04 18:30:00", "1.00")  # midnight of the 5th
    assert (date(2024, 1, 5), "normal", 0) in categories(case, date(2024, 1, 9))


@pytest.mark.parametrize(("reversed_at", "normal"), [("2024-02-01", False), ("2024-02-02", True)])
def test_a_reversal_by_as_of_removes_its_payment_from_all_days(reversed_at: str, normal: bool) -> None:
    case = Case()
    case.account("a", "2024-01-01")
    case.contract("k", "a", "2024-01-01")
    case.payment("p", "a", "2024-01-05", "1.00")
    case.payment("r", "a", reversed_at, "-1.00", payment_type="reversal", reverses_payment_id="p")
    found = {category for _, category, _ in categories(case, date(2024, 2, 1))}
    assert ("normal" in found) is normal


# Categories and transitions.


def test_an_upgrade_on_one_day_moves_nothing_and_a_return_counts_in_both() -> None:
    case = Case()
    case.account("a", "2024-01-01")
    case.contract("k1", "a", "2024-01-01", ended_on="2024-01-20", end_reason="completed")
    case.contract("k2", "a", "2024-01-20", ended_on="2024-02-05", end_reason="Completed")
    case.contract("k3", "a", "2024-02-10")
    rows = months(case, FEB)
    assert on(rows, JAN)["new_count"] == 1
    assert on(rows, JAN)["completions_count"] == 0
    assert on(rows, FEB)["completions_count"] == 1
    assert on(rows, FEB)["uncompletions_count"] == 1
    assert on(rows, FEB)["previous_portfolio_category"] == "defaulted"


def test_return_after_repossession_is_a_reinstatement() -> None:
    case = Case()
    case.account("a", "2024-01-01")
    case.contract("k1", "a", "2024-01-01", ended_on="2024-01-20", end_reason="completed")
    case.contract("k2", "a", "2024-01-02", ended_on="2024-01-20", end_reason="repossessed")
    case.contract("k3", "a", "2024-02-10")
    rows = months(case, FEB)
    assert on(rows, JAN)["portfolio_category"] == "repossessed"
    assert on(rows, JAN)["repo_count"] == 1
    assert on(rows, FEB)["reinstatements_count"] == 1


def test_a_contract_that_never_was_active_has_no_say() -> None:
    case = Case()
    case.account("a", "2024-01-15")
    case.contract("k1", "a", "2024-01-02", ended_on="2024-01-10", end_reason="repossessed")
    case.contract(
        "u",
        "a",
        "2024-01-16",
        ended_on="2024-01-16",
        end_reason="completed",
        contract_type="upfront",
        daily_rate=None,
    )
    case.contract("k2", "a", "2024-02-02")
    assert [c[:2] for c in categories(case, FEB)] == [
        (date(2024, 1, 15), "other"),
        (date(2024, 1, 16), "upfront"),
        (date(2024, 2, 2), "late"),
    ]
    assert on(months(case, FEB), FEB)["uncompletions_count"] == 1


def test_default_cure_and_exit() -> None:
    case = Case(default_after_days="10")
    case.account("a", "2024-01-01")
    case.contract("k", "a", "2024-01-01", ended_on="2024-02-20", end_reason="written_off")
    case.payment("p", "a", "2024-01-20", "1.00")
    rows = months(case, FEB)
    assert on(rows, JAN)["default_entries_count"] == 2
    assert on(rows, JAN)["default_cures_count"] == 1
    assert on(rows, FEB)["default_exits_count"] == 1
    assert on(rows, FEB)["write_off_count"] == 1


def test_attributes_keep_the_value_of_the_last_contracted_day() -> None:
    case = Case()
    case.account("a", "2024-01-01")
    case.contract(
        "k",
        "a",
        "2024-01-01",
        ended_on="2024-01-20",
        end_reason="repossessed",
        product_name="Smart tv",
        product_tags="x| esf",
    )
    case.add("device_states", account_id="a", changed_at="2024-01-19", enable_status="disabled")
    case.add("device_states", account_id="a", changed_at="2024-01-20", enable_status="enabled")
    bands = [("USD", Decimal(0), Decimal(30), "low"), ("USD", Decimal(30), None, "high")]
    row = on(months(case, JAN, arpu_bands=bands), JAN)
    assert row["tv_customer"] == "Has TV"
    assert row["esf_only_customer"] == "Yes"
    assert row["arpu_range"] == "high"
    assert row["enable_status"] == "disabled"


# Bills.


def _utility(**policy: str) -> Case:
    case = Case(**policy)
    case.account("a", "2024-01-01", account_type="utility")
    return case


def test_a_utility_account_is_as_late_as_its_oldest_open_bill() -> None:
    case = _utility(default_after_days="60")
    case.bill("b1", "a", "2024-01-05", "2024-01-10", "10.00")
    case.bill("b2", "a", "2024-01-08", "2024-01-20", "5.00")
    case.payment("p", "a", "2024-01-25", "10.00", payment_type="bill", bill_id="b2")
    assert categories(case, JAN) == [
        (date(2024, 1, 1), "normal", 0),
        (date(2024, 1, 11), "late", 1),
        (date(2024, 1, 25), "late", 5),
    ]
    case.raw["policies"][0]["allocation_method"] = "Open_Item "
    # 5.00 for b2, which is named, and 5.00 for b1
    assert on(months(case, JAN), JAN)["days_expired"] == 21
    assert on(months(case, JAN), JAN)["outstanding_balance"] == 5


def test_open_item_without_a_name_goes_to_the_oldest_bill() -> None:
    case = _utility(allocation_method="open_item")
    case.bill("b1", "a", "2024-01-05", "2024-01-10", "10.00")
    case.bill("b2", "a", "2024-01-08", "2024-01-20", "5.00")
    case.payment("p1", "a", "2024-01-17", "7.00", payment_type="bill", bill_id="b2")
    case.payment("p2", "a", "2024-01-18", "4.00", payment_type="instalment")
    # 5.00 for b2, its rest and the 4.00 for b1
    assert on(months(case, JAN), JAN)["outstanding_balance"] == 4


def test_an_instalment_enters_the_ledger_when_due_and_leaves_with_its_loan() -> None:
    case = Case()
    case.account("a", "2024-01-01", account_type="loan")
    case.contract(
        "k",
        "a",
        "2024-01-01",
        contract_type="loan",
        ended_on="2024-02-10",
        end_reason="cancelled",
    )
    case.contract("k2", "a", "2024-02-01", contract_type="loan")
    case.bill("b1", "a", None, "2024-01-31", "10.00")["contract_id"] = "k"
    case.bill("b2", "a", None, "2024-03-01", "10.00")["contract_id"] = "k"
    assert on(months(case, FEB), JAN)["days_expired"] == 0
    assert (date(2024, 2, 1), "late", 1) in categories(case, FEB)
    assert (date(2024, 2, 10), "normal", 0) in categories(case, FEB)
    assert on(months(case, MAR), MAR)["days_expired"] == 0
