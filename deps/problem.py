"""An error that the person who builds can do something about."""


class Problem(Exception):
    """Shown as one line, without a stack: it names what is wrong and the remedy."""
