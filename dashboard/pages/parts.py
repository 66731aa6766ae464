"""The pieces that pages are made of: cards, numbers with their definition, charts, tables, empty states."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.queries import reference
from dashboard.queries.portfolio import Cell
from dashboard.queries.reference import Metric, Threshold

# told apart by the colour-blind (Okabe and Ito)
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#B8A800", "#777777"]
STATES = {
    "good": ("#009E73", "On target"),
    "watch": ("#E69F00", "Watch"),
    "alarm": ("#D55E00", "Alarm"),
    "unknown": ("#777777", "No threshold"),
}


def about(metric: Metric | None, name: str = "") -> Component:
    """The definition, formula and worked example behind a small button."""
    if metric is None:
        return html.Span()
    lines: list[Component] = [
        dmc.Text(metric.name, fw=600, size="sm"),
        dmc.Text(metric.description, size="sm"),
    ]
    for label, text in (
        ("Formula", metric.formula),
        ("Numerator", metric.numerator),
        ("Denominator", metric.denominator),
        ("Worked example", metric.worked_example),
        ("Read from", metric.mart),
    ):
        if text:
            lines.append(dmc.Text([html.Strong(f"{label}: "), text], size="sm"))
    icon = dmc.ActionIcon(
        "i",
        variant="outline",
        size="xs",
        radius="xl",
        color="gray",
        className="about",
        **{"aria-label": f"About {name or metric.name}"},
    )
    return dmc.Popover(
        [dmc.PopoverTarget(icon), dmc.PopoverDropdown(dmc.Stack(lines, gap=6))],
        width=320,
        shadow="md",
        withArrow=True,
        withRoles=False,
    )


def section(
    title: str, *children: Component | None, info: Component | None = None, note: str = ""
) -> Component:
    """A card with a heading."""
    heading = dmc.Group([dmc.Title(title, order=2, size="h5"), info or html.Span()], gap=6)
    body: list[Component | None] = [heading]
    if note:
        body.append(dmc.Text(note, size="sm", className="quiet"))
    return dmc.Card(dmc.Stack([*body, *children], gap="sm"), withBorder=True, padding="md")


def columns(*children: Component | None, at_most: int = 2) -> Component:
    """Cards side by side, one below the other on a phone."""
    return dmc.SimpleGrid(list(children), cols={"base": 1, "md": at_most}, spacing="md")


def empty(text: str) -> Component:
    """What stands where there is nothing to show, and why."""
    return html.Div([html.Strong("Nothing to show"), html.Div(text)], className="empty")


def month_before(months: Sequence[date], month: date, back: int) -> date | None:
    """The month-end some months before, if it is known."""
    earlier = [found for found in months if found <= month]
    return earlier[-1 - back] if len(earlier) > back else None


def moved(value: fmt.Number, before: fmt.Number, unit: str | None, label: str) -> Component:
    """How far a value moved, with words that a screen reader can say."""
    return dmc.Text([html.Strong(fmt.change(value, before, unit)), f" {label}"], size="xs", className="quiet")


def kpi(
    ctx: Context,
    metric_id: str,
    cells: Mapping[date, Cell],
    href: str | None = None,
    name: str = "",
) -> Component:
    """A number with its definition, its history and how it moved."""
    metric = reference.metrics(ctx.lease).get(metric_id)
    unit = metric.unit if metric else None
    month = ctx.view.month_to
    cell = cells.get(month)
    value = cell.value if cell else None
    text = fmt.in_unit(value, unit, cell.currency_code if cell else None)

    def at(back: int) -> fmt.Number:
        then = month_before(ctx.scope.months, month, back)
        found = cells.get(then) if then else None
        return found.value if found else None

    history = [float(c.value) for m, c in sorted(cells.items()) if m <= month and c.value is not None][-13:]
    title = name or (metric.name if metric else fmt.words(metric_id))
    return figure(
        title,
        text,
        [moved(value, at(1), unit, "on last month"), moved(value, at(12), unit, "on a year ago")],
        about(metric),
        history,
        href,
        reference.thresholds(ctx.lease).get(metric_id),
        float(value) if value is not None else None,
    )


def figure(
    title: str,
    text: str,
    below: Sequence[Component] = (),
    info: Component | None = None,
    history: Sequence[float] = (),
    href: str | None = None,
    threshold: Threshold | None = None,
    value: float | None = None,
) -> Component:
    """A card with one number; with an address it links to what lies behind it."""
    number: Component = dmc.Text(text, className="number")
    if href and text != fmt.MISSING:
        number = dcc.Link(text, href=href, className="number", title=f"Accounts behind {title}")
    badge = html.Span()
    if threshold:
        colour, word = STATES[threshold.state(value)]
        badge = html.Span(word, className="state", style={"borderColor": colour})
    content: list[Component] = [
        dmc.Group([dmc.Text(title, size="sm", fw=500), info or html.Span(), badge], gap=6),
        number,
        *below,
    ]
    if len(history) > 2:
        content.append(
            html.Div(
                dmc.Sparkline(
                    data=list(history), h=36, color=COLOURS[0], fillOpacity=0.15, curveType="linear"
                ),
                **{"aria-hidden": "true"},
            )
        )
    return dmc.Card(dmc.Stack(content, gap=4), withBorder=True, padding="sm", className="figure")


def gauge(
    title: str, value: float | None, text: str, threshold: Threshold | None, info: Component
) -> Component:
    """A half circle with the bands of the threshold below it; without a threshold, the number alone."""
    if threshold is None or value is None:
        return section(title, dmc.Text(text, className="number"), info=info, note="No threshold is set.")
    top = max(threshold.alarm_from * 1.5, value * 1.1, 1e-9)
    if threshold.higher_is_better:
        top = max(threshold.watch_from * 1.3, value * 1.1)
    colour, word = STATES[threshold.state(value)]
    bounds = sorted([threshold.watch_from, threshold.alarm_from])
    order = ["good", "watch", "alarm"]
    names = order[::-1] if threshold.higher_is_better else order
    widths = [bounds[0] / top, (bounds[1] - bounds[0]) / top, max(0.0, 1 - bounds[1] / top)]
    bands = [
        html.Div(style={"width": f"{100 * width:.1f}%", "background": STATES[name][0]}, className="band")
        for width, name in zip(widths, names, strict=True)
    ]
    ring = dmc.SemiCircleProgress(
        value=100 * min(1.0, max(0.0, value / top)),
        size=200,
        thickness=16,
        filledSegmentColor=colour,
        label=dmc.Text(text, className="number"),
    )
    direction = "below" if threshold.higher_is_better else "from"
    words = (
        f"{word}. Watched {direction} {fmt.percent(threshold.watch_from)}, "
        f"alarm {direction} {fmt.percent(threshold.alarm_from)}."
    )
    if threshold.watch_from > 3:
        words = (
            f"{word}. Watched {direction} {fmt.decimal(threshold.watch_from, 0)}, "
            f"alarm {direction} {fmt.decimal(threshold.alarm_from, 0)}."
        )
    return section(
        title,
        dmc.Center(html.Div(ring, **{"aria-hidden": "true"})),
        html.Div(bands, className="bands", **{"aria-hidden": "true"}),
        dmc.Text(words, size="sm"),
        info=info,
        note=threshold.reason,
    )


def downloads(ctx: Context, name: str) -> Component:
    """Links to the rows of a table as CSV and as Excel, with this view's filters."""
    query = ctx.view.query()
    return dmc.Group(
        [
            html.A("CSV", href=f"/download/{name}.csv?{query}", download=True, className="download"),
            html.A("Excel", href=f"/download/{name}.xlsx?{query}", download=True, className="download"),
        ],
        gap="xs",
    )


def control(key: str, label: str, value: str, options: Mapping[str, str]) -> Component:
    """A choice that goes into the address."""
    return dmc.Select(
        id={"type": "ctl", "key": key},
        label=label,
        value=value,
        data=[{"value": code, "label": text} for code, text in options.items()],
        allowDeselect=False,
        className="control",
    )


def toggle(key: str, label: str, value: str, options: Mapping[str, str]) -> Component:
    """A choice of two or three, all in sight, that goes into the address."""
    return html.Div(
        [
            html.Div(label, className="label"),
            dmc.SegmentedControl(
                id={"type": "ctl", "key": key},
                value=value,
                data=[{"value": code, "label": text} for code, text in options.items()],
                **{"aria-label": label},
            ),
        ]
    )


def records(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Typed rows as dictionaries."""
    return [row._asdict() for row in rows]
