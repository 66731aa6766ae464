"""Billing and Arrears: date range, metric, segment and gauge; aging, DSO, CEI; which default rate."""

from collections import defaultdict
from datetime import date

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages import charts
from dashboard.pages.grids import Column, grid
from dashboard.pages.parts import (
    about,
    columns,
    control,
    downloads,
    empty,
    figure,
    gauge,
    moved,
    records,
    section,
    toggle,
)
from dashboard.pages.portfolio_pages import GAP
from dashboard.pages.registry import Page
from dashboard.queries import billing, reference
from dashboard.queries.portfolio import Cell
from dashboard.store import Table

HEADLINES = ["billed", "cash", "arrears", "dso", "cei", "collection_ratio"]
VARIANTS = {
    "default_60d_rate": "By window, closed bills",
    "default_60d_all_bills_rate": "By window, all bills",
    "default_60d_allocated_rate": "By allocation of the policy",
    "default_60d_balance_forward_rate": "Oldest bill first",
    "default_60d_open_item_rate": "As the payment names",
}


def range_slider(ctx: Context) -> Component:
    """The months as a slider with two handles."""
    months, view = list(ctx.scope.months), ctx.view
    last = len(months) - 1
    marks = [{"value": i, "label": str(month.year)} for i, month in enumerate(months) if month.month == 1]
    slider = dmc.RangeSlider(
        id={"type": "ctl", "key": "range"},
        value=[months.index(view.month_from), months.index(view.month_to)],
        min=0,
        max=last,
        step=1,
        minRange=0,
        marks=marks,
        updatemode="mouseup",
        label=None,
        thumbFromLabel="First month",
        thumbToLabel="Last month",
        mb="xl",
    )
    words = f"{fmt.month(view.month_from)} to {fmt.month(view.month_to)}"
    return html.Div([html.Div(f"Date range: {words}", className="label"), slider], className="slider")


def headline(ctx: Context, rows: list[billing.Kpis], name: str) -> Component:
    """A billing figure of the month."""
    metric = reference.metrics(ctx.lease).get(name)
    unit = metric.unit if metric else "currency"
    by_month = {row.month_end: getattr(row, name) for row in rows}
    currency = rows[-1].currency_code
    months = [row.month_end for row in rows]
    value = by_month[months[-1]]

    def before(back: int) -> fmt.Number:
        return by_month[months[-1 - back]] if len(months) > back else None

    history = [float(v) for v in list(by_month.values())[-13:] if v is not None]
    limit = reference.thresholds(ctx.lease).get(name)
    return figure(
        metric.name if metric else fmt.words(name),
        fmt.in_unit(value, unit, currency),
        [moved(value, before(1), unit, "on last month"), moved(value, before(12), unit, "on a year ago")],
        about(metric),
        history,
        None,
        limit,
        float(value) if value is not None else None,
    )


def interactive(ctx: Context, metric: str, segment: str) -> Component:
    """Trend, segments, actions and gauge of the chosen metric."""
    view, metrics = ctx.view, reference.metrics(ctx.lease)
    unit = metrics[metric].unit if metric in metrics else "ratio"
    opco = view.slice.opco
    dimension, value = ("opco", opco) if opco else ("all", "all")
    cells = billing.values(ctx.lease, [metric], dimension, "", view.month_from, view.month_to)
    course: dict[date, fmt.Number] = {c.month_end: c.value for c in cells if c.dimension_value == value}
    currency = next((c.currency_code for c in cells if c.dimension_value == value), None)
    label = billing.METRICS[metric]
    parts = billing.segments(ctx.lease, metric, segment, opco, view.month_from, view.month_to)
    info = about(metrics.get(metric))
    known = [found for found in course.items() if found[1] is not None]
    last = known[-1] if known else (view.month_to, None)
    latest = float(last[1]) if last[1] is not None else None
    actions = billing.actions(ctx.lease, opco, view.month_from, view.month_to)
    several = (
        "Segments of several companies are in the reporting currency. "
        if unit == "currency" and not opco
        else ""
    )
    return columns(
        section(
            "Monthly trend",
            charts.by_month(label, {label: course}, unit, currency),
            downloads(ctx, "billing"),
            info=info,
        ),
        section(
            f"{label} by {billing.SEGMENTS[segment].lower()}",
            charts.bars(
                label,
                [(fmt.words(p.dimension_value), p.value) for p in parts],
                unit,
                parts[0].currency_code if parts else currency,
            ),
            note=several + "Over the whole range: sums before the division.",
        ),
        section(
            "Actions by type",
            charts.donut("Actions by type", [(fmt.words(a.action_type), a.actions) for a in actions]),
        ),
        gauge(
            f"{label}, {fmt.month(last[0])}",
            latest,
            fmt.in_unit(latest, unit, currency),
            reference.thresholds(ctx.lease).get(metric),
            info,
        ),
    )


def aging(ctx: Context) -> Component:
    """Receivables by age: a company in its currency; several side by side as shares."""
    view = ctx.view
    rows = billing.aging(ctx.lease, view.slice.opco, view.month_from, view.month_to)
    if not rows:
        return empty("No receivables in these months.")
    by_opco: dict[str, list[billing.Aging]] = defaultdict(list)
    for row in rows:
        by_opco[row.opco_id].append(row)
    blocks: list[Component] = []
    for opco, of in by_opco.items():
        lines = {
            label: {row.month_end: getattr(row, name) for row in of} for name, label in billing.AGING.items()
        }
        title = f"Aging of {opco}, {of[0].currency_code}"
        blocks.append(
            section(title, charts.by_month(title, lines, "currency", of[0].currency_code, kind="stacked"))
        )
    latest = [row for row in rows if row.month_end == view.month_to]
    table = grid(
        "Aging",
        records(latest),
        [
            Column("opco_id", "Company"),
            Column("currency_code", "Currency"),
            *(Column(name, label, "money") for name, label in billing.AGING.items()),
            Column("unapplied_credit", "Unapplied credit", "money"),
            Column("accounts_in_arrears", "Accounts in arrears", "count"),
        ],
        "No receivables at this month-end.",
    )
    return html.Div(
        [
            columns(*blocks),
            GAP,
            section(f"Aging at the end of {fmt.month(view.month_to)}", table, downloads(ctx, "aging")),
        ]
    )


def draw(ctx: Context) -> Component:
    """The billing dashboard."""
    view = ctx.view
    bills = billing.companies(ctx.lease)
    if view.slice.opco and view.slice.opco not in bills:
        return empty(f"{view.slice.opco} sends no bills. Choose {' or '.join(bills)}, or all companies.")
    metric = view.choice("metric", list(billing.METRICS))
    segment = view.choice("by", list(billing.SEGMENTS))
    rows = billing.kpis(ctx.lease, view.slice.group, ctx.scope.months[0], view.month_to)
    shown = [row for row in rows if row.month_end >= view.month_from]
    variants = {
        label: {row.month_end: getattr(row, name) for row in shown} for name, label in VARIANTS.items()
    }
    days = {"DSO": {row.month_end: row.dso for row in shown}}
    cei = {"CEI": {row.month_end: row.cei for row in shown}}
    metrics = reference.metrics(ctx.lease)
    late = [
        Column("account_id", "Account", "account"), Column("opco_id", "Company"), Column("region", "Region"),
        Column("bills", "Bills", "count"), Column("late_bills", "Late", "count"),
        Column("late_share", "Share", "percent"),
        Column("longest_delay_days", "Longest delay", "count"), Column("open_amount", "Open", "money"),
        Column("currency_code", "Currency"),
    ]  # fmt: skip
    return html.Div(
        [
            html.Div([headline(ctx, rows, name) for name in HEADLINES], className="cards") if rows else None,
            GAP,
            html.Div(
                [
                    range_slider(ctx),
                    control("metric", "Metric", metric, billing.METRICS),
                    toggle("by", "Segment by", segment, billing.SEGMENTS),
                ],
                className="filters",
            ),
            interactive(ctx, metric, segment),
            GAP,
            section(
                "Which default rate?",
                charts.by_month("Default rate by definition", variants, "ratio"),
                note=(
                    "The same bills and payments, judged by five definitions: how much of the number "
                    "is definition."
                ),
            ),
            GAP,
            columns(
                section(
                    "Days sales outstanding",
                    charts.by_month("DSO", days, "days"),
                    info=about(metrics.get("dso")),
                ),
                section(
                    "Collection effectiveness index",
                    charts.by_month("CEI", cei, "percent"),
                    info=about(metrics.get("cei")),
                ),
            ),
            GAP,
            aging(ctx),
            GAP,
            section(
                "Accounts that pay late again and again",
                grid(
                    "Late accounts",
                    records(billing.late_accounts(ctx.lease, view.slice.opco)),
                    late,
                    "Nobody pays late as a habit.",
                ),
                downloads(ctx, "late_accounts"),
            ),
        ]
    )


def trend(ctx: Context) -> Table:
    """The chosen metric by month and segment."""
    view = ctx.view
    metric, segment = view.choice("metric", list(billing.METRICS)), view.choice("by", list(billing.SEGMENTS))
    rows = billing.values(ctx.lease, [metric], segment, view.slice.opco, view.month_from, view.month_to)
    return Table(Cell._fields, tuple(tuple(row) for row in rows))


def aging_table(ctx: Context) -> Table:
    """Aging by company and month."""
    view = ctx.view
    rows = billing.aging(ctx.lease, view.slice.opco, view.month_from, view.month_to)
    return Table(billing.Aging._fields, tuple(tuple(row) for row in rows))


def late_table(ctx: Context) -> Table:
    """Accounts that pay late."""
    rows = billing.late_accounts(ctx.lease, ctx.view.slice.opco)
    return Table(billing.Late._fields, tuple(tuple(row) for row in rows))


PAGE = Page(
    "/billing",
    "Billing and Arrears",
    "Receivables",
    "Bills, payments, default rates and the age of what is owed",
    draw,
    {"billing": trend, "aging": aging_table, "late_accounts": late_table},
    ("opco",),
)
