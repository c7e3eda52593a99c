"""Daybridge runs an intensive outpatient program, from a first call to years after."""
