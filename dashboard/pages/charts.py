"""Charts: Mantine's, each with a name that a screen reader says and its numbers as a table below."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.pages.parts import COLOURS, empty

Values = Mapping[date, fmt.Number]
# unit -> formatter of assets/formats.js
FORMATTERS = {"ratio": "percent", "share": "percent", "currency": "amount"}


def plain(value: fmt.Number) -> float | None:
    """A number as JSON can carry it."""
    return None if value is None else float(value)


def framed(chart: Component, title: str, head: Sequence[str], body: Sequence[Sequence[str]]) -> Component:
    """A chart with a name, and the same numbers as a table for those who cannot see it."""
    table = dmc.Table(
        data={"head": list(head), "body": [list(row) for row in body]},
        striped=True,
        withTableBorder=True,
        className="numbers",
    )
    return html.Div(
        [
            html.Div(chart, role="img", **{"aria-label": f"Chart: {title}. The numbers follow as a table."}),
            html.Details([html.Summary("Numbers"), html.Div(table, className="scroll", tabIndex=0)]),
        ],
        className="chart",
    )


def by_month(
    title: str,
    lines: Mapping[str, Values],
    unit: str | None,
    currency: str | None = None,
    kind: str = "line",
    height: int = 260,
) -> Component:
    """Values by month: one line, area or bar for each name."""
    months = sorted({month for values in lines.values() for month in values})
    if not months or all(value is None for values in lines.values() for value in values.values()):
        return empty(f"{title}: no values in these months.")
    data = [
        {"month": fmt.month(month), **{name: plain(of.get(month)) for name, of in lines.items()}}
        for month in months
    ]
    series = [{"name": n, "color": COLOURS[i % len(COLOURS)]} for i, n in enumerate(lines)]
    common: dict[str, Any] = {
        "h": height,
        "data": data,
        "dataKey": "month",
        "series": series,
        "valueFormatter": {"function": FORMATTERS.get(unit or "", "number")},
        "withLegend": len(lines) > 1,
        "tickLine": "y",
        "yAxisProps": {"width": 64, "tickFormatter": {"function": FORMATTERS.get(unit or "", "short")}},
        "legendProps": {"verticalAlign": "bottom"},
    }
    if kind == "line":
        chart = dmc.LineChart(**common, curveType="linear", withDots=len(months) < 30, strokeWidth=2)
    elif kind == "area":
        chart = dmc.AreaChart(**common, curveType="linear", type="stacked", withDots=False, fillOpacity=0.7)
    else:
        # what leaves is negative and lies below the line
        signed = {"stackOffset": "sign"}
        chart = dmc.BarChart(
            **common, type="stacked" if kind == "stacked" else "default", barChartProps=signed
        )
    body = [
        [fmt.month(month), *(fmt.in_unit(of.get(month), unit, currency) for of in lines.values())]
        for month in reversed(months)
    ]
    return framed(chart, title, ["Month", *lines], body)


def bars(
    title: str,
    values: Sequence[tuple[str, fmt.Number]],
    unit: str | None,
    currency: str | None = None,
    colour: str = COLOURS[0],
) -> Component:
    """One bar a name, lying, in the order given."""
    shown = [(name, value) for name, value in values if value is not None]
    if not shown:
        return empty(f"{title}: no values in these months.")
    width = min(170, 24 + 7 * max(len(name) for name, _ in shown))
    chart = dmc.BarChart(
        h=max(140, 34 * len(shown) + 40),
        data=[{"name": name, title: plain(value)} for name, value in shown],
        dataKey="name",
        series=[{"name": title, "color": colour}],
        orientation="vertical",
        valueFormatter={"function": FORMATTERS.get(unit or "", "number")},
        yAxisProps={"width": width, "interval": 0},
        xAxisProps={"tickFormatter": {"function": FORMATTERS.get(unit or "", "short")}},
        maxBarWidth=26,
    )
    body = [[name, fmt.in_unit(value, unit, currency)] for name, value in shown]
    return framed(chart, title, ["", title], body)


def donut(title: str, values: Sequence[tuple[str, int]]) -> Component:
    """Shares of a whole, with the counts beside it: more than seven are put together."""
    shown = [(name, value) for name, value in values if value]
    if not shown:
        return empty(f"{title}: none in these months.")
    head, tail = shown[:7], shown[7:]
    if tail:
        head = [*head, ("Others", sum(value for _, value in tail))]
    total = sum(value for _, value in head)
    key = [
        dmc.Group(
            [
                html.Span(className="swatch", style={"background": COLOURS[index % len(COLOURS)]}),
                dmc.Text(f"{name}: {fmt.count(value)} ({fmt.percent(value / total, 0)})", size="sm"),
            ],
            gap=6,
        )
        for index, (name, value) in enumerate(head)
    ]
    sections = [
        {"value": 100 * value / total, "color": COLOURS[index % len(COLOURS)]}
        for index, (_, value) in enumerate(head)
    ]
    chart = dmc.RingProgress(sections=sections, size=190, thickness=30)
    body = [[name, fmt.count(value), fmt.percent(value / total)] for name, value in shown]
    return html.Div(
        [
            dmc.Group([framed(chart, title, ["", "Count", "Share"], body), dmc.Stack(key, gap=4)], gap="xl"),
        ]
    )


def total(values: Sequence[Decimal | int | None]) -> Decimal:
    """The sum of what is known."""
    return sum((Decimal(value) for value in values if value is not None), Decimal(0))


def curves(title: str, lines: Mapping[str, Mapping[int, float | None]]) -> Component:
    """Shares by months since a start: one line for each name."""
    steps = sorted({step for values in lines.values() for step in values})
    if not steps:
        return empty(f"{title}: no values.")
    data = [{"step": f"+{step}", **{name: of.get(step) for name, of in lines.items()}} for step in steps]
    chart = dmc.LineChart(
        h=280,
        data=data,
        dataKey="step",
        series=[{"name": n, "color": COLOURS[i % len(COLOURS)]} for i, n in enumerate(lines)],
        valueFormatter={"function": "percent"},
        yAxisProps={"width": 64, "tickFormatter": {"function": "percent"}},
        withLegend=True,
        legendProps={"verticalAlign": "bottom"},
        withDots=False,
        strokeWidth=2,
        curveType="linear",
        connectNulls=False,
    )
    body = [[f"+{step}", *(fmt.percent(of.get(step)) for of in lines.values())] for step in steps]
    return framed(chart, title, ["Months since", *lines], body)
