"""One batch, where it is worked on: look up, transform, load, account."""
