#!/usr/bin/env python3
"""Runs Node's own test suite from where it was unpacked.

Usage: test_node.py [--suite DIR] [--node PATH] [--only WORD] [--test parallel/NAME]
                    [--update] [--report] [--peers [NAME,...]] [--rules]
                    [--jobs N] [--timeout S]

Without --only and --test it runs the list test/node/passing.txt and fails if one
of them fails. --only WORD runs the tests of a subject (test-WORD-*) or of a folder,
--test runs one and shows its output. --update runs everything (or the subject) and
adds to the list what newly passes; the list only grows. --report prints a table by
subject; with --peers beside those of the runtimes in benchmark/peers, whose results
are kept in out/node-suite. --rules says what is left out and why
(tools/nodesuite/scope.py).

Many of Node's tests measure time and race against timers of a few milliseconds. If
at most UNSTEADY_MOST tests of the list have failed they run once more, one by one;
who passes then is named as unsteady and does not fail the run. Where more have failed
it is not chance.

A test that skips itself counts as neither passed nor failed, and is not added to
the list. One that leaves processes behind has failed.
"""

import argparse
import collections
import os
import pathlib
import re
import signal
import sys
import time

from nodesuite import passing, report, run, runtimes, scope

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "out/node-suite"
BUDGET_MINUTES = 15  # of CI, on 2 cores, for what must pass
UNSTEADY_MOST = 3  # of some 3,000
KEEP_EVERY = 50  # results of a peer


def say(text):
    print(text, flush=True)


def suite_found():
    """Where the build has unpacked the suite (NODE_SUITE_PREFIX in out/deps.mk)."""
    try:
        text = (ROOT / "out/deps.mk").read_text()
    except OSError:
        return None
    found = re.search(r"^NODE_SUITE_PREFIX *:?= *(.+)$", text, re.M)
    return pathlib.Path(found[1].strip()) if found else None


def arguments(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--suite", type=pathlib.Path, default=suite_found())
    parser.add_argument("--node", default="./node")
    parser.add_argument("--only")
    parser.add_argument("--test")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--peers", nargs="?", const="", metavar="NAME,...")
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=60)
    return parser.parse_args(words)


def choose(options, tests):
    """The tests asked for; without any wish those of the list."""
    if options.test or options.only:
        return scope.select(tests, options.only, options.test)
    if options.update or options.report:
        return tests
    must = passing.must_pass(runtimes.openssl_of(options.node))
    missing = [name for name in must if name not in tests]
    if missing:
        sys.exit(f"in the list but not in the suite: {' '.join(missing)}")
    return {name: tests[name] for name in must}


def rules_print(left_out):
    say("folders:")
    for folder, why in scope.FOLDERS_LEFT_OUT.items():
        say(f"  {folder:20} {why}")
    say("tests of the other folders:")
    for why, count in collections.Counter(left_out.values()).most_common():
        say(f"  {count:5} {why}")


def run_ours(options, tests):
    """The results of our own runtime, said as they come unless they are counted."""
    results = []
    show = not (options.update or options.report or options.quiet)

    def seen(result):
        results.append(result)
        if show and (result.why or options.test):
            say(f"--- {result.name}: {result.why or 'passed'}\n{result.output}")

    slow = {name for name, mark in passing.read().items() if mark.slow}
    run.run_all(options.suite, runtimes.ours(options.node), tests.values(),
                options, seen, slow)
    return results


def run_again(options, tests, results):
    """The results, those of the few that had failed replaced by their second."""
    failed = {r.name for r in results if r.why}
    if not 0 < len(failed) <= UNSTEADY_MOST:
        return results
    say(f"once more, alone: {' '.join(sorted(failed))}")
    alone = argparse.Namespace(**{**vars(options), "jobs": 1})
    second = run_ours(alone, {name: tests[name] for name in failed})
    for result in second:
        if not result.why:
            say(f"unsteady: {result.name}")
    return [r for r in results if r.name not in failed] + second


def run_peer(options, tests, peer):
    """{name: outcome} of a peer: what it has not run before is run now, and kept
    even if that is interrupted or killed."""
    file = OUT / f"{peer.name}.json"
    kept = report.kept_read(file, peer.version)
    todo = [t for name, t in tests.items() if name not in kept]

    def seen(result):
        kept[result.name] = report.outcome(result)
        if len(kept) % KEEP_EVERY == 0:
            report.kept_write(file, peer.version, kept)

    try:
        say(f"{peer.name} {peer.version}: {len(todo)} tests to run")
        run.run_all(options.suite, peer, todo, options, seen)
    finally:
        report.kept_write(file, peer.version, kept)
    return {name: kept[name] for name in tests}


def report_print(options, tests, results):
    outcomes = {"node": {r.name: report.outcome(r) for r in results}}
    if options.peers is None:
        lines = report.table_of_one(tests, outcomes["node"])
    else:
        names = [n for n in options.peers.split(",") if n]
        for peer in runtimes.peers_found(ROOT / "benchmark/peers", names, say):
            outcomes[peer.name] = run_peer(options, tests, peer)
        lines = report.table_of_many(tests, outcomes)
    text = "\n".join(lines)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "report.md").write_text(text + "\n")
    say(text)


def summary_print(results, minutes):
    skipped = sum(r.skipped for r in results)
    failed = sum(1 for r in results if r.why)
    say(f"{minutes:.1f} minutes")
    say(f"{len(results) - failed - skipped} passed, {failed} failed,"
        f" {skipped} skipped")


def main():
    options = arguments(sys.argv[1:])
    # Ended from outside, too, it ends what it has started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if options.suite is None or not options.suite.is_dir():
        sys.exit("where is the suite? run make once, or say --suite DIR")
    tests, left_out = scope.find(options.suite)
    if options.rules:
        return rules_print(left_out)
    chosen = choose(options, tests)
    if not chosen:
        why = left_out.get(options.test)
        sys.exit(f"left out: {why}" if why else "no tests match")
    started = time.monotonic()
    results = run_ours(options, chosen)
    is_list = not (options.only or options.test or options.update or options.report)
    if is_list:
        results = run_again(options, chosen, results)
    minutes = (time.monotonic() - started) / 60
    if options.report:
        report_print(options, chosen, results)
    if options.update:
        added, every = passing.add(results, tests)
        say(f"{added} added, {every} in the list")
    failed = sorted(r.name for r in results if r.why)
    must = not (options.update or options.report)
    for name in failed if must else ():
        say(f"failed: {name}")
    summary_print(results, minutes)
    if must and not options.only and minutes > BUDGET_MINUTES:
        say(f"that is more than the {BUDGET_MINUTES} minutes CI has for it")
    sys.exit(1 if failed and must else 0)


if __name__ == "__main__":
    main()
