"""Cases of loans: paid off early, written off, restructured, brought forward, without a contract."""

from .company import METHODS, Company, Group, monthly


def write_loans(group: Group) -> None:
    for method in METHODS:
        paid_off_early(group.company(f"early_{method}", "lending", method))
        written_off(group.company(f"gone_{method}", "lending", method))
        recovered(group.company(f"back_{method}", "lending", method))
        restructured(group.company(f"again_{method}", "lending", method))
        wrong_numbers(group.company(f"count_{method}", "lending", method))
        no_contract(group.company(f"bare_{method}", "lending", method))
        credited(group.company(f"lower_{method}", "lending", method))
        two_loans(group.company(f"pair_{method}", "lending", method))
    two_words_for_one_thing(group.company("twin", "lending"))
    without_payment(group.company("ghost", "lending"))


def paid_off_early(company: Company) -> None:
    """Six instalments of 80; two are paid, the loan completes on 2 May."""
    o, due = company.opco_id, monthly("2025-03-15", 6)

    def loan(name: str) -> str:
        account_id = company.account(f"{o}-{name}", "loan", "2025-02-15")
        end = {"ended_on": "2025-05-02", "end_reason": "completed"}
        company.loan(f"{account_id}-k", account_id, "2025-02-15", "480.00", **end)
        company.instalments(account_id, f"{account_id}-k", due, "80.00")
        company.pay(f"{account_id}-p1", account_id, "2025-03-15", "80.00", payment_type="instalment")
        return account_id

    def pay(payment_id: str, account_id: str, day: str, amount: str, **values: str) -> None:
        company.pay(payment_id, account_id, day, amount, payment_type="instalment", **values)

    a = loan("a")
    pay(f"{a}-p2", a, "2025-04-15", "80.00")
    pay(f"{a}-p3", a, "2025-05-02", "320.00")
    # one instalment is late, the payout covers it; part of it came before
    b = loan("b")
    pay(f"{b}-p2", b, "2025-04-10", "30.00")
    pay(f"{b}-p3", b, "2025-05-02", "370.00")
    # who pays more than all is a creditor
    c = loan("c")
    pay(f"{c}-p2", c, "2025-04-15", "80.00")
    pay(f"{c}-p3", c, "2025-05-02", "350.00")
    # the lender forgives an instalment and the rest
    d = loan("d")
    # the payout names a bill that never comes
    e = loan("e")
    pay(f"{e}-p2", e, "2025-04-15", "80.00")
    pay(f"{e}-p3", e, "2025-05-02", "320.00", bill_id=f"{e}-k-5")
    assert d


def written_off(company: Company) -> None:
    """Four instalments of 75, none paid, written off on 8 July."""
    a = company.account(f"{company.opco_id}-a", "loan", "2024-12-20")
    end = {"ended_on": "2025-07-08", "end_reason": "written_off"}
    company.loan(f"{a}-k", a, "2024-12-20", "300.00", **end)
    company.instalments(a, f"{a}-k", monthly("2025-01-20", 4), "75.00")


def recovered(company: Company) -> None:
    o = company.opco_id
    g = company.account(f"{o}-g", "payg", "2025-01-06")
    end = {"ended_on": "2025-06-20", "end_reason": "written_off"}
    company.payg(f"{g}-k", g, "2025-01-06", "2.00", "400.00", **end)
    company.pay(f"{g}-p1", g, "2025-01-06", "120.00", payment_type="instalment")
    company.pay(f"{g}-p2", g, "2025-08-11", "25.00", payment_type="instalment", contract_id=f"{g}-k")
    company.pay(f"{g}-p3", g, "2025-09-03", "35.00", payment_type="instalment")
    due = [f"2025-{month:02d}-28" for month in range(1, 10)]
    a = company.account(f"{o}-a", "loan")
    company.loan(f"{a}-k", a, "2025-01-01", "900.00", ended_on="2025-07-10", end_reason="written_off")
    company.instalments(a, f"{a}-k", due, "100.00")
    for number in (1, 2):
        company.pay(f"{a}-p{number}", a, due[number - 1], "100.00", payment_type="instalment")
    company.pay(f"{a}-p9", a, "2025-09-12", "140.00", payment_type="instalment")
    # money of an account with another loan is none of the one written off
    b = company.account(f"{o}-b", "loan")
    company.loan(f"{b}-k1", b, "2025-01-01", "100.00", ended_on="2025-07-10", end_reason="written_off")
    company.instalments(b, f"{b}-k1", ["2025-01-28"], "100.00")
    company.loan(f"{b}-k2", b, "2025-06-01", "90.00")
    company.instalments(b, f"{b}-k2", ["2025-08-28"], "90.00")
    company.pay(f"{b}-p", b, "2025-08-20", "90.00", payment_type="instalment")


def restructured(company: Company) -> None:
    o = company.opco_id
    a = company.account(f"{o}-a", "loan", "2025-02-05")
    end = {"ended_on": "2025-08-05", "end_reason": "restructured"}
    company.loan(f"{a}-k1", a, "2025-02-05", "360.00", **end)
    company.loan(f"{a}-k2", a, "2025-08-05", "360.00", replaces_contract_id=f"{a}-k1")
    company.instalments(a, f"{a}-k1", monthly("2025-03-05", 6), "60.00")
    company.instalments(a, f"{a}-k2", monthly("2025-09-05", 6), "60.00")
    # nothing carries the debt on
    b = company.account(f"{o}-b", "loan", "2025-02-05")
    company.loan(f"{b}-k1", b, "2025-02-05", "360.00", **end)
    company.instalments(b, f"{b}-k1", monthly("2025-03-05", 6), "60.00")
    # who pays is cured
    c = company.account(f"{o}-c", "loan", "2025-02-05")
    company.loan(f"{c}-k1", c, "2025-02-05", "360.00")
    company.instalments(c, f"{c}-k1", monthly("2025-03-05", 6), "60.00")
    company.pay(f"{c}-p", c, "2025-08-20", "360.00", payment_type="instalment")


def wrong_numbers(company: Company) -> None:
    """Every attempt says that it is the first; in August two succeed."""
    a = company.account(f"{company.opco_id}-a", "loan", "2025-06-01")
    company.loan(f"{a}-k", a, "2025-06-01", "300.00")
    bills = company.instalments(a, f"{a}-k", monthly("2025-07-05", 4), "50.00")
    company.attempt(f"{a}-1", a, bills[0], "2025-07-05 06:00:00", "1", "failed")
    company.attempt(f"{a}-2", a, bills[0], "2025-07-12 06:00:00", "1", "success")
    company.attempt(f"{a}-3", a, bills[1], "2025-08-05 06:00:00", "1", "success")
    company.attempt(f"{a}-4", a, bills[1], "2025-08-06 06:00:00", "2", "success")
    company.attempt(f"{a}-5", a, bills[2], "2025-09-05 06:00:00", "1", "pending")
    days = (("2025-07-12", 0), ("2025-08-05", 1), ("2025-08-06", 1))
    for number, (day, bill) in enumerate(days, 1):
        company.pay(f"{a}-p{number}", a, day, "50.00", payment_type="instalment", bill_id=bills[bill])
    company.group.add(
        "bank_transactions",
        transaction_id=f"{a}-salary",
        customer_id=f"{company.opco_id} {a}",
        booked_at="2025-08-01 06:00:00",
        amount="700.00",
        balance_after="700.00",
        category="salary",
    )


def no_contract(company: Company) -> None:
    o = company.opco_id
    a = company.account(f"{o}-a", "loan", "2025-01-10")
    company.instalments(a, None, monthly("2025-02-10", 4), "55.00")
    company.pay(f"{a}-p", a, "2025-02-10", "55.00", payment_type="instalment")
    b = company.account(f"{o}-b", "loan", "2025-01-10", closed_on="2025-06-16")
    company.instalments(b, None, ["2025-02-10"], "55.00")


def credited(company: Company) -> None:
    """A negative bill that names the loan makes its balance smaller."""
    a = company.account(f"{company.opco_id}-a", "loan", "2025-01-10")
    company.loan(f"{a}-k", a, "2025-01-10", "600.00")
    company.instalments(a, f"{a}-k", monthly("2025-02-10", 6), "100.00")
    company.pay(f"{a}-p", a, "2025-02-10", "100.00", payment_type="instalment")
    company.bill(
        f"{a}-cn",
        a,
        "2025-03-20",
        "2025-03-20",
        "-40.00",
        contract_id=f"{a}-k",
        credits_bill_id=f"{a}-k-2",
    )


def two_loans(company: Company) -> None:
    """Money that names a loan but no instalment of it."""
    a = company.account(f"{company.opco_id}-a", "loan", "2025-01-10")
    for name, due in (("k1", ["2025-02-10", "2025-03-10"]), ("k2", ["2025-02-20", "2025-03-20"])):
        company.loan(f"{a}-{name}", a, "2025-01-10", "200.00")
        company.instalments(a, f"{a}-{name}", due, "100.00")
    company.pay(f"{a}-p", a, "2025-02-25", "150.00", payment_type="instalment", contract_id=f"{a}-k2")


def two_words_for_one_thing(company: Company) -> None:
    """Two loans alike, but what one calls instalments the other calls payments of bills."""
    for name, kind in (("one", "instalment"), ("two", "bill")):
        a = company.account(f"twin-{name}", "loan", "2025-01-10")
        company.loan(f"{a}-k", a, "2025-01-10", "420.00", daily_rate="2.33")
        bills = company.instalments(a, f"{a}-k", monthly("2025-02-10", 6), "70.00")
        for number in range(3):
            company.pay(
                f"{a}-p{number}",
                a,
                f"2025-0{number + 2}-10",
                "70.00",
                payment_type=kind,
                bill_id=bills[number],
                contract_id=f"{a}-k",
            )


def without_payment(company: Company) -> None:
    a = company.account("ghost-a", "loan", "2025-06-01")
    company.loan("ghost-k", a, "2025-06-01", "50.00")
    company.instalments(a, "ghost-k", ["2025-07-08"], "50.00")
    company.attempt("ghost-1", a, "ghost-k-1", "2025-07-08 06:00:00", "1", "success")
    company.attempt("ghost-2", a, "ghost-k-1", "2025-07-09 06:00:00", "0", "failed", method="sepa")
