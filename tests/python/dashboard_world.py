"""A running dashboard for tests: one publication of the demo, users of every role."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dashboard.settings import ROOT, Settings
from publication_fixture import publish

TOKENS = {name: f"token-of-{name}" for name in ("vera", "carl", "mona", "inge")}
USERS: list[dict[str, Any]] = [
    {"name": "vera", "role": "viewer"},
    {"name": "carl", "role": "collector"},
    {"name": "mona", "role": "manager"},
    {"name": "inge", "role": "collector", "opcos": ["IN"]},
]


def settings(
    folder: Path, publications: Path, with_users: bool = True, per_minute: int = 100_000
) -> Settings:
    """Settings of an application that writes only into `folder`."""
    users = folder / "users.json"
    lines = [{**u, "token_sha256": hashlib.sha256(TOKENS[u["name"]].encode()).hexdigest()} for u in USERS]
    users.write_text(json.dumps(lines))
    return Settings(
        publications=publications,
        decisions=folder / "decisions.sqlite",
        users=users if with_users else None,
        proxy_header="x-forwarded-user",
        trusted_proxies=frozenset(),
        local_role="collector",
        host="127.0.0.1",
        port=0,
        requests_per_minute=per_minute,
        clock="as_of",
    )


def as_user(name: str) -> dict[str, str]:
    """Headers that name a user."""
    return {"authorization": f"Bearer {TOKENS[name]}"}


def demo_publications(factory: pytest.TempPathFactory) -> Path:
    """A folder with one publication of the demo, made once a test run."""
    place = factory.getbasetemp() / "demo_publications"
    if not (place / "current.json").exists():
        publish(demo_warehouse(factory), place)
    return place


def demo_warehouse(factory: pytest.TempPathFactory) -> Path:
    """The built demo: the one that ARREARS_DUCKDB names, else the project's, else one that is built now."""
    named = Path(os.environ.get("ARREARS_DUCKDB") or ROOT / "arrears.duckdb")
    if named.exists():
        return named
    built = factory.getbasetemp() / "demo.duckdb"
    environment = {**os.environ, "ARREARS_DUCKDB": str(built), "DBT_PROFILES_DIR": str(ROOT)}
    command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "build", "--exclude", "tag:checks"]
    command += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return built
