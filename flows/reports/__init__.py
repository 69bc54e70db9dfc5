"""What a run leaves to be read: a table in the terminal, artifacts of Prefect, a page of HTML.

All of them are pure functions of the run's record, as the index keeps it.
"""
