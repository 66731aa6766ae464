"""Portfolio Splits, and the accounts behind a number."""

from collections import defaultdict
from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages import charts
from dashboard.pages.grids import Column, grid
from dashboard.pages.parts import about, columns, control, downloads, empty, section
from dashboard.pages.portfolio_pages import GAP
from dashboard.pages.registry import Page
from dashboard.queries import accounts, portfolio, reference
from dashboard.store import Table

ACCOUNT_COLUMNS = [
    Column("account_id", "Account", "account"),
    Column("customer_id", "Customer"),
    Column("customer_name", "Name"),
    Column("opco_id", "Company", width=110),
    Column("region", "Region"),
    Column("portfolio_category", "Category", "code"),
    Column("days_expired", "Days late", "count"),
    Column("outstanding_balance", "Balance", "money"),
    Column("currency_code", "Currency", width=110),
    Column("cohort_month", "Installed", "day"),
]
ON_SCREEN = 2000


SPLITS = {**reference.SEGMENTS, "portfolio_category": "Portfolio category", "par_bucket": "Days late"}
SPLIT_METRICS = {
    "contracted_portfolio_size": "Contracted Portfolio Size",
    "portfolio_in_default_rate": "% Portfolio in Default",
    "default_rate": "Default Rate",
    "churn_rate": "Churn Rate",
    "par_30_rate": "PAR-30 Rate",
}


def split_rows(ctx: Context, split: str) -> list[dict[str, object]]:
    """One row for each value of a split, with every metric of the month."""
    view = ctx.view
    labels = {**reference.category_labels(ctx.lease), **reference.bucket_labels(ctx.lease)}
    cells = portfolio.cells(ctx.lease, list(SPLIT_METRICS), split, view.slice, view.month_to, view.month_to)
    rows: dict[str, dict[str, object]] = {}
    for cell in cells:
        label = labels.get(cell.dimension_value, cell.dimension_value)
        row = rows.setdefault(cell.dimension_value, {"value": label})
        row[cell.metric_id] = cell.value
    order = {code: position for position, code in enumerate(labels)}
    return [row for _, row in sorted(rows.items(), key=lambda pair: (order.get(pair[0], 99), pair[0]))]


def splits(ctx: Context) -> Component:
    """The portfolio cut by one dimension: size, course and every rate."""
    view, metrics = ctx.view, reference.metrics(ctx.lease)
    split = view.choice("split", list(SPLITS))
    metric = view.choice("metric", list(SPLIT_METRICS))
    if split in ("portfolio_category", "par_bucket"):
        metric = "contracted_portfolio_size"
    cells = portfolio.cells(ctx.lease, [metric], split, view.slice, view.month_from, view.month_to)
    labels = {**reference.category_labels(ctx.lease), **reference.bucket_labels(ctx.lease)}
    lines: dict[str, dict[date, fmt.Number]] = defaultdict(dict)
    for cell in cells:
        lines[labels.get(cell.dimension_value, cell.dimension_value)][cell.month_end] = cell.value
    is_size = metric == "contracted_portfolio_size"
    rows = split_rows(ctx, split)
    table = grid(
        "Split",
        rows,
        [
            Column("value", SPLITS[split]),
            Column("contracted_portfolio_size", "Contracted", "count"),
            *(Column(m, n, "percent") for m, n in SPLIT_METRICS.items() if m != "contracted_portfolio_size"),
        ],
        "No accounts in this part of the portfolio.",
    )
    sizes = [(str(r["value"]), int(float(str(r.get("contracted_portfolio_size") or 0)))) for r in rows]
    return html.Div(
        [
            html.Div(
                [
                    control("split", "Split by", split, SPLITS),
                    control("metric", "Metric", metric, SPLIT_METRICS),
                ],
                className="filters",
            ),
            columns(
                section(
                    f"{SPLIT_METRICS[metric]} by {SPLITS[split].lower()}",
                    charts.by_month(
                        SPLIT_METRICS[metric],
                        dict(lines),
                        metrics[metric].unit,
                        kind="area" if is_size else "line",
                    ),
                    info=about(metrics[metric]),
                ),
                section(
                    f"Contracted portfolio at the end of {fmt.month(view.month_to)}",
                    charts.donut("Contracted portfolio", sizes),
                ),
            ),
            GAP,
            section("All figures of the month", table, downloads(ctx, "splits")),
        ]
    )


def splits_table(ctx: Context) -> Table:
    """The rows of the split."""
    rows = split_rows(ctx, ctx.view.choice("split", list(SPLITS)))
    names = ("value", *SPLIT_METRICS)
    return Table(names, tuple(tuple(row.get(name) for name in names) for row in rows))


def behind(ctx: Context) -> Component:
    """The accounts that a number counts."""
    view = ctx.view
    name = view.get("list")
    if name not in accounts.BEHIND:
        return empty("Click a number on another page to see the accounts behind it.")
    label = accounts.BEHIND[name][0]
    code = view.get("code")
    known = {**reference.category_labels(ctx.lease), **reference.bucket_labels(ctx.lease)}
    rows = accounts.listed(ctx.lease, name, code, view.slice, view.month_to, ON_SCREEN)
    title = f"{label}{': ' + known.get(code, code) if code else ''}, {fmt.month(view.month_to)}"
    many = len(rows.rows) == ON_SCREEN
    note = f"{fmt.count(len(rows.rows))} accounts" + (
        ", the greatest balances; the download has all." if many else "."
    )
    table = grid("Accounts", rows.records(), ACCOUNT_COLUMNS, "No account is counted here.")
    back = dcc.Link("Back to Overview", href=ctx.link("/"))
    files = html.Div(
        [
            html.A(kind, href=f"/download/accounts.{end}?{view.query()}", download=True, className="download")
            for kind, end in (("CSV", "csv"), ("Excel", "xlsx"))
        ]
    )
    return section(title, table, files, back, note=note)


def behind_table(ctx: Context) -> Table:
    """All accounts that a number counts."""
    name = ctx.view.get("list")
    if name not in accounts.BEHIND:
        return Table(("account_id",), ())
    return accounts.listed(ctx.lease, name, ctx.view.get("code"), ctx.view.slice, ctx.view.month_to, 200_000)


PAGES = [
    Page(
        "/portfolio-splits",
        "Portfolio Splits",
        "Portfolio",
        "The portfolio cut by one attribute",
        splits,
        {"splits": splits_table},
    ),
    Page(
        "/accounts",
        "Accounts",
        "Portfolio",
        "The accounts behind a number",
        behind,
        {"accounts": behind_table},
        ("month", "opco", "region", "segment"),
        False,
    ),
]
