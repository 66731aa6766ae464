"""Small mistakes in collections and Smart Collect."""

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
    ),
    Mutation(
        "glossary",
        "treated accounts are compared with themselves too",
        f"{COLLECTIONS}/int_effect_comparisons.sql",
        "where treated_with is null",
        "where true",
        "action_effect",
    ),
    Mutation(
        "glossary",
        "spending adds to the balance",
        f"{SMART_COLLECT}/int_smart_predictions.sql",
        "- median_daily_other_outflow * days_ahead",
        "+ median_daily_other_outflow * days_ahead",
        "predicted_balance",
    ),
    Mutation(
        "reconciliation",
        "every contact in whose window a payment came is credited with it",
        f"{COLLECTIONS}/int_payment_attributions.sql",
        "and candidates.candidate_rank = 1",
        "",
        "collections_money_is_attributed_once",
    ),
    Mutation(
        "reconciliation",
        "settled instalments are collected again",
        f"{SMART_COLLECT}/int_smart_schedule.sql",
        "instalments.settled_on is null and instalments.removed_on is null and instalments.open_amount > 0",
        "instalments.removed_on is null",
        "smart_collect_upcoming_are_open_instalments",
    ),
    Mutation(
        "unit",
        "bills due on the same day count as late ones before it",
        f"{COLLECTIONS}/int_segmentation_measures.sql",
        "range between 365 preceding and 1 preceding",
        "range between 365 preceding and current row",
        "attributes_hold_what_was_known_when_the_bill_fell_due",
    ),
    Mutation(
        "unit",
        "debt older than sixty days is forgotten",
        f"{COLLECTIONS}/int_segmentation_measures.sql",
        "and closed.due_on < coalesce(arrears_periods.valid_to",
        "and closed.due_on < coalesce(arrears_periods.valid_from + 60",
        "attributes_hold_what_was_known_when_the_bill_fell_due",
    ),
    Mutation(
        "unit",
        "money that names one instalment waits for another",
        f"{SMART_COLLECT}/int_smart_prepaid_amounts.sql",
        "when 'open_item' then",
        "when 'never' then",
        "smart_money_that_waits_for_an_instalment",
    ),
]
