"""A running dashboard and a headless Chromium; no page may ask another host for anything."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from dashboard.settings import ROOT
from dashboard_world import demo_publications

CHROMIUM = os.environ.get("ARREARS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Running:
    """A dashboard in a process of its own."""

    address: str
    publications: Path
    decisions: Path
    process: int


def free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    publications = demo_publications(tmp_path_factory)
    folder, port = tmp_path_factory.mktemp("running"), free_port()
    environment = {
        **os.environ,
        "ARREARS_PUBLICATIONS": str(publications),
        "ARREARS_DECISIONS": str(folder / "decisions.sqlite"),
        "ARREARS_PORT": str(port),
        "ARREARS_CLOCK": "as_of",
        "ARREARS_REQUESTS_PER_MINUTE": "100000",
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("ARREARS_USERS", None)
    server = subprocess.Popen([sys.executable, "-m", "dashboard"], cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{address}/api/health", timeout=5).close()
            break
        except (URLError, OSError):
            time.sleep(0.5)
    yield Running(address, publications, folder / "decisions.sqlite", server.pid)
    server.terminate()
    server.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "chromium is needed: apt-get install chromium, or ARREARS_CHROMIUM with its path"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@dataclass
class Watched:
    """A browser page that remembers what went wrong on it."""

    page: Page
    address: str
    outside: list[str]
    errors: list[str]

    def open(self, path: str) -> Page:
        """Open a page of the dashboard and wait until its figures are there."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector("h1", timeout=60_000)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until nothing loads any more."""
        self.page.wait_for_load_state("networkidle", timeout=60_000)
        self.page.wait_for_function(
            "!document.querySelector('[data-dash-is-loading=\"true\"]')", timeout=60_000
        )
        self.page.wait_for_timeout(300)


def watch(context: BrowserContext, address: str) -> Watched:
    context.set_default_timeout(90_000)
    page = context.new_page()
    found = Watched(page, address, [], [])

    def only_here(route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(address).netloc:
            route.continue_()
        else:
            found.outside.append(route.request.url)
            route.abort()

    context.route("**/*", only_here)
    page.on("pageerror", lambda error: found.errors.append(str(error)))
    page.on("console", lambda said: found.errors.append(said.text) if said.type == "error" else None)
    return found


@pytest.fixture
def tab(browser: Browser, running: Running) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1360, "height": 900}, locale="en-GB")
    yield watch(context, running.address)
    context.close()
