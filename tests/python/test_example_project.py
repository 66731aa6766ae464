"""A company's own project installs this one, builds its mart on ours, and replaces a seed of thresholds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import yaml

from warehouse import REPO

EXAMPLE = REPO / "docs" / "example_project"
VARIABLES = {
    "raw_source": "folder",
    "raw_path": "data",
    "as_of_date": "2024-06-30",
    "reporting_currency": "KES",
}


def dbt(folder: Path, *arguments: str) -> None:
    """dbt as a person runs it, in a project that is not this one."""
    environment = {
        **os.environ,
        "DBT_PROFILES_DIR": str(folder),
        "ARREARS_DUCKDB": str(folder / "sunpower.duckdb"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [str(Path(sys.executable).with_name("dbt")), "--quiet", *arguments]
    outcome = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stdout[-3000:] + outcome.stderr[-1000:]


def test_the_example_project_builds(tmp_path: Path) -> None:
    folder = tmp_path / "sunpower"
    shutil.copytree(
        EXAMPLE,
        folder,
        ignore=shutil.ignore_patterns("dbt_packages", "target", "logs", "vars.yml", "*.duckdb"),
    )
    (folder / "packages.yml").write_text(yaml.safe_dump({"packages": [{"local": str(REPO)}]}))
    dbt(folder, "deps")
    shutil.copy(folder / "dbt_packages" / "arrears" / "vars.yml", folder / "vars.yml")
    chosen = ["--select", "+visits_to_make", "+quarantined_rows", "--exclude", "resource_type:unit_test"]
    dbt(folder, "build", *chosen, "--threads", "1", "--vars", yaml.safe_dump(VARIABLES))
    with duckdb.connect(str(folder / "sunpower.duckdb"), read_only=True) as connection:
        # the band bears the company's label, so its seed was read by a model of the package
        assert connection.execute("from sunpower.visits_to_make").fetchall() == [
            ("a2", "ke", 76, "Large system")
        ]
        schemas = {
            row[0]
            for row in connection.execute("select distinct schema_name from duckdb_tables()").fetchall()
        }
        assert schemas == {"receivables", "sunpower", "staging", "intermediate", "reference"}
        assert connection.execute("select count(*) from reference.arpu_bands").fetchone() == (2,)
        assert connection.execute(
            "select distinct customer_name from receivables.dim_customers"
        ).fetchall() == [("masked",)]


def test_the_example_says_what_it_needs() -> None:
    readme = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    for name in (
        "packages.yml",
        "dbt_project.yml",
        "seeds/arpu_bands.csv",
        "models/visits_to_make.sql",
        "vars.yml",
    ):
        assert name in readme
        assert name == "vars.yml" or (EXAMPLE / name).exists()
