"""Eight clients who ask one after the other: with wrk where it is installed, else with threads of our own."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.server import Served

CLIENTS = 8
THREADS = 2
# Each thread takes every second line of the file, so that no two take the same.
SCRIPT = """
local lines = {}
for line in io.lines("%s") do lines[#lines + 1] = line end
local threads = 0
function setup(thread) thread:set("id", threads); threads = threads + 1 end
local place = 0
function request()
  local n = (place * %d + id) %% #lines + 1
  place = place + 1
  local method, path, cookie, body = lines[n]:match("^([^\\t]*)\\t([^\\t]*)\\t([^\\t]*)\\t(.*)$")
  local headers = { ["Cookie"] = cookie }
  if method == "POST" then headers["Content-Type"] = "application/x-www-form-urlencoded" else body = nil end
  return wrk.format(method, path, headers, body)
end
local refused = {}
function response(status) if status >= 400 then refused[status] = (refused[status] or 0) + 1; print("status " .. status) end end
"""


@dataclass(frozen=True)
class Request:
    """One request: a GET, or a POST of a form body."""

    path: str
    cookie: str
    body: str = ""

    def line(self) -> str:
        """Return it for the script of wrk."""
        return "\t".join(("POST" if self.body else "GET", self.path, self.cookie, self.body))


@dataclass(frozen=True)
class Speed:
    """How many were answered a second, and milliseconds: half and 99 of 100 within, of processor time each."""

    rate: float
    p50: float
    p99: float
    cpu: float


def load(served: Served, requests: Sequence[Request], seconds: float, *, clients: int = CLIENTS) -> Speed:
    """Ask the server for `seconds`; raises SystemExit when it refuses."""
    before = served.cpu_seconds()
    run = _with_wrk if shutil.which("wrk") else _with_threads
    count, took, p50, p99 = run(served, requests, seconds, clients)
    used = served.cpu_seconds() - before
    return Speed(count / took, p50, p99, used * 1000 / max(count, 1))


def best_of(times: int, served: Served, requests: Sequence[Request], seconds: float) -> Speed:
    """Return the run with the highest rate: the machine may be shared, and others only make it slower."""
    load(served, requests, 4.0)
    return max((load(served, requests, seconds) for _ in range(times)), key=lambda speed: speed.rate)


def _with_wrk(
    served: Served, requests: Sequence[Request], seconds: float, clients: int
) -> tuple[int, float, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        lines, script = Path(folder) / "lines", Path(folder) / "script.lua"
        lines.write_text("\n".join(request.line() for request in requests), encoding="utf-8")
        threads = min(THREADS, clients)
        script.write_text(SCRIPT % (lines, threads), encoding="utf-8")
        words = ["wrk", f"-t{threads}", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "--latency"]
        done = subprocess.run(
            [*words, "-s", str(script), served.address], capture_output=True, text=True, check=True
        ).stdout  # fmt: skip
    if refused := re.search(r"^status (\d+)", done, re.MULTILINE):
        raise SystemExit(f"the server answered {refused[1]} to one of {requests[0].path} …")
    count = re.search(r"(\d+) requests in ([\d.]+)(m?s|m)", done)
    assert count is not None, done
    return int(count[1]), float(count[2]) * _unit(count[3]) / 1000, _latency(done, "50%"), _latency(done, "99%")


def _latency(text: str, share: str) -> float:
    found = re.search(rf"^\s+{share}\s+([\d.]+)(us|ms|s|m)", text, re.MULTILINE)
    return float(found[1]) * _unit(found[2]) if found else float("nan")


def _unit(name: str) -> float:
    return {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}[name]


def _with_threads(
    served: Served, requests: Sequence[Request], seconds: float, clients: int
) -> tuple[int, float, float, float]:
    start = time.perf_counter()

    def client(number: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", served.port)
        took: list[float] = []
        place = number
        while time.perf_counter() - start < seconds:
            asked = requests[place % len(requests)]
            place += clients
            begun = time.perf_counter()
            headers = {"Cookie": asked.cookie, "Connection": "keep-alive"}
            if asked.body:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST" if asked.body else "GET", asked.path, asked.body or None, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 400:
                raise SystemExit(f"the server answered {answer.status} to {asked.path}")
            took.append((time.perf_counter() - begun) * 1000)
        return took

    with ThreadPoolExecutor(clients) as pool:
        times = sorted(one for found in pool.map(client, range(clients)) for one in found)
    took = time.perf_counter() - start
    return len(times), took, share(times, 50), share(times, 99)


def share(times: Sequence[float], percent: int) -> float:
    """Return within what so many percent of sorted times lie."""
    return times[min(len(times) - 1, len(times) * percent // 100)]
