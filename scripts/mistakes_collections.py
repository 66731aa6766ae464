"""Mistakes in collections and Smart Collect."""

from mutation import Mutation

COLLECTIONS = "models/intermediate/collections"
SMART_COLLECT = "models/intermediate/smart_collect"

MUTATIONS = [
    Mutation(
        "glossary",
        "promises have no days of grace",
        f"{COLLECTIONS}/int_promise_payments.sql",
        "{{ add_days('promised_for', 'promise_grace_days') }} as last_day",
        "promised_for as last_day",
        "ptp_kept_rate",
        area="collections",
    ),
    Mutation(
        "glossary",
        "treated accounts are compared with themselves too",
        f"{COLLECTIONS}/int_effect_comparisons.sql",
        "where treated_with is null",
        "where true",
        "action_effect",
        area="collections",
    ),
    Mutation(
        "glossary",
        "a salary that has come already is expected again",
        f"{SMART_COLLECT}/int_smart_predictions.sql",
        "<= prediction_days.cutoff_on then 1 else 0 end",
        "<= prediction_days.cutoff_on then 0 else 0 end",
        "predicted_balance",
        area="smart_collect",
    ),
    Mutation(
        "reconciliation",
        "all money is revenue of collections, whoever brought it in",
        f"{COLLECTIONS}/int_collected_months.sql",
        "case when agent_id is not null then amount else 0 end as collections_revenue",
        "amount as collections_revenue",
        "collections_money_is_attributed_once",
        area="collections",
    ),
    Mutation(
        "reconciliation",
        "instalments of any day ahead are listed",
        f"{SMART_COLLECT}/int_smart_schedule.sql",
        "(scheduled_on <= horizon_on or due_on <= horizon_on)",
        "true",
        "smart_collect_upcoming_are_open_instalments",
        area="smart_collect",
    ),
    Mutation(
        "unit",
        "bills due on the same day count as late ones before it",
        f"{COLLECTIONS}/int_segmentation_measures.sql",
        "range between 365 preceding and 1 preceding",
        "range between 365 preceding and current row",
        "attributes_hold_what_was_known_when_the_bill_fell_due",
        area="collections",
    ),
    Mutation(
        "unit",
        "debt older than sixty days is forgotten",
        f"{COLLECTIONS}/int_segmentation_measures.sql",
        "and closed.due_on < coalesce(arrears_periods.valid_to",
        "and closed.due_on < coalesce(arrears_periods.valid_from + 60",
        "attributes_hold_what_was_known_when_the_bill_fell_due",
        area="collections",
    ),
    Mutation(
        "unit",
        "money that names one instalment waits for another",
        f"{SMART_COLLECT}/int_smart_prepaid_amounts.sql",
        "when 'open_item' then",
        "when 'never' then",
        "smart_money_that_waits_for_an_instalment",
        area="smart_collect",
    ),
]
