"""Numbers: medians, spread, ratios, and how they are written."""

import statistics

# Of these units more is better; of all others less is.
MORE_IS_BETTER = {"req/s", "MiB/s", "op/s"}


def median(values):
    return statistics.median(values)


def spread(values):
    """Half the distance from the least to the greatest, as a part of the
    median: the `7 %` of `12.0 ±7 %`."""
    middle = median(values)
    return (max(values) - min(values)) / 2 / middle if middle else 0.0


def ratio(ours, theirs):
    """Our median as a multiple of theirs; None where there is none."""
    if not ours or not theirs or median(theirs) == 0:
        return None
    return median(ours) / median(theirs)


def advantage(ours, theirs, unit):
    """How many times better ours is: above 1 is better, whatever the unit."""
    value = ratio(ours, theirs)
    if not value:
        return None
    return value if unit in MORE_IS_BETTER else 1 / value


def overall(rows, name, reference):
    """How many times better `name` is than `reference` in a case: in its first
    metric, or, of operations, the geometric mean of all that both can do."""
    if rows[0]["unit"] != "ns/op":
        rows = rows[:1]
    values = [advantage(row["values"].get(name), row["values"].get(reference),
                        row["unit"]) for row in rows]
    values = [value for value in values if value is not None]
    return statistics.geometric_mean(values) if values else None


def number(value):
    """Three significant digits, thousands apart: 12,345  123  1.23  0.012."""
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:.1f}"
    if size >= 1:
        return f"{value:.2f}"
    return f"{value:.3f}"
