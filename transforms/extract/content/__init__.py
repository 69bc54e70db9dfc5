"""The main content of a web page: its blocks, what speaks for each, and how much that weighs."""
