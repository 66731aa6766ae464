"""Every page in a real browser: it opens, is accessible, fits a phone and asks nobody else for anything."""

import csv
import io
import re
import urllib.request
from pathlib import Path

import axe_core_python
import pytest
from playwright.sync_api import Browser

from conftest import Running, Watched, watch
from dashboard.pages.all import PAGES
from dashboard.pages.smart_page import TABS

AXE = Path(axe_core_python.__file__).with_name("axe.min.js").read_text()
PATHS = [page.path for page in PAGES if page.in_navigation]
PATHS += [f"/smart-collect?tab={tab}" for tab in list(TABS)[1:]]
PATHS += ["/accounts?list=defaulters", "/customer-lookup?account=A90", "/no-such-page"]


def findings(found: Watched) -> list[str]:
    """Serious findings of axe on the page as it stands."""
    found.page.evaluate(AXE)
    violations = found.page.evaluate("axe.run().then(result => result.violations)")
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:160]}"
        for v in violations
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("path", PATHS)
def test_page_opens_is_accessible_and_asks_nobody_else(tab: Watched, path: str) -> None:
    page = tab.open(path)
    assert page.locator("h1").count() == 1
    assert "Something went wrong" not in page.inner_text("main")
    assert not findings(tab)
    assert not tab.outside and not tab.errors


@pytest.mark.parametrize("path", PATHS)
def test_page_fits_a_phone_in_the_dark(browser: Browser, running: Running, path: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark", locale="de-DE")
    found = watch(context, running.address)
    page = found.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not findings(found)
    context.close()


def cell(running: Running, query: str, metric: str) -> dict[str, str]:
    """A value of the Overview as its download has it."""
    with urllib.request.urlopen(f"{running.address}/download/overview.csv?{query}") as answer:
        rows = list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))
    return [row for row in rows if row["metric_id"] == metric][-1]


def shown(tab: Watched) -> str:
    """The first number of the page, digits only."""
    return re.sub(r"\D", "", tab.page.locator(".number").first.inner_text())


def test_a_filter_changes_figures_to_those_of_the_marts(tab: Watched, running: Running) -> None:
    page = tab.open("/")
    before = shown(tab)
    assert before == str(int(float(cell(running, "", "contracted_portfolio_size")["value"])))
    page.get_by_label("Company").first.click()
    page.get_by_role("option", name=re.compile("KE")).click()
    page.wait_for_url("**opco=KE**")
    tab.settle()
    after = shown(tab)
    assert after == str(int(float(cell(running, "opco=KE", "contracted_portfolio_size")["value"]))) != before
    # the address holds it all: another window shows the same
    tab.open(page.url.replace(running.address, ""))
    assert shown(tab) == after
    page.go_back()
    tab.settle()
    assert shown(tab) in (before, after)


def test_a_number_leads_to_its_accounts_and_one_account_to_its_history(tab: Watched) -> None:
    page = tab.open("/?opco=KE")
    page.locator("a.number").first.click()
    page.wait_for_url("**/accounts**")
    tab.settle()
    assert "Contracted portfolio" in page.inner_text("main")
    page.locator(".ag-cell a").first.click()
    page.wait_for_url("**/customer-lookup**account=**")
    tab.settle()
    assert page.locator(".strip").count() == 1


def test_keyboard_reaches_content_and_definition(tab: Watched) -> None:
    page = tab.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.locator(".about").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Formula", timeout=10_000)


def test_dark_and_light(tab: Watched) -> None:
    page = tab.open("/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_label("Dark or light").click()
    page.wait_for_function(f"getComputedStyle(document.body).backgroundColor !== '{before}'")
