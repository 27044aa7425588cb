#!/usr/bin/env python3
"""Runs Node's own benchmarks on two binaries, through its compare.js.

Usage: bench_node.py [--suite DIR] [--node PATH] [--old PATH] [--only CATEGORY,...]
                     [--filter WORD] [--runs N] [--set NAME=VALUE]... [--timeout S]

Each file is a run of compare.js of its own: it ends at the first benchmark that
fails, and the others are to be measured all the same. The old binary is the Node 24
of benchmark/peers, which also runs compare.js. Writes out/bench/node.md:
the rates' medians and how many times faster ours is.
"""

import argparse
import csv
import io
import os
import pathlib
import re
import signal
import statistics
import subprocess
import sys

from benchlib import peers, process, stats

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "out/bench"
# What needs internals, native addons or Node's source tree.
LEFT_OUT = {"fixtures", "internal", "napi", "mime", "validators"}


def say(text):
    print(text, flush=True)


def suite_found():
    try:
        text = (ROOT / "out/deps.mk").read_text()
    except OSError:
        return None
    found = re.search(r"^NODE_SUITE_PREFIX *:?= *(.+)$", text, re.M)
    return pathlib.Path(found[1].strip()) if found else None


def needs_internals(path):
    return "--expose-internals" in path.read_text(errors="replace")


def files_of(folder, only, word):
    """[(category, file's name)] of the benchmarks that were asked for."""
    categories = only.split(",") if only else sorted(
        p.name for p in folder.iterdir() if p.is_dir() and p.name not in LEFT_OUT)
    unknown = [c for c in categories if not (folder / c).is_dir()]
    if unknown:
        sys.exit(f"bench-node: no such category: {' '.join(unknown)}")
    return [(category, path.name) for category in categories
            for path in sorted((folder / category).glob("*.js"))
            if not path.name.startswith("_") and word in path.name
            and not needs_internals(path)]


def compare(folder, category, name, options):
    """What compare.js prints of one file; raises when it did not do all."""
    command = [options.old, str(folder / "compare.js"), "--old", options.old,
               "--new", options.node, "--runs", str(options.runs), "--no-progress",
               "--filter", name]
    for setting in options.set:
        command += ["--set", setting]
    return process.run_script([*command, "--", category], process.environment({}),
                              folder, options.timeout)


def rates_of(output, file):
    """{configuration: {"old": [rate...], "new": [...]}} of compare.js' CSV. A name
    that is a part of another's selects that one too: it has its own turn."""
    rates = {}
    for row in csv.DictReader(io.StringIO(output), skipinitialspace=True):
        if row.get("filename") != file or row["binary"] not in ("old", "new"):
            continue
        of = rates.setdefault(row["configuration"], {"old": [], "new": []})
        of[row["binary"]].append(float(row["rate"]))
    return rates


def lines_of(file, rates):
    for configuration, of in rates.items():
        if not of["old"] or not of["new"]:
            continue
        old, new = (statistics.median(of[name]) for name in ("old", "new"))
        ratio = f"{new / old:.2f}" if old else "-"
        yield (f"| {file} {configuration.strip()} | {stats.number(new)} "
               f"| {stats.number(old)} | {ratio} |")


def overall(every):
    values = [statistics.median(of["new"]) / statistics.median(of["old"])
              for rates in every.values() for of in rates.values()
              if of["old"] and of["new"] and statistics.median(of["old"]) > 0
              and statistics.median(of["new"]) > 0]
    return statistics.geometric_mean(values) if values else None


def report(every, failed, options):
    lines = ["# Node's own benchmarks", "",
             f"{options.runs} runs; medians of operations a second.", "",
             "| benchmark | ours | node-24 | times faster |", "|---|--:|--:|--:|"]
    for file, rates in every.items():
        lines += lines_of(file, rates)
    if (mean := overall(every)) is not None:
        lines += ["", f"Geometric mean: {mean:.2f} times faster."]
    if failed:
        lines += ["", "Not measured:", "",
                  *(f"- {file}: {why}" for file, why in failed.items())]
    return "\n".join(lines) + "\n"


def arguments(words):
    node_24 = ROOT / "benchmark/peers/node_modules/node-24/bin/node"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--suite", type=pathlib.Path, default=suite_found())
    parser.add_argument("--node", default="./node")
    parser.add_argument("--old", default=str(node_24))
    parser.add_argument("--only")
    parser.add_argument("--filter", default="")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--timeout", type=float, default=600)
    options = parser.parse_args(words)
    options.node = os.path.abspath(options.node)
    return options


def main():
    options = arguments(sys.argv[1:])
    peers.install(ROOT / "benchmark/peers", say)
    if not pathlib.Path(options.old).exists():
        sys.exit(f"bench-node: {options.old} is missing: nothing to compare with")
    if options.suite is None:
        sys.exit("bench-node: where is the suite? run make once, or say --suite DIR")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder, every, failed = options.suite / "benchmark", {}, {}
    OUT.mkdir(parents=True, exist_ok=True)
    try:
        for category, name in files_of(folder, options.only, options.filter):
            file = f"{category}/{name}"
            say(file)
            try:
                every[file] = rates_of(compare(folder, category, name, options), file)
            except process.MeasureError as error:
                failed[file] = str(error)
                say(f"  {error}")
    except KeyboardInterrupt:
        say("bench-node: interrupted; the report holds what was measured")
    (OUT / "node.md").write_text(report(every, failed, options))
    say(f"bench-node: {OUT}/node.md")


if __name__ == "__main__":
    main()
