"""Fills the accounts of the oracle from the accepted rows, as they are known on as_of."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from .inputs import Inputs
from .model import Account, Bill, Contract, Opco, OracleError, Payment, Policy, to_cents
from .parsing import Row, local_date


def load_opcos(inputs: Inputs, as_of: date) -> dict[str, Opco]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in inputs.accepted["policies"]:
        rows[row["opco_id"]].append(row)
    opcos = {}
    for row in inputs.accepted["opcos"]:
        mine = sorted(rows[row["opco_id"]], key=lambda r: r["valid_from"])
        if not mine:
            raise OracleError(f"opco {row['opco_id']} has no policy row")
        # Policies from after as_of do not exist, but an opco is never without one.
        mine = [r for r in mine if r["valid_from"] <= as_of] or mine[:1]
        policies = tuple(
            Policy(
                r["valid_from"],
                r["default_after_days"],
                r["bill_window_before_days"],
                r["bill_window_after_days"],
                to_cents(r["bill_tolerance"]),
                r["allocation_method"],
            )
            for r in mine
        )
        opcos[row["opco_id"]] = Opco(row["opco_id"], row["currency_code"], row["timezone"], policies)
    return opcos


def _contract(row: Row, installed_on: date | None, as_of: date) -> Contract:
    fulfilled: date | None = row["fulfilled_on"]
    start = None
    if fulfilled is not None and installed_on is not None:
        start = max(fulfilled, installed_on)
        if start > as_of:
            start = None
    ended: date | None = row["ended_on"]
    reason: str | None = row["end_reason"]
    if ended is not None and ended > as_of:
        ended, reason = None, None
    tags = tuple(tag.strip().lower() for tag in (row["product_tags"] or "").split("|"))
    paid_on: date | None = row["downpayment_paid_on"]
    return Contract(
        contract_id=row["contract_id"],
        contract_type=row["contract_type"],
        product_name=row["product_name"],
        product_category=row["product_category"] or "",
        product_tags=tags,
        fulfilled_on=fulfilled,
        start=start,
        ended_on=ended,
        end_reason=reason,
        downpayment_days=row["downpayment_days"],
        daily_rate=None if row["daily_rate"] is None else to_cents(row["daily_rate"]),
        financed=(None if row["financed_amount"] is None else to_cents(row["financed_amount"])),
        downpayment=row["downpayment_amount"],
        downpayment_paid_on=None if paid_on is not None and paid_on > as_of else paid_on,
        replaces_contract_id=row["replaces_contract_id"],
        opening_on=row["opening_on"],
        opening_credit_expires_on=row["opening_credit_expires_on"],
        opening_paid=to_cents(row["opening_paid_amount"] or Decimal(0)),
    )


def _bill(row: Row, opco: Opco) -> Bill:
    due_on: date = row["due_on"]
    ledger_on = row["issued_on"] or min(row["period_end"], due_on)
    policy = opco.policy(ledger_on)
    window_from = ledger_on
    if policy.window_before is not None:
        window_from = due_on - timedelta(days=policy.window_before)
    return Bill(
        row["bill_id"],
        row["contract_id"],
        due_on,
        ledger_on,
        to_cents(row["bill_amount"]),
        window_from,
        max(due_on, ledger_on) + timedelta(days=policy.window_after),
        policy.tolerance,
        row["period_end"],
        row["credits_bill_id"],
        bool(row["is_opening"]),
    )


def load_accounts(inputs: Inputs, opcos: dict[str, Opco], as_of: date) -> list[Account]:
    accepted = inputs.accepted
    shops = {row["shop_id"]: row for row in accepted["shops"]}
    customers = {row["customer_id"]: row for row in accepted["customers"]}
    accounts: dict[str, Account] = {}
    for row in accepted["accounts"]:
        shop = shops.get(row["shop_id"])
        region = row["region"] if shop is None else shop["region"]
        accounts[row["account_id"]] = Account(
            row, opcos[row["opco_id"]], region, shop, customers[row["customer_id"]]
        )
    for row in accepted["contracts"]:
        account = accounts[row["account_id"]]
        account.contracts.append(_contract(row, account.installed_on, as_of))
    for row in accepted["bills"]:
        account = accounts[row["account_id"]]
        account.bills.append(_bill(row, account.opco))
    _load_payments(inputs, accounts, as_of)
    for row in accepted["device_states"]:
        account = accounts[row["account_id"]]
        day = local_date(row["changed_at"], account.opco.zone)
        account.devices.append((row["changed_at"], day, row["enable_status"]))
    for name in {row["segment_name"] for row in accepted["segments"]}:
        for account in accounts.values():
            account.segments[name] = "unknown"
    for row in accepted["segments"]:
        accounts[row["account_id"]].segments[row["segment_name"]] = row["segment_value"]
    for account in accounts.values():
        account.devices.sort()
    return [accounts[account_id] for account_id in sorted(accounts)]


def _load_payments(inputs: Inputs, accounts: dict[str, Account], as_of: date) -> None:
    """Payments up to as_of; a reversal up to as_of takes its part of one out of all days."""
    days = {
        row["payment_id"]: local_date(row["paid_at"], accounts[row["account_id"]].opco.zone)
        for row in inputs.accepted["payments"]
    }
    taken_back: dict[str, int] = defaultdict(int)
    for row in inputs.accepted["payments"]:
        if row["payment_type"] == "reversal" and days[row["payment_id"]] <= as_of:
            taken_back[row["reverses_payment_id"]] -= to_cents(row["amount"])
    for row in inputs.accepted["payments"]:
        day = days[row["payment_id"]]
        cents = to_cents(row["amount"]) - taken_back[row["payment_id"]]
        if row["payment_type"] != "reversal" and cents and day <= as_of:
            account = accounts[row["account_id"]]
            account.payments.append(
                Payment(
                    row["payment_id"],
                    row["paid_at"],
                    day,
                    cents,
                    kind_of(row["payment_type"], account.account_type),
                    row["contract_id"],
                    row["bill_id"],
                )
            )
    for account in accounts.values():
        account.payments.sort(key=lambda payment: (payment.paid_at, payment.payment_id))


def kind_of(payment_type: str, account_type: str) -> str:
    """The account says what a payment is, not the cashier."""
    if payment_type in ("bill", "instalment"):
        return "bill" if account_type == "utility" else "instalment"
    return payment_type
