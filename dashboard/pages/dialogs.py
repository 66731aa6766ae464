"""Questions before something is decided."""

from dash import Dash

from dashboard.context import Service


def register(app: Dash, service: Service) -> None:
    """The callbacks of the dialogs."""
