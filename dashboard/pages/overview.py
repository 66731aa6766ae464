"""Overview: the figures that a manager reads first."""

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages import charts
from dashboard.pages.parts import about, columns, downloads, gauge, kpi, section
from dashboard.pages.registry import Page
from dashboard.queries import portfolio, reference
from dashboard.store import Table

CARDS = [
    "contracted_portfolio_size",
    "active_portfolio_size",
    "defaulters",
    "portfolio_in_default_rate",
    "default_rate",
    "churn_rate",
    "churn_rate_90d",
    "net_completion_rate",
    "net_completion_rate_30d",
    "par_30_rate",
    "par_30_balance_rate",
    "par_120_rate",
]
LINKED = {"churn_rate_90d", "net_completion_rate_30d"}


def draw(ctx: Context) -> Component:
    """Cards, two gauges and the course of the portfolio."""
    view = ctx.view
    found = portfolio.series(ctx.lease, CARDS, view.slice, ctx.scope.months[0], view.month_to)
    cards = [
        kpi(ctx, name, found[name], None if name in LINKED else ctx.link("/accounts", list=name))
        for name in CARDS
    ]
    limits, metrics = reference.thresholds(ctx.lease), reference.metrics(ctx.lease)

    def dial(name: str) -> Component:
        cell = found[name].get(view.month_to)
        value = float(cell.value) if cell and cell.value is not None else None
        return gauge(metrics[name].name, value, fmt.percent(value), limits.get(name), about(metrics[name]))

    def course(name: str) -> dict[date, fmt.Number]:
        return {m: c.value for m, c in found[name].items() if m >= view.month_from}

    sizes = {
        "Active": course("active_portfolio_size"),
        "Defaulted": course("defaulters"),
    }
    rates = {metrics[n].name: course(n) for n in ("default_rate", "churn_rate", "net_completion_rate")}
    late = {metrics[n].name: course(n) for n in ("par_30_rate", "par_120_rate", "portfolio_in_default_rate")}
    return html.Div(
        [
            html.Div(cards, className="cards"),
            html.Div(style={"height": "14px"}),
            columns(dial("portfolio_in_default_rate"), dial("par_30_rate")),
            html.Div(style={"height": "14px"}),
            columns(
                section(
                    "Contracted portfolio",
                    charts.by_month("Contracted portfolio", sizes, "accounts", kind="area"),
                    downloads(ctx, "overview"),
                ),
                section("Monthly rates", charts.by_month("Monthly rates", rates, "ratio")),
                section("Late and in default", charts.by_month("Late and in default", late, "ratio")),
            ),
        ]
    )


def download(ctx: Context) -> Table:
    """The values of the cards by month."""
    view = ctx.view
    rows = portfolio.cells(ctx.lease, CARDS, "all", view.slice, view.month_from, view.month_to)
    return Table(portfolio.Cell._fields, tuple(tuple(row) for row in rows))


PAGE = Page(
    "/",
    "Overview",
    "Portfolio",
    "The figures to read first, how they moved and whether they are on target",
    draw,
    {"overview": download},
)
