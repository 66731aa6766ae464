"""A checksum of the rows of a table, whatever their order.

Each row becomes one text: for each column, in the order of the table, the length of its text in bytes, a
colon and the text, or `-` for null. The MD5 of that text is cut into two halves of 64 bits (bytes from
the least), and each half is added up over all rows, modulo 2^64. Equal rows that come twice count twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from publishing.marts import quoted

MODULUS = 1 << 64


@dataclass(frozen=True)
class Content:
    """How many rows, and which."""

    rows: int
    checksum: str


def content(connection: duckdb.DuckDBPyConnection, source: str, columns: Sequence[str]) -> Content:
    """The content of a table or query, as rows and checksum."""
    texts = [f"cast({quoted(name)} as varchar)" for name in columns]
    line = " || ".join(f"coalesce(strlen({text}) || ':' || {text}, '-')" for text in texts)
    found = connection.execute(
        "select count(*), coalesce(sum(md5_number_upper(line)), 0), coalesce(sum(md5_number_lower(line)), 0)"
        f" from (select {line} as line from ({source}) as source_rows)"
    ).fetchone()
    assert found is not None
    rows, upper, lower = (int(value) for value in found)
    return Content(rows, f"{upper % MODULUS:016x}{lower % MODULUS:016x}")
