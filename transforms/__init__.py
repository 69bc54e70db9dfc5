"""Pure text functions: from a raw article to its layers.

No Prefect, no Elasticsearch, and no reading but that of the package's own data files.
"""
