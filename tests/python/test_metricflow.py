"""MetricFlow and the marts say the same of every metric that it can express, by each of its dimensions."""

from collections.abc import Mapping, Sequence
from math import isclose

import pytest

import glossary
from metricflow_queries import Values, built, query, saved, values_of

MONTH = "date_trunc('month', month_end)"
DIMENSIONS = {"all", *(e["metric_id"] for e in glossary.glossary() if e["item_type"] == "dimension")}
SERVED = {entry["metric_id"]: entry for entry in glossary.metrics() if "semantic_metric" in entry}
# an amount of one opco is in its own currency in a mart, and in the reporting currency in MetricFlow
RATE = """
  (select rate_to_reporting from intermediate.int_fx_rates_monthly as fx
   where fx.currency_code = mart.currency_code and fx.month_end = mart.month_end)
"""
FLOWS = ["billed", "cash", "arrears", "unapplied_credit"]
LEDGER_RATES = ["dso", "cei", "collection_ratio"]
BILL_RATES = ["default_60d_rate", "default_60d_all_bills_rate", "default_60d_allocated_rate"]
BILL_RATES += ["first_payment_default_rate"]
CONTACT = ["outbound_calls", "ccr", "rpc_rate", "ptp_rate", "ptp_kept_rate", "arrangements_agreed_count"]
CONTACT += ["arrangements_broken_count", "arrangements_broken_rate", "missing_contact_rate"]
CONTACT += ["skip_tracing_rate", "average_age_of_debt"]
SMART_SUMS = ["instalments_scheduled", "instalments_collected", "instalments_failed", "instalments_pending"]
SMART_RATES = ["success_rate", "average_attempts_per_collection", "first_attempt_success_rate"]
SMART_MONEY = ["amount_scheduled", "amount_collected", "cost_saved"]


def columns(names: Sequence[str], convert: bool = False) -> str:
    """Columns of a mart, money with its rate."""
    return ", ".join(f"{name} * {RATE} as {name}" if convert else name for name in names)


# a name, what MetricFlow is asked for, and what a mart answers: as many groups, then the same metrics
Comparison = tuple[Sequence[str], str]
COMPARISONS: Mapping[str, Comparison] = {
    "ledger of the group": (
        ["metric_time__month"],
        f"select {MONTH}, {columns(FLOWS + LEDGER_RATES)} from marts.fct_billing_kpis where opco_id = 'all'",
    ),
    "ledger rates": (
        ["metric_time__month", "opco"],
        f"select {MONTH}, opco_id, {columns(LEDGER_RATES)}"
        " from marts.fct_billing_kpis where opco_id <> 'all'",
    ),
    "ledger amounts": (
        ["metric_time__month", "opco"],
        f"select {MONTH}, opco_id, {columns(FLOWS, convert=True)}"
        " from marts.fct_billing_kpis as mart where opco_id <> 'all'",
    ),
    "receivables": (
        ["metric_time__month", "opco"],
        f"select {MONTH}, opco_id, sum(arrears_reporting) as arrears"
        " from marts.fct_receivables_months group by all having count(arrears_reporting) = count(*)",
    ),
    "bills of the group": (
        ["metric_time__month"],
        f"select {MONTH}, {columns(BILL_RATES)} from marts.fct_billing_kpis where opco_id = 'all'",
    ),
    "bills": (
        ["metric_time__month", "opco"],
        f"select {MONTH}, opco_id, {columns(BILL_RATES)} from marts.fct_billing_kpis where opco_id <> 'all'",
    ),
    "exposure and expected loss": (
        ["metric_time__month", "opco"],
        f"select {MONTH}, opco_id, "
        " case when count(ead_reporting) = count(*) then sum(ead_reporting) end as ead,"
        " case when count(ecl_reporting) = count(*) then sum(ecl_reporting) end as ecl"
        " from marts.fct_expected_credit_losses group by all",
    ),
    "cured accounts": (
        ["metric_time__month", "opco"],
        f"select {MONTH}, opco_id, cure_rate from marts.fct_portfolio_roll_forward",
    ),
    "default cohorts": (
        ["metric_time__month", "opco", "cohort__cohort_month", "cohort__months_since_install"],
        f"select {MONTH}, opco_id, cohort_month, months_since_install, value as portfolio_in_default_cohort,"
        " ever_defaulted_cohort from marts.fct_default_cohorts where opco_id <> 'all'",
    ),
    "churn cohorts of the group": (
        ["metric_time__month", "cohort__cohort_month", "cohort__months_since_install"],
        f"select {MONTH}, cohort_month, months_since_install, value as churn_cohort"
        " from marts.fct_churn_cohorts where opco_id = 'all'",
    ),
    "contact": (
        ["metric_time__month", "opco"],
        f"select {MONTH}, opco_id, {columns(CONTACT)} from marts.fct_collection_kpis",
    ),
    "revenue of an agent": (
        ["metric_time__month", "opco"],
        f"select {MONTH}, opco_id, {columns(['collections_revenue_per_agent'], convert=True)}"
        " from marts.fct_collection_kpis as mart",
    ),
    "revenue": (
        ["metric_time__month", "opco", "agent_month__agent"],
        f"select {MONTH}, opco_id, agent_id, revenue * {RATE} as collections_revenue"
        " from marts.fct_agent_months as mart",
    ),
    "actions": (
        ["metric_time__month", "opco"],
        f"select {MONTH}, opco_id, actions_count from marts.fct_collection_kpis"
        " where (month_end, opco_id) in (select month_end, opco_id from marts.fct_action_months)",
    ),
    "actions by type": (
        ["metric_time__month", "opco", "action__action_type"],
        f"select {MONTH}, opco_id, action_type, actions_count from marts.fct_action_months",
    ),
    "effects": (
        ["metric_time__month", "opco", "action_effect__action_type"],
        f"select {MONTH}, opco_id, action_type, effect as action_effect, return as action_return,"
        f" cost * {RATE} as action_cost from marts.fct_action_effect_months as mart",
    ),
    "instalments": (
        ["customer_id"],
        f"select customer_id, {columns(SMART_SUMS + SMART_RATES)} from marts.smart_collect_summary",
    ),
    "money of instalments": (
        ["customer_id"],
        f"select customer_id, {columns(SMART_MONEY, convert=True)} from"
        " (select *, last_day(history_to_on) as month_end from marts.smart_collect_summary) as mart",
    ),
    "instalments of an opco": (
        ["opco"],
        f"select opco_id, {', '.join(f'sum({name}) as {name}' for name in SMART_SUMS)}"
        " from marts.smart_collect_summary group by all",
    ),
    "methods": (
        ["customer_id", "method__collection_method"],
        "select customer_id, collection_method, method_success_rate from marts.smart_collect_methods",
    ),
}
# marts with one row per metric: the entity whose dimensions they are sliced by
TALL = {"fct_metric_values": ("portfolio", "notification", "cohort"), "fct_billing_values": ("bill",)}
TALL |= {"fct_repayment_kpis": ("repayment",), "fct_recovery_kpis": ("recovery",)}


def differences(expected: Values, found: Values) -> list[str]:
    """Every value that one side has otherwise, or alone."""
    wrong = []
    for metric, cells in expected.items():
        for key in cells.keys() | found[metric].keys():
            left, right = cells.get(key), found[metric].get(key)
            # converted amounts of a mart have six decimals, and one of a first month can be below 5
            if left is None or right is None or not isclose(left, right, rel_tol=3e-7, abs_tol=1e-6):
                wrong.append(f"{metric} {key}: mart {left}, MetricFlow {right}")
    return sorted(wrong)


def asked(text: str, groups: int) -> Values:
    """What a mart answers."""
    cursor = built().execute(text)
    names = [column[0] for column in cursor.description or []]
    return values_of(cursor.fetchall(), names, groups)


def tall_values(mart: str, dimension: str, by: Sequence[str]) -> Values:
    """The values of a mart with one row per metric, for the metrics that MetricFlow has."""
    rows = (
        built()
        .execute(
            # an opco's own rate needs no exchange rate in the mart; MetricFlow shows none without
            f"select {MONTH}, dimension_value, metric_id, value from marts.{mart} as mart"
            " where dimension = ? and (currency_code is null or dimension not in ('opco', 'region', 'shop')"
            f" or {RATE} is not null)",
            [dimension],
        )
        .fetchall()
    )
    found: Values = {}
    for month, dimension_value, metric, value in rows:
        if metric in SERVED:
            cells = values_of([(month, dimension_value, value)], ["", "", metric], 2)[metric]
            kept = {key[: len(by)]: cell for key, cell in cells.items()}
            found.setdefault(metric, {}).update(kept)
    return found


def base_entity(metric: str) -> str:
    """The entity of the model that a metric is summed over."""
    entry = glossary.semantic_metrics()[metric]
    while "base" not in entry:
        entry = glossary.semantic_metrics()[entry.get("numerator") or entry["input_metrics"][0]]
    return str(glossary.base_models()[entry["base"]]["primary_entity"])


def slices() -> list[tuple[str, str]]:
    """Every mart with one row per metric, with every dimension that it has."""
    found = []
    for mart in TALL:
        rows = built().execute(f"select distinct dimension from marts.{mart} order by 1").fetchall()
        # a company's own segments are no dimensions of MetricFlow
        found += [(mart, name) for (name,) in rows if name in DIMENSIONS]
    return found


@pytest.mark.parametrize("mart", TALL)
def test_metrics_by_their_dimensions(mart: str) -> None:
    wrong = []
    for _, dimension in [pair for pair in slices() if pair[0] == mart]:
        for entity in TALL[mart]:
            group = dimension if dimension == "opco" else f"{entity}__{dimension}"
            by = ["metric_time__month"] if dimension == "all" else ["metric_time__month", group]
            expected = {
                metric: cells
                for metric, cells in tall_values(mart, dimension, by).items()
                if base_entity(metric) == entity
            }
            if dimension in ("opco", "region", "shop"):
                # amounts of one currency: compared by the other dimensions, and as rates
                expected = {
                    name: cells for name, cells in expected.items() if SERVED[name]["unit"] != "currency"
                }
            if expected:
                wrong += [f"{dimension}: {line}" for line in differences(expected, query(list(expected), by))]
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("name", COMPARISONS)
def test_metrics_of_the_other_marts(name: str) -> None:
    by, text = COMPARISONS[name]
    expected = asked(text, len(by))
    wrong = differences(expected, query(list(expected), by))
    assert not wrong, "\n".join(wrong[:20])


def test_every_metric_of_metricflow_is_compared() -> None:
    compared = {metric for by, text in COMPARISONS.values() for metric in asked(f"{text} limit 1", len(by))}
    for mart in TALL:
        compared |= set(tall_values(mart, "all", ["metric_time__month"]))
    assert set(SERVED) - compared == set()


def test_saved_queries_answer() -> None:
    overview = saved("page_overview")
    assert overview == query(list(overview), ["metric_time__month", "opco"])


# ---------------------------------------------------------------- quarters and years

LAST = ["all_accounts", "contracted_portfolio_size", "defaulters", "portfolio_in_default_rate", "par_30_rate"]
LAST += ["par_30_balance_rate", "paid_portfolio_size"]
SUMS = ["new_count", "repo_count", "write_off_count", "net_completions_count", "delta_in_defaulters"]


def in_month(which: str, column: str) -> str:
    """A column in the first or the last month of a period, null when it is null there."""
    return f"arg_{which}(struct_pack(value := {column}), month_end).value"


@pytest.mark.parametrize("grain", ["quarter", "year"])
def test_states_are_those_of_the_last_month_and_flows_add_up(grain: str) -> None:
    months = f"select date_trunc('{grain}', month_end) as period, * from marts.fct_portfolio_kpis"
    months = f"({months} where dimension = 'all')"
    last = ", ".join(f"{in_month('max', name)} as {name}" for name in LAST)
    sums = ", ".join(f"sum({name}) as {name}" for name in SUMS)
    # churn over the accounts at the end of the period, default over the active ones before its first month
    rates = f"""
      sum(repo_count + write_off_count) / {in_month("max", "contracted_portfolio_size")} as churn_rate,
      sum(defaulters_moved) / nullif({in_month("min", "opening_active")}, 0) as default_rate
    """
    text = f"""
      select period, {last}, {sums}, {rates}
      from (
        select kpis.*, long.numerator as defaulters_moved, long.denominator as opening_active
        from {months} as kpis
        inner join marts.fct_metric_values as long
          on kpis.month_end = long.month_end and long.dimension = 'all' and long.metric_id = 'default_rate'
      )
      group by period
    """
    expected = asked(text, 1)
    assert len(expected["defaulters"]) > 1
    assert not differences(expected, query(list(expected), [f"metric_time__{grain}"]))


# ---------------------------------------------------------------- the comparison can fail


def test_a_wrong_value_is_noticed() -> None:
    by = ["metric_time__month"]
    right = query(["par_30_rate"], by)
    wrong = {"par_30_rate": query(["par_60_rate"], by)["par_60_rate"]}
    assert not differences(right, right)
    assert differences(right, wrong)
    assert differences(right, {"par_30_rate": {}})
