"""Raw rows as an opco's collectors see them on one day. Amounts are whole cents."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

Line = Mapping[str, str | None]
NEVER_HELD_OUT = ("arrangement_agreed", "arrangement_broken")


@dataclass(frozen=True)
class Policy:
    """Days of attribution and of grace from a day on."""

    valid_from: date
    attribution_window_days: int
    promise_grace_days: int


@dataclass(frozen=True)
class Action:
    """Something that was done; held-out rows are none."""

    action_id: str
    account_id: str
    at: datetime
    on: date
    kind: str
    status: str | None
    agent_id: str | None
    promised_cents: int | None
    promised_for: date | None


@dataclass(frozen=True)
class Payment:
    """What reversals have left of an instalment or bill payment."""

    payment_id: str
    account_id: str
    at: datetime
    on: date
    cents: int


@dataclass
class Company:
    """An opco with its policies, in order, and all that happened by as_of."""

    opco_id: str
    as_of: date
    policies: list[Policy] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)

    def policy(self, day: date) -> Policy:
        """The latest policy on or before the day; before the first, the first."""
        earlier = [policy for policy in self.policies if policy.valid_from <= day]
        return max(earlier, key=lambda policy: policy.valid_from) if earlier else self.policies[0]


def cents(text: str | None) -> int | None:
    return None if text is None else int(Decimal(text) * 100)


def local_day(text: str, zone: str) -> tuple[datetime, date]:
    moment = datetime.fromisoformat(text)
    return moment, moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def read_companies(raw: Mapping[str, Sequence[Line]], as_of: date) -> list[Company]:
    """Every opco of the rows, with nothing that is dated after as_of."""
    return [_read(raw, str(opco["opco_id"]), str(opco["timezone"]), as_of) for opco in raw["opcos"]]


def _read(raw: Mapping[str, Sequence[Line]], opco_id: str, zone: str, as_of: date) -> Company:
    company = Company(opco_id, as_of)
    for line in raw["policies"]:
        if line["opco_id"] == opco_id:
            company.policies.append(
                Policy(
                    date.fromisoformat(str(line["valid_from"])),
                    int(str(line["attribution_window_days"])),
                    int(str(line["promise_grace_days"])),
                )
            )
    company.policies.sort(key=lambda policy: policy.valid_from)
    accounts = {line["account_id"] for line in raw["accounts"] if line["opco_id"] == opco_id}
    for line in raw.get("actions", ()):
        moment, day = local_day(str(line["action_at"]), zone)
        held_out = line.get("is_holdout") == "true" and line["action_type"] not in NEVER_HELD_OUT
        if line["account_id"] in accounts and day <= as_of and not held_out:
            promised_for = line.get("promised_for")
            company.actions.append(
                Action(
                    str(line["action_id"]),
                    str(line["account_id"]),
                    moment,
                    day,
                    str(line["action_type"]),
                    line.get("new_status"),
                    line.get("agent_id"),
                    cents(line.get("promised_amount")),
                    None if promised_for is None else date.fromisoformat(promised_for),
                )
            )
    taken_back: dict[str | None, int] = defaultdict(int)
    for line in raw.get("payments", ()):
        if line["payment_type"] == "reversal" and local_day(str(line["paid_at"]), zone)[1] <= as_of:
            taken_back[line["reverses_payment_id"]] -= cents(line["amount"]) or 0
    for line in raw.get("payments", ()):
        moment, day = local_day(str(line["paid_at"]), zone)
        amount = (cents(line["amount"]) or 0) - taken_back[line["payment_id"]]
        counts = line["payment_type"] in ("instalment", "bill") and amount > 0
        if line["account_id"] in accounts and day <= as_of and counts:
            company.payments.append(
                Payment(str(line["payment_id"]), str(line["account_id"]), moment, day, amount)
            )
    return company
