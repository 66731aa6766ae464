"""The importer: every way it can refuse, and a water utility's published figures."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from import_files import app
from import_files_of_a_company import MAPPING, PEOPLE, TAKINGS
from importing.contract import load_contract

REPO = Path(__file__).resolve().parents[2]
SCRIPT = REPO / "scripts" / "import_files.py"


Run = Callable[..., Result]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Lay out a tiny company: two files and a mapping."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "takings.csv").write_text(TAKINGS, encoding="utf-8")
    (tmp_path / "in" / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "map.yml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(files: Path) -> Run:
    """Call the command on the tiny company, with words of the mapping exchanged."""

    def call(*changes: tuple[str, str], form: str = "csv", out: str = "out") -> Result:
        text = MAPPING
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        (files / "map.yml").write_text(text, encoding="utf-8")
        words = [str(files / "map.yml"), "--source", str(files / "in")]
        return CliRunner().invoke(app, [*words, "--out", str(files / out), "--format", form])

    return call


def read(folder: Path, table: str) -> pd.DataFrame:
    """Read one written file as text."""
    parquet = folder / f"{table}.parquet"
    if parquet.exists():
        return pd.read_parquet(parquet)
    return pd.read_csv(folder / f"{table}.csv", dtype="string", keep_default_na=False)


# --- what comes out -------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_table_has_all_its_columns_in_order(run: Run, files: Path, form: str) -> None:
    """One file per contract table, mapped or not."""
    assert run(form=form).exit_code == 0
    contract = load_contract()
    assert {path.name for path in (files / "out").iterdir()} == {f"{t}.{form}" for t in contract}
    for table in contract.values():
        frame = read(files / "out", table.name)
        assert list(frame.columns) == [column.name for column in table.columns]
        assert frame.columns[-1] == "loaded_at"


def test_values_arrive_as_they_are(run: Run, files: Path) -> None:
    """Equal payments of one day are both kept; zeros and amounts stay text; empty is null."""
    assert run(form="parquet").exit_code == 0
    payments = read(files / "out", "payments")
    assert payments["payment_id"].tolist() == ["007-1", "007-2", "008-3"]
    assert payments["amount"].tolist() == ["10.50", "10.50", "7"]
    assert payments["paid_at"].tolist()[2] == "2026-01-06 12:00:00"
    assert payments["method"].tolist()[:2] == ["Cash", "Cash"]
    assert pd.isna(payments["method"].iloc[2])
    assert payments["bill_id"].isna().all()
    assert payments["loaded_at"].unique().tolist() == ["2026-02-01 00:00:00"]
    assert read(files / "out", "accounts")["created_at"].tolist() == ["2020-01-01"] * 2


def test_same_files_give_the_same_bytes(run: Run, files: Path) -> None:
    """Two runs differ in nothing."""
    for form in ("csv", "parquet"):
        run(form=form, out=f"{form}1")
        run(form=form, out=f"{form}2")
        for path in (files / f"{form}1").iterdir():
            assert path.read_bytes() == (files / f"{form}2" / path.name).read_bytes()


def test_the_summary_counts_and_warns(run: Run) -> None:
    """Rows that the warehouse would set aside are named beforehand."""
    result = run(("payment_id: {sql: \"who || '-' || source_row\"}", "payment_id: who"))
    assert "2" in next(line for line in result.output.splitlines() if "accounts" in line)
    words = " ".join(result.output.replace("│", " ").split())
    assert "1 repeat a key" in words
    assert "customers, which is empty" in words


def test_joins_filters_queries_and_several_blocks(run: Run, files: Path) -> None:
    """Sources can be joined, filtered, asked, and stacked."""
    blocks = """
  shops:
    - from: people
      joins: [{source: sums, as: s, on: s.who = people.who}]
      where: s.total > 10
      columns: {shop_id: who, opco_id: {value: one}, shop_name: s.total, region: area}
    - columns:
        {shop_id: {value: x}, opco_id: {value: one}, shop_name: {value: 1}, region: {value: "NO"}}
"""
    query = """
  sums: {sql: "select who, sum(amount::decimal(9, 2)) as total from takings group by who -- all"}
defaults:"""
    result = run(("\ndefaults:", query), ("\n  accounts:", blocks + "  accounts:"))
    assert result.exit_code == 0, result.output
    shops = read(files / "out", "shops")
    assert shops[["shop_id", "shop_name", "region"]].to_numpy().tolist() == [
        ["007", "21.00", "North"],
        ["x", "1", "NO"],
    ]


def test_wildcards_delimiters_and_parquet_sources(run: Run, files: Path) -> None:
    """Monthly files are stacked in the order of their names."""
    (files / "in" / "2026-01.csv").write_text("who;day;amount;how\na;2026-01-01;1;\n")
    (files / "in" / "2026-02.csv").write_text("who;day;amount;how\na;2026-02-01;2;\n")
    pd.DataFrame({"who": ["a"], "area": ["£"]}).to_parquet(files / "in" / "people.parquet")
    result = run(
        ("takings: takings.csv", 'takings: {file: "2026-*.csv", delimiter: ";"}'),
        ("people.csv", "people.parquet"),
        ("      customer_id: who", "      customer_id: WHO\n      region: area"),
    )
    assert result.exit_code == 0, result.output
    assert read(files / "out", "payments")["payment_id"].tolist() == ["a-1", "a-2"]
    assert read(files / "out", "accounts")["region"].tolist() == ["£"]


@pytest.mark.parametrize(
    ("options", "content"),
    [
        ("", b'\xef\xbb\xbfwho, area\r\n1,"a ""b"", c"\r\n'),
        ("encoding: latin-1", "who,area\n1,£ é\n".encode("latin-1")),
        ("encoding: utf-16", "who,area\n1,£ é\n".encode("utf-16")),
        ('delimiter: "|"', b"who|area\n1|a, b\n"),
    ],
)
def test_dialects_of_csv(run: Run, files: Path, options: str, content: bytes) -> None:
    """Byte order marks, quotes, line ends, encodings and delimiters are understood."""
    (files / "in" / "people.csv").write_bytes(content)
    result = run(
        ("people: people.csv", f"people: {{file: people.csv, {options}}}"),
        ("      customer_id: who", "      customer_id: who\n      region: area"),
    )
    assert result.exit_code == 0, result.stderr
    assert read(files / "out", "accounts")["region"].iloc[0] in ('a "b", c', "£ é", "a, b")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty; it needs a first line"),
        (b"who,who\n1,2\n", "has two columns who"),
        (b"who,area\n1\n2,3,4\n", "Line: 2 Expected Number of Columns: 2 Found: 1"),
        (b"who,area\n1,2,3\n", "Line: 2 Expected Number of Columns: 2 Found: 3"),
        (b"who,area\n1,\xa3\n", "sources.people"),
        (b"who,\xa3\n1,2\n", "encoding and delimiter of sources.people"),
        (b'who,area\n1,"a\n', "unterminated quote"),
    ],
)
def test_broken_csv_is_refused(run: Run, files: Path, content: bytes, words: str) -> None:
    """A line that does not fit is never skipped, and never taken for the header."""
    (files / "in" / "people.csv").write_bytes(content)
    result = run()
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "accounts: the file people.csv" in result.stderr
    assert words in result.stderr


# --- what is refused ------------------------------------------------------------------------

REFUSED = {
    "source file": (
        [("people.csv", "folk.csv")],
        ["accounts", "folk.csv", "put it there or correct sources.people"],
    ),
    "source column": (
        [("amount: amount", "amount: amuont")],
        ["payments, column amount", "takings.csv", "amuont", "did you mean amount?"],
    ),
    "contract column": (
        [("amount: amount", "amuont: amount")],
        ["payments, column amuont", "takings.csv", "did you mean amount?"],
    ),
    "contract table": (
        [("\n  payments:", "\n  payment:")],
        ["payment:", "no such table", "did you mean payments?"],
    ),
    "required column": (
        [("      amount: amount\n", "")],
        ["payments, column amount", "takings.csv", "required", "add amount:"],
    ),
    "source name": ([("from: people", "from: poeple")], ["accounts", "did you mean people?"]),
    "default": ([("  loaded_at:", "  loadedat:")], ["defaults, column loadedat", "loaded_at"]),
    "code": (
        [("value: utility", "value: utiltiy")],
        ["accounts, column account_type", "unknown code utiltiy", "did you mean utility?"],
    ),
    "expression": (
        [("day || ' 12:00:00'", "dya || ' 12:00:00'")],
        ["payments, column paid_at", "takings.csv", "dya", "correct tables.payments.columns"],
    ),
    "syntax": ([("day || ' 12:00:00'", "day || ")], ["payments, column paid_at", "takings.csv"]),
    "cast": (
        [("amount: amount", 'amount: {sql: "how::decimal(9, 2)"}')],
        ["payments, column amount", "takings.csv", "Cash Desk"],
    ),
    "filter": ([("from: takings", "from: takings\n    where: hwo = 1")], ["payments", "hwo"]),
    "query": (
        [("\ndefaults:", '\n  sums: {sql: "select x from takings"}\ndefaults:')],
        ["source sums", "correct it, or sources.sums"],
    ),
    "other files": (
        [("\ndefaults:", "\n  spy: {sql: \"from '/etc/passwd'\"}\ndefaults:")],
        ["source spy", "cannot be read"],
    ),
    "boolean": (
        [("opco_id: {value: one}", "opco_id: {value: no}")],
        ["accounts, column opco_id", "put it in quotes"],
    ),
    "no source": (
        [("    from: people\n", "")],
        ["accounts, column account_id", "add from:"],
    ),
    "two origins": (
        [("{value: bill}", "{value: bill, column: how}")],
        ["payments, column payment_type", "exactly one of column, value and sql"],
    ),
    "setting": ([("from: people", "form: people")], ["accounts: unknown setting", "form"]),
    "twice": ([("amount: amount", "amount: amount\n      amount: how")], ["amount is given twice"]),
    "yaml": ([("from: people", "from: [people")], ["map.yml: not valid YAML at line"]),
    "no tables": ([("\ntables:", "\ntabels:")], ["map.yml: tables"]),
    "format": ([("people.csv", "people.dat")], ["accounts", "neither CSV nor Parquet nor Excel", "format:"]),
    "broken excel": ([("people.csv", "people.xlsx")], ["accounts", "people.xlsx", "cannot be read"]),
    "broken": (
        [("people.csv", "people.parquet")],
        ["accounts", "people.parquet", "cannot be read"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_is_one_line_that_helps(run: Run, files: Path, case: str) -> None:
    """Each problem is one line: table, file, column, next step; nothing is written."""
    (files / "in" / "people.xlsx").write_bytes(b"PK")
    (files / "in" / "people.parquet").write_bytes(b"not parquet")
    (files / "in" / "people.dat").write_bytes(b"?")
    changes, words = REFUSED[case]
    result = run(*changes)
    assert result.exit_code == 1, result.output
    lines = result.stderr.splitlines()
    assert all(line.startswith("error: ") for line in lines), result.stderr
    assert any(all(word in line for word in words) for line in lines), result.stderr
    assert "Traceback" not in result.output
    assert not list((files / "out").glob("*")) if (files / "out").exists() else True


def test_all_disagreements_are_told_at_once(run: Run) -> None:
    """Three mistakes, three lines."""
    result = run(("amount: amount", "amuont: amount"), ("value: utility", "value: gas"))
    assert len(result.stderr.splitlines()) == 3


def test_folders_that_do_not_fit(run: Run, files: Path) -> None:
    """The target is neither the source nor a folder where a table would be twice."""
    assert "give another folder" in run(out="in").stderr
    assert run().exit_code == 0
    assert "already holds opcos.csv" in run(form="parquet").stderr
    assert "the target is a file" in run(out="map.yml").stderr
    words = [str(files / "map.yml"), "--source", str(files / "none"), "--out", str(files / "out")]
    assert "no such source folder" in CliRunner().invoke(app, words).stderr
    words[0] = str(files / "none.yml")
    assert "cannot read the mapping" in CliRunner().invoke(app, words).stderr
