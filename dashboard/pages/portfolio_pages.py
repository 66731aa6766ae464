"""Active Portfolio and Portfolio Outflow."""

from collections.abc import Sequence
from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages import charts
from dashboard.pages.grids import Column, grid
from dashboard.pages.parts import (
    columns,
    downloads,
    kpi,
    month_before,
    section,
)
from dashboard.pages.registry import Page
from dashboard.queries import portfolio, reference
from dashboard.store import Table

GAP = html.Div(style={"height": "14px"})


def kpi_row(ctx: Context, ids: Sequence[str]) -> Component:
    """Cards for some metrics."""
    view = ctx.view
    first = month_before(ctx.scope.months, view.month_to, 12) or ctx.scope.months[0]
    found = portfolio.series(ctx.lease, ids, view.slice, first, view.month_to)
    return html.Div(
        [kpi(ctx, name, found[name], ctx.link("/accounts", list=name)) for name in ids], className="cards"
    )


def courses(ctx: Context, ids: Sequence[str]) -> dict[str, dict[date, fmt.Number]]:
    """Values by month under the metrics' names, for a chart."""
    view, metrics = ctx.view, reference.metrics(ctx.lease)
    found = portfolio.series(ctx.lease, ids, view.slice, view.month_from, view.month_to)
    return {metrics[n].name: {m: c.value for m, c in found[n].items()} for n in ids if n in metrics}


def active(ctx: Context) -> Component:
    """The category hierarchy, as a tree of counts with its course."""
    view = ctx.view
    counts = portfolio.by_code(
        ctx.lease, "portfolio_category", view.slice, view.month_from, view.month_to, contracted=False
    )
    labels = reference.category_labels(ctx.lease)
    now = {c.code: c for c in counts if c.month_end == view.month_to}
    before = month_before(ctx.scope.months, view.month_to, 1)
    then = {c.code: c.accounts for c in counts if c.month_end == before}
    total = sum(c.accounts for c in now.values())
    tree = [
        ("Contracted portfolio", [("Active", ["new", "normal", "late"]), ("Defaulted", ["defaulted"])]),
        (
            "Uncontracted portfolio",
            [
                ("Churned", ["repossessed", "written_off"]),
                ("Paid", ["completed", "opted_out", "upfront"]),
                ("Other", ["other"]),
            ],
        ),
    ]
    rows: list[Component] = []

    def line(level: int, name: str, codes: Sequence[str], link: bool) -> Component:
        value = sum(now[code].accounts for code in codes if code in now)
        change = value - sum(then.get(code, 0) for code in codes)
        number: Component | str = fmt.count(value)
        if link and value:
            number = dcc.Link(number, href=ctx.link("/accounts", list="category", code=codes[0]))
        share = value / total if total else None
        cells = [
            html.Td(name, style={"paddingLeft": f"{4 + 22 * level}px", "fontWeight": 600 - 100 * level}),
            html.Td(number, className="right"),
            html.Td(fmt.percent(share), className="right"),
            html.Td(fmt.signed(change) if before else fmt.MISSING, className="right"),
        ]
        return html.Tr(cells)

    for name, groups in tree:
        rows.append(line(0, name, [code for _, codes in groups for code in codes], False))
        for group, codes in groups:
            rows.append(line(1, group, codes, len(codes) == 1))
            if len(codes) > 1:
                rows += [line(2, labels.get(code, code), [code], True) for code in codes]
    heads = [
        html.Th("Category"),
        *(html.Th(t, className="right") for t in ("Accounts", "Share", "On last month")),
    ]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="table")
    lines = {
        labels[code]: {c.month_end: c.accounts for c in counts if c.code == code}
        for code in ("new", "normal", "late", "defaulted")
        if code in labels
    }
    moves = ["completions_count", "opt_outs_count", "uncompletions_count", "repo_count", "write_off_count"]
    return html.Div(
        [
            kpi_row(
                ctx, ["contracted_portfolio_size", "active_portfolio_size", "defaulters", "default_rate"]
            ),
            GAP,
            columns(
                section(
                    f"Categories at the end of {fmt.month(view.month_to)}",
                    table,
                    downloads(ctx, "categories"),
                ),
                section(
                    "Contracted by category",
                    charts.by_month("Contracted by category", lines, "accounts", kind="area", height=330),
                ),
                section(
                    "Moves of the month",
                    charts.by_month("Moves", courses(ctx, moves), "accounts", kind="stacked"),
                ),
                section(
                    "Rates",
                    charts.by_month(
                        "Rates", courses(ctx, ["default_rate", "churn_rate", "net_completion_rate"]), "ratio"
                    ),
                ),
            ),
        ]
    )


def categories(ctx: Context) -> Table:
    """Accounts and balance by category and month."""
    view = ctx.view
    rows = portfolio.by_code(
        ctx.lease, "portfolio_category", view.slice, view.month_from, view.month_to, contracted=False
    )
    return Table(portfolio.Count._fields, tuple(tuple(row) for row in rows))


OUT = [
    "churn_rate",
    "net_completion_rate",
    "completion_rate",
    "opt_out_rate",
    "uncompletions_rate",
    "default_rate",
]


def outflow(ctx: Context) -> Component:
    """How the contracted portfolio came from its opening to its closing."""
    view = ctx.view
    rows = portfolio.roll_forward(ctx.lease, view.slice, view.month_from, view.month_to)
    names = {
        "new": "New", "uncompletions": "Uncompletions", "reinstatements": "Reinstatements",
        "completions": "Completions", "opt_outs": "Opt-outs", "repos": "Repossessed",
        "write_offs": "Written off", "voids": "Cancelled",
    }  # fmt: skip
    lines = {label: {row.month_end: getattr(row, name) for row in rows} for name, label in names.items()}
    table = grid(
        "Roll-forward",
        [row._asdict() for row in reversed(rows)],
        [
            Column("month_end", "Month", "day", 130),
            Column("opening", "Opening", "count"),
            *(Column(name, label, "count") for name, label in names.items()),
            Column("closing", "Closing", "count"),
        ],
        "No movements in these months.",
    )
    return html.Div(
        [
            kpi_row(ctx, OUT),
            GAP,
            section(
                "Into and out of the contracted portfolio",
                charts.by_month("In and out", lines, "accounts", kind="stacked", height=300),
            ),
            GAP,
            section(
                "Roll-forward",
                table,
                downloads(ctx, "outflow"),
                note="Opening and every movement add up to the closing; what leaves is negative.",
            ),
            GAP,
            section("Rates", charts.by_month("Rates", courses(ctx, OUT), "ratio")),
        ]
    )


def movements(ctx: Context) -> Table:
    """The roll-forward."""
    view = ctx.view
    rows = portfolio.roll_forward(ctx.lease, view.slice, view.month_from, view.month_to)
    return Table(portfolio.Movement._fields, tuple(tuple(row) for row in rows))


PAGES = [
    Page(
        "/active-portfolio",
        "Active Portfolio",
        "Portfolio",
        "Every account in its category, from installation to the end",
        active,
        {"categories": categories},
    ),
    Page(
        "/portfolio-outflow",
        "Portfolio Outflow",
        "Portfolio",
        "What came in, what left and why",
        outflow,
        {"outflow": movements},
    ),
]
