"""Smart Collect: five tabs for one customer, a company or all; Reschedule and Attempt."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages import charts
from dashboard.pages.grids import Column, grid
from dashboard.pages.parts import COLOURS, about, columns, control, downloads, empty, figure, records, section
from dashboard.pages.portfolio_pages import GAP
from dashboard.pages.registry import Page
from dashboard.pages.smart_tabs import behaviour, history, recommendations
from dashboard.queries import reference, smart
from dashboard.store import Table

TABS = {
    "dashboard": "Dashboard",
    "upcoming": "Upcoming collections",
    "recommendations": "Recommendations and signals",
    "behaviour": "Behavioural insights",
    "history": "Collection history",
}
STATUS_COLOURS = {
    "optimal_window": COLOURS[2],
    "scheduled": COLOURS[0],
    "risky": COLOURS[1],
    "critical": COLOURS[3],
    "insufficient_history": COLOURS[7],
}
CARDS_ON_SCREEN = 24


def whom(ctx: Context) -> smart.Customers:
    """The customer that the address names, if the user may see it, else the company or all."""
    wanted = ctx.view.get("customer")
    if wanted and ctx.user.sees(smart.opco_of(ctx.lease, wanted)):
        return smart.Customers(wanted)
    return smart.Customers("", ctx.view.slice.opco)


def overview(ctx: Context, of: smart.Customers) -> Component:
    """Summary cards, the distribution of statuses and performance."""
    total = smart.summary(ctx.lease, of)
    if total is None:
        return empty("No instalments were collected from here in the last six months.")
    metrics = reference.metrics(ctx.lease)
    bills = smart.upcoming(ctx.lease, of)
    counts = [(label, sum(b.status == status for b in bills)) for status, label in smart.STATUSES.items()]
    cost = fmt.money(total.cost_saved, total.currency_code)
    cards = [
        figure("Instalments scheduled", fmt.count(total.scheduled)),
        figure(
            "Collection success rate",
            fmt.percent(total.success_rate),
            info=about(metrics.get("success_rate")),
        ),
        figure("Amount collected", fmt.money(total.amount_collected, total.currency_code, compact=True)),
        figure("Cost saved", cost, info=about(metrics.get("cost_saved"))),
        figure(
            "First-attempt success",
            fmt.percent(total.first_attempt_success_rate),
            info=about(metrics.get("first_attempt_success_rate")),
        ),
        figure("Attempts per collection", fmt.decimal(total.attempts_per_collection, 2)),
        figure("Failed", fmt.count(total.failed)),
        figure("Pending", fmt.count(total.pending)),
    ]
    methods = [(fmt.words(m.method), m.rate) for m in smart.methods(ctx.lease, of)]
    calibration = smart.calibration(ctx.lease)
    fields = [
        Column("label", "Status"), Column("resolved_predictions", "Predictions", "count"),
        Column("successes", "Successes", "count"),
        Column("predicted_rate", "Predicted", "percent"), Column("observed_rate", "Observed", "percent"),
        Column("calibrated_brier_score", "Brier, calibrated", "number"),
        Column("brier_score", "Brier, band", "number"),
        Column("flat_brier_score", "Brier, flat rate", "number"),
    ]  # fmt: skip
    fields = [f for f in fields if f.field in calibration.columns]
    return html.Div(
        [
            html.Div(cards, className="cards"),
            GAP,
            columns(
                section("Status of upcoming collections", charts.donut("Status", counts)),
                section("Success by method", charts.bars("Success rate", methods, "ratio")),
            ),
            GAP,
            section(
                "How good the probabilities are",
                grid("Calibration", calibration.records(), fields, "No back-test yet."),
                note=(
                    "Predictions made at past dates with what was known then, against what happened. "
                    "All customers."
                ),
            ),
        ]
    )


def buttons(ctx: Context, bill: smart.Upcoming, pending: bool) -> Component:
    """Reschedule and Attempt; each asks first."""
    if not ctx.user.may_decide:
        return html.Span("Your role may look, not decide.", className="quiet")
    if pending:
        return html.Span()
    move = bill.recommended_on and bill.recommended_on != bill.scheduled_on
    label = f"Reschedule to {fmt.day(bill.recommended_on)}" if move else "Reschedule"
    return html.Div(
        [
            dcc.Link(
                label,
                href=ctx.here(ask="reschedule", bill=bill.bill_id),
                className="button strong" if move else "button",
            ),
            dcc.Link("Attempt now", href=ctx.here(ask="attempt", bill=bill.bill_id), className="button"),
        ],
        className="links",
    )


def card(ctx: Context, bill: smart.Upcoming, pending: dict[str, object]) -> Component:
    """One upcoming collection."""
    waiting = bill.bill_id in pending
    money = bill.currency_code
    window = (
        f"{fmt.day(bill.optimal_window_start_on)} to {fmt.day(bill.optimal_window_end_on)} "
        f"(confidence {fmt.decimal(bill.window_confidence, 0)})"
        if bill.optimal_window_start_on
        else fmt.MISSING
    )
    marks = [
        text
        for text, on in (
            ("Overdue", bill.is_overdue),
            ("Rescheduled", bill.is_rescheduled),
            ("Attempt asked for", bill.is_attempt_requested),
            ("Decision pending until the next build", waiting),
        )
        if on
    ]
    pairs = [
        (
            "Customer",
            dcc.Link(
                bill.customer_id, href=ctx.link("/smart-collect", customer=bill.customer_id, tab="upcoming")
            ),
        ),
        ("Contract", bill.contract_id or fmt.MISSING),
        ("Instalment", fmt.money(bill.emi_amount, money)),
        ("Still open", fmt.money(bill.open_amount, money)),
        ("Scheduled", fmt.day(bill.scheduled_on)),
        ("Balance now", fmt.money(bill.current_balance, money)),
        ("Balance predicted", fmt.money(bill.predicted_balance, money)),
        ("Probability of success", fmt.percent(bill.probability, 0)),
        ("Optimal window", window),
        ("Next retry", fmt.day(bill.next_retry_on)),
    ]
    status = smart.STATUSES.get(bill.status, fmt.words(bill.status))
    head = html.Div(
        [
            html.H2(bill.bill_id, className="card-title"),
            html.Span(
                status, className="state", style={"borderColor": STATUS_COLOURS.get(bill.status, COLOURS[7])}
            ),
            *(
                html.Span(text, className="state pending" if text.startswith("Decision") else "state")
                for text in marks
            ),
        ],
        className="links",
    )
    body = html.Dl(
        [html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs], className="facts small"
    )
    return html.Div(
        [head, body, buttons(ctx, bill, waiting)], className="collection", id=f"bill-{bill.bill_id}"
    )


def upcoming(ctx: Context, of: smart.Customers) -> Component:
    """Status cards, then a card for each collection."""
    bills = smart.upcoming(ctx.lease, of)
    if not bills:
        return empty("Nothing is due within three months.")
    judged = {d.decision_id for d in smart.judged(ctx.lease, smart.Customers())}
    pending: dict[str, object] = dict(ctx.decisions.pending(judged))
    wanted = ctx.view.get("status")
    totals = [
        html.Div(
            [
                html.Span(label),
                dcc.Link(
                    fmt.count(sum(b.status == status for b in bills)),
                    href=ctx.here(status="" if wanted == status else status),
                    className="number",
                    title=f"Only {label}",
                ),
            ],
            className="figure-small",
            style={"borderTop": f"4px solid {STATUS_COLOURS[status]}"},
        )
        for status, label in smart.STATUSES.items()
    ]
    shown = [b for b in bills if not wanted or b.status == wanted]
    note = f"{fmt.count(len(shown))} collections"
    if len(shown) > CARDS_ON_SCREEN:
        note += f", the next {CARDS_ON_SCREEN} as cards and all in the table below"
    table = [
        Column("bill_id", "Collection"), Column("customer_id", "Customer", "customer"),
        Column("scheduled_on", "Scheduled", "day"),
        Column("open_amount", "Open", "money"), Column("currency_code", "Currency"),
        Column("status", "Status", "code"),
        Column("probability", "Probability", "percent"),
        Column("predicted_balance", "Predicted balance", "money"),
        Column("recommended_on", "Recommended", "day"), Column("next_retry_on", "Next retry", "day"),
    ]  # fmt: skip
    many = len(shown) > CARDS_ON_SCREEN
    return html.Div(
        [
            html.Div(totals, className="cards"),
            GAP,
            html.P(note + ".", className="quiet"),
            html.Div([card(ctx, bill, pending) for bill in shown[:CARDS_ON_SCREEN]], className="collections"),
            GAP,
            section(
                "All collections",
                grid("Upcoming", records(shown), table, "None."),
                downloads(ctx, "upcoming"),
            )
            if many
            else downloads(ctx, "upcoming"),
        ]
    )


def draw(ctx: Context) -> Component:
    """The selector, the tabs and the chosen tab."""
    view, of = ctx.view, whom(ctx)
    tab = view.choice("tab", list(TABS))
    people = {"": "All customers"}
    for found in smart.customers(ctx.lease, view.slice.opco):
        if ctx.user.sees(found.opco_id):
            named = found.name and found.name != "masked"
            people[found.customer_id] = f"{found.customer_id}, {found.name}" if named else found.customer_id
    draws = {
        "dashboard": overview,
        "upcoming": upcoming,
        "recommendations": recommendations,
        "behaviour": behaviour,
        "history": history,
    }
    select = control("customer", "Customer", of.customer_id, people)
    select.searchable = True
    links = [
        dcc.Link(name, href=ctx.here(tab=code, status=""), className="here" if code == tab else "")
        for code, name in TABS.items()
    ]
    refresh = html.A("Refresh", href=ctx.here(), className="button")
    return html.Div(
        [
            html.Div([select, refresh], className="filters"),
            html.Nav(links, className="tabs", **{"aria-label": "Smart Collect"}),
            draws[tab](ctx, of),
        ]
    )


def upcoming_table(ctx: Context) -> Table:
    """Upcoming collections."""
    rows = smart.upcoming(ctx.lease, whom(ctx))
    return Table(smart.Upcoming._fields, tuple(tuple(row) for row in rows))


def history_table(ctx: Context) -> Table:
    """All attempts."""
    return smart.history(ctx.lease, whom(ctx), 200_000)


def recommendations_table(ctx: Context) -> Table:
    """All recommendations."""
    return smart.recommendations(ctx.lease, whom(ctx))


PAGE = Page(
    "/smart-collect",
    "Smart Collect",
    "Collections",
    "Which instalments are due, which are likely to succeed, and when to ask",
    draw,
    {"upcoming": upcoming_table, "attempts": history_table, "recommendations": recommendations_table},
    ("opco",),
)
