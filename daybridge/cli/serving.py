"""`daybridge serve`: prepare what is missing, start server and worker, say where."""

import errno
import http.client
import socket
import sys
from argparse import Namespace
from contextlib import redirect_stdout

from django.conf import settings
from django.db import connections

from daybridge.access.showroom import is_showroom
from daybridge.cli.database import check_database, check_durable, is_empty, migrate
from daybridge.cli.output import Refusal, tell, timed
from daybridge.cli.passing import is_here, pass_on
from daybridge.cli.static import gather
from daybridge.cli.supervisor import Child, supervise

THREADS = 32  # of each worker process; few compute at once: see config/wsgi.py


def serve(options: Namespace) -> int:
    """Run until Ctrl-C."""
    host, port = options.host, options.port or settings.ENVIRONMENT.port
    check_port(host, port)
    check_database()
    check_durable()
    migrate()
    if options.demo_if_empty and is_empty():
        _build_demo()
    gather()
    ready = f"Daybridge is open at {address(port)}   (Ctrl-C stops it)"
    connections.close_all()
    children = [Child("server", server_command(host, port, options.workers))]
    if options.worker:
        children.append(Child("worker", [sys.executable, "-m", "daybridge", "worker"]))
    return supervise(children, until_ready=lambda: answers(host, port), ready=ready)


def check_port(host: str, port: int) -> None:
    """Refuse, with the fix, a port that cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except socket.gaierror:
        raise Refusal(f"--host {host}: there is no such address here.") from None
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise Refusal(
                f"Port {port} is taken by another program. Choose another one: "
                f"PORT={port + 1 if port < 65535 else 8000} bin/run"
            ) from None
        if problem.errno == errno.EACCES:
            raise Refusal(
                f"Port {port} needs more rights than this user has. "
                "Choose one above 1023: PORT=8000 bin/run"
            ) from None
        raise Refusal(f"--host {host}: {problem.strerror}.") from None


def address(port: int) -> str:
    """Where a person opens this installation; the showroom opens on its own page."""
    environment = settings.ENVIRONMENT
    own = [h for h in environment.hosts if h not in ("localhost", "127.0.0.1", "[::1]")]
    if environment.https and own:
        base = f"https://{own[0]}/"
    else:
        base = f"http://localhost:{port}/"
    return f"{base}demo/" if is_showroom() else base


def answers(host: str, port: int) -> bool:
    """Whether a real page comes back."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 # nosec B104
    client = http.client.HTTPConnection(target, port, timeout=10)
    headers = {"Host": "localhost", "X-Forwarded-Proto": "https"}
    try:
        client.request("GET", "/sign-in/", headers=headers)
        return client.getresponse().status < 500
    except OSError:
        return False
    finally:
        client.close()


def _build_demo() -> None:
    if not is_here("demo"):
        tell(
            "There is no data and no demo clinic in this copy. Begin with: "
            "bin/daybridge createprogram"
        )
        return
    to_the_side = redirect_stdout(sys.stderr)  # standard output has the address only
    with timed("Building the demo clinic of invented people"), to_the_side:
        pass_on("demo", "demo", ["--if-empty"])


def server_command(host: str, port: int, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "daybridge.config.wsgi:application",
        "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--no-ws",
        "--blocking-threads", str(THREADS),
        "--http", "1", "--log-level", "error", "--respawn-failed-workers",
        "--workers-kill-timeout", "10",
    ]  # fmt: skip
