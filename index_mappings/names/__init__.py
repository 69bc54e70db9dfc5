"""Canonical names in the index: the store and its judgements, what is known, what is applied."""
