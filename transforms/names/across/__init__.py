"""Names across articles: which names of the whole index are one, from all that is known of them."""
