"""Which columns carry personal data, by the tags of the models' YAML; nothing is listed here."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
# erased where they belong to the person; keys are replaced, traits stay: figures are made of them
ERASED = ("contact", "text")
KEY = "key"
# the row as it came, and what judging keeps beside a value: the text that it was read from
AS_IT_CAME = ("row_json",)
# keys of rows of any table, those of customers among them
NAMES_A_ROW = ("row_key", "example_key")
BESIDE = ("raw_", "named_")


def described_models() -> Iterator[dict[str, Any]]:
    """Every model that a YAML file describes."""
    for file in sorted((ROOT / "models").rglob("*.yml")):
        yield from (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("models", [])


def kind(column: dict[str, Any]) -> str:
    """The kind of personal data that a column is tagged with."""
    return str(column.get("config", {}).get("meta", {}).get("personal_data", ""))


@cache
def kinds() -> dict[str, dict[str, str]]:
    """Model -> column -> kind, of the columns that are tagged."""
    return {
        model["name"]: {column["name"]: kind(column) for column in model.get("columns", []) if kind(column)}
        for model in described_models()
    }


@cache
def input_kinds() -> dict[str, str]:
    """Column -> kind for the columns of the input, as staging describes them."""
    found: dict[str, str] = {}
    for model, columns in kinds().items():
        if model.startswith("stg_"):
            found.update(columns)
    return found


def kinds_of(table: str) -> dict[str, str]:
    """The tags of a table: its own, those of the staging model of its rows, or of columns it took over."""
    own = kinds().get(table)
    if own is not None and not table.startswith(("judged_", "int_", "chk_")):
        return own
    staged = kinds().get(f"stg_{table.removeprefix('judged_')}")
    return input_kinds() if staged is None else staged


def erased_columns(table: str, columns: list[str]) -> list[str]:
    """Columns of a table that are erased in the rows of a person."""
    tagged = {name for name, kind in kinds_of(table).items() if kind in ERASED}
    names = tagged | {prefix + name for prefix in BESIDE for name in tagged} | set(AS_IT_CAME)
    return [name for name in columns if name in names]


def key_columns(columns: list[str]) -> list[str]:
    """Columns of a table that hold the key of a person."""
    tagged = {name for name, kind in input_kinds().items() if kind == KEY}
    names = tagged | {prefix + name for prefix in BESIDE for name in tagged} | set(NAMES_A_ROW)
    names -= set(NAMES_A_ROW) if "row_json" in columns else set()
    return [name for name in columns if name in names]


def contact_columns(columns: list[str]) -> list[str]:
    """Columns that say who a customer is."""
    tagged = {name for tags in kinds().values() for name, kind in tags.items() if kind == "contact"}
    return [name for name in columns if name in tagged]
