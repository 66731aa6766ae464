"""The list of pages."""

from dashboard.pages import cohort_pages, overview, portfolio_pages
from dashboard.pages.registry import Page

PAGES: list[Page] = [overview.PAGE, *portfolio_pages.PAGES, *cohort_pages.PAGES]
BY_PATH = {page.path: page for page in PAGES}
