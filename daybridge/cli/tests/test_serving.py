"""One command starts server and worker, says one address, and stops both."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from daybridge.cli.output import Refusal
from daybridge.cli.serving import check_port
from daybridge.cli.supervisor import Child, stop
from tests.processes import children_of, is_alive
from tests.reliability.drill import on_sqlite

pytestmark = [pytest.mark.reliability, pytest.mark.own_installation]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    return on_sqlite(tmp_path_factory.mktemp("serving"))


@pytest.fixture
def serve(clinic, port):
    """`serve()` starts an installation; whatever the test does, it ends with it."""
    started = []

    def start(*options):
        running = subprocess.Popen(
            [sys.executable, "-m", "daybridge", "serve", "--port", str(port), *options],
            env=clinic.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, cwd=clinic.home.parent,
        )  # fmt: skip
        started.append(running)
        return running

    yield start
    for running in started:
        if running.poll() is None:
            running.terminate()
            running.communicate(timeout=30)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_opens_says_one_address_and_stops_cleanly(serve, port, how):
    running = serve("--demo-if-empty")

    said = running.stdout.readline()
    page = urllib.request.urlopen(said.split()[4])
    server_and_worker = children_of(running.pid)
    running.send_signal(how)
    rest, _ = running.communicate(timeout=30)

    assert said.startswith(f"Daybridge is open at http://localhost:{port}/demo/")
    assert page.status == 200
    assert rest == ""
    assert len(server_and_worker) == 2
    assert not any(map(is_alive, server_and_worker))
    assert running.returncode == 0
    check_port("127.0.0.1", port)


def test_killed_itself_it_leaves_nothing_running(serve):
    running = serve()
    running.stdout.readline()
    orphans = children_of(running.pid)

    running.kill()
    running.communicate()
    deadline = time.monotonic() + 20
    while any(map(is_alive, orphans)) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert orphans
    assert not any(map(is_alive, orphans))


def test_a_worker_that_dies_is_started_again(serve):
    running = serve()
    running.stdout.readline()
    server, worker = children_of(running.pid)

    os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        now = children_of(running.pid)
        if len(now) == 2 and worker not in now:
            break
        time.sleep(0.1)
    running.terminate()
    _, beside = running.communicate(timeout=30)

    assert server in now
    assert worker not in now
    assert "The worker ended (status -9); it starts again in 1 s." in beside


def test_a_busy_port_is_refused_with_another(clinic, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()

        done = clinic.run("serve", "--port", port)

    assert done.returncode == 1
    assert f"Port {port} is taken by another program" in done.stderr
    assert f"PORT={port + 1} bin/run" in done.stderr


def test_an_address_that_is_not_here_is_refused(port):
    with pytest.raises(Refusal, match=r"192\.0\.2\.1"):
        check_port("192.0.2.1", port)
    with pytest.raises(Refusal, match="no such address"):
        check_port("no-such-host.invalid", port)


def test_a_child_that_does_not_listen_is_ended(monkeypatch):
    monkeypatch.setattr("daybridge.cli.supervisor.STOP_SECONDS", 0.5)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"
    child = Child("server", [sys.executable, "-c", deaf])
    child.start()
    time.sleep(0.5)

    stop([child])

    assert child.process.returncode == -signal.SIGKILL


def test_a_child_that_keeps_ending_waits_longer_each_time(capsys):
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    now = 0.0
    waits = []
    for _ in range(7):
        child.tend(now)
        child.process.wait()
        child.tend(now)
        waits.append(child.again_at - now)
        now = child.again_at

    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert "status 3" in capsys.readouterr().err
