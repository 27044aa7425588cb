#!/usr/bin/env python3
"""Runs Node's own test suite from where it was unpacked.

Usage: test_node.py --suite DIR --node PATH [--only WORD] [--test parallel/NAME]
                    [--update] [--report] [--jobs N]

Without --only and --test it runs the list test/node/passing.txt and fails if one
of them fails. --only WORD runs the tests of a subject (test-WORD-*), --test runs
one and shows its output. --update runs everything (or the subject) and adds to
the list what newly passes; the list only grows. --report prints a table by
subject.

Left out by rule: tests whose flags ask for internals (--expose-internals), and
those that read them some other way (internalBinding, internal/). A test that
skips itself counts as neither passed nor failed, and is not added to the list.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import process_group

HERE = pathlib.Path(__file__).resolve().parent
LIST = HERE.parent / "test" / "node" / "passing.txt"
FOLDERS = ("parallel", "sequential", "es-module")
INTERNALS = re.compile(r"--expose[-_]internals|internalBinding\(|internal/test/binding"
                       r"|process\.binding\(")
OUT_OF_SCOPE = re.compile(r"^test-(quic|debugger|inspector-cli|npm|corepack)")
FLAGS = re.compile(r"^// Flags:(.*)$", re.M)
SUBJECT = re.compile(r"^test-([a-z0-9]+)")

# Node's tests say so when they find nothing to test, and exit with 0.
SKIPPED = re.compile(r"^1\.\.0 # Skipped", re.M)

Result = collections.namedtuple("Result", "name passed skipped why output seconds")


def tests_find(suite):
    """All tests in scope: name ("parallel/test-x.js") -> their text's flags."""
    found = {}
    for folder in FOLDERS:
        for path in sorted((suite / "test" / folder).glob("test-*.*js")):
            if OUT_OF_SCOPE.match(path.name):
                continue
            text = path.read_text(errors="replace")
            if INTERNALS.search(text):
                continue
            flags = [word for line in FLAGS.findall(text) for word in line.split()]
            found[f"{folder}/{path.name}"] = flags
    return found


def test_run(suite, node, name, flags, timeout):
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="node-test-") as folder, \
            tempfile.TemporaryFile() as output:
        env = {**os.environ, "NODE_TEST_DIR": folder, "TEST_THREAD_ID": "0",
               "NODE_SKIP_FLAG_CHECK": "1"}
        for variable in ("NODE_OPTIONS", "NODE_PATH", "FORCE_COLOR", "NO_COLOR"):
            env.pop(variable, None)
        child = subprocess.Popen(
            [node, *flags, str(suite / "test" / name)], cwd=suite,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True, env=env)
        try:
            status = child.wait(timeout)
            why = None if status == 0 else f"exited with {status}"
        except subprocess.TimeoutExpired:
            why = f"did not end within {timeout} s"
        if why is None and process_group.is_left(child.pid):
            why = "left processes behind"
        process_group.end(child.pid)
        child.wait()
        output.seek(0)
        text = output.read(200_000).decode(errors="replace")
    skipped = why is None and SKIPPED.search(text) is not None
    return Result(name, why is None and not skipped, skipped, why, text,
                  time.monotonic() - started)


def tests_run(suite, node, tests, options, show):
    results = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        jobs = [pool.submit(test_run, suite, node, name, flags, options.timeout)
                for name, flags in tests.items()]
        for job in concurrent.futures.as_completed(jobs):
            result = job.result()
            results.append(result)
            if show and result.why:
                print(f"--- {result.name}: {result.why}\n{result.output}", flush=True)
    return results


def list_read():
    if not LIST.exists():
        return []
    lines = (line.split("#")[0].strip() for line in LIST.read_text().splitlines())
    return [line for line in lines if line]


def list_add(results):
    before = set(list_read())
    # A test that needs most of its time limit would make CI unreliable.
    new = {r.name for r in results if r.passed and r.seconds < 20} - before
    LIST.parent.mkdir(parents=True, exist_ok=True)
    LIST.write_text("# What must pass of Node's own suite: tools/test_node.py.\n"
                    + "".join(f"{name}\n" for name in sorted(before | new)))
    print(f"{len(new)} added, {len(before | new)} in the list")


def report_print(results):
    table = collections.defaultdict(lambda: [0, 0, 0])
    for result in results:
        match = SUBJECT.match(result.name.split("/")[1])
        column = 0 if result.passed else 2 if result.skipped else 1
        table[match[1] if match else "?"][column] += 1
    print(f"{'subject':24} {'passed':>7} {'failed':>7} {'skipped':>7} {'total':>7}")
    for subject, (passed, failed, skipped) in sorted(table.items()):
        print(f"{subject:24} {passed:7} {failed:7} {skipped:7}"
              f" {passed + failed + skipped:7}")


def choose(options, tests):
    if options.test:
        return {name: flags for name, flags in tests.items()
                if name.removesuffix(".js").removesuffix(".mjs")
                == options.test.removesuffix(".js").removesuffix(".mjs")}
    if options.only:
        return {name: flags for name, flags in tests.items()
                if f"test-{options.only}" in name}
    if options.update or options.report:
        return tests
    missing = [name for name in list_read() if name not in tests]
    if missing:
        sys.exit(f"in the list but not in the suite: {' '.join(missing)}")
    return {name: tests[name] for name in list_read()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--suite", type=pathlib.Path, required=True)
    parser.add_argument("--node", default="./node")
    parser.add_argument("--only")
    parser.add_argument("--test")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=60)
    options = parser.parse_args()
    tests = choose(options, tests_find(options.suite))
    if not tests:
        sys.exit("no tests match")
    show = not (options.update or options.report or options.quiet)
    results = tests_run(options.suite, os.path.abspath(options.node), tests,
                        options, show)
    failed = sorted(r.name for r in results if r.why)
    skipped = sum(r.skipped for r in results)
    if options.report:
        report_print(results)
    if options.update:
        list_add(results)
    elif not options.report:
        for name in failed:
            print(f"failed: {name}")
    print(f"{len(results) - len(failed) - skipped} passed, {len(failed)} failed,"
          f" {skipped} skipped")
    must = not (options.update or options.report)
    sys.exit(1 if failed and must else 0)


if __name__ == "__main__":
    main()
