"""By Region and Portfolio at Risk."""

from decimal import Decimal

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages import charts
from dashboard.pages.grids import Column, grid
from dashboard.pages.parts import about, columns, control, downloads, empty, section, toggle
from dashboard.pages.portfolio_pages import GAP, courses, kpi_row
from dashboard.pages.registry import Page
from dashboard.queries import portfolio, reference
from dashboard.store import Table

REGION_METRICS = {
    "portfolio_in_default_rate": "% Portfolio in Default",
    "churn_rate": "Churn Rate",
    "default_rate": "Default Rate",
    "par_30_rate": "PAR-30 Rate",
    "net_completion_rate": "Net Completion Rate",
    "contracted_portfolio_size": "Contracted Portfolio Size",
}
LEVELS = {"opco": "Company", "region": "Region", "shop": "Shop"}


def region_rows(ctx: Context) -> list[dict[str, object]]:
    """One row for each company, region or shop, with every metric of the month."""
    view = ctx.view
    level = view.choice("level", ["region", "shop", "opco"])
    found = portfolio.cells(ctx.lease, list(REGION_METRICS), level, view.slice, view.month_to, view.month_to)
    rows: dict[str, dict[str, object]] = {}
    for cell in found:
        row = rows.setdefault(cell.dimension_value, {"place": cell.dimension_value})
        row[cell.metric_id] = cell.value
    return list(rows.values())


def by_region(ctx: Context) -> Component:
    """A metric by company, region or shop: bars, and the table of all metrics."""
    view, metrics = ctx.view, reference.metrics(ctx.lease)
    metric = view.choice("metric", list(REGION_METRICS))
    level = view.choice("level", ["region", "shop", "opco"])
    unit = metrics[metric].unit
    rows = region_rows(ctx)
    ranked = sorted(
        ((str(r["place"]), r.get(metric)) for r in rows if r.get(metric) is not None),
        key=lambda pair: -float(str(pair[1])),
    )
    values = [(name, Decimal(str(value))) for name, value in ranked][:25]
    table = grid(
        "By region",
        rows,
        [
            Column("place", LEVELS[level]),
            Column("contracted_portfolio_size", "Contracted", "count"),
            *(
                Column(m, REGION_METRICS[m], "percent")
                for m in REGION_METRICS
                if m != "contracted_portfolio_size"
            ),
        ],
        "No accounts in this part of the portfolio.",
    )
    choices = html.Div(
        [
            toggle("level", "Level", level, LEVELS),
            control("metric", "Metric", metric, REGION_METRICS),
        ],
        className="filters",
    )
    title = f"{REGION_METRICS[metric]}, {fmt.month(view.month_to)}"
    return html.Div(
        [
            choices,
            columns(
                section(title, charts.bars(title, values, unit), info=about(metrics[metric])),
                section("All figures of the month", table, downloads(ctx, "regions")),
            ),
        ]
    )


def regions(ctx: Context) -> Table:
    """The rows of By Region."""
    rows = region_rows(ctx)
    names = ("place", *REGION_METRICS)
    return Table(names, tuple(tuple(row.get(name) for name in names) for row in rows))


WEIGHTS = {"count": "Accounts", "balance": "Balance"}


def at_risk(ctx: Context) -> Component:
    """Days late in buckets, by number of accounts or by balance."""
    view = ctx.view
    weight = view.choice("weight", list(WEIGHTS))
    labels = reference.bucket_labels(ctx.lease)
    counts = portfolio.by_code(
        ctx.lease, "par_bucket", view.slice, view.month_from, view.month_to, contracted=True
    )
    by_balance = weight == "balance"
    currency = next((c.currency_code for c in counts if c.month_end == view.month_to), None)
    if by_balance and currency is None:
        body: Component = empty(
            "Balances of several currencies cannot be added. Choose a company; the rates by "
            "balance below are "
            "in the reporting currency."
        )
    else:
        lines = {
            label: {c.month_end: (c.balance if by_balance else c.accounts) for c in counts if c.code == code}
            for code, label in labels.items()
        }
        title = "Contracted portfolio by days late"
        now = [(label, lines[label].get(view.month_to)) for label in lines]
        unit = "currency" if by_balance else "accounts"
        body = columns(
            section(
                title,
                charts.by_month(title, lines, unit, currency, kind="area", height=300),
                downloads(ctx, "par"),
            ),
            section(
                f"At the end of {fmt.month(view.month_to)}",
                charts.bars("By days late", now, unit, currency),
                html.Div(
                    [bucket_link(ctx, code, label) for code, label in labels.items()], className="links"
                ),
            ),
        )
    suffix = "_balance_rate" if by_balance else "_rate"
    ids = [f"par_{days}{suffix}" for days in (1, 7, 30, 60, 90, 120)]
    return html.Div(
        [
            html.Div(toggle("weight", "Weight", weight, WEIGHTS), className="filters"),
            kpi_row(ctx, ids),
            GAP,
            body,
            GAP,
            section("PAR by month", charts.by_month("PAR by month", courses(ctx, ids), "ratio")),
        ]
    )


def bucket_link(ctx: Context, code: str, label: str) -> Component:
    """A link to the accounts of a bucket."""
    return dcc.Link(label, href=ctx.link("/accounts", list="bucket", code=code), className="download")


def buckets(ctx: Context) -> Table:
    """Accounts and balance by bucket and month."""
    view = ctx.view
    rows = portfolio.by_code(
        ctx.lease, "par_bucket", view.slice, view.month_from, view.month_to, contracted=True
    )
    return Table(portfolio.Count._fields, tuple(tuple(row) for row in rows))


PAGES = [
    Page(
        "/by-region",
        "By Region",
        "Portfolio",
        "Companies, regions and shops side by side",
        by_region,
        {"regions": regions},
    ),
    Page(
        "/portfolio-at-risk",
        "Portfolio at Risk",
        "Portfolio",
        "How late the contracted portfolio is, by accounts or balance",
        at_risk,
        {"par": buckets},
    ),
]
