#!/usr/bin/env python3
"""Runs test files, each in a process of its own; a test passes when it exits
with 0.

Usage: test.py [--node PATH] [--jobs N] [--timeout S] FOLDER-OR-FILE...

A test's whole process group is ended when it ends: one that leaves processes
behind has failed.
"""

import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import process_group

NOT_TESTS = {"harness.js", "run.js"}  # what tests use


def run(node, path, timeout):
    """Runs one file. Returns (path, what is wrong or None, its output)."""
    with tempfile.TemporaryDirectory(prefix="node-test-") as folder, \
            tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            [node, str(path)], stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
            env={**os.environ, "TMPDIR": folder, "NODE_TEST_DIR": folder})
        try:
            status = child.wait(timeout)
            wrong = None if status == 0 else f"exited with {status}"
        except subprocess.TimeoutExpired:
            wrong = f"did not end within {timeout} s"
        if wrong is None and process_group.is_left(child.pid):
            wrong = "left processes behind"
        process_group.end(child.pid)
        child.wait()
        output.seek(0)
        return path, wrong, output.read().decode(errors="replace")


def files_of(places):
    for place in map(pathlib.Path, places):
        if place.is_dir():
            yield from (path for path in sorted(place.rglob("*.js"))
                        if path.name not in NOT_TESTS and "fixtures" not in path.parts)
        else:
            yield place


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--node", default="./node")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=60)
    parser.add_argument("places", nargs="+")
    options = parser.parse_args()
    node = os.path.abspath(options.node)
    files = list(files_of(options.places))
    if not files:
        sys.exit(f"no tests in {' '.join(options.places)}")
    started, failed = time.monotonic(), []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = [pool.submit(run, node, path, options.timeout) for path in files]
        for result in concurrent.futures.as_completed(results):
            path, wrong, output = result.result()
            if wrong:
                failed.append(path)
                print(f"--- {path}: {wrong}\n{output}", flush=True)
    for path in failed:
        print(f"failed: {path}")
    print(f"{time.monotonic() - started:.1f} s")
    print(f"{len(files) - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
