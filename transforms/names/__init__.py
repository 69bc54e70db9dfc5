"""Names: which mentions of an article stand for the same person, organisation, place or group."""
