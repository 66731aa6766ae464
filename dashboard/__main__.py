"""Start the dashboard: one process on the loopback address."""

import logging

import uvicorn

from dashboard.app import create
from dashboard.settings import Settings


def main() -> None:
    """Serve until interrupted."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = Settings.from_environment()
    app = create(settings)
    print(f"Dashboard: http://{settings.host}:{settings.port}/  (stop with Ctrl-C)", flush=True)
    uvicorn.run(
        app, host=settings.host, port=settings.port, log_level="warning", ws="none", proxy_headers=False
    )


if __name__ == "__main__":
    main()
