"""uvicorn as Depesche has it, under an app that is measured beside it."""

import socket
from typing import Any

import uvicorn


def serve(app: Any) -> None:
    """Serve this app on a free port of the loopback, and say on which."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listening:
        print(f"listens on http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
        config = uvicorn.Config(
            app,
            loop="uvloop",
            http="httptools",
            lifespan="off",
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        uvicorn.Server(config).run(sockets=[listening])
