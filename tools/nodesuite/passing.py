"""test/node/passing.txt: what must pass. It only grows."""

import pathlib

FILE = pathlib.Path(__file__).resolve().parents[2] / "test/node/passing.txt"
HEADER = "# What must pass of Node's own suite: tools/test_node.py.\n"
SLOW = "  # slow"

# A test that takes longer is marked: it is started first. One that needs most of
# its time limit would make CI unreliable, and is not added.
SLOW_SECONDS = 4
MOST_SECONDS = 20


def read(file=FILE):
    """{name: whether it is marked slow}"""
    if not file.exists():
        return {}
    lines = (line.partition("#") for line in file.read_text().splitlines())
    return {name.strip(): mark.strip() == "slow"
            for name, _, mark in lines if name.strip()}


def add(results, tests, file=FILE):
    """Adds what newly passes. Returns (how many, how many there are then)."""
    before = read(file)
    new = {r.name: r.seconds > SLOW_SECONDS for r in results
           if r.passed and r.seconds < MOST_SECONDS
           and not tests[r.name].flaky and r.name not in before}
    every = {**before, **new}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEADER + "".join(
        f"{name}{SLOW if every[name] else ''}\n" for name in sorted(every)))
    return len(new), len(every)
