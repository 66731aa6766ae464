"""From raw rows to marts."""

from datetime import date, datetime

from .attributes import ArpuBand
from .cohorts import churn_cohorts, default_cohorts, roll_forward
from .fx import Rates
from .inputs import read_inputs
from .loading import load_accounts, load_opcos
from .lookup import customer_lookup
from .months import build_history
from .parsing import Raw, Row
from .states import periods_of
from .values import metric_values, notification_values


def build(
    raw: dict[str, list[Raw]],
    as_of: date,
    known_at: datetime | None = None,
    reporting_currency: str = "USD",
    arpu_bands: list[ArpuBand] | None = None,
) -> dict[str, list[Row]]:
    """All marts this package knows, by name, for one day and one state of knowledge.

    `known_at` is a UTC time without zone information. `arpu_bands` holds tuples of
    currency, lower bound (inclusive), upper bound (exclusive, None = open) and code.
    """
    inputs = read_inputs(raw, known_at)
    opcos = load_opcos(inputs, as_of)
    accounts = load_accounts(inputs, opcos, as_of)
    rates = Rates(inputs.accepted["fx_rates"], reporting_currency, as_of)
    histories = {}
    for account in accounts:
        history = build_history(account, as_of, rates, arpu_bands or [])
        if history is not None:
            histories[account.account_id] = history
    all_histories = list(histories.values())
    months = [month for history in all_histories for month in history.months]
    return {
        "input_reconciliation": inputs.reconciliation,
        "quarantined_rows": inputs.quarantined,
        "cleared_references": inputs.cleared_references,
        "fct_account_months": [month.row for month in months],
        "fct_account_status_periods": [
            period
            for history in all_histories
            for period in periods_of(history.account.account_id, history.states)
        ],
        "fct_metric_values": metric_values(all_histories, as_of)
        + notification_values(inputs.accepted["notifications"], accounts, as_of),
        "fct_default_cohorts": default_cohorts(months),
        "fct_churn_cohorts": churn_cohorts(months),
        "fct_portfolio_roll_forward": roll_forward(months),
        "customer_lookup": customer_lookup(accounts, histories, as_of),
    }
