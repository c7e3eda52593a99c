"""Benchmarks: what Daybridge costs beside bare pages, in one run."""
