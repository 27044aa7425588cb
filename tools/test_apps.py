#!/usr/bin/env python3
"""Runs real packages from npm doing their real job: the apps of test/apps.

Usage: test_apps.py [--node PATH] [--only NAME,...] [--report] [--update]
                    [--install] [--jobs N] [--timeout S]

An app is a folder test/apps/NAME: a package.json with exact versions, its
package-lock.json, and test.js (or test.mjs) which uses the package as its users do
and exits with 0. It is installed into out/apps/NAME by the machine's npm, and run
there, with `node` in its PATH being the one that is tested.

Without --only and --report it runs those of test/apps/working.txt and fails if one
of them fails. --only runs these and shows their output; --report runs all and prints
a table; --update runs all and adds to working.txt what newly works. test/apps/status.md
says of each other app what it waits for. --install only installs.

An app whose service (PostgreSQL, Redis, Mosquitto) is not on the machine skips
itself: `make setup-apps` installs them.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from nodesuite import run

ROOT = pathlib.Path(__file__).resolve().parent.parent
APPS = ROOT / "test/apps"
OUT = ROOT / "out/apps"
SHARED = ("app.js", "server.js")  # what the apps' tests use, beside their folders
INSTALL = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
INSTALL_SECONDS = 600
SKIPPED = re.compile(r"^# Skipped: (.*)$", re.M)


class AppError(Exception):
    """Why an app could not even be started."""


def say(text):
    print(text, flush=True)


def names_all(apps=APPS):
    return sorted(p.parent.name for p in apps.glob("*/package.json"))


def working_read(file):
    """The names in working.txt."""
    if not file.exists():
        return []
    lines = (line.partition("#")[0].strip() for line in file.read_text().splitlines())
    return [line for line in lines if line]


def working_add(file, names):
    every = sorted({*working_read(file), *names})
    file.write_text("# The apps that must work: tools/test_apps.py. Only grows.\n"
                    + "".join(f"{name}\n" for name in every))


def status_read(file):
    """{name: what it waits for} of status.md's table."""
    rows = re.findall(r"^\| ([\w.-]+) \| (.+) \|$",
                      file.read_text() if file.exists() else "", re.M)
    return {name: why for name, why in rows if name != "app"}


def mistakes(apps):
    """What is wrong with the folder itself, line by line."""
    working = working_read(apps / "working.txt")
    waiting = status_read(apps / "status.md")
    for name in names_all(apps):
        if (name in working) == (name in waiting):
            yield f"{name}: must stand in working.txt or in status.md, not both"
        yield from mistakes_of(apps / name)
    for name in {*working, *waiting} - set(names_all(apps)):
        yield f"{name}: is listed, but there is no such app"


def mistakes_of(folder):
    if test_of(folder) is None:
        yield f"{folder.name}: has no test.js and no test.mjs"
    package = json.loads((folder / "package.json").read_text())
    for name, version in package.get("dependencies", {}).items():
        if not re.fullmatch(r"\d+\.\d+\.\d+([-+].*)?", version):
            yield f"{folder.name}: {name} is not pinned: {version}"
    lock = folder / "package-lock.json"
    if not lock.exists():
        yield f"{folder.name}: has no package-lock.json"
    elif '"resolved"' in lock.read_text():
        yield f"{folder.name}: its lock names a registry"


def test_of(folder):
    return next((folder / n for n in ("test.js", "test.mjs")
                 if (folder / n).exists()), None)


def copy_sources(source, target):
    """The app's own files, anew; node_modules stays as it is."""
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        if old.name not in ("node_modules", "installed"):
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    shutil.copytree(source, target, dirs_exist_ok=True)


def install(source, target):
    """Brings target/node_modules to what the lock says."""
    lock = (source / "package-lock.json").read_text()
    mark = target / "installed"
    if mark.exists() and mark.read_text() == lock:
        return
    mark.unlink(missing_ok=True)
    package = json.loads((source / "package.json").read_text())
    # Scripts of packages run on the machine's node: only where there is no other way.
    scripts = [] if package.get("scriptsNeeded") else ["--ignore-scripts"]
    try:
        result = subprocess.run([*INSTALL, *scripts], cwd=target, text=True,
                                stdin=subprocess.DEVNULL, capture_output=True,
                                timeout=INSTALL_SECONDS)
    except FileNotFoundError:
        raise AppError("npm is missing (apt install npm)") from None
    except subprocess.TimeoutExpired:
        raise AppError(f"npm ci did not end within {INSTALL_SECONDS} s") from None
    if result.returncode != 0:
        raise AppError(f"npm ci failed:\n{result.stderr.strip()}")
    mark.write_text(lock)


def prepare(name):
    copy_sources(APPS / name, OUT / name)
    install(APPS / name, OUT / name)


def environment(folder, node):
    """Ours, with homes and temporary files in `folder`, and `node` first in PATH."""
    (folder / "bin").mkdir()
    (folder / "bin/node").symlink_to(node)
    kept = {k: v for k, v in os.environ.items()
            if k not in run.FOREIGN and not k.lower().startswith("npm_")}
    return {**kept, "CI": "1", "HOME": str(folder), "TMPDIR": str(folder),
            "NODE_TEST_DIR": str(folder),
            "PATH": f"{folder}/bin:{os.environ['PATH']}"}


def run_app(groups, name, options):
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="app-", ignore_cleanup_errors=True) as temp:
        # A service that will not run as root must reach its data below it.
        os.chmod(temp, 0o711)
        test = test_of(OUT / name)
        status, why, output = run.run_plain(
            groups, [str(options.node), test.name], options.timeout, cwd=OUT / name,
            env=environment(pathlib.Path(temp), options.node))
        left = run.strays(temp) if why else run.strays_left(temp)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
    text = output.decode(errors="replace")
    why = why or ("left processes behind" if left else None) \
        or (f"exited with {status}" if status else None)
    skipped = why is None and SKIPPED.search(text) is not None
    return run.Result(name, why is None and not skipped, skipped, why, text,
                      time.monotonic() - started)


def attempt(groups, name, options):
    try:
        prepare(name)
        if options.install:
            return run.Result(name, True, False, None, "", 0)
        return run_app(groups, name, options)
    except AppError as error:
        return run.Result(name, False, False, str(error).splitlines()[0],
                          str(error), 0)


def run_all(names, options):
    results, groups = [], run.Groups()
    OUT.mkdir(parents=True, exist_ok=True)
    for name in SHARED:
        shutil.copy(APPS / name, OUT / name)

    def seen(result):
        results.append(result)
        state = "passed" if result.passed else "skipped" if result.skipped else "FAILED"
        say(f"{result.name:16} {state:8} {result.seconds:5.1f} s  {detail(result)}")
        (OUT / f"{result.name}.log").write_text(result.output)
        if options.only or (result.why and not options.report):
            say(result.output)

    run.run_pool(groups, options.jobs,
                 [lambda n=n: attempt(groups, n, options) for n in names], seen)
    return results


def detail(result):
    """In a line: why it was skipped or failed."""
    if result.skipped:
        return SKIPPED.search(result.output)[1]
    if result.passed:
        return ""
    errors = re.findall(r"^.*\bError\b.*$", result.output, re.M)
    return f"{result.why}: {errors[0].strip()[:120] if errors else ''}"


def choose(options):
    if options.only:
        names = options.only.split(",")
        unknown = set(names) - set(names_all())
        if unknown:
            sys.exit(f"no such app: {' '.join(sorted(unknown))}")
        return names
    if options.report or options.update or options.install:
        return names_all()
    return working_read(APPS / "working.txt")


def arguments(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--node", type=pathlib.Path, default="./node")
    parser.add_argument("--only")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 1) // 2))
    parser.add_argument("--timeout", type=float, default=180)
    options = parser.parse_args(words)
    options.node = options.node.resolve()
    return options


def main():
    options = arguments(sys.argv[1:])
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    results = run_all(choose(options), options)
    if options.update:
        working_add(APPS / "working.txt", [r.name for r in results if r.passed])
    wrong = list(mistakes(APPS))
    for line in wrong:
        say(f"test/apps: {line}")
    failed = sum(1 for r in results if r.why)
    skipped = sum(r.skipped for r in results)
    say(f"{len(results) - failed - skipped} passed, {failed} failed, {skipped} skipped")
    must = not (options.update or options.report)
    sys.exit(1 if must and (failed or wrong) else 0)


if __name__ == "__main__":
    main()
