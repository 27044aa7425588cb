"""What a test leaves behind: the processes of its group."""

import contextlib
import os
import pathlib
import signal
import time

# A child that its parent has told to end may take a moment longer than it.
GRACE_SECONDS = 5


def is_running(group):
    """Whether a process group has members other than zombies: those wait for an
    init that some containers do not have."""
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, pgid = path.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue  # ended meanwhile
        if int(pgid) == group and state != "Z":
            return True
    return False


def is_left(group):
    """Whether members are still there when the grace is over. Nothing tells of a
    group's end, so it is asked again and again."""
    deadline = time.monotonic() + GRACE_SECONDS
    while is_running(group):
        if time.monotonic() > deadline:
            return True
        time.sleep(0.01)
    return False


def end(group):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
