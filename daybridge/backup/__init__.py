"""Encrypted backups of either database, and restores that prove themselves."""
