"""Where things lie and who may come in: everything that the environment can set, read once."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Places and switches of one running application."""

    publications: Path
    decisions: Path
    users: Path | None
    proxy_header: str
    trusted_proxies: frozenset[str]
    local_role: str
    host: str
    port: int
    requests_per_minute: int
    clock: str

    @classmethod
    def from_environment(cls) -> "Settings":
        """The settings that the variables ARREARS_... name, with defaults for one person on one machine."""
        read = os.environ.get
        users = read("ARREARS_USERS", "")
        proxies = read("ARREARS_TRUSTED_PROXIES", "")
        return cls(
            publications=Path(read("ARREARS_PUBLICATIONS", str(ROOT / "publications"))),
            decisions=Path(read("ARREARS_DECISIONS", str(ROOT / "decisions.sqlite"))),
            users=Path(users) if users else None,
            proxy_header=read("ARREARS_PROXY_HEADER", "x-forwarded-user").lower(),
            trusted_proxies=frozenset(part.strip() for part in proxies.split(",") if part.strip()),
            local_role=read("ARREARS_LOCAL_ROLE", "collector"),
            host=read("ARREARS_HOST", "127.0.0.1"),
            port=int(read("ARREARS_PORT", "8050")),
            requests_per_minute=int(read("ARREARS_REQUESTS_PER_MINUTE", "600")),
            clock=read("ARREARS_CLOCK", "now"),
        )
