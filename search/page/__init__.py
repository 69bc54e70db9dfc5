"""A page for an article: what was read, what went of it and why, its dates, its names."""
