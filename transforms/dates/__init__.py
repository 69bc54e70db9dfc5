"""Date mentions: a grammar in data files by language, and a calendar to read them with."""
