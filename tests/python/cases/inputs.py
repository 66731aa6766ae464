"""Cases of faulty input: wrong days and words, ids used twice, decimals of a currency."""

from .company import Company, Group

FOREIGN = {"JPY": "0.0067", "KWD": "3.25", "TND": "0.32", "KES": "0.0077", "UGX": "0.00027", "IDR": "0.00006"}


def write_inputs(group: Group) -> None:
    deposit_and_year_typo(group.company("typo", "utility"))
    duplicates(group.company("copy", "utility"))
    same_id_in_two_countries(group)
    great_amounts(group.company("rupiah", "utility", currency_code="IDR", country_code="ID"))
    decimals(group)


def deposit_and_year_typo(company: Company) -> None:
    a = company.account("typo-a", "utility")
    company.bill("typo-bill", a, "2025-03-01", "2025-03-31", "85.00")
    company.pay("typo-1", a, "2025-03-01", "40.00", payment_type="deposit")
    company.pay("typo-2", a, "2025-03-02", "0.00")
    company.pay("typo-3", a, "2026-03-27", "85.00", loaded_at="2025-03-28 00:00:00")
    company.pay("typo-4", a, "2052-03-27", "85.00", loaded_at="2025-03-28 00:00:00")


def duplicates(company: Company) -> None:
    for name in "abcde":
        a = company.account(f"COPY-{name.upper()}", "utility")
        company.bill(f"copy-bill-{name}", a, "2025-03-01", "2025-03-31", "85.00")
    day = "2025-03-20"
    # one id, loaded twice
    company.pay("copy-1", "COPY-A", day, "85.00", loaded_at="2025-03-21 00:00:00")
    company.pay("copy-1", "COPY-A", day, "85.00", loaded_at="2025-04-21 00:00:00")
    # two ids
    company.pay("copy-2", "COPY-B", f"{day} 10:00:00", "85.00", method="mpesa")
    company.pay("copy-2x", "COPY-B", f"{day} 10:00:00", "85.00", method="mpesa")
    # written otherwise
    company.pay("copy-3", "copy-c ", day, "85.00")
    # one id and one load, two amounts
    company.pay("copy-4", "COPY-D", day, "85.00")
    company.pay("copy-4", "COPY-D", day, "80.00")
    # another account's bill
    company.pay("copy-5", "COPY-E", day, "85.00", bill_id="copy-bill-a")
    company.pay("copy-6", "COPY-NOBODY", day, "66.00")


def same_id_in_two_countries(group: Group) -> None:
    lake = group.company("lake", "utility", country_code="KE", currency_code="KES", timezone="Africa/Nairobi")
    hill = group.company("hill", "utility", country_code="UG", currency_code="UGX", timezone="Africa/Kampala")
    first, second = "2025-03-01 00:00:00", "2025-03-02 00:00:00"
    for account_id, loaded in (("7001", first), ("7002", second)):
        for company, amount, loaded_at in ((lake, "110.00", first), (hill, "60.00", loaded)):
            company.account(account_id, "utility", loaded_at=loaded_at)
            company.bill(f"{company.opco_id}-{account_id}", account_id, "2025-03-05", "2025-03-31", amount)
        lake.pay(f"lake-p{account_id}", account_id, "2025-03-30", "110.00")
    # an id of one country alone
    lake.account("7003", "utility")
    lake.bill("lake-7003", "7003", "2025-03-05", "2025-03-31", "20.00")


def great_amounts(company: Company) -> None:
    company.account("rupiah-a", "utility")
    company.bill("rupiah-bill", "rupiah-a", "2025-03-01", "2025-03-31", "12500000000.00")
    company.pay("rupiah-p", "rupiah-a", "2025-03-20", "10000000000.50")


def decimals(group: Group) -> None:
    """Yen have no decimals, dinars three."""
    yen = group.company("yen", "utility", country_code="JP", currency_code="JPY", timezone="Asia/Tokyo")
    yen.account("yen-a", "utility")
    yen.bill("yen-bill", "yen-a", "2025-03-01", "2025-03-31", "15000")
    yen.bill("yen-bad", "yen-a", "2025-03-01", "2025-03-31", "100.50")
    yen.pay("yen-p", "yen-a", "2025-03-20", "14999")
    kuwait = group.company("gulf", "utility", country_code="KW", currency_code="KWD", timezone="Asia/Kuwait")
    kuwait.account("gulf-a", "utility")
    kuwait.bill("gulf-1", "gulf-a", "2025-03-01", "2025-03-31", "14.325")
    kuwait.bill("gulf-2", "gulf-a", "2025-04-01", "2025-04-30", "14.321")
    kuwait.pay("gulf-p1", "gulf-a", "2025-03-20", "14.325")
    kuwait.pay("gulf-p2", "gulf-a", "2025-07-20", "14.319")
    tunis = group.company("sand", "payg", country_code="TN", currency_code="TND", timezone="Africa/Tunis")
    tunis.account("sand-a", "payg")
    tunis.payg("sand-k", "sand-a", "2025-01-01", "0.005", "45.625")
    tunis.pay("sand-p", "sand-a", "2025-01-01", "0.999", payment_type="instalment")
    for currency, rate in FOREIGN.items():
        days = ["2024-12-31"] + [f"2025-{month:02d}-28" for month in range(1, 13)]
        for day in days:
            group.add("fx_rates", currency_code=currency, rate_on=day, rate_to_reporting=rate)
