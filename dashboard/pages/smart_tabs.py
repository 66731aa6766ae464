"""The tabs of Smart Collect that only read: recommendations and signals, behaviour, history."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages import charts
from dashboard.pages.grids import Column, grid
from dashboard.pages.parts import columns, downloads, empty, figure, records, section
from dashboard.pages.portfolio_pages import GAP
from dashboard.queries import smart


def recommendations(ctx: Context, of: smart.Customers) -> Component:
    """What to do, why, and what it should bring; signs of risk; decisions taken."""
    advice, signals = smart.recommendations(ctx.lease, of), smart.signals(ctx.lease, of)
    judged = smart.judged(ctx.lease, of)
    known = {d.decision_id for d in smart.judged(ctx.lease, smart.Customers())}
    own = {bill.bill_id for bill in smart.upcoming(ctx.lease, of)}
    waiting = [
        {**vars(found), "applied_status": "pending"}
        for bill, found in ctx.decisions.pending(known).items()
        if bill in own
    ]
    shown = [{**row, "probability": row.get("collection_probability")} for row in advice.records()]
    advice_columns = [
        Column("priority", "Priority", "code"), Column("recommendation_type", "Recommendation", "code"),
        Column("customer_id", "Customer", "customer"), Column("bill_id", "Collection"),
        Column("recommended_on", "For", "day"),
        Column("reason", "Reason", width=360), Column("expected_impact", "Expected impact", width=320),
        Column("action", "Action", width=320),
    ]  # fmt: skip
    signal_columns = [
        Column("severity", "Severity", "code"), Column("signal_type", "Signal", "code"),
        Column("customer_id", "Customer", "customer"),
        Column("signal_on", "Since", "day"), Column("reason", "Reason", width=420),
        Column("measured_value", "Measured", "number"),
        Column("threshold_value", "Threshold", "number"),
    ]  # fmt: skip
    decision_columns = [
        Column("applied_status", "Status", "code"), Column("decision_type", "Decision", "code"),
        Column("bill_id", "Collection"),
        Column("rescheduled_for", "For", "day"), Column("decided_at", "When"), Column("decided_by", "Who"),
        Column("reason", "Why", width=300),
    ]  # fmt: skip
    decisions = [*waiting, *records(judged)]
    return html.Div(
        [
            section(
                "Recommendations",
                grid("Recommendations", shown, advice_columns, "Nothing is recommended here."),
                downloads(ctx, "recommendations"),
            ),
            GAP,
            section(
                "Risk signals",
                grid("Risk signals", signals.records(), signal_columns, "No sign of risk here."),
            ),
            GAP,
            section(
                "Decisions",
                grid("Decisions", decisions, decision_columns, "Nobody has decided anything here."),
                note="Pending decisions are stored and take effect in the next build.",
            ),
        ]
    )


def facts(title: str, pairs: Sequence[tuple[str, str]]) -> Component:
    """A card of named values."""
    return section(title, html.Dl([html.Div([html.Dt(n), html.Dd(v)]) for n, v in pairs], className="facts"))


def behaviour(ctx: Context, of: smart.Customers) -> Component:
    """How a customer earns, spends and pays; of several, the list to choose from."""
    found = smart.behaviour(ctx.lease, of)
    rows = found.records()
    if not rows:
        return empty("No bank transactions are known here.")
    if not of.customer_id:
        fields = [
            Column("customer_id", "Customer", "customer"),
            Column("typical_salary_day", "Salary day", "count"),
            Column("typical_salary_amount", "Salary", "money"), Column("currency_code", "Currency"),
            Column("salary_consistency", "Consistency", "number"),
            Column("average_daily_balance", "Average balance", "money"),
            Column("low_balance_share", "Days with low balance", "percent"),
            Column("preferred_time_band", "Pays", "code"),
            Column("punctuality_score", "Punctuality", "number"),
            Column("average_delay_days", "Delay in days", "number"),
        ]  # fmt: skip
        return section(
            "Customers",
            grid("Behaviour", rows, fields, "None."),
            note="Choose a customer to see the details.",
        )
    row = rows[0]
    money = row["currency_code"]
    return columns(
        facts(
            "Salary credit pattern",
            [
                ("Typical day", fmt.count(row["typical_salary_day"])),
                ("Typical amount", fmt.money(row["typical_salary_amount"], money)),
                ("Consistency (0 to 100)", fmt.decimal(row["salary_consistency"])),
                ("Last salary", fmt.day(row["last_salary_on"])),
                ("Months with a salary", fmt.count(row["salary_months"])),
            ],
        ),
        facts(
            "Spending pattern",
            [
                ("High-spending days", row["high_spending_days"] or fmt.MISSING),
                ("Low-balance days", row["low_balance_days"] or fmt.MISSING),
                ("Average daily balance", fmt.money(row["average_daily_balance"], money)),
                ("Median daily spending", fmt.money(row["median_daily_other_outflow"], money)),
                ("Last known balance", fmt.money(row["last_known_balance"], money)),
            ],
        ),
        facts(
            "Payment behaviour",
            [
                ("Preferred time", fmt.words(row["preferred_time_band"])),
                ("Punctuality (0 to 100)", fmt.decimal(row["punctuality_score"])),
                ("Average delay", f"{fmt.decimal(row['average_delay_days'])} days"),
                ("Instalments due", fmt.count(row["due_instalments"])),
                ("Paid in time", fmt.count(row["punctual_instalments"])),
            ],
        ),
        facts(
            "Seen",
            [
                ("From", fmt.day(row["history_from_on"])),
                ("To", fmt.day(row["history_to_on"])),
                ("Last booking", fmt.day(row["last_booked_on"])),
            ],
        ),
    )


def history(ctx: Context, of: smart.Customers) -> Component:
    """Success by method, and the latest attempts."""
    methods = smart.methods(ctx.lease, of)
    attempts = smart.history(ctx.lease, of, 500 if not of.customer_id else 200)
    if not attempts.rows:
        return empty("No attempt to collect was made here.")
    resolved, successes = sum(m.resolved for m in methods), sum(m.successful for m in methods)
    fields = [
        Column("bill_id", "Collection"), Column("customer_id", "Customer", "customer"),
        Column("attempted_at", "When"),
        Column("attempt_number", "Attempt", "count"), Column("amount", "Instalment", "money"),
        Column("balance_at_attempt", "Balance at attempt", "money"), Column("method", "Method", "code"),
        Column("status", "Status", "code"),
        Column("collected_amount", "Collected", "money"), Column("currency_code", "Currency"),
    ]  # fmt: skip
    return html.Div(
        [
            html.Div(
                [
                    figure("Attempts with an outcome", fmt.count(resolved)),
                    figure("Successful", fmt.count(successes)),
                    figure("Success rate", fmt.percent(successes / resolved if resolved else None)),
                ],
                className="cards",
            ),
            GAP,
            section(
                "Success rate by method",
                charts.bars("Success rate", [(fmt.words(m.method), m.rate) for m in methods], "ratio"),
            ),
            GAP,
            section(
                "Attempts", grid("Attempts", attempts.records(), fields, "None."), downloads(ctx, "attempts")
            ),
        ]
    )
