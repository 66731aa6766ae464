"""Data quality: findings, what was left out, what adds up, which published figures moved."""

from dash import html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages.grids import Column, grid
from dashboard.pages.parts import downloads, empty, figure, section
from dashboard.pages.portfolio_pages import GAP
from dashboard.pages.registry import Page
from dashboard.queries import quality, reference
from dashboard.store import Table

NUMBERS = {
    "rows_read", "accepted", "superseded", "quarantined", "excluded_test", "not_yet_known",
    "with_cleared_references", "rows",
}  # fmt: skip


def as_columns(table: Table, leave_out: frozenset[str] = frozenset()) -> list[Column]:
    """Columns of a table as they come, numbers to the right."""
    found = []
    for name in table.columns:
        if name not in leave_out:
            kind = "count" if name in NUMBERS else "text"
            found.append(
                Column(name, fmt.words(name), kind, 380 if name in ("effect", "what_to_do") else None)
            )
    return found


def draw(ctx: Context) -> Component:
    """What is wrong, what was left out, what moved."""
    lease, opco = ctx.lease, ctx.view.slice.opco
    fresh = reference.freshness(lease)
    findings = quality.findings(lease, opco)
    counts = quality.reconciliation(lease)
    rows = counts.records()
    read = sum(int(row["rows_read"]) for row in rows)
    left_out = sum(int(row["quarantined"]) for row in rows)
    moved = quality.restatements(lease, opco)
    # every row read has exactly one fate
    fates = [n for n in counts.columns if n in NUMBERS - {"rows_read", "with_cleared_references"}]
    shown = [{**row, "difference": int(row["rows_read"]) - sum(int(row[n]) for n in fates)} for row in rows]
    reasons = quality.quarantine_reasons(lease)
    missing = quality.missing_rates(lease)
    restated = [
        Column("metric_id", "Metric"), Column("month_end", "Month", "day"), Column("opco_id", "Company"),
        Column("published", "Published", "number"), Column("published_on", "On", "day"),
        Column("known_now", "Known now", "number"), Column("difference", "Difference", "number"),
    ]  # fmt: skip
    return html.Div(
        [
            html.Div(
                [
                    figure("Tests passed", fmt.count(fresh.passed)),
                    figure("Tests failed", fmt.count(fresh.failed)),
                    figure("Rows read", fmt.count(read)),
                    figure("Quarantined rows", fmt.count(left_out)),
                    figure("Restated figures", fmt.count(len(moved.rows))),
                    figure("Months without exchange rate", fmt.count(len(missing.rows))),
                ],
                className="cards",
            ),
            GAP,
            section(
                "Findings",
                empty(
                    "This publication was made before findings were kept. The quarantine below "
                    "has the faulty rows."
                )
                if findings is None
                else grid("Findings", findings.records(), as_columns(findings), "Nothing was found."),
                downloads(ctx, "findings"),
                note="What the input shows, what it does to the figures and what to do about it.",
            ),
            GAP,
            section(
                "Quarantine",
                grid("Quarantine", reasons.records(), as_columns(reasons), "No row is in quarantine."),
                downloads(ctx, "quarantine"),
                note="Faulty rows are left out one by one, never guessed.",
            ),
            GAP,
            section(
                "Reconciliation",
                grid(
                    "Reconciliation",
                    shown,
                    [*as_columns(counts), Column("difference", "Difference", "count")],
                    "No input.",
                ),
                downloads(ctx, "reconciliation"),
                note="Every row read has one fate, so the difference is 0.",
            ),
            GAP,
            section(
                "Restatements",
                grid(
                    "Restatements", moved.records(), restated, "No published figure is known otherwise now."
                ),
                downloads(ctx, "restatements"),
            ),
            GAP,
            section(
                "Months without an exchange rate",
                grid("Missing rates", missing.records(), as_columns(missing), "Every month has its rates."),
                note="Amounts of such months are empty in group figures, never converted at 1.",
            ),
        ]
    )


def findings_table(ctx: Context) -> Table:
    """Findings, or an empty table."""
    return quality.findings(ctx.lease, ctx.view.slice.opco) or Table(("code",), ())


PAGE = Page(
    "/data-quality",
    "Data quality",
    "Trust",
    "What is wrong with the input, what was left out, and which published figures moved",
    draw,
    {
        "findings": findings_table,
        "quarantine": lambda ctx: quality.quarantine_reasons(ctx.lease),
        "reconciliation": lambda ctx: quality.reconciliation(ctx.lease),
        "restatements": lambda ctx: quality.restatements(ctx.lease, ctx.view.slice.opco),
    },
    ("opco",),
)
