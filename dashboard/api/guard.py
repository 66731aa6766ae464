"""In front of every request: who asks, from where, how often; and what browsers may do with the answer."""

import time
from collections import OrderedDict
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import format as fmt
from dashboard.auth import Door, NotAllowed, current_user, is_loopback
from dashboard.settings import Settings

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
    "base-uri 'self'; form-action 'self'"
)
SECURITY = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
}
LARGEST_BODY = 200_000


def refusal(status: int, text: str, **headers: str) -> Response:
    """A short answer that says why not."""
    return JSONResponse({"detail": text}, status_code=status, headers=headers)


class Limiter:
    """A bucket of requests for each caller that fills again over time."""

    def __init__(self, per_minute: int) -> None:
        """Allow this many requests a minute, and as many at once."""
        self.per_minute = per_minute
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, caller: str, now: float) -> bool:
        """Take one request out of the caller's bucket, if there is one."""
        left, before = self.buckets.pop(caller, (float(self.per_minute), now))
        left = min(float(self.per_minute), left + (now - before) * self.per_minute / 60)
        allowed = left >= 1
        self.buckets[caller] = (left - 1 if allowed else left, now)
        if len(self.buckets) > 10_000:
            self.buckets.popitem(last=False)
        return allowed


class Guard:
    """ASGI middleware: names the user, limits the rate, refuses foreign origins, adds security headers."""

    def __init__(self, app: ASGIApp, door: Door, settings: Settings) -> None:
        """Wrap an application."""
        self.app = app
        self.door = door
        self.settings = settings
        self.limiter = Limiter(settings.requests_per_minute)

    def refused(self, scope: Scope, headers: Headers, client: str) -> Response | None:
        """The refusal of a request, or none."""
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        if not self.settings.users and host not in ("localhost", "testserver") and not is_loopback(host):
            # without users only names of this machine count, so that no other site can point at it
            return refusal(421, "this host name is not served")
        origin = headers.get("origin")
        if scope["method"] == "POST" and origin and urlsplit(origin).netloc != headers.get("host"):
            return refusal(403, "the request comes from another site")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return refusal(413, "the request is too large")
        try:
            user = self.door.user(headers, client)
        except NotAllowed:
            return refusal(401, "a known token is needed", **{"www-authenticate": 'Basic realm="Arrears"'})
        if not self.limiter.allows(user.name, time.monotonic()):
            return refusal(429, "too many requests, try again in a minute", **{"retry-after": "60"})
        current_user.set(user)
        fmt.locale.set(fmt.accepted_locale(headers.get("accept-language", "")))
        return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith(("/api/", "/download/", "/_dash-update")):
                    headers["cache-control"] = "no-store"
            await send(message)

        client = (scope.get("client") or ("", 0))[0]
        answer = self.refused(scope, Headers(scope=scope), client)
        await (answer or self.app)(scope, receive, secured)
