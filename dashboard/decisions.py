"""What people decide: durable before the answer, each double click once, readable by the next build."""

import csv
import os
import sqlite3
import threading
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

MOMENT = "%Y-%m-%d %H:%M:%S.%f"
COLUMNS = (
    "decision_id",
    "decided_at",
    "decided_by",
    "decision_type",
    "bill_id",
    "rescheduled_for",
    "reason",
    "loaded_at",
)
SCHEMA = """
create table if not exists decisions (
  decision_id text primary key,
  decided_at text not null,
  decided_by text not null,
  decision_type text not null check (decision_type in ('reschedule', 'attempt')),
  bill_id text not null,
  rescheduled_for text,
  reason text,
  loaded_at text not null,
  idempotency_key text not null unique
);
create trigger if not exists decisions_stay before update on decisions
begin select raise(abort, 'decisions are never changed'); end;
create trigger if not exists decisions_are_kept before delete on decisions
begin select raise(abort, 'decisions are never removed'); end;
"""


class KeyUsedDifferently(Exception):
    """The same idempotency key came with another decision."""


@dataclass(frozen=True)
class Decision:
    """One decision as it is stored."""

    decision_id: str
    decided_at: str
    decided_by: str
    decision_type: str
    bill_id: str
    rescheduled_for: str | None
    reason: str | None
    loaded_at: str


class DecisionStore:
    """An append-only SQLite table, and a file beside it that the build reads."""

    def __init__(self, path: Path) -> None:
        """Open or make the store; a file that a killed process left behind is written again."""
        self.path = path
        self.lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.connect() as connection:
            connection.executescript(SCHEMA)
        with self.lock:
            self.write_file()

    def connect(self) -> sqlite3.Connection:
        """A connection whose commits have reached the disk when they return."""
        connection = sqlite3.connect(self.path, timeout=10)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        return connection

    def add(
        self,
        *,
        decided_by: str,
        decision_type: str,
        bill_id: str,
        rescheduled_for: date | None,
        reason: str | None,
        idempotency_key: str,
        standing_still_on: date | None = None,
    ) -> tuple[Decision, bool]:
        """Store a decision; the second value says whether it is new or was known under its key.

        Where a demo company's time stands still, decisions are dated on its day, one second after the last.
        """
        day = rescheduled_for.isoformat() if rescheduled_for else None
        with self.lock:
            connection = self.connect()
            try:
                now = datetime.now(UTC).replace(tzinfo=None)
                decided = self.next_moment(connection, standing_still_on) if standing_still_on else now
                new = Decision(
                    decision_id=f"D-{uuid.uuid4()}",
                    decided_at=decided.strftime(MOMENT),
                    decided_by=decided_by,
                    decision_type=decision_type,
                    bill_id=bill_id,
                    rescheduled_for=day,
                    reason=reason,
                    loaded_at=now.strftime(MOMENT),
                )
                with connection:
                    row = (*(getattr(new, name) for name in COLUMNS), idempotency_key)
                    marks = ", ".join("?" * len(row))
                    cursor = connection.execute(
                        f"insert into decisions values ({marks}) on conflict (idempotency_key) do nothing",
                        row,
                    )
                if cursor.rowcount == 1:
                    self.write_file()
                    return new, True
                known = Decision(
                    *connection.execute(
                        f"select {', '.join(COLUMNS)} from decisions where idempotency_key = ?",
                        (idempotency_key,),
                    ).fetchone()
                )
            finally:
                connection.close()
        asked = (decided_by, decision_type, bill_id, day)
        if asked != (known.decided_by, known.decision_type, known.bill_id, known.rescheduled_for):
            raise KeyUsedDifferently(idempotency_key)
        return known, False

    def next_moment(self, connection: sqlite3.Connection, day: date) -> datetime:
        """A moment in the early morning (UTC) of a day, after every decision of that day."""
        sql = "select max(decided_at) from decisions where substr(decided_at, 1, 10) = ?"
        (last,) = connection.execute(sql, (day.isoformat(),)).fetchone()
        first = datetime(day.year, day.month, day.day, 3)
        return datetime.strptime(last, MOMENT) + timedelta(seconds=1) if last else first

    def all(self) -> list[Decision]:
        """Every decision, the oldest first."""
        connection = self.connect()
        try:
            found = connection.execute(f"select {', '.join(COLUMNS)} from decisions order by 2, 1").fetchall()
        finally:
            connection.close()
        return [Decision(*row) for row in found]

    def pending(self, judged: set[str]) -> dict[str, Decision]:
        """The latest decision on each bill that no build has judged yet."""
        return {found.bill_id: found for found in self.all() if found.decision_id not in judged}

    def write_file(self) -> None:
        """Write all decisions as CSV beside the store, in one step: the build reads this file."""
        target = self.path.with_suffix(".csv")
        scratch = target.with_suffix(".csv.new")
        with scratch.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows([getattr(found, name) for name in COLUMNS] for found in self.all())
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, target)
