"""Files as companies have them: each is read as it was meant, or stops the build with one line that helps."""

import csv
import gzip
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest

from oracle_cases import Case
from warehouse import BuildError, Workplace, workplace, write_folder

Spoil = Callable[[Path], object]
SHOPS = "shops.csv"
HEADED = b"shop_id,opco_id,shop_name,loaded_at\ns,o,Shop,2024-01-01\n"


@pytest.fixture(scope="module")
def place() -> Iterator[Workplace]:
    with workplace() as found:
        yield found


def company(folder: Path) -> None:
    """A company with a shop and two payments."""
    case = Case()
    case.account("a", "2024-01-10")
    case.contract("k", "a", "2024-01-10")
    case.add("shops", shop_id="s", opco_id="o", shop_name="Shop, North", region="North")
    case.payment("p", "a", "2024-03-01 22:30:00", "10.00")
    case.payment("q", "a", "2024-03-02 22:30:00", "10.00")
    write_folder(case.raw, folder)


def prepare(place: Workplace, folder: Path) -> None:
    """What a build does before it builds anything."""
    variables = {"raw_source": "folder", "raw_path": str(folder), "as_of_date": "2024-06-30"}
    place.dbt("run-operation", "prepare_raw", **variables)


def change(how: Callable[[bytes], bytes], name: str = SHOPS) -> Spoil:
    return lambda folder: (folder / name).write_bytes(how((folder / name).read_bytes()))


def separated(text: bytes, mark: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(csv.reader(io.StringIO(text.decode())))
    return out.getvalue().encode()


def shouted(text: bytes) -> bytes:
    """The header in capitals, with spaces, and backwards."""
    rows = [row[::-1] for row in csv.reader(io.StringIO(text.decode()))]
    out = io.StringIO()
    csv.writer(out).writerows([[name.upper().replace("_", " ") for name in rows[0]], *rows[1:]])
    return out.getvalue().encode()


def zipped(folder: Path) -> None:
    (folder / "shops.csv.gz").write_bytes(gzip.compress((folder / SHOPS).read_bytes()))
    (folder / SHOPS).unlink()


def in_parts(folder: Path) -> None:
    header, *lines = (folder / "payments.csv").read_bytes().splitlines(keepends=True)
    for number, line in enumerate(lines):
        (folder / f"payments_{number}.csv").write_bytes(header + line)
    (folder / "payments.csv").unlink()


def write_parquet(text: bytes, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(io.BytesIO(text)), file)


def in_a_folder(folder: Path) -> None:
    text = (folder / "payments.csv").read_bytes()
    write_parquet(text, folder / "payments" / "a.parquet")
    (folder / "payments.csv").unlink()


def partitioned(folder: Path) -> None:
    write_parquet(HEADED, folder / "shops" / "region=North" / "a.parquet")
    (folder / SHOPS).unlink()


READ: dict[str, Spoil] = {
    "mark before UTF-8": change(lambda text: b"\xef\xbb\xbf" + text),
    "semicolons": change(lambda text: separated(text, ";")),
    "tabs": change(lambda text: separated(text, "\t")),
    "a line sep=": change(lambda text: b"sep=;\r\n" + separated(text, ";")),
    "header in words": change(shouted),
    "line feeds": change(lambda text: text.replace(b"\r\n", b"\n")),
    "gzip": zipped,
    "parts": in_parts,
    "a folder": in_a_folder,
    "partitions": partitioned,
    "unnamed and empty": change(lambda text: b"\r\n".join(line + b",," for line in text.splitlines())),
    "quoted comma in the header": change(lambda text: text.replace(b"territory", b'"notes, of ""us"""')),
    "hidden file": lambda folder: (folder / ".DS_Store").write_bytes(b"x"),
}


@pytest.mark.parametrize("name", READ)
def test_other_dialects_are_read(place: Workplace, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "of [x]*"
    company(folder)
    READ[name](folder)
    prepare(place, folder)
    with place.connect() as connection:
        shops = connection.execute("select shop_id, opco_id, region from raw.shops").fetchall()
        assert shops == [("s", "o", "North")]
        assert connection.execute("select count(*) from raw.payments").fetchone() == (2,)


def rename(to: str) -> Spoil:
    return lambda folder: (folder / "payments.csv").rename(folder / to)


def cut_off(folder: Path) -> None:
    write_parquet((folder / SHOPS).read_bytes(), folder / "shops.parquet")
    change(lambda data: data[:-20], "shops.parquet")(folder)
    (folder / SHOPS).unlink()


REFUSED: dict[str, tuple[Spoil, str]] = {
    "singular": (rename("payment.csv"), "payment.csv: it is the file of no table; the nearest is payments."),
    "copy": (rename("payments (1).csv"), "(1).csv: it is the file of no table; the nearest is payments."),
    "text": (rename("payments.txt"), "payments.txt: a table is a .csv, .csv.gz or .parquet file."),
    "excel": (rename("payments.xlsx"), "read it through the importer"),
    "zip": (rename("payments.csv.zip"), "payments.csv.zip: a table is a .csv, .csv.gz or .parquet file."),
    "two forms": (
        lambda folder: write_parquet((folder / SHOPS).read_bytes(), folder / "shops.parquet"),
        "shops.parquet: keep one of the two.",
    ),
    "whole and part": (
        lambda folder: (folder / "payments_2.csv").write_bytes((folder / "payments.csv").read_bytes()),
        "payments_2.csv: keep one of the two.",
    ),
    "utf-16": (change(lambda text: text.decode().encode("utf-16")), "it is no text in UTF-8: UTF-16 perhaps"),
    "latin-1": (change(lambda text: text.replace(b'North"', b'N\xf6rth"')), "Save the file as UTF-8."),
    "title": (
        change(lambda text: b"Shops,,\r\n" + text),
        "its first line names no column of the table. It reads `Shops,,`",
    ),
    "zip by another name": (
        change(lambda _: b"PK\x03\x04\x14"),
        "it is a zip or Excel file by another name.",
    ),
    "binary": (change(lambda _: bytes(range(256)) * 9), "it is no text in UTF-8"),
    "twice": (change(lambda text: text.replace(b",region,", b",Shop ID,")), "column shop_id is there twice."),
    "values without a name": (
        change(lambda text: text.replace(b"\r\n", b",\r\n", 1).rstrip() + b",x\r\n"),
        "unnamed column 7 has values.",
    ),
    "unquoted comma": (
        change(lambda text: text.replace(b'"Shop, North"', b"Shop, North")),
        "line 2: Expected Number of Columns: 6 Found: 7. Columns found: shop_id, opco_id, shop_name",
    ),
    "cut off": (cut_off, "shops.parquet: it is cut off: the end of a Parquet file is missing."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_line(place: Workplace, tmp_path: Path, name: str) -> None:
    spoil, words = REFUSED[name]
    company(tmp_path)
    spoil(tmp_path)
    with pytest.raises(BuildError) as failure:
        prepare(place, tmp_path)
    told = [line.strip() for line in str(failure.value).splitlines() if words in line]
    assert len(told) == 1
    assert told[0].endswith(".")


def test_all_that_is_wrong_is_said_at_once(place: Workplace, tmp_path: Path) -> None:
    company(tmp_path)
    change(lambda _: b"")(tmp_path)
    change(lambda _: b"x", "payments.csv")(tmp_path)
    (tmp_path / "bil.csv").touch()
    with pytest.raises(BuildError) as failure:
        prepare(place, tmp_path)
    assert all(name in str(failure.value) for name in ("bil.csv", "shops.csv", "payments.csv"))


def test_all_that_is_missing_is_said_at_once(place: Workplace, tmp_path: Path) -> None:
    company(tmp_path)
    for name in ("opcos", "accounts"):
        (tmp_path / f"{name}.csv").unlink()
    change(lambda text: text.replace(b",region,", b",area,"))(tmp_path)
    change(lambda text: text.replace(b"paid_at", b"paid"), "payments.csv")(tmp_path)
    with pytest.raises(BuildError) as failure:
        prepare(place, tmp_path)
    told = str(failure.value)
    assert "opcos, accounts: not given" in told
    assert "opcos, policies, customers, accounts are the least that gives figures." in told
    assert "shops.csv: column region is missing." in told
    assert "payments.csv: column paid_at is missing." in told
