"""The Markdown report.

Results are a list of rows, in the order they were measured:

    {"subject", "case", "metric", "unit", "values": {runtime: [number...]}}

and a list of failures: {"subject", "case", "runtime", "error"}.
"""

import datetime
import os
import pathlib
import platform

from . import chart, growth, stats


def machine():
    """One line about where this ran."""
    model = platform.machine()
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return (f"{model}, {len(os.sched_getaffinity(0))} cores, "
            f"{platform.system()} {platform.release()}")


def cell(values):
    if not values:
        return "-"
    text = stats.number(stats.median(values))
    if len(values) > 1:
        text += f" ±{stats.spread(values) * 100:.0f}%"
    return text


def ratio_cell(ours, theirs, unit):
    """Ours over theirs; bold when ours is the better."""
    value = stats.ratio(ours, theirs)
    if value is None:
        return "-"
    better = stats.advantage(ours, theirs, unit) or 0
    text = f"{value:.2f}x"
    return f"**{text}**" if better > 1 else text


def line(cells):
    return "| " + " | ".join(cells) + " |"


def table(rows, names, ours):
    """A table of one case: a line a metric."""
    peers = [name for name in names if name != ours]
    head = ["", *names, *(f"÷ {name}" for name in peers)]
    lines = [line(head), line(["---", *["--:"] * (len(head) - 1)])]
    for row in rows:
        values = row["values"]
        mine = values.get(ours, [])
        lines.append(line([
            f"{row['metric']}, {row['unit']}",
            *(cell(values.get(name, [])) for name in names),
            *(ratio_cell(mine, values.get(name, []), row["unit"])
              for name in peers)]))
    return lines


def grouped(rows, key):
    """[(key's value, its rows)], in order of first appearance."""
    groups = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return list(groups.items())


def names_in(rows, names):
    """Those of `names` that some row has numbers of."""
    return [n for n in names if any(n in row["values"] for row in rows)]


def subject_lines(name, about, rows, names, ours):
    lines = [f"## {name}", ""]
    if about:
        lines += [about, ""]
    for case, of_case in grouped(rows, "case"):
        lines += [f"### {case}", ""]
        lines += table(of_case, names_in(of_case, names), ours) + [""]
    return lines


def summary_lines(rows, names):
    """One line a case: how many times better ours is than each peer."""
    ours, *others = names
    lines = ["## Summary", "",
             f"How many times better {ours} is: above 1 it wins. Of operations "
             "the geometric mean.", "",
             line(["", *others]), line(["---", *["--:"] * len(others)])]
    for subject, case, of_case in chart.cases_of(rows):
        values = [stats.overall(of_case, ours, name) for name in others]
        cells = ["-" if v is None else f"{v:.2f}" for v in values]
        label = chart.label_of(subject, case, of_case)
        lines.append(line([label, *cells]))
    return lines + [""]


def family_lines(family, names):
    """A table of one family: a column for each N, a line for each runtime."""
    subject, label, unit, members = family
    names = [n for n in names if any(values.get(n) for _, values in members)]
    lines = [f"### {subject}: {label}, {unit}", "",
             line(["", *(f"{n:,}" for n, _ in members), "grows as"]),
             line(["---", *["--:"] * (len(members) + 1)])]
    for name in names:
        power = growth.exponent(members, name, unit)
        lines.append(line([name, *(cell(values.get(name)) for _, values in members),
                           "-" if power is None else f"N^{power:.2f}"]))
    return lines + [""]


def growth_lines(rows, names):
    families = growth.families(rows)
    if not families:
        return []
    lines = ["## How costs grow", "",
             "N^0 costs the same for every N, N^1 in proportion to it; of rates "
             "what one request costs is meant.", ""]
    for family in families:
        lines += family_lines(family, names)
    return lines


def failure_lines(failures):
    if not failures:
        return []
    runtimes = {}
    for f in failures:
        key = (f["subject"], f["case"], f["error"])
        runtimes.setdefault(key, []).append(f["runtime"])
    return ["## Not measured", "",
            *(f"- {subject}, {case}: {', '.join(names)}: {error}"
              for (subject, case, error), names in runtimes.items()), ""]


def markdown(results, versions, options, now=None):
    """The whole report. `versions` is {runtime: version}, ours first."""
    names = list(versions)
    now = now or datetime.datetime.now()
    lines = ["# Benchmarks", "",
             f"{now:%Y-%m-%d %H:%M}, {machine()}. Load average at the start: "
             f"{options['load_average']:.2f}.",
             f"{options['runs']} runs, interleaved; medians, ± half the range. "
             f"`÷ peer` is {names[0]} over the peer, bold where "
             f"{names[0]} is better.", "", "![chart](chart.svg)", ""]
    lines += [f"- {name}: {version}" for name, version in versions.items()]
    lines.append("")
    names += sorted({n for row in results["rows"] for n in row["values"]}
                    - set(names))
    lines += summary_lines(results["rows"], list(versions))
    for subject, rows in grouped(results["rows"], "subject"):
        about = results["about"].get(subject, "")
        lines += subject_lines(subject, about, rows, names, names[0])
    lines += growth_lines(results["rows"], names)
    return "\n".join(lines + failure_lines(results["failures"]))
