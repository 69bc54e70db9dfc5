"""A new version of an index beside the old one: planned, filled, compared, swapped, taken back.

`plan` tells what differs from the templates, `transfer` makes one index hold what another holds
while writes go on, `versions` knows which index stands behind an alias and which beside it.
"""
