"""Active Portfolio, By Region, Portfolio at Risk and Portfolio Outflow."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages import charts
from dashboard.pages.grids import Column, grid
from dashboard.pages.parts import about, columns, control, downloads, empty, kpi, month_before, section, toggle
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
    heads = [html.Th("Category"), *(html.Th(t, className="right") for t in ("Accounts", "Share", "On last month"))]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="table")
    lines = {
        labels[code]: {c.month_end: c.accounts for c in counts if c.code == code}
        for code in ("new", "normal", "late", "defaulted")
        if code in labels
    }
    moves = ["completions_count", "opt_outs_count", "uncompletions_count", "repo_count", "write_off_count"]
    return html.Div(
        [
            kpi_row(ctx, ["contracted_portfolio_size", "active_portfolio_size", "defaulters", "default_rate"]),
            GAP,
            columns(
                section(f"Categories at the end of {fmt.month(view.month_to)}", table, downloads(ctx, "categories")),
                section("Contracted by category", charts.by_month("Contracted by category", lines, "accounts", kind="area", height=330)),
                section("Moves of the month", charts.by_month("Moves", courses(ctx, moves), "accounts", kind="stacked")),
                section(
                    "Rates",
                    charts.by_month("Rates", courses(ctx, ["default_rate", "churn_rate", "net_completion_rate"]), "ratio"),
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
    level = view.choice("level", list(LEVELS)[1:] + ["opco"])
    found = portfolio.cells(
        ctx.lease, list(REGION_METRICS), level, view.slice, view.month_to, view.month_to
    )
    rows: dict[str, dict[str, object]] = {}
    for cell in found:
        row = rows.setdefault(cell.dimension_value, {"place": cell.dimension_value})
        row[cell.metric_id] = cell.value
    return list(rows.values())


def by_region(ctx: Context) -> Component:
    """A metric by company, region or shop: bars, and the table of all metrics."""
    view, metrics = ctx.view, reference.metrics(ctx.lease)
    metric = view.choice("metric", list(REGION_METRICS))
    level = view.choice("level", list(LEVELS)[1:] + ["opco"])
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
            *(Column(m, REGION_METRICS[m], "percent") for m in REGION_METRICS if m != "contracted_portfolio_size"),
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
            "Balances of several currencies cannot be added. Choose a company; the rates by balance below are "
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
            section(title, charts.by_month(title, lines, unit, currency, kind="area", height=300), downloads(ctx, "par")),
            section(
                f"At the end of {fmt.month(view.month_to)}",
                charts.bars("By days late", now, unit, currency),
                html.Div([bucket_link(ctx, code, label) for code, label in labels.items()], className="links"),
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
    rows = portfolio.by_code(ctx.lease, "par_bucket", view.slice, view.month_from, view.month_to, contracted=True)
    return Table(portfolio.Count._fields, tuple(tuple(row) for row in rows))


OUT = ["churn_rate", "net_completion_rate", "completion_rate", "opt_out_rate", "uncompletions_rate", "default_rate"]


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
            section("Into and out of the contracted portfolio", charts.by_month("In and out", lines, "accounts", kind="stacked", height=300)),
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
    Page("/active-portfolio", "Active Portfolio", "Portfolio", "Every account in its category, from installation to the end", active, {"categories": categories}),
    Page("/by-region", "By Region", "Portfolio", "Companies, regions and shops side by side", by_region, {"regions": regions}),
    Page("/portfolio-at-risk", "Portfolio at Risk", "Portfolio", "How late the contracted portfolio is, by accounts or balance", at_risk, {"par": buckets}),
    Page("/portfolio-outflow", "Portfolio Outflow", "Portfolio", "What came in, what left and why", outflow, {"outflow": movements}),
]
