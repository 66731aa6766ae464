"""The mistakes that break_models.py makes, one at a time."""

from dataclasses import dataclass
from pathlib import Path

PORTFOLIO = "models/intermediate/portfolio"
TIME = "models/intermediate/time"
MARTS = "models/marts/portfolio"
BILLING = "models/intermediate/billing"
RISK = "models/intermediate/risk"
# the folders of an area are built behind a broken model; the second route of the glossary tests is not
AREAS = {
    "portfolio": [TIME, PORTFOLIO, MARTS],
    "billing": [BILLING, "models/marts/billing", RISK, "models/marts/risk"],
}


@dataclass(frozen=True)
class Mutation:
    """One small mistake: `old` becomes `new` in `file`; tests of `kind`, among them `red`, must notice."""

    kind: str
    mistake: str
    file: str
    old: str
    new: str
    red: str
    area: str = "portfolio"
    # the model that is built again, where the file is a macro
    rebuilt: str = ""

    @property
    def model(self) -> str:
        """The model that is built again."""
        return self.rebuilt or Path(self.file).stem


MUTATIONS = [
    Mutation(
        "glossary",
        "a write-off is counted as a repossession",
        f"{PORTFOLIO}/int_account_transitions.sql",
        "when 'written_off' then 'write_off'",
        "when 'written_off' then 'repo'",
        "write_off_count",
    ),
    Mutation(
        "glossary",
        "the credit clock forgets gaps in credit",
        f"{PORTFOLIO}/int_credit_events.sql",
        "max(cast(event_day",
        "min(cast(event_day",
        "defaulters",
    ),
    Mutation(
        "glossary",
        "bonuses pay nothing off",
        f"{PORTFOLIO}/int_contract_balances.sql",
        "payment_type in ('instalment', 'bonus')",
        "payment_type = 'instalment'",
        "par_30_balance_rate",
    ),
    Mutation(
        "glossary",
        "reversed payments count",
        f"{PORTFOLIO}/int_payments.sql",
        "reversed.reverses_payment_id is not null as is_reversed",
        "false as is_reversed",
        "par_1_rate",
    ),
    Mutation(
        "reconciliation",
        "voids are lost",
        f"{PORTFOLIO}/int_account_transitions.sql",
        "else 'void'",
        "",
        "portfolio_rolls_forward",
    ),
    Mutation(
        "reconciliation",
        "a period ends with the one after the next",
        f"{PORTFOLIO}/int_account_status_periods.sql",
        "lead(piece_from) over",
        "lead(piece_from, 2) over",
        "status_periods_cover_every_day",
    ),
    Mutation(
        "reconciliation",
        "churned accounts lose their last row",
        f"{PORTFOLIO}/int_account_month_states.sql",
        "covering.to_index > months.month_index",
        "covering.to_index > months.month_index + 1",
        "account_months_are_complete",
    ),
    Mutation(
        "unit",
        "the contract that started first of all takes late payments",
        f"{PORTFOLIO}/int_contract_payments.sql",
        "case when standing = 2 then -start_order else start_order end",
        "start_order",
        "a_payment_that_names_no_contract_finds_one",
    ),
    Mutation(
        "unit",
        "a month is closed on the day after its last",
        f"{TIME}/int_months.sql",
        "month_end <= {{ as_of_date() }} as",
        "month_end < {{ as_of_date() }} as",
        "on_its_last_day_a_month_is_closed",
    ),
    Mutation(
        "unit",
        "completed stands before written off",
        f"{PORTFOLIO}/int_account_spells.sql",
        "min(end_reasons.tie_priority)",
        "max(end_reasons.tie_priority)",
        "the_gravest_of_several_ends_on_one_day_counts",
    ),
    Mutation(
        "generic",
        "uncontracted accounts have a PAR bucket",
        f"{PORTFOLIO}/int_account_month_states.sql",
        "when covering.expires_day is not null",
        "when true",
        "fct_account_months_contracted_has_days_expired",
    ),
    Mutation(
        "generic",
        "a category that nobody knows",
        f"{PORTFOLIO}/int_account_month_states.sql",
        "lag(snapshots.portfolio_category)",
        "lag('was ' || snapshots.portfolio_category)",
        "relationships_fct_account_months",
    ),
    Mutation(
        "key",
        "the moves of all months join each month",
        f"{MARTS}/fct_account_months.sql",
        "and states.month_index = transitions.month_index",
        "",
        "unique_combination_fct_account_months",
    ),
    Mutation(
        "key",
        "every policy is there twice",
        f"{TIME}/int_policy_periods.sql",
        "from known",
        "from known cross join (select 1 as copy union all select 2 as copy) as copies",
        "unique_combination_",
    ),
    Mutation(
        "glossary",
        "tenure is shown as income",
        "macros/billing/receivables.sql",
        "('income_band', 'income_band')",
        "('income_band', 'tenure_band')",
        "default_60d_rate",
        "billing",
        "int_billing_cells",
    ),
    Mutation(
        "glossary",
        "billed amounts of the group are not converted",
        f"{BILLING}/int_billing_measures.sql",
        "* coalesce(rate_to_reporting, 0)",
        "* 1",
        "billed_amount",
        "billing",
    ),
    Mutation(
        "glossary",
        "cash of the group is not converted",
        f"{BILLING}/int_billing_flows.sql",
        "as decimal(18, 2)) * rate_to_reporting",
        "as decimal(18, 2))",
        "cash",
        "billing",
    ),
    Mutation(
        "glossary",
        "a bucket that nobody left keeps its accounts",
        f"{RISK}/int_transition_matrix.sql",
        "then credit_state else 'unknown' end",
        "then credit_state else credit_state end",
        "ecl",
        "billing",
    ),
    Mutation(
        "reconciliation",
        "balance forward is shown as open item",
        "macros/billing/receivables.sql",
        "'default_60d_open_item_rate', 'defaulted_open_item",
        "'default_60d_open_item_rate', 'defaulted_balance_forward",
        "billing_rates_from_bills",
        "billing",
        "fct_billing_kpis",
    ),
    Mutation(
        "reconciliation",
        "bills weigh the same whatever their amount",
        f"{RISK}/int_lab_bills.sql",
        "('amount', 'bill_amount')",
        "('amount', '1')",
        "definition_lab_bills",
        "billing",
    ),
    Mutation(
        "reconciliation",
        "exposure is not converted",
        "models/marts/risk/fct_expected_credit_losses.sql",
        "cast(outstanding_balance * cast(rate_to_reporting as decimal(20, 12))",
        "cast(outstanding_balance",
        "amounts_in_reporting_currency",
        "billing",
    ),
    Mutation(
        "unit",
        "who pays in time is late",
        f"{BILLING}/int_rated_bills.sql",
        "allocations.allocated_by_due <",
        "allocations.allocated_by_due >",
        "late_is_short_by_more_than_the_tolerance",
        "billing",
    ),
    Mutation(
        "unit",
        "one late bill is a habit",
        "models/marts/billing/repeated_late_accounts.sql",
        "else 0 end) > 1",
        "else 0 end) > 0",
        "accounts_that_pay_late_more_than_once",
        "billing",
    ),
]
