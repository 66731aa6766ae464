"""What every account shares: its random source, its ids, its calendar, its customer."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from demo.tables import Account, Bill, Contract, Customer, Payment, Row, Segment, replace
from demo.world import FIRST_DAY, LAST_DAY, LAST_LOAD, Company, name_pool, shop_ids

DAY = timedelta(days=1)
EDGE_DAYS = (date(2024, 2, 29), date(2023, 1, 31), date(2024, 8, 31), date(2022, 12, 31), date(2023, 2, 28))
BEFORE_MIDNIGHT = 86400 - 600
PROVIDERS = {
    "RW": ("MTN", "Airtel"), "KE": ("M-Pesa", "Airtel"), "TG": ("Flooz", "T-Money"), "IN": ("UPI", "e-NACH", "card"),
}  # fmt: skip


@dataclass(slots=True)
class Draft:
    """An account in the making; its rows depend on (seed, number) and on nothing else."""

    number: int
    index: int  # within the company
    company: Company
    seed: int
    dense: bool
    rng: random.Random
    rows: list[Row] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    last_status: str | None = None
    month: date | None = None  # the month of the install, where it is given

    def id(self, prefix: str) -> str:
        """P12-1, P12-2 ...: short, and unique without a counter over all accounts."""
        self.counts[prefix] = self.counts.get(prefix, 0) + 1
        return f"{prefix}{self.number}-{self.counts[prefix]}"

    @property
    def account_id(self) -> str:
        return f"A{self.number}"

    @property
    def customer_id(self) -> str:
        return f"U{self.number}"

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def skewed(self, mean: float) -> int:
        """A non-negative whole number, mostly small, with the mean given."""
        return int(3 * mean * self.rng.random() ** 2)

    def install_day(self, latest: date) -> date:
        """A day in the month of the install, or any day up to the latest where none is given."""
        if self.month is None:
            return self.day(FIRST_DAY + DAY * 2, latest)
        following = date(self.month.year + self.month.month // 12, self.month.month % 12 + 1, 1)
        return self.day(self.month, max(self.month, min(following - DAY, latest)))

    def day(self, first: date, last: date) -> date:
        """A day in the range; now and then a leap day or the end of a month."""
        if self.chance(0.06):
            edges = [edge for edge in EDGE_DAYS if first <= edge <= last]
            if edges:
                return self.rng.choice(edges)
        return first + DAY * self.rng.randint(0, max(0, (last - first).days))

    def utc(self, day: date, second: int) -> datetime:
        local = datetime.combine(day, datetime.min.time()) + timedelta(seconds=second)
        if self.company.offset is not None:
            return local - self.company.offset
        aware = local.replace(tzinfo=ZoneInfo(self.company.timezone))
        return aware.astimezone(UTC).replace(tzinfo=None)

    def at(self, day: date) -> datetime:
        """A moment of that local day, sometimes within minutes of midnight."""
        if self.chance(0.02):
            second = self.rng.choice((0, 1, 599, BEFORE_MIDNIGHT, 86399))
        else:
            second = self.rng.randint(6 * 3600, 21 * 3600)
        return self.utc(day, second)

    def loaded(self, moment: datetime) -> datetime:
        """When the row arrives: mostly soon, at times days or weeks late."""
        luck = self.rng.random()
        if luck < 0.88:
            lag = timedelta(minutes=self.rng.randint(2, 240))
        elif luck < 0.97:
            lag = timedelta(hours=self.rng.randint(20, 80))
        else:
            lag = timedelta(days=self.rng.randint(6, 40), minutes=self.rng.randint(1, 600))
        return min(moment + lag, max(moment, LAST_LOAD - timedelta(hours=20)))

    def loaded_day(self, day: date) -> datetime:
        return min(self.utc(day, 72000) + timedelta(minutes=self.rng.randint(5, 300)), LAST_LOAD)


def customer(draft: Draft, since: date, status: str = "active") -> Customer:
    """The customer behind the account; every hundredth is a test customer."""
    rng, company = draft.rng, draft.company
    firsts, lasts = name_pool(company.locale, draft.seed)
    reserved = f"+447700900{draft.number % 1000:03d}"  # Ofcom's numbers for drama
    unassigned = f"+9990{draft.number:07d}"  # no country has 999
    is_water = company.sector == "utility"
    created = draft.at(since - DAY * rng.randint(13, 25))
    row = Customer(
        customer_id=draft.customer_id,
        opco_id=company.opco_id,
        customer_name=f"{rng.choice(firsts)} {rng.choice(lasts)} (demo)",
        phone=None if draft.chance(0.04) else reserved if is_water else unassigned,
        email=None if draft.chance(0.5) else f"u{draft.number}@example.com",
        language=None if draft.chance(0.03) else rng.choice(company.languages),
        is_test=draft.index % 100 == 97 or draft.index == 29,
        customer_status=status,
        created_at=created,
        loaded_at=created + timedelta(minutes=30),
    )
    if not draft.chance(0.05):
        row.income_band = rng.choice(("low", "low", "medium", "medium", "high"))
    if is_water:
        row.tenure_band = rng.choice(("0-1y", "1-3y", "3-5y", "5y+"))
        row.is_vulnerable = draft.chance(0.12)
        row.prefers_direct_debit = draft.chance(0.4)
        row.address = f"{rng.randint(1, 99)} Example Street, Demoton"
    if company.sector == "lending":
        row.credit_score = None if draft.chance(0.08) else rng.randint(560, 830)
        row.tenure_band = rng.choice(("0-1y", "1-3y", "3-5y"))
        row.address = f"{rng.randint(1, 99)} Demo Nagar"
    draft.rows.append(row)
    if draft.chance(0.04):  # a new phone number: the older version is superseded
        newer = replace(row, phone=f"+9991{draft.number:07d}")
        newer.loaded_at = draft.loaded_day(draft.day(since, LAST_DAY))
        draft.rows.append(newer)
    return row


def account(draft: Draft, holder: Customer, kind: str, installed: date | None, suffix: str = "") -> Account:
    rng, company = draft.rng, draft.company
    shops: Sequence[str] = shop_ids(company)
    shop = rng.choice(shops) if shops and not draft.chance(0.08) else None
    agent, technician = rng.randint(1, 12), rng.randint(1, 8)
    row = Account(
        account_id=draft.account_id + suffix,
        customer_id=holder.customer_id,
        opco_id=company.opco_id,
        account_type=kind,
        installed_on=installed,
        shop_id=shop,
        region=None if shop or draft.chance(0.1) else rng.choice(company.regions),
        sign_up_agent_code=f"{company.opco_id}-A{agent}",
        sign_up_agent_name=f"Agent {agent} (demo)",
        created_at=holder.created_at + timedelta(minutes=12),
        loaded_at=holder.created_at + timedelta(minutes=45),
    )
    if kind == "payg":
        row.cu_type = rng.choice(("CU-50", "CU-50", "CU-80", "CU-200", None))
        row.subsidy = rng.choice(("none", "none", "results-based", "government", None))
        if installed is not None:
            row.install_technician_code = f"{company.opco_id}-T{technician}"
            row.install_technician_name = f"Technician {technician} (demo)"
    if kind == "utility":
        row.tariff = rng.choice(("metered", "metered", "flat", "social"))
        row.has_meter = row.tariff == "metered"
    if kind == "payg" or company.sector == "lending":
        segments(draft, row)
    draft.rows.append(row)
    if installed is not None:  # the install is known later than the sign-up
        first = replace(row, installed_on=None)
        row.loaded_at = draft.loaded_day(installed)
        if draft.chance(0.1):
            draft.rows.append(first)
        else:
            row.loaded_at = first.loaded_at
    return row


def segments(draft: Draft, row: Account) -> None:
    """The company's own ways to slice: the payment provider of most, the campaign that won a few."""
    names = {"provider": PROVIDERS[draft.company.opco_id]} | (
        {"campaign": ("radio", "referral")} if draft.chance(0.2) else {}
    )
    for name, choices in names.items():
        if draft.chance(0.95):
            draft.rows.append(
                Segment(
                    account_id=row.account_id,
                    segment_name=name,
                    segment_value=draft.rng.choice(choices),
                    loaded_at=row.loaded_at,
                )
            )


def contract_versions(draft: Draft, row: Contract) -> None:
    """The contract as first loaded, and, once it has ended, the version with its end."""
    begun = row.fulfilled_on or row.ordered_on or row.ended_on or LAST_DAY
    opened = replace(row, ended_on=None, end_reason=None)
    opened.loaded_at = draft.loaded_day(begun)
    draft.rows.append(opened)
    if row.ended_on is not None:
        row.loaded_at = draft.loaded_day(min(row.ended_on, LAST_DAY))
        if row.loaded_at <= opened.loaded_at:
            row.loaded_at = opened.loaded_at + timedelta(minutes=1)
        draft.rows.append(row)


def pay(
    draft: Draft,
    day: date,
    amount: int,
    kind: str,
    *,
    contract: str | None = None,
    bill: str | None = None,
    method: str | None = "mobile_money",
    at: datetime | None = None,
    account_id: str | None = None,
) -> Payment:
    """A payment; a few are reversed, corrected in a later version or sent twice."""
    moment = at or draft.at(day)
    row = Payment(
        payment_id=draft.id("P"),
        account_id=account_id or draft.account_id,
        contract_id=contract,
        bill_id=bill,
        paid_at=moment,
        amount=amount,
        payment_type=kind,
        method=method,
        loaded_at=draft.loaded(moment),
    )
    draft.rows.append(row)
    luck = draft.rng.random()
    if luck < 0.003 and amount > 200:
        draft.rows.append(replace(row, amount=amount - 100, loaded_at=row.paid_at))
    elif luck < 0.005:
        draft.rows.append(replace(row))
    elif luck < 0.011 and amount > 500 and day < LAST_DAY - 12 * DAY:
        # taken back days later, or on the same day; whole, or a part of it
        back = draft.at(day + DAY * draft.rng.choice((0, 1, 2, 5, 7, 10)))
        share = draft.rng.choice((1, 1, 1, 2))
        draft.rows.append(
            replace(
                row,
                payment_id=draft.id("P"),
                amount=-(amount // share // 100 * 100 if share > 1 else amount),
                payment_type="reversal",
                reverses_payment_id=row.payment_id,
                paid_at=back,
                loaded_at=max(draft.loaded(back), row.loaded_at),
            )
        )
    return row


def bill_versions(draft: Draft, row: Bill) -> None:
    """The bill; one in eighty was first loaded with another amount."""
    if row.bill_amount > 0 and draft.chance(0.012):
        wrong = replace(row, bill_amount=row.bill_amount + 500)
        row.loaded_at += timedelta(days=2)
        row.loaded_at = min(row.loaded_at, LAST_LOAD)
        if wrong.loaded_at < row.loaded_at:
            draft.rows.append(wrong)
    draft.rows.append(row)
