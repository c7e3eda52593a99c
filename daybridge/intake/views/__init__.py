"""Pages of one person's care."""
