"""Who works on batches: threads, processes that may die, a cluster of Dask's."""
