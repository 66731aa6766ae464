"""The input contract of vars.yml is the one text: what stands elsewhere about tables and columns agrees."""

import csv
import re

from importing.contract import Table, load_contract
from warehouse import REPO

CONTRACT = load_contract()


def shown(table: Table) -> list[tuple[str, str]]:
    """The lines of a table in the page: the name, bold when required, and its type or codes."""
    kinds = {"far_date": "date"}
    return [
        (
            f"**{c.name}**" if c.required else c.name,
            ", ".join(c.codes) or f"{kinds.get(c.kind, c.kind)} {c.bounds}".strip(),
        )
        for c in table.columns
        if c.name != "loaded_at"
    ]


def sections() -> dict[str, str]:
    """The text under each heading of the page of input tables."""
    parts = re.split(r"^## (.+)$", (REPO / "docs" / "inputs.md").read_text(encoding="utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_page_of_input_tables_shows_the_contract() -> None:
    pages = sections()
    found = {
        name: re.findall(r"^\| (\S+) \| ([a-z0-9_, ]+?) \|$", pages[name], flags=re.M)[1:]
        for name in CONTRACT
    }
    assert found == {name: shown(table) for name, table in CONTRACT.items()}


def test_the_page_of_input_tables_names_keys_and_parents() -> None:
    pages = sections()
    for name, table in CONTRACT.items():
        assert f"Key: {', '.join(table.key)}." in pages[name], name
        for column, parent in table.parents.items():
            assert f"{parent} ({column})" in pages[name], name
        for column, target in table.references.items():
            assert f"{target} ({column})" in pages[name], name


def test_every_finding_is_explained() -> None:
    with (REPO / "seeds" / "reference" / "input_finding_texts.csv").open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    page = (REPO / "docs" / "findings.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### (\w+)$", page, flags=re.M)) == codes
    models = [path.read_text(encoding="utf-8") for path in (REPO / "models").rglob("int_findings_*.sql")]
    assert all(any(f"'{code}'" in text for text in models) for code in codes)
