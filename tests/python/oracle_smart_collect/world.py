"""The accepted rows as Smart Collect sees them: instalments, attempts, bank transactions, decisions.

Everything dated after as_of is left out here. Money is whole cents.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from oracle.inputs import read_inputs
from oracle.ledger import Book
from oracle.loading import load_accounts, load_opcos
from oracle.model import Account
from oracle.parsing import Raw, local_date

from .settle import Item, read_book

Row = dict[str, Any]
DAY = timedelta(days=1)


@dataclass
class Reference:
    """Thresholds by name, and the bands and texts as rows."""

    thresholds: dict[str, Decimal]
    bands: list[Row]
    history_bands: list[Row]
    time_bands: list[Row]
    texts: dict[str, Row]

    def number(self, name: str) -> Decimal:
        """A threshold."""
        return self.thresholds[name]

    def whole(self, name: str) -> int:
        """A threshold that counts something."""
        return int(self.thresholds[name])


@dataclass
class Instalment:
    """A bill of a loan account, and what became of it."""

    bill_id: str
    account_id: str
    contract_id: str | None
    customer_id: str
    opco_id: str
    due_on: date
    ledger_on: date
    cents: int
    open_cents: int
    known_on: date
    ended_on: date | None
    settled_on: date | None = None
    last_money_at: datetime | None = None
    removed_on: date | None = None


@dataclass
class Customer:
    """A customer with a loan instalment, and everything about the customer by as_of."""

    row: Row
    currency: str
    zone: str
    instalments: list[Instalment] = field(default_factory=list)
    attempts: list[Row] = field(default_factory=list)
    transactions: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)


@dataclass
class World:
    """All customers that Smart Collect looks at, the policies and the decisions."""

    as_of: date
    customers: dict[str, Customer]
    policies: dict[str, list[Row]]
    decisions: list[Row]
    loan_ends: dict[str, date] = field(default_factory=dict)
    ledgers: dict[str, Account] = field(default_factory=dict)
    # The accounts with instalments.
    owing: list[str] = field(default_factory=list)

    def policy(self, opco_id: str, day: date) -> Row:
        """The policy in force: the latest on or before the day, before the first the first."""
        rows = sorted(self.policies[opco_id], key=lambda r: r["valid_from"])
        rows = [r for r in rows if r["valid_from"] <= self.as_of] or rows[:1]
        return ([r for r in rows if r["valid_from"] <= day] or rows[:1])[-1]

    def instalment(self, bill_id: str) -> Instalment | None:
        """The instalment of a bill, if the bill is one."""
        for customer in self.customers.values():
            for instalment in customer.instalments:
                if instalment.bill_id == bill_id:
                    return instalment
        return None


def to_cents(amount: Decimal) -> int:
    """Money as whole cents."""
    return int(amount * 100)


def read_world(raw: dict[str, list[Raw]], as_of: date) -> World:
    """Judge the raw rows by the input contract and gather them by customer."""
    inputs = read_inputs(raw, None)
    accepted = inputs.accepted
    opcos = {r["opco_id"]: r for r in accepted["opcos"]}
    policies: dict[str, list[Row]] = defaultdict(list)
    for row in accepted["policies"]:
        policies[row["opco_id"]].append(row)
    world = World(as_of, {}, policies, [])
    people = {r["customer_id"]: r for r in accepted["customers"]}
    accounts: dict[str, Row] = {}
    for row in accepted["accounts"]:
        own = opcos[people[row["customer_id"]]["opco_id"]]["currency_code"]
        installed = row["installed_on"] is not None and row["installed_on"] <= as_of
        if row["account_type"] == "loan" and installed and opcos[row["opco_id"]]["currency_code"] == own:
            accounts[row["account_id"]] = row
    contracts = {r["contract_id"]: r for r in accepted["contracts"]}
    for contract_id, row in contracts.items():
        if row["contract_type"] == "loan" and row["ended_on"] is not None and row["ended_on"] <= as_of:
            world.loan_ends[contract_id] = row["ended_on"]
    found = [
        _instalment(world, bill, accounts[bill["account_id"]], contracts)
        for bill in accepted["bills"]
        if bill["account_id"] in accounts and bill["bill_amount"] > 0
    ]
    for instalment in found:
        row = people[instalment.customer_id]
        opco = opcos[row["opco_id"]]
        customer = world.customers.setdefault(
            row["customer_id"], Customer(row, opco["currency_code"], opco["timezone"])
        )
        customer.instalments.append(instalment)
    ledgers = load_accounts(inputs, load_opcos(inputs, as_of), as_of)
    world.ledgers = {account.account_id: account for account in ledgers}
    _add_facts(world, accepted, accounts, opcos)
    return world


def _instalment(world: World, bill: Row, account: Row, contracts: dict[str, Row]) -> Instalment:
    contract = contracts.get(bill["contract_id"] or "")
    known_on = account["installed_on"]
    if contract is not None and contract["fulfilled_on"] is not None:
        known_on = max(known_on, contract["fulfilled_on"])
    return Instalment(
        bill_id=bill["bill_id"],
        account_id=bill["account_id"],
        contract_id=bill["contract_id"],
        customer_id=account["customer_id"],
        opco_id=account["opco_id"],
        due_on=bill["due_on"],
        ledger_on=bill["issued_on"] or min(bill["period_end"], bill["due_on"]),
        cents=to_cents(bill["bill_amount"]),
        open_cents=to_cents(bill["bill_amount"]),
        known_on=known_on,
        ended_on=world.loan_ends.get(bill["contract_id"] or ""),
    )


def _add_facts(
    world: World, accepted: dict[str, list[Row]], accounts: dict[str, Row], opcos: dict[str, Row]
) -> None:
    def zone(account_id: str) -> str:
        return str(opcos[accounts[account_id]["opco_id"]]["timezone"])

    def owner(account_id: str) -> Customer | None:
        return world.customers.get(accounts[account_id]["customer_id"])

    rows = [r for r in accepted["payments"] if r["account_id"] in accounts]
    for row in rows:
        row["day"] = local_date(row["paid_at"], zone(row["account_id"]))
    rows = [r for r in rows if r["day"] <= world.as_of]
    left = {account_id: {p.payment_id for p in world.ledgers[account_id].payments} for account_id in accounts}
    for row in sorted(rows, key=lambda r: (r["paid_at"], r["payment_id"])):
        customer = owner(row["account_id"])
        if customer is not None and row["payment_id"] in left[row["account_id"]]:
            customer.payments.append(row)
    for account_id in accounts:
        customer = owner(account_id)
        own = [] if customer is None else [i for i in customer.instalments if i.account_id == account_id]
        if own:
            world.owing.append(account_id)
            settle(world, account_id, own)
    for row in accepted["attempts"]:
        customer = owner(row["account_id"]) if row["account_id"] in accounts else None
        if customer is not None:
            row["day"] = local_date(row["attempted_at"], zone(row["account_id"]))
            row["opco_id"] = accounts[row["account_id"]]["opco_id"]
            if row["day"] <= world.as_of:
                customer.attempts.append(row)
    for row in accepted["bank_transactions"]:
        customer = world.customers.get(row["customer_id"])
        if customer is not None:
            row["day"] = local_date(row["booked_at"], customer.zone)
            row["cents"] = to_cents(row["amount"])
            if row["day"] <= world.as_of:
                customer.transactions.append(row)
    for customer in world.customers.values():
        customer.transactions.sort(key=lambda r: (r["booked_at"], r["transaction_id"]))
        customer.attempts.sort(key=lambda r: (r["attempted_at"], r["attempt_id"]))
        tried: set[str] = set()
        for row in customer.attempts:
            bill_id = row["bill_id"]
            row["is_first"] = row["attempt_number"] == 1 if bill_id is None else bill_id not in tried
            tried.add(bill_id)
    all_zones = {r["account_id"]: opcos[r["opco_id"]]["timezone"] for r in accepted["accounts"]}
    bills = {r["bill_id"]: r for r in accepted["bills"]}
    for row in accepted["decisions"]:
        row["day"] = local_date(row["decided_at"], all_zones[bills[row["bill_id"]]["account_id"]])
        if row["day"] <= world.as_of:
            world.decisions.append(row)


def settle(world: World, account_id: str, instalments: list[Instalment]) -> None:
    """Play the ledger of one account and note when each instalment was settled or fell away."""
    items = _played(world, account_id, world.as_of)
    for i in instalments:
        item = items[i.bill_id]
        i.settled_on, i.last_money_at, i.open_cents = item.settled_on, item.last_money_at, item.open_cents
        i.removed_on = i.ended_on if i.settled_on is None else None


def open_amounts(world: World, day: date) -> dict[str, int]:
    """What was open of every instalment in the evening of a day, from what had happened by then."""
    found: dict[str, int] = {}
    for account_id in world.owing:
        found |= {key: item.open_cents for key, item in _played(world, account_id, day).items()}
    return found


def _played(world: World, account_id: str, until: date) -> dict[str, Item]:
    """The ledger of an account as it stood on a day; reversals by as_of have taken money out of all days."""
    account = world.ledgers[account_id]
    contracts = [
        c if c.ended_on is None or c.ended_on <= until else replace(c, ended_on=None, end_reason=None)
        for c in account.contracts
    ]
    payments = [payment for payment in account.payments if payment.day <= until]
    account = replace(account, contracts=contracts, payments=payments)
    return read_book(Book(account, account.opco.policy(world.as_of).allocation_method).write(until), until)


def is_salary_word(text: str | None) -> bool:
    """Is the word salary in a narration, as a word of its own?"""
    return "salary" in re.split("[^a-z]+", (text or "").lower())
