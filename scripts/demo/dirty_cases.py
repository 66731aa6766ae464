"""The faulty and the odd rows, table by table."""

from __future__ import annotations

from demo.dirty import T2, Case, bad, gone, ok

UNPARSEABLE, DECIMALS, MISSING = "unparseable value", "more than two decimals", "missing required value"
UNKNOWN, FAULTY_PARENT, CODE = "unknown parent", "quarantined parent", "unknown code"
ORDER, HALF_END, RATE = "ended before fulfilled", "half an end", "daily rate not positive"
SIGN, OLD, FAR, CONFLICT = (
    "payment of wrong sign",
    "date before 1990",
    "date too far ahead",
    "conflicting duplicates",
)
R_NONE, R_AMOUNT, R_ACCOUNT = (
    "reversal names none",
    "reversal of more than was paid",
    "reversal of another account",
)
R_EARLIER, R_TWICE, R_KIND = (
    "reversal of a later payment",
    "reversed twice",
    "reversal of a reversal or refund",
)
CLEARED, TEST = "optional reference cleared", "faulty row of a test customer"

GROUP: tuple[Case, ...] = (
    bad("opcos", CODE, opco_id="ZO1", timezone="Africa/Atlantis"),
    bad("opcos", CODE, sector="solar"),
    bad("opcos", MISSING, currency_code=""),
    bad("opcos", CONFLICT, opco_id="ZO4"),
    bad("opcos", CONFLICT, opco_id="ZO4", opco_name="Faulty Demo Two"),
    bad("policies", FAULTY_PARENT, opco_id="ZO1"),
    bad("policies", UNKNOWN, opco_id="ZO99"),
    bad("policies", UNPARSEABLE, default_after_days="ninety"),
    bad("policies", CODE, allocation_method="fifo"),
    bad("policies", DECIMALS, bill_tolerance="1.005"),
    bad("policies", MISSING, promise_grace_days=""),
    bad("policies", OLD, valid_from="1970-01-01"),
    bad("shops", UNKNOWN, opco_id="ZO99"),
    bad("shops", FAULTY_PARENT, shop_id="ZS1", opco_id="ZO1"),
    bad("shops", MISSING, region="  "),
    ok("shops", "territory may be empty", shop_id="ZS2", shop_name=" Edge demo shop "),
    bad("fx_rates", UNPARSEABLE, rate_to_reporting="n/a"),
    bad("fx_rates", MISSING, rate_to_reporting=""),
    bad("fx_rates", OLD, rate_on="1985-01-04"),
    bad("fx_rates", CONFLICT, rate_on="2025-05-31"),
    bad("fx_rates", CONFLICT, rate_on="2025-05-31", rate_to_reporting="0.0091"),
)

PEOPLE: tuple[Case, ...] = (
    bad("customers", FAULTY_PARENT, customer_id="ZU9", opco_id="ZO1"),
    bad("customers", UNKNOWN, customer_id="ZU8", opco_id="ZO99"),
    bad("customers", MISSING, is_test=""),
    bad("customers", UNPARSEABLE, is_test="maybe"),
    bad("customers", UNPARSEABLE, credit_score="good"),
    bad("customers", UNPARSEABLE, created_at="05.01.2024 08:00"),
    bad("customers", OLD, created_at="1989-12-31 23:59:59"),
    bad("customers", MISSING, loaded_at=""),
    ok(
        "customers",
        "booleans and codes as people write them",
        is_test="NO",
        is_vulnerable="T",
        prefers_direct_debit="0",
    ),
    ok("customers", "good version older than a conflict", customer_id="ZU7"),
    bad("customers", CONFLICT, customer_id="ZU7", phone="+99920000001", loaded_at=T2),
    bad("customers", CONFLICT, customer_id="ZU7", phone="+99920000002", loaded_at=T2),
    bad("accounts", UNKNOWN, customer_id="ZU99"),
    bad("accounts", FAULTY_PARENT, account_id="ZA9", customer_id="ZU9"),
    bad("accounts", CODE, account_type="solar"),
    bad("accounts", UNPARSEABLE, installed_on="2023-02-29"),
    bad("accounts", UNPARSEABLE, installed_on="31/12/2023"),
    bad("accounts", FAR, installed_on="2240-01-10"),
    bad("accounts", OLD, created_at="1970-01-01 00:00:00"),
    bad("accounts", MISSING, account_id="", customer_id="ZU2"),
    ok("accounts", CLEARED, shop_id="ZS99", region="East"),
    ok("accounts", CLEARED, shop_id="ZS1", region="North"),
    ok(
        "accounts",
        "code in capitals, date with midnight",
        account_type=" PAYG ",
        installed_on="2024-02-29 00:00:00",
    ),
    gone("accounts", "excluded_test", TEST, customer_id="ZUT", account_type="solar"),
)

CONTRACTS: tuple[Case, ...] = (
    bad("contracts", ORDER, ended_on="2024-01-09", end_reason="cancelled"),
    bad("contracts", HALF_END, contract_id="ZC9", ended_on="2025-01-09"),
    bad("contracts", HALF_END, end_reason="completed"),
    bad("contracts", RATE, daily_rate=""),
    bad("contracts", RATE, daily_rate="0.00"),
    bad("contracts", RATE, daily_rate="-280.00"),
    bad("contracts", CODE, contract_type="lease"),
    bad("contracts", CODE, ended_on="2025-01-09", end_reason="lost"),
    bad("contracts", UNKNOWN, account_id="ZA99"),
    bad("contracts", FAULTY_PARENT, account_id="ZA9"),
    bad("contracts", MISSING, product_name=""),
    bad("contracts", MISSING, downpayment_days=""),
    bad("contracts", DECIMALS, daily_rate="280.125"),
    bad("contracts", UNPARSEABLE, financed_amount="201,600.00"),
    bad("contracts", UNPARSEABLE, financed_amount="2e5"),
    bad("contracts", UNPARSEABLE, term_days="two years"),
    bad("contracts", FAR, fulfilled_on="2036-01-10"),
    ok(
        "contracts",
        "money padded by a database",
        account_id="ZA2",
        daily_rate="12.0000",
        financed_amount="9000",
    ),
    ok(
        "contracts",
        "a loan needs no daily rate",
        account_id="ZA4",
        contract_id="ZC4",
        contract_type="loan",
        daily_rate="",
    ),
)

BILLS: tuple[Case, ...] = (
    bad("bills", FAR, due_on="2066-04-24"),
    bad("bills", FAR, period_end="2070-03-31"),
    bad("bills", FAR, issued_on="2035-09-03"),
    bad("bills", MISSING, bill_id="ZB9", bill_amount=""),
    bad("bills", UNPARSEABLE, period_end="2025-02-30"),
    bad("bills", DECIMALS, bill_amount="41.205"),
    bad("bills", UNPARSEABLE, usage_quantity="ten"),
    bad("bills", UNKNOWN, account_id="ZA99"),
    bad("bills", FAULTY_PARENT, account_id="ZA9"),
    bad("bills", CONFLICT, bill_id="ZB5"),
    bad("bills", CONFLICT, bill_id="ZB5", bill_amount="14.20"),
    ok("bills", CLEARED, contract_id="ZC99"),
    ok("bills", "an instalment thirty years ahead", account_id="ZA4", contract_id="ZC4", bill_id="ZB4", issued_on="",
       period_start="", period_end="2055-04-30", due_on="2055-05-05", bill_amount="2500.00"),
)  # fmt: skip

PAYMENTS: tuple[Case, ...] = (
    bad("payments", SIGN, amount="-280.00"),
    bad("payments", SIGN, amount="0.00"),
    bad("payments", SIGN, amount="280.00", payment_type="refund"),
    bad("payments", SIGN, amount="280.00", payment_type="reversal", reverses_payment_id="ZP1"),
    bad("payments", R_NONE, amount="-280.00", payment_type="reversal", paid_at=T2),
    bad(
        "payments", R_NONE, amount="-280.00", payment_type="reversal", paid_at=T2, reverses_payment_id="ZP99"
    ),
    bad(
        "payments", R_AMOUNT, amount="-300.00", payment_type="reversal", paid_at=T2, reverses_payment_id="ZP1"
    ),
    bad(
        "payments",
        R_ACCOUNT,
        amount="-280.00",
        payment_type="reversal",
        paid_at=T2,
        reverses_payment_id="ZP2",
    ),
    bad(
        "payments",
        R_EARLIER,
        amount="-280.00",
        payment_type="reversal",
        paid_at="2024-08-31 10:00:00",
        reverses_payment_id="ZP1",
    ),
    bad(
        "payments", R_TWICE, amount="-280.00", payment_type="reversal", paid_at=T2, reverses_payment_id="ZP3"
    ),
    bad("payments", R_KIND, amount="-280.00", payment_type="reversal", paid_at=T2, reverses_payment_id="ZP4"),
    bad("payments", R_KIND, amount="-280.00", payment_type="reversal", paid_at=T2, reverses_payment_id="ZP5"),
    bad("payments", CODE, payment_type="topup"),
    bad("payments", DECIMALS, amount="280.005"),
    bad("payments", UNPARSEABLE, amount="280 RWF"),
    bad("payments", UNPARSEABLE, amount="1,280.00"),
    bad("payments", UNPARSEABLE, paid_at="2024-09-01T10:00:00+02:00"),
    bad("payments", UNPARSEABLE, paid_at="2024-09-01 25:00:00"),
    bad("payments", MISSING, amount=""),
    bad("payments", MISSING, paid_at=""),
    bad("payments", UNKNOWN, account_id="ZA99"),
    bad("payments", FAULTY_PARENT, account_id="ZA9"),
    bad("payments", OLD, paid_at="1989-09-01 10:00:00"),
    bad("payments", FAR, paid_at="2035-06-05 08:00:00"),
    bad("payments", CONFLICT, payment_id="ZP8"),
    bad("payments", CONFLICT, payment_id="ZP8", amount="281.00"),
    ok("payments", "equal duplicates", payment_id="ZP9", paid_at="2024-10-01 10:00:00"),
    gone("payments", "superseded", "equal duplicates", payment_id="ZP9", paid_at="2024-10-01 10:00:00"),
    ok("payments", CLEARED, contract_id="ZC99"),
    ok("payments", CLEARED, contract_id="ZC9"),
    ok("payments", CLEARED, contract_id="ZC2"),
    ok("payments", CLEARED, account_id="ZA3", bill_id="ZB99", payment_type="bill", amount="20.00"),
    ok(
        "payments",
        "codes and times as people write them",
        payment_type=" Instalment ",
        paid_at="2024-11-01T10:00:00Z",
        method="  ",
    ),
    ok("payments", "a date alone", paid_at="2024-11-30"),
    gone("payments", "excluded_test", TEST, account_id="ZAT", amount="-5.00"),
)

EVENTS: tuple[Case, ...] = (
    bad("actions", CODE, action_type="fax"),
    bad("actions", CODE, new_status="angry"),
    bad("actions", DECIMALS, promised_amount="10.123"),
    bad("actions", UNPARSEABLE, promised_for="next Friday"),
    bad("actions", UNPARSEABLE, is_holdout="perhaps"),
    bad("actions", UNKNOWN, account_id="ZA99"),
    bad("actions", FAULTY_PARENT, account_id="ZA9"),
    bad("actions", MISSING, action_name=""),
    ok("actions", CLEARED, bill_id="ZB99"),
    ok(
        "actions",
        "codes in capitals",
        action_type="CALL",
        new_status="Promise_To_Pay",
        promised_amount="20",
        promised_for="2025-05-20",
        is_holdout="f",
    ),
    bad("attempts", CODE, method="cheque"),
    bad("attempts", CODE, status="bounced"),
    bad("attempts", MISSING, attempt_number=""),
    bad("attempts", UNPARSEABLE, attempt_number="first"),
    bad("attempts", DECIMALS, balance_at_attempt="10.001"),
    bad("attempts", UNKNOWN, account_id="ZA99"),
    ok("attempts", CLEARED, bill_id="ZB1"),
    bad("bank_transactions", UNKNOWN, customer_id="ZU99"),
    bad("bank_transactions", FAULTY_PARENT, customer_id="ZU9"),
    bad("bank_transactions", MISSING, balance_after=""),
    bad("bank_transactions", UNPARSEABLE, amount="(100.00)"),
    bad("bank_transactions", DECIMALS, amount="-100.001"),
    bad("device_states", CODE, enable_status="on"),
    bad("device_states", UNKNOWN, account_id="ZA99"),
    bad("device_states", MISSING, changed_at=""),
    bad("device_states", CONFLICT, changed_at="2024-07-01 08:00:00"),
    bad("device_states", CONFLICT, changed_at="2024-07-01 08:00:00", enable_status="disabled"),
    bad("notifications", MISSING, delivery_state=""),
    bad("notifications", UNKNOWN, account_id="ZA99"),
    bad("notifications", UNPARSEABLE, sent_at="yesterday"),
    bad("decisions", UNKNOWN, bill_id="ZB99"),
    bad("decisions", FAULTY_PARENT, bill_id="ZB9"),
    bad("decisions", CODE, decision_type="forgive"),
    bad("decisions", MISSING, decided_by=""),
    bad("decisions", UNPARSEABLE, decision_type="reschedule", rescheduled_for="2026-02-31"),
)

CASES: tuple[Case, ...] = GROUP + PEOPLE + CONTRACTS + BILLS + PAYMENTS + EVENTS
