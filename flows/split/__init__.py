"""Sources read by many workers: pieces are surveyed ahead, and what they hold is fetched where it
is worked on. The flow's own process hands out where things are, and never what they say.
"""
