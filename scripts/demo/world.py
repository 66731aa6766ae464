"""The group: its companies, policies, shops and exchange rates."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from faker import Faker

from demo.tables import FxRate, Opco, Policy, Row, Shop

FIRST_DAY = date(2022, 1, 1)
LAST_DAY = date(2025, 12, 31)  # the demo's as_of_date
LAST_LOAD = datetime(2026, 1, 2)
FOUNDED = datetime(2021, 12, 31, 6)


@dataclass(frozen=True)
class Company:
    opco_id: str
    name: str
    country: str
    currency: str
    timezone: str
    offset: timedelta | None  # None: the zone has summer time
    sector: str
    share: int  # accounts in each block of BLOCK
    opened: date  # first month of its routine installs; the younger, the larger its cohorts
    harvest: frozenset[int]
    daily_rates: tuple[int, ...]  # minor units
    usd: str
    locale: str
    languages: tuple[str, ...]
    regions: tuple[str, ...]
    towns: tuple[str, ...]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


COMPANIES = (
    Company(
        "RW", "Imirasire Demo Solar", "RW", "RWF", "Africa/Kigali", hours(2), "payg", 14, date(2024, 1, 1),
        frozenset({1, 2, 6, 7}), (20000, 28000, 36000, 52000), "0.00076", "en_GB", ("rw", "fr", "en"),
        ("East", "North", "South"), ("Kayonza", "Ngoma", "Musanze", "Gicumbi", "Huye", "Muhanga"),
    ),
    Company(
        "KE", "Jua Demo Energy", "KE", "KES", "Africa/Nairobi", hours(3), "payg", 14, date(2024, 1, 1),
        frozenset({3, 4, 8, 11}), (4000, 5500, 7000, 11000), "0.0077", "en_GB", ("sw", "en"),
        ("Rift Valley", "Nyanza", "Coast"), ("Eldoret", "Nakuru", "Kisumu", "Homa Bay", "Kilifi", "Kwale"),
    ),
    Company(
        "TG", "Soleil Demo Togo", "TG", "XOF", "Africa/Lome", hours(0), "payg", 6, date(2022, 1, 1),
        frozenset({9, 10, 11}), (12000, 15000, 21000, 30000), "0.00165", "fr_FR", ("fr", "ee"),
        ("Maritime", "Plateaux", "Kara"), ("Tsevie", "Aneho", "Atakpame", "Kpalime", "Kara", "Bassar"),
    ),
    Company(
        "UK", "Brookvale Demo Water", "GB", "GBP", "Europe/London", None, "utility", 6, date(2022, 1, 1),
        frozenset(), (), "1.26", "en_GB", ("en", "cy"),
        ("Brook North", "Brook South", "Vale East", "Vale West"), (),
    ),
    Company(
        "IN", "Saral Demo Finance", "IN", "INR", "Asia/Kolkata", hours(5.5), "lending", 5, date(2023, 1, 1),
        frozenset({10, 11}), (), "0.0119", "en_IN", ("hi", "en", "mr"),
        ("Maharashtra", "Gujarat", "Karnataka"), ("Pune", "Nashik", "Surat", "Rajkot", "Hubli", "Mysuru"),
    ),
)  # fmt: skip
BLOCK = sum(company.share for company in COMPANIES)


def company_of(number: int) -> tuple[Company, int]:
    """The company of an account number (from 1) and the account's index within it."""
    block, position = divmod(number - 1, BLOCK)
    for company in COMPANIES:
        if position < company.share:
            return company, block * company.share + position
        position -= company.share
    raise AssertionError("position lies within the block")


def policy(opco: str, valid_from: date, default_days: int, method: str, retry: int) -> Policy:
    return Policy(
        opco_id=opco,
        valid_from=valid_from,
        default_after_days=default_days,
        # the window of a lender opens three days before the due day, that of others when the bill is in the ledger
        bill_window_before_days=3 if opco == "IN" else None,
        bill_window_after_days=60,
        bill_tolerance=100,
        allocation_method=method,
        attribution_window_days=14 if opco in {"UK", "IN"} else 7,
        promise_grace_days=3 if opco == "UK" else 2,
        retry_cost=retry,
        baseline_first_attempt_rate=Decimal("0.30"),
        loaded_at=max(FOUNDED, datetime.combine(valid_from, datetime.min.time()) - hours(90)),
    )


def policies() -> list[Policy]:
    return [
        policy("RW", FIRST_DAY, 90, "balance_forward", 0),
        policy("RW", date(2024, 3, 1), 60, "balance_forward", 0),
        policy("KE", FIRST_DAY, 30, "balance_forward", 0),
        policy("TG", FIRST_DAY, 120, "balance_forward", 0),
        policy("UK", FIRST_DAY, 90, "balance_forward", 0),
        policy("IN", FIRST_DAY, 90, "open_item", 4000),
        policy("IN", date(2025, 1, 1), 90, "open_item", 5000),
    ]


def shop_ids(company: Company) -> list[str]:
    return [f"S{company.opco_id}{i}" for i in range(1, len(company.towns) + 1)]


def shops(company: Company) -> Iterator[Shop]:
    for i, town in enumerate(company.towns):
        region = company.regions[i * len(company.regions) // len(company.towns)]
        yield Shop(
            shop_id=f"S{company.opco_id}{i + 1}",
            opco_id=company.opco_id,
            shop_name=f"{town} demo shop",
            region=region,
            territory=None if i == 3 else f"{company.opco_id} territory {i // 3 + 1}",
            loaded_at=FOUNDED,
        )


def fx_rates(company: Company, seed: int) -> Iterator[FxRate]:
    """Weekly rates on a slow random walk; the RWF feed was down from May to July 2023."""
    rng = random.Random(f"{seed}:fx:{company.currency}")
    level = Decimal(company.usd)
    day = date(2021, 12, 27)
    while day <= LAST_DAY:
        level *= Decimal(10000 + rng.randint(-70, 70)) / 10000
        gap = company.currency == "RWF" and date(2023, 5, 10) < day < date(2023, 7, 5)
        if not gap:
            yield FxRate(
                currency_code=company.currency,
                rate_on=day,
                rate_to_reporting=level.quantize(Decimal("1e-8")),
                loaded_at=datetime(day.year, day.month, day.day, 18),
            )
        day += timedelta(days=7)


def static_rows(seed: int) -> Iterator[Row]:
    yield from policies()
    for company in COMPANIES:
        yield Opco(
            opco_id=company.opco_id,
            opco_name=company.name,
            country_code=company.country,
            currency_code=company.currency,
            timezone=company.timezone,
            sector=company.sector,
            loaded_at=FOUNDED,
        )
        yield from shops(company)
        yield from fx_rates(company, seed)


@cache
def name_pool(locale: str, seed: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """First and last names to draw from, so that Faker runs once and not per account."""
    fake = Faker(locale)
    fake.seed_instance(seed)
    first = tuple(fake.first_name() for _ in range(150))
    return first, tuple(fake.last_name() for _ in range(150))
