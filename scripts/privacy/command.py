"""What both commands need: where this project keeps its rows, by the variables of its last build."""

import os
from pathlib import Path

import typer

from privacy.places import Places
from privacy.tags import ROOT
from publishing.steps import build_settings
from publishing.versions import publications_folder

Backups = typer.Option(
    help="Folder with copies of the warehouse, the input or the decisions; may be repeated."
)


def places(backups: list[Path]) -> Places:
    """Every place of this project."""
    file = Path(os.environ.get("ARREARS_DUCKDB") or ROOT / "arrears.duckdb")
    settings = build_settings(file) if file.exists() else {"raw_source": "seeds"}
    source = settings["raw_source"]
    raw = {"seeds": ROOT / "seeds" / "raw", "folder": ROOT / settings.get("raw_path", "")}
    return Places(
        build_file=file,
        publications=publications_folder(),
        decisions=Path(os.environ.get("ARREARS_DECISIONS") or ROOT / "decisions.sqlite"),
        raw=raw.get(source),
        foreign=(settings["raw_schema"],) if source == "schema" else (),
        backups=[
            *backups,
            *(Path(part) for part in os.environ.get("ARREARS_BACKUPS", "").split(":") if part),
        ],
        logs=[ROOT / "logs", ROOT / "target"],
    )
