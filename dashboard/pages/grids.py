"""Tables that sort, filter and scroll, and the matrices of cohorts and roll rates."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import dash_ag_grid as dag
from dash import html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.pages.parts import empty


class Column(NamedTuple):
    """A column: its field, heading and kind (text, code, count, number, money, percent, day, account)."""

    field: str
    header: str
    kind: str = "text"
    width: int | None = None


NUMBERS = ("count", "number", "money", "percent")
FORMATS = {
    "count": "asCount(params.value)",
    "number": "asNumber(params.value)",
    "money": "asMoney(params.value)",
    "percent": "asPercent(params.value)",
    "day": "asDay(params.value)",
    "code": "asWords(params.value)",
}
RENDERERS = {"account": "AccountLink", "customer": "CustomerLink", "metric": "MetricLink"}


def plain(value: object) -> object:
    """A value as JSON can carry it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def definition(column: Column) -> dict[str, Any]:
    """A column as the grid wants it."""
    found: dict[str, Any] = {"field": column.field, "headerName": column.header}
    if column.kind in NUMBERS:
        found |= {"type": "rightAligned", "filter": False}
    if column.kind in FORMATS:
        found["valueFormatter"] = {"function": FORMATS[column.kind]}
    if column.kind in RENDERERS:
        found["cellRenderer"] = RENDERERS[column.kind]
    if column.width:
        found |= {"width": column.width}
    return found


def grid(name: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[Column], nothing: str) -> Component:
    """A table with sorting and filters; a sentence where there are no rows."""
    if not rows:
        return empty(nothing)
    fields = [column.field for column in columns]
    data = [{field: plain(row.get(field)) for field in fields} for row in rows]
    paged = len(data) > 15
    table = dag.AgGrid(
        id={"type": "grid", "key": name},
        rowData=data,
        columnDefs=[definition(column) for column in columns],
        defaultColDef={"sortable": True, "resizable": True, "filter": True, "minWidth": 90},
        columnSize="autoSize",
        dashGridOptions={
            "pagination": paged,
            "paginationPageSize": 15,
            "paginationPageSizeSelector": [15, 50, 100],
            "domLayout": "autoHeight",
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "suppressMovableColumns": True,
        },
        style={"height": None},
    )
    return html.Div(table, className="grid", role="region", **{"aria-label": name})


def matrix(
    name: str,
    heading: str,
    rows: Sequence[tuple[str, str, Mapping[str, float | None], frozenset[str]]],
    steps: Sequence[tuple[str, str]],
    formatter: str,
    side: str,
    link: Callable[[str], str] | None = None,
) -> Component:
    """A matrix: rows of (label, side value, values by step, steps that are not complete yet).

    A step without a value is a cell that cannot be known yet, which looks different from zero.
    """
    if not rows:
        return empty(f"{name}: no rows.")
    data = []
    for label, beside, values, partial in rows:
        record: dict[str, Any] = {"row": label, "side": beside}
        if link:
            record["href"] = link(label)
        for step, _ in steps:
            if step in values:
                record[step] = values[step]
                if step in partial:
                    record[f"{step}_partial"] = True
        data.append(record)
    greatest = max((v for _, _, values, _ in rows for v in values.values() if v is not None), default=0.0)
    cell = {
        "valueFormatter": {"function": f"{formatter}(params.value)"},
        "cellStyle": {"function": f"shade(params, {greatest or 1.0})"},
        "width": 68 if len(steps) > 14 else 92,
        "sortable": False,
        "type": "rightAligned",
    }
    table = dag.AgGrid(
        id={"type": "grid", "key": name},
        rowData=data,
        columnDefs=[
            {"field": "row", "headerName": heading, "pinned": "left", "width": 110},
            {"field": "side", "headerName": side, "width": 90, "type": "rightAligned"},
            *({"field": step, "headerName": label, **cell} for step, label in steps),
        ],
        defaultColDef={"resizable": False, "minWidth": 50, "suppressMovable": True},
        dashGridOptions={
            "domLayout": "autoHeight" if len(rows) < 16 else "normal",
            "headerHeight": 34,
            "rowHeight": 30,
            "ensureDomOrder": True,
        },
        style={"height": None if len(rows) < 16 else 560},
    )
    return html.Div(table, className="grid matrix", role="region", **{"aria-label": name})


def months_label(step: int) -> str:
    """The heading of a cohort step."""
    return f"+{step}"


def cohort_label(cohort: date) -> str:
    """The heading of a cohort row."""
    return fmt.month(cohort)
