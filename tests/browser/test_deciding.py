"""Decisions in the browser, new figures under an open session, many sessions at once."""

import os
import sqlite3
import threading
import time
import urllib.request
from pathlib import Path

import duckdb
import pytest

from conftest import Running, Watched
from dashboard_world import demo_warehouse
from publication_fixture import publish


def first_bill(tab: Watched) -> str:
    tab.open("/smart-collect?tab=upcoming")
    return tab.page.locator(".collection:has-text('Reschedule') .card-title").first.inner_text()


def test_a_reschedule_is_asked_stored_shown_as_pending_and_applied_by_the_next_build(
    tab: Watched, running: Running, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bill = first_bill(tab)
    page = tab.page
    card = page.locator(f"#bill-{bill}")
    customer = card.locator("dd a").first.inner_text()
    card.get_by_role("link", name="Reschedule").click()
    page.wait_for_selector("#decide-confirm")
    page.fill("#decide-day", "2026-01-20")
    page.fill("#decide-reason", 'asked for, "politely"')
    # a double click is one decision
    page.locator("#decide-confirm").dblclick()
    page.wait_for_selector(f"#bill-{bill} .pending", timeout=30_000)
    with sqlite3.connect(running.decisions) as store:
        rows = store.execute("select bill_id, rescheduled_for, decided_by from decisions").fetchall()
    assert [row[:2] for row in rows] == [(bill, "2026-01-20")] and rows[0][2].startswith("local:")
    # the build that follows moves the collection (its own test is in tests/python); the session shows it
    change = "update smart_collect_upcoming set scheduled_on = '2026-01-20', is_rescheduled = true"
    moved = f"{change} where bill_id = '{bill}'"
    publish(demo_warehouse(tmp_path_factory), running.publications, 2, (moved,))
    tab.open(f"/smart-collect?tab=upcoming&customer={customer}")
    assert "no. 2" in page.inner_text("header")
    shown = page.locator(f"#bill-{bill}").inner_text()
    assert "20 Jan 2026" in shown and "Rescheduled" in shown


def test_cancel_stores_nothing(tab: Watched, running: Running) -> None:
    bill = first_bill(tab)
    with sqlite3.connect(running.decisions) as store:
        before = store.execute("select count(*) from decisions").fetchone()
    tab.page.locator(f"#bill-{bill}").get_by_role("link", name="Attempt now").click()
    tab.page.wait_for_selector("#decide-confirm")
    tab.page.get_by_role("link", name="Cancel").click()
    tab.page.wait_for_selector("#decide-confirm", state="detached")
    with sqlite3.connect(running.decisions) as store:
        assert store.execute("select count(*) from decisions").fetchone() == before


def test_ten_sessions_at_once_do_not_stall_each_other(running: Running) -> None:
    """Nine sessions download whole tables; the tenth asks for health and never waits for one of them."""
    stop, waits, broken = threading.Event(), list[float](), list[object]()

    def load(number: int) -> None:
        while not stop.is_set():
            try:
                path = f"/download/customers.xlsx?q={number}&n={time.monotonic()}"
                urllib.request.urlopen(running.address + path, timeout=120).read()
            except Exception as error:
                broken.append(error)

    threads = [threading.Thread(target=load, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        start = time.monotonic()
        urllib.request.urlopen(f"{running.address}/api/health", timeout=60).read()
        waits.append(time.monotonic() - start)
        time.sleep(0.2)
    stop.set()
    for thread in threads:
        thread.join()
    assert not broken
    assert sorted(waits)[len(waits) // 2] < 5, waits


def test_the_store_is_where_the_build_looks(running: Running) -> None:
    file = running.decisions.with_suffix(".csv")
    assert Path(os.fspath(file)).exists()
    assert duckdb.sql(f"select count(*) from read_csv('{file}', all_varchar = true)").fetchone()
