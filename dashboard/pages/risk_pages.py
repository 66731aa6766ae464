"""Roll rates and credit loss; the definition lab."""

from collections import defaultdict
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages import charts
from dashboard.pages.grids import Column, grid, matrix
from dashboard.pages.parts import about, columns, control, downloads, empty, figure, section, toggle
from dashboard.pages.portfolio_pages import GAP
from dashboard.pages.registry import Page
from dashboard.queries import reference, risk
from dashboard.store import Table

WEIGHTS = {"count": "Accounts", "balance": "Balance"}
EXITS = {"churned": "Churned", "paid": "Paid", "other": "Other", "restructured": "Restructured"}


def roll_rates(ctx: Context, weight: str) -> Component:
    """The matrix from bucket to bucket or exit, pooled over the months."""
    view = ctx.view
    moves = risk.rolls(ctx.lease, view.slice.group, view.month_from, view.month_to)
    labels = reference.bucket_labels(ctx.lease)
    found = {move.to_bucket for move in moves}
    ends = {**labels, **{code: name for code, name in EXITS.items() if code in found}}
    rows = []
    for code, label in labels.items():
        of = [move for move in moves if move.from_bucket == code]
        if not of:
            continue
        # a move that nobody made is zero, not unknown
        values: dict[str, float | None] = {end: 0.0 for end in ends}
        values.update({m.to_bucket: (m.rate if weight == "count" else m.balance_rate) for m in of})
        rows.append((label, fmt.count(of[0].opening_accounts), values, frozenset[str]()))
    metric = "roll_rate" if weight == "count" else "roll_balance_rate"
    return section(
        "Roll rates, per cent",
        matrix("Roll rates", "From", rows, list(ends.items()), "asCell", "Started"),
        downloads(ctx, "roll_rates"),
        info=about(reference.metrics(ctx.lease).get(metric)),
        note=(
            f"From month-end to month-end, pooled from {fmt.month(view.month_from)} to "
            f"{fmt.month(view.month_to)}; rows sum to 100."
        ),
    )


def credit_loss(ctx: Context) -> Component:
    """Expected credit loss by stage, indicative."""
    view = ctx.view
    rows = risk.losses(ctx.lease, view.slice.opco, ctx.reporting, view.month_from, view.month_to)
    if not rows:
        return empty("No exposure in these months.")
    currency = ctx.currency
    names = {row.stage: row.stage_label for row in rows}
    lines = {names[s]: {r.month_end: r.ecl for r in rows if r.stage == s} for s in sorted(names)}
    exposure = {names[s]: {r.month_end: r.ead for r in rows if r.stage == s} for s in sorted(names)}
    now = [row for row in rows if row.month_end == view.month_to]
    total, exposed = charts.total([r.ecl for r in now]), charts.total([r.ead for r in now])
    cover = float(total / exposed) if exposed else None
    info = about(reference.metrics(ctx.lease).get("ecl"))
    return html.Div(
        [
            html.Div(
                [
                    figure("Expected credit loss", fmt.money(total, currency, compact=True), info=info),
                    figure("Exposure", fmt.money(exposed, currency, compact=True)),
                    figure("Loss over exposure", fmt.percent(cover)),
                    figure("Accounts", fmt.count(sum(r.accounts for r in now))),
                ],
                className="cards",
            ),
            GAP,
            columns(
                section(
                    f"Expected credit loss by stage, {currency}",
                    charts.by_month("Expected credit loss", lines, "currency", currency, kind="stacked"),
                    downloads(ctx, "credit_loss"),
                    note="Indicative: PD from the pooled roll matrix, LGD from reference data.",
                ),
                section(
                    f"Exposure by stage, {currency}",
                    charts.by_month("Exposure", exposure, "currency", currency, kind="stacked"),
                ),
            ),
        ]
    )


def draw(ctx: Context) -> Component:
    """Roll rates, cures, credit loss and repayment."""
    view, metrics = ctx.view, reference.metrics(ctx.lease)
    weight = view.choice("weight", list(WEIGHTS))
    cures = risk.cures(ctx.lease, view.slice.group, view.month_from, view.month_to)
    course = {"Cure rate": {row.month_end: row.cure_rate for row in cures}}
    repaid: dict[str, dict[date, fmt.Number]] = defaultdict(dict)
    for row in risk.repayment(ctx.lease, view.slice.opco, view.month_from, view.month_to):
        name = metrics[row.metric_id].name if row.metric_id in metrics else fmt.words(row.metric_id)
        repaid[name][row.month_end] = row.value
    return html.Div(
        [
            html.Div(toggle("weight", "Weight", weight, WEIGHTS), className="filters"),
            roll_rates(ctx, weight),
            GAP,
            columns(
                section(
                    "Cure rate",
                    charts.by_month("Cure rate", course, "ratio"),
                    info=about(metrics.get("cure_rate")),
                ),
                section(
                    "Repayment, PAYGo PERFORM",
                    charts.by_month("Repayment", dict(repaid), "ratio")
                    if repaid
                    else empty("No contracts with a plan here."),
                    downloads(ctx, "repayment"),
                ),
            ),
            GAP,
            credit_loss(ctx),
        ]
    )


def rolls_table(ctx: Context) -> Table:
    """Roll rates pooled over the months."""
    rows = risk.rolls(ctx.lease, ctx.view.slice.group, ctx.view.month_from, ctx.view.month_to)
    body = tuple((*row, row.rate, row.balance_rate) for row in rows)
    return Table((*risk.Roll._fields, "rate", "balance_rate"), body)


def losses_table(ctx: Context) -> Table:
    """Credit loss by stage and month."""
    view = ctx.view
    rows = risk.losses(ctx.lease, view.slice.opco, ctx.reporting, view.month_from, view.month_to)
    body = tuple((*row[:-1], ctx.currency) for row in rows)
    return Table(risk.Loss._fields, body)


def repayment_table(ctx: Context) -> Table:
    """Repayment KPIs by month."""
    rows = risk.repayment(ctx.lease, ctx.view.slice.opco, ctx.view.month_from, ctx.view.month_to)
    return Table(risk.Repayment._fields, tuple(tuple(row) for row in rows))


def lab(ctx: Context) -> Component:
    """One measure by every definition of it: how much of the number is definition."""
    view = ctx.view
    measures = risk.measures(ctx.lease)
    metrics = reference.metrics(ctx.lease)
    measure = view.choice("measure", measures)
    rows = risk.variants(ctx.lease, measure, view.slice.group, view.month_from, view.month_to)
    if not rows:
        return empty("Nothing to compare here.")
    lines: dict[str, dict[date, fmt.Number]] = defaultdict(dict)
    for row in rows:
        lines[fmt.words(row.basis)][row.month_end] = row.value
    now = [row for row in rows if row.month_end == view.month_to]
    known = sorted(row.value for row in now if row.value is not None)
    spread = known[-1] - known[0] if known else None
    names = {code: metrics[code].name if code in metrics else fmt.words(code) for code in measures}
    table = [{**row._asdict(), "basis": fmt.words(row.basis)} for row in now]
    ranked = sorted(now, key=lambda row: -(row.value if row.value is not None else -1))
    return html.Div(
        [
            html.Div(control("measure", "Measure", measure, names), className="filters"),
            html.Div(
                [
                    figure("Lowest", fmt.percent(known[0] if known else None)),
                    figure("Highest", fmt.percent(known[-1] if known else None)),
                    figure("Spread by definition", fmt.points(spread)),
                    figure("Definitions", fmt.count(len(now))),
                ],
                className="cards",
            ),
            GAP,
            columns(
                section(
                    f"{names[measure]} by definition, {fmt.month(view.month_to)}",
                    charts.bars(names[measure], [(fmt.words(r.basis), r.value) for r in ranked], "ratio"),
                    info=about(metrics.get(measure)),
                ),
                section(
                    "By month",
                    charts.by_month(names[measure], dict(list(lines.items())[:8]), "ratio", height=320),
                ),
            ),
            GAP,
            section(
                "Every definition",
                grid(
                    "Definitions",
                    table,
                    [
                        Column("basis", "Basis"),
                        Column("numerator", "Numerator", "number"),
                        Column("denominator", "Denominator", "number"),
                        Column("value", "Value", "percent"),
                    ],
                    "Nothing to compare.",
                ),
                downloads(ctx, "definition_lab"),
            ),
        ]
    )


def lab_table(ctx: Context) -> Table:
    """Every definition of the measure by month."""
    view = ctx.view
    measure = view.choice("measure", risk.measures(ctx.lease))
    rows = risk.variants(ctx.lease, measure, view.slice.group, view.month_from, view.month_to)
    return Table(risk.Variant._fields, tuple(tuple(row) for row in rows))


PAGES = [
    Page(
        "/roll-rates",
        "Roll rates and credit loss",
        "Receivables",
        "How accounts move between buckets, and what that is expected to cost",
        draw,
        {"roll_rates": rolls_table, "credit_loss": losses_table, "repayment": repayment_table},
        ("months", "opco", "currency"),
    ),
    Page(
        "/definition-lab",
        "Definition lab",
        "Trust",
        "The same measure by every definition of it",
        lab,
        {"definition_lab": lab_table},
        ("months", "opco"),
    ),
]
