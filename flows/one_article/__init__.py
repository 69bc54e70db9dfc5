"""One article to look at: explained, its dates, all that is made of it."""
