"""From raw rows to the risk marts."""

from datetime import date, datetime
from decimal import Decimal

from oracle.fx import Rates
from oracle.inputs import read_inputs
from oracle.loading import load_accounts, load_opcos
from oracle.months import build_history
from oracle.parsing import Raw, Row

from .lab import definition_lab
from .losses import credit_losses
from .plans import Plan, contract_months, plans_of
from .repayment import repayment_kpis
from .rolls import roll_rates

LGD = {"payg": Decimal("0.65"), "utility": Decimal("0.5"), "loan": Decimal("0.45")}


def build(
    raw: dict[str, list[Raw]],
    as_of: date,
    known_at: datetime | None = None,
    reporting_currency: str = "USD",
) -> dict[str, list[Row]]:
    """The risk marts by name, for one day and one state of knowledge."""
    inputs = read_inputs(raw, known_at)
    accounts = load_accounts(inputs, load_opcos(inputs, as_of), as_of)
    rates = Rates(inputs.accepted["fx_rates"], reporting_currency, as_of)
    terms = {row["contract_id"]: row["term_days"] for row in inputs.accepted["contracts"]}
    histories = []
    plans: list[Plan] = []
    for account in accounts:
        history = build_history(account, as_of, rates, [])
        if history is not None:
            histories.append(history)
            plans += plans_of(account, terms)
    repayment_months = contract_months(plans, as_of)
    return {
        "fct_roll_rates": roll_rates(histories),
        "fct_expected_credit_losses": credit_losses(histories, LGD),
        "fct_contract_repayment_months": repayment_months,
        "fct_repayment_kpis": repayment_kpis(repayment_months, plans, rates),
        "definition_lab": definition_lab(histories, plans),
    }
