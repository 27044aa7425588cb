"""Comparing what a test printed with the .out file beside it.

Both are compared line by line, empty lines and escape characters aside; in the
expected ones `*` stands for anything and %(basename)s for the test's file name.
"""

import re

ESCAPE = "\x1b"  # the package's .out files have lost theirs


def patterns_of(text, basename):
    lines = (line.rstrip() for line in text.replace(ESCAPE, "").split("\n"))
    return [re.escape(line % {"basename": basename}).replace(r"\*", ".*")
            for line in lines if line]


def difference(output, expected, basename):
    """What is wrong with `output`, or None."""
    lines = [line.rstrip() for line in output.replace(ESCAPE, "").split("\n")]
    lines = [line for line in lines if line and not line.startswith(("==", "**"))]
    patterns = patterns_of(expected, basename)
    for number, pattern in enumerate(patterns):
        line = lines[number] if number < len(lines) else None
        if line is None or not re.fullmatch(pattern, line):
            return f"line {number + 1} of its output should match {pattern}"
    if len(lines) > len(patterns):
        return f"it printed {len(lines) - len(patterns)} lines too many"
    return None
