"""The reading side: queries, facets, hits."""
