"""Random lenders as they are: borrowers with a salary, spending, a loan, and a habit of paying or not."""

from datetime import date, timedelta
from random import Random

from smart_collect_cases import LOADED, TABLES, Raw, money

MONTHS = 20
DAY = timedelta(days=1)


def lender(seed: int, borrowers: int, as_of: date) -> Raw:
    """A lender whose borrowers paid for twenty months by as_of, the same for one seed."""
    raw: Raw = {table: [] for table in TABLES}
    raw["opcos"].append(
        dict(opco_id="o", opco_name="Lender", country_code="IN", currency_code="INR", timezone="Asia/Kolkata",
             sector="lending", loaded_at=LOADED)
    )  # fmt: skip
    raw["policies"].append(
        dict(opco_id="o", valid_from="2020-01-01", default_after_days="90", bill_window_before_days="3",
             bill_window_after_days="60", bill_tolerance="1.00", allocation_method="balance_forward",
             attribution_window_days="7", promise_grace_days="2", retry_cost="40.00",
             baseline_first_attempt_rate="0.5", loaded_at=LOADED)
    )  # fmt: skip
    random = Random(seed)
    for number in range(borrowers):
        _live(raw, f"c{number}", random, as_of)
    return raw


def _live(raw: Raw, name: str, random: Random, as_of: date) -> None:
    """Day by day: the salary comes, money is spent, instalments are tried and tried again."""
    own = {"customer_id": name, "opco_id": "o", "created_at": "2020-01-01", "loaded_at": LOADED}
    first = as_of - timedelta(days=30 * MONTHS)
    raw["customers"].append({**own, "is_test": "false"})
    raw["accounts"].append(
        {**own, "account_id": name, "account_type": "loan", "installed_on": first.isoformat()}
    )
    salary_day, salary = random.choice((1, 5, 25)), random.choice((60000, 90000, 150000))
    emi, due_day = random.choice((10000, 20000, 30000)), random.choice((3, 8, 15, 28))
    spending = salary * random.choice((60, 75, 90, 100)) // 3000
    willing = random.choice((0.98, 0.98, 0.95, 0.8, 0.5, 0.1))
    has_bank, balance, count = random.random() < 0.8, random.choice((0, 20000, 80000)), 0

    def book(day: date, amount: int, category: str) -> None:
        nonlocal balance, count
        balance, count = balance + amount, count + 1
        if has_bank:
            raw["bank_transactions"].append(
                {"transaction_id": f"{name}x{count}", "customer_id": name, "booked_at": f"{day} 06:00:00",
                 "amount": money(amount), "balance_after": money(balance), "category": category,
                 "loaded_at": LOADED}
            )  # fmt: skip

    unpaid: list[tuple[str, date, int]] = []
    day = first
    while day <= as_of + 90 * DAY:
        if day.day == due_day:
            bill = f"{name}b{day}"
            raw["bills"].append(
                {"bill_id": bill, "account_id": name, "period_end": day.isoformat(),
                 "due_on": day.isoformat(), "bill_amount": money(emi), "loaded_at": LOADED}
            )  # fmt: skip
            unpaid.append((bill, day, 1))
        if day <= as_of:
            if day.day == salary_day:
                book(day, salary + random.randint(-2000, 2000), "salary")
            if day.day % 3 == 0 and balance > 0:
                book(day, -min(balance, 3 * spending + random.randint(0, 500)), "food")
            for bill, tried_on, attempt in [u for u in unpaid if u[1] == day]:
                unpaid.remove((bill, tried_on, attempt))
                is_good = balance >= emi and random.random() < willing
                raw["attempts"].append(
                    {"attempt_id": f"{bill}t{attempt}", "account_id": name, "bill_id": bill,
                     "attempted_at": f"{day} 04:00:00", "attempt_number": str(attempt), "amount": money(emi),
                     "method": "e_nach", "status": "success" if is_good else "failed", "loaded_at": LOADED}
                )  # fmt: skip
                if is_good:
                    book(day, -emi, "loan")
                    raw["payments"].append(
                        {"payment_id": f"{bill}p", "account_id": name, "bill_id": bill,
                         "paid_at": f"{day} 05:00:00", "amount": money(emi), "payment_type": "instalment",
                         "loaded_at": LOADED}
                    )  # fmt: skip
                elif attempt < 3:
                    unpaid.append((bill, day + 4 * DAY, attempt + 1))
        day += DAY
