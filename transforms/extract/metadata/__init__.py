"""What a web page says of itself, each piece with the place that says it."""
