"""The list of pages."""

from dashboard.pages import (
    billing_page,
    cohort_pages,
    collections_pages,
    lookup_page,
    overview,
    portfolio_pages,
    quality_page,
    region_pages,
    risk_pages,
    smart_page,
    split_pages,
    worklist_page,
)
from dashboard.pages.registry import Page

PAGES: list[Page] = [
    overview.PAGE,
    *portfolio_pages.PAGES,
    *region_pages.PAGES,
    *cohort_pages.PAGES,
    *split_pages.PAGES,
    lookup_page.PAGE,
    worklist_page.PAGE,
    *collections_pages.PAGES,
    smart_page.PAGE,
    billing_page.PAGE,
    *risk_pages.PAGES,
    quality_page.PAGE,
]
BY_PATH = {page.path: page for page in PAGES}
