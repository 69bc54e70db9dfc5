"""A small page to search from, rendered on the server: reads only, unless told otherwise."""
