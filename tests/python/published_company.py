"""A small company with one person in every table that can hold one, built once and published."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from dashboard.decisions import DecisionStore
from oracle_cases import Case
from privacy.places import Places
from publishing.publication import Publication
from publishing.versions import Version
from warehouse import REPO, Raw, Workplace, parsed, write_folder

AS_OF = "2024-06-30"
NOW = datetime(2024, 7, 2, 9, 30)
# words that stand nowhere else and that no compression shortens
WORDS = {
    name: hashlib.sha256(name.encode()).hexdigest()[:24]
    for name in ("name", "phone", "old_phone", "email", "address", "said")
}
AGENT = f"agent {hashlib.sha256(b'agent').hexdigest()[:24]}"
PERSON, OTHER = "customer-1", "customer-2"


def raw() -> Raw:
    """Two customers of one name; the first has two phones, a faulty row, a bill, a decision and a salary."""
    case = Case()
    case.raw["customers"].clear()
    person = {"customer_name": WORDS["name"], "email": WORDS["email"], "address": WORDS["address"]}
    case.customer(PERSON, **person, phone=WORDS["old_phone"], income_band="low")
    case.customer(PERSON, **person, phone=WORDS["phone"], income_band="low")["loaded_at"] = (
        "2024-02-01 00:00:00"
    )
    case.customer("", **person, phone=WORDS["phone"])
    case.customer(OTHER, customer_name="A B", phone="0700")
    case.customer("customer-3", customer_name="A B")
    for account_id, customer_id in (("a", PERSON), ("b", OTHER)):
        case.account(account_id, "2024-01-10", customer_id=customer_id, sign_up_agent_name=AGENT)
        case.contract(f"k{account_id}", account_id, "2024-01-10", financed_amount="300.00", term_days="300")
        case.payment(f"p{account_id}", account_id, "2024-01-20 10:00:00", "40.00")
        case.bill(f"bill-{account_id}", account_id, "2024-02-01", "2024-02-15", "20.00")
    case.account("faulty", "2024-01-10", customer_id=PERSON, account_type="boat", sign_up_agent_name=AGENT)
    for day in ("2024-03-01", "2024-04-01"):
        case.add(
            "bank_transactions",
            transaction_id=f"t{day}",
            customer_id=PERSON,
            booked_at=f"{day} 09:00:00",
            amount="900.00",
            balance_after="950.00",
            narration=f"Salary {WORDS['said']}",
        )
    for decision_id, bill_id in (("d1", "bill-a"), ("d2", "bill-b")):
        case.add(
            "decisions",
            decision_id=decision_id,
            decided_at="2024-03-01 09:00:00",
            decided_by=AGENT,
            decision_type="attempt",
            bill_id=bill_id,
            reason=f"they said {WORDS['said']}" if bill_id == "bill-a" else "asked for it",
        )
    for rows in case.raw.values():
        for row in rows:
            row["loaded_at"] = (
                "2024-02-01 00:00:00" if row["loaded_at"] != "2024-01-01 00:00:00" else "2024-01-31 00:00:00"
            )
    return case.raw


@dataclass
class Company:
    """Its folder: raw files, build file, publications, decisions, a backup, logs."""

    root: Path

    @property
    def build_file(self) -> Path:
        return self.root / "arrears.duckdb"

    @property
    def publications(self) -> Path:
        return self.root / "publications"

    def places(self) -> Places:
        return Places(
            build_file=self.build_file,
            publications=self.publications,
            decisions=self.root / "decisions.sqlite",
            raw=self.root / "raw",
            backups=[self.root / "backups"],
            logs=[self.root / "logs"],
        )

    def publish(self, now: datetime = NOW, keep: int = 5, **said: str) -> tuple[Version, list[str]]:
        """What make publish does."""
        publication = Publication(REPO, self.build_file, self.publications, now)
        with self.environment():
            version = publication.make(keep, lambda step: None, said, manifest=parsed("schema"))
        return version, publication.sentences

    @contextmanager
    def environment(self) -> Iterator[None]:
        """dbt writes nothing into the project."""
        values = {
            "ARREARS_DUCKDB": str(self.build_file),
            "DBT_TARGET_PATH": str(self.root / "target"),
            "DBT_LOG_PATH": str(self.root / "dbt_logs"),
        }
        before = {name: os.environ.get(name) for name in values}
        os.environ.update(values)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.build_file), read_only=True) as connection:
            found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
            return found

    def change(self, statement: str) -> None:
        with duckdb.connect(str(self.build_file)) as connection:
            connection.execute(statement)

    def copy(self, root: Path) -> Company:
        """The same company in another folder."""
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        return Company(root)


@cache
def built_company() -> Company:
    """Built and published once a process; tests that change it take a copy."""
    root = Path(tempfile.mkdtemp(prefix="arrears-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    built = company(Workplace(root))
    built.publish()
    return built


def company(place: Workplace) -> Company:
    """Build it: every model that a mart is made from."""
    write_folder(raw(), place.raw_path)
    variables = {"raw_source": "folder", "raw_path": str(place.raw_path), "as_of_date": AS_OF}
    place.seed(**variables)
    kinds = ["resource_type:test", "resource_type:unit_test", "path:seeds", "path:checks"]
    place.dbt(
        "build",
        "--select",
        "+path:models/marts",
        "stg_build_settings",
        "stg_loads_ahead",
        "--exclude",
        *kinds,
        **variables,
    )
    built = Company(place.root)
    write_decisions(built.root / "decisions.sqlite")
    (built.root / "logs").mkdir()
    (built.root / "logs" / "dbt.log").write_text(f"could not read {WORDS['email']}\n")
    (built.root / "logs" / "other.log").write_text("nothing of note\n")
    return built


def write_decisions(file: Path) -> None:
    """The store of decisions, as the dashboard keeps it, with the file beside it that the build reads."""
    store = DecisionStore(file)
    for bill_id, reason in (("bill-a", WORDS["said"]), ("bill-b", "asked for it")):
        store.add(
            decided_by=AGENT,
            decision_type="attempt",
            bill_id=bill_id,
            rescheduled_for=None,
            reason=reason,
            idempotency_key=bill_id,
        )
    with closing(store.connect()) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
