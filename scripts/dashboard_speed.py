"""Times the dashboard in a headless Chromium and prints a table: paint, content, clicks, server CPU, bytes.

python scripts/dashboard_speed.py --address http://127.0.0.1:8050 --process PID
"""

import os
import shutil
import statistics
import time
from pathlib import Path
from typing import Annotated

import typer
from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.table import Table

PAINT = "performance.getEntriesByName('first-contentful-paint').map(e => e.startTime)[0] || 0"
BYTES = "performance.getEntriesByType('resource').reduce((sum, e) => sum + e.transferSize, 0)"
PAGES = [
    "/",
    "/active-portfolio",
    "/by-region",
    "/default-cohorts",
    "/billing",
    "/worklist",
    "/smart-collect",
]


def cpu_seconds(process: int) -> float:
    """Seconds of CPU that a process has used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settle(page: Page, before: str | None = None) -> None:
    """Wait for the heading, and for another address where one is awaited."""
    if before:
        page.wait_for_function(f"location.href !== {before!r}", timeout=60_000)
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_load_state("networkidle", timeout=60_000)


def clicks(page: Page, process: int, count: int) -> tuple[float, float]:
    """Median seconds of a click on the range, and server CPU seconds a click."""
    times = []
    start = cpu_seconds(process)
    for name in (["3 months", "24 months", "6 months", "All months", "12 months"] * count)[:count]:
        before = page.url
        page.get_by_label("Range", exact=True).first.click()
        began = time.monotonic()
        page.get_by_role("option", name=name, exact=True).click()
        settle(page, before)
        # half a second without requests is what "idle" means, and no part of the click
        times.append(time.monotonic() - began - 0.5)
    return statistics.median(times), (cpu_seconds(process) - start) / count


def measure(browser: Browser, address: str, process: int, path: str, count: int) -> list[str]:
    """One row of the table."""
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    began = time.monotonic()
    page.goto(address + path)
    page.wait_for_selector("h1", timeout=120_000)
    content = time.monotonic() - began
    page.wait_for_load_state("networkidle", timeout=120_000)
    paint, size = float(page.evaluate(PAINT)) / 1000, float(page.evaluate(BYTES)) / 1e6
    click, cpu = (
        clicks(page, process, count) if page.get_by_label("Range", exact=True).count() else (None, None)
    )
    context.close()
    row = [path, f"{paint:.2f}", f"{content:.2f}", f"{size:.2f}"]
    return [*row, *(f"{1000 * value:.0f}" if value is not None else "" for value in (click, cpu))]


def main(
    process: Annotated[int, typer.Option(help="Process id of the running dashboard.")],
    address: Annotated[str, typer.Option(help="Where it listens.")] = "http://127.0.0.1:8050",
    count: Annotated[int, typer.Option(help="Clicks for each page.")] = 5,
) -> None:
    """Measure every page and print the table."""
    table = Table("page", "first paint s", "content s", "MB", "click ms (median)", "server CPU ms a click")
    with sync_playwright() as playwright:
        chromium = os.environ.get("ARREARS_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for path in PAGES:
            table.add_row(*measure(browser, address, process, path, count))
        browser.close()
    Console(width=110).print(table)


if __name__ == "__main__":
    typer.run(main)
