"""The oracle's input contract by example, and what holds for any portfolio."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

import oracle
from oracle.model import OracleError
from oracle_cases import Case
from strategies import AS_OF, KNOWN_AT, Portfolio, pack, portfolio

JAN = date(2024, 1, 31)


def test_test_customers_are_excluded_and_nothing_vanishes() -> None:
    case = Case()
    case.customer("t", is_test="YES")
    case.account("a", "2024-01-01", customer_id="t")
    case.payment("p", "a", "2024-01-02", "0.001")
    case.account("b", "never")
    out = oracle.build(case.raw, JAN)
    counts = {row["table_name"]: row for row in out["input_reconciliation"]}
    assert counts["customers"]["excluded_test"] == 1
    assert counts["payments"]["excluded_test"] == 1
    assert counts["accounts"]["quarantined"] == 1
    assert [(r["table_name"], r["key"]) for r in out["quarantined_rows"]] == [("accounts", "b")]


def test_an_opco_without_a_policy_is_an_error_that_names_it() -> None:
    case = Case()
    del case.raw["policies"]
    with pytest.raises(OracleError, match="opco o "):
        oracle.build(case.raw, JAN)


def test_nothing_at_all_is_no_error() -> None:
    out = oracle.build({}, JAN)
    assert len(out["input_reconciliation"]) == 16
    assert not out["fct_metric_values"]


# Properties of any portfolio.


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(portfolio("x"), portfolio("y"))
def test_invariants(first: Portfolio, second: Portfolio) -> None:
    out = oracle.build(pack([first, second]), AS_OF, KNOWN_AT)
    for row in out["input_reconciliation"]:
        fates = [v for k, v in row.items() if k not in ("table_name", "rows_read")]
        assert row["rows_read"] == sum(fates)
    assert all(row["residual"] == 0 for row in out["fct_portfolio_roll_forward"])
    values = {
        (r["metric_id"], r["month_end"], r["dimension"], r["dimension_value"]): r["numerator"]
        for r in out["fct_metric_values"]
    }
    for (metric_id, month_end, dimension, _), delta in values.items():
        if metric_id == "delta_in_defaulters" and dimension == "all":
            exits = sum(
                r["default_exits_count"] for r in out["fct_account_months"] if r["month_end"] == month_end
            )
            entries = values["gross_default_entries", month_end, "all", "all"]
            cures = values["default_cures", month_end, "all", "all"]
            assert delta == entries - cures - exits


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(portfolio("x"))
def test_the_past_does_not_depend_on_the_future(drawn: Portfolio) -> None:
    drawn["policies"] = drawn["policies"][:1]
    drawn["payments"] = [
        row for row in drawn["payments"] if "reversal" not in (row["payment_type"] or "").lower()
    ]
    early, late = date(2024, 6, 30), AS_OF
    then = oracle.build(drawn, early)["fct_account_months"]
    now = oracle.build(drawn, late)["fct_account_months"]
    assert then == [row for row in now if row["month_end"] <= early]
