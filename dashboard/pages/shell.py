"""What stands around every page: header with the state of the data, navigation, filter bar."""

from collections.abc import Sequence
from datetime import datetime

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages.parts import control
from dashboard.pages.registry import Page
from dashboard.queries import reference
from dashboard.view import PRESETS, preset

SEPARATOR = "~"


def published_at(text: str) -> str:
    """When a publication was made, as people write it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{fmt.day(moment)} {moment:%H:%M} UTC"


def state(ctx: Context) -> Component:
    """As of when, how fresh, and whether the tests were green."""
    fresh = reference.freshness(ctx.lease)
    green = fresh.failed == 0 and fresh.passed > 0
    tests = f"{fmt.count(fresh.passed)} tests passed" if green else f"{fmt.count(fresh.failed)} tests failed"
    if not fresh.passed and not fresh.failed:
        tests = "tests not run"
    latest = reference.freshness(ctx.lease).as_of
    known = f", known at {fresh.known_at}" if fresh.known_at else ""
    return dmc.Group(
        [
            dmc.Text([html.Strong(f"As of {fmt.day(latest)}"), known], size="sm"),
            dmc.Text(f"Published {published_at(fresh.published_at)}, no. {fresh.number}", size="sm"),
            html.Span(tests, className="state", style={"borderColor": "#009E73" if green else "#D55E00"}),
        ],
        gap="md",
        className="data-state",
    )


def navigation(ctx: Context, pages: Sequence[Page]) -> Component:
    """Links to all pages, which keep the filters."""
    groups: dict[str, list[Component]] = {}
    for page in pages:
        if page.in_navigation:
            here = page.path == ctx.path
            link = dcc.Link(
                page.name,
                href=ctx.link(page.path),
                className="nav-link here" if here else "nav-link",
                title=page.summary,
            )
            groups.setdefault(page.group, []).append(html.Li(link))
    return html.Div(
        [html.Div([html.Div(name, className="nav-group"), html.Ul(links)]) for name, links in groups.items()]
    )


def segment_options(ctx: Context) -> list[dict[str, object]]:
    """Values to filter by, under the name of their dimension."""
    options: list[dict[str, object]] = []
    for segment, label in reference.SEGMENTS.items():
        items = [
            {"value": f"{segment}{SEPARATOR}{value}", "label": f"{label}: {value}"}
            for value in reference.segment_values(ctx.lease, segment)
        ]
        options.append({"group": label, "items": items})
    return options


def choice(key: str, label: str, value: str, data: object, placeholder: str) -> Component:
    """A filter that can be emptied and searched."""
    return dmc.Select(
        id={"type": "ctl", "key": key},
        label=label,
        value=value or None,
        data=data,
        placeholder=placeholder,
        clearable=True,
        searchable=True,
        className="control",
        clearButtonProps={"aria-label": f"Clear {label}"},
    )


def filters(ctx: Context, page: Page) -> Component:
    """The filter bar: only what this page listens to."""
    view, parts = ctx.view, list[Component]()
    if "months" in page.filters:
        months = {f"{month:%Y-%m}": fmt.month(month) for month in reversed(ctx.scope.months)}
        first = f"{view.month_from:%Y-%m}"
        chosen = next((name for name in PRESETS if preset(view, ctx.scope, name) == first), "")
        parts += [
            control("from", "From", first, months),
            control("to", "To", f"{view.month_to:%Y-%m}", months),
            dmc.Select(
                id={"type": "ctl", "key": "preset"},
                label="Range",
                value=chosen or None,
                placeholder="Own range",
                data=[{"value": name, "label": label} for name, label in PRESETS.items()],
                className="control narrow",
            ),
        ]
    if "month" in page.filters:
        months = {f"{month:%Y-%m}": fmt.month(month) for month in reversed(ctx.scope.months)}
        parts.append(control("to", "Month", f"{view.month_to:%Y-%m}", months))
    if "opco" in page.filters:
        names = {o.opco_id: f"{o.name} ({o.opco_id})" for o in reference.opcos(ctx.lease)}
        options = [{"value": code, "label": names[code]} for code in ctx.scope.opcos]
        parts.append(choice("opco", "Company", view.slice.opco, options, "All companies"))
    if "region" in page.filters and view.slice.opco:
        regions = [
            {"value": value, "label": value.split(" / ")[1]}
            for value in reference.regions(ctx.lease, view.slice.opco)
        ]
        parts.append(choice("region", "Region", view.slice.region, regions, "All regions"))
    if "segment" in page.filters:
        picked = f"{view.slice.segment}{SEPARATOR}{view.slice.value}" if view.slice.segment else ""
        parts.append(choice("segment", "Segment", picked, segment_options(ctx), "No segment"))
    if "currency" in page.filters and view.slice.opco:
        local = reference.currency_of(ctx.lease, view.slice.opco) or "local"
        group = reference.reporting_currency(ctx.lease) or "reporting"
        parts.append(control("currency", "Currency", view.currency, {"local": local, "reporting": group}))
    if not parts:
        return html.Div()
    return html.Div([*parts, dcc.Link("Reset", href=page.path, className="reset")], className="filters")


def frame(title: str, skeleton: Component) -> Component:
    """The page before any figures are there: header, navigation, an empty main part."""
    header = html.Header(
        [
            html.A("Skip to content", href="#main", className="skip"),
            dmc.Group(
                [
                    html.Button(
                        "Menu",
                        id="menu",
                        className="menu",
                        **{"aria-expanded": "false", "aria-controls": "nav"},
                    ),
                    html.Div(title, className="brand"),
                    html.Div(id="state"),
                ],
                gap="md",
                wrap="wrap",
            ),
            dmc.ColorSchemeToggle(
                lightIcon="☾",
                darkIcon="☀",
                variant="default",
                size="lg",
                **{"aria-label": "Dark or light"},
            ),
        ],
        className="top",
    )
    return dmc.MantineProvider(
        html.Div(
            [
                dcc.Location(id="url", refresh="callback-nav"),
                dcc.Store(id="facts"),
                dcc.Interval(id="tick", interval=60_000),
                header,
                html.Div(id="news", role="status"),
                html.Div(
                    [
                        html.Nav(id="nav", **{"aria-label": "Pages"}),
                        html.Main(
                            [
                                html.Div(id="filters"),
                                dcc.Loading(
                                    html.Div(skeleton, id="content"),
                                    delay_show=400,
                                    overlay_style={"visibility": "visible"},
                                    type="dot",
                                ),
                            ],
                            id="main",
                        ),
                    ],
                    className="body",
                ),
                html.Div(id="dialog"),
            ],
            id="frame",
        ),
        defaultColorScheme="auto",
        theme={"primaryColor": "blue", "fontFamily": "system-ui, sans-serif", "defaultRadius": "sm"},
    )
