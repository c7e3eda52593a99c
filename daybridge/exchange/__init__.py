"""Rosters, schedules and histories brought in from files, checked line by line."""
