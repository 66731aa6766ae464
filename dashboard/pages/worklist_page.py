"""The worklist: the month's target, then whom to contact first and why."""

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages.grids import Column, grid
from dashboard.pages.parts import columns, control, downloads, section
from dashboard.pages.portfolio_pages import GAP
from dashboard.pages.registry import Page
from dashboard.queries import worklist
from dashboard.store import Table


def queue(ctx: Context) -> list[worklist.Task]:
    """The tasks that the address asks for."""
    step = ctx.view.get("step")
    found = worklist.tasks(ctx.lease, ctx.as_of, ctx.view.slice.opco)
    region = ctx.view.slice.region
    found = [t for t in found if not region or f"{t.opco_id} / {t.region}" == region]
    return [t for t in found if not step or str(t.step) == step]


def work(ctx: Context) -> Component:
    """The month's target, then the ranked queue with its reasons."""
    view, tasks = ctx.view, queue(ctx)
    steps = {"": "All", **{str(code): name for code, name in worklist.STEPS.items()}}
    rows = [
        {**t._asdict(), "step": worklist.STEPS[t.step], "reason": worklist.reason(t, ctx.as_of)}
        for t in tasks
    ]
    table = grid(
        "Worklist",
        rows,
        [
            Column("rank", "Rank", "count", 80), Column("account_id", "Account", "account"),
            Column("step", "Step"),
            Column("reason", "Why it ranks here"), Column("due_now", "Due now", "money"),
            Column("currency_code", "Currency", width=100),
            Column("days_late", "Days late", "count"), Column("promised_for", "Promised for", "day"),
            Column("promised_amount", "Promised", "money"), Column("last_contact_on", "Last contact", "day"),
            Column("opco_id", "Company", width=100), Column("customer_name", "Customer"),
        ],
        "Nobody waits for a contact.",
    )  # fmt: skip
    months = worklist.month(ctx.lease, ctx.scope.months[-1], view.slice.opco)
    seen = [m for m in months if ctx.user.sees(m.opco_id)]
    return html.Div(
        [
            html.Div(control("step", "Step", view.get("step"), steps), className="filters"),
            columns(*(target(ctx, m) for m in seen), at_most=3) if seen else None,
            GAP,
            section(
                f"Queue for {fmt.day(ctx.as_of)}",
                table,
                downloads(ctx, "worklist"),
                note=(
                    f"{fmt.count(len(tasks))} accounts. Promises first, then the newly late, then by "
                    "days late; within a step the greatest amount for its company first. Who was contacted "
                    "within a week waits; comparison groups are left alone."
                ),
            ),
        ]
    )


def target(ctx: Context, month: worklist.Month) -> Component:
    """The month of one company: to collect, collected, remaining."""
    left = max(month.target - month.collected, month.target * 0)
    share = float(month.collected / month.target) if month.target else None
    return section(
        f"{month.opco_id}: {fmt.month(ctx.scope.months[-1])}",
        dmc.Progress(
            value=100 * min(1.0, share or 0.0),
            size="lg",
            color="#0072B2",
            **{"aria-label": f"Collected of the target, {month.opco_id}"},
        ),
        dmc.Group(
            [
                dmc.Text(
                    [html.Strong("Target "), fmt.money(month.target, month.currency_code, compact=True)],
                    size="sm",
                ),
                dmc.Text(
                    [
                        html.Strong("Collected "),
                        fmt.money(month.collected, month.currency_code, compact=True),
                        f" ({fmt.percent(share)})",
                    ],
                    size="sm",
                ),
                dmc.Text(
                    [html.Strong("Remaining "), fmt.money(left, month.currency_code, compact=True)], size="sm"
                ),
            ]
        ),
        note=month.basis,
    )


def work_table(ctx: Context) -> Table:
    """The queue with its reasons."""
    rows = [(*t, worklist.STEPS[t.step], worklist.reason(t, ctx.as_of)) for t in queue(ctx)]
    return Table((*worklist.Task._fields, "step_name", "reason"), tuple(rows))


PAGE = Page(
    "/worklist",
    "Worklist",
    "Collections",
    "Whom to contact first today, and why",
    work,
    {"worklist": work_table},
    ("opco", "region"),
)
