"""Tables of results by subject, of one runtime or of several side by side."""

import collections
import json


def outcome(result):
    return "passed" if result.passed else "skipped" if result.skipped else "failed"


def kept_read(file, version):
    """{name: outcome} of what a peer has run before, unless it has changed since."""
    try:
        kept = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return kept["results"] if kept["version"] == version else {}


def kept_write(file, version, outcomes):
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"version": version, "results": outcomes}, indent=0,
                      sort_keys=True)
    file.write_text(text + "\n")


def by_subject(tests, outcomes):
    """{subject: Counter of outcomes}"""
    table = collections.defaultdict(collections.Counter)
    for name, value in outcomes.items():
        table[tests[name].subject][value] += 1
    return table


def table_of_one(tests, outcomes):
    yield f"{'subject':24} {'passed':>7} {'failed':>7} {'skipped':>7} {'total':>7}"
    total = collections.Counter()
    for subject, counts in sorted(by_subject(tests, outcomes).items()):
        total += counts
        yield line_of_one(subject, counts)
    yield line_of_one("all", total)


def line_of_one(subject, counts):
    columns = " ".join(f"{counts[c]:7}" for c in ("passed", "failed", "skipped"))
    return f"{subject:24} {columns} {counts.total():7}"


def table_of_many(tests, outcomes):
    """`outcomes`: {runtime's name: {test's name: outcome}}. A Markdown table of how
    many passed; a test that skips itself counts for nobody."""
    tables = {name: by_subject(tests, o) for name, o in outcomes.items()}
    yield f"| subject | tests | {' | '.join(tables)} |"
    yield f"|---|--:|{'--:|' * len(tables)}"
    subjects = sorted({s for table in tables.values() for s in table})
    for subject in subjects:
        yield line_of_many(subject, [t[subject] for t in tables.values()])
    yield line_of_many("all", [sum(t.values(), collections.Counter())
                               for t in tables.values()])


def line_of_many(subject, counts):
    total = max(c.total() for c in counts)
    passed = " | ".join(str(c["passed"]) for c in counts)
    return f"| {subject} | {total} | {passed} |"
