"""Drive a server with wrk and say what came back: rate, latencies, CPU, refusals."""

import json
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from bench.machine import busy_and_stolen, cpu_seconds

# Requests are lines of a file: method, path, cookie, body. `@<n>@` in a body becomes
# n plus twice the number of times that line was sent (lines come in pairs).
SCRIPT = """
local requests, sent, at, looked = {}, {}, 0, false
function init(args)
  for line in io.lines("%(requests)s") do
    local method, path, cookie, body = line:match("^(.-)\\t(.-)\\t(.-)\\t(.*)$")
    local headers = {["Cookie"] = cookie, ["Accept"] = "text/html"}
    if method == "POST" then
      headers["Content-Type"] = "application/x-www-form-urlencoded"
      headers["X-CSRFToken"] = cookie:match("csrf=(%%w+)")
    end
    requests[#requests + 1] = {method, path, headers, body}
    sent[#requests] = 0
  end
end
function request()
  if not looked then -- wrk looks at one request before it begins, and sends it not
    looked = true
    return wrk.format("GET", "/", {})
  end
  at = at %% #requests + 1
  local r = requests[at]
  local body = r[4]
  if body ~= "" then
    local n = sent[at]
    body = body:gsub("@(%%d+)@", function(v) return tostring(tonumber(v) + 2 * n) end)
    sent[at] = n + 1
  end
  return wrk.format(r[1], r[2], r[3], body)
end
function done(summary, latency, requests)
  io.write(string.format('{"requests": %%d, "seconds": %%f, "p50": %%f, "p95": %%f, ' ..
    '"p99": %%f, "bad": %%d, "broken": %%d}\\n', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write +
    summary.errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    cookie: str = ""
    method: str = "GET"
    body: str = ""

    def line(self) -> str:
        return f"{self.method}\t{self.path}\t{self.cookie}\t{self.body}\n"


@dataclass(frozen=True, slots=True)
class Figures:
    """The median of several runs, with the range of the rates."""

    rate: float  # requests a second
    slowest: float
    fastest: float
    p50: float  # ms
    p95: float
    p99: float
    core_ms: float  # of server and database, for one request
    database_ms: float  # the database's part of it
    bad: int  # answers that were not 2xx or 3xx, and broken connections
    others: float  # cores used by anything else, at worst


@dataclass(frozen=True, slots=True)
class Servers:
    """The process trees whose CPU time is counted."""

    application: Sequence[int]
    database: Sequence[int]


def measure(
    port: int,
    requests: Callable[[], Sequence[Request]],
    servers: Servers,
    *,
    connections: int,
    runs: int = 5,
    seconds: int = 3,
) -> Figures:
    """Warm up for 2 s, then the median of some runs, each with fresh requests."""
    run_once(port, requests(), servers, connections, 2)
    figures = [
        run_once(port, requests(), servers, connections, seconds) for _ in range(runs)
    ]
    return median_of(figures)


def median_of(figures: Sequence[Figures]) -> Figures:
    """The median of each figure of some runs, with the range of the rates."""
    rates = [figure.rate for figure in figures]

    def median(name: str) -> float:
        return statistics.median(getattr(figure, name) for figure in figures)

    return Figures(
        rate=median("rate"), slowest=min(rates), fastest=max(rates),
        p50=median("p50"), p95=median("p95"), p99=median("p99"),
        core_ms=median("core_ms"), database_ms=median("database_ms"),
        bad=sum(figure.bad for figure in figures),
        others=max(figure.others for figure in figures),
    )  # fmt: skip


def run_once(
    port: int,
    requests: Sequence[Request],
    servers: Servers,
    connections: int,
    seconds: int,
) -> Figures:
    """The figures of a single run."""
    with tempfile.TemporaryDirectory() as folder:
        lines, script = Path(folder, "requests"), Path(folder, "script.lua")
        lines.write_text("".join(request.line() for request in requests))
        script.write_text(SCRIPT % {"requests": lines})
        before, ours = _cpu(servers), _own_cpu()
        found = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s",
             "-s", str(script), f"http://127.0.0.1:{port}"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        after, generator = _cpu(servers), _own_cpu() - ours
    said = json.loads(found.stdout.strip().splitlines()[-1])
    application, database, busy = (b - a for a, b in zip(before, after, strict=True))
    done, rate = said["requests"], said["requests"] / said["seconds"]
    return Figures(
        rate=rate, slowest=rate, fastest=rate,
        p50=said["p50"], p95=said["p95"], p99=said["p99"],
        core_ms=1000 * (application + database) / max(done, 1),
        database_ms=1000 * database / max(done, 1),
        bad=said["bad"] + said["broken"],
        others=max(0.0, busy - application - database - generator) / said["seconds"],
    )  # fmt: skip


def _own_cpu() -> float:
    """CPU seconds of this process and of the load generators it has run."""
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _cpu(servers: Servers) -> tuple[float, float, float]:
    return (
        cpu_seconds(servers.application),
        cpu_seconds(servers.database),
        busy_and_stolen()[0],
    )
