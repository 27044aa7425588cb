"""Runs tests, each in a process group and a temporary folder of its own."""

import collections
import concurrent.futures
import contextlib
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import tempfile
import termios
import threading
import time

import process_group

from . import expected

Result = collections.namedtuple("Result", "name passed skipped why output seconds")

# Node's tests say so when they find nothing to test, and exit with 0.
SKIPPED = re.compile(r"^1\.\.0 # Skipped", re.M)

# A file of the Web Platform Tests' runner holds hundreds of tests.
TIMES_LONGER = {"wpt": 5}
MOST_OUTPUT = 200_000

# What of our own environment would change a runtime.
FOREIGN = ("NODE_OPTIONS", "NODE_PATH", "NODE_DEBUG", "NODE_REPL_HISTORY",
           "FORCE_COLOR", "NO_COLOR", "MAKEFLAGS", "MFLAGS")


class Groups:
    """The process groups that are running, so that an interrupt ends them all."""

    def __init__(self):
        self.lock = threading.Lock()
        self.groups = set()
        self.closed = False

    def start(self, command, **options):
        with self.lock:
            if self.closed:
                raise KeyboardInterrupt
            child = subprocess.Popen(command, **options)
            self.groups.add(child.pid)
            return child

    def end(self, child):
        process_group.end(child.pid)
        child.wait()
        with self.lock:
            self.groups.discard(child.pid)

    def end_all(self):
        with self.lock:
            self.closed = True
            for group in self.groups:
                process_group.end(group)


def environment(folder, test):
    kept = {k: v for k, v in os.environ.items() if k not in FOREIGN}
    # Tests that share common.PORT run one by one, but not alone on the machine.
    port = 12346 + os.getpid() % 1000 * 8
    return {**kept, "NODE_TEST_DIR": folder, "TMPDIR": folder,
            "TEST_THREAD_ID": "0", "NODE_COMMON_PORT": str(port),
            "NODE_SKIP_FLAG_CHECK": "1", **test.environment}


def strays(folder):
    """Processes that have left the test's group: its folder's name is in their
    environment."""
    mark = f"NODE_TEST_DIR={folder}".encode()
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
    return found


def strays_left(folder):
    """Those still there when the grace is over."""
    deadline = time.monotonic() + process_group.GRACE_SECONDS
    while (left := strays(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def status_of(child, timeout):
    try:
        return child.wait(timeout), None
    except subprocess.TimeoutExpired:
        return None, f"did not end within {timeout:g} s"


def run_plain(groups, command, timeout, **options):
    """(exit status, why not, output) with stdin closed."""
    with tempfile.TemporaryFile() as output:
        child = groups.start(command, stdin=subprocess.DEVNULL, stdout=output,
                             stderr=subprocess.STDOUT, start_new_session=True,
                             **options)
        status, why = status_of(child, timeout)
        if why is None and process_group.is_left(child.pid):
            why = "left processes behind"
        groups.end(child)
        output.seek(0)
        return status, why, output.read(MOST_OUTPUT)


def terminal_open():
    """Both sides of a pseudo-terminal that leaves line ends as they are, as the
    tests of raw mode expect."""
    master, slave = pty.openpty()
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.ONLCR
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    return master, slave


def terminal_copy(master, child, deadline):
    """What the child prints on its terminal, until it ends or the time is up."""
    output = b""
    while time.monotonic() < deadline:
        ended = child.poll() is not None
        ready, _, _ = select.select([master], [], [], 0 if ended else 0.05)
        if not ready:
            if ended:
                break
            continue
        try:
            chunk = os.read(master, 65536)
        except OSError:  # EIO: nobody has the other side open any more
            break
        if not chunk or len(output) > MOST_OUTPUT:
            break
        output += chunk
    return output


def run_in_terminal(groups, command, timeout, text, **options):
    """The same on a pseudo-terminal of its own, into which `text` is typed."""
    master, slave = terminal_open()
    deadline = time.monotonic() + timeout
    try:
        # setsid, not start_new_session: that would not give it the terminal.
        child = groups.start(["setsid", "--ctty", *command], stdin=slave,
                             stdout=slave, stderr=slave, **options)
        os.close(slave)
        os.write(master, text)
        output = terminal_copy(master, child, deadline)
        status, why = status_of(child, max(0.1, deadline - time.monotonic()))
        groups.end(child)
    finally:
        os.close(master)
    return status, why, output


def run_kind(groups, test, command, timeout, **options):
    if test.kind != "terminal":
        return run_plain(groups, command, timeout, **options)
    typed = test.path.with_suffix(".in")
    text = typed.read_bytes() if typed.exists() else b""
    return run_in_terminal(groups, command, timeout, text, **options)


def judge(test, status, output):
    """Why the test has failed, or None."""
    if test.kind == "status":
        return None if status == 0 else f"exited with {status}"
    text = test.path.with_suffix(".out").read_text()
    return expected.difference(output, text, test.path.name)


def run_one(groups, suite, runtime, test, timeout):
    started = time.monotonic()
    timeout *= TIMES_LONGER.get(test.subject, 1)
    with tempfile.TemporaryDirectory(prefix="node-test-",
                                     ignore_cleanup_errors=True) as folder:
        status, why, output = run_kind(
            groups, test, runtime.command_with(test.flags, test.path), timeout,
            cwd=suite, env={**environment(folder, test), **runtime.environment})
        left = strays(folder) if why else strays_left(folder)
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    text = output.decode(errors="replace")
    why = why or ("left processes behind" if left else judge(test, status, text))
    skipped = why is None and SKIPPED.search(text) is not None
    return Result(test.name, why is None and not skipped, skipped, why, text,
                  time.monotonic() - started)


def run_pool(groups, jobs, work, seen):
    """Runs `work` (functions) in `jobs` threads, and hands each result to seen."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(one) for one in work]
        try:
            for job in concurrent.futures.as_completed(waiting):
                seen(job.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            groups.end_all()
            raise


def run_all(suite, runtime, tests, options, seen, slow=()):
    """Runs tests with `options.jobs` at a time, the slow ones first so that none is
    waited for at the end; then those that want to be alone, one by one."""
    groups = Groups()

    def work(alone):
        chosen = [t for t in tests if t.name.startswith("sequential/") == alone]
        chosen.sort(key=lambda t: t.name not in slow)
        return [lambda t=t: run_one(groups, suite, runtime, t, options.timeout)
                for t in chosen]

    run_pool(groups, options.jobs, work(alone=False), seen)
    run_pool(groups, 1, work(alone=True), seen)
