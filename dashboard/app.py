"""The application: Dash on FastAPI, every page drawn from its address by one asynchronous callback."""

import asyncio
import logging
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, html
from dash.development.base_component import Component
from fastapi import FastAPI

from dashboard.api import downloads, routes
from dashboard.api.guard import Guard
from dashboard.auth import Door, User, current_user
from dashboard.context import Context, Service
from dashboard.pages import dialogs, shell
from dashboard.pages.all import BY_PATH, PAGES
from dashboard.pages.registry import Page
from dashboard.settings import Settings
from dashboard.store import NothingPublished

log = logging.getLogger("dashboard")
INDEX = """<!DOCTYPE html>
<html lang="en">
    <head>
        {%metas%}
        <title>Arrears</title>
        {%favicon%}
        {%css%}
    </head>
    <body>
        {%app_entry%}
        <footer>{%config%}{%scripts%}{%renderer%}</footer>
    </body>
</html>"""


@dataclass
class Drawn:
    """Everything that one address shows."""

    content: Component
    filters: Component
    navigation: Component
    state: Component
    facts: dict[str, Any]
    dialog: Component | None = None


def message(title: str, text: str, colour: str) -> Component:
    """A page that has nothing else to say."""
    return dmc.Alert(text, title=title, color=colour, variant="light")


def page_of(path: str) -> Page | None:
    """The page of an address."""
    return BY_PATH.get("/" + path.strip("/"))


def facts(ctx: Context, page: Page) -> dict[str, Any]:
    """What the browser's own code needs: months, and the values that the controls already show."""
    view = ctx.view
    return {
        "title": page.name,
        "number": ctx.lease.number,
        "months": [f"{month:%Y-%m}" for month in ctx.scope.months],
        "from": f"{view.month_from:%Y-%m}",
        "to": f"{view.month_to:%Y-%m}",
        "controls": {
            "from": f"{view.month_from:%Y-%m}",
            "to": f"{view.month_to:%Y-%m}",
            "opco": view.slice.opco,
            "region": view.slice.region,
            "segment": f"{view.slice.segment}~{view.slice.value}" if view.slice.segment else "",
            "currency": view.currency,
        },
    }


def drawn(ctx: Context, page: Page) -> Drawn:
    """A page with everything around it; what goes wrong on a page stays on that page."""
    try:
        content = page.draw(ctx)
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("page %s failed, reference %s", page.path, reference)
        text = f"This page could not be drawn. The log says why under reference {reference}."
        content = message("Something went wrong", text, "red")
    head = html.Div(
        [html.H1(page.name), dmc.Text(page.summary, size="sm", className="quiet")], className="page-head"
    )
    return Drawn(
        html.Div([head, content]),
        shell.filters(ctx, page),
        shell.navigation(ctx, PAGES),
        shell.state(ctx),
        facts(ctx, page),
        dialogs.question(ctx),
    )


def draw(service: Service, user: User, path: str, search: str) -> Drawn:
    """What an address shows to a user."""
    page = page_of(path)
    try:
        with service.context(user, page.path if page else path, search) as ctx:
            if page is None:
                found = drawn(ctx, BY_PATH["/"])
                found.content = message("No such page", f"There is no page at {path}.", "gray")
                return found
            return drawn(ctx, page)
    except NothingPublished as error:
        hint = f"{error}. make publish makes one; this page takes it without a restart."
        nothing = message("Nothing published yet", hint, "blue")
        return Drawn(nothing, html.Div(), html.Div(), html.Div(), {"title": "Arrears", "number": 0})


def register(app: Dash, service: Service) -> None:
    """The callbacks: all asynchronous, the work in a thread."""

    async def show(path: str | None, search: str | None) -> tuple[Any, ...]:
        user = current_user.get()
        found = await asyncio.to_thread(draw, service, user, path or "/", search or "")
        return found.content, found.filters, found.navigation, found.state, found.facts, found.dialog

    async def news(_: int | None, known: dict[str, Any] | None) -> Component | None:
        number = await asyncio.to_thread(newest, service)
        if number and known and number != known.get("number"):
            link = html.A("show them", href="")
            return html.Div([f"New figures were published (no. {number}): ", link], className="news")
        return None

    app.callback(
        Output("content", "children"),
        Output("filters", "children"),
        Output("nav", "children"),
        Output("state", "children"),
        Output("facts", "data"),
        Output("dialog", "children"),
        Input("url", "pathname"),
        Input("url", "search"),
    )(show)
    app.callback(
        Output("news", "children"),
        Input("tick", "n_intervals"),
        State("facts", "data"),
        prevent_initial_call=True,
    )(news)
    app.clientside_callback(
        ClientsideFunction("arrears", "navigate"),
        Output("url", "search"),
        Input({"type": "ctl", "key": ALL}, "value"),
        State("url", "search"),
        State("facts", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("arrears", "title"), Output("frame", "title"), Input("facts", "data")
    )
    dialogs.register(app, service)


def newest(service: Service) -> int:
    """The number of the current publication, 0 without one."""
    try:
        return service.store.pointer()[0]
    except NothingPublished:
        return 0


def skeleton() -> Component:
    """What stands where figures will be."""
    return html.Div([dmc.Skeleton(height=118, radius="sm") for _ in range(8)], className="cards")


def create(settings: Settings) -> FastAPI:
    """The whole application as one ASGI app."""
    service = Service.start(settings)
    server = FastAPI(
        title="Arrears",
        version="1",
        description="Figures of the current publication, Smart Collect and decisions.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    server.state.service = service
    server.include_router(routes.router)
    server.include_router(downloads.router)
    app = Dash(
        "dashboard",
        server=server,
        assets_folder=str(Path(__file__).parent / "assets"),
        index_string=INDEX,
        title="Arrears",
        update_title="",
        suppress_callback_exceptions=True,
        enable_mcp=False,
    )
    # callbacks go over plain requests: no socket is offered to the browser
    app.backend.websocket_capability = False
    app.layout = shell.frame("Arrears", skeleton())
    register(app, service)
    server.add_middleware(Guard, door=Door(settings), settings=settings)
    return server
