"""Pure text functions: from a raw article to its layers. No Prefect, no Elasticsearch, no I/O."""
