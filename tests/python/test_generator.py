"""The committed demo shows what it must, and anyone can make it again, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer import Typer
from typer.testing import CliRunner

from demo.build import account_rows
from demo.phenomena import faults, phenomena
from demo.raw import Raw
from demo.tables import CONTRACT, TABLES, columns
from demo.world import static_rows
from demo.write import Warehouse
from generate import generate

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds" / "raw"
RAW = Raw(SEEDS)
PHENOMENA = phenomena(RAW)
FAULTS = faults(RAW)


def run(folder: Path, *flags: str) -> Path:
    app = Typer()
    app.command()(generate)
    result = CliRunner().invoke(app, ["--out", str(folder), *flags])
    assert result.exit_code == 0, result.output
    return folder


@pytest.mark.parametrize("name", PHENOMENA)
def test_phenomenon_occurs(name: str) -> None:
    assert PHENOMENA[name] > 0


@pytest.mark.parametrize("name", FAULTS)
def test_fault_occurs(name: str) -> None:
    assert FAULTS[name] > 0


def test_every_coded_value_of_the_contract_occurs() -> None:
    unused = set()
    for name, table in CONTRACT.items():
        for column in table.columns:
            seen = {row[column.name] for row in RAW.rows(name)}
            unused |= {f"{name}.{column.name} {code}" for code in column.codes if code not in seen}
    assert unused <= {"contracts.contract_type service"}


def test_harvest_months_pay_better() -> None:
    shares = [number for name, number in PHENOMENA.items() if name.startswith("harvest against")]
    assert len(shares) == 3
    assert min(shares) > 110


def test_every_table_of_the_input_contract_can_be_written() -> None:
    assert list(TABLES) == list(CONTRACT)


def test_seeds_are_small() -> None:
    assert sum(file.stat().st_size for file in SEEDS.iterdir()) < 5_000_000


def test_nothing_is_loaded_after_the_second_of_january() -> None:
    for name in TABLES:
        assert max(row["loaded_at"] for row in RAW.tables[name]) <= "2026-01-02 00:00:00", name


def test_regenerating_gives_the_same_bytes(tmp_path: Path) -> None:
    run(tmp_path, "--format", "csv", "--accounts", "2025", "--seed", "7")
    for name in TABLES:
        again = (tmp_path / f"{name}.csv").read_bytes()
        assert again == (SEEDS / f"{name}.csv").read_bytes(), name


def test_an_account_depends_on_its_number_and_the_seed_alone() -> None:
    alone = account_rows(29, seed=7, dense=True)
    account_rows(28, seed=7, dense=True)
    assert account_rows(29, seed=7, dense=True) == alone
    assert account_rows(29, seed=8, dense=True) != alone


def test_parquet_is_typed_and_has_the_contract_columns(tmp_path: Path) -> None:
    run(tmp_path, "--format", "parquet", "--accounts", "2000")
    for name in TABLES:
        schema = pq.read_schema(tmp_path / f"{name}.parquet")
        assert schema.names == columns(name)
        assert str(schema.field("loaded_at").type) == "timestamp[us]"
    payments = pq.read_schema(tmp_path / "payments.parquet")
    assert str(payments.field("amount").type) == "decimal128(18, 2)"
    contracts = pq.read_schema(tmp_path / "contracts.parquet")
    assert str(contracts.field("ended_on").type) == "date32[day]"
    assert str(contracts.field("term_days").type) == "int64"
    rows = pq.read_metadata(tmp_path / "payments.parquet").num_rows
    assert rows / 2000 > 25


def test_dirty_parquet_is_text(tmp_path: Path) -> None:
    run(tmp_path, "--format", "parquet", "--accounts", "40", "--dirty")
    for name in TABLES:
        schema = pq.read_schema(tmp_path / f"{name}.parquet")
        assert {str(field.type) for field in schema} == {"string"}


def test_memory_holds_no_more_than_a_chunk(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, "parquet", chunk=100, as_text=False)
    warehouse.add(static_rows(7))
    for number in range(1, 121):
        warehouse.add(account_rows(number, seed=7, dense=True))
    warehouse.close()
    assert warehouse.peak <= 100
    file = pq.read_metadata(tmp_path / "payments.parquet")
    sizes = [file.row_group(i).num_rows for i in range(file.num_row_groups)]
    assert len(sizes) > 10
    assert max(sizes) <= 100
    assert sum(sizes) == warehouse.counts["payments"]
