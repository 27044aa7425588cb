"""The SVG chart: for each case how many times better than the reference each
runtime is (stats.overall)."""

from xml.sax.saxutils import escape

from . import stats

COLORS = ["#2f855a", "#4a6fa5", "#8fa8c8", "#d69e2e", "#718096", "#b83280"]
LABEL_WIDTH = 330
BAR_WIDTH = 420
BAR_HEIGHT = 10
GAP = 12
# A bar beyond this would make all others too short to see; it is cut there.
LONGEST = 5.0


def cases_of(rows):
    """[(subject, case, its rows)], in order of first appearance."""
    cases = {}
    for row in rows:
        cases.setdefault((row["subject"], row["case"]), []).append(row)
    return [(*key, of_case) for key, of_case in cases.items()]


def label_of(subject, case, rows):
    label = subject if subject == case else f"{subject}: {case}"
    if rows[0]["unit"] == "ns/op":
        return f"{label} ({len(rows)} operations)"
    return f"{label}, {rows[0]['metric']}"


def bars(rows, names, reference):
    """[(name, advantage over the reference)] of a case."""
    pairs = [(name, stats.overall(rows, name, reference)) for name in names]
    return [(name, value) for name, value in pairs if value is not None]


def text(x, y, content, anchor="start"):
    return (f'<text x="{x}" y="{y}" text-anchor="{anchor}">'
            f'{escape(content)}</text>')


def bar(x, y, value, color):
    width = min(value, LONGEST) / LONGEST * BAR_WIDTH
    return (f'<rect x="{x}" y="{y}" width="{width:.1f}" '
            f'height="{BAR_HEIGHT - 2}" fill="{color}"/>'
            + text(round(x + width + 4), y + BAR_HEIGHT - 2, f"{value:.2f}x"))


def group(label, pairs, y, names):
    """(the group's SVG, the y below it)."""
    parts = [text(LABEL_WIDTH - 8, y + BAR_HEIGHT, label[:58], "end")]
    for name, value in pairs:
        color = COLORS[names.index(name) % len(COLORS)]
        parts.append(bar(LABEL_WIDTH, y, value, color))
        y += BAR_HEIGHT
    return "\n".join(parts), y + GAP


def legend(names, reference):
    parts = [text(8, 18, f"Times better than {reference} (longer is better)")]
    x = LABEL_WIDTH
    for index, name in enumerate(names):
        color = COLORS[index % len(COLORS)]
        parts.append(f'<rect x="{x}" y="10" width="10" height="10" '
                     f'fill="{color}"/>' + text(x + 14, 19, name))
        x += 30 + 7 * len(name)
    return "\n".join(parts)


def svg(rows, names, reference):
    """The chart's text. Without numbers of the reference: the first runtime
    becomes it."""
    if reference not in names:
        reference = names[0]
    body, y = [legend(names, reference)], 40
    for subject, case, of_case in cases_of(rows):
        pairs = bars(of_case, names, reference)
        if pairs:
            label = label_of(subject, case, of_case)
            part, y = group(label, pairs, y, names)
            body.append(part)
    one = LABEL_WIDTH + BAR_WIDTH / LONGEST
    body.append(f'<line x1="{one}" x2="{one}" y1="32" y2="{y}" '
                'stroke="#000" stroke-dasharray="2 3"/>')
    width = LABEL_WIDTH + BAR_WIDTH + 60
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
            f'height="{y}" font-family="sans-serif" font-size="10">\n'
            f'<rect width="{width}" height="{y}" fill="#fff"/>\n'
            + "\n".join(body) + "\n</svg>\n")
