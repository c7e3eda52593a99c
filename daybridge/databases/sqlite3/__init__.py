"""SQLite whose writers come in soon after each other, and none waits for long."""
