"""Node's tests, benchmarks and documentation: the specification and the measure.

Run and read from where they are unpacked, never copied into the tree.
"""

import node24

VERSION = node24.VERSION
MINUTES = 1
LEFTOVERS = []
PARTS = ("test/", "benchmark/", "doc/api/", "deps/uvwasi/", "LICENSE")


def flags(build):
    return PARTS


def run(build, work):
    source = node24.unpack(build, work, PARTS)
    for entry in source.iterdir():
        entry.rename(work / entry.name)
    source.rmdir()
