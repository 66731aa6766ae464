"""Writes one dbt doc block per row of the metric registry, so that a description is written once."""

import csv
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = ROOT / "seeds" / "reference" / "metrics.csv"
DOCS = ROOT / "models" / "marts" / "facts" / "metric_docs.md"


def read_registry(path: Path = REGISTRY) -> list[dict[str, str]]:
    """The rows of the registry, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words(bar_separated: str) -> str:
    """`a|b|c` as `a, b and c`."""
    *rest, last = bar_separated.split("|")
    return f"{', '.join(rest)} and {last}" if rest else last


def origin(row: dict[str, str]) -> str:
    """Where the value comes from, and when it is null: wherever there is nothing to divide by."""
    text = f"Made from {words(row['source'])}"
    if row["denominator"]:
        text += f"; null where the denominator `{row['denominator']}` is 0"
    return f"{text}."


def sentence(text: str) -> str:
    """The text with a full stop, unless it has one."""
    return text if not text or text.endswith(".") else f"{text}."


def block(row: dict[str, str]) -> str:
    """One doc block: definition, nuance, nulls, source."""
    text = " ".join(
        part
        for part in (
            sentence(row["description"]),
            sentence(row["comments"]),
            origin(row),
        )
        if part
    )
    return f"{{% docs metric_{row['metric_id']} %}}\n{text}\n{{% enddocs %}}\n"


def render(rows: list[dict[str, str]]) -> str:
    """The whole file."""
    head = "<!-- Made by scripts/metric_docs.py from seeds/reference/metrics.csv. Do not edit. -->\n"
    return "\n".join([head, *(block(row) for row in rows)])


def main(
    check: Annotated[bool, typer.Option(help="Only say whether the file is up to date.")] = False,
) -> None:
    """Write the doc blocks, or check them."""
    text = render(read_registry())
    if check:
        if not DOCS.exists() or DOCS.read_text(encoding="utf-8") != text:
            typer.echo(f"{DOCS.relative_to(ROOT)} is out of date: run scripts/metric_docs.py", err=True)
            raise typer.Exit(1)
        return
    DOCS.parent.mkdir(parents=True, exist_ok=True)
    DOCS.write_text(text, encoding="utf-8", newline="\n")
    typer.echo(f"{DOCS.relative_to(ROOT)} written")


if __name__ == "__main__":
    typer.run(main)
