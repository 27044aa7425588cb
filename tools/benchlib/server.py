"""Measures servers: under wrk's load, and with idle connections."""

import contextlib
import os
import pathlib
import re
import socket
import subprocess
import time

from .process import (MIB, MeasureError, cpus, end_group, environment,
                      pinned, reason)

TICKS = os.sysconf("SC_CLK_TCK")
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(child, port, timeout=20):
    """Returns when the server accepts; fails when it ends or never does."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if child.poll() is not None:
            errors = child.stderr.read().decode(errors="replace")
            raise MeasureError(
                reason(errors, f"server exited with {child.returncode}"))
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.02)
    raise MeasureError(f"does not listen on $PORT within {timeout} s")


@contextlib.contextmanager
def serving(command, folder, extra):
    """A server on the first core. Gives (its pid, its port)."""
    port = free_port()
    child = subprocess.Popen(
        pinned(cpus()[0], command), cwd=folder, start_new_session=True,
        env=environment({**extra, "PORT": port}), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        wait_until_ready(child, port)
        yield child.pid, port
    finally:
        end_group(child)
        child.stderr.close()


def cpu_seconds(pid):
    """User and system time of a process so far (/proc/PID/stat, proc(5))."""
    text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    return cpu_seconds_of(text)


def cpu_seconds_of(stat):
    # The name, second, may hold spaces and parentheses: count from the last.
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident(pid):
    """Resident memory in MiB."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", text)
    if not found:
        raise MeasureError("the server ended under its load")
    return int(found[1]) * 1024 / MIB


UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4, "h": 3.6e6}


def milliseconds(text):
    """wrk's `1.23ms`, `900.00us`, `1.02s` in milliseconds."""
    value, unit = re.fullmatch(r"([\d.]+)([a-z]+)", text).groups()
    return float(value) * UNITS[unit]


def parse_wrk(output):
    """What wrk --latency prints, as a dict; raises when responses were bad."""
    if bad := re.search(r"Non-2xx or 3xx responses: (\d+)", output):
        raise MeasureError(f"{bad[1]} responses were not 2xx")
    if bad := re.search(r"Socket errors: (.*)", output):
        if not re.fullmatch(r"(\w+ 0(, )?)+", bad[1]):
            raise MeasureError(f"socket errors: {bad[1]}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    total = re.search(r"(\d+) requests in", output)
    if not rate or not total or int(total[1]) == 0:
        raise MeasureError("wrk got no response")
    result = {"rate": float(rate[1]), "requests": int(total[1])}
    for percent in ("50", "99"):
        found = re.search(rf"\b{percent}%\s+([\d.]+[a-z]+)", output)
        if found:
            result[f"p{percent}"] = milliseconds(found[1])
    return result


def wrk(case, folder, port, seconds):
    scheme = "https" if case.get("certificate") else "http"
    # wrk wants at least as many connections as threads, and whole seconds.
    command = ["wrk", "-t1", "--latency", "--timeout", "10s",
               f"-c{case.get('connections', 64)}", f"-d{seconds}s"]
    if "script" in case:
        command += ["-s", str(folder / case["script"])]
    command += [f"{scheme}://127.0.0.1:{port}{case.get('path', '/')}"]
    if "arguments" in case:
        command += ["--", *map(str, case["arguments"])]
    result = subprocess.run(pinned(cpus()[1], command), capture_output=True,
                            text=True, timeout=seconds + 60)
    if result.returncode != 0:
        raise MeasureError(f"wrk: {result.stderr.strip()[:100]}")
    return parse_wrk(result.stdout)


def load_values(result, cpu, memory):
    values = {
        ("throughput", "req/s"): result["rate"],
        ("cpu per request", "µs"): cpu * 1e6 / result["requests"],
        ("memory after load", "MiB"): memory,
    }
    for percent in ("p50", "p99"):
        if percent in result:
            values[(f"latency {percent}", "ms")] = result[percent]
    return values


def measure_load(runtime, subject, case, options):
    command = runtime.command(subject.folder / case["program"])
    extra = case.get("env", {})
    with serving(command, subject.folder, extra) as (pid, port):
        # The compilers' time: what is measured after is the steady state.
        wrk(case, subject.folder, port, max(1, options.seconds // 2))
        before = cpu_seconds(pid)
        result = wrk(case, subject.folder, port, options.seconds)
        cpu = cpu_seconds(pid) - before
        return load_values(result, cpu, resident(pid))


def ask(connection):
    """One request; reads until the end of the header and its body's start."""
    connection.sendall(REQUEST)
    received = b""
    while b"\r\n\r\n" not in received:
        chunk = connection.recv(65536)
        if not chunk:
            raise MeasureError("the server closed an idle connection")
        received += chunk


def check_held(pid, count):
    """The server must not have closed what is about to be weighed."""
    held = len(os.listdir(f"/proc/{pid}/fd"))
    if held < count:
        raise MeasureError(f"of {count} connections it holds at most {held}")


def measure_idle(runtime, subject, case, options):
    """Resident memory with so many connections that have asked once."""
    count = case.get("connections", 0)
    command = runtime.command(subject.folder / case["program"])
    with (serving(command, subject.folder, case.get("env", {})) as (pid, port),
          contextlib.ExitStack() as stack):
        time.sleep(options.settle)
        alone = resident(pid)
        if count == 0:
            return {("resident", "MiB"): alone}
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", port), 10)
            stack.enter_context(connection)
            ask(connection)
        time.sleep(options.settle)
        check_held(pid, count)
        held = resident(pid)
        return {("resident", "MiB"): held,
                ("per connection", "KiB"): (held - alone) * 1024 / count}
