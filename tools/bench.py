#!/usr/bin/env python3
"""Measures this runtime side by side with its peers, subject by subject.

Usage: bench.py [--node PATH] [--only SUBJECT[/CASE],...] [--runs N]
                [--peers NAME,...] [--seconds N] [--ms N] [--times N] [--list]

The subjects are the folders of benchmark/ with a bench.json (its form:
tools/benchlib/subjects.py). Runs are interleaved (A B C A B C), so that what the
machine does meanwhile hits all alike. Writes out/bench/report.md, chart.svg and
results.json.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import shlex
import shutil
import signal
import subprocess
import sys

from benchlib import chart, peers, process, report, server, subjects

ROOT = pathlib.Path(__file__).resolve().parent.parent
MEASURES = {
    "process": process.measure_process,
    "script": process.measure_script,
    "load": server.measure_load,
    "idle": server.measure_idle,
}
REFERENCE = "node-26"


def say(text):
    print(text, flush=True)


def compiler():
    return shlex.split(os.environ.get("CC", "cc"))


def limit_command(subject, out):
    """The command that builds a subject's limit. $NAME in its flags comes from
    the environment (LLHTTP_PREFIX: the Makefile)."""
    flags = [os.path.expandvars(f) for f in subject.limit.get("flags", [])]
    return [*compiler(), "-O2", str(subject.folder / subject.limit["source"]),
            *flags, "-o", str(out / f"{subject.name}-limit")]


def build(command, what):
    """Compiles; says what is wrong, if anything. Returns whether it worked."""
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        lines = result.stderr.strip().splitlines() or ["no reason given"]
        say(f"{what} does not build: {lines[0]}")
    return result.returncode == 0


def build_limit(subject, out):
    """The subject's limit as a runtime that ignores its program, or None."""
    if not any(case.get("limit") for case in subject.cases):
        return None
    command = limit_command(subject, out)
    if not build(command, f"{subject.name}: its limit"):
        return None
    return peers.Runtime("limit", command[-1])


def build_spawn(out):
    source = ROOT / "benchmark/spawn.c"
    build([*compiler(), "-O2", str(source), "-o", str(out / "spawn")], "spawn")
    return out / "spawn"


def runtimes_of(case, runtimes, limit):
    """A case with `"limit": true` is also measured on the subject's limit."""
    return [*runtimes, limit] if limit and case.get("limit") else runtimes


def failure_recorder(failures):
    """A function that says and keeps what could not be measured, once."""
    def fail(subject, case, runtime, error):
        failure = {"subject": subject.name, "case": case["name"],
                   "runtime": runtime.name, "error": str(error)}
        if failure not in failures:
            failures.append(failure)
            say(f"  {runtime.name}: {error}")
    return fail


def measure_case(subject, case, runtimes, options):
    """{(metric, unit): {runtime: [value...]}}. A runtime that fails once is
    left out from then on."""
    table, failed = {}, set()
    for _ in range(options.runs):
        for runtime in runtimes:
            if runtime.name in failed:
                continue
            try:
                values = MEASURES[case["kind"]](runtime, subject, case, options)
            except (process.MeasureError, OSError) as error:
                failed.add(runtime.name)
                options.fail(subject, case, runtime, error)
                continue
            for key, value in values.items():
                table.setdefault(key, {}).setdefault(runtime.name, [])
                table[key][runtime.name].append(value)
    return table


def measure_subject(subject, runtimes, options, out, results):
    limit = build_limit(subject, out)
    results["about"][subject.name] = subject.about
    for case in subject.cases:
        say(f"{subject.name}: {case['name']}")
        table = measure_case(subject, case, runtimes_of(case, runtimes, limit),
                             options)
        for (metric, unit), values in table.items():
            results["rows"].append({
                "subject": subject.name, "case": case["name"],
                "metric": metric, "unit": unit, "values": values})


def write(out, results, versions, facts):
    names = list(versions)
    (out / "results.json").write_text(json.dumps(
        {"versions": versions, **facts, **results}, indent=1) + "\n")
    (out / "report.md").write_text(
        report.markdown(results, versions, facts) + "\n")
    (out / "chart.svg").write_text(
        chart.svg(results["rows"], names, REFERENCE))


def arguments(words):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--node", default="./node")
    parser.add_argument("--only", help="SUBJECT[/CASE],...")
    parser.add_argument("--peers", help="only these (node-26,bun)")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4,
                        help="of load, each run of a server")
    parser.add_argument("--ms", dest="milliseconds", type=int, default=300,
                        help="of each operation, each run of a script")
    parser.add_argument("--times", type=int, default=0,
                        help="starts of a process in each run")
    parser.add_argument("--timeout", type=int, default=300)
    parser.add_argument("--settle", type=float, default=1.0,
                        help="seconds before memory is read")
    parser.add_argument("--list", action="store_true")
    return parser.parse_args(words)


def has_package(name):
    return (ROOT / "benchmark/node_modules" / name).is_dir()


def without_packages(found):
    """The subjects without the cases whose package is not installed."""
    peers.install(ROOT / "benchmark", say, "about 40 MB")
    missing = sorted({c["needs"] for s in found for c in s.cases
                      if "needs" in c and not has_package(c["needs"])})
    if missing:
        say(f"not installed: {', '.join(missing)}; going on without")
    return [dataclasses.replace(s, cases=[
        c for c in s.cases if c.get("needs") not in missing]) for s in found]


def with_certificate(found, out):
    """The subjects with a key and a certificate for the cases that want one."""
    if not any("certificate" in c for s in found for c in s.cases):
        return found
    files = {"KEY": str(out / "key.pem"), "CERTIFICATE": str(out / "cert.pem")}
    build(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
           "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
           "-days", "30", "-keyout", files["KEY"], "-out", files["CERTIFICATE"]],
          "a certificate")
    return [dataclasses.replace(s, cases=[
        {**c, "env": {**c.get("env", {}), **files}} if "certificate" in c else c
        for c in s.cases]) for s in found]


def without_loads(found):
    """The subjects when there is no wrk: only what can do without."""
    say("wrk is missing (apt install wrk); going on without servers' loads")
    return [dataclasses.replace(
        s, cases=[c for c in s.cases if c["kind"] != "load"]) for s in found]


def list_subjects(found):
    for subject in found:
        for case in subject.cases:
            say(f"{subject.name}/{case['name']}")


def find_runtimes(options):
    """Ours first; then the peers that are there and wanted."""
    folder = ROOT / "benchmark/peers"
    peers.install(folder, say)
    mine = peers.node_at("node", pathlib.Path(options.node).resolve())
    wanted = peers.peers_in(folder)
    if options.peers is not None:
        names = options.peers.split(",")
        wanted = [p for p in wanted if p.name in names]
    return peers.available([mine, *wanted], say)


def main():
    options = arguments(sys.argv[1:])
    try:
        found = subjects.read_all(ROOT / "benchmark", options.only)
    except subjects.SubjectError as error:
        sys.exit(f"bench: {error}")
    if options.list:
        return list_subjects(found)
    out = ROOT / "out/bench"
    out.mkdir(parents=True, exist_ok=True)
    runtimes = find_runtimes(options)
    if not runtimes:
        sys.exit("bench: nothing to measure: no runtime is there")
    facts = {"runs": options.runs, "load_average": os.getloadavg()[0]}
    if facts["load_average"] > 0.5:
        say(f"bench: the machine is busy (load average "
            f"{facts['load_average']:.1f}): the numbers will be rough")
    if shutil.which("wrk") is None:
        found = without_loads(found)
    found = with_certificate(without_packages(found), out)
    # Ended from outside, too, servers are ended and the report is written.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    process.files_allow_many()
    options.spawn = build_spawn(out)
    versions = {r.name: r.version() for r in runtimes}
    results = {"about": {}, "rows": [], "failures": []}
    options.fail = failure_recorder(results["failures"])
    try:
        for subject in found:
            measure_subject(subject, runtimes, options, out, results)
    except KeyboardInterrupt:
        say("bench: interrupted; the report holds what was measured")
    write(out, results, versions, facts)
    say(f"bench: {out}/report.md")


if __name__ == "__main__":
    main()
