"""Collections: calls, promises, agents and what actions change."""

from collections import defaultdict
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages import charts
from dashboard.pages.grids import Column, grid
from dashboard.pages.parts import about, columns, downloads, empty, figure, moved, records, section
from dashboard.pages.portfolio_pages import GAP
from dashboard.pages.registry import Page
from dashboard.queries import collections, reference
from dashboard.store import Table

HEADLINES = [
    "ccr", "rpc_rate", "ptp_rate", "ptp_kept_rate", "collections_revenue", "collections_revenue_per_agent",
    "missing_contact_rate", "skip_tracing_rate", "average_age_of_debt", "arrangements_broken_rate",
]  # fmt: skip
UNITS = {
    "ccr": "percent",
    "collections_revenue": "currency",
    "collections_revenue_per_agent": "currency",
    "average_age_of_debt": "days",
}


def headline(ctx: Context, rows: list[collections.Kpis], name: str) -> Component:
    """A collections figure of the month."""
    metric = reference.metrics(ctx.lease).get(name)
    unit = (metric.unit if metric else None) or UNITS.get(name, "ratio")
    values = [getattr(row, name) for row in rows]
    value = values[-1]
    before = values[-2] if len(values) > 1 else None
    year = values[-13] if len(values) > 12 else None
    history = [float(v) for v in values[-13:] if v is not None]
    title = metric.name if metric else fmt.words(name)
    below = [moved(value, before, unit, "on last month"), moved(value, year, unit, "on a year ago")]
    return figure(title, fmt.in_unit(value, unit, rows[-1].currency_code), below, about(metric), history)


def effect_chart(effects: list[collections.Effect]) -> Component:
    """Each action's effect as a point within its interval, as a table of bars."""
    lowest = min((e.effect_lower for e in effects if e.effect_lower is not None), default=-0.1)
    highest = max((e.effect_upper for e in effects if e.effect_upper is not None), default=0.1)
    low, high = min(lowest, -0.01), max(highest, 0.01)
    span = high - low

    def place(value: float) -> str:
        return f"{100 * (value - low) / span:.1f}%"

    rows = []
    for e in effects:
        if e.effect is None or e.effect_lower is None or e.effect_upper is None:
            continue
        width = f"{100 * (e.effect_upper - e.effect_lower) / span:.1f}%"
        clear = e.effect_lower > 0 or e.effect_upper < 0
        words = f"{fmt.points(e.effect)} ({fmt.points(e.effect_lower)} to {fmt.points(e.effect_upper)})"
        bar = html.Div(
            [
                html.Div(className="zero", style={"left": place(0.0)}),
                html.Div(
                    className="interval clear" if clear else "interval",
                    style={"left": place(e.effect_lower), "width": width},
                ),
                html.Div(className="dot", style={"left": place(e.effect)}),
            ],
            className="range",
            **{"aria-hidden": "true"},
        )
        rows.append(
            html.Tr(
                [
                    html.Td(f"{e.opco_id} {fmt.words(e.action_type)}"),
                    html.Td(bar, className="wide"),
                    html.Td(words, className="right"),
                ]
            )
        )
    if not rows:
        return empty("No action has enough accounts to compare.")
    head = html.Tr(
        [
            html.Th("Action"),
            html.Th("Share that pays, against comparable accounts"),
            html.Th("Effect and interval", className="right"),
        ]
    )
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="table")
    return html.Div(
        table, className="scroll tall", tabIndex=0, role="region", **{"aria-label": "Effect of actions"}
    )


def draw(ctx: Context) -> Component:
    """Calls, promises, agents and what actions change."""
    view = ctx.view
    rows = collections.kpis(ctx.lease, view.slice.group, ctx.scope.months[0], view.month_to)
    if not rows:
        return empty("No collections in this part of the portfolio.")
    shown = [row for row in rows if row.month_end >= view.month_from]
    rates = {
        "Right party contact": {r.month_end: r.rpc_rate for r in shown},
        "Promise to pay": {r.month_end: r.ptp_rate for r in shown},
        "Promise kept": {r.month_end: r.ptp_kept_rate for r in shown},
    }
    ccr = {"Call connection rate": {r.month_end: r.ccr for r in shown}}
    by_type: dict[str, dict[date, fmt.Number]] = defaultdict(dict)
    for row in collections.action_months(ctx.lease, view.slice.opco, view.month_from, view.month_to):
        by_type[fmt.words(row.action_type)][row.month_end] = row.actions
    metrics = reference.metrics(ctx.lease)
    agents = collections.agents(ctx.lease, view.slice.opco, view.month_from, view.month_to)
    effects = collections.effects(ctx.lease, view.slice.opco)
    promises = collections.promises(ctx.lease, view.slice.opco, view.month_from, view.month_to)
    agent_columns = [
        Column("agent_id", "Agent"), Column("opco_id", "Company"), Column("actions", "Actions", "count"),
        Column("outbound_calls", "Calls", "count"), Column("connected_calls", "Connected", "count"),
        Column("promise_calls", "Promises", "count"), Column("kept_rate", "Kept", "percent"),
        Column("revenue", "Revenue", "money"), Column("currency_code", "Currency"),
    ]  # fmt: skip
    promise_columns = [
        Column("account_id", "Account", "account"), Column("opco_id", "Company"),
        Column("promised_on", "Made", "day"),
        Column("promised_for", "For", "day"), Column("promised_amount", "Promised", "money"),
        Column("paid_amount", "Paid", "money"),
        Column("currency_code", "Currency"), Column("promise_status", "Status", "code"),
        Column("agent_id", "Agent"),
    ]  # fmt: skip
    return html.Div(
        [
            html.Div([headline(ctx, rows, name) for name in HEADLINES], className="cards"),
            GAP,
            columns(
                section("Contacts and promises", charts.by_month("Contacts and promises", rates, "ratio")),
                section(
                    "Call connection rate, per cent",
                    charts.by_month("Call connection rate", ccr, "percent"),
                    info=about(metrics.get("ccr")),
                ),
                section(
                    "Actions by type and month",
                    charts.by_month("Actions", dict(by_type), "accounts", kind="stacked"),
                ),
                section(
                    "What actions change",
                    effect_chart(effects),
                    downloads(ctx, "effects"),
                    info=about(metrics.get("action_effect")),
                    note=(
                        "Accounts with the action against comparable accounts without; the bar is "
                        "the 95 % interval, grey when it covers zero."
                    ),
                ),
            ),
            GAP,
            section(
                "Agents",
                grid("Agents", records(agents), agent_columns, "No agent worked here."),
                downloads(ctx, "agents"),
            ),
            GAP,
            section(
                "Promises",
                grid("Promises", records(promises), promise_columns, "No promises in these months."),
                downloads(ctx, "promises"),
            ),
            GAP,
            section(
                "What tells recovered from lost",
                splits(ctx),
                info=about(metrics.get("segmentation_impurity")),
                note=(
                    "Attributes of closed bills by the impurity of their split: the smaller, the "
                    "better it separates. All companies."
                ),
            ),
        ]
    )


def splits(ctx: Context) -> Component:
    """The attributes that split receivables best."""
    rows = [{**r._asdict(), "attribute": fmt.words(r.attribute)} for r in collections.segmentation(ctx.lease)]
    return grid(
        "Segmentation",
        rows,
        [
            Column("split_rank", "Rank", "count"), Column("attribute", "Attribute"), Column("label", "Value"),
            Column("bills_count", "Bills", "count"), Column("recovered_share", "Recovered", "percent"),
            Column("entropy", "Entropy", "number"), Column("impurity", "Impurity of the split", "number"),
        ],
        "No closed bills.",
    )  # fmt: skip


def table_of(rows: list[tuple[object, ...]], fields: tuple[str, ...]) -> Table:
    """Typed rows as a table for download."""
    return Table(fields, tuple(tuple(row) for row in rows))


def agents_table(ctx: Context) -> Table:
    """Agents over the range."""
    v = ctx.view
    return table_of(
        list(collections.agents(ctx.lease, v.slice.opco, v.month_from, v.month_to)), collections.Agent._fields
    )


def promises_table(ctx: Context) -> Table:
    """Promises of the range."""
    v = ctx.view
    return table_of(
        list(collections.promises(ctx.lease, v.slice.opco, v.month_from, v.month_to)),
        collections.Promise._fields,
    )


def effects_table(ctx: Context) -> Table:
    """Effects of actions."""
    return table_of(list(collections.effects(ctx.lease, ctx.view.slice.opco)), collections.Effect._fields)


PAGES = [
    Page(
        "/collections",
        "Collections",
        "Collections",
        "Calls, promises, agents and what actions change",
        draw,
        {"agents": agents_table, "promises": promises_table, "effects": effects_table},
        ("months", "opco"),
    ),
]
