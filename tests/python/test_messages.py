"""Input that cannot be built from: one clear line that names table, file and column."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from oracle_cases import Case
from warehouse import BuildError, Workplace, workplace, write_folder

SHOP = "s,o,Shop,North,,2024-01-01\r\n"
Spoil = Callable[[Path], object]


@pytest.fixture(scope="module")
def place() -> Iterator[Workplace]:
    with workplace() as found:
        found.seed(raw_source="schema", as_of_date="2024-06-30")
        yield found


def company(folder: Path) -> None:
    """A small company with a shop."""
    case = Case()
    case.account("a", "2024-01-10")
    case.contract("k", "a", "2024-01-10")
    case.add("shops", shop_id="s", opco_id="o", shop_name="Shop", region="North")
    write_folder(case.raw, folder)


def message(place: Workplace, folder: Path, models: str = "judged_shops", **variables: str) -> str:
    """What the build says, all of it."""
    variables = {"raw_source": "folder", "raw_path": str(folder), "as_of_date": "2024-06-30"} | variables
    with pytest.raises(BuildError) as failure:
        place.dbt("run", "--select", models, **{k: v for k, v in variables.items() if v})
    return str(failure.value)


def rewrite(name: str, change: Callable[[bytes], bytes]) -> Spoil:
    return lambda folder: (folder / name).write_bytes(change((folder / name).read_bytes()))


def append(line: str, encoding: str = "utf-8") -> Spoil:
    return rewrite("shops.csv", lambda text: text + line.encode(encoding))


UNREADABLE: dict[str, tuple[Spoil, str]] = {
    "missing column": (
        rewrite("shops.csv", lambda text: text.replace(b",region,", b",area,")),
        "column region is missing. Add it, with empty values if you have none.",
    ),
    "empty file": (
        rewrite("shops.csv", lambda _: b""),
        "it is empty, or no text in UTF-8. Its first line must",
    ),
    "column twice": (
        rewrite("shops.csv", lambda text: text.replace(b",region,", b",shop_id,")),
        "column shop_id is there twice. Keep one.",
    ),
    "short line": (append("s2,o\r\n"), "line 3, column shop_name: Expected Number of Columns: 6 Found: 2"),
    "long line": (
        append(SHOP.replace("North", "North,x,y")),
        "line 3: Expected Number of Columns: 6 Found: 7",
    ),
    "open quote": (append(f'"{SHOP}'), "line 3, column shop_id: Value with unterminated quote found."),
    "other encoding": (
        append(SHOP.replace("Shop", "Café"), "latin-1"),
        "line 3, column shop_name: Invalid unicode (byte sequence mismatch) detected.",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_csv_names_table_file_and_place(place: Workplace, tmp_path: Path, name: str) -> None:
    spoil, words = UNREADABLE[name]
    company(tmp_path)
    spoil(tmp_path)
    told = [line for line in message(place, tmp_path).splitlines() if words in line]
    assert len(told) == 1
    assert told[0].strip().startswith(f"table shops, file {tmp_path}/shops.csv")


def test_text_that_calls_itself_parquet_is_named(place: Workplace, tmp_path: Path) -> None:
    company(tmp_path)
    (tmp_path / "shops.csv").rename(tmp_path / "shops.parquet")
    told = message(place, tmp_path).splitlines()
    assert any(f"table shops, file {tmp_path}/shops.parquet: it is no Parquet file." in line for line in told)


def test_an_empty_parquet_is_named(place: Workplace, tmp_path: Path) -> None:
    company(tmp_path)
    (tmp_path / "shops.csv").unlink()
    (tmp_path / "shops.parquet").touch()
    assert f"table shops, file {tmp_path}/shops.parquet: it is empty." in message(place, tmp_path)


def test_two_files_for_one_table_are_named(place: Workplace, tmp_path: Path) -> None:
    company(tmp_path)
    (tmp_path / "shops.csv.gz").touch()
    words = f"table shops, files {tmp_path}/shops.csv and {tmp_path}/shops.csv.gz: keep one of the two."
    assert words in message(place, tmp_path)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"raw_source": "folders"}, "raw_source is 'folders'. Use seeds, schema or folder."),
        ({"raw_path": "/no/such"}, "raw_path /no/such: no such folder, or nothing in it."),
        ({"raw_path": ""}, "raw_source is folder but raw_path is empty. Say where the files are"),
        ({"as_of_date": ""}, "as_of_date is not set. Say for which day to build"),
        ({"as_of_date": "30.6.2024"}, "as_of_date is '30.6.2024'. Write it as YYYY-MM-DD, or today."),
        ({"as_of_date": "2023-02-29"}, "as_of_date is '2023-02-29'. Write it as YYYY-MM-DD, or today."),
        ({"known_at": "2024-13-01"}, "known_at is '2024-13-01'. Write it as YYYY-MM-DD HH:MM:SS, in UTC."),
        ({"known_at": "yesterday"}, "known_at is 'yesterday'. Write it as YYYY-MM-DD HH:MM:SS, in UTC."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_wrong_variable_is_named(
    place: Workplace, tmp_path: Path, variables: dict[str, str], words: str
) -> None:
    company(tmp_path)
    assert words in message(place, tmp_path, **variables)


def test_an_opco_without_a_policy_is_named(place: Workplace, tmp_path: Path) -> None:
    company(tmp_path)
    rewrite("policies.csv", lambda text: text.splitlines()[0] + b"\r\n")(tmp_path)
    words = "table policies: no policy row for these opcos, add at least one each: o."
    assert words in message(place, tmp_path, "+stg_policies")


def test_more_quarantined_rows_than_allowed_stop_the_build(place: Workplace, tmp_path: Path) -> None:
    company(tmp_path)
    append(SHOP.replace("North", ""))(tmp_path)
    words = "more rows are quarantined than quarantine_limit 0 allows; look at marts.quarantined_rows."
    assert words in message(place, tmp_path, "+input_reconciliation", quarantine_limit="0")
    place.dbt(
        "run", "--select", "+input_reconciliation", raw_source="folder", raw_path=str(tmp_path),
        as_of_date="2024-06-30", quarantine_limit="1",
    )  # fmt: skip


def test_a_missing_column_of_a_table_names_the_relation(place: Workplace) -> None:
    with place.connect() as connection:
        connection.execute("drop schema if exists raw cascade; create schema raw")
        connection.execute("create table raw.shops (shop_id text)")
    told = message(place, Path(), raw_source="schema")
    assert (
        'table shops, relation "arrears"."raw"."shops": columns opco_id, shop_name, region are missing.'
        in told
    )
    assert "opcos, policies, customers, accounts: not given in schema raw." in told
