"""What a run shows while it works: bars, lines, logs."""
