"""test/node/passing.txt: what must pass. It only grows."""

import collections
import pathlib
import re

FILE = pathlib.Path(__file__).resolve().parents[2] / "test/node/passing.txt"
HEADER = "# What must pass of Node's own suite: tools/test_node.py.\n"

# Behind a name may stand `# slow`, and `# openssl<3.5`: newer versions have what
# the test then asks for, and we have not yet.
Mark = collections.namedtuple("Mark", "slow below")
LIMIT = re.compile(r"openssl<([\d.]+)")

# A test that takes longer is marked: it is started first. One that needs most of
# its time limit would make CI unreliable, and is not added.
SLOW_SECONDS = 4
MOST_SECONDS = 20


def mark_read(text):
    limit = LIMIT.search(text)
    return Mark("slow" in text.split(), limit[1] if limit else None)


def mark_write(mark):
    words = ["slow"] * mark.slow + [f"openssl<{mark.below}"] * bool(mark.below)
    return f"  # {' '.join(words)}" if words else ""


def read(file=FILE):
    """{name: Mark}"""
    if not file.exists():
        return {}
    lines = (line.partition("#") for line in file.read_text().splitlines())
    return {name.strip(): mark_read(mark)
            for name, _, mark in lines if name.strip()}


def numbers(version):
    return [int(part) for part in re.findall(r"\d+", version)]


def must_pass(openssl, file=FILE):
    """The names of what must pass where OpenSSL has this version."""
    return [name for name, mark in read(file).items()
            if mark.below is None or numbers(openssl) < numbers(mark.below)]


def add(results, tests, file=FILE):
    """Adds what newly passes. Returns (how many, how many there are then)."""
    before = read(file)
    new = {r.name: Mark(r.seconds > SLOW_SECONDS, None) for r in results
           if r.passed and r.seconds < MOST_SECONDS
           and not tests[r.name].flaky and r.name not in before}
    every = {**before, **new}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEADER + "".join(
        f"{name}{mark_write(every[name])}\n" for name in sorted(every)))
    return len(new), len(every)
