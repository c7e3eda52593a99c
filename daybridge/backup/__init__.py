"""Encrypted backups of either database, and restores that prove themselves.

In: one moment of the whole database. Happens: rows as lines of JSON, counted and
hashed, compressed, sealed. Out: one file, the same from SQLite and from PostgreSQL,
that goes back whole or not at all.
"""
