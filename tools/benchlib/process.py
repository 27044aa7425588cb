"""Measures whole processes, and reads what scripts print."""

import contextlib
import json
import os
import resource
import signal
import subprocess

from . import stats

MIB = 1024 * 1024


class MeasureError(Exception):
    """A run that gave no numbers; the text says why."""


def cpus():
    """(the core of the measured program, the core of its load)."""
    mine = sorted(os.sched_getaffinity(0))
    return mine[0], mine[-1]


def pinned(cpu, command):
    return ["taskset", "-c", str(cpu), *command]


def files_allow_many():
    """Many connections need many descriptors, here and in what we start."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def environment(extra):
    """The environment of a measured program: ours without what would change a
    runtime, and nothing that asks the network for updates."""
    kept = {k: v for k, v in os.environ.items()
            if not k.startswith(("NODE_", "DENO_", "BUN_", "MAKE", "MFLAGS"))}
    return {**kept, "NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1",
            **{k: str(v) for k, v in extra.items()}}


def parse_spawn(output):
    """[{(metric, unit): value}] of what benchmark/spawn.c prints."""
    runs = []
    for line in output.splitlines():
        wall_ns, cpu_us, peak_kib, faults, status = map(int, line.split())
        if status != 0:
            raise MeasureError(
                f"exited with {os.waitstatus_to_exitcode(status)}")
        runs.append({("time", "ms"): wall_ns / 1e6,
                     ("cpu", "ms"): cpu_us / 1e3,
                     ("peak memory", "MiB"): peak_kib / 1024,
                     ("page faults", "faults"): faults})
    return runs


def measure_process(runtime, subject, case, options):
    """Starts the program many times; gives the median of each number."""
    if "text" in case:
        command = runtime.command_for_text(case["text"])
    else:
        command = [*runtime.command(subject.folder / case["program"]),
                   *case.get("arguments", [])]
    # One more, the first: it brings the files' pages from the disk.
    times = 1 + (options.times or case.get("times", 10))
    output = run_script([str(options.spawn), str(times), *command],
                        environment(case.get("env", {})), subject.folder,
                        options.timeout)
    runs = parse_spawn(output)[1:]
    return {key: stats.median([r[key] for r in runs]) for key in runs[0]}


def end_group(child):
    """Ends a program and all that it started; each leads its own group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def run_script(command, env, folder, timeout):
    """The output of a program that ends by itself."""
    child = subprocess.Popen(
        command, env=env, cwd=folder, stdin=subprocess.DEVNULL, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    try:
        output, errors = child.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        raise MeasureError(f"did not end within {timeout} s") from None
    finally:
        end_group(child)
    if child.returncode != 0:
        raise MeasureError(reason(errors, f"exited with {child.returncode}"))
    return output


def reason(errors, otherwise):
    """The line of stderr that names the error."""
    for line in errors.splitlines():
        if "Error" in line:
            return line.strip()[:120]
    return otherwise


def parse_script(output):
    """({(name, unit): value}, {name: error}) of a script's lines of JSON."""
    values, errors = {}, {}
    for line in output.splitlines():
        if not line.startswith("{"):
            continue
        item = json.loads(line)
        if "error" in item:
            errors[item["name"]] = item["error"]
        elif "ops" in item:
            values[(item["name"], "ns/op")] = item["ns"] / item["ops"]
        else:
            values[(item["name"], item["unit"])] = item["value"]
    return values, errors


def measure_script(runtime, subject, case, options):
    env = environment({"BENCH_MS": options.milliseconds,
                       **case.get("env", {})})
    command = runtime.command(subject.folder / case["program"],
                              gc=case.get("gc", False))
    output = run_script(command, env, subject.folder, options.timeout)
    values, errors = parse_script(output)
    for name, error in errors.items():
        options.fail(subject, case, runtime, f"{name}: {error}")
    if not values:
        raise MeasureError("; ".join(errors.values()) or "printed no numbers")
    return values
