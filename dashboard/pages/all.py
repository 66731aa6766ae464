"""The list of pages."""

from dashboard.pages import overview
from dashboard.pages.registry import Page

PAGES: list[Page] = [overview.PAGE]
BY_PATH = {page.path: page for page in PAGES}
