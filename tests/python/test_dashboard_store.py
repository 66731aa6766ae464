"""The store takes new publications without a restart, decisions survive a kill, callbacks never block."""

import inspect
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard import app as application
from dashboard.api.guard import Limiter
from dashboard.context import Service
from dashboard.decisions import DecisionStore, KeyUsedDifferently
from dashboard.settings import ROOT, Settings
from dashboard.store import NothingPublished, Store
from dashboard_world import settings
from publication_fixture import publish


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A database with two tiny marts, to be published as it is."""
    file = tmp_path / "built.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema marts; use marts")
        connection.execute("create table dim_months as select date '2025-12-31' as snapshot_on")
        connection.execute("create table numbers as select range as n, 1 as version from range(1000)")
    return file


VERSION = "select max(version)::int from numbers"


def test_nothing_published_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished), Store(tmp_path).lease():
        pass


def test_a_new_publication_is_taken_and_old_readers_finish(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "publications"
    store = Store(publish(small, folder, 1))
    with store.lease() as old:
        publish(small, folder, 2, ("update numbers set version = 2",))
        with store.lease() as new:
            assert new.rows(int, VERSION) == [2]
            assert (old.number, new.number) == (1, 2)
        # the lease taken before the swap still reads what it began with
        assert old.rows(int, VERSION) == [1]
        connection = old.opened.connection
    with pytest.raises(duckdb.Error):
        connection.execute("select 1")


def test_swaps_under_readers_never_mix_or_fail(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "publications"
    store, wrong, stop = Store(publish(small, folder, 1)), list[object](), threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                with store.lease() as lease:
                    seen = [lease.rows(int, VERSION)[0] for _ in range(3)]
                    if set(seen) != {lease.number}:
                        wrong.append((lease.number, seen))
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, 9):
        publish(small, folder, number, (f"update numbers set version = {number}",))
        time.sleep(0.03)
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong
    with store.lease() as lease:
        assert lease.number == 8


def test_a_broken_new_publication_leaves_the_last_one(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "publications"
    store = Store(publish(small, folder, 1))
    with store.lease():
        pass
    (folder / "current.json").write_text('{"number": 2, "folder": "000002"}')
    with store.lease() as lease:
        assert lease.number == 1


def test_a_publication_can_neither_be_changed_nor_reach_out(small: Path, tmp_path: Path) -> None:
    store = Store(publish(small, tmp_path / "publications", 1))
    with store.lease() as lease:
        for sql in (
            "delete from numbers",
            "copy numbers to 'stolen.csv'",
            f"select * from read_csv('{small}')",
            "set enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                lease.table(sql)


def test_answers_are_kept_for_one_publication_only(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "publications"
    store = Store(publish(small, folder, 1))
    with store.lease() as lease:
        assert lease.kept("version", lambda: lease.rows(int, VERSION)) == [1]
        assert lease.kept("version", lambda: [99]) == [1]
    publish(small, folder, 2, ("update numbers set version = 2",))
    with store.lease() as lease:
        assert lease.kept("version", lambda: lease.rows(int, VERSION)) == [2]


def add(
    store: DecisionStore, key: str, bill: str = "B1", day: date | None = None, on: date | None = None
) -> str:
    found, _ = store.add(
        decided_by="carl",
        decision_type="reschedule",
        bill_id=bill,
        rescheduled_for=day or date(2026, 1, 9),
        reason=None,
        idempotency_key=key,
        standing_still_on=on,
    )
    return found.decision_id


def test_a_double_click_is_one_decision(tmp_path: Path) -> None:
    store = DecisionStore(tmp_path / "decisions.sqlite")
    assert add(store, "k") == add(store, "k")
    assert len(store.all()) == 1
    with pytest.raises(KeyUsedDifferently):
        add(store, "k", bill="B2")


def test_many_threads_with_one_key_store_once(tmp_path: Path) -> None:
    store, found = DecisionStore(tmp_path / "decisions.sqlite"), list[str]()
    threads = [threading.Thread(target=lambda: found.append(add(store, "k"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16 and len(set(found)) == 1


def test_decisions_are_never_changed_or_removed(tmp_path: Path) -> None:
    store = DecisionStore(tmp_path / "decisions.sqlite")
    add(store, "k")
    with store.connect() as connection:
        for sql in ("delete from decisions", "update decisions set reason = 'x'"):
            with pytest.raises(Exception, match="never"):
                connection.execute(sql)


def test_time_that_stands_still_keeps_the_order(tmp_path: Path) -> None:
    store = DecisionStore(tmp_path / "decisions.sqlite")
    for key in "abc":
        add(store, key, on=date(2025, 12, 31))
    moments = [found.decided_at for found in store.all()]
    assert moments == sorted(set(moments))
    assert all(moment.startswith("2025-12-31 03:00:0") for moment in moments)


WRITER = """
import sys
from datetime import date
from pathlib import Path
from dashboard.context import Service
from dashboard.decisions import DecisionStore
store = DecisionStore(Path(sys.argv[1]))
for number in range(100000):
    store.add(decided_by="w", decision_type="attempt", bill_id=f"B{number}", rescheduled_for=None,
              reason=None, idempotency_key=f"{sys.argv[2]}-{number}")
    print(f"{sys.argv[2]}-{number}", flush=True)
"""


def test_a_killed_process_loses_no_decision_that_it_confirmed(tmp_path: Path) -> None:
    path, confirmed = tmp_path / "decisions.sqlite", list[str]()
    for turn in range(2):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), f"t{turn}"],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert writer.stdout
        for _ in range(40):
            confirmed.append(writer.stdout.readline().strip())
        writer.send_signal(signal.SIGKILL)
        confirmed += writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
    store = DecisionStore(path)
    with store.connect() as connection:
        kept = {key for (key,) in connection.execute("select idempotency_key from decisions")}
    assert len(confirmed) >= 80 and set(confirmed) <= kept
    # the file that the build reads is whole again after the restart
    assert len(path.with_suffix(".csv").read_text().splitlines()) == len(kept) + 1


@pytest.fixture
def callbacks(tmp_path: Path) -> Iterator[list[object]]:
    """Every server callback of the application."""
    seen: list[object] = []

    class Recorder:
        def callback(self, *_: object, **__: object) -> object:
            return lambda function: seen.append(function)

        def clientside_callback(self, *_: object, **__: object) -> None:
            return

    application.register(Recorder(), Service.start(settings(tmp_path, tmp_path)))
    yield seen


def test_every_callback_is_asynchronous_and_works_in_a_thread(callbacks: list[object]) -> None:
    assert len(callbacks) == 3
    for function in callbacks:
        assert inspect.iscoroutinefunction(function)
        assert "asyncio.to_thread(" in inspect.getsource(function)


def test_every_file_is_short() -> None:
    for file in (ROOT / "dashboard").rglob("*.py"):
        assert len(file.read_text().splitlines()) <= 300, file


def test_only_the_store_opens_databases_of_figures() -> None:
    for file in (ROOT / "dashboard").rglob("*.py"):
        if file.name != "store.py":
            assert "duckdb" not in file.read_text().replace(".duckdb", ""), file


def test_pages_know_no_sql() -> None:
    for file in (ROOT / "dashboard" / "pages").glob("*.py"):
        assert ".rows(" not in file.read_text() and " from fct_" not in file.read_text(), file


def test_the_limiter_refills() -> None:
    limiter = Limiter(60)
    assert all(limiter.allows("a", 0.0) for _ in range(60))
    assert not limiter.allows("a", 0.0)
    assert limiter.allows("b", 0.0)
    assert limiter.allows("a", 1.0)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ARREARS_PUBLICATIONS", str(tmp_path))
    monkeypatch.setenv("ARREARS_TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2")
    found = Settings.from_environment()
    assert found.publications == tmp_path and found.trusted_proxies == {"10.0.0.1", "10.0.0.2"}
    assert replace(found, port=1).host == "127.0.0.1"
