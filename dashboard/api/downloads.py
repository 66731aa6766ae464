"""Tables as files: `/download/<name>.csv` and `.xlsx`, with the filters of the page in the address."""

import asyncio
import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from dashboard.auth import User, current_user
from dashboard.context import Service
from dashboard.pages.all import PAGES
from dashboard.store import Table

router = APIRouter(include_in_schema=False)
DOWNLOADS = {name: (page, make) for page in PAGES for name, make in page.downloads.items()}
# a cell that begins so is a formula to a spreadsheet
FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(value: object) -> object:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_csv(table: Table) -> bytes:
    """A table as CSV in UTF-8 with a mark that spreadsheets know."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([harmless(value) for value in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def cells(row: tuple[Any, ...]) -> Iterator[Any]:
    """Values as a workbook takes them."""
    for value in row:
        yield float(value) if isinstance(value, Decimal) else value


def as_xlsx(table: Table, title: str) -> bytes:
    """A table as a workbook with typed cells; text stays text."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(title[:31])
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, table.columns, bold)
        for number, row in enumerate(table.rows, start=1):
            for position, value in enumerate(cells(row)):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, position, value, moment)
                elif isinstance(value, date):
                    sheet.write_datetime(number, position, datetime(value.year, value.month, value.day), day)
                elif value is not None:
                    sheet.write(number, position, value)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(table.columns) - 1), 16)
    return file.getvalue()


def make(service: Service, user: User, name: str, search: str, as_file: bool) -> bytes:
    """The file of a table."""
    page, query = DOWNLOADS[name]
    with service.context(user, page.path, search) as ctx:
        table = query(ctx)
    return as_xlsx(table, name) if as_file else as_csv(table)


@router.get("/download/{name}.{kind}")
async def download(name: str, kind: str, request: Request) -> Response:
    """One table of a page as a file."""
    if name not in DOWNLOADS or kind not in ("csv", "xlsx"):
        raise HTTPException(404, "there is no such table")
    service: Service = request.app.state.service
    user, search = current_user.get(), request.url.query
    content = await asyncio.to_thread(make, service, user, name, search, kind == "xlsx")
    media = XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    return Response(content, 200, {"content-disposition": f'attachment; filename="{name}.{kind}"'}, media)
