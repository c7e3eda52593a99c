"""Instances and rivals of `python -m bench.week_fit`."""
