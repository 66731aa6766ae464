"""Prove that tests can fail: break one model at a time in a copy of the project, see which tests go red."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

import mistakes
import mistakes_collections
from mutation import AREAS, Mutation, folders

ROOT = Path(__file__).resolve().parent.parent
DBT = Path(sys.executable).parent / "dbt"
LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", "target", "logs", "*.duckdb", "*.duckdb.wal", "__pycache__"
)

MISTAKES = [*mistakes.MUTATIONS, *mistakes_collections.MUTATIONS]

app = typer.Typer(add_completion=False)
console = Console()


def dbt(project: Path, database: Path, *arguments: str) -> Path:
    """Run dbt in the copy; failing tests are no error. Returns the file of results."""
    environment = {**os.environ, "ARREARS_DUCKDB": str(database), "DBT_PROFILES_DIR": str(project)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [str(DBT), *arguments, "--quiet"]
    outcome = subprocess.run(
        command, cwd=project, env=environment, check=False, capture_output=True, text=True
    )
    if outcome.returncode > 1 or "Encountered an error" in outcome.stdout:
        raise RuntimeError(outcome.stdout[-2000:])
    return project / "target" / "run_results.json"


def failures(results: Path) -> list[str]:
    """Names of the tests that went red, in order."""
    rows = json.loads(results.read_text(encoding="utf-8"))["results"]
    ids = [row["unique_id"].split(".") for row in rows if row["status"] in {"fail", "error"}]
    return sorted(parts[-1] if parts[0] == "unit_test" else parts[2] for parts in ids)


def behind(mutation: Mutation) -> list[str]:
    """The model and what its area makes of it, without the second route of the glossary tests."""
    return ["--select", *(f"{mutation.model}+,path:{folder}" for folder in folders(mutation.area))]


def selection(mutation: Mutation) -> list[str]:
    """The tests of a kind that can notice, as dbt selects them."""
    model = mutation.model
    match mutation.kind:
        case "glossary":
            root = "chk_glossary_rows" if mutation.area == "portfolio" else model
            return ["--select", f"path:checks/tests/glossary,{root}+"]
        case "reconciliation":
            return ["--select", f"path:tests/reconciliation,{model}+"]
        case "unit":
            return ["--select", f"{model},test_type:unit"]
    marts = [f"{model}+,path:{folder},test_type:generic" for folder in folders(mutation.area)[1:]]
    return ["--select", f"{model},test_type:generic", *marts]


def tried(mutation: Mutation, project: Path, built: Path) -> list[str]:
    """Break the copy, build what lies behind the model, run the tests of the kind, mend the copy."""
    file = mutation.found_in(project)
    text = file.read_text(encoding="utf-8")
    if text.count(mutation.old) != 1:
        raise typer.BadParameter(
            f"{mutation.file}: the text to break is not there exactly once: {mutation.old}"
        )
    database = built.with_name("broken.duckdb")
    shutil.copyfile(built, database)
    try:
        file.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
        if mutation.kind != "unit":
            broken = failures(dbt(project, database, "run", *behind(mutation)))
            if mutation.model in broken:
                raise typer.BadParameter(f"{mutation.mistake}: the broken model does not run")
        return failures(dbt(project, database, "test", *selection(mutation)))
    finally:
        file.write_text(text, encoding="utf-8")


@app.command()
def main(
    kind: Annotated[
        str, typer.Option(help="Only this kind: glossary, reconciliation, unit, generic or key.")
    ] = "",
    area: Annotated[str, typer.Option(help=f"Only one of {', '.join(AREAS)}.")] = "",
    start: Annotated[
        Path | None, typer.Option(help="A DuckDB file that is built already, to save its build.")
    ] = None,
) -> None:
    """Break one model after another and show which tests notice. Fails when a mistake stays unnoticed."""
    chosen = [m for m in MISTAKES if kind in {"", m.kind} and area in {"", m.area}]
    table = Table("kind", "mistake", "in", "red tests of the kind", "among them")
    unnoticed = 0
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        built = Path(folder) / "built.duckdb"
        shutil.copytree(ROOT, project, ignore=LEFT_BEHIND)
        if start:
            shutil.copyfile(start, built)
        else:
            dbt(project, built, "build", "--exclude-resource-type", "test", "unit_test")
        for mutation in chosen:
            red = tried(mutation, project, built)
            noticed = [name for name in red if name.startswith(mutation.red)]
            unnoticed += not noticed
            table.add_row(
                mutation.kind,
                mutation.mistake,
                Path(mutation.file).stem,
                str(len(red)),
                noticed[0] if noticed else "NONE",
            )
            console.print(
                f"{mutation.kind}: {mutation.mistake}: {', '.join(red) or 'unnoticed'}", soft_wrap=True
            )
    console.print(table)
    if unnoticed:
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
