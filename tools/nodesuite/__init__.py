"""Node's own suite: what of it is in scope, running it, and what is written down."""
