"""Daybridge runs an intensive outpatient program, from a first call to years after."""

__version__ = "0.1.0"
