"""Who is asking: a token, a trusted proxy's header, or the one person at this machine."""

import base64
import binascii
import getpass
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from dashboard.settings import Settings
from dashboard.store import Copy

# role -> reads personal data in clear, may decide
ROLES = {"viewer": (False, False), "collector": (False, True), "manager": (True, True)}


class NotAllowed(Exception):
    """Nobody we know, or not for this."""


@dataclass(frozen=True)
class User:
    """A person or program with a role; `opcos` limits what is shown, none means every company."""

    name: str
    role: str
    opcos: frozenset[str] | None = None

    @property
    def copy(self) -> Copy:
        """Which copy of the publication this role reads."""
        return "clear" if ROLES[self.role][0] else "masked"

    @property
    def may_decide(self) -> bool:
        """Whether this role may reschedule or ask for an attempt."""
        return ROLES[self.role][1]

    def sees(self, opco_id: str | None) -> bool:
        """Whether rows of this company are shown."""
        return self.opcos is None or opco_id in self.opcos


current_user: ContextVar[User] = ContextVar("current_user")


@dataclass(frozen=True)
class Known:
    """A line of the users file."""

    user: User
    token_hash: str


def read_users(path: Path) -> dict[str, Known]:
    """Users by name from a JSON file: name, role, opcos and the SHA-256 of the token."""
    found = {}
    for line in json.loads(path.read_text()):
        if line["role"] not in ROLES:
            raise ValueError(f"user {line['name']}: role {line['role']} is none of {', '.join(ROLES)}")
        opcos = frozenset(line["opcos"]) if line.get("opcos") is not None else None
        user = User(line["name"], line["role"], opcos)
        found[user.name] = Known(user, line.get("token_sha256", ""))
    return found


def token_of(authorization: str) -> str | None:
    """The token of a Bearer header, or the password of a Basic one, which browsers ask for."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip() or None
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[2] or None
        except (binascii.Error, UnicodeDecodeError):
            return None
    return None


def is_loopback(client: str) -> bool:
    """Whether a request comes from this machine."""
    try:
        return client == "testclient" or ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False


class Door:
    """Turns the headers of a request into a user."""

    def __init__(self, settings: Settings) -> None:
        """Read the users file, if one is named."""
        self.settings = settings
        self.users = read_users(settings.users) if settings.users else {}
        if settings.local_role not in ROLES:
            raise ValueError(f"ARREARS_LOCAL_ROLE {settings.local_role} is none of {', '.join(ROLES)}")

    def user(self, headers: Mapping[str, str], client: str) -> User:
        """The user of a request; raises NotAllowed when nobody can be named."""
        if not self.settings.users:
            # no users file: only whoever sits at this machine
            if not is_loopback(client):
                raise NotAllowed
            return User(f"local:{getpass.getuser()}", self.settings.local_role)
        if client in self.settings.trusted_proxies:
            named = self.users.get(headers.get(self.settings.proxy_header, ""))
            if named:
                return named.user
        token = token_of(headers.get("authorization", ""))
        digest = hashlib.sha256((token or "").encode()).hexdigest()
        for known in self.users.values():
            if token and known.token_hash and hmac.compare_digest(known.token_hash, digest):
                return known.user
        raise NotAllowed
