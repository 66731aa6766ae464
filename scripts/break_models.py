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

import mutations_collections
from mutation import Mutation

ROOT = Path(__file__).resolve().parent.parent
DBT = Path(sys.executable).parent / "dbt"
LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", "target", "logs", "*.duckdb", "*.duckdb.wal", "__pycache__"
)

PORTFOLIO = "models/intermediate/portfolio"
TIME = "models/intermediate/time"
MARTS = "models/marts/portfolio"


MUTATIONS = [
    Mutation(
        "glossary",
        "a write-off is counted as a repossession",
        f"{PORTFOLIO}/int_account_transitions.sql",
        "when 'written_off' then 'write_off'",
        "when 'written_off' then 'repo'",
        "write_off_count",
    ),
    Mutation(
        "glossary",
        "the credit clock forgets gaps in credit",
        f"{PORTFOLIO}/int_credit_events.sql",
        "max(cast(event_day",
        "min(cast(event_day",
        "defaulters",
    ),
    Mutation(
        "glossary",
        "bonuses pay nothing off",
        f"{PORTFOLIO}/int_contract_balances.sql",
        "payment_type in ('instalment', 'bonus')",
        "payment_type = 'instalment'",
        "par_30_balance_rate",
    ),
    Mutation(
        "glossary",
        "reversed payments count",
        f"{PORTFOLIO}/int_payments.sql",
        "reversed.reverses_payment_id is not null as is_reversed",
        "false as is_reversed",
        "par_1_rate",
    ),
    Mutation(
        "reconciliation",
        "voids are lost",
        f"{PORTFOLIO}/int_account_transitions.sql",
        "else 'void'",
        "",
        "portfolio_rolls_forward",
    ),
    Mutation(
        "reconciliation",
        "a period ends with the one after the next",
        f"{PORTFOLIO}/int_account_status_periods.sql",
        "lead(piece_from) over",
        "lead(piece_from, 2) over",
        "status_periods_cover_every_day",
    ),
    Mutation(
        "reconciliation",
        "churned accounts lose their last row",
        f"{PORTFOLIO}/int_account_month_states.sql",
        "covering.to_index > months.month_index",
        "covering.to_index > months.month_index + 1",
        "account_months_are_complete",
    ),
    Mutation(
        "unit",
        "the contract that started first of all takes late payments",
        f"{PORTFOLIO}/int_contract_payments.sql",
        "case when standing = 2 then -start_order else start_order end",
        "start_order",
        "a_payment_that_names_no_contract_finds_one",
    ),
    Mutation(
        "unit",
        "a month is closed on the day after its last",
        f"{TIME}/int_months.sql",
        "month_end <= {{ as_of_date() }} as",
        "month_end < {{ as_of_date() }} as",
        "on_its_last_day_a_month_is_closed",
    ),
    Mutation(
        "unit",
        "completed stands before written off",
        f"{PORTFOLIO}/int_account_spells.sql",
        "min(end_reasons.tie_priority)",
        "max(end_reasons.tie_priority)",
        "the_gravest_of_several_ends_on_one_day_counts",
    ),
    Mutation(
        "generic",
        "uncontracted accounts have a PAR bucket",
        f"{PORTFOLIO}/int_account_month_states.sql",
        "when covering.expires_day is not null",
        "when true",
        "fct_account_months_contracted_has_days_expired",
    ),
    Mutation(
        "generic",
        "a category that nobody knows",
        f"{PORTFOLIO}/int_account_month_states.sql",
        "lag(snapshots.portfolio_category)",
        "lag('was ' || snapshots.portfolio_category)",
        "relationships_fct_account_months",
    ),
    Mutation(
        "key",
        "the moves of all months join each month",
        f"{MARTS}/fct_account_months.sql",
        "and states.month_index = transitions.month_index",
        "",
        "unique_combination_fct_account_months",
    ),
    Mutation(
        "key",
        "every policy is there twice",
        f"{TIME}/int_policy_periods.sql",
        "from known",
        "from known cross join (select 1 as copy union all select 2 as copy) as copies",
        "unique_combination_",
    ),
]

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


def folders(file: Path) -> list[str]:
    """Where the models of the area of a file are, the marts last."""
    area = file.parent.name
    if area in {"time", "portfolio"}:
        return [TIME, PORTFOLIO, MARTS]
    return [f"models/intermediate/{area}", f"models/marts/{area}"]


def behind(file: Path) -> list[str]:
    """The model and what its area makes of it, without the second route of the glossary tests."""
    return ["--select", *(f"{file.stem}+,path:{folder}" for folder in folders(file))]


def selection(kind: str, file: Path) -> list[str]:
    """The tests of a kind that can notice, as dbt selects them."""
    model, marts = file.stem, folders(file)[-1]
    match kind:
        case "glossary":
            root = "chk_glossary_rows" if marts == MARTS else model
            return ["--select", f"path:tests/glossary,{root}+"]
        case "reconciliation":
            return ["--select", f"path:tests/reconciliation,{model}+"]
        case "unit":
            return ["--select", f"{model},test_type:unit"]
    return ["--select", f"{model},test_type:generic", f"{model}+,path:{marts},test_type:generic"]


def tried(mutation: Mutation, project: Path, built: Path) -> list[str]:
    """Break the copy, build what lies behind the model, run the tests of the kind, mend the copy."""
    file = project / mutation.file
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
            broken = failures(dbt(project, database, "run", *behind(Path(mutation.file))))
            if file.stem in broken:
                raise typer.BadParameter(f"{mutation.mistake}: the broken model does not run")
        return failures(dbt(project, database, "test", *selection(mutation.kind, Path(mutation.file))))
    finally:
        file.write_text(text, encoding="utf-8")


@app.command()
def main(
    kind: Annotated[
        str, typer.Option(help="Only this kind: glossary, reconciliation, unit, generic or key.")
    ] = "",
    area: Annotated[str, typer.Option(help="Only models of this folder, such as collections.")] = "",
    start: Annotated[
        Path | None, typer.Option(help="A DuckDB file that is built already, to save its build.")
    ] = None,
) -> None:
    """Break one model after another and show which tests notice. Fails when a mistake stays unnoticed."""
    chosen = [
        mutation
        for mutation in [*MUTATIONS, *mutations_collections.MUTATIONS]
        if kind in {"", mutation.kind} and area in {"", Path(mutation.file).parent.name}
    ]
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
            model = Path(mutation.file).stem
            table.add_row(
                mutation.kind, mutation.mistake, model, str(len(red)), noticed[0] if noticed else "NONE"
            )
            console.print(
                f"{mutation.kind}: {mutation.mistake}: {', '.join(red) or 'unnoticed'}", soft_wrap=True
            )
    console.print(table)
    if unnoticed:
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
