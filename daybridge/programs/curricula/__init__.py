"""Curricula as text: what a group can be taught, in files a clinician can read.

A folder with a `curriculum.toml` and its `topics/` comes in; frozen dataclasses leave.
README.md beside this file explains the format.
"""
