"""The parts of tools/bench.py: who is measured (peers), what is measured
(subjects), how (process, server), and what is told of it (stats, report,
chart)."""
