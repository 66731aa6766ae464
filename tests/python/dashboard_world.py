"""A running dashboard for tests: one publication of the demo, users of every role."""

import hashlib
import json
from pathlib import Path

from dashboard.settings import Settings

TOKENS = {name: f"token-of-{name}" for name in ("vera", "carl", "mona", "inge")}
USERS = [
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
    )


def as_user(name: str) -> dict[str, str]:
    """Headers that name a user."""
    return {"authorization": f"Bearer {TOKENS[name]}"}
