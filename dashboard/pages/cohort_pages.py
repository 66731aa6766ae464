"""Defaulters, Default Cohorts, Churn Cohorts and Portfolio Splits."""

from collections import defaultdict
from decimal import Decimal

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages import charts
from dashboard.pages.grids import Column, grid, matrix
from dashboard.pages.parts import about, columns, control, downloads, empty, section, toggle
from dashboard.pages.portfolio_pages import GAP, courses, kpi_row
from dashboard.pages.registry import Page
from dashboard.queries import accounts, portfolio, reference
from dashboard.queries.portfolio import CohortCell
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


def defaulters(ctx: Context) -> Component:
    """How many are in default, who they are, and the bridge from gross to net."""
    view = ctx.view
    ids = ["defaulters", "portfolio_in_default_rate", "dp_only_defaulters_rate", "delta_in_defaulters"]
    bridge = courses(ctx, ["gross_default_entries", "default_cures", "repo_count", "write_off_count"])
    rows = accounts.listed(ctx.lease, "defaulters", "", view.slice, view.month_to, ON_SCREEN)
    table = grid("Defaulters", rows.records(), ACCOUNT_COLUMNS, "Nobody is in default here.")
    return html.Div(
        [
            kpi_row(ctx, ids),
            GAP,
            columns(
                section("Defaulters", charts.by_month("Defaulters", courses(ctx, ["defaulters"]), "accounts")),
                section(
                    "Into default and out again",
                    charts.by_month("Into default and out again", bridge, "accounts", kind="bar"),
                    note="The default rate is net: cures, repossessions and write-offs take accounts out.",
                ),
            ),
            GAP,
            section(f"Defaulters at the end of {fmt.month(view.month_to)}", table, downloads(ctx, "defaulters")),
        ]
    )


def defaulters_table(ctx: Context) -> Table:
    """All defaulters of the month."""
    return accounts.listed(ctx.lease, "defaulters", "", ctx.view.slice, ctx.view.month_to, 200_000)


WEIGHTS = {"share": "Share", "count": "Accounts"}


def cohort_page(ctx: Context, mart: str, metric_id: str, name: str, download: str) -> Component:
    """A cohort matrix with its curves beside it."""
    view = ctx.view
    weight = view.choice("weight", list(WEIGHTS))
    cells = portfolio.cohorts(ctx.lease, mart, view.slice.group)
    cells = [c for c in cells if c.cohort_month <= view.month_to]
    if not cells:
        return empty("No accounts were installed here.")
    by_cohort: dict[object, list[CohortCell]] = defaultdict(list)
    for cell in cells:
        by_cohort[cell.cohort_month].append(cell)
    longest = max(c.months_since for c in cells)
    steps = [(f"k{k}", f"+{k}") for k in range(longest + 1)]
    rows = []
    for of in by_cohort.values():
        values = {f"k{c.months_since}": (c.value if weight == "share" else float(c.numerator)) for c in of}
        partial = frozenset(f"k{c.months_since}" for c in of if c.is_partial)
        rows.append((fmt.month(of[0].cohort_month), fmt.count(of[0].cohort_size), values, partial))
    formatter = "asCell" if weight == "share" else "asCount"
    sums: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    years: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for cell in cells:
        if not cell.is_partial:
            sums[cell.months_since][0] += cell.numerator
            sums[cell.months_since][1] += cell.denominator
            pair = years[cell.cohort_month.year][cell.months_since]
            pair[0] += cell.numerator
            pair[1] += cell.denominator
    curves = {
        str(year): {k: (above / below if below else None) for k, (above, below) in of.items()}
        for year, of in sorted(years.items())
    }
    curves["All"] = {k: (float(a / b) if b else None) for k, (a, b) in sums.items()}
    note = (
        "Rows are install months, columns months since. Hatched cells lie in the future and are not zero; "
        "dashed cells are of the month in progress."
    )
    if view.slice.region or view.slice.segment:
        note += " Cohorts are published by company: region and segment are not applied."
    return html.Div(
        [
            html.Div(toggle("weight", "Show", weight, WEIGHTS), className="filters"),
            section(
                f"{name}, {'per cent' if weight == 'share' else 'accounts'}",
                matrix(name, "Installed", rows, steps, formatter, "Size"),
                downloads(ctx, download),
                info=about(reference.metrics(ctx.lease).get(metric_id)),
                note=note,
            ),
            GAP,
            section(
                "Curves by install year",
                charts.curves(f"{name} by months since installation", curves),
                note="Accounts of all cohorts of a year that have reached the age, divided after adding up.",
            ),
        ]
    )


def default_cohorts(ctx: Context) -> Component:
    """Who is in default, by install month and age."""
    return cohort_page(
        ctx, "fct_default_cohorts", "portfolio_in_default_cohort", "Portfolio in default", "default_cohorts"
    )


def churn_cohorts(ctx: Context) -> Component:
    """Who has churned, by install month and age."""
    return cohort_page(ctx, "fct_churn_cohorts", "churn_cohort", "Churned", "churn_cohorts")


def default_rows(ctx: Context) -> Table:
    """The cells of the default cohorts."""
    rows = portfolio.cohorts(ctx.lease, "fct_default_cohorts", ctx.view.slice.group)
    return Table(CohortCell._fields, tuple(tuple(row) for row in rows))


def churn_rows(ctx: Context) -> Table:
    """The cells of the churn cohorts."""
    rows = portfolio.cohorts(ctx.lease, "fct_churn_cohorts", ctx.view.slice.group)
    return Table(CohortCell._fields, tuple(tuple(row) for row in rows))


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
    lines: dict[str, dict[object, fmt.Number]] = defaultdict(dict)
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
                [control("split", "Split by", split, SPLITS), control("metric", "Metric", metric, SPLIT_METRICS)],
                className="filters",
            ),
            columns(
                section(
                    f"{SPLIT_METRICS[metric]} by {SPLITS[split].lower()}",
                    charts.by_month(
                        SPLIT_METRICS[metric], dict(lines), metrics[metric].unit, kind="area" if is_size else "line"
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
    note = f"{fmt.count(len(rows.rows))} accounts" + (", the greatest balances; the download has all." if many else ".")
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


COHORT_FILTERS = ("months", "opco")
PAGES = [
    Page("/defaulters", "Defaulters", "Portfolio", "Who is in default, and how that moved", defaulters, {"defaulters": defaulters_table}),
    Page("/default-cohorts", "Default Cohorts", "Portfolio", "In default by install month and months since", default_cohorts, {"default_cohorts": default_rows}, COHORT_FILTERS),
    Page("/churn-cohorts", "Churn Cohorts", "Portfolio", "Churned by install month and months since", churn_cohorts, {"churn_cohorts": churn_rows}, COHORT_FILTERS),
    Page("/portfolio-splits", "Portfolio Splits", "Portfolio", "The portfolio cut by one attribute", splits, {"splits": splits_table}),
    Page("/accounts", "Accounts", "Portfolio", "The accounts behind a number", behind, {"accounts": behind_table}, ("month", "opco", "region", "segment"), False),
]
