"""Patients, their contacts, and staff: one person, many episodes.

In: a name. Happens: a person gets one identity, findable however it is spelled, and is
called what they wish to be called. Out: an identity that every later room refers to.
"""
