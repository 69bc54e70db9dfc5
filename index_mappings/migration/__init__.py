"""A new version of an index beside the old one: planned, filled, compared, swapped, taken back.

`plan` tells what differs from the templates, `transfer` makes new indices hold what old ones hold
while writes go on (`targets` says which document goes where, `compare` whether all are there),
`resplit` splits articles otherwise, `versions` knows which index stands behind an alias and which
beside it.
"""
