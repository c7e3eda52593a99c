"""Pages of the program: its settings, its calendar and its curricula."""
