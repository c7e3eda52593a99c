"""Pages of consents, by activity."""
