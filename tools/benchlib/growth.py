"""How costs grow: rows whose names differ in one number only are one family."""

import math
import re

from . import stats

NUMBER = re.compile(r"\d[\d,]*")
FEWEST = 3  # members of a family that shows growth


def templates(name):
    """[(the name with one of its numbers as N, that number)]"""
    return [(f"{name[:m.start()]}N{name[m.end():]}", int(m[0].replace(",", "")))
            for m in NUMBER.finditer(name)]


def label_of(row):
    """What is measured: the operation of a script, else the case."""
    if row["unit"] == "ns/op":
        return row["metric"]
    return f"{row['case']}: {row['metric']}"


def families(rows):
    """[(subject, label with N, unit, [(number, values)...])], in order of first
    appearance. Only costs and rates: a latency or a count says little here."""
    found = {}
    for row in rows:
        if row["metric"].startswith("latency") or row["unit"] == "faults":
            continue
        for label, number in templates(label_of(row)):
            key = (row["subject"], label, row["unit"])
            found.setdefault(key, {})[number] = row["values"]
    return [(*key, sorted(members.items())) for key, members in found.items()
            if len(members) >= FEWEST]


def exponent(members, runtime, unit):
    """The power of N that the cost grows with, from the least to the greatest:
    0 is the same for all N, 1 is in proportion."""
    points = [(n, stats.median(values[runtime])) for n, values in members
              if values.get(runtime) and n > 0]
    if len(points) < 2 or points[0][1] <= 0 or points[-1][1] <= 0:
        return None
    (first, cost), (last, later) = points[0], points[-1]
    power = math.log(later / cost) / math.log(last / first)
    return -power if unit in stats.MORE_IS_BETTER else power
