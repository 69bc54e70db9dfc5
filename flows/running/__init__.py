"""A run, whatever it works on: from its first document to its report, with nothing lost."""
